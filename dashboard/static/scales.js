// @ts-check
// Numbers into places and words: pure functions, no page needed.

/**
 * A linear scale from [d0, d1] to [r0, r1].
 * @type {(domain: [number, number], range: [number, number]) => Scale}
 */
export const linear =
  ([d0, d1], [r0, r1]) =>
  (value) =>
    r0 + ((value - d0) / (d1 - d0 || 1)) * (r1 - r0);

/** @type {(value: number, low: number, high: number) => number} */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/**
 * Round numbers from low to high, at most `most` steps apart.
 * @param {number} low
 * @param {number} high
 */
export function ticks(low, high, most = 4) {
  const raw = (high - low) / most || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = /** @type {number} */ ([1, 2, 2.5, 5, 10].find((item) => item * power >= raw * 0.999)) * power;
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k += 1)
    found.push(+(k * step).toPrecision(12));
  return found;
}

/**
 * How many decimals tell these numbers apart.
 * @param {number[]} values
 */
export const decimalsOf = (values) => Math.max(0, ...values.map((item) => (String(item).split(".")[1] ?? "").length));

/**
 * The axis of an indicator [low, high] in shown units; it never shrinks, and grows by doubling.
 * @param {[number, number]} fixed
 * @param {number} highest
 * @returns {[number, number]}
 */
export function axis(fixed, highest) {
  let [low, high] = fixed;
  while (Number.isFinite(highest) && highest > high && high > 0) high *= 2;
  return [low, high];
}

/**
 * From stored to shown values: shares and points are shown as parts of a hundred.
 * @param {{ percent: boolean }} indicator
 */
export const factorOf = ({ percent }) => (percent ? 100 : 1);

/**
 * How many decimals an indicator is shown with: shares and points one, else enough for about three digits.
 * @param {number} value
 * @param {{ percent: boolean }} indicator
 */
export function decimalsFor(value, { percent }) {
  const size = Math.abs(value);
  return percent ? 1 : size >= 100 ? 0 : size >= 10 ? 1 : 2;
}

/**
 * Whether B counts as higher; where the difference is written as nothing, the larger number of communities decides.
 * @param {number} difference
 * @param {string} written
 * @param {number} higher
 * @param {number} lower
 */
export const leansUp = (difference, written, higher, lower) =>
  Number(written) === 0 ? higher >= lower : difference > 0;

const MINUS = "\u2212";

/**
 * A number with thin groups and a true minus.
 * @param {number} value
 */
export function plain(value, decimals = 0) {
  if (!Number.isFinite(value)) return "–";
  const text = Math.abs(value).toFixed(decimals);
  const [whole, part] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = value < 0 && Number(text) !== 0 ? MINUS : "";
  return sign + grouped + (part ? `.${part}` : "");
}

/**
 * A signed difference; zero has no sign.
 * @param {number} value
 */
export function signed(value, decimals = 1) {
  const text = plain(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/**
 * Words as a list in one line, what is not there left out.
 * @param {Say} t
 * @param {...(string | null)} words
 */
export const listed = (t, ...words) => words.filter(Boolean).join(t("comma"));

/**
 * The policy year and the month of it, both from 1, of a month from 1.
 * @param {number} month
 */
export const yearOf = (month) => Math.max(1, Math.ceil(month / 12));
/** @param {number} month */
export const monthOfYear = (month) => ((Math.max(1, month) - 1) % 12) + 1;

/**
 * The mean of the last `span` values up to place `last`; what is not a number is left out.
 * @param {Values} values
 * @param {number} last
 */
export function meanUpTo(values, last, span = 12) {
  let sum = 0;
  let count = 0;
  for (let k = Math.max(0, last - span + 1); k <= last; k += 1) {
    if (Number.isFinite(values[k])) {
      sum += values[k];
      count += 1;
    }
  }
  return count ? sum / count : NaN;
}

/**
 * A colour between the stops of a ramp, for a share of it, as [red, green, blue].
 * @param {number[][]} stops
 * @param {number} share
 */
export function ramp(stops, share) {
  const place = clamp(share, 0, 1) * (stops.length - 1);
  const k = Math.min(stops.length - 2, Math.floor(place));
  return stops[k].map((item, c) => Math.round(item + (stops[k + 1][c] - item) * (place - k)));
}

/**
 * "#1D5FB0" as [29, 95, 176].
 * @param {string} hex
 */
export function rgb(hex) {
  const text = hex.trim().replace("#", "");
  return [0, 2, 4].map((k) => parseInt(text.slice(k, k + 2), 16));
}
