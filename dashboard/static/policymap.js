// The map of policies: participation to the right, quality upwards, a cross for each interval.
import { linear, signed, ticks } from "./scales.js";

const SVG = "http://www.w3.org/2000/svg";
const PAD = { left: 44, right: 14, top: 12, bottom: 44 };
const NARROW = 400; // px, below which only the chosen point carries its name
const HIGH = 18; // px, of a label
const BESIDE = 6; // px between a point and a label; further away a line leads to it
const CLEAR = 6; // px that a name is nearer to its own point than to another
const RINGS = [13, 24, 36, 50, 66, 84, 104]; // px from a point, where its number looks for a place
const TURNS = 16; // places on a ring
const FAR = 2.2; // times the second largest: further out is an arrow at the edge

/** Where points end so that one far out does not squeeze the others: [low, high] with zero inside. */
export function extent(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const second = sorted.length > 2 ? sorted.at(-2) : sorted.at(-1);
  const high = sorted.at(-1) > FAR * Math.max(second, 0.5) ? second : sorted.at(-1);
  const span = Math.max(high, 0) - Math.min(sorted[0], 0) || 1;
  return [sorted[0] < 0 ? sorted[0] - 0.1 * span : -0.03 * span, Math.max(0, high) + 0.12 * span];
}

/** Where labels go: none lies on another or on a point, and no number is nearer to a foreign point than to its own.
 *
 * For each point [x, y] the widths [number, number with name; null where it shall have none]. A name stands right
 * beside its point or is left out; a number looks further and further around, and so does the name of `first`,
 * whose turn comes before all; then come those with the most room. To the left of a point the number follows its
 * name, so that it is beside the point. Returns [left, top, named, whether the number comes last] for each point.
 */
export function placeLabels(points, widths, box, { others = [], first = -1 } = {}) {
  const taken = others.map((own) => [own, -1]);
  points.forEach(([x, y], k) => taken.push([[x - 8, y - 8, x + 8, y + 8], k]));
  const gap = (k, left, top, wide) =>
    Math.hypot(
      Math.max(left - points[k][0], 0, points[k][0] - left - wide),
      Math.max(top - points[k][1], 0, points[k][1] - top - HIGH),
    );
  const free = (k, { left, top, wide }) => {
    if (left < box.left || left + wide > box.right || top < box.top || top + HIGH > box.bottom) return false;
    return taken.every(([[l, t, r, b], j]) => j === k || left >= r || left + wide <= l || top >= b || top + HIGH <= t);
  };
  const clear = (k, { left, top, wide, last }) => {
    const [number] = widths[k];
    const at = last ? left + wide - number : left;
    return points.every((_, j) => j === k || gap(j, at, top, number) > gap(k, at, top, number) + CLEAR);
  };
  const found = Array(points.length);
  const put = (k, place, named) => {
    found[k] = [place.left, place.top, named, Boolean(place.last)];
    taken.push([[place.left, place.top, place.left + place.wide, place.top + HIGH], points.length]);
  };
  const room = points.map(([x, y], k) =>
    Math.min(...points.map(([px, py], j) => (j === k ? Infinity : Math.hypot(px - x, py - y)))),
  );
  const order = points.map((_, k) => k).sort((p, q) => (q === first) - (p === first) || room[q] - room[p]);
  for (const k of order) {
    const [number, name] = widths[k];
    const fits =
      name !== null &&
      (beside(points[k], name).find((own) => free(k, own) && clear(k, own)) ??
        (k === first && around(points[k], name).find((own) => free(k, own))));
    const spots = fits ? [] : around(points[k], number);
    put(k, fits || (spots.find((own) => free(k, own)) ?? spots[0]), Boolean(fits));
  }
  return found;
}

/** Places of a label right beside its point: to the right first, then to the left. */
function beside([x, y], wide) {
  const heights = [
    [y - 9, BESIDE + 6],
    [y - HIGH - BESIDE - 3, 3],
    [y + BESIDE + 3, 3],
  ];
  return [
    ...heights.map(([top, away]) => ({ left: x + away, top, wide })),
    ...heights.map(([top, away]) => ({ left: x - away - wide, top, wide, last: true })),
  ];
}

/** Places of a number around its point, the nearest first. */
function around([x, y], wide) {
  return RINGS.flatMap((far) =>
    Array.from({ length: TURNS }, (_, k) => {
      const turn = (2 * Math.PI * k) / TURNS;
      return {
        left: x + (far + wide / 2 - 3) * Math.cos(turn) - wide / 2,
        top: y + (far + 6) * Math.sin(turn) - HIGH / 2,
        wide,
      };
    }),
  );
}

export function drawMap(compare, width, height) {
  const { page, arms, chosen } = compare;
  const { t, lang } = page;
  measureIn(page.root);
  const svg = make("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-label": arms
      .map((arm) =>
        t("map_point", {
          name: arm.label[lang],
          x: signed(100 * arm.differences.participation_12m.mean),
          y: signed(100 * arm.differences.quality.mean),
        }),
      )
      .join("; "),
  });
  const at = (arm, end = "mean") => [arm.differences.participation_12m[end] * 100, arm.differences.quality[end] * 100];
  const [xs, ys] = [0, 1].map((k) => extent(arms.map((arm) => at(arm)[k])));
  const x = linear(xs, [PAD.left, width - PAD.right]);
  const y = linear(ys, [height - PAD.bottom, PAD.top]);
  const falls = losing(svg, t, arms, { x, y, width, height });
  grid(svg, { x, y, xs, ys, width, height }, t("map_x"));
  const near = arms.filter((arm) => at(arm)[0] <= xs[1] && at(arm)[1] <= ys[1]);
  for (const arm of near)
    cross(svg, arm, at, x, y, { chosen: arm === chosen, name: arm.label[lang], act: () => compare.pick(arm) });
  const far = arms
    .filter((arm) => !near.includes(arm))
    .map((arm) => [arm, `${arm.label[lang]} ${signed(at(arm)[0])}${t("comma")}${signed(at(arm)[1])}`]);
  const points = near.map((arm) => [x(at(arm)[0]), y(at(arm)[1])]);
  const widths = near.map((arm) => {
    const number = badge(compare.numeral(arm));
    return [number, width >= NARROW || arm === chosen ? number + 9 + wide(arm.label[lang]) : null];
  });
  const others = [
    ...falls,
    ...far.map(([, words], k) => [
      width - PAD.right - arrowSpan(words) - 8,
      PAD.top + 30 * k,
      width,
      PAD.top + 34 + 30 * k,
    ]),
    ...near.map((arm) => [x(at(arm, "low")[0]) - 3, y(at(arm)[1]) - 4, x(at(arm, "high")[0]) + 3, y(at(arm)[1]) + 4]),
  ];
  const spots = placeLabels(
    points,
    widths,
    { left: PAD.left, right: width - 4, top: 4, bottom: height - PAD.bottom },
    { others, first: near.indexOf(chosen) },
  );
  near.forEach((_, k) => lead(svg, points[k], spots[k], widths[k]));
  near.forEach((arm, k) => label(svg, compare, arm, spots[k], widths[k], arm === chosen));
  far.forEach(([arm, words], k) => arrow(svg, words, width, k, () => compare.pick(arm)));
  return svg;
}

/** A line from a point to its label, where that found its place further away. */
function lead(svg, [px, py], [left, top, named], [number, name]) {
  const [x, y] = [
    Math.min(left + (named ? name : number), Math.max(left, px)),
    Math.min(top + HIGH, Math.max(top, py)),
  ];
  if (Math.hypot(x - px, y - py) > BESIDE + 8)
    svg.append(make("line", { x1: px, y1: py, x2: x, y2: y, stroke: "var(--ink3)" }));
}

/** How wide the field of a number is [px]. */
const badge = (numeral) => Math.max(19, wide(numeral) + 7);

const measure = document.createElement("canvas").getContext("2d");
let wide; // how wide words are in the map's type [px]

/** Take the measure in the type of the page. */
function measureIn(element) {
  measure.font = `700 13px ${getComputedStyle(element).fontFamily}`;
  wide = (words) => Math.ceil(measure.measureText(words).width);
}

/** Colour where something falls; returns where the words for it lie. */
function losing(svg, t, arms, { x, y, width, height }) {
  const taken = [];
  if (Math.min(...arms.map((arm) => arm.differences.quality.mean)) < 0) {
    svg.append(
      make("rect", {
        x: PAD.left,
        y: y(0),
        width: width - PAD.left - PAD.right,
        height: height - PAD.bottom - y(0),
        fill: "var(--loss-tint)",
      }),
    );
    svg.append(
      text(width - PAD.right - 6, height - PAD.bottom - 6, t("quality_falls"), {
        "text-anchor": "end",
        fill: "var(--loss)",
        "font-size": 12,
      }),
    );
    taken.push([
      width - PAD.right - 6 - wide(t("quality_falls")),
      height - PAD.bottom - 20,
      width - PAD.right,
      height - PAD.bottom,
    ]);
  }
  if (Math.min(...arms.map((arm) => arm.differences.participation_12m.mean)) < 0) {
    svg.append(
      make("rect", {
        x: PAD.left,
        y: PAD.top,
        width: x(0) - PAD.left,
        height: height - PAD.bottom - PAD.top,
        fill: "var(--loss-tint)",
      }),
    );
    svg.append(text(PAD.left + 4, PAD.top + 14, t("participation_falls"), { fill: "var(--loss)", "font-size": 12 }));
    taken.push([PAD.left, PAD.top, PAD.left + 4 + wide(t("participation_falls")), PAD.top + 20]);
  }
  return taken;
}

function grid(svg, { x, y, xs, ys, width, height }, name) {
  const common = { fill: "var(--ink3)", "font-size": 12 };
  for (const own of ticks(...xs, 6)) {
    svg.append(
      make("line", {
        x1: x(own),
        x2: x(own),
        y1: PAD.top,
        y2: height - PAD.bottom,
        stroke: own ? "var(--line)" : "var(--ink3)",
      }),
    );
    svg.append(
      text(x(own), height - PAD.bottom + 16, own ? signed(own, own % 1 ? 1 : 0) : "0", {
        ...common,
        "text-anchor": "middle",
      }),
    );
  }
  for (const own of ticks(...ys, 6)) {
    svg.append(
      make("line", {
        x1: PAD.left,
        x2: width - PAD.right,
        y1: y(own),
        y2: y(own),
        stroke: own ? "var(--line)" : "var(--ink3)",
      }),
    );
    svg.append(
      text(PAD.left - 6, y(own) + 4, own ? signed(own, own % 1 ? 1 : 0) : "0", { ...common, "text-anchor": "end" }),
    );
  }
  svg.append(text((PAD.left + width) / 2, height - 8, name, { ...common, "text-anchor": "middle" }));
}

function cross(svg, arm, at, x, y, { chosen, name, act }) {
  const [[px, py], [lx, ly], [hx, hy]] = ["mean", "low", "high"].map((end) => at(arm, end));
  const ink = chosen ? "var(--b)" : py < 0 || px < 0 ? "var(--loss)" : "var(--ink)";
  const look = arm.short
    ? { fill: "var(--surface)", stroke: ink, "stroke-width": 2 }
    : { fill: ink, stroke: "var(--surface)" };
  const own = make("g", { style: "cursor:pointer" });
  own.append(
    make("line", { x1: x(lx), x2: x(hx), y1: y(py), y2: y(py), stroke: ink, "stroke-width": 1.5 }),
    make("line", { x1: x(px), x2: x(px), y1: y(ly), y2: y(hy), stroke: ink, "stroke-width": 1.5 }),
  );
  own.append(
    chosen
      ? make("path", { d: `M${x(px)} ${y(py) - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z`, ...look })
      : make("circle", { cx: x(px), cy: y(py), r: 5, ...look }),
    title(name),
  );
  own.addEventListener("click", act);
  svg.append(own);
}

function label(svg, compare, arm, [left, top, named, last], [number, wide], chosen) {
  const own = make("g", { style: "cursor:pointer" });
  const at = last ? left + wide - number : left;
  own.append(
    make("rect", { x: at, y: top, width: number, height: HIGH, rx: 4, fill: chosen ? "var(--b)" : "var(--sunk)" }),
    text(at + number / 2, top + 13, compare.numeral(arm), {
      "text-anchor": "middle",
      "font-size": 11.5,
      "font-weight": 700,
      fill: chosen ? "var(--surface)" : "var(--ink2)",
    }),
  );
  const name = arm.label[compare.page.lang];
  if (named)
    own.append(
      text(last ? at - 5 : at + number + 5, top + 13.5, name, {
        "text-anchor": last ? "end" : "start",
        "font-size": 13,
        "font-weight": chosen ? 700 : 400,
        fill: chosen ? "var(--b-ink)" : "var(--ink)",
      }),
    );
  else own.append(title(name));
  own.addEventListener("click", () => compare.pick(arm));
  svg.append(own);
}

const arrowSpan = (words) => wide(words) + 18;

function arrow(svg, words, width, k, act) {
  const span = arrowSpan(words);
  const top = PAD.top + 6 + 30 * k;
  const own = make("g", { style: "cursor:pointer" });
  own.append(
    make("rect", { x: width - PAD.right - span - 8, y: top, width: span, height: 24, rx: 4, fill: "var(--ink)" }),
    make("path", { d: `M${width - PAD.right - 9} ${top + 5}l8 7-8 7z`, fill: "var(--ink)" }),
    text(width - PAD.right - span + 4, top + 17, words, {
      fill: "var(--surface)",
      "font-size": 13,
      "font-weight": 700,
    }),
  );
  own.addEventListener("click", act);
  svg.append(own);
}

function make(tag, attributes) {
  const own = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([key, value]) => own.setAttribute(key, value));
  return own;
}

function title(words) {
  const own = make("title", {});
  own.textContent = words;
  return own;
}

function text(x, y, words, attributes) {
  const own = make("text", { x, y, ...attributes });
  own.textContent = words;
  return own;
}
