// @ts-check
// The right rail: what happened in words, odds over communities, who gains, what it costs.
import { bar } from "./bars.js";
import { h, hairline, headline, note } from "./dom.js";
import { ROOT } from "./link.js";
import { priced } from "./period.js";
import { decimalsFor, factorOf, leansUp, plain, signed } from "./scales.js";

export class Findings {
  /** @type {Found | null} */
  latest = null;
  element = h("aside", { class: "rail findings" });

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
  }

  /** @param {Found | null} message */
  take(message) {
    this.latest = message;
    this.show();
  }

  show() {
    const { lab, latest } = this;
    const { t } = lab;
    this.element.setAttribute("aria-label", t("what_happened"));
    const window = latest?.window ? h("span", { class: "note" }, this.months(latest.window)) : null;
    const head = h(
      "div",
      { class: "rail-head" },
      h("h2", {}, t("what_happened")),
      h("span", { class: "spacer" }),
      window,
    );
    if (!latest) {
      this.element.replaceChildren(head, h("p", { class: "sentence" }, this.opening()));
      return;
    }
    this.element.replaceChildren(
      head,
      ...latest.sentences.map((item) => h("p", { class: "sentence" }, item[lab.lang])),
      this.progress(latest),
      ...latest.rows.map((row) => this.row(row, latest)),
      note(t("odds_legend")),
      this.groups(latest),
      this.cost(latest),
    );
  }

  /** @param {[number, number]} window */
  months([from, to]) {
    return this.lab.t("window", { from, to });
  }

  /** What is said before there is anything to tell. */
  opening() {
    const { now, t } = this.lab;
    if (!now || now.simulated === 0) return t(now && !now.same ? "press_play_change" : "press_play");
    if (now.same) return t("same_course");
    if (!now.playing && !now.differ) return t("press_play_change");
    return t(now.playing ? "while_playing" : "counting", { done: 0, of: this.lab.content.communities });
  }

  /**
   * Where months simulated have become others, nothing that was found holds; while playing the last words stay, dimmed.
   * @param {Delta} now
   * @param {Delta | null} was
   */
  stands(now, was) {
    if (!was || was.turn !== now.turn) this.latest = null;
    if (!this.latest) this.show();
  }

  /** @param {Found} found */
  progress({ done, of }) {
    if (!of || done >= of) return h("span");
    const counting = this.lab.t("counting", { done, of });
    return hairline({ done, of }, counting, h("span", { class: "note" }, counting));
  }

  /**
   * @param {FoundRow} row
   * @param {Found} found
   */
  row(row, { done, window }) {
    const { lab } = this;
    const words = lab.words.indicators[row.column];
    const item = lab.content.indicators[row.column];
    const factor = factorOf(item);
    const decimals = decimalsFor(Math.max(Math.abs(row.a), Math.abs(row.b)), item);
    const better = row.verdict === "matters" ? item.better * row.difference : 0;
    const tone = better > 0 ? "gain" : better < 0 ? "loss" : "";
    const level = `${plain(row.a * factor, decimals)} → ${plain(row.b * factor, decimals)}`;
    const unit = h("span", { class: "unit" }, ` ${words.difference_unit}`);
    const size = h("strong", { class: tone }, signed(row.difference * factor, decimals), unit);
    const up = leansUp(row.difference, (row.difference * factor).toFixed(decimals), row.higher, row.lower);
    return h(
      "div",
      { class: "difference" },
      headline(h("span", {}, words.label), size),
      done > 1 ? this.odds(row, done, up) : null,
      row.window[0] === window[0] ? null : h("div", { class: "note" }, this.months(row.window)),
      h("div", { class: "note" }, `${level}${words.unit === "%" ? "" : " "}${words.unit}`),
    );
  }

  /**
   * In how many communities B has more, and in how many less.
   * @param {FoundRow} row
   * @param {number} done
   * @param {boolean} up
   */
  odds({ higher, lower }, done, up) {
    const marks = h(
      "span",
      { class: "marks", "aria-hidden": "true" },
      h("span", { class: "b" }, "◆".repeat(higher)),
      h("span", { class: "a" }, "○".repeat(lower)),
      "·".repeat(Math.max(0, done - higher - lower)),
    );
    const words = this.lab.t(up ? "odds_higher" : "odds_lower", { n: up ? higher : lower, of: done });
    return h("div", { class: "odds" }, marks, h("span", { class: "note" }, words));
  }

  /** @param {Found} found */
  groups({ groups }) {
    const { t } = this.lab;
    const most = Math.max(1e-9, ...groups.map((item) => Math.abs(item.difference) + (item.half ?? 0)));
    const bars = groups.map(({ group, difference, half }) => {
      const gain = difference >= 0;
      const tone = Math.abs(difference) <= (half ?? 0) ? "level" : gain ? "gain" : "loss"; // may be chance: no colour
      const [low, high] = half === null ? [null, null] : [difference - half, difference + half];
      const words = `${gain ? "▲" : "▼"} ${plain(Math.abs(difference) * 100, 1)}`;
      return bar(t(`group_${group}`), { mean: difference, low, high }, most, tone, words);
    });
    return h(
      "section",
      { class: "who" },
      headline(h("h3", {}, t("who_gains")), h("span", { class: "note" }, t("who_gains_unit"))),
      h("div", { class: "bars" }, bars),
    );
  }

  /** @param {Found} found */
  cost({ cost }) {
    const { t, page } = this.lab;
    const line = (/** @type {string} */ label, /** @type {number} */ value) =>
      headline(h("span", {}, label), h("strong", {}, priced(page, t("yuan", { n: plain(value) }))));
    const follow = (/** @type {MouseEvent} */ event) => {
      event.preventDefault();
      page.go("evidence");
    };
    const evidence = h("a", { href: `${ROOT}/evidence`, onclick: follow }, t("see_evidence"));
    return h(
      "section",
      { class: "cost" },
      line(t("extra_cost"), cost.money),
      line(t("shadow_cost"), cost.shadow),
      note(t("luck_only"), " ", page.recorded ? null : evidence),
    );
  }
}
