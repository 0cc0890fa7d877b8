// Parts of a whole, A above B on one scale: the workers' hours and the community's money.
import { h } from "./dom.js";
import { plain } from "./scales.js";

export const HOURS = [
  ["hours_orders", "c1"],
  ["hours_requests", "c2"],
  ["hours_meetings", "c3"],
  ["hours_training", "c3"],
  ["hours_outreach", "c4"],
  ["volunteer_hours", "c5"],
];
export const MONEY = [
  ["revenue_fiscal", "c1"],
  ["revenue_tasks", "c2"],
  ["revenue_party", "c3"],
  ["revenue_units", "c4"],
  ["revenue_match", "c4"],
  ["revenue_residents", "c5"],
  ["revenue_market", "c5"],
];

/** The parts of both worlds in the year up to a month, those of one colour together. */
export function parts(history, month, table) {
  const found = [];
  for (const [column, colour] of table) {
    const values = [0, 1].map((world) => history.yearly(column, world, month) || 0);
    const last = found.find((own) => own.colour === colour);
    if (last) {
      last.columns.push(column);
      last.values = last.values.map((own, world) => own + values[world]);
    } else found.push({ colour, columns: [column], values });
  }
  return found;
}

export function drawStrips(lab) {
  draw(lab, lab.hours, "hours_strip", parts(lab.history, lab.now.month, HOURS), "strip_hours");
  draw(lab, lab.money, "money_strip", parts(lab.history, lab.now.month, MONEY), "strip_money");
}

function draw(lab, element, title, found, words) {
  const totals = [0, 1].map((world) => found.reduce((sum, own) => sum + own.values[world], 0));
  const most = Math.max(...totals, 1);
  const bars = [0, 1].map((world) =>
    h(
      "div",
      { class: "strip-row" },
      h("strong", { class: `world-${world}` }, "AB"[world]),
      h(
        "span",
        {
          class: "strip-bar",
          role: "img",
          "aria-label": found.map((own) => `${lab.t(`${words}_${own.colour}`)} ${plain(own.values[world])}`).join(", "),
        },
        found.map((own) => {
          const share = (100 * own.values[world]) / most;
          return h(
            "span",
            {
              class: `part ${own.colour}`,
              style: `width:${share}%`,
              title: `${lab.t(`${words}_${own.colour}`)} ${plain(own.values[world])}`,
            },
            share > 12 ? plain(own.values[world]) : "",
          );
        }),
      ),
    ),
  );
  element.replaceChildren(
    h(
      "div",
      { class: "strip-head" },
      h("h3", {}, lab.t(title)),
      h("span", { class: "note" }, [lab.t(`${title}_unit`), lab.t("yearly_mean")].join(lab.t("comma"))),
    ),
    h(
      "div",
      { class: "strip-keys" },
      found.map((own) => h("span", {}, h("span", { class: `patch ${own.colour}` }), lab.t(`${words}_${own.colour}`))),
    ),
    ...bars,
  );
}
