// The chosen indicators as small charts side by side; while months are lived they grow as one motion.
import { drawChart, monthAt } from "./charts.js";
import { h } from "./dom.js";
import { Glide } from "./glide.js";
import { decimalsFor, plain } from "./scales.js";
import { openDialog } from "./table.js";

const MOST = 6;
const REPLAYED = 4; // s, for which what was before the last change is shown
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class ChartsPanel {
  constructor(lab, wanted) {
    const { shown, charts } = lab.content;
    Object.assign(this, {
      lab,
      bands: null,
      banded: true,
      runs: null,
      thin: false,
      before: null,
      large: null,
      hovered: null,
      glide: new Glide(),
    });
    this.observer = new ResizeObserver(() => this.measure());
    this.chosen = (wanted ?? charts).filter((own) => shown.includes(own));
    if (!this.chosen.length) this.chosen = charts;
  }

  build() {
    const { lab } = this;
    this.boxes = this.chosen.map((column) => {
      const words = lab.words.indicators[column];
      const canvas = h("canvas", { role: "img" });
      const heads = h("div", { class: "chart-values" });
      canvas.addEventListener("pointermove", (event) => this.hover(event, canvas));
      canvas.addEventListener("pointerleave", () => {
        this.hovered = null;
        lab.touch("charts");
      });
      const title = h(
        "button",
        { class: "chart-title", title: words.definition, onclick: () => this.enlarge(column) },
        this.title(column),
      );
      return {
        column,
        canvas,
        heads,
        box: h("figure", { class: "chart card" }, h("figcaption", {}, title, heads), canvas),
        chart: null,
        size: null,
      };
    });
    this.observer.disconnect();
    this.boxes.forEach(({ box }) => [box, box.firstElementChild].forEach((own) => this.observer.observe(own)));
    this.showLarge();
    this.element = h(
      "section",
      { class: "charts", style: `--n:${this.chosen.length}` },
      this.boxes.map((own) => own.box),
    );
    return this.element;
  }

  /** What a chart shows: the indicator, its unit where neither name nor axis say it, and whether as a yearly mean. */
  title(column) {
    const { words, content, t } = this.lab;
    const { label, unit } = words.indicators[column];
    return [
      label,
      unit === "%" || label.toLowerCase().includes(unit) ? null : unit,
      content.indicators[column].smooth > 1 ? t("yearly_mean") : null,
    ]
      .filter(Boolean)
      .join(t("comma"));
  }

  /** Which indicators are drawn, one to six, and whether with bands and single communities. */
  menu() {
    const { lab } = this;
    const { t, words } = lab;
    return h(
      "button",
      {
        class: "text",
        onclick: () => {
          const boxes = lab.content.shown.map((column) => {
            const box = h("input", { type: "checkbox", value: column, onchange: () => this.choose(boxes) });
            box.checked = this.chosen.includes(column);
            return box;
          });
          const band = h("input", {
            type: "checkbox",
            onchange: () => {
              this.banded = band.checked;
              lab.touch("charts");
            },
          });
          band.checked = this.banded;
          const thin = h("input", {
            type: "checkbox",
            onchange: () => {
              this.thin = thin.checked;
              lab.touch("charts");
            },
          });
          thin.checked = this.thin;
          openDialog(
            lab.page,
            t("choose_charts"),
            h("p", { class: "note" }, t("choose_charts_note")),
            h(
              "div",
              { class: "choices" },
              h("label", { class: "choice" }, band, t("show_band")),
              h("label", { class: "choice" }, thin, t("show_thin")),
            ),
            h(
              "div",
              { class: "checks" },
              boxes.map((box) =>
                h(
                  "label",
                  { class: "choice", title: words.indicators[box.value].definition },
                  box,
                  words.indicators[box.value].label,
                ),
              ),
            ),
          );
        },
      },
      t("choose_charts"),
    );
  }

  choose(boxes) {
    const chosen = boxes.filter((own) => own.checked).map((own) => own.value);
    const kept = this.chosen.filter((own) => chosen.includes(own));
    this.chosen = [...kept, ...chosen.filter((own) => !kept.includes(own))].slice(0, MOST);
    if (!this.chosen.length) this.chosen = [this.lab.content.charts[0]];
    boxes.forEach((own) => {
      own.checked = this.chosen.includes(own.value);
      own.disabled = !own.checked && this.chosen.length >= MOST;
    });
    const was = this.element;
    was.replaceWith(this.build());
    this.lab.touch("charts");
    this.lab.page.writeLink();
  }

  enlarge(column) {
    this.large = this.large === column ? null : column;
    this.showLarge();
    this.lab.touch("charts");
  }

  showLarge() {
    if (!this.chosen.includes(this.large)) this.large = null;
    for (const own of this.boxes) own.box.classList.toggle("large", own.column === this.large);
    this.lab.stage?.classList.toggle("with-large", Boolean(this.large));
  }

  hover(event, canvas) {
    const { lab } = this;
    if (!lab.now) return;
    const box = canvas.getBoundingClientRect();
    this.hovered = Math.max(0, monthAt(event.clientX - box.left, box.width, lab.begun.months, lab.font));
    lab.touch("charts");
  }

  /** How far communities spread: `ends` (worlds, 2, months, columns), and some of them, `runs`.
   *
   * These are (communities, worlds, months, columns).
   */
  takeBands({ columns, months, communities }, ends, runs) {
    const line = (values, place, k) =>
      Float32Array.from({ length: months }, (_, month) => values[(place * months + month) * columns.length + k]);
    const of = (make) => Object.fromEntries(columns.map((column, k) => [column, make(k)]));
    this.bands = of((k) => [0, 1].map((world) => [0, 1].map((end) => line(ends, world * 2 + end, k))));
    this.runs = of((k) =>
      Array.from({ length: communities }, (_, own) => [0, 1].map((world) => line(runs, own * 2 + world, k))),
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

  /** The month under the pointer, null where there is none or it has not been lived. */
  get pointed() {
    return this.hovered === null ? null : Math.min(this.hovered, this.lab.history.lived);
  }

  /** Lay what was recorded before the last change over what came of it, twice. */
  replay({ months }, rows) {
    const { lab } = this;
    const padded = new Float32Array(lab.history.rows.length);
    padded.set(rows.subarray(0, padded.length));
    const own = { rows: padded, lived: months - 1, alpha: 0 };
    this.before = own;
    const begun = performance.now();
    const fade = () => {
      const time = (performance.now() - begun) / 1000;
      if (this.before !== own) return;
      if (!lab.alive || time > REPLAYED) this.before = null;
      else {
        own.alpha = still.matches ? 0.6 : 0.5 - 0.5 * Math.cos(Math.PI * time);
        requestAnimationFrame(fade);
      }
      lab.touch("charts");
    };
    fade();
  }

  /** A new state of the worlds: the charts go on to its month. */
  follow(now, was) {
    const { lab } = this;
    if (!was?.playing) this.glide.rest();
    const flows = now.playing && was?.playing && now.speed && !still.matches;
    this.glide.go(lab.page.recorded ? now.month : now.lived, flows ? 1000 / now.speed : 0, performance.now());
    if (!lab.page.recorded && (now.playing || now.turn !== was?.turn)) this.forgetBands();
  }

  /** Draw; `anew` where more has changed than the time between two months. Tells whether there is motion left. */
  draw(anew) {
    if (anew || this.boxes.some((own) => !own.chart)) this.prepare();
    if (this.boxes.some((own) => !own.size)) this.measure();
    const time = performance.now();
    const { lab } = this;
    const until = this.glide.at(time);
    const month = this.pointed ?? (lab.now.month < this.glide.aim ? lab.now.month : until);
    for (const { canvas, size, chart } of this.boxes)
      drawChart(canvas, size, lab.pixels, chart, { month, until }, lab.colour, lab.font);
    this.glide.drew(time);
    return this.glide.moving(time);
  }

  /** The room for the lines in every box. */
  measure() {
    const rooms = this.boxes.map(({ box }) => [box.getBoundingClientRect(), box.firstElementChild.offsetHeight]);
    this.boxes.forEach((own, k) => {
      own.size = { width: rooms[k][0].width - 22, height: Math.max(60, rooms[k][0].height - rooms[k][1] - 14) };
    });
    this.lab.wake();
  }

  /** What the charts show until the next month: lines, and the values in words. */
  prepare() {
    const { lab } = this;
    const month = this.pointed ?? lab.now.month;
    for (const own of this.boxes) {
      own.chart = this.lines(own.column);
      this.say(own, month);
    }
  }

  lines(column) {
    const {
      lab: { history, now, begun, content, words, t },
      before,
    } = this;
    const indicator = content.indicators[column];
    const pair = (...course) => [0, 1].map((world) => history.means(column, world, indicator.smooth, ...course));
    const { ghost } = history;
    return {
      indicator,
      series: pair(),
      months: begun.months,
      unitSign: unitSign(words.indicators[column]),
      year: t("years"),
      ghost: ghost && { from: ghost.from, lines: pair(ghost.lived, ghost.rows).map((own) => own.slice(ghost.from)) },
      before: before && { alpha: before.alpha, lines: pair(before.lived, before.rows) },
      band: this.banded ? this.bands?.[column] : null,
      runs: this.thin ? this.runs?.[column] : null,
      flags: [...now.touches, ...now.planned].map((own) => own[0]),
    };
  }

  /** The values of both worlds in a month as text, without unit. */
  values({ series, indicator }, month) {
    const values = series.map((own) => own[month] * (indicator.percent ? 100 : 1));
    const decimals = decimalsFor(Math.max(...values), indicator);
    return values.map((own) => plain(own, decimals));
  }

  /** Write the values of a month above a chart, and describe it to who does not see it. */
  say({ column, canvas, heads, chart }, month) {
    const { lab } = this;
    const words = lab.words.indicators[column];
    const values = this.values(chart, month);
    heads.replaceChildren(
      ...values.map((own, world) => h("strong", { class: `world-${world}` }, `${"●◆"[world]} ${own}${chart.unitSign}`)),
      this.hovered === null ? "" : h("span", { class: "note" }, lab.t("month", { n: month })),
    );
    canvas.setAttribute(
      "aria-label",
      lab.t("chart_described", { label: words.label, a: values[0], b: values[1], unit: words.unit, month }),
    );
  }
}

const unitSign = (words) => (words.unit === "%" ? "%" : "");
