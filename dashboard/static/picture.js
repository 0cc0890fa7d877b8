// @ts-check
// What the lab shows as one picture for a slide or a handout: maps and legend, charts, money and hours.
import { drawChart } from "./charts.js";
import { h, there } from "./dom.js";
import { save } from "./saving.js";
import { plain } from "./scales.js";
import { strips } from "./strips.js";

const WIDE = 1400; // px
const PAD = 28;
const CHART = 170; // px, height
const BAR = 22;
const SCALE = 2; // dots a px, so that it stays sharp on a slide
const DRAWN = 200; // ms, in which the lab has drawn itself
const SIGNS = { old: [8, 12], middle: [8, 8], young: [5, 5], party: [9, 9] };
const ON_DARK = ["c1", "c2"]; // fields whose numbers are light

/** @param {Page} page */
export async function savePicture(page) {
  const { lab } = page.views;
  if (!lab.now) return;
  if (!lab.maps.tables || page.at !== "lab") {
    page.go("lab");
    await new Promise((done) => setTimeout(done, DRAWN));
  }
  const { month } = lab.now;
  const made = picture(lab, lab.now);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => made.toBlob(done, "image/png"));
  save(`community-month-${month}.png`, "image/png", there(blob));
}

/**
 * Everything below each other; drawn twice, first to learn how high it comes.
 * @param {Lab} lab
 * @param {Delta} now
 */
export function picture(lab, now) {
  const canvas = h("canvas");
  const family = getComputedStyle(lab.page.root).fontFamily;
  const draw = (/** @type {number} */ height) => {
    [canvas.width, canvas.height] = [WIDE * SCALE, Math.ceil(height * SCALE)];
    const pen = new Pen(there(canvas.getContext("2d")), lab.colour, family);
    pen.box(0, 0, WIDE, height, "surface");
    return [title, maps, legend, charts, bars].reduce((y, part) => part(pen, lab, now, y), PAD);
  };
  draw(draw(1));
  return canvas;
}

class Pen {
  /**
   * @param {CanvasRenderingContext2D} c
   * @param {Colour} colour
   * @param {string} family
   */
  constructor(c, colour, family) {
    this.c = c;
    this.colour = colour;
    this.family = family;
    c.setTransform(SCALE, 0, 0, SCALE, 0, 0);
  }

  /**
   * Write a line and return where it ends.
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {{ ink?: string, size?: number, bold?: boolean, most?: number }} [look]
   */
  write(text, x, y, { ink = "ink", size = 13, bold = false, most = Infinity } = {}) {
    const { c } = this;
    c.font = `${bold ? 700 : 400} ${size}px ${this.family}`;
    c.fillStyle = this.colour(ink);
    c.fillText(text, x, y, Number.isFinite(most) ? most : undefined);
    return x + Math.min(most, c.measureText(text).width);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   * @param {string} ink
   */
  box(x, y, width, height, ink) {
    this.c.fillStyle = this.colour(ink);
    this.c.fillRect(x, y, width, height);
  }
}

/** @param {number} world */
const inkOf = (world) => (world ? "b-ink" : "a-ink");

/** @type {DrawnPart} */
function title(pen, lab, _, y) {
  const { page } = lab;
  const words = [page.placeText(), `${page.t("seed")} ${lab.begun.seed}`, lab.whenText()].join(" · ");
  pen.write(words, PAD, y + 14, { ink: "ink2", size: 15 });
  return y + 34;
}

/** @type {DrawnPart} */
function maps(pen, lab, now, top) {
  const [wide, item] = [(WIDE - 3 * PAD) / 2, lab.maps.canvases[0]];
  const shrink = Math.min(wide / item.width, 1 / lab.pixels);
  const [width, height] = [item.width * shrink, item.height * shrink];
  lab.maps.canvases.forEach((canvas, world) => {
    const left = PAD + world * (wide + PAD);
    const name = `${"●◆"[world]} ${"AB"[world]} ${lab.name(world)}`;
    const figure = `${lab.words.states[now.colour]}${lab.t("comma")}${lab.maps.figure(world)}`;
    pen.write(name, left, top + 18, { ink: inkOf(world), size: 18, bold: true, most: wide * 0.6 });
    pen.c.textAlign = "right";
    pen.write(figure, left + wide, top + 18, { ink: "ink2", size: 15, most: wide * 0.4 });
    pen.c.textAlign = "left";
    pen.c.drawImage(canvas, left + (wide - width) / 2, top + 30, width, height);
  });
  return top + 30 + height + 12;
}

/** @type {DrawnPart} */
function legend(pen, lab, _, y) {
  let x = PAD;
  for (const { text, inks = [] } of lab.maps.legendParts()) {
    if (text) x = pen.write(text, x, y + 12, { ink: "ink2" }) + 8;
    else {
      const step = inks.length > 1 ? 14 : 10;
      inks.forEach((ink, k) => pen.box(x + k * step, y + 2, step, 10, ink));
      x += inks.length * step + 8;
    }
  }
  x += 24;
  for (const [kind, [width, height]] of Object.entries(SIGNS)) {
    pen.box(x, y + 12 - height, width, height, "r4");
    if (kind === "party") pen.box(x + 5, y + 12 - height, 4, 4, "surface");
    x = pen.write(lab.t(`group_${kind}`), x + width + 6, y + 12, { ink: "ink2" }) + 18;
  }
  return y + 36;
}

/** @type {DrawnPart} */
function charts(pen, lab, now, y) {
  const { boxes } = lab.charts;
  const columns = Math.min(3, boxes.length);
  const wide = (WIDE - (columns + 1) * PAD) / columns;
  const place = { month: now.month, until: lab.history.simulated };
  boxes.forEach(({ column, chart }, k) => {
    if (!chart) return;
    const [left, top] = [PAD + (k % columns) * (wide + PAD), y + Math.floor(k / columns) * (CHART + 64)];
    pen.write(lab.charts.title(column), left, top + 14, { bold: true, most: wide });
    lab.charts.values(chart, now.month).reduce((x, text, world) => {
      const words = `${"●◆"[world]} ${text}${chart.unitSign}`;
      return pen.write(words, x, top + 34, { ink: inkOf(world), bold: true }) + 16;
    }, left);
    const canvas = h("canvas");
    drawChart(canvas, { width: wide, height: CHART }, SCALE, chart, place, lab.colour, `12px ${pen.family}`);
    pen.c.drawImage(canvas, left, top + 42, wide, CHART);
  });
  return y + Math.ceil(boxes.length / columns) * (CHART + 64);
}

/** @type {DrawnPart} */
function bars(pen, lab, now, y) {
  const wide = (WIDE - 3 * PAD) / 2;
  strips(lab, now.month).forEach(({ title, unit, parts, most }, side) => {
    const left = PAD + side * (wide + PAD);
    const end = pen.write(title, left, y + 14, { bold: true });
    pen.write(unit, end + 10, y + 14, { ink: "ink3", size: 12 });
    parts.reduce((x, { colour, name }) => {
      pen.box(x, y + 24, 10, 10, colour);
      return pen.write(name, x + 15, y + 33, { ink: "ink2", size: 12 }) + 14;
    }, left);
    for (const world of [0, 1]) {
      const top = y + 44 + world * (BAR + 6);
      pen.write("AB"[world], left, top + 16, { ink: inkOf(world), bold: true });
      parts.reduce((x, { colour, values }) => {
        const width = ((wide - 20) * values[world]) / most;
        const look = { ink: ON_DARK.includes(colour) ? "surface" : "ink", size: 12, bold: true };
        pen.box(x, top, Math.max(0, width - 1.5), BAR, colour);
        if (width > 50) pen.write(plain(values[world]), x + 7, top + 15, look);
        return x + width;
      }, left + 20);
    }
  });
  return y + 44 + 2 * (BAR + 6) + PAD;
}
