// @ts-check
// The measured pathway of a lesson: quantities in the order of the month; cutting a link changes the end.
import { OPEN, SMALL, stillOpen } from "./answer.js";
import { h, headline, note } from "./dom.js";
import { decimalsFor, factorOf, listed, plain, signed } from "./scales.js";

const MOST = 4; // quantities before the end

/**
 * The links that carry most of a difference to an end, in the order of the month; not the end itself.
 * @param {Quantity[]} quantities
 * @param {string} end
 */
export function carrying(quantities, end) {
  const carried = (/** @type {Quantity} */ item) => Math.abs(item.ends[end].carried.mean);
  const found = quantities.filter(({ ends, level }) => {
    return ends[end]?.carries && !ends[end].itself && level?.indicator !== end;
  });
  const most = [...found].sort((a, b) => carried(b) - carried(a)).slice(0, MOST);
  return found.filter((item) => most.includes(item));
}

/**
 * @param {Page} page
 * @param {Lesson} lesson
 * @param {Pathway} measured
 * @param {boolean} changed
 */
export function pathway(page, lesson, measured, changed) {
  const { t, lang, words } = page;
  const { path_end: column } = lesson;
  const end = endOf(measured, column);
  const links = carrying(measured.quantities, column);
  const size = sizeOf(page, column, end);
  const boxes = links.map((item) => [
    link(page, item, t("carries", { size: size(item.ends[column].carried.mean) })),
    h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
  ]);
  const alone = column !== lesson.indicator && !carrying(measured.quantities, lesson.indicator).length;
  const other = { label: words.indicators[lesson.indicator].label, end: end.label[lang] };
  const missing = alone ? t("pathway_other", other) : links.length ? null : t("pathway_none");
  return h(
    "section",
    { class: "card pathway" },
    headline(h("h2", {}, t("pathway"))),
    note(t("pathway_about", { from: end.window[0], to: end.window[1] })),
    measuredIn(page, measured),
    changed ? ofPolicy(page, lesson) : null,
    missing ? h("p", {}, missing) : null,
    h("div", { class: "links" }, boxes, last(page, end, size)),
    links.length ? note(t("pathway_parts")) : null,
    note(t("made_with"), " ", h("code", {}, measured.command.replace(/--lang \w+/, `--lang ${lang}`))),
  );
}

/**
 * What was measured of an indicator where the path of a lesson ends.
 * @param {Pick<Pathway, "ends">} pathway
 * @param {string} column
 */
export const endOf = ({ ends }, column) => /** @type {PathEnd} */ (ends.find((item) => item.indicator === column));

/**
 * That what is shown was measured of the lesson's policy, not of one that was changed.
 * @param {Page} page
 * @param {Lesson} lesson
 */
export const ofPolicy = ({ t, words }, { scenario }) =>
  h("p", { class: "strong" }, t("pathway_of_policy", { label: words.scenarios[scenario] }));

/**
 * Where stored numbers were measured, and that it was elsewhere or with an earlier model where it was.
 * @param {Page} page
 * @param {Measured} measured
 */
export function measuredIn({ t, words, begun }, { profile, period, replicates, ...model }) {
  const label = words.profiles[profile];
  const elsewhere = begun && begun.profile !== profile ? begun.profile : null;
  const here = elsewhere && t("measured_elsewhere", { profile: label, here: words.profiles[elsewhere] });
  const then = words.periods[period];
  const now = begun && begun.period !== period ? words.periods[begun.period] : null;
  return [
    h("p", { class: "note measured-in" }, t("measured_in", { profile: label, period: then.label, n: replicates })),
    here ? h("p", { class: "strong measured-elsewhere" }, here) : null,
    now ? h("p", { class: "strong measured-then" }, t("measured_then", { period: then.label, here: now.label })) : null,
    ofModel(t, model),
  ];
}

/**
 * That stored numbers are of an earlier model; or by how many runs they were found to be the same since code changed.
 * @param {Page["t"]} t
 * @param {Model} model
 */
export function ofModel(t, { outdated, verified_runs: n }) {
  if (outdated) return h("p", { class: "strong outdated" }, t("earlier_model"));
  return n ? h("p", { class: "note verified" }, t("verified_by_sample", { n })) : null;
}

/**
 * Writes differences of an end with as many decimals as its level has.
 * @param {Page} page
 * @param {string} column
 * @param {PathEnd} end
 */
export function sizeOf({ content, words }, column, { before, after }) {
  const item = content.indicators[column];
  const decimals = decimalsFor(Math.max(before, after), item);
  const unit = words.indicators[column].difference_unit;
  return (/** @type {number} */ value) => `${signed(value * factorOf(item), decimals)} ${unit}`;
}

/**
 * @param {Page} page
 * @param {Quantity} item
 * @param {string} carries
 */
function link({ t, lang, words, content }, item, carries) {
  if (!item.level)
    return h("div", { class: "link" }, h("div", {}, item.label[lang]), h("strong", { class: "note" }, carries));
  const { before, after, changes, indicator } = item.level;
  const level = content.indicators[indicator];
  const { label } = words.indicators[indicator];
  const tone = changes ? toneOf(level.better * (after - before)) : "";
  return h(
    "div",
    { class: "link" },
    h("div", {}, changes ? t(after >= before ? "link_higher" : "link_lower", { label }) : label),
    h("strong", { class: tone }, fromTo(before, after, level)),
    h("div", { class: "note" }, carries),
  );
}

/**
 * Where the path ends: the level before and after, and the whole difference.
 * @param {Page} page
 * @param {PathEnd} end
 * @param {(value: number) => string} size
 */
function last({ t, lang, content }, end, size) {
  const { measured, verdict, communities, total } = end;
  const open = verdict === OPEN ? stillOpen(communities, t) : null;
  const way = total.mean > 0 ? "link_higher" : "link_lower";
  const key = measured ? way : verdict === SMALL ? "link_level" : "link_open";
  const tone = measured ? toneOf(end.better * total.mean) : "";
  return h(
    "div",
    { class: "link end" },
    h("div", {}, t(key, { label: end.label[lang] })),
    h("strong", { class: tone }, fromTo(end.before, end.after, content.indicators[end.indicator])),
    h("div", { class: "note" }, listed(t, t("link_whole", { size: size(total.mean) }), open)),
  );
}

/**
 * @param {number} before
 * @param {number} after
 * @param {Indicator} indicator
 */
export function fromTo(before, after, indicator) {
  const factor = factorOf(indicator);
  const decimals = decimalsFor(Math.max(before, after), indicator);
  return `${plain(before * factor, decimals)} → ${plain(after * factor, decimals)}${indicator.share ? "%" : ""}`;
}

/** @param {number} better */
const toneOf = (better) => (better > 0 ? "gain" : better < 0 ? "loss" : "");
