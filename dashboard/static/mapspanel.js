// @ts-check
// The two maps with what belongs to them: what they are coloured by, legend, who lives behind a window.
import { checkbox, h, select, there } from "./dom.js";
import { drawLens } from "./lens.js";
import { CompoundMap, colours, differenceColours, differencePainter, painter, SPAN, stopsOf } from "./map.js";
import { listed, plain, signed } from "./scales.js";

const RAMP = ["r0", "r1", "r2", "r3", "r4", "r5"];
const GAPS = ["d-3", "d-2", "d-1", "d0", "d1", "d2", "d3"];
const LENS_FONT = "12px ";
/** @type {Record<string, Point>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class MapsPanel {
  difference = false;
  marked = -1; // the resident whose window has a frame
  shown = 1;
  bytes = new Uint8Array();
  /** @type {Record<"yes" | "share" | "gap", Uint32Array> | null} */
  tables = null;
  /** @type {[resident: number, world: number, x: number, y: number] | null} */
  card = null;
  /** @type {Windows} */
  windows;
  /** @type {HTMLElement[]} */
  heads = [];
  /** @type {HTMLCanvasElement[]} */
  canvases = [];
  /** @type {CompoundMap[]} */
  compounds = [];
  /** @type {HTMLElement[]} */
  boxes = [];
  /** @type {HTMLElement[]} */
  tabs = [];
  element = h("section");
  lens = h("canvas");
  lensText = h("div");
  tip = h("div");
  legend = h("span");
  choice = h("select");

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
  }

  build() {
    const { lab } = this;
    this.heads = [0, 1].map((world) => h("div", { class: `map-head world-${world}` }));
    this.canvases = [0, 1].map((world) => h("canvas", { class: "map", tabindex: 0, role: "img", "data-world": world }));
    this.compounds = this.canvases.map((canvas) => new CompoundMap(canvas));
    this.tables = null; // nothing can be painted until the maps have room
    this.lens = h("canvas", { class: "lens", "aria-hidden": "true" });
    this.lensText = h("div");
    this.tip = h("div", { class: "tip", hidden: true }, this.lens, this.lensText);
    this.canvases.forEach((canvas, world) => {
      canvas.addEventListener("pointermove", (event) => this.hover(event, world));
      canvas.addEventListener("pointerleave", () => this.hover(null, world));
      canvas.addEventListener("click", (event) => this.openStory(this.compounds[world].residentAt(event)));
      canvas.addEventListener("keydown", (event) => this.walk(event, world));
      canvas.addEventListener("blur", () => this.hover(null, world));
    });
    this.boxes = [0, 1].map((world) => h("figure", { class: "map-box" }, this.heads[world], this.canvases[world]));
    this.tabs = [0, 1].map((world) => h("button", { class: `world world-${world}`, onclick: () => this.show(world) }));
    const choice = h("div", { class: "worlds map-switch", role: "group", "aria-label": lab.t("maps") }, this.tabs);
    this.element = h("section", { class: "maps card" }, choice, this.boxes, this.tip);
    return this.element;
  }

  /** What the windows are coloured by, and what the colours and signs say. */
  options() {
    const { lab } = this;
    const { t } = lab;
    const ask = (/** @type {string} */ state) => lab.ask({ kind: "set_colour", state });
    this.choice = select(Object.entries(lab.words.states), lab.now?.colour ?? "", ask, {
      "aria-label": t("colour_by"),
    });
    const gap = checkbox(this.difference, (checked) => {
      this.difference = checked;
      lab.touch("map");
    });
    this.legend = h("span", { class: "legend" });
    const sign = (/** @type {string} */ kind, /** @type {string} */ label) =>
      h("span", { class: "sign-label" }, h("span", { class: `window ${kind}`, "aria-hidden": "true" }), label);
    return [
      h("label", { class: "choice colour" }, h("span", {}, t("colour_by")), this.choice),
      this.legend,
      h("label", { class: "choice" }, gap, h("span", {}, t("show_difference"))),
      h("span", { class: "spacer" }),
      h(
        "span",
        { class: "signs", title: t("a_window") },
        sign("old", t("group_old")),
        sign("middle", t("group_middle")),
        sign("young", t("group_young")),
        sign("member", t("group_party")),
      ),
    ];
  }

  /** Another community comes: nobody of this one is marked or told of any more. */
  leave() {
    this.marked = -1;
    this.untell();
  }

  /**
   * On a phone there is room for one map; the other takes its place, so that the eye compares the same window.
   * @param {number} world
   */
  show(world) {
    this.shown = world;
    this.boxes.forEach((item, k) => {
      item.dataset.shown = String(k === world);
    });
    this.tabs.forEach((item, k) => item.setAttribute("aria-pressed", String(k === world)));
    this.lab.resize();
  }

  /**
   * Take the room there is; where the maps are not shown there is none.
   * @param {Begin} begun
   * @param {Windows} windows
   * @param {number} pixels
   */
  lay(begun, windows, pixels) {
    const box = this.boxes.find((item) => item.clientWidth)?.getBoundingClientRect();
    if (!box) return;
    const { colour } = this.lab;
    this.windows = windows;
    const room = { width: box.width, height: Math.max(200, box.height - this.heads[this.shown].offsetHeight) };
    this.compounds.forEach((item) => item.lay(begun.compound, windows, room, pixels, colour));
    const stops = stopsOf(colour, RAMP);
    const gap = differenceColours(stopsOf(colour, GAPS));
    this.tables = { yes: colours(stops, true), share: colours(stops, false), gap };
  }

  get yes() {
    return this.lab.content.yesOrNo.includes(there(this.lab.now).colour);
  }

  draw() {
    const { lab, tables } = this;
    if (!tables) return;
    const { month, colour } = there(lab.now);
    const state = lab.words.states[colour];
    this.compounds.forEach((item, world) => {
      const scenario = lab.name(world);
      item.paint(this.painter(world));
      item.mark(this.marked, lab.colour("ink"));
      this.heads[world].replaceChildren(
        h("span", { class: "stroke", "aria-hidden": "true" }),
        h("strong", {}, `${"AB"[world]} ${scenario}`),
        h("span", { class: "spacer" }),
        h("span", {}, state),
        h("strong", { class: "figure" }, this.figure(world)),
      );
      const mean = plain(this.mean(world), 1);
      const described = lab.t("map_described", { world: "AB"[world], scenario, month, state, mean });
      this.canvases[world].setAttribute("aria-label", described);
    });
    if (this.card) this.tell(...this.card);
    lab.nameTabs(this.tabs);
    this.choice.value = colour;
    this.drawLegend();
  }

  /**
   * Gives the packed colour of a resident in a world's map.
   * @param {number} world
   */
  painter(world) {
    const { bytes, lab } = this;
    const { n } = lab.begun;
    const tables = there(this.tables);
    return world && this.difference
      ? differencePainter(bytes, n, tables.gap)
      : painter(bytes, world, n, this.yes ? tables.yes : tables.share);
  }

  /**
   * What the colours say: texts, and the names of colours that stand between them.
   * @returns {LegendPart[]}
   */
  legendParts() {
    const { t } = this.lab;
    if (this.yes) {
      const [first, second] = this.difference ? ["d-3", "d3"] : ["r5", "r0"];
      const texts = this.difference ? [t("only_a"), t("only_b")] : [t("yes"), t("no")];
      return [{ inks: [first] }, { text: texts[0] }, { inks: [second] }, { text: texts[1] }];
    }
    const more = t("more_points", { n: signed(SPAN, 0) });
    if (this.difference) return [{ text: signed(-SPAN, 0) }, { inks: GAPS }, { text: more }];
    return [{ text: "0" }, { inks: RAMP }, { text: t("hundred_points") }];
  }

  drawLegend() {
    const { colour } = this.lab;
    const field = (/** @type {string[]} */ inks) =>
      inks.length === 1
        ? h("span", { class: "patch", style: `background:${colour(inks[0])}` })
        : h("span", { class: "ramp", style: `background:linear-gradient(90deg,${inks.map(colour).join()})` });
    this.legend.replaceChildren(...this.legendParts().map(({ text, inks = [] }) => text ?? field(inks)));
  }

  /**
   * What stands over a map: the mean of its state, or how far B's is from A's.
   * @param {number} world
   */
  figure(world) {
    const mean = this.mean(world);
    return `${world && this.difference ? signed(mean - this.mean(0)) : plain(mean, 1)}${this.yes ? "%" : ""}`;
  }

  /**
   * The mean of a state over the residents, in points.
   * @param {number} world
   */
  mean(world) {
    const { n } = this.lab.begun;
    let sum = 0;
    for (let k = 0; k < n; k += 1) sum += this.bytes[world * n + k];
    return (100 * sum) / n / 254;
  }

  /**
   * @param {number} world
   * @param {number} resident
   */
  value(world, resident) {
    const byte = this.bytes[world * this.lab.begun.n + resident];
    return this.yes ? this.lab.t(byte >= 127 ? "yes" : "no") : plain((100 * byte) / 254, 0);
  }

  /**
   * @param {MouseEvent | null} event
   * @param {number} world
   */
  hover(event, world) {
    const resident = event && this.lab.begun ? this.compounds[world].residentAt(event) : -1;
    if (event && resident >= 0) this.tell(resident, world, event.clientX, event.clientY);
    else this.untell();
  }

  untell() {
    this.card = null;
    this.tip.hidden = true;
  }

  /**
   * Tell of a resident beside a place of the page, above it where there is no room below; again with every month.
   * @param {number} resident
   * @param {number} world
   * @param {number} x
   * @param {number} y
   */
  tell(resident, world, x, y) {
    const { lab, tip } = this;
    this.card = [resident, world, x, y];
    tip.hidden = false;
    this.look(resident, world);
    this.lensText.replaceChildren(
      h("div", {}, this.who(resident)),
      h(
        "div",
        {},
        `${lab.words.states[there(lab.now).colour]}: `,
        h("strong", { class: "world-0" }, `A ${this.value(0, resident)}`),
        "  ",
        h("strong", { class: "world-1" }, `B ${this.value(1, resident)}`),
      ),
      lab.page.recorded ? "" : h("div", { class: "note" }, lab.t("click_for_story")),
    );
    const box = this.element.getBoundingClientRect();
    const below = y + 16 + tip.offsetHeight < document.documentElement.clientHeight;
    tip.style.left = `${Math.max(0, Math.min(x - box.left + 14, box.width - tip.offsetWidth - 8))}px`;
    tip.style.top = `${y - box.top + (below ? 16 : -16 - tip.offsetHeight)}px`;
  }

  /**
   * Lay the lens over the windows round a resident.
   * @param {number} resident
   * @param {number} world
   */
  look(resident, world) {
    const { lab, windows } = this;
    const points = (/** @type {number} */ w, /** @type {number} */ k) => (100 * this.bytes[w * lab.begun.n + k]) / 254;
    const text = (/** @type {number} */ k) => {
      if (this.yes) return "";
      return this.difference && world ? signed(points(1, k) - points(0, k), 0) : plain(points(world, k), 0);
    };
    drawLens(this.lens, {
      windows,
      compound: lab.begun.compound,
      resident,
      pick: this.painter(world),
      text,
      pixels: lab.pixels,
      colour: lab.colour,
      font: LENS_FONT + getComputedStyle(lab.root).fontFamily,
    });
  }

  /** @param {number} resident */
  who(resident) {
    const { t } = this.lab;
    const { age, renter, member } = this.windows;
    const group = t(`group_${["young", "middle", "old"][age[resident]]}`);
    const tenure = t(renter[resident] ? "group_renter" : "group_owner");
    return listed(t, group, tenure, member[resident] ? t("group_party") : null);
  }

  /** @param {number} resident */
  openStory(resident) {
    if (resident < 0 || this.lab.page.recorded) return;
    this.marked = resident;
    this.lab.touch("map");
    this.lab.ask({ kind: "tell_story", resident });
  }

  /**
   * Arrows go from window to window, Enter opens the story of the one marked.
   * @param {KeyboardEvent} event
   * @param {number} world
   */
  walk(event, world) {
    const step = STEPS[event.key];
    if (event.key === "Enter") this.openStory(this.marked);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y, at } = this.windows;
    const { width, height } = this.lab.begun.compound;
    const inside = (/** @type {number} */ px, /** @type {number} */ py) =>
      px >= 0 && py >= 0 && px < width && py < height;
    if (this.marked < 0) this.marked = 0;
    else {
      let [px, py] = [x[this.marked] + step[0], y[this.marked] + step[1]];
      while (inside(px, py) && at[py * width + px] < 0) [px, py] = [px + step[0], py + step[1]];
      if (inside(px, py)) this.marked = at[py * width + px];
    }
    this.lab.live.textContent = `${this.who(this.marked)}, ${"AB"[world]} ${this.value(world, this.marked)}`;
    this.tell(this.marked, world, ...this.compounds[world].placeOf(this.marked));
    this.lab.touch("map");
  }
}
