// @ts-check
// The chosen indicators as small charts side by side; while months are simulated they grow as one motion.
import { drawChart, monthAt } from "./charts.js";
import { button, checkbox, h, note, there } from "./dom.js";
import { Glide } from "./glide.js";
import { priced } from "./period.js";
import { decimalsFor, factorOf, listed, plain } from "./scales.js";
import { openDialog } from "./table.js";

const MOST = 6;
const REPLAYED = 4; // s, for which what was before the last change is shown
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** A small chart: its parts on the page, what it shows, and the room it has. */
class ChartBox {
  /** @type {ChartData | null} */
  chart = null;
  /** @type {Size | null} */
  size = null;
  heads = h("div", { class: "chart-values" });
  canvas = h("canvas", { role: "img" });

  /**
   * @param {ChartsPanel} panel
   * @param {string} column
   */
  constructor(panel, column) {
    const words = panel.lab.words.indicators[column];
    this.column = column;
    this.canvas.addEventListener("pointermove", (event) => panel.hover(event, this.canvas));
    this.canvas.addEventListener("pointerleave", () => {
      panel.hovered = null;
      panel.lab.touch("charts");
    });
    const title = button("chart-title", panel.title(column), () => panel.enlarge(column), { title: words.definition });
    this.caption = h("figcaption", {}, title, this.heads);
    this.box = h("figure", { class: "chart card" }, this.caption, this.canvas);
  }
}

export class ChartsPanel {
  /** @type {Record<string, Band[]> | null} */
  bands = null;
  banded = true;
  /** @type {Record<string, Float32Array[][]> | null} */
  runs = null;
  thin = false;
  /** @type {(Trajectory & { alpha: number }) | null} */
  before = null;
  /** @type {string | null} */
  large = null;
  /** @type {number | null} */
  hovered = null;
  glide = new Glide();
  observer = new ResizeObserver(() => this.measure());
  /** @type {ChartBox[]} */
  boxes = [];

  /**
   * @param {Lab} lab
   * @param {string[] | null} wanted
   */
  constructor(lab, wanted) {
    const { shown, charts } = lab.content;
    this.lab = lab;
    this.chosen = (wanted ?? charts).filter((item) => shown.includes(item));
    if (!this.chosen.length) this.chosen = charts;
    this.element = h("section");
  }

  build() {
    this.boxes = this.chosen.map((column) => new ChartBox(this, column));
    this.observer.disconnect();
    for (const { box, caption } of this.boxes) [box, caption].forEach((item) => this.observer.observe(item));
    this.showLarge();
    const boxes = this.boxes.map((item) => item.box);
    this.element = h("section", { class: "charts", style: `--n:${this.chosen.length}` }, boxes);
    return this.element;
  }

  /**
   * What a chart shows: the indicator, its unit where neither name nor axis say it, and whether as a yearly mean.
   * @param {string} column
   */
  title(column) {
    const { words, content, t } = this.lab;
    const { label, unit } = words.indicators[column];
    const said = unit === "%" || label.toLowerCase().includes(unit);
    return listed(
      t,
      label,
      said ? null : priced(this.lab.page, unit),
      content.indicators[column].smooth > 1 ? t("yearly_mean") : null,
    );
  }

  menu() {
    return button("text", this.lab.t("choose_charts"), () => this.openMenu());
  }

  /** Which indicators are drawn, one to six, and whether with bands and single communities. */
  openMenu() {
    const { lab } = this;
    const { t, words } = lab;
    const boxes = lab.content.shown.map((column) =>
      checkbox(this.chosen.includes(column), () => this.choose(boxes), { value: column }),
    );
    const options = /** @type {const} */ (["banded", "thin"]).map((item) =>
      checkbox(this[item], (checked) => {
        this[item] = checked;
        lab.touch("charts");
      }),
    );
    const ways = [t("show_band"), t("show_thin")].map((item, k) => h("label", { class: "choice" }, options[k], item));
    const checks = boxes.map((box) => {
      const { definition, label } = words.indicators[box.value];
      return h("label", { class: "choice", title: definition }, box, label);
    });
    openDialog(
      lab.page,
      t("choose_charts"),
      note(t("choose_charts_note")),
      h("div", { class: "choices" }, ways),
      h("div", { class: "checks" }, checks),
    );
  }

  /** @param {HTMLInputElement[]} boxes */
  choose(boxes) {
    const chosen = boxes.filter((item) => item.checked).map((item) => item.value);
    const remaining = this.chosen.filter((item) => chosen.includes(item));
    this.chosen = [...new Set([...remaining, ...chosen])].slice(0, MOST);
    if (!this.chosen.length) this.chosen = [this.lab.content.charts[0]];
    for (const item of boxes) {
      item.checked = this.chosen.includes(item.value);
      item.disabled = !item.checked && this.chosen.length >= MOST;
    }
    const was = this.element;
    was.replaceWith(this.build());
    this.lab.touch("charts");
    this.lab.page.writeLink();
  }

  /** @param {string} column */
  enlarge(column) {
    this.large = this.large === column ? null : column;
    this.showLarge();
    this.lab.touch("charts");
  }

  showLarge() {
    if (this.large && !this.chosen.includes(this.large)) this.large = null;
    for (const item of this.boxes) item.box.classList.toggle("large", item.column === this.large);
    this.lab.stage?.classList.toggle("with-large", Boolean(this.large));
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLCanvasElement} canvas
   */
  hover(event, canvas) {
    const { lab } = this;
    if (!lab.now) return;
    const box = canvas.getBoundingClientRect();
    this.hovered = Math.max(0, monthAt(event.clientX - box.left, box.width, lab.begun.months, lab.font));
    lab.touch("charts");
  }

  /**
   * How far communities spread: `ends` (worlds, 2, months, columns), and some of them, `runs`.
   *
   * These are (communities, worlds, months, columns).
   * @param {BandsSent} content
   * @param {Float32Array} ends
   * @param {Float32Array} runs
   */
  takeBands({ columns, months, communities }, ends, runs) {
    /** @type {(values: Float32Array, place: number, k: number) => Float32Array} */
    const line = (values, place, k) =>
      Float32Array.from({ length: months }, (_, month) => values[(place * months + month) * columns.length + k]);
    /** @type {<T>(make: (k: number) => T) => Record<string, T>} */
    const of = (make) => Object.fromEntries(columns.map((column, k) => [column, make(k)]));
    this.bands = of((k) => [0, 1].map((world) => [line(ends, world * 2, k), line(ends, world * 2 + 1, k)]));
    this.runs = of((k) =>
      Array.from({ length: communities }, (_, item) => [0, 1].map((world) => line(runs, item * 2 + world, k))),
    );
    this.lab.touch("charts");
  }

  forgetBands() {
    this.bands = this.runs = null;
  }

  /** Another community comes. */
  leave() {
    this.forgetBands();
    this.before = null;
  }

  /** The month under the pointer, null where there is none or it has not been simulated. */
  get pointed() {
    return this.hovered === null ? null : Math.min(this.hovered, this.lab.history.simulated);
  }

  /**
   * Lay what was recorded before the last change over what came of it, twice.
   * @param {{ months: number }} content
   * @param {Float32Array} rows
   */
  replay({ months }, rows) {
    const { lab } = this;
    const padded = new Float32Array(lab.history.rows.length);
    padded.set(rows.subarray(0, padded.length));
    const item = { rows: padded, simulated: months - 1, alpha: 0 };
    this.before = item;
    const begun = performance.now();
    const fade = () => {
      const time = (performance.now() - begun) / 1000;
      if (this.before !== item) return;
      if (!lab.alive || time > REPLAYED) this.before = null;
      else {
        item.alpha = still.matches ? 0.6 : 0.5 - 0.5 * Math.cos(Math.PI * time);
        requestAnimationFrame(fade);
      }
      lab.touch("charts");
    };
    fade();
  }

  /**
   * A new state of the worlds: the charts go on to its month.
   * @param {Delta} now
   * @param {Delta | null} was
   */
  follow(now, was) {
    const { lab } = this;
    if (!was?.playing) this.glide.rest();
    const flows = now.playing && was?.playing && now.speed && !still.matches;
    this.glide.go(lab.page.recorded ? now.month : now.simulated, flows ? 1000 / now.speed : 0, performance.now());
    if (!lab.page.recorded && (now.playing || now.turn !== was?.turn)) this.forgetBands();
  }

  /**
   * Draw; `anew` where more has changed than the time between two months. Tells whether there is motion left.
   * @param {boolean} anew
   */
  draw(anew) {
    if (anew || this.boxes.some((item) => !item.chart)) this.prepare();
    if (this.boxes.some((item) => !item.size)) this.measure();
    const time = performance.now();
    const { lab } = this;
    const until = this.glide.at(time);
    const now = there(lab.now);
    const month = this.pointed ?? (now.month < this.glide.aim ? now.month : until);
    for (const { canvas, size, chart } of this.boxes)
      drawChart(canvas, there(size), lab.pixels, there(chart), { month, until }, lab.colour, lab.font);
    this.glide.drew(time);
    return this.glide.moving(time);
  }

  /** The room for the lines in every box. */
  measure() {
    const rooms = this.boxes.map(({ box, caption }) => ({
      room: box.getBoundingClientRect(),
      said: caption.offsetHeight,
    }));
    this.boxes.forEach((item, k) => {
      const { room, said } = rooms[k];
      item.size = { width: room.width - 22, height: Math.max(60, room.height - said - 14) };
    });
    this.lab.wake();
  }

  /** What the charts show until the next month: lines, and the values in words. */
  prepare() {
    const month = this.pointed ?? there(this.lab.now).month;
    for (const item of this.boxes) {
      item.chart = this.lines(item.column);
      this.say(item, item.chart, month);
    }
  }

  /**
   * @param {string} column
   * @returns {ChartData}
   */
  lines(column) {
    const { before, lab } = this;
    const { history, begun, content, words, t } = lab;
    const { touches, planned } = there(lab.now);
    const indicator = content.indicators[column];
    const pair = (/** @type {Trajectory} */ trajectory) =>
      [0, 1].map((world) => history.means(column, world, indicator.smooth, trajectory));
    const { ghost } = history;
    return {
      indicator,
      series: pair(history),
      months: begun.months,
      unitSign: words.indicators[column].unit === "%" ? "%" : "",
      year: t("years"),
      ghost: ghost && { from: ghost.from, lines: pair(ghost).map((item) => item.slice(ghost.from)) },
      before: before && { alpha: before.alpha, lines: pair(before) },
      band: this.banded ? this.bands?.[column] : null,
      runs: this.thin ? this.runs?.[column] : null,
      flags: [...touches, ...planned].map((item) => item[0]),
    };
  }

  /**
   * The values of both worlds in a month as text, without unit.
   * @param {ChartData} chart
   * @param {number} month
   */
  values({ series, indicator }, month) {
    const values = series.map((item) => item[month] * factorOf(indicator));
    const decimals = decimalsFor(Math.max(...values), indicator);
    return values.map((item) => plain(item, decimals));
  }

  /**
   * Write the values of a month above a chart, and describe it to who does not see it.
   * @param {ChartBox} box
   * @param {ChartData} chart
   * @param {number} month
   */
  say({ column, canvas, heads }, chart, month) {
    const { t, words } = this.lab;
    const { label, unit } = words.indicators[column];
    const [a, b] = this.values(chart, month);
    heads.replaceChildren(
      h("strong", { class: "world-0" }, `● ${a}${chart.unitSign}`),
      h("strong", { class: "world-1" }, `◆ ${b}${chart.unitSign}`),
      this.hovered === null ? "" : h("span", { class: "note" }, t("month", { n: month })),
    );
    const priceTold = priced(this.lab.page, unit);
    canvas.setAttribute("aria-label", t("chart_described", { label, a, b, unit: priceTold, month }));
  }
}
