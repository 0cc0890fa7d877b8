// The measured pathway of a lesson: quantities in the order of the month; cutting a link changes the end.
import { OPEN, SMALL, stillOpen } from "./answer.js";
import { h } from "./dom.js";
import { decimalsFor, plain, signed } from "./scales.js";

const MOST = 4; // quantities before the end

/** The links that carry most of a difference to an end, in the order of the month; not the end itself. */
export function carrying(quantities, end) {
  const found = quantities.filter(
    (own) => own.ends[end]?.carries && !own.ends[end].itself && own.level?.indicator !== end,
  );
  const most = [...found]
    .sort((a, b) => Math.abs(b.ends[end].carried.mean) - Math.abs(a.ends[end].carried.mean))
    .slice(0, MOST);
  return found.filter((own) => most.includes(own));
}

export function pathway(page, lesson, changed) {
  const { t, lang, words, content } = page;
  const { pathway: measured, path_end: column } = lesson;
  const end = measured.ends.find((own) => own.indicator === column);
  const links = carrying(measured.quantities, column);
  const shown = { size: sizeOf(page, column, end), indicator: content.indicators[column] };
  const boxes = [...links.map((own) => link(page, own, own.ends[column].carried.mean, shown)), last(page, end, shown)];
  const alone = column !== lesson.indicator && !carrying(measured.quantities, lesson.indicator).length;
  return h(
    "section",
    { class: "card pathway" },
    h("div", { class: "difference-head" }, h("h2", {}, t("pathway"))),
    h("p", { class: "note" }, t("pathway_about", { from: end.window[0], to: end.window[1] })),
    measuredIn(page, measured),
    changed ? h("p", { class: "strong" }, t("pathway_of_policy", { label: words.scenarios[lesson.scenario] })) : null,
    alone
      ? h("p", {}, t("pathway_other", { label: words.indicators[lesson.indicator].label, end: end.label[lang] }))
      : links.length
        ? null
        : h("p", {}, t("pathway_none")),
    h(
      "div",
      { class: "links" },
      boxes.map((own, k) => [k ? h("span", { class: "arrow", "aria-hidden": "true" }, "→") : null, own]),
    ),
    links.length ? h("p", { class: "note" }, t("pathway_parts")) : null,
    h(
      "p",
      { class: "note" },
      t("made_with"),
      " ",
      h("code", {}, measured.command.replace(/--lang \w+/, `--lang ${lang}`)),
    ),
  );
}

/** Where stored numbers were measured, and that it was elsewhere or with an earlier model where it was. */
export function measuredIn(page, { profile, replicates, outdated }) {
  const { t, words } = page;
  const label = words.profiles[profile];
  return [
    h("p", { class: "note measured-in" }, t("measured_in", { profile: label, n: replicates })),
    page.begun && page.begun.profile !== profile
      ? h(
          "p",
          { class: "strong measured-elsewhere" },
          t("measured_elsewhere", { profile: label, here: words.profiles[page.begun.profile] }),
        )
      : null,
    outdated ? h("p", { class: "strong outdated" }, t("earlier_model")) : null,
  ];
}

/** Writes differences of an end with as many decimals as its level has. */
export function sizeOf({ content, words }, column, { before, after }) {
  const own = content.indicators[column];
  const decimals = decimalsFor(Math.max(before, after), own);
  return (value) => `${signed(value * (own.percent ? 100 : 1), decimals)} ${words.indicators[column].difference_unit}`;
}

function link(page, own, carried, shown) {
  const { t, lang, words, content } = page;
  const size = t("carries", { size: shown.size(carried) });
  if (!own.level)
    return h("div", { class: "link" }, h("div", {}, own.label[lang]), h("strong", { class: "note" }, size));
  const { before, after, changes } = own.level;
  const level = content.indicators[own.level.indicator];
  const { label } = words.indicators[own.level.indicator];
  return h(
    "div",
    { class: "link" },
    h("div", {}, changes ? t(after >= before ? "link_higher" : "link_lower", { label }) : label),
    h("strong", { class: changes ? tone(level.better * (after - before)) : "" }, fromTo(before, after, level)),
    h("div", { class: "note" }, size),
  );
}

/** Where the path ends: the level before and after, and the whole difference. */
function last(
  page,
  { label, before, after, better, measured: matters, verdict, communities, total: { mean } },
  { size, indicator },
) {
  const { t, lang } = page;
  const open = verdict === OPEN ? stillOpen(communities, t) : null;
  return h(
    "div",
    { class: "link end" },
    h(
      "div",
      {},
      t(matters ? (mean > 0 ? "link_higher" : "link_lower") : verdict === SMALL ? "link_level" : "link_open", {
        label: label[lang],
      }),
    ),
    h("strong", { class: matters ? tone(better * mean) : "" }, fromTo(before, after, indicator)),
    h("div", { class: "note" }, [t("link_whole", { size: size(mean) }), open].filter(Boolean).join(t("comma"))),
  );
}

function fromTo(before, after, indicator) {
  const factor = indicator.percent ? 100 : 1;
  const decimals = decimalsFor(Math.max(before, after), indicator);
  return `${plain(before * factor, decimals)} → ${plain(after * factor, decimals)}${indicator.share ? "%" : ""}`;
}

const tone = (better) => (better > 0 ? "gain" : better < 0 ? "loss" : "");
