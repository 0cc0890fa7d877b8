// Where each number comes from, and what changes when it is wrong.
import { h } from "./dom.js";
import { ROOT } from "./link.js";
import { linear, plain, signed, ticks } from "./scales.js";

const FIRST = 40;
const SIGNS = { published: "●", judgement: "◐", assumption: "◌" };
const SVG = "http://www.w3.org/2000/svg";

export class Evidence {
  constructor(page) {
    Object.assign(this, {
      page,
      doubts: null,
      grade: "all",
      kind: "parameters",
      text: "",
      policy: "fewer_orders",
      column: "satisfaction",
      chosen: null,
      all: false,
    });
    this.root = h("main", { class: "evidence" });
  }

  stop() {}

  receive() {}

  async shown() {
    this.rebuild();
    if (!this.doubts) {
      this.doubts = this.page.recorded ? null : await fetch(`${ROOT}/stage/doubts.json`).then((own) => own.json());
      this.chosen = null;
      this.rebuild();
    }
  }

  rebuild() {
    const { t } = this.page;
    this.list = h("section", { class: "card evidence-list" });
    this.side = h("aside", { class: "card evidence-side", tabindex: 0, "aria-label": t("rests_on") });
    const search = h("input", {
      type: "search",
      placeholder: t("search"),
      "aria-label": t("search"),
      value: this.text,
      oninput: () => {
        this.text = search.value;
        this.fill();
      },
    });
    const kinds = this.choices(["parameters", "levers"], { parameters: "parameter", levers: "lever" }, "kind");
    const grades =
      this.kind === "levers"
        ? ""
        : this.choices(
            ["all", "published", "judgement", "assumption"],
            Object.fromEntries(["all", "published", "judgement", "assumption"].map((own) => [own, `grade_${own}`])),
            "grade",
          );
    this.root.replaceChildren(
      h(
        "div",
        { class: "compare-head" },
        h(
          "div",
          {},
          h("h1", {}, t("evidence_title")),
          h("p", { class: "note" }, t("evidence_about")),
          this.page.content.evidence.outdated ? h("p", { class: "strong outdated" }, t("earlier_model")) : null,
        ),
        h("span", { class: "spacer" }),
        search,
        kinds,
        grades,
      ),
      h("div", { class: "evidence-grid" }, this.list, this.side),
    );
    this.fill();
  }

  choices(names, keys, field) {
    return h(
      "div",
      { class: "switch", role: "group", "aria-label": this.page.t(field === "kind" ? "evidence" : "grade") },
      names.map((own) =>
        h(
          "button",
          {
            "aria-pressed": String(this[field] === own),
            onclick: () => {
              this[field] = own;
              this.all = false;
              this.rebuild();
            },
          },
          this.page.t(keys[own]),
        ),
      ),
    );
  }

  /** What the policy does to the outcome at both ends of a number, in points; null where it was not moved. */
  ends(name) {
    const row = this.doubts?.rows[name];
    if (!row) return null;
    const [policy, column] = [this.doubts.policies.indexOf(this.policy), this.doubts.columns.indexOf(this.column)];
    return ["low", "high"].map((end) => 100 * row[end][policy][column]);
  }

  get usual() {
    const { policies, columns } = this.doubts;
    return 100 * this.doubts.default[policies.indexOf(this.policy)][columns.indexOf(this.column)];
  }

  rows() {
    const { lang, content } = this.page;
    const plainly = (own) => own.toLowerCase().replace(/[\s_]+/g, " ");
    const text = plainly(this.text.trim());
    const found = content.evidence[this.kind].filter(
      (own) =>
        (this.grade === "all" || this.kind === "levers" || own.grade === this.grade) &&
        (!text ||
          plainly(
            `${own.name} ${own.label.en} ${own.label.zh} ${own.source?.en ?? ""} ${own.source?.zh ?? ""}`,
          ).includes(text)),
    );
    const reach = (own) => {
      const ends = this.ends(own.name);
      return ends ? Math.max(...ends.map((end) => Math.abs(end - this.usual))) : -1;
    };
    return this.kind === "levers" || !this.doubts
      ? found
      : [...found].sort((a, b) => reach(b) - reach(a) || a.label[lang].localeCompare(b.label[lang]));
  }

  fill() {
    const { t, words, lang } = this.page;
    const rows = this.rows();
    const parameters = this.kind === "parameters";
    if (!rows.includes(this.chosen)) [this.chosen] = rows;
    const shown = this.all ? rows : rows.slice(0, FIRST);
    const ends = this.doubts ? Object.keys(this.doubts.rows).flatMap((name) => this.ends(name)) : [];
    const scale = linear([Math.min(0, ...ends), Math.max(0, ...ends)], [0, 100]);
    const policies = h(
      "select",
      {
        "aria-label": t("policy"),
        onchange: (event) => {
          this.policy = event.target.value;
          this.fill();
        },
      },
      this.doubts?.policies.map((own) => h("option", { value: own }, words.scenarios[own])),
    );
    policies.value = this.policy;
    const columns = h(
      "select",
      {
        "aria-label": t("which_column"),
        onchange: (event) => {
          this.column = event.target.value;
          this.fill();
        },
      },
      this.doubts?.columns.map((own) => h("option", { value: own }, words.indicators[own].label)),
    );
    columns.value = this.column;
    this.marks = this.doubts ? ticks(Math.min(0, ...ends), Math.max(0, ...ends), 4) : [];
    this.list.replaceChildren(
      ...[
        h(
          "div",
          { class: "scroll", tabindex: 0, role: "region", "aria-label": t("evidence_title") },
          h(
            "table",
            {},
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                h("th", { scope: "col", class: "left" }, t(parameters ? "parameter" : "lever")),
                h("th", { scope: "col", class: "left" }, t("default_range")),
                parameters
                  ? [
                      h("th", { scope: "col", class: "left" }, t("grade")),
                      h(
                        "th",
                        { scope: "col", class: "doubt-head left" },
                        policies,
                        columns,
                        h(
                          "div",
                          { class: "axis" },
                          this.marks.map((own) =>
                            h("span", { style: `left:${scale(own)}%` }, own ? signed(own, 0) : "0"),
                          ),
                        ),
                      ),
                    ]
                  : null,
              ),
            ),
            h(
              "tbody",
              {},
              shown.length
                ? shown.map((own) => this.row(own, parameters, scale, lang))
                : h("tr", {}, h("td", { class: "left", colspan: parameters ? 4 : 2 }, t("found_none"))),
            ),
          ),
        ),
        h(
          "p",
          { class: "evidence-foot note" },
          parameters && this.doubts
            ? [
                h("span", {}, "○ ", t("low_end")),
                h("span", {}, "● ", t("high_end")),
                h("span", {}, t("default_line", { value: signed(this.usual, 1) })),
                h("span", { class: "spacer" }),
                h("span", {}, t("largest_first")),
              ]
            : t("lever_note"),
          rows.length > shown.length
            ? h(
                "button",
                {
                  class: "text strong",
                  onclick: () => {
                    this.all = true;
                    this.fill();
                  },
                },
                t("more_rows", { n: rows.length }),
              )
            : null,
        ),
      ].filter(Boolean),
    );
    this.detail();
  }

  row(own, parameters, scale, lang) {
    const { t } = this.page;
    const unit = own.unit[lang];
    return h(
      "tr",
      {
        class: own === this.chosen ? "chosen" : "",
        onclick: () => {
          this.chosen = own;
          this.fill();
        },
      },
      h(
        "th",
        { scope: "row" },
        h(
          "button",
          { class: "policy-name tall", "aria-pressed": String(own === this.chosen) },
          h("strong", {}, own.label[lang]),
          h("code", {}, own.name),
        ),
      ),
      h(
        "td",
        { class: "left" },
        h("div", {}, `${number(own.default)} ${unit}`),
        h("div", { class: "note" }, `${number(own.low)}–${number(own.high)}`),
      ),
      parameters
        ? [
            h("td", { class: "left" }, h("span", { class: "grade" }, `${SIGNS[own.grade]} ${t(`grade_${own.grade}`)}`)),
            h("td", { class: "doubt" }, this.doubts ? this.span(own.name, scale) : ""),
          ]
        : null,
    );
  }

  span(name, scale) {
    const ends = this.ends(name);
    if (!ends) return h("span", { class: "note" }, this.page.t("not_moved"));
    const places = ends.map(scale);
    const [left, right] = [Math.min(...places), Math.max(...places)];
    const low = ends[0] <= ends[1] ? 0 : 1;
    return h(
      "span",
      { class: "dumbbell" },
      this.marks.map((own) => h("span", { class: "tick", style: `left:${scale(own)}%` })),
      h("span", { class: "usual", style: `left:${scale(this.usual)}%` }),
      h("span", { class: "joint", style: `left:${left}%;width:${right - left}%` }),
      h("span", { class: "ring", style: `left:${places[0]}%` }),
      h("span", { class: "dot ink", style: `left:${places[1]}%` }),
      h("span", { class: "to-left", style: `left:${left}%` }, plain(ends[low], 1)),
      h("span", { class: "to-right", style: `left:${right}%` }, plain(ends[1 - low], 1)),
    );
  }

  detail() {
    const { t, lang, words } = this.page;
    const own = this.chosen;
    if (!own) {
      this.side.replaceChildren();
      return;
    }
    const box = (key, value) =>
      h("div", { class: "sunk-box" }, h("div", { class: "note" }, key), h("strong", {}, value));
    const parts = [
      h("span", { class: "grade" }, own.grade ? `${SIGNS[own.grade]} ${t(`grade_${own.grade}`)}` : t("lever")),
      h("h2", { class: "detail-title" }, own.label[lang]),
      h("p", { class: "note" }, own.group[lang]),
      own.what ? h("p", { class: "sentence" }, own.what[lang]) : null,
      h(
        "div",
        { class: "two-boxes" },
        box(t("default"), `${number(own.default)}`),
        box(t("range"), `${number(own.low)}–${number(own.high)}`),
      ),
      h("p", { class: "note" }, own.unit[lang]),
      own.cost
        ? h("p", { class: "sentence" }, own.cost[lang])
        : [h("h3", {}, t("rests_on")), h("p", { class: "sentence" }, own.source[lang] || t("rests_assumption"))],
    ];
    const ends = this.ends(own.name);
    if (ends) {
      const { label: column, difference_unit: unit } = words.indicators[this.column];
      const range = {
        unit,
        low: signed(Math.min(...ends, this.usual), 1),
        high: signed(Math.max(...ends, this.usual), 1),
      };
      const turns = Math.min(...ends, this.usual) < 0 && Math.max(...ends, this.usual) > 0;
      parts.push(
        h("h3", {}, t("when_wrong")),
        h("p", { class: "note" }, t("effect_of", { policy: words.scenarios[this.policy], column, unit })),
        this.curve(own, ends),
        h("p", { class: "sentence" }, t(turns ? "sign_turns" : "sign_stays", range)),
        h("h3", {}, t("made_with")),
        h("pre", {}, this.doubts.command),
        h("p", { class: "note" }, t("made_note", this.doubts)),
      );
    }
    this.side.replaceChildren(...parts.flat().filter(Boolean));
  }

  curve(own, ends) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 360 130");
    svg.setAttribute("role", "img");
    const values = [ends[0], this.usual, ends[1]];
    svg.setAttribute("aria-label", values.map((value) => signed(value, 1)).join(", "));
    const x = linear([own.low, own.high], [44, 330]);
    const y = linear([Math.min(0, ...values), Math.max(0, ...values)], [100, 22]);
    const add = (tag, attributes, text) => {
      const made = document.createElementNS(SVG, tag);
      Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
      if (text !== undefined) made.textContent = text;
      svg.append(made);
    };
    add("line", { x1: 40, x2: 340, y1: y(0), y2: y(0), stroke: "var(--line2)" });
    add("text", { x: 34, y: y(0) + 4, "text-anchor": "end", "font-size": 12, fill: "var(--ink3)" }, "0");
    const places = [own.low, own.default, own.high];
    add("polyline", {
      points: places.map((place, k) => `${x(place)},${y(values[k])}`).join(" "),
      fill: "none",
      stroke: "var(--ink)",
      "stroke-width": 2,
    });
    places.forEach((place, k) => {
      add("circle", {
        cx: x(place),
        cy: y(values[k]),
        r: k === 1 ? 3.5 : 5,
        fill: k === 0 ? "var(--surface)" : k === 1 ? "var(--ink3)" : "var(--ink)",
        stroke: k === 1 ? "var(--ink3)" : "var(--ink)",
        "stroke-width": 2,
      }); // as in the table: low hollow, high full
      add(
        "text",
        {
          x: x(place),
          y: y(values[k]) - 10,
          "text-anchor": "middle",
          "font-size": 13,
          "font-weight": 700,
          fill: "var(--ink)",
        },
        signed(values[k], 1),
      );
      add(
        "text",
        { x: x(place), y: 122, "text-anchor": "middle", "font-size": 12, fill: "var(--ink3)" },
        number(place),
      );
    });
    return svg;
  }
}

const number = (value) =>
  Number.isInteger(value) ? plain(value) : String(+value.toPrecision(4)).replace("-", "\u2212");
