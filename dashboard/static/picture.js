// What the lab shows as one picture for a slide or a handout: maps and legend, charts, money and hours.
import { drawChart } from "./charts.js";
import { h } from "./dom.js";
import { save } from "./saving.js";
import { plain } from "./scales.js";
import { HOURS, MONEY, parts } from "./strips.js";

const WIDE = 1400; // px
const PAD = 28;
const CHART = 170; // px, height
const BAR = 22;
const SCALE = 2; // dots a px, so that it stays sharp on a slide
const DRAWN = 200; // ms, in which the lab has drawn itself
const SIGNS = { old: [8, 12], middle: [8, 8], young: [5, 5], party: [9, 9] };

export async function savePicture(page) {
  const lab = page.views.lab;
  if (!lab.now) return;
  if (!lab.maps.tables || page.at !== "lab") {
    page.go("lab");
    await new Promise((done) => setTimeout(done, DRAWN));
  }
  const blob = await new Promise((done) => picture(lab).toBlob(done, "image/png"));
  save(`community-month-${lab.now.month}.png`, "image/png", blob);
}

/** Everything below each other; drawn twice, first to learn how high it comes. */
export function picture(lab) {
  const canvas = h("canvas");
  const family = getComputedStyle(lab.page.root).fontFamily;
  const draw = (height) => {
    [canvas.width, canvas.height] = [WIDE * SCALE, Math.ceil(height * SCALE)];
    const pen = new Pen(canvas.getContext("2d"), lab.colour, family);
    pen.box(0, 0, WIDE, height, "surface");
    return [title, maps, legend, charts, strips].reduce((y, part) => part(pen, lab, y), PAD);
  };
  draw(draw(1));
  return canvas;
}

class Pen {
  constructor(c, colour, family) {
    Object.assign(this, { c, colour, family });
    c.setTransform(SCALE, 0, 0, SCALE, 0, 0);
  }

  /** Write a line and return where it ends. */
  write(text, x, y, { ink = "ink", size = 13, bold = false, most = Infinity } = {}) {
    const { c } = this;
    c.font = `${bold ? 700 : 400} ${size}px ${this.family}`;
    c.fillStyle = this.colour(ink);
    c.fillText(text, x, y, Number.isFinite(most) ? most : undefined);
    return x + Math.min(most, c.measureText(text).width);
  }

  box(x, y, width, height, ink) {
    this.c.fillStyle = this.colour(ink);
    this.c.fillRect(x, y, width, height);
  }
}

function title(pen, lab, y) {
  const { begun, t } = lab.page;
  pen.write([lab.page.placeText(), `${t("seed")} ${begun.seed}`, lab.whenText()].join(" · "), PAD, y + 14, {
    ink: "ink2",
    size: 15,
  });
  return y + 34;
}

function maps(pen, lab, top) {
  const { t } = lab;
  const [wide, own] = [(WIDE - 3 * PAD) / 2, lab.maps.canvases[0]];
  const shrink = Math.min(wide / own.width, 1 / lab.pixels);
  const [width, height] = [own.width * shrink, own.height * shrink];
  lab.maps.canvases.forEach((canvas, world) => {
    const left = PAD + world * (wide + PAD);
    pen.write(`${"●◆"[world]} ${"AB"[world]} ${lab.name(world)}`, left, top + 18, {
      ink: world ? "b-ink" : "a-ink",
      size: 18,
      bold: true,
      most: wide * 0.6,
    });
    const figure = `${lab.words.states[lab.now.colour]}${t("comma")}${lab.maps.figure(world)}`;
    pen.c.textAlign = "right";
    pen.write(figure, left + wide, top + 18, { ink: "ink2", size: 15, most: wide * 0.4 });
    pen.c.textAlign = "left";
    pen.c.drawImage(canvas, left + (wide - width) / 2, top + 30, width, height);
  });
  return top + 30 + height + 12;
}

function legend(pen, lab, y) {
  let x = PAD;
  for (const { text, inks } of lab.maps.legendParts()) {
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

function charts(pen, lab, y) {
  const { boxes } = lab.charts;
  const columns = Math.min(3, boxes.length);
  const wide = (WIDE - (columns + 1) * PAD) / columns;
  boxes.forEach(({ column, chart }, k) => {
    const [left, top] = [PAD + (k % columns) * (wide + PAD), y + Math.floor(k / columns) * (CHART + 64)];
    pen.write(lab.charts.title(column), left, top + 14, { bold: true, most: wide });
    lab.charts.values(chart, lab.now.month).reduce(
      (x, text, world) =>
        pen.write(`${"●◆"[world]} ${text}${chart.unitSign}`, x, top + 34, {
          ink: world ? "b-ink" : "a-ink",
          bold: true,
        }) + 16,
      left,
    );
    const canvas = h("canvas");
    drawChart(
      canvas,
      { width: wide, height: CHART },
      SCALE,
      chart,
      { month: lab.now.month, until: lab.history.lived },
      lab.colour,
      `12px ${pen.family}`,
    );
    pen.c.drawImage(canvas, left, top + 42, wide, CHART);
  });
  return y + Math.ceil(boxes.length / columns) * (CHART + 64);
}

function strips(pen, lab, y) {
  const wide = (WIDE - 3 * PAD) / 2;
  [
    ["hours_strip", HOURS, "strip_hours"],
    ["money_strip", MONEY, "strip_money"],
  ].forEach(([title, table, words], side) => {
    const left = PAD + side * (wide + PAD);
    const found = parts(lab.history, lab.now.month, table);
    const most = Math.max(1, ...[0, 1].map((world) => found.reduce((sum, own) => sum + own.values[world], 0)));
    const end = pen.write(lab.t(title), left, y + 14, { bold: true });
    pen.write([lab.t(`${title}_unit`), lab.t("yearly_mean")].join(lab.t("comma")), end + 10, y + 14, {
      ink: "ink3",
      size: 12,
    });
    found.reduce((x, { colour }) => {
      pen.box(x, y + 24, 10, 10, colour);
      return pen.write(lab.t(`${words}_${colour}`), x + 15, y + 33, { ink: "ink2", size: 12 }) + 14;
    }, left);
    for (const world of [0, 1]) {
      const top = y + 44 + world * (BAR + 6);
      pen.write("AB"[world], left, top + 16, { ink: world ? "b-ink" : "a-ink", bold: true });
      found.reduce((x, { colour, values }) => {
        const width = ((wide - 20) * values[world]) / most;
        pen.box(x, top, Math.max(0, width - 1.5), BAR, colour);
        if (width > 50)
          pen.write(plain(values[world]), x + 7, top + 15, { ink: INKS[colour] ?? "ink", size: 12, bold: true });
        return x + width;
      }, left + 20);
    }
  });
  return y + 44 + 2 * (BAR + 6) + PAD;
}

const INKS = { c1: "surface", c2: "surface" }; // numbers on dark fields
