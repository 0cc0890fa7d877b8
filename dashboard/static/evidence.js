// @ts-check
// Where each number comes from, and what changes when it is wrong.
import { at, axisOf, from } from "./bars.js";
import { button, h, note, scrolled, select, svg, switcher, there } from "./dom.js";
import { ROOT } from "./link.js";
import { ofModel } from "./pathway.js";
import { linear, plain, signed, ticks } from "./scales.js";

const FIRST = 40;
const SIGNS = { published: "●", judgement: "◐", assumption: "◌" };
const GRADES = ["all", "published", "judgement", "assumption"];

export class Evidence {
  /** @type {Doubts | null} */
  oneAtATime = null;
  grade = "all";
  /** @type {"parameters" | "levers"} */
  kind = "parameters";
  text = "";
  policy = "fewer_orders";
  column = "satisfaction";
  /** @type {Sourced | null} */
  chosen = null;
  all = false;
  root = h("main", { class: "evidence" });

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  stop() {}

  receive() {}

  async shown() {
    this.rebuild();
    if (this.oneAtATime || this.page.recorded) return;
    this.oneAtATime = await fetch(`${ROOT}/stage/doubts.json`).then((item) => item.json());
    this.chosen = null;
    this.rebuild();
  }

  rebuild() {
    const { t, content } = this.page;
    this.list = h("section", { class: "card evidence-list" });
    this.side = h("aside", { class: "card evidence-side", tabindex: 0, "aria-label": t("rests_on") });
    const about = [
      h("h1", {}, t("evidence_title")),
      note(t("evidence_about")),
      note(t("evidence_period")),
      ofModel(t, content.evidence),
    ];
    this.root.replaceChildren(
      h("div", { class: "compare-head" }, h("div", {}, about), h("span", { class: "spacer" }), this.filters()),
      h("div", { class: "evidence-grid" }, this.list, this.side),
    );
    this.fill();
  }

  /** What is looked for: a text, parameters or levers, a grade. */
  filters() {
    const { t } = this.page;
    const props = { type: "search", placeholder: t("search"), "aria-label": t("search"), value: this.text };
    const search = h("input", {
      ...props,
      oninput: () => {
        this.text = search.value;
        this.fill();
      },
    });
    /** @type {(label: string, options: Option<string>[], field: "kind" | "grade") => HTMLElement} */
    const choices = (label, options, field) =>
      switcher(label, options, /** @type {string} */ (this[field]), (value) => {
        Object.assign(this, { [field]: value, all: false });
        this.rebuild();
      });
    /** @type {Option<string>[]} */
    const kinds = [
      ["parameters", t("parameter")],
      ["levers", t("lever")],
    ];
    const grades = GRADES.map((item) => /** @type {Option<string>} */ ([item, t(`grade_${item}`)]));
    return [
      search,
      choices(t("evidence"), kinds, "kind"),
      this.kind === "levers" ? null : choices(t("grade"), grades, "grade"),
    ];
  }

  /**
   * What the policy does to the outcome at both ends of a number, in points; null where it was not moved.
   * @param {string} name
   */
  ends(name) {
    const row = this.oneAtATime?.rows[name];
    return row ? [this.effect(row.low), this.effect(row.high)] : null;
  }

  get usual() {
    return this.effect(there(this.oneAtATime).default);
  }

  /** @param {number[][]} measured */
  effect(measured) {
    const { policies, columns } = there(this.oneAtATime);
    return 100 * measured[policies.indexOf(this.policy)][columns.indexOf(this.column)];
  }

  rows() {
    const { lang, content } = this.page;
    const plainly = (/** @type {string} */ item) => item.toLowerCase().replace(/[\s_]+/g, " ");
    const text = plainly(this.text.trim());
    const levers = this.kind === "levers";
    const found = content.evidence[this.kind].filter(({ name, grade, label, source }) => {
      if (!levers && this.grade !== "all" && grade !== this.grade) return false;
      return plainly([name, label.en, label.zh, source?.en, source?.zh].join(" ")).includes(text);
    });
    if (levers || !this.oneAtATime) return found;
    const reach = (/** @type {Sourced} */ item) => {
      const ends = this.ends(item.name);
      return ends ? Math.max(...ends.map((end) => Math.abs(end - this.usual))) : -1;
    };
    return [...found].sort((a, b) => reach(b) - reach(a) || a.label[lang].localeCompare(b.label[lang]));
  }

  fill() {
    const { t } = this.page;
    const rows = this.rows();
    const parameters = this.kind === "parameters";
    if (!this.chosen || !rows.includes(this.chosen)) this.chosen = rows[0] ?? null;
    const shown = this.all ? rows : rows.slice(0, FIRST);
    const ends = this.oneAtATime ? Object.keys(this.oneAtATime.rows).flatMap((name) => this.ends(name) ?? []) : [];
    /** @type {[number, number]} */
    const span = [Math.min(0, ...ends), Math.max(0, ...ends)];
    const scale = linear(span, [0, 100]);
    const marks = this.oneAtATime ? ticks(...span, 4) : [];
    const none = h("tr", {}, h("td", { class: "left", colspan: parameters ? 4 : 2 }, t("found_none")));
    const heads = [
      h("th", { scope: "col", class: "left" }, t(parameters ? "parameter" : "lever")),
      h("th", { scope: "col", class: "left" }, t("default_range")),
    ];
    if (parameters)
      heads.push(
        h("th", { scope: "col", class: "left" }, t("grade")),
        h(
          "th",
          { scope: "col", class: "doubt-head left" },
          this.questions(),
          axisOf(marks, scale, (mark) => signed(mark, 0)),
        ),
      );
    there(this.list).replaceChildren(
      scrolled(t("evidence_title"), heads, shown.length ? shown.map((item) => this.row(item, marks, scale)) : none),
      this.foot(parameters, rows.length > shown.length ? rows.length : 0),
    );
    this.detail();
  }

  /** Of which policy and which outcome the marks tell. */
  questions() {
    const { t, words } = this.page;
    /** @type {(label: string, field: "policy" | "column", options: Option[] | undefined) => Child} */
    const choice = (label, field, options = []) => {
      const choose = (/** @type {string} */ value) => {
        this[field] = value;
        this.fill();
      };
      return select(options, this[field], choose, { "aria-label": label });
    };
    const policies = this.oneAtATime?.policies.map((item) => /** @type {Option} */ ([item, words.scenarios[item]]));
    const columns = this.oneAtATime?.columns.map(
      (item) => /** @type {Option} */ ([item, words.indicators[item].label]),
    );
    return [choice(t("policy"), "policy", policies), choice(t("which_column"), "column", columns)];
  }

  /**
   * What the marks mean, and the way to the rows that are not shown.
   * @param {boolean} parameters
   * @param {number} all
   */
  foot(parameters, all) {
    const { t } = this.page;
    const legend = () => [
      h("span", {}, "○ ", t("low_end")),
      h("span", {}, "● ", t("high_end")),
      h("span", {}, t("default_line", { value: signed(this.usual, 1) })),
      h("span", { class: "spacer" }),
      h("span", {}, t("largest_first")),
    ];
    const more = button("text strong", t("more_rows", { n: all }), () => {
      this.all = true;
      this.fill();
    });
    const said = parameters && this.oneAtATime ? legend() : t("lever_note");
    return h("p", { class: "evidence-foot note" }, said, all ? more : null);
  }

  /**
   * @param {Sourced} item
   * @param {number[]} marks
   * @param {Scale} scale
   */
  row(item, marks, scale) {
    const { lang } = this.page;
    const choose = () => {
      this.chosen = item;
      this.fill();
    };
    const name = h(
      "button",
      { class: "policy-name tall", "aria-pressed": `${item === this.chosen}` },
      h("strong", {}, item.label[lang]),
      h("code", {}, item.name),
    );
    const doubt = () => [
      h("td", { class: "left" }, this.graded(item)),
      h("td", { class: "doubt" }, this.oneAtATime ? this.span(item.name, marks, scale) : ""),
    ];
    return h(
      "tr",
      { class: item === this.chosen ? "chosen" : "", onclick: choose },
      h("th", { scope: "row" }, name),
      h(
        "td",
        { class: "left" },
        h("div", {}, `${number(item.default)} ${item.unit[lang]}`),
        h("div", { class: "note" }, rangeOf(item)),
      ),
      this.kind === "parameters" ? doubt() : null,
    );
  }

  /** @param {Sourced} item */
  graded({ grade }) {
    const { t } = this.page;
    return h("span", { class: "grade" }, grade ? `${SIGNS[grade]} ${t(`grade_${grade}`)}` : t("lever"));
  }

  /**
   * @param {string} name
   * @param {number[]} marks
   * @param {Scale} scale
   */
  span(name, marks, scale) {
    const ends = this.ends(name);
    if (!ends) return h("span", { class: "note" }, this.page.t("not_moved"));
    const [low, high] = ends.map(scale);
    const [least, most] = [Math.min(...ends), Math.max(...ends)];
    return h(
      "span",
      { class: "dumbbell" },
      marks.map((item) => at("tick", scale(item))),
      at("usual", scale(this.usual)),
      from("joint", low, high),
      at("ring", low),
      at("dot ink", high),
      at("to-left", Math.min(low, high), plain(least, 1)),
      at("to-right", Math.max(low, high), plain(most, 1)),
    );
  }

  /** The chosen number: what it is, on what it rests, what changes when it is wrong. */
  detail() {
    const { t, lang } = this.page;
    const item = this.chosen;
    const side = there(this.side);
    side.replaceChildren();
    if (!item) return;
    const box = (/** @type {string} */ key, /** @type {string} */ value) =>
      h("div", { class: "sunk-box" }, h("div", { class: "note" }, key), h("strong", {}, value));
    side.append(
      this.graded(item),
      h("h2", { class: "detail-title" }, item.label[lang]),
      note(item.group[lang]),
      item.what ? h("p", { class: "sentence" }, item.what[lang]) : "",
      h("div", { class: "two-boxes" }, box(t("default"), number(item.default)), box(t("range"), rangeOf(item))),
      note(item.unit[lang]),
      item.cost ? h("p", { class: "sentence" }, item.cost[lang]) : "",
    );
    if (item.source)
      side.append(
        h("h3", {}, t("rests_on")),
        h("p", { class: "sentence" }, item.source[lang] || t("rests_assumption")),
      );
    const ends = this.ends(item.name);
    if (ends) side.append(...this.whenWrong(item, ends));
  }

  /**
   * @param {Sourced} item
   * @param {number[]} ends
   */
  whenWrong(item, ends) {
    const { t, words } = this.page;
    const { label: column, difference_unit: unit } = words.indicators[this.column];
    const [low, high] = [Math.min(...ends, this.usual), Math.max(...ends, this.usual)];
    const range = { unit, low: signed(low, 1), high: signed(high, 1) };
    const { command, communities, seed, months } = there(this.oneAtATime);
    return [
      h("h3", {}, t("when_wrong")),
      note(t("effect_of", { policy: words.scenarios[this.policy], column, unit })),
      this.curve(item, [ends[0], this.usual, ends[1]]),
      h("p", { class: "sentence" }, t(low < 0 && high > 0 ? "sign_turns" : "sign_stays", range)),
      h("h3", {}, t("made_with")),
      h("pre", {}, command),
      note(t("made_note", { communities, seed, months })),
    ];
  }

  /**
   * What the policy does at the low end, the default and the high end of a number.
   * @param {Sourced} item
   * @param {number[]} values
   */
  curve(item, values) {
    const x = linear([item.low, item.high], [44, 330]);
    const y = linear([Math.min(0, ...values), Math.max(0, ...values)], [100, 22]);
    const points = [item.low, item.default, item.high].map((place, k) => ({
      place,
      left: x(place),
      top: y(values[k]),
    }));
    const middle = { "text-anchor": "middle" };
    const faint = { "font-size": 12, fill: "var(--ink3)" };
    const looks = [
      { r: 5, fill: "var(--surface)", stroke: "var(--ink)" },
      { r: 3.5, fill: "var(--ink3)", stroke: "var(--ink3)" },
      { r: 5, fill: "var(--ink)", stroke: "var(--ink)" },
    ]; // as in the table: low hollow, high full
    const bold = { ...middle, "font-size": 13, "font-weight": 700, fill: "var(--ink)" };
    const marks = points.flatMap(({ place, left, top }, k) => [
      svg("circle", { cx: left, cy: top, ...looks[k], "stroke-width": 2 }),
      svg("text", { x: left, y: top - 10, ...bold }, signed(values[k], 1)),
      svg("text", { x: left, y: 122, ...middle, ...faint }, number(place)),
    ]);
    const path = points.map(({ left, top }) => `${left},${top}`).join(" ");
    return svg(
      "svg",
      { viewBox: "0 0 360 130", role: "img", "aria-label": values.map((value) => signed(value, 1)).join(", ") },
      svg("line", { x1: 40, x2: 340, y1: y(0), y2: y(0), stroke: "var(--line2)" }),
      svg("text", { x: 34, y: y(0) + 4, "text-anchor": "end", ...faint }, "0"),
      svg("polyline", { points: path, fill: "none", stroke: "var(--ink)", "stroke-width": 2 }),
      ...marks,
    );
  }
}

/** @param {number} value */
const number = (value) =>
  Number.isInteger(value) ? plain(value) : String(+value.toPrecision(4)).replace("-", "\u2212");

/** @param {Sourced} item */
const rangeOf = ({ low, high }) => `${number(low)}–${number(high)}`;
