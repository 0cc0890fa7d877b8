// @ts-check
// The dated setting of the page's community, and the year of prices that stands beside its money.

export const USUAL = "2014";

/**
 * The period of the community on this page.
 * @param {{ begun: Begin | null, words: Words }} page
 */
export const periodOf = ({ begun, words }) => words.periods[begun?.period ?? USUAL];

/**
 * What stands beside money: the year of its prices.
 * @param {{ begun: Begin | null, words: Words, t: Page["t"] }} page
 */
export const pricesOf = (page) => page.t("prices_of", { year: periodOf(page).prices });

/**
 * A unit, with the year of prices where it is of money.
 * @param {{ begun: Begin | null, words: Words, t: Page["t"] }} page
 * @param {string} unit
 */
export const priced = (page, unit) =>
  unit.toLowerCase().includes(page.t("money_word")) ? page.t("priced", { unit, year: periodOf(page).prices }) : unit;
