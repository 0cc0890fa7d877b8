// @ts-check
// Where the labels of points lie, so that each is read with its own.

export const HIGH = 18; // px, of a label
export const BESIDE = 6; // px between a point and a label; further away a line leads to it
const CLEAR = 6; // px that a name is nearer to its own point than to another
const RINGS = [13, 24, 36, 50, 66, 84, 104]; // px from a point, where its number looks for a place
const TURNS = 16; // places on a ring

/**
 * Where labels go: none lies on another or on a point, and no number is nearer to a foreign point than to its own.
 *
 * For each point [x, y] the widths [number, number with name; null where it shall have none]. A name stands right
 * beside its point or is left out; a number looks further and further around, and so does the name of `first`,
 * whose turn comes before all; then come those with the most room. To the left of a point the number follows its
 * name, so that it is beside the point. Returns [left, top, named, whether the number comes last] for each point.
 * @param {Point[]} points
 * @param {Widths[]} widths
 * @param {Pad} box
 * @param {{ others?: Box[], first?: number }} [how]
 * @returns {Placed[]}
 */
export function placeLabels(points, widths, box, { others = [], first = -1 } = {}) {
  /** @type {[Box, number][]} */
  const taken = others.map((item) => [item, -1]);
  points.forEach(([x, y], k) => taken.push([[x - 8, y - 8, x + 8, y + 8], k]));
  /** @type {(k: number, left: number, top: number, wide: number) => number} */
  const gap = (k, left, top, wide) =>
    Math.hypot(
      Math.max(left - points[k][0], 0, points[k][0] - left - wide),
      Math.max(top - points[k][1], 0, points[k][1] - top - HIGH),
    );
  /** @type {(k: number, place: Place) => boolean} */
  const free = (k, { left, top, wide }) => {
    if (left < box.left || left + wide > box.right || top < box.top || top + HIGH > box.bottom) return false;
    return taken.every(([[l, t, r, b], j]) => j === k || left >= r || left + wide <= l || top >= b || top + HIGH <= t);
  };
  /** @type {(k: number, place: Place) => boolean} */
  const clear = (k, { left, top, wide, last }) => {
    const [number] = widths[k];
    const at = last ? left + wide - number : left;
    return points.every((_, j) => j === k || gap(j, at, top, number) > gap(k, at, top, number) + CLEAR);
  };
  /** @type {Placed[]} */
  const found = Array(points.length);
  const put = (/** @type {number} */ k, /** @type {Place} */ place, /** @type {boolean} */ named) => {
    found[k] = [place.left, place.top, named, Boolean(place.last)];
    taken.push([[place.left, place.top, place.left + place.wide, place.top + HIGH], points.length]);
  };
  const room = points.map(([x, y], k) =>
    Math.min(...points.map(([px, py], j) => (j === k ? Infinity : Math.hypot(px - x, py - y)))),
  );
  const order = points.map((_, k) => k).sort((p, q) => room[q] - room[p]);
  if (first >= 0) order.unshift(...order.splice(order.indexOf(first), 1));
  for (const k of order) {
    const [number, name] = widths[k];
    const wanted = name === null ? [] : beside(points[k], name).filter((item) => clear(k, item));
    const named = [...wanted, ...(name !== null && k === first ? around(points[k], name) : [])];
    const fits = named.find((item) => free(k, item));
    const spots = around(points[k], number);
    put(k, fits ?? spots.find((item) => free(k, item)) ?? spots[0], Boolean(fits));
  }
  return found;
}

/**
 * Places of a label right beside its point: to the right first, then to the left.
 * @param {Point} point
 * @param {number} wide
 * @returns {Place[]}
 */
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

/**
 * Places of a number around its point, the nearest first.
 * @param {Point} point
 * @param {number} wide
 * @returns {Place[]}
 */
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
