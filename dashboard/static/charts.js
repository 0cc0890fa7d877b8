// @ts-check
// Small line charts: A solid with a circle, B dashed with a diamond, the same fixed axis for both.
import { there } from "./dom.js";
import { axis, decimalsOf, factorOf, linear, plain, ticks } from "./scales.js";

const SMALL = { left: 40, right: 12, top: 8, bottom: 20 };
const LARGE = { left: 66, right: 16, top: 12, bottom: 30 }; // for type that is read from afar
const SIZE = 16; // px, from which type is large
const [THICK, THIN] = [2.2, 0.9]; // px
const NARROW = 170; // px, below which the middle of the axis goes without its number

/**
 * Whether type is so large that it is read from afar.
 * @param {string} font
 */
export const isLarge = (font) => parseFloat(font) >= SIZE;

/** @param {string} font */
const padOf = (font) => (isLarge(font) ? LARGE : SMALL);

/**
 * Draw one chart into a canvas of the size of its box: the lines up to month `until`, the handle at `month`.
 * @param {HTMLCanvasElement} canvas
 * @param {Size} box
 * @param {number} pixels
 * @param {ChartData} chart
 * @param {{ month: number, until: number }} place
 * @param {Colour} colour
 * @param {string} font
 */
export function drawChart(canvas, box, pixels, chart, { month, until }, colour, font) {
  const { series, ghost, before, months, indicator, band, runs, flags } = chart;
  const factor = factorOf(indicator);
  const highest = greatest([...series, ...[...(band ?? []), ...(runs ?? [])].flat()].map(greatest));
  const ends = axis(indicator.axis, highest * factor);
  const on = field(canvas, { box, pixels, font, pad: padOf(font), months, ends, colour });
  const { c, pad, x, y } = on;
  const [top, bottom] = [pad.top, box.height - pad.bottom];
  /** @type {(pair: Float32Array[], width: number, alpha: number, from?: number) => void} */
  const lines = (pair, width, alpha, from = 0) =>
    pair.forEach((item, world) => {
      const dash = world ? [2.7 * width, 1.6 * width] : [];
      line(on, item, { ink: colour("ab"[world]), width, dash, alpha, from, factor });
    });
  grid(on, chart);
  for (const flag of flags)
    stroke(c, [x(flag - 1), top], [x(flag - 1), bottom], { ink: colour("ink3"), dash: [2, 3], alpha: 0.7 });
  if (band) bands(on, band, factor);
  for (const item of runs ?? []) lines(item, THIN, 0.35);
  if (ghost) lines(ghost.lines, 1.6, 0.3, ghost.from);
  if (before) lines(before.lines, THICK, before.alpha);
  c.save();
  if (until < series[0].length - 1) cut(c, x(until), box.height);
  lines(series, THICK, 1);
  c.restore();
  stroke(c, [x(month), top - 2], [x(month), bottom], { ink: colour("line2"), width: 1.2 });
  series.forEach((item, world) => marker(on, x(month), y(between(item, month) * factor), world, 4.4));
}

/**
 * Draw nothing to the right of a place.
 * @param {CanvasRenderingContext2D} c
 * @param {number} right
 * @param {number} height
 */
function cut(c, right, height) {
  c.beginPath();
  c.rect(0, 0, right, height);
  c.clip();
}

/**
 * The value at a place between two months.
 * @param {Values} values
 * @param {number} month
 */
export function between(values, month) {
  const before = Math.floor(month);
  const share = month - before;
  return share ? values[before] + (values[before + 1] - values[before]) * share : values[before];
}

/**
 * The room of a chart: the canvas in the size of its box and empty, with scales of months and values.
 * @param {HTMLCanvasElement} canvas
 * @param {Pick<Field, "box" | "pad" | "months" | "ends" | "colour"> & { pixels: number, font: string }} look
 * @returns {Field}
 */
export function field(canvas, { box, pixels, font, pad, months, ends, colour }) {
  const [width, height] = [Math.round(box.width * pixels), Math.round(box.height * pixels)];
  if (canvas.width !== width || canvas.height !== height) {
    Object.assign(canvas, { width, height });
    canvas.style.width = `${box.width}px`;
    canvas.style.height = `${box.height}px`;
  }
  const c = there(canvas.getContext("2d"));
  c.setTransform(pixels, 0, 0, pixels, 0, 0);
  c.clearRect(0, 0, box.width, box.height);
  c.font = font;
  const x = linear([0, months], [pad.left, box.width - pad.right]);
  return { c, box, pad, x, y: linear(ends, [box.height - pad.bottom, pad.top]), ends, months, colour };
}

/**
 * The month at a place of a chart.
 * @param {number} px
 * @param {number} width
 * @param {number} months
 * @param {string} font
 */
export function monthAt(px, width, months, font) {
  const { left, right } = padOf(font);
  return Math.round(linear([left, width - right], [0, months])(px));
}

/**
 * A circle for A, a diamond for B.
 * @param {Field} field
 * @param {number} x
 * @param {number} y
 * @param {number} world
 * @param {number} radius
 */
export function marker({ c, colour }, x, y, world, radius) {
  if (!Number.isFinite(y)) return;
  c.fillStyle = colour("ab"[world]);
  c.beginPath();
  if (world) {
    c.moveTo(x, y - radius * 1.25);
    c.lineTo(x + radius * 1.25, y);
    c.lineTo(x, y + radius * 1.25);
    c.lineTo(x - radius * 1.25, y);
  } else c.arc(x, y, radius, 0, 2 * Math.PI);
  c.fill();
}

/**
 * A line across at every mark of the axis, with its number.
 * @param {Field} field
 * @param {number} most
 * @param {string} unit
 * @param {number} away
 */
export function levels({ c, box, pad, y, ends, colour }, most, unit, away) {
  c.fillStyle = colour("ink3");
  c.textAlign = "right";
  c.textBaseline = "middle";
  const marks = ticks(...ends, most);
  for (const mark of marks) {
    stroke(c, [pad.left, y(mark)], [box.width - pad.right, y(mark)], { ink: colour("line") });
    c.fillText(plain(mark, decimalsOf(marks)) + unit, pad.left - away, y(mark));
  }
  c.textBaseline = "alphabetic";
}

/**
 * @param {Field} field
 * @param {ChartData} chart
 */
function grid(field, { unitSign, year }) {
  const { c, box, pad, x, months } = field;
  levels(field, box.height - pad.top - pad.bottom < 4 * parseFloat(c.font) ? 1 : 3, unitSign, 6); // else they touch
  for (const years of [0, 5, 10]) {
    if (years * 12 > months || (years === 5 && box.width < NARROW)) continue;
    const last = years * 12 === months;
    c.textAlign = years ? (last ? "right" : "center") : "left";
    c.fillText(last ? `${years} ${year}` : `${years}`, x(years * 12) + (last ? 6 : 0), box.height - 4);
  }
}

/**
 * Fill the bands of both worlds, each up to a share of its months.
 * @param {Field} field
 * @param {Band[]} band
 * @param {number} factor
 */
export function bands({ c, x, y, colour }, band, factor, shares = [1, 1]) {
  band.forEach(([low, high], world) => {
    const last = Math.round(shares[world] * (low.length - 1));
    c.globalAlpha = 0.14;
    c.fillStyle = colour("ab"[world]);
    c.beginPath();
    for (let month = 0; month <= last; month += 1) c.lineTo(x(month), y(low[month] * factor));
    for (let month = last; month >= 0; month -= 1) c.lineTo(x(month), y(high[month] * factor));
    c.fill();
    c.globalAlpha = 1;
  });
}

/**
 * A line through the months that have a value.
 * @param {Pick<Field, "c" | "x" | "y">} field
 * @param {Values} values
 * @param {Look} look
 */
export function line({ c, x, y }, values, look) {
  const { from = 0, factor = 1 } = look;
  inked(c, look, () => {
    let down = false;
    for (let k = 0; k < values.length; k += 1) {
      const known = Number.isFinite(values[k]);
      if (known && down) c.lineTo(x(from + k), y(values[k] * factor));
      else if (known) c.moveTo(x(from + k), y(values[k] * factor));
      down = known;
    }
  });
}

/**
 * A straight line.
 * @param {CanvasRenderingContext2D} c
 * @param {Point} from
 * @param {Point} to
 * @param {Look} look
 */
export const stroke = (c, from, to, look) =>
  inked(c, look, () => {
    c.moveTo(...from);
    c.lineTo(...to);
  });

/**
 * Draw a path in an ink.
 * @param {CanvasRenderingContext2D} c
 * @param {Look} look
 * @param {() => void} path
 */
function inked(c, { ink, width = 1, dash = [], alpha = 1 }, path) {
  c.strokeStyle = ink;
  c.lineWidth = width;
  c.globalAlpha = alpha;
  c.setLineDash(dash);
  c.beginPath();
  path();
  c.stroke();
  c.setLineDash([]);
  c.globalAlpha = 1;
}

/** @param {Values} values */
function greatest(values) {
  let found = -Infinity;
  for (let k = 0; k < values.length; k += 1) if (values[k] > found) found = values[k];
  return found;
}
