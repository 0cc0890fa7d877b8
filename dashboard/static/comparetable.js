// @ts-check
// The table of a comparison: each policy on its own indicator, on taking part and satisfaction, and what it costs.
import { at, axisOf, from } from "./bars.js";
import { h, headline, note, scrolled } from "./dom.js";
import { clamp, factorOf, linear, plain, signed } from "./scales.js";

const MARKS = { matters: "", "too small to matter": " ~", "cannot tell yet": " ?" };

/**
 * Gain or loss where the whole interval is beyond what matters; else open.
 * @param {Judged} difference
 */
export const toneOf = ({ mean, verdict }) => (verdict !== "matters" ? "open" : mean >= 0 ? "gain" : "loss");

/**
 * A difference [points] with its sign; ~ where it is too small to matter, ? where it cannot be told yet.
 * @param {Judged} difference
 */
export const written = ({ mean, verdict }) =>
  `${mean >= 0 ? "▲" : "▼"} ${signed(mean * 100, 1)}${MARKS[verdict] ?? ""}`;

/**
 * @param {Compare} compare
 * @param {Compared} result
 */
export function comparisonTable(compare, result) {
  const { t } = compare.page;
  const axis = axisOf([0, 50, 100], (item) => item, String);
  const heads = [t("head_participation"), t("head_satisfaction"), t("head_cost")];
  const all = [
    h("th", { scope: "col", class: "left" }, t("policy")),
    h("th", { scope: "col", class: "left" }, t("own_indicator")),
    h("th", { scope: "col", class: "dumbbell-head" }, axis),
    heads.map((head) => h("th", { scope: "col" }, head)),
  ];
  const keys = [
    h("span", { class: "world-0" }, "● ", t("baseline")),
    h("span", { class: "world-1" }, "◆ ", t("with_policy")),
  ];
  return h(
    "section",
    { class: "card own-card" },
    headline(h("h2", {}, t("own_title")), h("span", { class: "keys-line" }, keys)),
    scrolled(t("own_title"), all, rowsOf(compare, result, heads)),
    note(remarks(compare, result)),
  );
}

/**
 * A row a policy; the numbers of a column share a scale.
 * @param {Compare} compare
 * @param {Compared} result
 * @param {string[]} heads
 */
function rowsOf(compare, result, heads) {
  const columns = ["participation_12m", "satisfaction"];
  const scales = columns.map((column) => scaleOf(compare.arms.map((arm) => arm.differences[column])));
  return compare.arms.map((arm) => {
    const cells = columns.map((column, k) =>
      h("td", { "data-head": heads[k] }, little(arm.differences[column], scales[k])),
    );
    const props = { class: arm === compare.chosen ? "chosen" : "", onclick: () => compare.pick(arm) };
    return h("tr", props, whatItDoes(compare, result, arm), cells, costs(arm, heads[2], compare.page.t));
  });
}

/**
 * A policy and its own indicator, without it and with it.
 * @param {Compare} compare
 * @param {Compared} result
 * @param {Arm} arm
 */
function whatItDoes(compare, result, arm) {
  const { lang, words, content } = compare.page;
  const name = h(
    "button",
    { class: "policy-name", "aria-pressed": `${arm === compare.chosen}` },
    h("span", { class: "numeral" }, compare.numeral(arm)),
    h("span", {}, arm.label[lang]),
  );
  const ends = dumbbell(result.baseline[arm.own], arm.level, factorOf(content.indicators[arm.own]));
  return [
    h("th", { scope: "row" }, name),
    h("td", { class: "left own-name" }, words.indicators[arm.own].label),
    h("td", { class: "dumbbell-cell" }, ends),
  ];
}

/**
 * @param {Arm} arm
 * @param {string} head
 * @param {Say} t
 */
const costs = (arm, head, t) =>
  h(
    "td",
    { "data-head": head },
    plain(arm.cost),
    arm.shadow > 1 ? h("div", { class: "note" }, t("shadow", { n: plain(arm.shadow) })) : null,
    arm.short ? h("div", { class: "note" }, t("too_little_spent")) : null,
  );

/**
 * What has to be known to read the table: where lower is better, and which indicators are of other months.
 * @param {Compare} compare
 * @param {Compared} result
 */
function remarks(compare, result) {
  const { t, words, content } = compare.page;
  const owns = [...new Set(compare.arms.map((arm) => arm.own))];
  const lower = owns.filter((item) => content.indicators[item].better < 0).map((item) => words.indicators[item].label);
  const names = [...new Set(lower)].join(t("comma"));
  const elsewhere = Object.entries(result.windows).filter(
    ([item, [from]]) => from !== result.window[0] && owns.includes(item),
  );
  return compare.sentences(
    t("table_note", { n: plain(result.smallest) }),
    names && t("lower_better", { names }),
    ...elsewhere.map(([item, [from, to]]) => t("other_window", { name: words.indicators[item].label, from, to })),
  );
}

/**
 * A scale that holds zero and all intervals, in per cent of its width.
 * @param {Judged[]} differences
 */
function scaleOf(differences) {
  const ends = differences.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]);
  return linear([Math.min(0, ...ends), Math.max(0.001, ...ends)], [0, 100]);
}

/**
 * A bar small enough for a row of the table, on a scale with the other rows.
 * @param {Judged} difference
 * @param {Scale} scale
 */
function little(difference, scale) {
  const { mean, low, high } = difference;
  const tone = toneOf(difference);
  return h(
    "span",
    { class: "little" },
    h(
      "span",
      { class: "little-bar", "aria-hidden": "true" },
      from(tone, scale(0), scale(mean)),
      at("zero", scale(0)),
      low === null || high === null ? null : from("interval", scale(low), scale(high)),
    ),
    h("strong", { class: tone }, written(difference)),
  );
}

/**
 * @param {number} before
 * @param {number} after
 * @param {number} factor
 */
function dumbbell(before, after, factor) {
  const [a, b] = [before, after].map((item) => clamp(item * factor, 0, 100));
  const sides = b >= a ? ["to-left", "to-right"] : ["to-right", "to-left"];
  return h(
    "span",
    { class: "dumbbell" },
    from("joint", a, b),
    at("dot", a),
    at("gem", b),
    at(`world-0 ${sides[0]}`, a, plain(a)),
    at(`world-1 ${sides[1]}`, b, plain(b)),
  );
}
