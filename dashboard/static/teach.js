// The lessons: situation, predict, run, reveal, explain, discuss.
import { answerOf, claimOf, told } from "./answer.js";
import { h, icon } from "./dom.js";
import { LessonLevers } from "./lessonlevers.js";
import { measuredIn, pathway, sizeOf } from "./pathway.js";
import { printPlan } from "./plan.js";
import { PredictChart } from "./predict.js";

const STEPS = ["situation", "predict", "run", "reveal", "explain", "debrief"];
const WAYS = ["up", "flat", "down"];
const FAST = 20; // months a second in a lesson
const KEPT = "lesson"; // the name under which the tab keeps votes and line

export class Teach {
  constructor(page) {
    Object.assign(this, { page, findings: null, notes: false, done: new Set(), followed: 0 });
    const [lesson, step] = (page.link.lesson ?? "1.1").split(".").map(Number);
    this.number = lesson >= 1 && lesson <= page.content.lessons.length ? lesson - 1 : 0;
    const wanted = step >= 1 && step <= STEPS.length ? step - 1 : 0;
    this.step = Math.min(wanted, 1);
    this.linked = page.link.lesson && page.link.state ? wanted : null; // the step of a link, null once it was followed
    this.recall();
    this.root = h("main", { class: "teach" });
    this.chart = new PredictChart(this);
    this.levers = new LessonLevers(this);
  }

  stop() {
    this.chart.observer.disconnect();
  }

  clear() {
    this.blank();
    this.keep();
  }

  blank() {
    this.votes = { up: 0, flat: 0, down: 0 };
    this.line = null;
    this.begun = false;
    this.findings = null;
  }

  /** Keep what the room predicted as long as the tab lives, so that a reload does not lose it; it goes to no server. */
  keep() {
    const { number, votes, line, page } = this;
    if (!page.recorded) sessionStorage.setItem(KEPT, JSON.stringify({ number, votes, line }));
  }

  recall() {
    this.blank();
    if (this.linked === null) return;
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    if (kept?.number === this.number)
      Object.assign(this, { votes: kept.votes, line: kept.line?.map((own) => own ?? NaN) ?? null });
  }

  get lesson() {
    return this.page.content.lessons[this.number];
  }

  /** Lesson and step as a link holds them. */
  spot() {
    return this.page.at === "teach" || this.begun ? `${this.number + 1}.${this.step + 1}` : null;
  }

  /** Whether a lever was moved away from the lesson's policy. */
  get changed() {
    return Boolean(this.page.now?.touches.length);
  }

  get lab() {
    return this.page.views.lab;
  }

  /** Months lived in the lesson's two worlds; 0 while others are on the stage. */
  get lived() {
    return this.begun && this.page.now && this.stands() ? this.page.now.lived : 0;
  }

  shown() {
    if (this.begun && !this.stands()) this.clear();
    if (!this.begun && this.page.now && !this.page.restoring) this.begin();
    if (!this.lived && this.step > 2) this.step = 0;
    this.rebuild();
  }

  /** Whether the two worlds are still those of the lesson: others may have been made in the lab. */
  stands() {
    const { now } = this.page;
    return (
      !now ||
      (now.scenarios[0] === "baseline" &&
        now.scenarios[1] === this.lesson.scenario &&
        !now.touches.some(([, world]) => !world))
    );
  }

  /** Begin at month 0 with nothing but the lesson's policy, or go on where a link left the lesson's two worlds. */
  begin() {
    const goesOn = this.linked !== null && this.page.link.state && this.stands();
    if (!goesOn) this.page.ask({ kind: "begin_lesson", scenario: this.lesson.scenario });
    if (!goesOn && this.linked !== null) this.clear();
    this.begun = true;
    if (this.linked !== null) this.step = Math.min(this.linked, goesOn ? this.furthest() : 1);
    this.linked = null;
    this.page.ask({ kind: "set_colour", state: this.lesson.colour });
    this.page.ask({ kind: "set_speed", value: FAST });
  }

  open(number) {
    this.start(number);
    this.page.pushLink();
  }

  start(number) {
    this.done.add(this.number);
    this.number = number;
    this.linked = null;
    this.step = 0;
    this.clear();
    this.rebuild();
    this.begin();
  }

  go(step) {
    this.stand(step);
    this.page.pushLink();
  }

  /** Go where the browser's own buttons lead: another lesson begins, a step is shown as far as it is open. */
  revisit(spot) {
    const [lesson, step] = spot.split(".").map(Number);
    if (lesson !== this.number + 1) this.start(lesson - 1);
    else this.stand(Math.min(step - 1, this.furthest()));
  }

  /** Show a step; the ten years pass in that of the run alone. */
  stand(step) {
    this.step = step;
    // also where a start is still on its way
    if (STEPS[step] !== "run" && this.page.now) this.page.ask({ kind: "pause" });
    this.rebuild();
  }

  receive(content) {
    if (content.kind === "begin") {
      if (this.linked === null) this.clear();
      this.step = this.root.isConnected ? Math.min(this.step, 1) : 0;
      if (this.root.isConnected) this.rebuild();
    } else if (content.kind === "findings" && this.begun) {
      this.findings = content;
      if (this.root.isConnected && this.step >= 3) this.rebuildLeft();
    } else if (content.kind === "bands" && this.root.isConnected && this.step >= 3) this.chart.draw();
    else if (content.kind === "delta") {
      // where the turn is another, months lived have become others
      if (content.turn !== this.turn) Object.assign(this, { turn: content.turn, findings: null });
      if (this.root.isConnected) this.follow(content);
    }
  }

  /** A month has come: the dock, the levers, and at the end the way to the reveal. */
  follow(now) {
    if (!this.begun) this.shown();
    const back = now.lived < this.followed;
    this.followed = now.lived;
    if (back) this.rebuild(); // begun anew: later steps are closed again
    this.showDock();
    if (this.step < 2) this.levers.show();
    if (this.step === 2 && now.lived >= this.page.begun.months) {
      if (!this.ended) this.rebuildLeft();
      this.ended = true;
    }
    if (now.lived === 0) this.ended = false;
  }

  rebuild() {
    const { t } = this.page;
    const numerals = this.page.content.lessons.map((own, k) =>
      h(
        "button",
        {
          class: `lesson-number ${this.done.has(k) ? "done" : ""}`,
          "aria-current": k === this.number ? "true" : false,
          "aria-label": `${t("lesson_n", { n: k + 1 })}: ${own.title[this.page.lang]}`,
          title: own.title[this.page.lang],
          onclick: () => this.open(k),
        },
        k + 1,
      ),
    );
    const steps = STEPS.map((own, k) =>
      h(
        "button",
        {
          class: "lesson-step",
          "aria-current": k === this.step ? "step" : false,
          disabled: k > this.furthest(),
          onclick: () => this.go(k),
        },
        t(`step_${own}`),
      ),
    );
    this.left = h("section", { class: "lesson-left" });
    this.right = h("section", { class: "lesson-right" });
    this.dock = h("footer", { class: "lesson-dock" });
    this.root.replaceChildren(
      h(
        "div",
        { class: "lesson-bar" },
        h("nav", { class: "lesson-numbers", "aria-label": t("lessons") }, numerals),
        h("span", { class: "spacer" }),
        h("nav", { class: "lesson-steps", "aria-label": t("steps") }, steps),
      ),
      h("div", { class: "lesson-body" }, this.left, this.right),
      this.dock,
    );
    this.rebuildLeft();
    this.rebuildRight();
    this.showDock();
  }

  furthest() {
    if (this.lived >= (this.page.begun?.months ?? 120)) return 5;
    return this.lived || this.step === 2 ? 2 : 1;
  }

  rebuildLeft() {
    const { t, lang } = this.page;
    const { lesson } = this;
    const head = h(
      "p",
      { class: "note" },
      t("lesson_n", { n: this.number + 1 }),
      "  ",
      this.page.words.problems[lesson.problem],
    );
    const step = {
      situation: () => this.situation(),
      predict: () => this.predict(),
      run: () => this.running(),
      reveal: () => this.reveal(),
      explain: () => this.explain(),
      debrief: () => this.debrief(),
    }[STEPS[this.step]];
    this.left.replaceChildren(head, ...step().flat(Infinity).filter(Boolean), this.notes ? this.planNotes(lang) : "");
  }

  filled(key, act, disabled = false) {
    return h("button", { class: "filled", onclick: act, disabled }, this.page.t(key));
  }

  foot(...parts) {
    return h(
      "div",
      { class: "lesson-foot" },
      h(
        "button",
        {
          class: "outlined",
          "aria-pressed": String(this.notes),
          onclick: () => {
            this.notes = !this.notes;
            this.rebuildLeft();
          },
        },
        this.page.t("show_notes"),
      ),
      h("span", { class: "spacer" }),
      parts,
    );
  }

  situation() {
    const { t, lang } = this.page;
    const { lesson } = this;
    return [
      h("h1", {}, lesson.title[lang]),
      h("p", { class: "sentence large" }, lesson.situation[lang]),
      h(
        "blockquote",
        {},
        lang === "zh" ? `“${lesson.quote.zh}”` : `“${lesson.quote.en}”`,
        h("footer", { class: "note" }, t("heard")),
      ),
      this.foot(this.filled("go_on", () => this.go(1))),
    ];
  }

  predict() {
    const { t, lang } = this.page;
    const { lesson } = this;
    const locked = this.lived > 0;
    this.numbers = {};
    this.counted = h("span", { class: "note" });
    this.lock = locked ? this.filled("to_run", () => this.go(2)) : this.filled("lock_run", () => this.run());
    this.showHands();
    const row = (way) => {
      const number = h("input", {
        type: "number",
        min: 0,
        max: 999,
        value: this.votes[way],
        "aria-label": t("hands", { way: t(way) }),
        disabled: locked,
        oninput: () => this.vote(way, Number(number.value), true),
        onchange: () => this.vote(way, Number(number.value)),
      });
      this.numbers[way] = number;
      return h(
        "div",
        { class: "vote card" },
        h("span", { class: `way ${way}`, "aria-hidden": "true" }, { up: "︿", flat: "—", down: "﹀" }[way]),
        h("strong", {}, t(way)),
        h("span", { class: "spacer" }),
        h(
          "button",
          {
            class: "outlined",
            "aria-label": t("one_less", { way: t(way) }),
            disabled: locked,
            onclick: () => this.vote(way, this.votes[way] - 1),
          },
          "−",
        ),
        number,
        h(
          "button",
          {
            class: "outlined",
            "aria-label": t("one_more", { way: t(way) }),
            disabled: locked,
            onclick: () => this.vote(way, this.votes[way] + 1),
          },
          "+",
        ),
      );
    };
    return [
      h("h1", {}, lesson.title[lang]),
      h("p", { class: "sentence large strong" }, lesson.question[lang]),
      h("div", { class: "vote-rows" }, WAYS.map(row)),
      this.foot(this.counted, this.lock),
    ];
  }

  /** Say how many hands and lines there are; without any there is nothing to run for. What has the focus stays. */
  showHands() {
    this.counted.textContent = this.page.t("hands_counted", { n: this.hands, lines: this.line ? 1 : 0 });
    this.lock.disabled = !this.lived && !this.hands && !this.line;
  }

  get hands() {
    return WAYS.reduce((sum, way) => sum + this.votes[way], 0);
  }

  vote(way, number, typing = false) {
    this.votes[way] = Math.min(999, Math.max(0, Math.round(number) || 0));
    this.keep();
    if (!typing) this.numbers[way].value = this.votes[way];
    this.showHands();
  }

  run() {
    this.ended = false;
    this.go(2);
    this.page.ask({ kind: "play" });
  }

  running() {
    const { t, lang } = this.page;
    const over = this.lived >= this.page.begun.months;
    return [
      h("h1", {}, this.lesson.title[lang]),
      h("p", { class: "sentence large" }, t(over ? "run_done" : "running")),
      this.votesShown(null),
      this.foot(this.filled("step_reveal", () => this.go(3), !over)),
    ];
  }

  reveal() {
    const { t } = this.page;
    const { lesson } = this;
    const found = answerOf(this, lesson.indicator);
    const also = answerOf(this, lesson.also);
    return [
      h("h1", {}, claimOf(lesson, found, this.page)),
      h(
        "p",
        { class: `verdict ${found.tone}` },
        h("strong", {}, `${found.sign}${found.size}`),
        h("span", { class: "unit" }, found.unit),
        h("span", { class: "note" }, told(found, t)),
      ),
      h("h2", {}, t("room_predicted")),
      this.votesShown(found.way),
      h(
        "p",
        { class: `sentence large ${also.tone}` },
        t("beside", { label: also.words.label, size: `${also.sign}${also.size} ${also.unit}` }),
        " ",
        h("span", { class: "note" }, told(also, t)),
      ),
      this.foot(
        h("button", { class: "outlined", onclick: () => this.chart.replay() }, t("draw_again")),
        this.filled("step_explain", () => this.go(4)),
      ),
    ];
  }

  votesShown(right) {
    const { t } = this.page;
    if (!this.hands) return h("p", { class: "note" }, t("no_votes"));
    const most = Math.max(...WAYS.map((way) => this.votes[way]));
    return h(
      "div",
      { class: "votes" },
      WAYS.map((way) => [
        h("span", { class: `way ${way}`, "aria-hidden": "true" }, { up: "︿", flat: "—", down: "﹀" }[way]),
        h("span", { class: way === right ? "strong" : "" }, t(way)),
        h(
          "span",
          { class: "vote-bar" },
          h("span", { class: way === right ? "right" : "", style: `width:${(60 * this.votes[way]) / most}%` }),
          h("strong", {}, this.votes[way]),
          way === right ? h("span", { class: "gain" }, ` ✓ ${t("guessed")}`) : null,
        ),
      ]),
    );
  }

  /** Why the result might be wrong, with what the policy does at both ends of the doubted number. */
  wrong() {
    const { t, lang, words } = this.page;
    const { lesson } = this;
    const doubt = lesson.pathway.doubts.find((own) => own.parameter === lesson.doubt);
    const column = [lesson.indicator, lesson.path_end].find((name) => doubt.ends[name].changes) ?? lesson.indicator;
    const ends = doubt.ends[column];
    const { label } = words.indicators[column];
    const written = sizeOf(
      this.page,
      column,
      lesson.pathway.ends.find((own) => own.indicator === column),
    );
    const size = ({ mean }) => written(mean);
    return h(
      "details",
      { class: "card why", ontoggle: (event) => event.target.scrollIntoView({ block: "nearest" }) },
      h("summary", {}, t("why_wrong")),
      h("p", {}, lesson.wrong[lang]),
      this.changed
        ? h("p", { class: "strong" }, t("pathway_of_policy", { label: words.scenarios[lesson.scenario] }))
        : null,
      measuredIn(this.page, lesson.pathway),
      h(
        "p",
        { class: "note" },
        t("wrong_numbers", {
          parameter: doubt.label[lang],
          label,
          low: doubt.low,
          high: doubt.high,
          at_low: size(ends.low),
          at_high: size(ends.high),
          usual: size(ends.default),
        }),
      ),
    );
  }

  explain() {
    const { lang } = this.page;
    return [
      h("h1", {}, claimOf(this.lesson, answerOf(this, this.lesson.indicator), this.page)),
      h("p", { class: "sentence large" }, this.lesson.explain[lang]),
      this.wrong(),
      this.foot(this.filled("step_debrief", () => this.go(5))),
    ];
  }

  debrief() {
    const { t, lang } = this.page;
    return [
      h("h1", {}, t("debrief")),
      h(
        "ol",
        { class: "questions" },
        this.lesson.debrief.map((own) => h("li", {}, own[lang])),
      ),
      this.foot(
        this.printButton(),
        h("button", { class: "outlined", onclick: () => this.open(this.number) }, t("again")),
        this.number + 1 < this.page.content.lessons.length
          ? this.filled("next_lesson", () => this.open(this.number + 1))
          : null,
      ),
    ];
  }

  printButton() {
    return h(
      "button",
      { class: "outlined prints-plan", onclick: () => printPlan(this.page, this.lesson, this.number + 1) },
      icon("printer", 18),
      " ",
      this.page.t("print_plan"),
    );
  }

  planNotes(lang) {
    const { t } = this.page;
    const { plan, minutes } = this.lesson;
    return h(
      "section",
      { class: "card why" },
      h("h2", {}, t("plan")),
      h("p", {}, plan.aim[lang]),
      h("h2", {}, t("course_of", { n: minutes })),
      h(
        "ol",
        { class: "plan-steps" },
        plan.step.map((own) => h("li", {}, h("strong", {}, t("minutes", { n: own.minutes })), " ", own[lang])),
      ),
      this.printButton(),
    );
  }

  // the right side

  rebuildRight() {
    const { t } = this.page;
    if (STEPS[this.step] === "run") {
      this.right.replaceChildren(this.lab.maps.element);
      this.right.className = "lesson-right with-maps";
      this.lab.resize();
      return;
    }
    this.right.className = "lesson-right";
    const under =
      !this.lived && (STEPS[this.step] === "predict" || STEPS[this.step] === "situation")
        ? this.levers.build()
        : this.step < 4
          ? null
          : pathway(this.page, this.lesson, this.changed);
    this.right.replaceChildren(this.chart.figure(), under ?? h("span", { hidden: true }, t("lessons")));
    this.chart.draw(STEPS[this.step] === "reveal");
  }

  showDock() {
    const { page } = this;
    const { t, now } = page;
    if (!now) return;
    const play = h("button", {
      class: "play",
      "aria-label": t(now.playing ? "pause" : "play"),
      disabled: this.step !== 2 || this.lived >= page.begun.months,
      onclick: () => page.ask({ kind: now.playing ? "pause" : "play" }),
    });
    play.append(icon(now.playing ? "pause" : "play", 28));
    const share = `${(100 * this.lived) / page.begun.months}%`;
    const lane = (world) => h("div", { class: `lane world-${world}` }, h("span", { style: `width:${share}` }));
    this.dock.replaceChildren(
      play,
      h("div", { class: "lanes", "aria-hidden": "true" }, lane(0), lane(1)),
      h(
        "span",
        { class: "lesson-when" },
        this.step < 2 ? t(this.lived ? "prediction_locked" : "predict_first") : t("month_long", { n: this.lived }),
      ),
    );
  }

  key(event) {
    if (event.key === " " && this.step === 2 && !event.target.closest?.("button, a")) {
      event.preventDefault();
      this.page.ask({ kind: this.page.now.playing ? "pause" : "play" });
    }
  }
}
