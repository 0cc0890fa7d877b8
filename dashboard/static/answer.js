// What came out of a lesson: how large, which way, in how many communities, and whether it counts.
import { decimalsFor, leansUp, plain } from "./scales.js";

/** Up, flat or down, from a difference, half its interval, and the least that matters; not beyond luck is flat. */
export function wayOf(difference, half, smallest) {
  if (Math.abs(difference) < smallest || (half !== null && Math.abs(difference) <= half)) return "flat";
  return difference > 0 ? "up" : "down";
}

/** The measured answer of a lesson for an indicator: over communities where they are in, else in this one. */
export function answerOf({ page, lab, lived, findings }, column) {
  const own = page.content.indicators[column];
  const words = page.words.indicators[column];
  const mean = (world) => meanOf(lab.history, column, world, lived, own.window);
  const [difference, half, higher, lower] = findings?.all[column] ?? [mean(1) - mean(0), null, 0, 0];
  const way = wayOf(difference, half, own.smallest);
  const decimals = decimalsFor(Math.max(mean(0), mean(1)), own);
  const size = (value) => plain(Math.abs(value) * (own.percent ? 100 : 1), decimals);
  const up = leansUp(difference, size(difference), higher, lower);
  return {
    way, words, size: size(difference), unit: words.difference_unit, sign: Number(size(difference)) === 0 ? "" : up ? "▲ " : "▼ ",
    least: size(own.smallest), small: Math.abs(difference) < own.smallest, tone: toneOf(way, own.better * difference),
    counted: up ? "higher_in" : "lower_in", k: up ? higher : lower, n: findings?.done ?? 1, of: findings?.of ?? 1,
  };
}

/** The mean of the last months, as many as the indicator is a mean of. */
export function meanOf(history, column, world, lived, window) {
  let sum = 0;
  for (let month = Math.max(1, lived - window + 1); month <= lived; month += 1) sum += history.value(column, world, month);
  return sum / Math.min(window, lived);
}

function toneOf(way, better) {
  if (way === "flat") return "open";
  return better > 0 ? "gain" : better < 0 ? "loss" : "ink";
}

/** In how many communities it is so, and why it counts as no change where it does. */
export function told(found, t) {
  const flat = found.way !== "flat" ? null : found.small ? t("too_small", { size: found.least }) : t("only_luck");
  const soFar = found.n > 1 && found.n < found.of ? t("counting", { done: found.n, of: found.of }) : null;
  return [found.n > 1 ? t(found.counted, found) : t("in_one"), flat, soFar].filter(Boolean).join(t("comma"));
}
