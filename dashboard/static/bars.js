// @ts-check
// Differences as bars, places and lines on a scale from left to right.
import { h } from "./dom.js";

/**
 * Something at a place of a scale, in per cent from its left.
 * @param {string} look
 * @param {number} left
 * @param {...Child} inside
 */
export const at = (look, left, ...inside) => h("span", { class: look, style: `left:${left}%` }, inside);

/**
 * Something that goes from one place to another.
 * @param {string} look
 * @param {number} left
 * @param {number} right
 */
export const from = (look, left, right) =>
  h("span", { class: look, style: `left:${Math.min(left, right)}%;width:${Math.abs(right - left)}%` });

/**
 * The numbers of a scale over a column.
 * @param {number[]} marks
 * @param {Scale} scale
 * @param {(mark: number) => string} words
 */
export const axisOf = (marks, scale, words) =>
  h(
    "div",
    { class: "axis" },
    marks.map((item) => at("", scale(item), words(item))),
  );

/**
 * A bar from zero in the middle, to the right for more, its interval as a thin line; what it is and how much in words.
 * @param {string} label
 * @param {Interval} difference
 * @param {number} most
 * @param {string} tone
 * @param {string} words
 */
export function bar(label, { mean, low, high }, most, tone, words) {
  const place = (/** @type {number} */ value) => 50 + (value / most) * 50;
  const interval = low === null || high === null ? null : from("interval", place(low), place(high));
  return [
    h("span", {}, label),
    h("span", { class: "bar" }, from(tone, 50, place(mean)), interval),
    h("strong", { class: tone }, words),
  ];
}
