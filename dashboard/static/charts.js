// Small line charts: A solid with a circle, B dashed with a diamond, the same fixed axis for both.
import { axis, decimalsOf, linear, plain, ticks } from "./scales.js";

const SMALL = { left: 40, right: 12, top: 8, bottom: 20 };
const LARGE = { left: 66, right: 16, top: 12, bottom: 30 }; // for type that is read from afar
const SIZE = 16; // px, from which type is large
const [THICK, THIN] = [2.2, 0.9]; // px
const NARROW = 170; // px, below which the middle of the axis goes without its number

/** Whether type is so large that it is read from afar. */
export const isLarge = (font) => parseFloat(font) >= SIZE;

const padOf = (font) => (isLarge(font) ? LARGE : SMALL);

/** Draw one chart into a canvas of the size of its box: the lines up to month `until`, the handle at `month`. */
export function drawChart(canvas, box, pixels, chart, { month, until }, colour, font) {
  const PAD = padOf(font);
  const { series, ghost, before, months, indicator, band, runs, flags } = chart;
  const c = canvas.getContext("2d");
  fit(canvas, box, pixels);
  c.setTransform(pixels, 0, 0, pixels, 0, 0);
  c.clearRect(0, 0, box.width, box.height);
  const factor = indicator.percent ? 100 : 1;
  const highest = Math.max(
    ...series.map((own) => greatest(own) * factor),
    ...[...(band ?? []), ...(runs ?? [])].flat().map((own) => greatest(own) * factor),
  );
  const [low, high] = axis(indicator.axis, highest);
  const x = linear([0, months], [PAD.left, box.width - PAD.right]);
  const y = linear([low, high], [box.height - PAD.bottom, PAD.top]);
  const lines = (pair, width, alpha, from = 0) =>
    pair.forEach((own, world) =>
      line(
        c,
        own,
        from,
        x,
        y,
        factor,
        colour(world ? "b" : "a"),
        width,
        world ? [2.7 * width, 1.6 * width] : [],
        alpha,
      ),
    );
  c.font = font;
  grid(c, box, PAD, { x, y, low, high, months, percent: chart.unitSign, year: chart.year }, colour);
  for (const flag of flags)
    stroke(
      c,
      [
        [x(flag - 1), PAD.top],
        [x(flag - 1), box.height - PAD.bottom],
      ],
      colour("ink3"),
      1,
      [2, 3],
      0.7,
    );
  if (band) bands(c, band, x, y, factor, colour);
  for (const own of runs ?? []) lines(own, THIN, 0.35);
  if (ghost) lines(ghost.lines, 1.6, 0.3, ghost.from);
  if (before) lines(before.lines, THICK, before.alpha);
  c.save();
  if (until < series[0].length - 1) cut(c, x(until), box.height);
  lines(series, THICK, 1);
  c.restore();
  stroke(
    c,
    [
      [x(month), PAD.top - 2],
      [x(month), box.height - PAD.bottom],
    ],
    colour("line2"),
    1.2,
    [],
    1,
  );
  series.forEach((own, world) =>
    marker(c, x(month), y(between(own, month) * factor), world, colour(world ? "b" : "a"), 4.4),
  );
}

/** Draw nothing to the right of a place. */
function cut(c, right, height) {
  c.beginPath();
  c.rect(0, 0, right, height);
  c.clip();
}

/** The value at a place between two months. */
export function between(values, month) {
  const before = Math.floor(month);
  const share = month - before;
  return share ? values[before] + (values[before + 1] - values[before]) * share : values[before];
}

export function fit(canvas, box, pixels) {
  const [width, height] = [Math.round(box.width * pixels), Math.round(box.height * pixels)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${box.width}px`;
    canvas.style.height = `${box.height}px`;
  }
}

/** The month at a place of a chart. */
export function monthAt(px, width, months, font) {
  const { left, right } = padOf(font);
  return Math.round(linear([left, width - right], [0, months])(px));
}

function marker(c, x, y, world, fill, radius) {
  if (!Number.isFinite(y)) return;
  c.fillStyle = fill;
  c.beginPath();
  if (world) {
    c.moveTo(x, y - radius * 1.25);
    c.lineTo(x + radius * 1.25, y);
    c.lineTo(x, y + radius * 1.25);
    c.lineTo(x - radius * 1.25, y);
  } else c.arc(x, y, radius, 0, 2 * Math.PI);
  c.fill();
}

function grid(c, box, PAD, { x, y, low, high, months, percent, year }, colour) {
  c.fillStyle = colour("ink3");
  c.textAlign = "right";
  c.textBaseline = "middle";
  const marks = ticks(low, high, box.height - PAD.top - PAD.bottom < 4 * parseFloat(c.font) ? 1 : 3); // else they touch
  for (const tick of marks) {
    stroke(
      c,
      [
        [PAD.left, y(tick)],
        [box.width - PAD.right, y(tick)],
      ],
      colour("line"),
      1,
      [],
      1,
    );
    c.fillText(plain(tick, decimalsOf(marks)) + percent, PAD.left - 6, y(tick));
  }
  c.textBaseline = "alphabetic";
  for (const years of [0, 5, 10]) {
    if (years * 12 > months || (years === 5 && box.width < NARROW)) continue;
    c.textAlign = years ? (years * 12 === months ? "right" : "center") : "left";
    c.fillText(
      years * 12 === months ? `${years} ${year}` : `${years}`,
      x(years * 12) + (years * 12 === months ? 6 : 0),
      box.height - 4,
    );
  }
}

function bands(c, band, x, y, factor, colour) {
  band.forEach(([low, high], world) => {
    c.globalAlpha = 0.14;
    c.fillStyle = colour(world ? "b" : "a");
    c.beginPath();
    low.forEach((own, month) => c.lineTo(x(month), y(own * factor)));
    for (let month = high.length - 1; month >= 0; month -= 1) c.lineTo(x(month), y(high[month] * factor));
    c.fill();
    c.globalAlpha = 1;
  });
}

function line(c, values, from, x, y, factor, ink, width, dash, alpha) {
  c.strokeStyle = ink;
  c.lineWidth = width;
  c.globalAlpha = alpha;
  c.setLineDash(dash);
  c.beginPath();
  let down = false;
  for (let k = 0; k < values.length; k += 1) {
    if (!Number.isFinite(values[k])) down = false;
    else if (down) c.lineTo(x(from + k), y(values[k] * factor));
    else {
      c.moveTo(x(from + k), y(values[k] * factor));
      down = true;
    }
  }
  c.stroke();
  c.setLineDash([]);
  c.globalAlpha = 1;
}

function stroke(c, points, ink, width, dash, alpha) {
  c.strokeStyle = ink;
  c.lineWidth = width;
  c.globalAlpha = alpha;
  c.setLineDash(dash);
  c.beginPath();
  points.forEach(([px, py], k) => (k ? c.lineTo(px, py) : c.moveTo(px, py)));
  c.stroke();
  c.setLineDash([]);
  c.globalAlpha = 1;
}

function greatest(values) {
  let found = -Infinity;
  for (const own of values) if (own > found) found = own;
  return found;
}
