// @ts-check
// Parts of a whole, A above B on one scale: the workers' hours and the community's money.
import { h } from "./dom.js";
import { priced } from "./period.js";
import { listed, plain } from "./scales.js";

const HOURS = [
  ["hours_orders", "c1"],
  ["hours_requests", "c2"],
  ["hours_meetings", "c3"],
  ["hours_training", "c3"],
  ["hours_organising", "c4"],
  ["volunteer_hours", "c5"],
];
const MONEY = [
  ["revenue_fiscal", "c1"],
  ["revenue_tasks", "c2"],
  ["revenue_party", "c3"],
  ["revenue_fund", "c3"],
  ["revenue_units", "c4"],
  ["revenue_match", "c4"],
  ["revenue_residents", "c5"],
  ["revenue_market", "c5"],
];
/** The indicators of which the strips are made. */
export const STRIPS = [...HOURS, ...MONEY].map(([column]) => column);

/**
 * Both strips in the year up to the month that is looked at: title, unit, parts with their names, the longer whole.
 * @param {Lab} lab
 * @param {number} month
 */
export function strips({ history, t, page }, month) {
  const kinds = /** @type {const} */ ([
    ["hours_strip", "strip_hours", HOURS],
    ["money_strip", "strip_money", MONEY],
  ]);
  return kinds.map(([title, words, table]) => {
    const parts = partsOf(history, month, table).map((item) => ({ ...item, name: t(`${words}_${item.colour}`) }));
    const wholes = [0, 1].map((world) => parts.reduce((sum, item) => sum + item.values[world], 0));
    const unit = listed(t, priced(page, t(`${title}_unit`)), t("yearly_mean"));
    return { title: t(title), unit, parts, most: Math.max(1, ...wholes) };
  });
}

/**
 * The parts of both worlds in the year up to a month, those of one colour together.
 * @param {RecordedRows} history
 * @param {number} month
 * @param {string[][]} table
 */
function partsOf(history, month, table) {
  /** @type {Part[]} */
  const found = [];
  for (const [column, colour] of table) {
    const values = [0, 1].map((world) => history.yearly(column, world, month) || 0);
    const last = found.find((item) => item.colour === colour);
    if (last) last.values = last.values.map((item, world) => item + values[world]);
    else found.push({ colour, values });
  }
  return found;
}

/**
 * @param {Lab} lab
 * @param {number} month
 */
export function drawStrips(lab, month) {
  const elements = [lab.hours, lab.money];
  strips(lab, month).forEach(({ title, unit, parts, most }, k) => {
    const bars = [0, 1].map((world) => {
      const said = parts.map(({ name, values }) => `${name} ${plain(values[world])}`);
      const fields = parts.map(({ colour, values }, place) => {
        const share = (100 * values[world]) / most;
        const props = { class: `part ${colour}`, style: `width:${share}%`, title: said[place] };
        return h("span", props, share > 12 ? plain(values[world]) : "");
      });
      const bar = h("span", { class: "strip-bar", role: "img", "aria-label": said.join(", ") }, fields);
      return h("div", { class: "strip-row" }, h("strong", { class: `world-${world}` }, "AB"[world]), bar);
    });
    const keys = parts.map(({ colour, name }) => h("span", {}, h("span", { class: `patch ${colour}` }), name));
    elements[k].replaceChildren(
      h("div", { class: "strip-head" }, h("h3", {}, title), h("span", { class: "note" }, unit)),
      h("div", { class: "strip-keys" }, keys),
      ...bars,
    );
  });
}
