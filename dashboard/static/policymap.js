// @ts-check
// The map of policies: participation to the right, quality upwards, a cross for each interval.
import { svg, there } from "./dom.js";
import { BESIDE, HIGH, placeLabels } from "./labels.js";
import { linear, signed, ticks } from "./scales.js";

const PAD = { left: 44, right: 14, top: 12, bottom: 44 };
const NARROW = 400; // px, below which only the chosen point carries its name
const FAR = 2.2; // times the second largest: further out is an arrow at the edge
const STEP = 30; // px from one arrow to the next

/**
 * Where points end so that one far out does not squeeze the others: [low, high] with zero inside.
 * @param {number[]} values
 * @returns {[number, number]}
 */
export function extent(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const largest = sorted[sorted.length - 1];
  const second = sorted.length > 2 ? sorted[sorted.length - 2] : largest;
  const high = largest > FAR * Math.max(second, 0.5) ? second : largest;
  const span = Math.max(high, 0) - Math.min(sorted[0], 0) || 1;
  return [sorted[0] < 0 ? sorted[0] - 0.1 * span : -0.03 * span, Math.max(0, high) + 0.12 * span];
}

/**
 * Where a policy stands, or its interval ends: participation and quality, in points.
 * @param {Arm} arm
 * @param {"mean" | "low" | "high"} end
 * @returns {Point}
 */
const at = ({ differences }, end = "mean") => {
  const { participation_12m: participation, quality } = differences;
  return [(participation[end] ?? participation.mean) * 100, (quality[end] ?? quality.mean) * 100];
};

const measure = there(document.createElement("canvas").getContext("2d"));

/**
 * How wide words are in the map's type [px].
 * @param {string} words
 */
const wide = (words) => Math.ceil(measure.measureText(words).width);

/**
 * The frame of a map: its size, scales, and the ends of both.
 * @param {Arm[]} arms
 * @param {number} width
 * @param {number} height
 * @returns {MapFrame}
 */
function frameOf(arms, width, height) {
  const [xs, ys] = [0, 1].map((k) => extent(arms.map((arm) => at(arm)[k])));
  const x = linear(xs, [PAD.left, width - PAD.right]);
  return { width, height, xs, ys, x, y: linear(ys, [height - PAD.bottom, PAD.top]) };
}

/**
 * @param {Compare} compare
 * @param {number} width
 * @param {number} height
 */
export function drawMap(compare, width, height) {
  const { page, arms, chosen } = compare;
  const { t, lang } = page;
  measure.font = `700 13px ${getComputedStyle(page.root).fontFamily}`;
  const frame = frameOf(arms, width, height);
  const { x, y, xs, ys } = frame;
  const near = arms.filter((arm) => at(arm)[0] <= xs[1] && at(arm)[1] <= ys[1]);
  const far = arms.filter((arm) => !near.includes(arm));
  const fields = losing(arms, frame, t);
  const arrows = far.map((arm, k) => arrow(compare, arm, frame, k));
  const crossed = near.map((arm) => {
    const [[lx], [, py], [hx]] = [at(arm, "low"), at(arm), at(arm, "high")];
    return /** @type {Box} */ ([x(lx) - 3, y(py) - 4, x(hx) + 3, y(py) + 4]);
  });
  /** @type {Point[]} */
  const points = near.map((arm) => [x(at(arm)[0]), y(at(arm)[1])]);
  /** @type {Widths[]} */
  const widths = near.map((arm) => {
    const number = Math.max(19, wide(compare.numeral(arm)) + 7);
    return [number, width >= NARROW || arm === chosen ? number + 9 + wide(arm.label[lang]) : null];
  });
  const room = { left: PAD.left, right: width - 4, top: 4, bottom: height - PAD.bottom };
  const others = [...fields, ...arrows].map(({ taken }) => taken).concat(crossed);
  const spots = placeLabels(points, widths, room, { others, first: near.indexOf(chosen) });
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": described(arms, t, lang) },
    ...fields.flatMap(({ marks }) => marks),
    ...grid(frame, t("map_x")),
    ...near.map((arm) => cross(compare, arm, frame)),
    ...near.flatMap((_, k) => lead(points[k], spots[k], widths[k])),
    ...near.map((arm, k) => label(compare, arm, spots[k], widths[k])),
    ...arrows.map(({ mark }) => mark),
  );
}

/**
 * The points of a map in words.
 * @param {Arm[]} arms
 * @param {Say} t
 * @param {Lang} lang
 */
function described(arms, t, lang) {
  const words = arms.map((arm) => {
    const [x, y] = at(arm).map((item) => signed(item));
    return t("map_point", { name: arm.label[lang], x, y });
  });
  return words.join("; ");
}

/**
 * A line from a point to its label, where that found its place further away.
 * @param {Point} point
 * @param {Placed} spot
 * @param {Widths} widths
 */
function lead([px, py], [left, top, named], [number, name]) {
  const x = Math.min(left + (named && name !== null ? name : number), Math.max(left, px));
  const y = Math.min(top + HIGH, Math.max(top, py));
  if (Math.hypot(x - px, y - py) <= BESIDE + 8) return [];
  return [svg("line", { x1: px, y1: py, x2: x, y2: y, stroke: "var(--ink3)" })];
}

/**
 * The fields in which something falls, coloured, with words and where these lie.
 * @param {Arm[]} arms
 * @param {MapFrame} frame
 * @param {Say} t
 */
function losing(arms, { x, y, width, height }, t) {
  const [right, bottom] = [width - PAD.right, height - PAD.bottom];
  const look = { fill: "var(--loss)", "font-size": 12 };
  /** @type {(left: number, top: number, wide: number, high: number) => SVGElement} */
  const field = (left, top, wide, high) =>
    svg("rect", { x: left, y: top, width: wide, height: high, fill: "var(--loss-tint)" });
  /** @type {{ marks: SVGElement[], taken: Box }[]} */
  const found = [];
  const falls = (/** @type {number} */ k) => Math.min(...arms.map((arm) => at(arm)[k])) < 0;
  if (falls(1)) {
    const words = t("quality_falls");
    const said = svg("text", { x: right - 6, y: bottom - 6, "text-anchor": "end", ...look }, words);
    const marks = [field(PAD.left, y(0), right - PAD.left, bottom - y(0)), said];
    found.push({ marks, taken: [right - 6 - wide(words), bottom - 20, right, bottom] });
  }
  if (falls(0)) {
    const words = t("participation_falls");
    const said = svg("text", { x: PAD.left + 4, y: PAD.top + 14, ...look }, words);
    const marks = [field(PAD.left, PAD.top, x(0) - PAD.left, bottom - PAD.top), said];
    found.push({ marks, taken: [PAD.left, PAD.top, PAD.left + 4 + wide(words), PAD.top + 20] });
  }
  return found;
}

/**
 * @param {MapFrame} frame
 * @param {string} name
 */
function grid({ x, y, xs, ys, width, height }, name) {
  const [right, bottom] = [width - PAD.right, height - PAD.bottom];
  const look = { fill: "var(--ink3)", "font-size": 12 };
  const number = (/** @type {number} */ mark) => signed(mark, mark % 1 ? 1 : 0);
  const ink = (/** @type {number} */ mark) => ({ stroke: mark ? "var(--line)" : "var(--ink3)" });
  return [
    ...ticks(...xs, 6).flatMap((mark) => [
      svg("line", { x1: x(mark), x2: x(mark), y1: PAD.top, y2: bottom, ...ink(mark) }),
      svg("text", { x: x(mark), y: bottom + 16, ...look, "text-anchor": "middle" }, number(mark)),
    ]),
    ...ticks(...ys, 6).flatMap((mark) => [
      svg("line", { x1: PAD.left, x2: right, y1: y(mark), y2: y(mark), ...ink(mark) }),
      svg("text", { x: PAD.left - 6, y: y(mark) + 4, ...look, "text-anchor": "end" }, number(mark)),
    ]),
    svg("text", { x: (PAD.left + width) / 2, y: height - 8, ...look, "text-anchor": "middle" }, name),
  ];
}

/**
 * A part of the map that picks its policy.
 * @param {Compare} compare
 * @param {Arm} arm
 * @param {...SVGElement} marks
 */
function picking(compare, arm, ...marks) {
  const item = svg("g", { style: "cursor:pointer" }, ...marks);
  item.addEventListener("click", () => compare.pick(arm));
  return item;
}

/**
 * @param {Compare} compare
 * @param {Arm} arm
 * @param {MapFrame} frame
 */
function cross(compare, arm, { x, y }) {
  const chosen = arm === compare.chosen;
  const [[px, py], [lx, ly], [hx, hy]] = [at(arm), at(arm, "low"), at(arm, "high")];
  const ink = chosen ? "var(--b)" : py < 0 || px < 0 ? "var(--loss)" : "var(--ink)";
  const open = { fill: "var(--surface)", stroke: ink, "stroke-width": 2 };
  const look = arm.short ? open : { fill: ink, stroke: "var(--surface)" };
  const line = { stroke: ink, "stroke-width": 1.5 };
  return picking(
    compare,
    arm,
    svg("line", { x1: x(lx), x2: x(hx), y1: y(py), y2: y(py), ...line }),
    svg("line", { x1: x(px), x2: x(px), y1: y(ly), y2: y(hy), ...line }),
    chosen
      ? svg("path", { d: `M${x(px)} ${y(py) - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z`, ...look })
      : svg("circle", { cx: x(px), cy: y(py), r: 5, ...look }),
    svg("title", {}, arm.label[compare.page.lang]),
  );
}

/**
 * @param {Compare} compare
 * @param {Arm} arm
 * @param {Placed} spot
 * @param {Widths} widths
 */
function label(compare, arm, [left, top, named, last], [number, long]) {
  const chosen = arm === compare.chosen;
  const name = arm.label[compare.page.lang];
  const x = last && long !== null ? left + long - number : left;
  const small = { "text-anchor": "middle", "font-size": 11.5, "font-weight": 700 };
  const large = { "text-anchor": last ? "end" : "start", "font-size": 13, "font-weight": chosen ? 700 : 400 };
  const field = { x, y: top, width: number, height: HIGH, rx: 4, fill: chosen ? "var(--b)" : "var(--sunk)" };
  const sign = { x: x + number / 2, y: top + 13, ...small, fill: chosen ? "var(--surface)" : "var(--ink2)" };
  const place = { x: last ? x - 5 : x + number + 5, y: top + 13.5 };
  return picking(
    compare,
    arm,
    svg("rect", field),
    svg("text", sign, compare.numeral(arm)),
    named
      ? svg("text", { ...place, ...large, fill: chosen ? "var(--b-ink)" : "var(--ink)" }, name)
      : svg("title", {}, name),
  );
}

/**
 * An arrow at the edge to a policy that is too far out, and where it lies.
 * @param {Compare} compare
 * @param {Arm} arm
 * @param {MapFrame} frame
 * @param {number} k
 */
function arrow(compare, arm, { width }, k) {
  const { t, lang } = compare.page;
  const [x, y] = at(arm).map((item) => signed(item));
  const words = `${arm.label[lang]} ${x}${t("comma")}${y}`;
  const span = wide(words) + 18;
  const [right, top] = [width - PAD.right, PAD.top + 6 + STEP * k];
  const look = { fill: "var(--surface)", "font-size": 13, "font-weight": 700 };
  const mark = picking(
    compare,
    arm,
    svg("rect", { x: right - span - 8, y: top, width: span, height: 24, rx: 4, fill: "var(--ink)" }),
    svg("path", { d: `M${right - 9} ${top + 5}l8 7-8 7z`, fill: "var(--ink)" }),
    svg("text", { x: right - span + 4, y: top + 17, ...look }, words),
  );
  /** @type {Box} */
  const taken = [right - span - 8, PAD.top + STEP * k, width, PAD.top + 34 + STEP * k];
  return { mark, taken };
}
