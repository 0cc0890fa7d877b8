// The measured pathway of a lesson: quantities in the order of the month, an arrow where cutting the link changes the end.
import { h } from "./dom.js";
import { plain, signed } from "./scales.js";

const MOST = 4; // quantities before the end

/** The links that carry a difference to an end, those that carry most, in the order of the month. */
export function carrying(quantities, end) {
  const found = quantities.filter((own) => own.ends[end]?.carries && !own.ends[end].itself);
  const most = [...found].sort((a, b) => Math.abs(b.ends[end].carried.mean) - Math.abs(a.ends[end].carried.mean)).slice(0, MOST);
  return found.filter((own) => most.includes(own));
}

export function pathway(page, lesson) {
  const { t, lang, words, content } = page;
  const { pathway: measured } = lesson;
  const column = [lesson.indicator, lesson.also].find((own) => carrying(measured.quantities, own).length) ?? lesson.indicator;
  const end = measured.ends.find((own) => own.indicator === column);
  const factor = content.indicators[column].percent ? 100 : 1;
  const links = carrying(measured.quantities, column);
  const unit = words.indicators[column].difference_unit;
  const boxes = links.map((own) => link(page, own, own.ends[column].carried.mean * factor, unit));
  const { mean, low, high } = end.total;
  const matters = Math.abs(mean) >= end.smallest && (low > 0 || high < 0);
  boxes.push(h("div", { class: "link end" }, h("div", {}, matters ? t(mean > 0 ? "link_higher" : "link_lower", { label: end.label[lang] }) : t("link_level", { label: end.label[lang] })),
    h("strong", { class: matters ? tone(end.better * mean) : "" }, fromTo(end.before * factor, end.after * factor, 1))));
  return h("section", { class: "card pathway" }, h("div", { class: "difference-head" }, h("h2", {}, t("pathway"))),
    h("p", { class: "note" }, t("pathway_about", { n: measured.replicates, from: measured.window[0], to: measured.window[1] })),
    links.length ? null : h("p", {}, t("pathway_none")),
    h("div", { class: "links" }, boxes.map((own, k) => [k ? h("span", { class: "arrow", "aria-hidden": "true" }, "→") : null, own])),
    h("p", { class: "note" }, t("made_with"), " ", h("code", {}, measured.command.replace(/--lang \w+/, `--lang ${lang}`))));
}

function link(page, own, carried, unit) {
  const { t, lang, words, content } = page;
  const size = t("carries", { size: `${signed(carried, 1)} ${unit}` });
  if (!own.level) return h("div", { class: "link" }, h("div", {}, own.label[lang]), h("strong", { class: "note" }, size));
  const { indicator, before, after } = own.level;
  const { percent, better } = content.indicators[indicator];
  const factor = percent ? 100 : 1;
  const rises = after >= before;
  const name = words.indicators[indicator].label;
  return h("div", { class: "link" }, h("div", {}, t(rises ? "link_higher" : "link_lower", { label: name })), h("strong", { class: tone(better * (after - before)) }, fromTo(before * factor, after * factor, percent ? 1 : 0)), h("div", { class: "note" }, size));
}

const fromTo = (before, after, decimals) => `${plain(before, decimals)} → ${plain(after, decimals)}`;

const tone = (better) => (better > 0 ? "gain" : better < 0 ? "loss" : "");
