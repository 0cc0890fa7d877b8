// The map of policies: participation to the right, quality upwards, a cross for each interval.
import { linear, signed, ticks } from "./scales.js";

const SVG = "http://www.w3.org/2000/svg";
const PAD = { left: 44, right: 14, top: 12, bottom: 44 };
const NARROW = 400; // px, below which points carry their number alone
const FAR = 2.2; // times the second largest: further out is an arrow at the edge

/** Where points end so that one far out does not squeeze the others: [low, high] with zero inside. */
export function extent(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const second = sorted.length > 2 ? sorted.at(-2) : sorted.at(-1);
  const high = sorted.at(-1) > FAR * Math.max(second, 0.5) ? second : sorted.at(-1);
  const span = Math.max(high, 0) - Math.min(sorted[0], 0) || 1;
  return [sorted[0] < 0 ? sorted[0] - 0.1 * span : -0.03 * span, Math.max(0, high) + 0.12 * span];
}

/** Places for labels that do not lie on each other or on points: for each point [x, y, anchor]. */
export function placeLabels(points, widths, box, others = []) {
  const taken = points.map(([x, y]) => [x - 8, y - 8, x + 8, y + 8]);
  taken.push(...others);
  return points.map(([x, y], k) => {
    const wide = widths[k];
    const tries = [[x + 12, y - 9], [x - 12 - wide, y - 9], [x + 8, y - 28], [x - 8 - wide, y - 28], [x + 8, y + 10], [x - 8 - wide, y + 10], [x - wide / 2, y - 32], [x - wide / 2, y + 14]];
    const cost = ([left, top]) => taken.reduce((sum, [l, t, r, b], j) => {
      if (j === k) return sum;
      const [dx, dy] = [Math.min(left + wide, r) - Math.max(left, l), Math.min(top + 18, b) - Math.max(top, t)];
      return dx > 0 && dy > 0 ? sum + dx * dy : sum;
    }, left < box.left || left + wide > box.right || top < box.top || top + 18 > box.bottom ? 1e4 : 0);
    const best = tries.map((own) => [cost(own), own]).sort((a, b) => a[0] - b[0])[0][1];
    taken.push([best[0], best[1], best[0] + wide, best[1] + 18]);
    return best;
  });
}

export function drawMap(compare, width, height) {
  const { page, lanes, chosen } = compare;
  const { t, lang } = page;
  const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": lanes.map((lane) => t("map_point", { name: lane.label[lang],
    x: signed(100 * lane.differences.participation_12m.mean), y: signed(100 * lane.differences.quality.mean) })).join("; ") });
  const at = (lane, end = "mean") => [lane.differences.participation_12m[end] * 100, lane.differences.quality[end] * 100];
  const [xs, ys] = [0, 1].map((k) => extent(lanes.map((lane) => at(lane)[k])));
  const x = linear(xs, [PAD.left, width - PAD.right]);
  const y = linear(ys, [height - PAD.bottom, PAD.top]);
  const falls = losing(svg, t, lanes, { x, y, width, height });
  grid(svg, { x, y, xs, ys, width, height }, t("map_x"));
  const near = lanes.filter((lane) => at(lane)[0] <= xs[1] && at(lane)[1] <= ys[1]);
  for (const lane of near) cross(svg, lane, at, x, y, lane === chosen, () => compare.pick(lane));
  const far = lanes.filter((lane) => !near.includes(lane)).map((lane) => [lane, `${lane.label[lang]} ${signed(at(lane)[0])}${t("comma")}${signed(at(lane)[1])}`]);
  const points = near.map((lane) => [x(at(lane)[0]), y(at(lane)[1])]);
  const named = (lane) => width >= NARROW || lane === chosen;
  const spots = placeLabels(points, near.map((lane) => (named(lane) ? wide(lane.label[lang]) + 28 : 20)), { left: PAD.left, right: width - 4, top: 4, bottom: height - PAD.bottom },
  [...falls, ...far.map(([, words], k) => [width - PAD.right - arrowSpan(words) - 8, PAD.top + 30 * k, width, PAD.top + 34 + 30 * k]),
    ...near.map((lane) => [x(at(lane, "low")[0]) - 3, y(at(lane)[1]) - 4, x(at(lane, "high")[0]) + 3, y(at(lane)[1]) + 4])]);
  near.forEach((lane, k) => label(svg, compare, lane, spots[k], lane === chosen, named(lane)));
  far.forEach(([lane, words], k) => arrow(svg, words, width, k, () => compare.pick(lane)));
  return svg;
}

/** How wide words are in the map's type [px]. */
const wide = (words) => [...words].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 13 : 7), 0);

/** Colour where something falls; returns where the words for it lie. */
function losing(svg, t, lanes, { x, y, width, height }) {
  const taken = [];
  if (Math.min(...lanes.map((lane) => lane.differences.quality.mean)) < 0) {
    svg.append(make("rect", { x: PAD.left, y: y(0), width: width - PAD.left - PAD.right, height: height - PAD.bottom - y(0), fill: "var(--loss-tint)" }));
    svg.append(text(width - PAD.right - 6, height - PAD.bottom - 6, t("quality_falls"), { "text-anchor": "end", fill: "var(--loss)", "font-size": 12 }));
    taken.push([width - PAD.right - 6 - wide(t("quality_falls")), height - PAD.bottom - 20, width - PAD.right, height - PAD.bottom]);
  }
  if (Math.min(...lanes.map((lane) => lane.differences.participation_12m.mean)) < 0) {
    svg.append(make("rect", { x: PAD.left, y: PAD.top, width: x(0) - PAD.left, height: height - PAD.bottom - PAD.top, fill: "var(--loss-tint)" }));
    svg.append(text(PAD.left + 4, PAD.top + 14, t("participation_falls"), { fill: "var(--loss)", "font-size": 12 }));
    taken.push([PAD.left, PAD.top, PAD.left + 4 + wide(t("participation_falls")), PAD.top + 20]);
  }
  return taken;
}

function grid(svg, { x, y, xs, ys, width, height }, name) {
  const common = { fill: "var(--ink3)", "font-size": 12 };
  for (const own of ticks(...xs, 6)) {
    svg.append(make("line", { x1: x(own), x2: x(own), y1: PAD.top, y2: height - PAD.bottom, stroke: own ? "var(--line)" : "var(--ink3)" }));
    svg.append(text(x(own), height - PAD.bottom + 16, own ? signed(own, own % 1 ? 1 : 0) : "0", { ...common, "text-anchor": "middle" }));
  }
  for (const own of ticks(...ys, 6)) {
    svg.append(make("line", { x1: PAD.left, x2: width - PAD.right, y1: y(own), y2: y(own), stroke: own ? "var(--line)" : "var(--ink3)" }));
    svg.append(text(PAD.left - 6, y(own) + 4, own ? signed(own, own % 1 ? 1 : 0) : "0", { ...common, "text-anchor": "end" }));
  }
  svg.append(text((PAD.left + width) / 2, height - 8, name, { ...common, "text-anchor": "middle" }));
}

function cross(svg, lane, at, x, y, chosen, act) {
  const [[px, py], [lx, ly], [hx, hy]] = ["mean", "low", "high"].map((end) => at(lane, end));
  const ink = chosen ? "var(--b)" : py < 0 || px < 0 ? "var(--loss)" : "var(--ink)";
  const own = make("g", { style: "cursor:pointer" });
  own.append(make("line", { x1: x(lx), x2: x(hx), y1: y(py), y2: y(py), stroke: ink, "stroke-width": 1.5 }), make("line", { x1: x(px), x2: x(px), y1: y(ly), y2: y(hy), stroke: ink, "stroke-width": 1.5 }));
  own.append(chosen ? make("path", { d: `M${x(px)} ${y(py) - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z`, fill: ink, stroke: "var(--surface)" })
    : make("circle", { cx: x(px), cy: y(py), r: 5, fill: ink, stroke: "var(--surface)" }));
  own.addEventListener("click", act);
  svg.append(own);
}

function label(svg, compare, lane, [left, top], chosen, named) {
  svg.append(make("rect", { x: left, y: top, width: 19, height: 18, rx: 4, fill: chosen ? "var(--b)" : "var(--sunk)" }));
  svg.append(text(left + 9.5, top + 13, compare.numeral(lane), { "text-anchor": "middle", "font-size": 11.5, "font-weight": 700, fill: chosen ? "var(--surface)" : "var(--ink2)" }));
  if (named) svg.append(text(left + 24, top + 13.5, lane.label[compare.page.lang], { "font-size": 13, "font-weight": chosen ? 700 : 400, fill: chosen ? "var(--b-ink)" : "var(--ink)" }));
}

const arrowSpan = (words) => wide(words) + 18;

function arrow(svg, words, width, k, act) {
  const span = arrowSpan(words);
  const top = PAD.top + 6 + 30 * k;
  const own = make("g", { style: "cursor:pointer" });
  own.append(make("rect", { x: width - PAD.right - span - 8, y: top, width: span, height: 24, rx: 4, fill: "var(--ink)" }), make("path", { d: `M${width - PAD.right - 9} ${top + 5}l8 7-8 7z`, fill: "var(--ink)" }),
    text(width - PAD.right - span + 4, top + 17, words, { fill: "var(--surface)", "font-size": 13, "font-weight": 700 }));
  own.addEventListener("click", act);
  svg.append(own);
}

function make(tag, attributes) {
  const own = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([key, value]) => own.setAttribute(key, value));
  return own;
}

function text(x, y, words, attributes) {
  const own = make("text", { x, y, ...attributes });
  own.textContent = words;
  return own;
}

