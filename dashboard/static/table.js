// Everything that is drawn, as a table.
import { h } from "./dom.js";
import { plain } from "./scales.js";
import { HOURS, MONEY } from "./strips.js";

const STRIPS = [...HOURS, ...MONEY].map(([column]) => column);

/** Open a dialog with the shown indicators of both worlds, a row a year. */
export function showTable(lab) {
  const { history, now, t, words, content } = lab;
  if (!now) return;
  const months = [];
  for (let month = 0; month <= history.lived; month += 12) months.push(month);
  if (months.at(-1) !== now.month) months.push(now.month);
  months.sort((a, b) => a - b);
  const cell = (column, world, month) => {
    const own = content.indicators[column];
    const smooth = own.smooth > 1 || STRIPS.includes(column);
    return plain(
      (smooth ? history.yearly(column, world, month) : history.value(column, world, month)) * (own.percent ? 100 : 1),
      own.percent ? 1 : 0,
    );
  };
  const unit = (column) =>
    [
      words.indicators[column].unit,
      content.indicators[column].smooth > 1 || STRIPS.includes(column) ? t("yearly_mean") : null,
    ]
      .filter(Boolean)
      .join(t("comma"));
  const columns = [...lab.charts.chosen, ...STRIPS];
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, t("month_word")),
    columns.map((column) =>
      [0, 1].map((world) =>
        h("th", { scope: "col" }, `${words.indicators[column].label} ${"AB"[world]} (${unit(column)})`),
      ),
    ),
  );
  const rows = months.map((month) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, month),
      columns.map((column) => [0, 1].map((world) => h("td", {}, cell(column, world, month)))),
    ),
  );
  openDialog(
    lab.page,
    t("as_table"),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": t("as_table") },
      h("table", {}, h("thead", {}, head), h("tbody", {}, rows)),
    ),
  );
}

/** Open a dialog of a title and a body; Escape and the button close it. */
export function openDialog(page, title, ...body) {
  const close = h("button", { class: "text", onclick: () => dialog.close() }, page.t("close"));
  const dialog = h(
    "dialog",
    { "aria-label": title },
    h("div", { class: "rail-head" }, h("h2", {}, title), h("span", { class: "spacer" }), close),
    ...body,
  );
  dialog.addEventListener("close", () => dialog.remove());
  page.root.append(dialog);
  dialog.showModal();
  return dialog;
}
