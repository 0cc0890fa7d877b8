// @ts-check
// The rail of levers: the problem's numeral, what it is, its value in the chosen world, the other world's mark.
import { button, glyph, h, select, slider, throttled } from "./dom.js";
import { periodOf, priced } from "./period.js";
import { linear, plain } from "./scales.js";

const RESTS = 400; // ms after a move, in which the server's word does not move the handle

/**
 * @param {Lever} lever
 * @param {number} value
 * @param {Record<string, string>} units
 */
function leverValue(lever, value, units) {
  if (lever.percent) return `${plain(value * 100)}%`;
  return `${plain(value, Number.isInteger(value) ? 0 : 1)} ${units[lever.name]}`;
}

/**
 * How far along its track a lever stands at a value.
 * @param {Lever} lever
 * @param {number} value
 */
const along = ({ low, high }, value) => `${linear([low, high], [0, 100])(value)}%`;

/** A lever on the page: what it is, a handle on a track, its value in words. */
export class LeverRow {
  fill = h("span", { class: "fill", "aria-hidden": "true" });
  other = h("span", { class: "other", "aria-hidden": "true", hidden: true });

  /**
   * @param {Page} page
   * @param {string} name
   * @param {HTMLElement} value where the value is written
   * @param {(value: number) => void} act
   */
  constructor(page, name, value, act) {
    const { words, content, recorded } = page;
    this.page = page;
    this.words = words.levers[name];
    this.lever = /** @type {Lever} */ (content.levers.find((item) => item.name === name));
    const moved = (/** @type {number} */ value) => {
      this.write(value);
      act(value);
    };
    this.value = value;
    this.input = slider(this.lever, this.words.label, moved, { disabled: recorded });
    const numeral = h("span", { class: "numeral", "aria-hidden": "true" }, this.lever.problem.slice(1) || "·");
    this.head = h(
      "div",
      { class: "lever-head" },
      numeral,
      h("span", { class: "lever-label" }, this.words.label),
      this.value,
    );
    this.track = h("div", { class: "track" }, this.fill, this.other, this.input);
  }

  /**
   * Stand at a value.
   * @param {number} value
   */
  place(value) {
    this.input.value = String(value);
    this.write(value);
  }

  /**
   * Say a value: in words beside the lever, to who does not see it, and as the filled part of its track.
   * @param {number} value
   */
  write(value) {
    const { units, shortUnits } = this.page.words;
    this.value.textContent = leverValue(this.lever, value, shortUnits);
    this.input.setAttribute("aria-valuetext", priced(this.page, leverValue(this.lever, value, units)));
    this.fill.style.width = along(this.lever, value);
  }

  /**
   * Mark where the other world stands.
   * @param {number} value
   */
  mark(value) {
    this.other.style.left = along(this.lever, value);
  }
}

export class Levers {
  world = 1;
  more = false;
  started = -Infinity; // ms, when a handle was moved last
  settling = 0;
  /** @type {Map<string, { row: LeverRow, box: HTMLElement }>} */
  rows = new Map();
  element = h("aside", { class: "rail levers" });

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.send = throttled((/** @type {string} */ lever, /** @type {number} */ value) => {
      lab.ask({ kind: "set_lever", world: this.world, lever, value });
    }, 100);
  }

  build() {
    const { lab } = this;
    const { t, content } = lab;
    const shown = this.more ? content.levers.map((item) => item.name) : content.first;
    const n = content.levers.length - content.first.length;
    this.undo = glyph("undo", t("undo"), () => lab.ask({ kind: "undo" }));
    this.redo = glyph("redo", t("redo"), () => lab.ask({ kind: "redo" }));
    this.replay = button("text", t("replay"), () => lab.ask({ kind: "replay" }));
    this.tabs = [0, 1].map((world) => button(`world world-${world}`, null, () => this.choose(world)));
    this.rows.clear();
    const more = button("text strong", this.more ? t("fewer_levers") : t("more_levers", { n }), () => this.toggle());
    more.setAttribute("aria-expanded", String(this.more));
    const copy = button("text", t("copy_a_b"), () => lab.ask({ kind: "copy", source: 0 }));
    const boxes = shown.map((name) => this.row(name));
    this.element.setAttribute("aria-label", t("levers"));
    this.element.classList.toggle("more", this.more);
    this.element.replaceChildren(
      h("div", { class: "rail-head" }, h("h2", {}, t("levers")), h("span", { class: "spacer" }), this.undo, this.redo),
      h("div", { class: "worlds", role: "group", "aria-label": t("which_world") }, this.tabs),
      this.policy(),
      h("div", { class: "lever-list" }, boxes),
      h("div", { class: "rail-foot" }, more, copy, this.replay),
    );
    this.show();
  }

  policy() {
    const { lab } = this;
    const choose = (/** @type {string} */ name) => lab.ask({ kind: "set_scenario", world: this.world, name });
    this.select = select(Object.entries(lab.words.scenarios), "", choose, { "aria-label": lab.t("policy") });
    return h("label", { class: "policy" }, h("span", {}, lab.t("policy")), this.select);
  }

  toggle() {
    this.more = !this.more;
    this.build();
  }

  /** @param {number} world */
  choose(world) {
    this.world = world;
    this.show();
  }

  /** @param {string} name */
  row(name) {
    const { lab } = this;
    const row = new LeverRow(lab.page, name, h("output", { class: "value" }), (value) => {
      this.started = performance.now();
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.settle(), RESTS);
      this.send(name, value);
    });
    const { what, cost } = row.words;
    const dear = periodOf(lab.page).costs[name] ?? cost;
    const title = `${what}\n${priced(lab.page, lab.words.units[name])}\n${priced(lab.page, dear)}`;
    const box = h("div", { class: "lever", title }, row.head, row.track, h("div", { class: "what" }, what));
    this.rows.set(name, { row, box });
    return box;
  }

  /** Stand where the worlds stand, whatever was moved last. */
  settle() {
    this.started = -Infinity;
    this.show();
  }

  /** Show what is done in the chosen world, and where the other stands. */
  show() {
    const { lab, tabs = [] } = this;
    const { now } = lab;
    this.element.dataset.world = String(this.world);
    tabs.forEach((tab, world) => tab.setAttribute("aria-pressed", String(this.world === world)));
    lab.nameTabs(tabs);
    if (!now) return;
    this.showButtons(now);
    for (const [name, { row, box }] of this.rows) {
      const place = lab.leverPlace[name];
      const [item, its] = [now.levers[this.world][place], now.levers[1 - this.world][place]];
      const dragging = document.activeElement === row.input && performance.now() - this.started < RESTS;
      if (!dragging) row.place(item);
      row.mark(its);
      row.other.hidden = its === item;
      box.classList.toggle("changed", item !== its);
    }
  }

  /**
   * What can be done, and the scenario's name in the list; one from a file is added to it.
   * @param {Delta} now
   */
  showButtons(now) {
    const { lab, undo, redo, replay, select } = this;
    if (!undo || !redo || !replay || !select) return;
    const { recorded } = lab.page;
    undo.disabled = recorded || !now.undo;
    redo.disabled = recorded || !now.redo;
    replay.disabled = !now.changed;
    select.disabled = recorded;
    select.querySelector("[data-file]")?.remove();
    const name = now.scenarios[this.world];
    const label = now.labels[this.world][lab.lang];
    if (!lab.content.builtIn.includes(name))
      select.append(h("option", { value: name, "data-file": true, disabled: true }, label));
    select.value = name;
  }

  /**
   * Go to the first lever of a problem, from one of its levers to the next; show all where none is among the first.
   * @param {string} problem
   */
  focus(problem) {
    const item = () => [...this.rows.values()].map(({ row }) => row).filter(({ lever }) => lever.problem === problem);
    if (!item().length) this.toggle();
    const inputs = item().map(({ input }) => input);
    const at = inputs.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    inputs[(at + 1) % inputs.length].focus();
  }
}
