// @ts-check
// The dock of the lab: the transport, the timeline with its handle, and which month is looked at.
import { button, glyph, h, icon, select, slider, svg, throttled } from "./dom.js";
import { drawTimeline } from "./timeline.js";

const SPEEDS = [1, 2, 5, 10, 20, 0];
const NARROW = 600; // px, below which years are numbers alone

export class Dock {
  width = 0;
  timeline = svg("svg", { "aria-hidden": "true" });
  time = h("div", { class: "time" });
  when = h("div");
  branch = h("span");
  play = h("button");
  speed = h("select");
  scrub = h("input");
  months = 120;

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.look = throttled((/** @type {number} */ month) => lab.ask({ kind: "look_at", month }), 40);
  }

  build() {
    const { lab } = this;
    const { t } = lab;
    const speeds = SPEEDS.map((item) => /** @type {Option} */ ([item, this.speedText(item)]));
    const setSpeed = (/** @type {string} */ value) => lab.ask({ kind: "set_speed", value: Number(value) });
    this.play = button("play", null, () => lab.toggle());
    this.speed = select(speeds, SPEEDS[0], setSpeed, { "aria-label": t("speed") });
    const range = { low: 0, high: this.months, step: 1 };
    this.scrub = slider(range, t("month_looked_at"), (month) => this.lookAt(month), { class: "scrub", value: 0 });
    this.branch = h("span", { class: "branch", hidden: true }, t("branch_here"));
    this.time.replaceChildren(this.timeline, this.scrub, this.branch);
    this.when = h("div", { class: "when" });
    const levers = button("text only-present", t("levers"), () => {
      lab.root.classList.toggle("with-levers");
      lab.resize();
    });
    return h(
      "footer",
      { class: "dock" },
      h(
        "div",
        { class: "transport" },
        glyph("reset", t("reset"), () => lab.ask({ kind: "reset" })),
        glyph("back", t("back"), () => lab.back()),
        this.play,
        glyph("step", t("step"), () => lab.ask({ kind: "step" })),
        this.speed,
        levers,
      ),
      this.time,
      this.when,
    );
  }

  /**
   * Other worlds come.
   * @param {number} months
   */
  begin(months) {
    this.months = months;
    this.scrub.max = String(months);
  }

  /**
   * Look at a month; none that has not been simulated.
   * @param {number} wanted
   */
  lookAt(wanted) {
    const month = Math.min(wanted, this.lab.history.simulated);
    this.scrub.value = String(month);
    this.look(month);
  }

  /** Take the room there is. */
  measure() {
    this.width = this.time.clientWidth - 8;
  }

  /** @param {Delta} now */
  draw(now) {
    const { lab } = this;
    const { t, history } = lab;
    const act = t(now.playing ? "pause" : "play");
    this.play.replaceChildren(icon(now.playing ? "pause" : "play", 28));
    this.play.setAttribute("aria-label", act);
    this.play.title = act;
    this.speed.value = String(now.speed);
    this.scrub.value = String(now.month);
    this.scrub.setAttribute("aria-valuetext", lab.whenText());
    this.drawTimeline(now);
    const past = now.month < history.simulated;
    this.branch.hidden = !past || lab.page.recorded;
    const state = this.stateText(now, past);
    this.when.replaceChildren(
      h("strong", {}, t("month_long", { n: now.month })),
      h("span", { class: "note" }, now.month ? `${lab.dateText(now.month)}${t("comma")}${state}` : state),
    );
  }

  /** @param {Delta} now */
  drawTimeline(now) {
    const { lab, width } = this;
    const { t, zoom, begun, history } = lab;
    const flags = [...now.touches, ...now.planned].map(([month, world, lever, value]) => ({
      month,
      world,
      lever,
      value,
    }));
    const words = {
      year: (/** @type {number} */ n) => t(width < NARROW ? "year_short" : "year_n", { n }),
      election: t("election"),
      changes: (/** @type {number} */ n) => t("n_changes", { n }),
      flag: (/** @type {Flag} */ flag) => lab.flagText(flag),
    };
    const state = {
      months: begun.months,
      simulated: history.simulated,
      month: now.month,
      flags,
      elections: begun.elections,
    };
    const height = drawTimeline(this.timeline, width / zoom, state, words, lab.colour);
    this.timeline.setAttribute("width", String(width));
    this.timeline.setAttribute("height", String(height * zoom));
  }

  /** @param {number} speed */
  speedText(speed) {
    const { t } = this.lab;
    if (speed === 1) return t("month_a_second");
    return speed ? t("months_a_second", { n: speed }) : t("full_speed");
  }

  /**
   * @param {Delta} now
   * @param {boolean} past
   */
  stateText({ playing, speed, simulated }, past) {
    const { t, begun } = this.lab;
    if (playing) return t("playing", { speed: this.speedText(speed) });
    if (past) return t("looking_back");
    if (simulated >= begun.months) return t("ended");
    return t(simulated ? "paused" : "ready");
  }
}
