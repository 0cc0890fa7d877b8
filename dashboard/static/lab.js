// @ts-check
// The lab: levers on the left, two maps and charts in the middle, words on the right, the transport below.
import { ChartsPanel } from "./chartspanel.js";
import { Dock } from "./dock.js";
import { button, h, icon, isIn, there } from "./dom.js";
import { Findings } from "./findings.js";
import { History, view, windowsOf } from "./history.js";
import { Levers } from "./levers.js";
import { MapsPanel } from "./mapspanel.js";
import { clamp, monthOfYear, plain, yearOf } from "./scales.js";
import { showStory } from "./story.js";
import { drawStrips } from "./strips.js";
import { showTable } from "./table.js";

const FRAME = 1000 / 30;
const FROM_AFAR = 1.4; // how much larger the timeline is in present mode
const FULL = [1920, 1080]; // px of a projector on which type has its full size in present mode

export class Lab {
  /** @type {Delta | null} */
  now = null;
  /** @type {Begin} */
  begun;
  /** @type {Windows} */
  windows;
  /** @type {RecordedRows} */
  history;
  /** @type {number | null} */
  owed = null; // the message that is to be acknowledged
  /** @type {Set<string>} */
  dirty = new Set();
  waiting = false;
  drawn = 0;
  tab = "maps";
  alive = true;
  pixels = window.devicePixelRatio || 1;
  /** @type {Record<string, string>} */
  palette = {};
  zoom = 1;
  font = "";
  root = h("div", { class: "lab" });
  live = h("p");
  /** @type {HTMLElement} */
  stage;
  /** @type {HTMLElement} */
  hours;
  /** @type {HTMLElement} */
  money;
  /** @type {HTMLButtonElement[]} */
  partButtons = [];

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.content = page.content;
    this.leverPlace = Object.fromEntries(this.content.levers.map((item, k) => [item.name, k]));
    this.frame = this.frame.bind(this);
    this.maps = new MapsPanel(this);
    this.charts = new ChartsPanel(this, page.link.charts);
    this.levers = new Levers(this);
    this.findings = new Findings(this);
    this.dock = new Dock(this);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.root);
    this.rebuild();
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

  colour = (/** @type {string} */ name) => this.palette[name];

  /** @param {number} world */
  name(world) {
    if (!this.now) return "";
    const label = this.now.labels[world][this.lang];
    return this.now.touches.some((item) => item[1] === world) ? this.t("changed_scenario", { label }) : label;
  }

  /** @param {Asked} message */
  ask(message) {
    this.page.ask(message);
  }

  readPalette() {
    const style = getComputedStyle(this.page.root);
    const get = (/** @type {Record<string, string>} */ found, /** @type {string} */ name) =>
      (found[name] ??= style.getPropertyValue(`--${name}`).trim());
    this.palette = new Proxy({}, { get });
    const afar = clamp(Math.min(innerWidth / FULL[0], innerHeight / FULL[1]), 0.7, 1);
    this.zoom = this.page.present ? FROM_AFAR * afar : 1;
    this.font = `${this.page.present ? Math.round(20 * afar) : 12}px ${style.fontFamily}`;
  }

  rebuild() {
    this.readPalette();
    const parts = [this.options(), this.maps.build(), this.charts.build(), this.strips()];
    this.stage = h("main", { class: "stage", "aria-label": this.t("stage") }, parts);
    this.charts.showLarge();
    this.live = h("p", { class: "hidden", role: "status", "aria-live": "polite" });
    this.observer.observe(this.maps.element); // its room changes with the lines that the options take
    this.levers.build();
    this.findings.show();
    const rails = [this.levers.element, this.stage, this.findings.element];
    this.root.replaceChildren(...rails, this.dock.build(), this.partTabs(), this.live);
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

  /** @param {string} part */
  choosePart(part) {
    this.tab = part;
    this.root.dataset.part = part;
    for (const item of this.partButtons) item.setAttribute("aria-pressed", String(item.dataset.part === part));
    this.resize();
  }

  options() {
    const label = [icon("table", 16), h("span", {}, this.t("as_table"))];
    const table = button("text table", label, () => showTable(this), { title: this.t("as_table") });
    return h("div", { class: "options" }, this.maps.options(), this.charts.menu(), table);
  }

  /**
   * Write on a button for each world its sign, letter and what is done there.
   * @param {HTMLElement[]} tabs
   */
  nameTabs(tabs) {
    tabs.forEach((tab, world) => {
      const name = this.name(world);
      const sign = h("span", { class: "sign", "aria-hidden": "true" }, "●◆"[world]);
      tab.title = name;
      tab.replaceChildren(h("span", { class: "two-lines" }, sign, ` ${"AB"[world]} ${name}`));
    });
  }

  strips() {
    this.hours = h("div", { class: "strip card" });
    this.money = h("div", { class: "strip card" });
    return h("section", { class: "strips" }, this.hours, this.money);
  }

  // what comes from the server

  /**
   * @param {Heard} content
   * @param {Bytes[]} buffers
   */
  receive(content, buffers) {
    const numbers = (/** @type {number} */ k) => view(Float32Array, buffers[k]);
    if (content.kind === "begin") this.begin(content, buffers);
    else if (content.kind === "delta") this.delta(content, buffers);
    else if (content.kind === "findings") this.findings.take(content);
    else if (content.kind === "bands") this.charts.takeBands(content, numbers(0), numbers(1));
    else if (content.kind === "refused") this.levers.settle();
    else if (content.kind === "story") showStory(this, content);
    else if (content.kind === "before") this.charts.replay(content, numbers(0));
  }

  /**
   * @param {Begin} content
   * @param {Bytes[]} buffers
   */
  begin(content, buffers) {
    this.owed = null; // what was sent of another community needs no word any more
    this.begun = content;
    this.windows = windowsOf(content, buffers);
    this.history = new History(content.columns, content.months, view(Float32Array, buffers[3]));
    this.dock.begin(content.months);
    this.now = null;
    this.maps.leave();
    this.charts.leave();
    this.findings.take(null);
    this.resize();
  }

  /**
   * @param {Delta} content
   * @param {Bytes[]} buffers
   */
  delta(content, buffers) {
    if (!this.begun || content.epoch !== this.begun.epoch) return;
    const was = this.now;
    this.history.take(content.first, view(Float32Array, buffers[0]), content.simulated);
    if (content.simulated === 0 && content.count === 0) this.history.forgetGhost();
    this.maps.bytes = view(Uint8Array, buffers[1]);
    this.now = content;
    if (was?.playing && !content.playing) this.live.textContent = this.whenText();
    this.findings.stands(content, was);
    this.charts.follow(content, was);
    // the server sends two without a word: every second is acknowledged
    if (content.seq % 2 === 0) this.owed = content.seq;
    this.touchAll();
  }

  /** @param {...string} parts */
  touch(...parts) {
    for (const item of parts) this.dirty.add(item);
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

  /**
   * Draw what has changed, and what is on its way to the next month.
   * @param {number} time
   */
  frame(time) {
    this.waiting = false;
    if (!this.alive || !this.now || !this.history) return;
    if (!this.maps.element.isConnected) this.acknowledge();
    else if (time - this.drawn < FRAME - 2) this.wake();
    else {
      this.drawn = time;
      const parts = new Set(this.dirty);
      this.dirty.clear();
      this.draw(parts, this.now);
      this.acknowledge();
    }
  }

  /**
   * @param {Set<string>} parts
   * @param {Delta} now
   */
  draw(parts, now) {
    if (parts.has("map")) this.maps.draw();
    if (!this.root.isConnected) return;
    if (parts.has("strips")) drawStrips(this, now.month);
    if (parts.has("dock")) this.dock.draw(now);
    if (parts.has("levers")) this.levers.show();
    if (this.charts.draw(parts.has("charts"))) this.wake();
    this.root.classList.toggle("playing", now.playing);
  }

  acknowledge() {
    if (this.owed) this.ask({ kind: "ack", seq: this.owed });
    this.owed = null;
  }

  resize() {
    if (!this.begun || !this.maps.element.isConnected) return;
    this.pixels = window.devicePixelRatio || 1;
    this.readPalette();
    this.dock.measure();
    this.maps.lay(this.begun, this.windows, this.pixels);
    this.touchAll();
  }

  /** @param {Flag} flag */
  flagText({ lever, value }) {
    const item = this.content.levers[this.leverPlace[lever]];
    const shown = item.percent ? `${plain(value * 100)}%` : plain(value, Number.isInteger(value) ? 0 : 1);
    return `${item.problem.slice(1)} ${this.words.levers[lever].label} ${shown}`;
  }

  /** @param {number} month */
  dateText(month) {
    return this.t("date", { year: yearOf(month), month: this.words.months[monthOfYear(month) - 1] });
  }

  whenText() {
    const { month } = there(this.now);
    const said = this.t("month_long", { n: month });
    return month ? `${said}, ${this.dateText(month)}` : said;
  }

  // what the visitor does

  toggle() {
    this.ask({ kind: this.now?.playing ? "pause" : "play" });
  }

  back() {
    if (this.now && this.now.month > 0) this.ask({ kind: "look_at", month: this.now.month - 1 });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    /** @type {Record<string, () => void>} */
    const acts = {
      " ": () => this.toggle(),
      ".": () => this.ask({ kind: "step" }),
      r: () => this.ask({ kind: "reset" }),
      ",": () => this.back(),
      p: () => this.ask({ kind: "replay" }),
      z: () => this.ask({ kind: "undo" }),
      a: () => this.levers.choose(0),
      b: () => this.levers.choose(1),
    };
    if (event.key === " " && isIn(event, "button, a, summary")) return;
    const digit = /^\d$/.test(event.key) ? () => this.levers.focus(`P${Number(event.key) || 10}`) : null;
    const act = acts[event.key] ?? digit;
    if (!act) return;
    event.preventDefault();
    if (!event.repeat || !this.page.waiting) act(); // a key that is held asks again when it was answered
  }
}
