// @ts-check
// The levers that are open while a room predicts: those of the lesson's problem, in world B.
import { h, note, throttled } from "./dom.js";
import { LeverRow } from "./levers.js";

const RESTS = 500; // ms after a move, in which the server's word does not move the handle

export class LessonLevers {
  /** @type {LeverRow[]} */
  rows = [];
  moved = -Infinity;
  settling = 0;

  /** @param {Teach} teach */
  constructor(teach) {
    this.teach = teach;
  }

  build() {
    const { page, lesson } = this.teach;
    this.rows = lesson.levers.map((name) => this.row(name));
    this.show();
    const boxes = this.rows.map(({ head, track, words }) =>
      h("div", { class: "card lesson-lever changed" }, head, track, h("div", { class: "note" }, words.what)),
    );
    const levers = h("div", { class: "lesson-levers", "data-world": "1" }, boxes);
    return h("div", {}, note(page.t("locked_levers")), levers);
  }

  /** @param {string} lever */
  row(lever) {
    const { page } = this.teach;
    const send = throttled((/** @type {number} */ value) => {
      page.ask({ kind: "set_lever", world: 1, lever, value });
    }, 100);
    return new LeverRow(page, lever, h("strong", { class: "world-1" }), (value) => {
      this.moved = performance.now();
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.show(), RESTS); // what holds then is the server's word
      send(value);
    });
  }

  /** Show what is done in B. */
  show() {
    const { page, lab } = this.teach;
    if (!page.now || performance.now() - this.moved < RESTS) return;
    for (const item of this.rows) item.place(page.now.levers[1][lab.leverPlace[item.lever.name]]);
  }
}
