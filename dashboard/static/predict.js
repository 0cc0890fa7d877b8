// The chart of a lesson: the room draws its line before, both worlds and the line are drawn after.
import { fit, isLarge } from "./charts.js";
import { h } from "./dom.js";
import { axis, clamp, decimalsFor, decimalsOf, linear, plain, ticks } from "./scales.js";

const SMALL = { left: 52, right: 92, top: 16, bottom: 34 };
const LARGE = { left: 84, right: 150, top: 20, bottom: 52 }; // for type that is read from afar
const GAPS = 16; // px between the words and the lines
const FIRST = 600; // ms in which A draws itself
const WAIT = 600;
const SECOND = 1200; // ms in which B does

/** A line drawn freehand: heights by month, a later stroke over a month replaces an earlier one. */
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
  constructor(teach) {
    this.teach = teach;
    this.observer = new ResizeObserver(() => this.animated === this.canvas || this.draw());
  }

  get page() {
    return this.teach.page;
  }

  figure() {
    const { t, words } = this.page;
    const { lesson, step } = this.teach;
    this.canvas = h("canvas", { role: "img", "aria-label": words.indicators[lesson.indicator].label });
    const drawing = step === 1 && !this.teach.lived;
    this.bandKey = h(
      "span",
      { class: "note", hidden: true },
      "▒ ",
      t("band_key", { n: this.page.content.communities }),
    );
    const keys = h(
      "span",
      { class: "keys-line" },
      h("span", { class: "world-0" }, "━● A ", this.page.words.scenarios.baseline),
      step >= 3 ? h("span", { class: "world-1" }, "╍◆ B ", this.teach.lab.name(1)) : null,
      step >= 3 && this.teach.line ? h("span", { class: "note" }, "┈ ", t("room_line")) : null,
      this.bandKey,
    );
    this.end = h("input", {
      type: "range",
      min: 0,
      max: 100,
      step: 1,
      "aria-label": t("line_end"),
      class: "hidden-range",
    });
    this.end.addEventListener("input", () => this.straight(Number(this.end.value)));
    const box = h(
      "figure",
      { class: "card lesson-chart" },
      h("figcaption", {}, h("h2", {}, this.title()), keys),
      this.canvas,
      drawing
        ? h(
            "div",
            { class: "drawing" },
            this.end,
            h("span", { class: "note" }, t("draw_line")),
            h(
              "button",
              {
                class: "text",
                onclick: () => {
                  this.teach.line = null;
                  this.teach.keep();
                  this.draw();
                  this.teach.showHands();
                },
              },
              t("clear_line"),
            ),
          )
        : null,
    );
    if (drawing) this.listen();
    this.observer.disconnect();
    this.observer.observe(box);
    return box;
  }

  title() {
    return this.teach.lab.charts.title(this.teach.lesson.indicator);
  }

  listen() {
    const { canvas } = this;
    canvas.style.touchAction = "none";
    canvas.classList.add("draws");
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [
        clamp(this.monthOf(event.clientX - box.left), 0, this.months),
        clamp(this.valueOf(event.clientY - box.top), ...this.span),
      ];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.last = this.teach.line ? at(event) : [0, this.today];
      this.stroke(at(event));
    });
    canvas.addEventListener("pointermove", (event) => this.last && this.stroke(at(event)));
    canvas.addEventListener("pointerup", () => {
      this.last = null;
      this.teach.keep();
      this.teach.showHands();
    });
  }

  stroke(point) {
    this.teach.line = drawn(this.teach.line, this.months, this.last, point);
    this.last = point;
    this.draw();
  }

  /** With the keyboard: a straight line from today to a height, in per cent of the axis. */
  straight(share) {
    const [low, high] = this.span;
    this.teach.line = drawn(null, this.months, [0, this.today], [this.months, low + (share / 100) * (high - low)]);
    this.teach.keep();
    this.draw();
    this.teach.showHands();
  }

  get months() {
    return this.page.begun?.months ?? 120;
  }

  series(world) {
    const { content } = this.page;
    const own = content.indicators[this.teach.lesson.indicator];
    const { history } = this.teach.lab;
    if (!history || history.lived < 0) return [];
    return Array.from(
      history.means(this.teach.lesson.indicator, world, own.smooth),
      (value) => value * (own.percent ? 100 : 1),
    );
  }

  get today() {
    return this.series(0)[0] ?? (this.span[0] + this.span[1]) / 2;
  }

  get span() {
    const own = this.page.content.indicators[this.teach.lesson.indicator];
    const values = this.teach.lived ? [...this.series(0), ...this.series(1)] : this.series(0).slice(0, 1);
    return axis(own.axis, Math.max(...values.filter(Number.isFinite), 0));
  }

  replay() {
    this.draw(true);
  }

  draw(reveal = false) {
    requestAnimationFrame(() => {
      if (!this.canvas?.isConnected) return;
      if (reveal && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.animate();
      else this.paint(1, 1);
    });
  }

  animate() {
    const begun = performance.now();
    const canvas = this.canvas;
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
    const card = this.canvas.parentElement;
    const beside = [...card.children]
      .filter((own) => own !== this.canvas)
      .reduce((sum, own) => sum + own.offsetHeight, 0);
    return { width: card.clientWidth - 32, height: Math.max(180, card.clientHeight - 32 - GAPS - beside) };
  }

  paint(shareA, shareB) {
    const { canvas, months, page } = this;
    const { lab } = this.teach;
    const box = this.room();
    lab.readPalette();
    const { colour, font } = lab;
    fit(canvas, box, lab.pixels);
    const c = canvas.getContext("2d");
    c.setTransform(lab.pixels, 0, 0, lab.pixels, 0, 0);
    c.clearRect(0, 0, box.width, box.height);
    c.font = font;
    const PAD = isLarge(font) ? LARGE : SMALL;
    const [low, high] = this.span;
    const x = linear([0, months], [PAD.left, box.width - PAD.right]);
    const y = linear([low, high], [box.height - PAD.bottom, PAD.top]);
    this.monthOf = linear([PAD.left, box.width - PAD.right], [0, months]);
    this.valueOf = linear([box.height - PAD.bottom, PAD.top], [low, high]);
    if (this.teach.step <= 1) {
      c.fillStyle = colour("sunk");
      c.fillRect(x(0), PAD.top, x(months) - x(0), box.height - PAD.top - PAD.bottom);
    }
    this.grid(c, box, PAD, { x, y, low, high, months, colour });
    const over = this.teach.step >= 3;
    const [a, b] = [this.series(0), this.series(1)];
    if (over) {
      this.band(c, x, y, colour, shareA, shareB);
      line(c, a.slice(0, 1 + Math.round(shareA * (a.length - 1))), x, y, { ink: colour("a"), width: 3 });
      line(c, b.slice(0, Math.round(shareB * b.length)), x, y, { ink: colour("b"), width: 3, dash: [9, 4.8] });
    }
    if (this.teach.line)
      line(
        c,
        this.teach.line,
        x,
        y,
        over ? { ink: colour("ink3"), width: 2.4, dash: [2, 5] } : { ink: colour("ink"), width: 3.4 },
      );
    if (!over && a.length) dot(c, x(0), y(a[0]), colour("a"));
    if (over) this.labels(c, x, y, { a, b, colour, shareA, shareB, page });
  }

  grid(c, box, PAD, { x, y, low, high, months, colour }) {
    const { t, words } = this.page;
    const unit = words.indicators[this.teach.lesson.indicator].unit === "%" ? "%" : "";
    c.fillStyle = colour("ink3");
    c.textBaseline = "middle";
    c.textAlign = "right";
    c.strokeStyle = colour("line");
    c.lineWidth = 1;
    const marks = ticks(low, high, 5);
    for (const own of marks) {
      c.beginPath();
      c.moveTo(PAD.left, y(own));
      c.lineTo(x(months), y(own));
      c.stroke();
      c.fillText(plain(own, decimalsOf(marks)) + unit, PAD.left - 8, y(own));
    }
    c.textBaseline = "alphabetic";
    c.textAlign = "center";
    [
      [0, "today"],
      [60, "five_years"],
      [120, "ten_years"],
    ].forEach(([month, key]) => month <= months && c.fillText(t(key), x(month), box.height - 8));
    c.strokeStyle = colour("ink");
    c.beginPath();
    c.moveTo(x(0), PAD.top - 6);
    c.lineTo(x(0), box.height - PAD.bottom);
    c.stroke();
  }

  band(c, x, y, colour, ...shares) {
    const found = this.teach.lab.charts.bands?.[this.teach.lesson.indicator];
    this.bandKey.hidden = !found;
    if (!found) return;
    const factor = this.page.content.indicators[this.teach.lesson.indicator].percent ? 100 : 1;
    found.forEach(([low, high], world) => {
      const last = Math.round(shares[world] * (low.length - 1));
      c.globalAlpha = 0.14;
      c.fillStyle = colour("ab"[world]);
      c.beginPath();
      for (let k = 0; k <= last; k += 1) c.lineTo(x(k), y(low[k] * factor));
      for (let k = last; k >= 0; k -= 1) c.lineTo(x(k), y(high[k] * factor));
      c.fill();
      c.globalAlpha = 1;
    });
  }

  /** Names at the ends of the lines, moved apart where they would lie on each other. */
  labels(c, x, y, { a, b, colour, shareA, shareB }) {
    const { t, content } = this.page;
    const own = content.indicators[this.teach.lesson.indicator];
    const decimals = decimalsFor(Math.max(a.at(-1), b.at(-1)), own);
    const ends = [
      shareA === 1 ? [a.at(-1), `A ${plain(a.at(-1), decimals)}`, "a-ink", 0] : null,
      shareB === 1 ? [b.at(-1), `B ${plain(b.at(-1), decimals)}`, "b-ink", 1] : null,
    ];
    const last = this.teach.line?.findLastIndex(Number.isFinite) ?? -1;
    if (last >= 0)
      ends.push([
        this.teach.line[last],
        `${t("room_line")} ${plain(this.teach.line[last], own.percent ? 0 : decimals)}`,
        "ink3",
        2,
      ]);
    const shown = ends
      .filter(Boolean)
      .map((own) => [y(own[0]), ...own])
      .sort((p, q) => p[0] - q[0]);
    const step = this.page.present ? 24 : 16;
    shown.forEach((own, k) => {
      if (k && own[0] - shown[k - 1][0] < step) own[0] = shown[k - 1][0] + step;
    });
    c.textAlign = "left";
    c.textBaseline = "middle";
    for (const [place, value, text, ink, kind] of shown) {
      if (kind < 2) dot(c, x(this.months), y(value), colour(kind ? "b" : "a"), kind);
      c.fillStyle = colour(ink);
      c.fillText(text, x(this.months) + 14, place);
    }
    c.textBaseline = "alphabetic";
  }
}

function line(c, values, x, y, { ink, width, dash = [] }) {
  c.strokeStyle = ink;
  c.lineWidth = width;
  c.setLineDash(dash);
  c.beginPath();
  let down = false;
  values.forEach((own, month) => {
    if (!Number.isFinite(own)) down = false;
    else if (down) c.lineTo(x(month), y(own));
    else {
      c.moveTo(x(month), y(own));
      down = true;
    }
  });
  c.stroke();
  c.setLineDash([]);
}

function dot(c, x, y, ink, gem = 0) {
  c.fillStyle = ink;
  c.beginPath();
  if (gem) {
    c.moveTo(x, y - 7.5);
    c.lineTo(x + 7.5, y);
    c.lineTo(x, y + 7.5);
    c.lineTo(x - 7.5, y);
  } else c.arc(x, y, 6, 0, 2 * Math.PI);
  c.fill();
}
