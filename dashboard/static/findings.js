// The right rail: what happened in words, odds over communities, who gains, what it costs.
import { h } from "./dom.js";
import { ROOT } from "./link.js";
import { decimalsFor, leansUp, plain, signed } from "./scales.js";

export class Findings {
  constructor(lab) {
    this.lab = lab;
    this.element = h("aside", { class: "rail findings" });
    this.latest = null;
  }

  take(message) {
    this.latest = message;
    this.show();
  }

  show() {
    const { lab, latest } = this;
    const { t } = lab;
    this.element.setAttribute("aria-label", t("what_happened"));
    const head = h(
      "div",
      { class: "rail-head" },
      h("h2", {}, t("what_happened")),
      h("span", { class: "spacer" }),
      latest?.window
        ? h("span", { class: "note" }, t("window", { from: latest.window[0], to: latest.window[1] }))
        : null,
    );
    if (!latest) {
      this.element.replaceChildren(head, h("p", { class: "sentence" }, this.opening()));
      return;
    }
    this.element.replaceChildren(
      head,
      ...latest.sentences.map((own) => h("p", { class: "sentence" }, own[lab.lang])),
      this.progress(latest),
      ...latest.rows.map((row) => this.row(row, latest)),
      h("p", { class: "note" }, t("odds_legend")),
      this.groups(latest),
      this.cost(latest),
    );
  }

  /** What is said before there is anything to tell. */
  opening() {
    const { now, t } = this.lab;
    if (!now || now.lived === 0) return t(now && !now.same ? "press_play_change" : "press_play");
    if (now.same) return t("same_course");
    if (!now.playing && !now.differ) return t("press_play_change");
    return t(now.playing ? "while_playing" : "counting", { done: 0, of: this.lab.content.communities });
  }

  /** Where months lived have become others, nothing that was found holds; while playing the last words stay, dimmed. */
  stands(now, was) {
    if (!was || was.turn !== now.turn) this.latest = null;
    if (!this.latest) this.show();
  }

  progress({ done, of }) {
    if (!of || done >= of) return h("span", {});
    const share = `${(100 * done) / of}%`;
    return h(
      "div",
      {
        class: "hairline",
        role: "progressbar",
        "aria-valuenow": done,
        "aria-valuemax": of,
        "aria-label": this.lab.t("counting", { done, of }),
      },
      h("span", { style: `width:${share}` }),
      h("span", { class: "note" }, this.lab.t("counting", { done, of })),
    );
  }

  row(row, { done, window }) {
    const { lab } = this;
    const words = lab.words.indicators[row.column];
    const own = lab.content.indicators[row.column];
    const factor = own.percent ? 100 : 1;
    const decimals = decimalsFor(Math.max(Math.abs(row.a), Math.abs(row.b)), own);
    const clear = row.verdict === "matters";
    const better = clear ? own.better * row.difference : 0;
    const sign = better > 0 ? "gain" : better < 0 ? "loss" : "";
    const up = leansUp(row.difference, (row.difference * factor).toFixed(decimals), row.higher, row.lower);
    const tied = row.higher + row.lower < done ? done - row.higher - row.lower : 0;
    const level = `${plain(row.a * factor, decimals)} → ${plain(row.b * factor, decimals)}`;
    return h(
      "div",
      { class: "difference" },
      h(
        "div",
        { class: "difference-head" },
        h("span", {}, words.label),
        h(
          "strong",
          { class: sign },
          signed(row.difference * factor, decimals),
          h("span", { class: "unit" }, ` ${words.difference_unit}`),
        ),
      ),
      done > 1
        ? h(
            "div",
            { class: "odds" },
            h(
              "span",
              { class: "marks", "aria-hidden": "true" },
              h("span", { class: "b" }, "◆".repeat(row.higher)),
              h("span", { class: "a" }, "○".repeat(row.lower)),
              "·".repeat(tied),
            ),
            h(
              "span",
              { class: "note" },
              lab.t(up ? "odds_higher" : "odds_lower", { n: up ? row.higher : row.lower, of: done }),
            ),
          )
        : null,
      row.window[0] === window[0]
        ? null
        : h("div", { class: "note" }, lab.t("window", { from: row.window[0], to: row.window[1] })),
      h("div", { class: "note" }, `${level}${words.unit === "%" ? "" : " "}${words.unit}`),
    );
  }

  groups({ groups }) {
    const { t } = this.lab;
    const most = Math.max(1e-9, ...groups.map((own) => Math.abs(own.difference) + (own.half ?? 0)));
    return h(
      "section",
      { class: "who" },
      h(
        "div",
        { class: "difference-head" },
        h("h3", {}, t("who_gains")),
        h("span", { class: "note" }, t("who_gains_unit")),
      ),
      h(
        "div",
        { class: "bars" },
        groups.map((own) => {
          const share = (Math.abs(own.difference) / most) * 50;
          const gain = own.difference >= 0;
          // within luck: no colour
          const tone = Math.abs(own.difference) <= (own.half ?? 0) ? "level" : gain ? "gain" : "loss";
          return [
            h("span", {}, t(`group_${own.group}`)),
            h(
              "span",
              { class: "bar" },
              h("span", { class: tone, style: `width:${share}%;${gain ? "left:50%" : `left:${50 - share}%`}` }),
              own.half === undefined || own.half === null
                ? null
                : h("span", {
                    class: "interval",
                    style: `left:${50 + ((own.difference - own.half) / most) * 50}%;width:${(own.half / most) * 100}%`,
                  }),
            ),
            h("strong", { class: tone }, `${gain ? "▲" : "▼"} ${plain(Math.abs(own.difference) * 100, 1)}`),
          ];
        }),
      ),
    );
  }

  cost({ cost }) {
    const { t } = this.lab;
    const line = (key, value) =>
      h("div", { class: "difference-head" }, h("span", {}, t(key)), h("strong", {}, t("yuan", { n: plain(value) })));
    return h(
      "section",
      { class: "cost" },
      line("extra_cost", cost.money),
      line("shadow_cost", cost.shadow),
      h(
        "p",
        { class: "note" },
        t("luck_only"),
        " ",
        this.lab.page.recorded
          ? null
          : h(
              "a",
              {
                href: `${ROOT}/evidence`,
                onclick: (event) => {
                  event.preventDefault();
                  this.lab.page.go("evidence");
                },
              },
              t("see_evidence"),
            ),
      ),
    );
  }
}
