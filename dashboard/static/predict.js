// @ts-check
// The chart of a lesson: the room draws its line before, both worlds and the line are drawn after.
import { bands, field, isLarge, levels, line, marker, stroke } from "./charts.js";
import { button, h, slider } from "./dom.js";
import { axis, clamp, decimalsFor, factorOf, linear, plain } from "./scales.js";

const SMALL = { left: 52, right: 92, top: 16, bottom: 34 };
const LARGE = { left: 84, right: 150, top: 20, bottom: 52 }; // for type that is read from afar
const GAPS = 16; // px between the words and the lines
const FIRST = 600; // ms in which A draws itself
const WAIT = 600;
const SECOND = 1200; // ms in which B does

/**
 * A line drawn freehand: heights by month, a later stroke over a month replaces an earlier one.
 * @param {number[] | null} line
 * @param {number} months
 * @param {Point} from
 * @param {Point} to
 * @returns {number[]}
 */
export function drawn(line, months, from, to) {
  const found = line ? [...line] : Array(months + 1).fill(NaN);
  const [a, b] = from[0] <= to[0] ? [from, to] : [to, from];
  for (let month = Math.max(0, Math.round(a[0])); month <= Math.min(months, Math.round(b[0])); month += 1) {
    const share = b[0] === a[0] ? 1 : clamp((month - a[0]) / (b[0] - a[0]), 0, 1);
    found[month] = a[1] + share * (b[1] - a[1]);
  }
  return found;
}

export class PredictChart {
  canvas = h("canvas");
  bandKey = h("span");
  /** @type {HTMLCanvasElement | null} */
  animated = null;
  /** @type {Point | null} */
  last = null; // where the stroke is that is being drawn
  /** @type {Scale} */
  monthOf;
  /** @type {Scale} */
  valueOf;
  observer = new ResizeObserver(() => this.animated === this.canvas || this.draw());

  /** @param {Teach} teach */
  constructor(teach) {
    this.teach = teach;
  }

  get page() {
    return this.teach.page;
  }

  get indicator() {
    return this.page.content.indicators[this.teach.lesson.indicator];
  }

  figure() {
    const { t, words } = this.page;
    const { lesson, step, simulated, lab } = this.teach;
    this.canvas = h("canvas", { role: "img", "aria-label": words.indicators[lesson.indicator].label });
    const drawing = step === 1 && !simulated;
    const head = h("figcaption", {}, h("h2", {}, lab.charts.title(lesson.indicator)), this.keys());
    const clear = button("text", t("clear_line"), () => this.take(null));
    const share = (/** @type {number} */ value) => this.straight(value);
    const end = slider({ low: 0, high: 100, step: 1 }, t("line_end"), share, { class: "hidden-range" });
    const tools = h("div", { class: "drawing" }, end, h("span", { class: "note" }, t("draw_line")), clear);
    const box = h("figure", { class: "card lesson-chart" }, head, this.canvas, drawing ? tools : null);
    if (drawing) this.listen();
    this.observer.disconnect();
    this.observer.observe(box);
    return box;
  }

  /** What the lines are. */
  keys() {
    const { t, words, content } = this.page;
    const { step, lab, line } = this.teach;
    this.bandKey = h("span", { class: "note", hidden: true }, "▒ ", t("band_key", { n: content.communities }));
    return h(
      "span",
      { class: "keys-line" },
      h("span", { class: "world-0" }, "━● A ", words.scenarios.baseline),
      step >= 3 ? h("span", { class: "world-1" }, "╍◆ B ", lab.name(1)) : null,
      step >= 3 && line ? h("span", { class: "note" }, "┈ ", t("room_line")) : null,
      this.bandKey,
    );
  }

  listen() {
    const { canvas } = this;
    canvas.style.touchAction = "none";
    canvas.classList.add("draws");
    /** @type {(event: PointerEvent) => Point} */
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      const month = clamp(this.monthOf(event.clientX - box.left), 0, this.months);
      return [month, clamp(this.valueOf(event.clientY - box.top), ...this.span)];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.stroke(this.teach.line ? at(event) : [0, this.today], at(event));
    });
    canvas.addEventListener("pointermove", (event) => this.last && this.stroke(this.last, at(event)));
    canvas.addEventListener("pointerup", () => {
      this.last = null;
      this.take(this.teach.line);
    });
  }

  /**
   * @param {Point} from
   * @param {Point} to
   */
  stroke(from, to) {
    this.teach.line = drawn(this.teach.line, this.months, from, to);
    this.last = to;
    this.draw();
  }

  /**
   * Take a line as that of the room.
   * @param {number[] | null} line
   */
  take(line) {
    this.teach.line = line;
    this.teach.keep();
    this.draw();
    this.teach.showHands();
  }

  /**
   * With the keyboard: a straight line from today to a height, in per cent of the axis.
   * @param {number} share
   */
  straight(share) {
    const end = linear([0, 100], this.span)(share);
    this.take(drawn(null, this.months, [0, this.today], [this.months, end]));
  }

  get months() {
    return this.page.begun?.months ?? 120;
  }

  /** @param {number} world */
  series(world) {
    const { lesson, lab } = this.teach;
    const { history } = lab;
    if (!history || history.simulated < 0) return [];
    const factor = factorOf(this.indicator);
    return Array.from(history.means(lesson.indicator, world, this.indicator.smooth), (value) => value * factor);
  }

  get today() {
    return this.series(0)[0] ?? (this.span[0] + this.span[1]) / 2;
  }

  get span() {
    const values = this.teach.simulated ? [...this.series(0), ...this.series(1)] : this.series(0).slice(0, 1);
    return axis(this.indicator.axis, Math.max(...values.filter(Number.isFinite), 0));
  }

  /** Where half of the communities lie, once they are simulated. */
  get bands() {
    return this.teach.lab.charts.bands?.[this.teach.lesson.indicator];
  }

  draw(reveal = false) {
    requestAnimationFrame(() => {
      if (!this.canvas.isConnected) return;
      if (reveal && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.animate();
      else this.paint(1, 1);
    });
  }

  animate() {
    const begun = performance.now();
    const { canvas } = this;
    this.animated = canvas;
    const next = () => {
      if (canvas !== this.canvas || !canvas.isConnected) return;
      const time = performance.now() - begun;
      this.paint(clamp(time / FIRST, 0, 1), clamp((time - FIRST - WAIT) / SECOND, 0, 1));
      if (time < FIRST + WAIT + SECOND) requestAnimationFrame(next);
      else this.animated = null;
    };
    next();
  }

  /** What the words above and below leave of the card, whose height is that of the window's layout. */
  room() {
    const card = /** @type {HTMLElement} */ (this.canvas.parentElement);
    const beside = /** @type {HTMLElement[]} */ ([...card.children]).filter((item) => item !== this.canvas);
    const taken = beside.reduce((sum, item) => sum + item.offsetHeight, 0);
    return { width: card.clientWidth - 32, height: Math.max(180, card.clientHeight - 32 - GAPS - taken) };
  }

  /**
   * @param {number} shareA
   * @param {number} shareB
   */
  paint(shareA, shareB) {
    const { canvas, months, span: ends } = this;
    const { lab, step, line: drawn } = this.teach;
    lab.readPalette();
    const { colour, font, pixels } = lab;
    const pad = isLarge(font) ? LARGE : SMALL;
    this.bandKey.hidden = step < 3 || !this.bands; // before the room is measured: its words may take a line
    const on = field(canvas, { box: this.room(), pixels, font, pad, months, ends, colour });
    const { c, box, x, y } = on;
    this.monthOf = linear([pad.left, box.width - pad.right], [0, months]);
    this.valueOf = linear([box.height - pad.bottom, pad.top], ends);
    if (step <= 1) {
      c.fillStyle = colour("sunk");
      c.fillRect(x(0), pad.top, x(months) - x(0), box.height - pad.top - pad.bottom);
    }
    this.grid(on);
    const over = step >= 3;
    const [a, b] = [this.series(0), this.series(1)];
    if (over) {
      this.band(on, [shareA, shareB]);
      line(on, a.slice(0, 1 + Math.round(shareA * (a.length - 1))), { ink: colour("a"), width: 3 });
      line(on, b.slice(0, Math.round(shareB * b.length)), { ink: colour("b"), width: 3, dash: [9, 4.8] });
    }
    const faint = { ink: colour("ink3"), width: 2.4, dash: [2, 5] };
    if (drawn) line(on, drawn, over ? faint : { ink: colour("ink"), width: 3.4 });
    if (over) this.labels(on, shareA === 1 ? a : [], shareB === 1 ? b : []);
    else if (a.length) marker(on, x(0), y(a[0]), 0, 6);
  }

  /** @param {Field} field */
  grid(field) {
    const { c, box, pad, x, months, colour } = field;
    const { t, words } = this.page;
    levels(field, 5, words.indicators[this.teach.lesson.indicator].unit === "%" ? "%" : "", 8);
    c.textAlign = "center";
    const years = [t("today"), t("five_years"), t("ten_years")];
    years.forEach((words, k) => 60 * k <= months && c.fillText(words, x(60 * k), box.height - 8));
    stroke(c, [x(0), pad.top - 6], [x(0), box.height - pad.bottom], { ink: colour("ink") });
  }

  /**
   * @param {Field} field
   * @param {number[]} shares
   */
  band(field, shares) {
    if (this.bands) bands(field, this.bands, factorOf(this.indicator), shares);
  }

  /**
   * Names at the ends of the lines that are drawn to their end, moved apart where they would lie on each other.
   * @param {Field} field
   * @param {number[]} a
   * @param {number[]} b
   */
  labels(field, a, b) {
    const { c, x, y, months, colour } = field;
    const { indicator } = this;
    const decimals = decimalsFor(Math.max(...[0, 1].map((world) => this.series(world).at(-1) ?? 0)), indicator);
    const shown = [a, b].flatMap((values, world) => {
      const value = values.at(-1);
      if (value === undefined) return [];
      const text = `${"AB"[world]} ${plain(value, decimals)}`;
      return [{ text, ink: `${"ab"[world]}-ink`, height: y(value), place: y(value), world }];
    });
    const drawn = this.teach.line?.findLast(Number.isFinite);
    if (drawn !== undefined) {
      const text = `${this.page.t("room_line")} ${plain(drawn, indicator.percent ? 0 : decimals)}`;
      shown.push({ text, ink: "ink3", height: y(drawn), place: y(drawn), world: 2 });
    }
    const step = this.page.present ? 24 : 16;
    shown.sort((p, q) => p.place - q.place);
    shown.forEach((item, k) => {
      if (k) item.place = Math.max(item.place, shown[k - 1].place + step);
    });
    c.textAlign = "left";
    c.textBaseline = "middle";
    for (const { text, ink, height, place, world } of shown) {
      if (world < 2) marker(field, x(months), height, world, 6);
      c.fillStyle = colour(ink);
      c.fillText(text, x(months) + 14, place);
    }
    c.textBaseline = "alphabetic";
  }
}
