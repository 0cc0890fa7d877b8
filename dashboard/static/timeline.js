// @ts-check
// The dock's timeline: two lanes, years, elections, flags of changes, and the handle of the month looked at.
import { svg } from "./dom.js";
import { clamp, linear } from "./scales.js";

const FOLD = 24; // px, flags closer than this fold into one
const HEIGHT = 86; // px
const [LANE, GAP] = [36, 16]; // px, where A's lane is, and how far below it is B's
const LONGEST = 220; // px of a flag's words

/**
 * Flags of changes, those close together folded.
 * @param {Flag[]} flags
 * @param {Scale} x
 */
export function foldFlags(flags, x) {
  /** @type {{ x: number, items: Flag[] }[]} */
  const folded = [];
  for (const flag of [...flags].sort((a, b) => a.month - b.month)) {
    const last = folded.at(-1);
    const place = x(flag.month - 1);
    if (last && place - last.x < FOLD) last.items.push(flag);
    else folded.push({ x: place, items: [flag] });
  }
  return folded;
}

/**
 * Draw the timeline; returns how high it is.
 * @param {SVGElement} element
 * @param {number} width
 * @param {{ months: number, simulated: number, month: number, flags: Flag[], elections: number[] }} state
 * @param {TimelineWords} words
 * @param {Colour} colour
 */
export function drawTimeline(element, width, state, words, colour) {
  const { months, simulated, month, flags, elections } = state;
  const x = linear([0, months], [22, width - 24]);
  const years = Array.from({ length: Math.floor(months / 12) }, (_, k) => k + 1);
  element.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  element.replaceChildren(
    ...[0, 1].flatMap((world) => {
      const y = LANE + GAP * world;
      const line = { x1: x(0), y1: y, y2: y, "stroke-width": 3.4, ...(world ? { "stroke-dasharray": "7 4" } : {}) };
      return [
        svg("line", { ...line, x2: x(months), stroke: colour("line2") }),
        svg("line", { ...line, x2: x(simulated), stroke: colour("ab"[world]) }),
      ];
    }),
    ...years.flatMap((year) => {
      const [begins, middle] = [x(12 * year - 12), x(12 * year - 6)];
      const look = { "text-anchor": "middle", fill: colour("ink3"), "font-size": 12 };
      return [
        svg("line", { x1: begins, x2: begins, y1: 62, y2: 66, stroke: colour("line2") }),
        svg("text", { x: middle, y: 78, ...look }, words.year(year)),
      ];
    }),
    ...elections.flatMap((election) => ballot(x(election), 14, colour("ink3"), words.election)),
    ...foldFlags(flags, x).flatMap((entry) => flagged(entry, width, words, colour)),
    ...handle(x(month), month, colour),
  );
  return HEIGHT;
}

/**
 * A flag on its pole: the change, or how many they are.
 * @param {{ x: number, items: Flag[] }} flag
 * @param {number} width
 * @param {TimelineWords} words
 * @param {Colour} colour
 */
function flagged({ x, items }, width, words, colour) {
  const { world } = items[0];
  const text = items.length > 1 ? words.changes(items.length) : words.flag(items[0]);
  const long = [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 12.5 : 6.9), 0);
  const wide = 14 + Math.min(LONGEST, long);
  const left = clamp(x, 0, width - wide);
  const both = items.some((item) => item.world !== world);
  const ink = colour(both ? "ink" : world ? "b-ink" : "a-ink");
  const bottom = LANE + (world || both ? GAP : 0);
  const look = { fill: colour("surface"), "font-size": 12, "font-weight": 600 };
  return [
    svg("line", { x1: x, x2: x, y1: 4, y2: bottom, stroke: ink, "stroke-width": 1.4 }),
    svg("rect", { x: left, y: 3, width: wide, height: 18, rx: 1.5, fill: ink }),
    svg("text", { x: left + 7, y: 16, ...look }, text),
  ];
}

/**
 * @param {number} x
 * @param {number} month
 * @param {Colour} colour
 */
function handle(x, month, colour) {
  const look = { "text-anchor": "middle", fill: colour("surface"), "font-size": 12.5, "font-weight": 700 };
  return [
    svg("line", { x1: x, x2: x, y1: 26, y2: 62, stroke: colour("ink"), "stroke-width": 2 }),
    svg("rect", { x: x - 18, y: 34, width: 36, height: 20, rx: 10, fill: colour("ink") }),
    svg("text", { x, y: 48, ...look }, `${month}`),
  ];
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} ink
 * @param {string} title
 */
function ballot(x, y, ink, title) {
  const look = { fill: "none", stroke: ink, "stroke-width": 1.4 };
  return [
    svg("rect", { x: x - 5, y: y - 4, width: 10, height: 9, rx: 1.5, ...look }, svg("title", {}, title)),
    svg("line", { x1: x - 2.5, x2: x + 2.5, y1: y - 7, y2: y - 7, stroke: ink, "stroke-width": 1.4 }),
  ];
}
