// The rail of levers: the problem's numeral, what it is, its value in the chosen world, the other world's mark.
import { h, icon, throttled } from "./dom.js";
import { plain } from "./scales.js";

const RESTS = 400; // ms after a move, in which the server's word does not move the handle

function leverValue(lever, value, words, units = words.units) {
  return lever.percent
    ? `${plain(value * 100)}%`
    : `${plain(value, Number.isInteger(value) ? 0 : 1)} ${units[lever.name]}`;
}

/** Show a lever at a value: in words beside it, to who does not see it, and as the filled part of its track. */
export function placeLever({ lever, value, input, fill }, set, words) {
  value.textContent = leverValue(lever, set, words, words.shortUnits);
  input.setAttribute("aria-valuetext", leverValue(lever, set, words));
  fill.style.width = `${((set - lever.low) / (lever.high - lever.low)) * 100}%`;
}

export class Levers {
  constructor(lab) {
    this.lab = lab;
    this.world = 1;
    this.more = false;
    this.rows = new Map();
    this.element = h("aside", { class: "rail levers" });
    this.send = throttled((lever, value) => lab.ask({ kind: "set_lever", world: this.world, lever, value }), 100);
  }

  build() {
    const { lab } = this;
    const { t, content } = lab;
    const shown = this.more ? content.levers.map((own) => own.name) : content.first;
    this.undo = this.button("undo", () => lab.ask({ kind: "undo" }));
    this.redo = this.button("redo", () => lab.ask({ kind: "redo" }));
    this.replay = h("button", { class: "text", onclick: () => lab.ask({ kind: "replay" }) }, t("replay"));
    this.tabs = [0, 1].map((world) =>
      h("button", {
        class: `world world-${world}`,
        "aria-pressed": this.world === world,
        onclick: () => this.choose(world),
      }),
    );
    this.rows.clear();
    const list = h(
      "div",
      { class: "lever-list" },
      shown.map((name) => this.row(content.levers.find((own) => own.name === name))),
    );
    const rest = content.levers.length - content.first.length;
    this.element.setAttribute("aria-label", t("levers"));
    this.element.classList.toggle("more", this.more);
    this.element.replaceChildren(
      h("div", { class: "rail-head" }, h("h2", {}, t("levers")), h("span", { class: "spacer" }), this.undo, this.redo),
      h("div", { class: "worlds", role: "group", "aria-label": t("which_world") }, this.tabs),
      this.policy(),
      list,
      h(
        "div",
        { class: "rail-foot" },
        h(
          "button",
          { class: "text strong", "aria-expanded": this.more, onclick: () => this.toggle() },
          this.more ? t("fewer_levers") : t("more_levers", { n: rest }),
        ),
        h("button", { class: "text", onclick: () => lab.ask({ kind: "copy", source: 0 }) }, t("copy_a_b")),
        this.replay,
      ),
    );
    this.show();
  }

  button(kind, act) {
    const own = h("button", { class: "glyph", "aria-label": this.lab.t(kind), title: this.lab.t(kind), onclick: act });
    own.append(icon(kind));
    return own;
  }

  policy() {
    const { lab } = this;
    this.select = h(
      "select",
      {
        "aria-label": lab.t("policy"),
        onchange: (event) => lab.ask({ kind: "set_scenario", world: this.world, name: event.target.value }),
      },
      Object.entries(lab.words.scenarios).map(([name, label]) => h("option", { value: name }, label)),
    );
    return h("label", { class: "policy" }, h("span", {}, lab.t("policy")), this.select);
  }

  toggle() {
    this.more = !this.more;
    this.build();
  }

  choose(world) {
    this.world = world;
    this.show();
  }

  row(lever) {
    const { lab } = this;
    const words = lab.words.levers[lever.name];
    const value = h("output", { class: "value" });
    const input = h("input", {
      type: "range",
      disabled: lab.page.recorded,
      min: lever.low,
      max: lever.high,
      step: lever.step,
      "aria-label": words.label,
    });
    const other = h("span", { class: "other", "aria-hidden": "true" });
    const fill = h("span", { class: "fill", "aria-hidden": "true" });
    input.addEventListener("input", () => {
      const set = Number(input.value);
      placeLever({ lever, value, input, fill }, set, lab.words);
      lab.started = performance.now();
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.settle(), RESTS);
      this.send(lever.name, set);
    });
    const row = h(
      "div",
      { class: "lever", title: `${words.what}\n${lab.words.units[lever.name]}\n${words.cost}` },
      h(
        "div",
        { class: "lever-head" },
        h("span", { class: "numeral", "aria-hidden": "true" }, lever.problem.slice(1) || "·"),
        h("span", { class: "lever-label" }, words.label),
        value,
      ),
      h("div", { class: "track" }, fill, other, input),
      h("div", { class: "what" }, words.what),
    );
    this.rows.set(lever.name, { lever, value, input, other, fill, row });
    return row;
  }

  /** Stand where the worlds stand, whatever was moved last. */
  settle() {
    this.lab.started = -Infinity;
    this.show();
  }

  /** Show what is done in the chosen world, and where the other stands. */
  show() {
    const { lab } = this;
    const now = lab.now;
    this.element.dataset.world = this.world;
    this.tabs.forEach((tab, world) => tab.setAttribute("aria-pressed", this.world === world));
    lab.nameTabs(this.tabs);
    if (!now) return;
    this.showScenario(now);
    const { recorded } = lab.page;
    this.undo.disabled = recorded || !now.undo;
    this.redo.disabled = recorded || !now.redo;
    this.replay.disabled = !now.changed;
    this.select.disabled = recorded;
    for (const [name, parts] of this.rows) {
      const place = lab.leverPlace[name];
      const [own, its] = [now.levers[this.world][place], now.levers[1 - this.world][place]];
      const dragging = document.activeElement === parts.input && performance.now() - (lab.started ?? -1e9) < RESTS;
      if (!dragging) {
        parts.input.value = own;
        placeLever(parts, own, lab.words);
      }
      const { low, high } = parts.lever;
      parts.other.style.left = `${((its - low) / (high - low)) * 100}%`;
      parts.other.hidden = its === own;
      parts.row.classList.toggle("changed", own !== its);
    }
  }

  /** The scenario's name in the list; one from a file is added to it. */
  showScenario(now) {
    const { lab } = this;
    this.select.querySelector("[data-file]")?.remove();
    const name = now.scenarios[this.world];
    if (!lab.content.builtIn.includes(name))
      this.select.append(
        h("option", { value: name, "data-file": true, disabled: true }, now.labels[this.world][lab.lang]),
      );
    this.select.value = name;
  }

  /** Go to the first lever of a problem, from one of its levers to the next; show all where none is among the first. */
  focus(problem) {
    const own = () => [...this.rows.values()].filter(({ lever }) => lever.problem === problem);
    if (!own().length) this.toggle();
    const inputs = own().map(({ input }) => input);
    inputs[(inputs.indexOf(document.activeElement) + 1) % inputs.length].focus();
  }
}
