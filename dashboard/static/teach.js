// @ts-check
// The lessons: situation, predict, run, reveal, explain, discuss.
import { answerOf, claimOf, verdictText } from "./answer.js";
import { from } from "./bars.js";
import { button, h, icon, isIn, note, there } from "./dom.js";
import { explainOf, movedBy, otherwise, pathwayOf, storedWay, touchesOf, wrongOf } from "./lesson.js";
import { LessonLevers } from "./lessonlevers.js";
import { endOf, measuredIn, ofPolicy, pathway, sizeOf } from "./pathway.js";
import { printPlan } from "./plan.js";
import { PredictChart } from "./predict.js";
import { clamp } from "./scales.js";

const STEPS = ["situation", "predict", "run", "reveal", "explain", "debrief"];
/** @type {Way[]} */
const WAYS = ["up", "flat", "down"];
const ARROWS = { up: "︿", flat: "—", down: "﹀" };
const FAST = 20; // months a second in a lesson
const MOST = 999; // hands
const SAVED = "lesson"; // the name under which the tab keeps votes and line

export class Teach {
  notes = false;
  /** @type {Set<number>} */
  done = new Set();
  followed = 0;
  begun = false;
  ended = false;
  doubting = false; // why the result might be wrong is being read
  turn = -1;
  /** @type {Found | null} */
  findings = null;
  votes = { up: 0, flat: 0, down: 0 };
  /** @type {number[] | null} */
  line = null;
  /** @type {Partial<Record<Way, HTMLInputElement>>} */
  numbers = {};
  counted = h("span");
  lock = h("button");
  root = h("main", { class: "teach" });
  left = h("section");
  right = h("section");
  dock = h("footer");

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    const [lesson, step] = (page.link.lesson ?? "1.1").split(".").map(Number);
    this.number = lesson >= 1 && lesson <= page.content.lessons.length ? lesson - 1 : 0;
    const wanted = step >= 1 && step <= STEPS.length ? step - 1 : 0;
    this.step = Math.min(wanted, 1);
    /** @type {number | null} */
    this.linked = page.link.lesson && page.link.state ? wanted : null; // the step of a link, null once it was followed
    this.recall();
    this.chart = new PredictChart(this);
    this.levers = new LessonLevers(this);
  }

  stop() {
    this.chart.observer.disconnect();
  }

  clear() {
    Object.assign(this, { votes: { up: 0, flat: 0, down: 0 }, line: null, begun: false, findings: null });
    this.keep();
  }

  /** Keep what the room predicted as long as the tab lives, so that a reload does not lose it; it goes to no server. */
  keep() {
    const { number, votes, line, page } = this;
    if (!page.recorded) sessionStorage.setItem(SAVED, JSON.stringify({ number, votes, line }));
  }

  recall() {
    if (this.linked === null) return;
    /** @type {{ number: number, votes: Record<Way, number>, line: (number | null)[] | null } | null} */
    const saved = JSON.parse(sessionStorage.getItem(SAVED) ?? "null");
    if (saved?.number !== this.number) return;
    this.votes = saved.votes;
    this.line = saved.line?.map((item) => item ?? NaN) ?? null;
  }

  get lesson() {
    return this.page.content.lessons[this.number];
  }

  /** Lesson and step as a link holds them. */
  spot() {
    return this.page.at === "teach" || this.begun ? `${this.number + 1}.${this.step + 1}` : null;
  }

  /** The levers that the lesson sets in world B. */
  get touches() {
    return touchesOf(this.lesson);
  }

  /** Whether a lever was moved away from the lesson's policy. */
  get changed() {
    return String(this.page.now?.touches ?? this.touches) !== String(this.touches);
  }

  /** The stored pathway of this kind of community; of the first kind where there is none of it. */
  get pathway() {
    return pathwayOf(this.page, this.lesson);
  }

  get lab() {
    return this.page.views.lab;
  }

  get months() {
    return this.page.begun?.months ?? 120;
  }

  /** Months simulated in the lesson's two worlds; 0 while others are on the stage. */
  get simulated() {
    return this.begun && this.page.now && this.stands() ? this.page.now.simulated : 0;
  }

  shown() {
    if (this.begun && !this.stands()) this.clear();
    if (!this.begun && this.page.now && !this.page.restoring) this.begin();
    if (!this.simulated && this.step > 2) this.step = 0;
    this.rebuild();
  }

  /** Whether the two worlds are still those of the lesson: others may have been made in the lab. */
  stands() {
    const { now } = this.page;
    if (!now) return true;
    const [a, b] = now.scenarios;
    return a === "baseline" && b === this.lesson.scenario && !now.touches.some(([, world]) => !world);
  }

  /** Begin at month 0 with nothing but the lesson's policy, or go on where a link left the lesson's two worlds. */
  begin() {
    const goesOn = this.linked !== null && this.page.link.state && this.stands();
    if (!goesOn) this.page.ask({ kind: "begin_lesson", scenario: this.lesson.scenario, touches: this.touches });
    if (!goesOn && this.linked !== null) this.clear();
    this.begun = true;
    if (this.linked !== null) this.step = Math.min(this.linked, goesOn ? this.furthest() : 1);
    this.linked = null;
    this.page.ask({ kind: "set_colour", state: this.lesson.colour });
    this.page.ask({ kind: "set_speed", value: FAST });
  }

  /** @param {number} number */
  open(number) {
    this.start(number);
    this.page.pushLink();
  }

  /** @param {number} number */
  start(number) {
    this.done.add(this.number);
    this.number = number;
    this.linked = null;
    this.step = 0;
    this.clear();
    this.rebuild();
    this.begin();
  }

  /** @param {number} step */
  go(step) {
    this.stand(step);
    this.page.pushLink();
  }

  /**
   * Go where the browser's own buttons lead: another lesson begins, a step is shown as far as it is open.
   * @param {string} spot
   */
  revisit(spot) {
    const [lesson, step] = spot.split(".").map(Number);
    if (lesson !== this.number + 1) this.start(lesson - 1);
    else this.stand(Math.min(step - 1, this.furthest()));
  }

  /**
   * Show a step; the ten years pass in that of the run alone.
   * @param {number} step
   */
  stand(step) {
    this.step = step;
    this.doubting = false;
    // also where a start is still on its way
    if (STEPS[step] !== "run" && this.page.now) this.page.ask({ kind: "pause" });
    this.rebuild();
  }

  /** @param {Heard} content */
  receive(content) {
    const shown = this.root.isConnected;
    if (content.kind === "begin") {
      if (this.linked === null) this.clear();
      this.step = shown ? Math.min(this.step, 1) : 0;
      if (shown) this.rebuild();
    } else if (content.kind === "findings" && this.begun) {
      this.findings = content;
      if (shown && this.step >= 3) this.rebuildLeft();
    } else if (content.kind === "bands" && shown && this.step >= 3) this.chart.draw();
    else if (content.kind === "delta") {
      // where the turn is another, months simulated have become others
      if (content.turn !== this.turn) Object.assign(this, { turn: content.turn, findings: null });
      if (shown) this.follow(content);
    }
  }

  /**
   * A month has come: the dock, the levers, and at the end the way to the reveal.
   * @param {Delta} now
   */
  follow(now) {
    if (!this.begun) this.shown();
    const back = now.simulated < this.followed;
    this.followed = now.simulated;
    if (back) this.rebuild(); // begun anew: later steps are closed again
    this.showDock();
    if (this.step < 2) this.levers.show();
    if (this.step === 2 && now.simulated >= this.months) {
      if (!this.ended) this.rebuildLeft();
      this.ended = true;
    }
    if (now.simulated === 0) this.ended = false;
  }

  rebuild() {
    const { t, lang, content } = this.page;
    const numerals = content.lessons.map(({ title }, k) =>
      button(`lesson-number ${this.done.has(k) ? "done" : ""}`, k + 1, () => this.open(k), {
        "aria-current": k === this.number ? "true" : false,
        "aria-label": `${t("lesson_n", { n: k + 1 })}: ${title[lang]}`,
        title: title[lang],
      }),
    );
    const steps = STEPS.map((item, k) =>
      button("lesson-step", t(`step_${item}`), () => this.go(k), {
        "aria-current": k === this.step ? "step" : false,
        disabled: k > this.furthest(),
      }),
    );
    this.left = h("section", { class: "lesson-left" });
    this.right = h("section", { class: "lesson-right" });
    this.dock = h("footer", { class: "lesson-dock" });
    const bar = [
      h("nav", { class: "lesson-numbers", "aria-label": t("lessons") }, numerals),
      h("span", { class: "spacer" }),
      h("nav", { class: "lesson-steps", "aria-label": t("steps") }, steps),
    ];
    const body = h("div", { class: "lesson-body" }, this.left, this.right);
    this.root.replaceChildren(h("div", { class: "lesson-bar" }, bar), body, this.dock);
    this.rebuildLeft();
    this.rebuildRight();
    this.showDock();
  }

  furthest() {
    if (this.simulated >= this.months) return 5;
    return this.simulated || this.step === 2 ? 2 : 1;
  }

  rebuildLeft() {
    const { t, words } = this.page;
    const problem = words.problems[this.lesson.problem];
    const head = note(t("lesson_n", { n: this.number + 1 }), "  ", problem);
    this.left.replaceChildren(head, ...this.said(), this.notes ? this.planNotes() : "");
  }

  /**
   * What a step says and asks.
   * @returns {HTMLElement[]}
   */
  said() {
    if (this.step === 0) return this.situation();
    if (this.step === 1) return this.predict();
    if (this.step === 2) return this.running();
    if (this.step === 3) return this.reveal();
    return this.step === 4 ? this.explain() : this.debrief();
  }

  /**
   * The button that leads on.
   * @param {string} label
   * @param {() => void} act
   */
  filled(label, act, disabled = false) {
    return button("filled", label, act, { disabled });
  }

  /** @param {...Child} parts */
  foot(...parts) {
    const notes = button("outlined", this.page.t("show_notes"), () => {
      this.notes = !this.notes;
      this.rebuildLeft();
    });
    notes.setAttribute("aria-pressed", String(this.notes));
    return h("div", { class: "lesson-foot" }, notes, h("span", { class: "spacer" }), parts);
  }

  situation() {
    const { t, lang } = this.page;
    const { title, situation, quote } = this.lesson;
    return [
      h("h1", {}, title[lang]),
      h("p", { class: "sentence large" }, situation[lang]),
      h("blockquote", {}, `“${quote[lang]}”`, h("footer", { class: "note" }, t("heard"))),
      this.foot(this.filled(t("go_on"), () => this.go(1))),
    ];
  }

  predict() {
    const { t, lang } = this.page;
    const { title, question } = this.lesson;
    this.counted = h("span", { class: "note" });
    this.lock = this.simulated
      ? this.filled(t("to_run"), () => this.go(2))
      : this.filled(t("lock_run"), () => this.run());
    const rows = WAYS.map((way) => this.voteRow(way, this.simulated > 0));
    this.showHands();
    return [
      h("h1", {}, title[lang]),
      h("p", { class: "sentence large strong" }, question[lang]),
      h("div", { class: "vote-rows" }, rows),
      this.foot(this.counted, this.lock),
    ];
  }

  /**
   * The hands for one way, counted up and down or typed.
   * @param {Way} way
   * @param {boolean} disabled
   */
  voteRow(way, disabled) {
    const { t } = this.page;
    const said = { way: t(way) };
    const number = h("input", {
      type: "number",
      min: 0,
      max: MOST,
      value: this.votes[way],
      "aria-label": t("hands", said),
      disabled,
      oninput: () => this.vote(way, Number(number.value), true),
      onchange: () => this.vote(way, Number(number.value)),
    });
    this.numbers[way] = number;
    /** @type {(sign: string, label: string, more: number) => HTMLElement} */
    const count = (sign, label, more) =>
      button("outlined", sign, () => this.vote(way, this.votes[way] + more), { "aria-label": label, disabled });
    return h(
      "div",
      { class: "vote card" },
      this.arrow(way),
      h("strong", {}, said.way),
      h("span", { class: "spacer" }),
      count("−", t("one_less", said), -1),
      number,
      count("+", t("one_more", said), 1),
    );
  }

  /** @param {Way} way */
  arrow(way) {
    return h("span", { class: `way ${way}`, "aria-hidden": "true" }, ARROWS[way]);
  }

  /** Say how many hands and lines there are; without any there is nothing to run for. What has the focus stays. */
  showHands() {
    this.counted.textContent = this.page.t("hands_counted", { n: this.hands, lines: this.line ? 1 : 0 });
    this.lock.disabled = !this.simulated && !this.hands && !this.line;
  }

  get hands() {
    return WAYS.reduce((sum, way) => sum + this.votes[way], 0);
  }

  /**
   * @param {Way} way
   * @param {number} number
   */
  vote(way, number, typing = false) {
    this.votes[way] = clamp(Math.round(number) || 0, 0, MOST);
    this.keep();
    if (!typing) there(this.numbers[way]).value = String(this.votes[way]);
    this.showHands();
  }

  run() {
    this.ended = false;
    this.go(2);
    this.page.ask({ kind: "play" });
  }

  running() {
    const { t, lang } = this.page;
    const over = this.simulated >= this.months;
    return [
      h("h1", {}, this.lesson.title[lang]),
      h("p", { class: "sentence large" }, t(over ? "run_done" : "running")),
      this.votesShown(null),
      this.foot(this.filled(t("step_reveal"), () => this.go(3), !over)),
    ];
  }

  reveal() {
    const { t } = this.page;
    const { lesson } = this;
    const [found, also] = [answerOf(this, lesson.indicator), answerOf(this, lesson.also)];
    const size = `${also.sign}${also.size} ${also.unit}`;
    const beside = [
      t("beside", { label: also.words.label, size }),
      " ",
      h("span", { class: "note" }, verdictText(also, t)),
    ];
    const verdict = [
      h("strong", {}, `${found.sign}${found.size}`),
      h("span", { class: "unit" }, found.unit),
      h("span", { class: "note" }, verdictText(found, t)),
    ];
    return [
      h("h1", {}, claimOf(lesson, found, this.page)),
      h("p", { class: `verdict ${found.tone}` }, verdict),
      h("h2", {}, t("room_predicted")),
      this.votesShown(found.way),
      h("p", { class: `sentence large ${also.tone}` }, beside),
      this.foot(
        button("outlined", t("draw_again"), () => this.chart.draw(true)),
        this.filled(t("step_explain"), () => this.go(4)),
      ),
    ];
  }

  /** @param {Answer["way"] | null} right */
  votesShown(right) {
    const { t } = this.page;
    if (!this.hands) return note(t("no_votes"));
    const most = Math.max(...WAYS.map((way) => this.votes[way]));
    const rows = WAYS.map((way) => {
      const guessed = way === right ? h("span", { class: "gain" }, ` ✓ ${t("guessed")}`) : null;
      const bar = h("span", { class: guessed ? "right" : "", style: `width:${(60 * this.votes[way]) / most}%` });
      return [
        this.arrow(way),
        h("span", { class: guessed ? "strong" : "" }, t(way)),
        h("span", { class: "vote-bar" }, bar, h("strong", {}, this.votes[way]), guessed),
      ];
    });
    return h("div", { class: "votes" }, rows);
  }

  /** Why the result might be wrong, with what the policy does at both ends of the varied parameter. */
  wrong() {
    const { page, lesson, pathway: measured } = this;
    const { t, lang, words } = page;
    const doubt = there(measured.doubts.find((item) => item.parameter === lesson.doubt));
    const moves = movedBy(lesson, doubt);
    const column = moves === "path_end" ? lesson.path_end : lesson.indicator;
    const ends = doubt.ends[column];
    const { label } = words.indicators[column];
    const size = sizeOf(page, column, endOf(measured, column));
    const numbers = t("wrong_numbers", {
      parameter: doubt.label[lang],
      label,
      low: doubt.low,
      high: doubt.high,
      at_low: size(ends.low.mean),
      at_high: size(ends.high.mean),
      usual: size(ends.default.mean),
    });
    const box = h(
      "details",
      { class: "card why", open: this.doubting, ontoggle: () => this.doubt(box) },
      h("summary", {}, t("why_wrong")),
      h("p", {}, wrongOf(lesson, moves)?.[lang]),
      this.changed ? ofPolicy(page, lesson) : null,
      measuredIn(page, measured),
      note(numbers),
    );
    return box;
  }

  /**
   * Why the result might be wrong stays open, whatever comes in meanwhile.
   * @param {HTMLDetailsElement} box
   */
  doubt(box) {
    if (this.doubting === box.open) return;
    this.doubting = box.open;
    box.scrollIntoView({ block: "nearest" });
  }

  /**
   * The way of an indicator over communities; until they are in, as it was measured.
   * @param {string} column
   */
  wayOf(column) {
    return this.findings ? answerOf(this, column).way : storedWay(this.pathway, column);
  }

  explain() {
    const { page, lesson } = this;
    const text = explainOf(lesson, this.wayOf(lesson.indicator), this.wayOf(lesson.also));
    return [
      h("h1", {}, claimOf(lesson, answerOf(this, lesson.indicator), page)),
      h("p", { class: "sentence large" }, text ? text[page.lang] : page.t("explain_other")),
      ...otherwise(page, lesson, this.pathway),
      this.wrong(),
      this.foot(this.filled(page.t("step_debrief"), () => this.go(5))),
    ];
  }

  debrief() {
    const { t, lang, content } = this.page;
    const questions = this.lesson.debrief.map((item) => h("li", {}, item[lang]));
    const next = this.number + 1;
    return [
      h("h1", {}, t("debrief")),
      h("ol", { class: "questions" }, questions),
      this.foot(
        this.printButton(),
        button("outlined", t("again"), () => this.open(this.number)),
        next < content.lessons.length ? this.filled(t("next_lesson"), () => this.open(next)) : null,
      ),
    ];
  }

  printButton() {
    const print = () => printPlan(this.page, this.lesson, this.pathway, this.number + 1);
    return button("outlined prints-plan", [icon("printer", 18), " ", this.page.t("print_plan")], print);
  }

  planNotes() {
    const { t, lang } = this.page;
    const { plan, minutes } = this.lesson;
    const steps = plan.step.map((item) => {
      return h("li", {}, h("strong", {}, t("minutes", { n: item.minutes })), " ", item[lang]);
    });
    return h(
      "section",
      { class: "card why" },
      h("h2", {}, t("plan")),
      h("p", {}, plan.aim[lang]),
      h("h2", {}, t("course_of", { n: minutes })),
      h("ol", { class: "plan-steps" }, steps),
      this.printButton(),
    );
  }

  // the right side

  rebuildRight() {
    const { page, right, step } = this;
    right.classList.toggle("with-maps", STEPS[step] === "run");
    if (STEPS[step] === "run") {
      right.replaceChildren(this.lab.maps.element);
      this.lab.resize();
      return;
    }
    const under =
      step < 2 && !this.simulated
        ? this.levers.build()
        : step < 4
          ? ""
          : pathway(page, this.lesson, this.pathway, this.changed);
    right.replaceChildren(this.chart.figure(), under);
    this.chart.draw(STEPS[step] === "reveal");
  }

  showDock() {
    const { page, step, simulated, months } = this;
    const { t, now } = page;
    if (!now) return;
    const kind = now.playing ? "pause" : "play";
    const disabled = step !== 2 || simulated >= months;
    const play = button("play", icon(kind, 28), () => page.ask({ kind }), { "aria-label": t(kind), disabled });
    const lanes = [0, 1].map((world) =>
      h("div", { class: `lane world-${world}` }, from("", 0, (100 * simulated) / months)),
    );
    const when = step < 2 ? t(simulated ? "prediction_locked" : "predict_first") : t("month_long", { n: simulated });
    const sides = [
      h("div", { class: "lanes", "aria-hidden": "true" }, lanes),
      h("span", { class: "lesson-when" }, when),
    ];
    this.dock.replaceChildren(play, ...sides);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key !== " " || this.step !== 2 || isIn(event, "button, a")) return;
    event.preventDefault();
    this.page.ask({ kind: this.page.now?.playing ? "pause" : "play" });
  }
}
