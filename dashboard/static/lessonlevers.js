// The levers that are open while a room predicts: those of the lesson's problem, in world B.
import { h, throttled } from "./dom.js";
import { placeLever } from "./levers.js";

const RESTS = 500; // ms after a move, in which the server's word does not move the handle

export class LessonLevers {
  constructor(teach) {
    this.teach = teach;
    this.rows = [];
    this.moved = -Infinity;
  }

  build() {
    const { page, lesson } = this.teach;
    this.rows = lesson.levers.map((name) => this.row(lesson, name));
    this.show();
    return h(
      "div",
      {},
      h("p", { class: "note" }, page.t("locked_levers")),
      h(
        "div",
        { class: "lesson-levers", "data-world": "1" },
        this.rows.map((own) => own.box),
      ),
    );
  }

  row(lesson, name) {
    const { page } = this.teach;
    const lever = page.content.levers.find((own) => own.name === name);
    const words = page.words.levers[name];
    const value = h("strong", { class: "world-1" });
    const fill = h("span", { class: "fill", "aria-hidden": "true" });
    const input = h("input", {
      type: "range",
      min: lever.low,
      max: lever.high,
      step: lever.step,
      "aria-label": words.label,
    });
    const send = throttled((set) => page.ask({ kind: "set_lever", world: 1, lever: name, value: set }), 100);
    const box = h(
      "div",
      { class: "card lesson-lever changed" },
      h(
        "div",
        { class: "lever-head" },
        h("span", { class: "numeral" }, lesson.problem.slice(1)),
        h("span", { class: "lever-label" }, words.label),
        value,
      ),
      h("div", { class: "track" }, fill, input),
      h("div", { class: "note" }, words.what),
    );
    const row = { lever, value, fill, input, box };
    input.addEventListener("input", () => {
      this.moved = performance.now();
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.show(), RESTS); // what holds then is the server's word
      send(Number(input.value));
      placeLever(row, Number(input.value), page.words);
    });
    return row;
  }

  /** Show what is done in B. */
  show() {
    const { page, lab } = this.teach;
    if (!page.now || performance.now() - this.moved < RESTS) return;
    for (const own of this.rows) {
      const set = page.now.levers[1][lab.leverPlace[own.lever.name]];
      own.input.value = set;
      placeLever(own, set, page.words);
    }
  }
}
