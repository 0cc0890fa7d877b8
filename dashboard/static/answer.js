// @ts-check
// What came out of a lesson: how large, which way, in how many communities, and whether it counts.
import { decimalsFor, factorOf, leansUp, listed, plain } from "./scales.js";

export const SMALL = "too small to matter";
export const OPEN = "cannot tell yet";
/** @type {Outcome} */
const NOTHING = [0, null, 0, 0, OPEN, null]; // one community tells no spread

/**
 * Up, flat or down, as the verdict on the whole interval lets it be said, else open; of money, beyond chance will do.
 * @param {number} difference
 * @param {number | null} half
 * @param {Verdict | null} verdict
 */
export function wayOf(difference, half, verdict) {
  if (verdict === SMALL) return "flat";
  const said = verdict === null ? half !== null && Math.abs(difference) > half : verdict === "matters";
  return !said ? "open" : difference > 0 ? "up" : "down";
}

/**
 * The measured answer of a lesson for an indicator: over communities where they are in, else in this one.
 * @param {Teach} teach
 * @param {string} column
 * @returns {Answer}
 */
export function answerOf({ page, lab, simulated, findings }, column) {
  const item = page.content.indicators[column];
  const words = page.words.indicators[column];
  const [a, b] = [0, 1].map((world) => meanOf(lab.history, column, world, simulated, item.window));
  const [gap, half, higher, lower, verdict, communities] = findings?.all[column] ?? NOTHING;
  const difference = findings ? gap : b - a;
  const way = wayOf(difference, half, verdict);
  const decimals = decimalsFor(Math.max(a, b), item);
  const size = (/** @type {number} */ value) => plain(Math.abs(value) * factorOf(item), decimals);
  const up = leansUp(difference, size(difference), higher, lower);
  return {
    way,
    words,
    size: size(difference),
    unit: words.difference_unit,
    sign: Number(size(difference)) === 0 ? "" : up ? "▲ " : "▼ ",
    least: size(item.smallest),
    verdict,
    communities,
    tone: toneOf(way, item.better * difference),
    counted: up ? "higher_in" : "lower_in",
    k: up ? higher : lower,
    n: findings?.done ?? 1,
    of: findings?.of ?? 1,
  };
}

/**
 * The mean of the last months, as many as the indicator is a mean of.
 * @param {RecordedRows} history
 * @param {string} column
 * @param {number} world
 * @param {number} simulated
 * @param {number} window
 */
function meanOf(history, column, world, simulated, window) {
  let sum = 0;
  for (let month = Math.max(1, simulated - window + 1); month <= simulated; month += 1)
    sum += history.value(column, world, month);
  return sum / Math.min(window, simulated);
}

/**
 * @param {Answer["way"]} way
 * @param {number} better
 */
function toneOf(way, better) {
  if (way === "flat" || way === "open") return "open";
  return better > 0 ? "gain" : better < 0 ? "loss" : "ink";
}

/**
 * What a lesson claims as its result: its own words for a way, or that it cannot be told yet.
 * @param {Lesson} lesson
 * @param {Answer} found
 * @param {Pick<Page, "t" | "lang">} page
 */
export function claimOf(lesson, found, { t, lang }) {
  return found.way === "open" ? t("open_claim", { label: found.words.label }) : lesson.claim[found.way][lang];
}

/**
 * In how many communities it is so, and why its direction may not be named where it may not.
 * @param {Answer} found
 * @param {Say} t
 */
export function verdictText(found, t) {
  const soFar = found.n > 1 && found.n < found.of ? t("counting", { done: found.n, of: found.of }) : null;
  return listed(t, found.n > 1 ? t(found.counted, found) : t("in_one"), why(found, t), soFar);
}

/**
 * @param {Answer} found
 * @param {Say} t
 */
function why({ way, least, verdict, communities, n }, t) {
  if (way === "flat") return t("too_small", { size: least });
  if (way !== "open" || n < 2) return null;
  return verdict === null ? t("only_luck") : stillOpen(communities, t);
}

/**
 * That a verdict is open, with about how many communities would settle it, where that is known.
 * @param {number | null} communities
 * @param {Say} t
 */
export const stillOpen = (communities, t) =>
  communities === null ? t("open_luck") : t("open_settled", { n: communities });
