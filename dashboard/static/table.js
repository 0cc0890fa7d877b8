// @ts-check
// Everything that is drawn, as a table.
import { button, h, scrolled } from "./dom.js";
import { priced } from "./period.js";
import { factorOf, listed, plain } from "./scales.js";
import { STRIPS } from "./strips.js";

/**
 * Open a dialog with the shown indicators of both worlds, a row a year.
 * @param {Lab} lab
 */
export function showTable(lab) {
  const { history, now, t, words, content } = lab;
  if (!now) return;
  const years = Array.from({ length: Math.floor(history.simulated / 12) + 1 }, (_, year) => 12 * year);
  const months = [...new Set([...years, now.month])].sort((a, b) => a - b);
  const columns = [...lab.charts.chosen, ...STRIPS].flatMap((column) => {
    const item = content.indicators[column];
    const yearly = item.smooth > 1 || STRIPS.includes(column);
    const unit = listed(t, priced(lab.page, words.indicators[column].unit), yearly ? t("yearly_mean") : null);
    return [0, 1].map((world) => ({
      label: `${words.indicators[column].label} ${"AB"[world]} (${unit})`,
      value: (/** @type {number} */ month) => {
        const value = yearly ? history.yearly(column, world, month) : history.value(column, world, month);
        return plain(value * factorOf(item), item.percent ? 1 : 0);
      },
    }));
  });
  const heads = [t("month_word"), ...columns.map(({ label }) => label)].map((item) => h("th", { scope: "col" }, item));
  const rows = months.map((month) => {
    const cells = columns.map(({ value }) => h("td", {}, value(month)));
    return h("tr", {}, h("th", { scope: "row" }, month), cells);
  });
  openDialog(lab.page, t("as_table"), scrolled(t("as_table"), heads, rows));
}

/**
 * Open a dialog of a title and a body; Escape and the button close it.
 * @param {Page} page
 * @param {string} title
 * @param {...Child} body
 */
export function openDialog(page, title, ...body) {
  const close = button("text", page.t("close"), () => dialog.close());
  const head = h("div", { class: "rail-head" }, h("h2", {}, title), h("span", { class: "spacer" }), close);
  const dialog = h("dialog", { "aria-label": title }, head, body);
  dialog.addEventListener("close", () => dialog.remove());
  page.root.append(dialog);
  dialog.showModal();
  return dialog;
}
