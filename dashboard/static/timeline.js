// The dock's timeline: two lanes, years, elections, flags of changes, and the handle of the month looked at.
import { clamp, linear } from "./scales.js";

const SVG = "http://www.w3.org/2000/svg";
const FOLD = 24; // px, flags closer than this fold into one

/** Flags of changes, those close together folded: [{x, month, world, items}]. */
export function foldFlags(flags, x) {
  const folded = [];
  for (const flag of [...flags].sort((a, b) => a.month - b.month)) {
    const last = folded.at(-1);
    const place = x(flag.month - 1);
    if (last && place - last.x < FOLD) last.items.push(flag);
    else folded.push({ x: place, month: flag.month, items: [flag] });
  }
  return folded;
}

export function drawTimeline(svg, width, state, words, colour) {
  const height = 86;
  const { months, lived, month, flags, elections } = state;
  const x = linear([0, months], [22, width - 24]);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.replaceChildren();
  const add = (tag, attributes, text) => {
    const own = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([key, value]) => own.setAttribute(key, value));
    if (text !== undefined) own.textContent = text;
    svg.append(own);
    return own;
  };
  const [lane, gap] = [36, 16];
  for (const world of [0, 1]) {
    const y = lane + gap * world;
    const line = { y1: y, y2: y, "stroke-width": 3.4, ...(world ? { "stroke-dasharray": "7 4" } : {}) };
    add("line", { ...line, x1: x(0), x2: x(months), stroke: colour("line2") });
    add("line", { ...line, x1: x(0), x2: x(lived), stroke: colour(world ? "b" : "a") });
  }
  for (let year = 1; year * 12 <= months; year += 1) {
    add("line", { x1: x(12 * year - 12), x2: x(12 * year - 12), y1: 62, y2: 66, stroke: colour("line2") });
    add(
      "text",
      { x: x(12 * year - 6), y: 78, "text-anchor": "middle", fill: colour("ink3"), "font-size": 12 },
      words.year(year),
    );
  }
  for (const election of elections) ballot(add, x(election), 14, colour("ink3"), words.election);
  for (const flag of foldFlags(flags, x)) {
    const own = flag.items;
    const { world } = own[0];
    const text = own.length > 1 ? words.changes(own.length) : words.flag(own[0]);
    const wide =
      14 +
      Math.min(
        220,
        [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 12.5 : 6.9), 0),
      );
    const left = clamp(flag.x, 0, width - wide);
    const both = own.some((item) => item.world !== world);
    const ink = both ? colour("ink") : colour(world ? "b-ink" : "a-ink");
    add("line", {
      x1: flag.x,
      x2: flag.x,
      y1: 4,
      y2: lane + (world || both ? gap : 0),
      stroke: ink,
      "stroke-width": 1.4,
    });
    add("rect", { x: left, y: 3, width: wide, height: 18, rx: 1.5, fill: ink });
    add("text", { x: left + 7, y: 16, fill: colour("surface"), "font-size": 12, "font-weight": 600 }, text);
  }
  add("line", { x1: x(month), x2: x(month), y1: 26, y2: 62, stroke: colour("ink"), "stroke-width": 2 });
  add("rect", { x: x(month) - 18, y: 34, width: 36, height: 20, rx: 10, fill: colour("ink") });
  add(
    "text",
    { x: x(month), y: 48, "text-anchor": "middle", fill: colour("surface"), "font-size": 12.5, "font-weight": 700 },
    `${month}`,
  );
  return x;
}

function ballot(add, x, y, ink, title) {
  const box = add("rect", {
    x: x - 5,
    y: y - 4,
    width: 10,
    height: 9,
    rx: 1.5,
    fill: "none",
    stroke: ink,
    "stroke-width": 1.4,
  });
  const own = document.createElementNS(SVG, "title");
  own.textContent = title;
  box.append(own);
  add("line", { x1: x - 2.5, x2: x + 2.5, y1: y - 7, y2: y - 7, stroke: ink, "stroke-width": 1.4 });
}
