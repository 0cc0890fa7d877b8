// The lab: levers on the left, two maps and charts in the middle, words on the right, the transport below.
import { ChartsPanel } from "./chartspanel.js";
import { h, icon, throttled } from "./dom.js";
import { Findings } from "./findings.js";
import { History, view, windowsOf } from "./history.js";
import { Levers } from "./levers.js";
import { MapsPanel } from "./mapspanel.js";
import { clamp, monthOfYear, plain, yearOf } from "./scales.js";
import { showStory } from "./story.js";
import { drawStrips } from "./strips.js";
import { showTable } from "./table.js";
import { drawTimeline } from "./timeline.js";

const FRAME = 1000 / 30;
const FROM_AFAR = 1.4; // how much larger the timeline is in present mode
const FULL = [1920, 1080]; // px of a projector on which type has its full size in present mode
const SPEEDS = [1, 2, 5, 10, 20, 0];

export class Lab {
  constructor(page) {
    Object.assign(this, {
      page,
      content: page.content,
      now: null,
      begun: null,
      dirty: new Set(),
      waiting: false,
      drawn: 0,
      tab: "maps",
      alive: true,
    });
    this.root = h("div", { class: "lab" });
    this.pixels = window.devicePixelRatio || 1;
    this.leverPlace = Object.fromEntries(this.content.levers.map((own, k) => [own.name, k]));
    this.frame = this.frame.bind(this);
    this.maps = new MapsPanel(this);
    this.charts = new ChartsPanel(this, page.link.charts);
    this.levers = new Levers(this);
    this.findings = new Findings(this);
    this.rebuild();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.root);
    this.observer.observe(this.maps.element);
  }

  stop() {
    this.alive = false;
    this.observer.disconnect();
    this.charts.observer.disconnect();
  }

  shown() {
    if (this.maps.element.parentElement !== this.stage)
      this.stage.insertBefore(this.maps.element, this.stage.children[1]);
    this.resize();
  }

  get words() {
    return this.page.words;
  }

  get lang() {
    return this.page.lang;
  }

  get t() {
    return this.page.t;
  }

  colour = (name) => this.palette[name];

  name(world) {
    if (!this.now) return "";
    const label = this.now.labels[world][this.lang];
    return this.now.touches.some((own) => own[1] === world) ? this.t("changed_scenario", { label }) : label;
  }

  ask(message) {
    this.page.ask(message);
  }

  readPalette() {
    const style = getComputedStyle(this.page.root);
    this.palette = new Proxy(
      {},
      { get: (found, name) => (found[name] ??= style.getPropertyValue(`--${name}`).trim()) },
    );
    const afar = clamp(Math.min(innerWidth / FULL[0], innerHeight / FULL[1]), 0.7, 1);
    this.zoom = this.page.present ? FROM_AFAR * afar : 1;
    this.font = `${this.page.present ? Math.round(20 * afar) : 12}px ${style.fontFamily}`;
  }

  rebuild() {
    const { t } = this;
    this.readPalette();
    this.stage = h(
      "main",
      { class: "stage", "aria-label": t("stage") },
      this.options(),
      this.maps.build(),
      this.charts.build(),
      this.strips(),
    );
    this.charts.showLarge();
    this.live = h("p", { class: "hidden", role: "status", "aria-live": "polite" });
    this.observer?.observe(this.maps.element); // its room changes with the lines that the options take
    this.levers.build();
    this.findings.show();
    this.root.replaceChildren(
      this.levers.element,
      this.stage,
      this.findings.element,
      this.dock(),
      this.partTabs(),
      this.live,
    );
    this.choosePart(this.tab);
    this.maps.show(this.maps.shown);
  }

  /** On a phone one part is seen at a time. */
  partTabs() {
    this.partButtons = ["maps", "charts", "levers", "words"].map((part) =>
      h("button", { "data-part": part, onclick: () => this.choosePart(part) }, this.t(part)),
    );
    return h("nav", { class: "parts", "aria-label": this.t("parts") }, this.partButtons);
  }

  choosePart(part) {
    this.tab = part;
    this.root.dataset.part = part;
    this.partButtons.forEach((own) => own.setAttribute("aria-pressed", String(own.dataset.part === part)));
    this.resize();
  }

  options() {
    return h(
      "div",
      { class: "options" },
      this.maps.options(),
      this.charts.menu(),
      h(
        "button",
        { class: "text table", title: this.t("as_table"), onclick: () => showTable(this) },
        icon("table", 16),
        h("span", {}, this.t("as_table")),
      ),
    );
  }

  /** Write on a button for each world its sign, letter and what is done there. */
  nameTabs(tabs) {
    tabs.forEach((tab, world) => {
      const name = this.name(world);
      tab.title = name;
      tab.replaceChildren(
        h(
          "span",
          { class: "two-lines" },
          h("span", { class: "sign", "aria-hidden": "true" }, world ? "◆" : "●"),
          ` ${"AB"[world]} ${name}`,
        ),
      );
    });
  }

  strips() {
    this.hours = h("div", { class: "strip card" });
    this.money = h("div", { class: "strip card" });
    return h("section", { class: "strips" }, this.hours, this.money);
  }

  dock() {
    const { t } = this;
    const glyph = (kind, label, act) => {
      const own = h("button", { class: "glyph", "aria-label": label, title: label, onclick: act });
      own.append(icon(kind));
      return own;
    };
    this.playButton = h("button", { class: "play", onclick: () => this.toggle() });
    this.speed = h(
      "select",
      {
        "aria-label": t("speed"),
        onchange: (event) => this.ask({ kind: "set_speed", value: Number(event.target.value) }),
      },
      SPEEDS.map((own) => h("option", { value: own }, this.speedText(own))),
    );
    this.timeline = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.timeline.setAttribute("aria-hidden", "true");
    this.scrub = h("input", {
      type: "range",
      class: "scrub",
      min: 0,
      max: 120,
      step: 1,
      value: 0,
      "aria-label": t("month_looked_at"),
    });
    const look = throttled((month) => this.ask({ kind: "look_at", month }), 40);
    this.scrub.addEventListener("input", () => {
      const month = Math.min(Number(this.scrub.value), this.history.lived);
      this.scrub.value = month;
      look(month);
    });
    this.branch = h("span", { class: "branch", hidden: true }, t("branch_here"));
    this.when = h("div", { class: "when" });
    return h(
      "footer",
      { class: "dock" },
      h(
        "div",
        { class: "transport" },
        glyph("reset", t("reset"), () => this.ask({ kind: "reset" })),
        glyph("back", t("back"), () => this.now.month > 0 && this.ask({ kind: "look_at", month: this.now.month - 1 })),
        this.playButton,
        glyph("step", t("step"), () => this.ask({ kind: "step" })),
        this.speed,
        h(
          "button",
          {
            class: "text only-present",
            onclick: () => {
              this.root.classList.toggle("with-levers");
              this.resize();
            },
          },
          t("levers"),
        ),
      ),
      h("div", { class: "time" }, this.timeline, this.scrub, this.branch),
      this.when,
    );
  }

  // what comes from the server

  receive(content, buffers) {
    if (content.kind === "begin") this.begin(content, buffers);
    else if (content.kind === "delta") this.delta(content, buffers);
    else if (content.kind === "findings") this.findings.take(content);
    else if (content.kind === "bands") this.charts.takeBands(content, ...buffers.map((own) => view(Float32Array, own)));
    else if (content.kind === "refused") this.levers.settle();
    else if (content.kind === "story") showStory(this, content);
    else if (content.kind === "before") this.charts.replay(content, view(Float32Array, buffers[0]));
  }

  begin(content, buffers) {
    this.owed = null; // what was sent of another community needs no word any more
    this.begun = content;
    this.windows = windowsOf(content, buffers);
    this.history = new History(content.columns, content.months, view(Float32Array, buffers[3]));
    this.scrub.max = content.months;
    this.now = null;
    this.maps.leave();
    this.charts.leave();
    this.findings.take(null);
    this.resize();
  }

  delta(content, buffers) {
    if (!this.begun || content.epoch !== this.begun.epoch) return;
    const was = this.now;
    this.history.take(content.first, view(Float32Array, buffers[0]), content.lived);
    if (content.lived === 0 && content.count === 0) this.history.forgetGhost();
    this.maps.bytes = view(Uint8Array, buffers[1]);
    this.now = content;
    if (was?.playing && !content.playing) this.live.textContent = this.whenText();
    this.findings.stands(content, was);
    this.charts.follow(content, was);
    // the server sends two without a word: every second is acknowledged
    if (content.seq % 2 === 0) this.owed = content.seq;
    this.touchAll();
  }

  touch(...parts) {
    parts.forEach((own) => this.dirty.add(own));
    this.wake();
  }

  touchAll() {
    this.touch("map", "charts", "strips", "dock", "levers");
  }

  // drawing

  wake() {
    if (this.waiting || !this.alive) return;
    this.waiting = true;
    requestAnimationFrame(this.frame);
  }

  /** Draw what has changed, and what is on its way to the next month. */
  frame(time) {
    this.waiting = false;
    if (!this.alive || !this.now || !this.history) return;
    if (!this.maps.element.isConnected) this.acknowledge();
    else if (time - this.drawn < FRAME - 2) this.wake();
    else {
      this.drawn = time;
      const parts = new Set(this.dirty);
      this.dirty.clear();
      this.draw(parts);
      this.acknowledge();
    }
  }

  draw(parts) {
    if (parts.has("map")) this.maps.draw();
    if (!this.root.isConnected) return;
    if (parts.has("strips")) drawStrips(this);
    if (parts.has("dock")) this.drawDock();
    if (parts.has("levers")) this.levers.show();
    if (this.charts.draw(parts.has("charts"))) this.wake();
    this.root.classList.toggle("playing", this.now.playing);
  }

  acknowledge() {
    if (this.owed) this.ask({ kind: "ack", seq: this.owed });
    this.owed = null;
  }

  resize() {
    if (!this.begun || !this.maps.element.isConnected) return;
    this.pixels = window.devicePixelRatio || 1;
    this.readPalette();
    this.dockWidth = this.timeline.parentElement.clientWidth - 8;
    this.maps.lay(this.begun, this.windows, this.pixels);
    this.touchAll();
  }

  drawDock() {
    const { now, history } = this;
    const playing = now.playing;
    this.playButton.replaceChildren(icon(playing ? "pause" : "play", 28));
    this.playButton.setAttribute("aria-label", this.t(playing ? "pause" : "play"));
    this.playButton.title = this.t(playing ? "pause" : "play");
    this.speed.value = now.speed;
    this.scrub.value = now.month;
    this.scrub.setAttribute("aria-valuetext", this.whenText());
    const flags = [...now.touches, ...now.planned].map(([month, world, lever, value]) => ({
      month,
      world,
      lever,
      value,
    }));
    const width = this.dockWidth;
    const words = {
      year: (n) => this.t(width < 600 ? "year_short" : "year_n", { n }),
      election: this.t("election"),
      changes: (n) => this.t("n_changes", { n }),
      flag: (flag) => this.flagText(flag),
    };
    const { zoom } = this;
    drawTimeline(
      this.timeline,
      width / zoom,
      { months: this.begun.months, lived: history.lived, month: now.month, flags, elections: this.begun.elections },
      words,
      this.colour,
    );
    this.timeline.setAttribute("width", width);
    this.timeline.setAttribute("height", this.timeline.getAttribute("height") * zoom);
    const past = now.month < history.lived;
    this.branch.hidden = !past || this.page.recorded;
    const state = this.stateText(past);
    this.when.replaceChildren(
      h("strong", {}, this.t("month_long", { n: now.month })),
      h("span", { class: "note" }, now.month ? `${this.dateText(now.month)}${this.t("comma")}${state}` : state),
    );
  }

  speedText(speed) {
    return speed === 1
      ? this.t("month_a_second")
      : speed
        ? this.t("months_a_second", { n: speed })
        : this.t("full_speed");
  }

  stateText(past) {
    const { playing, speed, lived } = this.now;
    if (playing) return this.t("playing", { speed: this.speedText(speed) });
    if (past) return this.t("looking_back");
    if (lived >= this.begun.months) return this.t("ended");
    return this.t(lived ? "paused" : "ready");
  }

  flagText({ lever, value }) {
    const own = this.content.levers[this.leverPlace[lever]];
    const shown = own.percent ? `${plain(value * 100)}%` : plain(value, Number.isInteger(value) ? 0 : 1);
    return `${own.problem.slice(1)} ${this.words.levers[lever].label} ${shown}`;
  }

  dateText(month) {
    return this.t("date", { year: yearOf(month), month: this.words.months[monthOfYear(month) - 1] });
  }

  whenText() {
    return this.now.month
      ? `${this.t("month_long", { n: this.now.month })}, ${this.dateText(this.now.month)}`
      : this.t("month_long", { n: 0 });
  }

  // what the visitor does

  toggle() {
    this.ask({ kind: this.now?.playing ? "pause" : "play" });
  }

  key(event) {
    const acts = {
      " ": () => this.toggle(),
      ".": () => this.ask({ kind: "step" }),
      r: () => this.ask({ kind: "reset" }),
      ",": () => this.now?.month > 0 && this.ask({ kind: "look_at", month: this.now.month - 1 }),
      p: () => this.ask({ kind: "replay" }),
      z: () => this.ask({ kind: "undo" }),
      a: () => this.levers.choose(0),
      b: () => this.levers.choose(1),
    };
    if (event.key === " " && event.target.closest?.("button, a, summary")) return;
    const act =
      acts[event.key] ?? (/^\d$/.test(event.key) ? () => this.levers.focus(`P${Number(event.key) || 10}`) : null);
    if (!act) return;
    event.preventDefault();
    if (!event.repeat || !this.page.waiting) act(); // a key that is held asks again when it was answered
  }
}
