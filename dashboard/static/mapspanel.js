// The two maps with what belongs to them: what they are coloured by, legend, who lives behind a window.
import { h } from "./dom.js";
import { drawLens } from "./lens.js";
import { CompoundMap, colours, differenceColours, differencePainter, painter, SPAN, stopsOf } from "./map.js";
import { plain, signed } from "./scales.js";

const RAMP = ["r0", "r1", "r2", "r3", "r4", "r5"];
const GAPS = ["d-3", "d-2", "d-1", "d0", "d1", "d2", "d3"];
const LENS_FONT = "12px ";
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class MapsPanel {
  constructor(lab) {
    Object.assign(this, { lab, difference: false, marked: -1, shown: 1, bytes: null, tables: null, told: null });
  }

  build() {
    const { lab } = this;
    this.heads = [0, 1].map((world) => h("div", { class: `map-head world-${world}` }));
    this.canvases = [0, 1].map((world) => h("canvas", { class: "map", tabindex: 0, role: "img", "data-world": world }));
    this.compounds = this.canvases.map((canvas) => new CompoundMap(canvas));
    this.tables = null; // nothing can be painted until the maps have room
    this.lens = h("canvas", { class: "lens", "aria-hidden": "true" });
    this.lensText = h("div", {});
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
    this.choice = h(
      "select",
      { "aria-label": t("colour_by"), onchange: (event) => lab.ask({ kind: "set_colour", state: event.target.value }) },
      Object.entries(lab.words.states).map(([name, label]) => h("option", { value: name }, label)),
    );
    const gap = h("input", {
      type: "checkbox",
      onchange: (event) => {
        this.difference = event.target.checked;
        lab.touch("map");
      },
    });
    gap.checked = this.difference;
    this.legend = h("span", { class: "legend" });
    const sign = (kind, label) =>
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

  /** On a phone there is room for one map; the other takes its place, so that the eye compares the same window. */
  show(world) {
    this.shown = world;
    this.boxes.forEach((own, k) => {
      own.dataset.shown = String(k === world);
    });
    this.tabs.forEach((own, k) => own.setAttribute("aria-pressed", String(k === world)));
    this.lab.resize();
  }

  /** Take the room there is; where the maps are not shown there is none. */
  lay(begun, windows, pixels) {
    const box = this.boxes.find((own) => own.clientWidth)?.getBoundingClientRect();
    if (!box) return;
    const { colour } = this.lab;
    this.windows = windows;
    const room = { width: box.width, height: Math.max(200, box.height - this.heads[this.shown].offsetHeight) };
    this.compounds.forEach((own) => own.lay(begun.compound, windows, room, pixels, colour));
    this.tables = {
      yes: colours(stopsOf(colour, RAMP), true),
      share: colours(stopsOf(colour, RAMP), false),
      gap: differenceColours(stopsOf(colour, GAPS)),
    };
  }

  get yes() {
    return this.lab.content.yesOrNo.includes(this.lab.now.colour);
  }

  draw() {
    const { lab, tables } = this;
    if (!tables) return;
    const { now } = lab;
    const state = lab.words.states[now.colour];
    this.compounds.forEach((own, world) => {
      own.paint(this.painter(world));
      own.mark(this.marked, lab.colour("ink"));
      this.heads[world].replaceChildren(
        h("span", { class: "stroke", "aria-hidden": "true" }),
        h("strong", {}, `${"AB"[world]} ${lab.name(world)}`),
        h("span", { class: "spacer" }),
        h("span", {}, state),
        h("strong", { class: "figure" }, this.figure(world)),
      );
      this.canvases[world].setAttribute(
        "aria-label",
        lab.t("map_described", {
          world: "AB"[world],
          scenario: lab.name(world),
          month: now.month,
          state,
          mean: plain(this.mean(world), 1),
        }),
      );
    });
    if (this.told) this.tell(...this.told);
    lab.nameTabs(this.tabs);
    this.choice.value = now.colour;
    this.drawLegend();
  }

  /** Gives the packed colour of a resident in a world's map. */
  painter(world) {
    const {
      bytes,
      tables,
      lab: {
        begun: { n },
      },
    } = this;
    return world && this.difference
      ? differencePainter(bytes, n, tables.gap)
      : painter(bytes, world, n, this.yes ? tables.yes : tables.share);
  }

  /** What the colours say: texts, and the names of colours that stand between them. */
  legendParts() {
    const {
      lab: { t },
    } = this;
    const patches = (...pairs) => pairs.flatMap(([name, text]) => [{ inks: [name] }, { text }]);
    const scale = (inks, low, high) => [{ text: low }, { inks }, { text: high }];
    if (this.difference)
      return this.yes
        ? patches(["d-3", t("only_a")], ["d3", t("only_b")])
        : scale(GAPS, signed(-SPAN, 0), t("more_points", { n: signed(SPAN, 0) }));
    return this.yes ? patches(["r5", t("yes")], ["r0", t("no")]) : scale(RAMP, "0", t("hundred_points"));
  }

  drawLegend() {
    const { colour } = this.lab;
    const field = (inks) =>
      inks.length === 1
        ? h("span", { class: "patch", style: `background:${colour(inks[0])}` })
        : h("span", { class: "ramp", style: `background:linear-gradient(90deg,${inks.map(colour).join()})` });
    this.legend.replaceChildren(...this.legendParts().map(({ text, inks }) => text ?? field(inks)));
  }

  /** What stands over a map: the mean of its state, or how far B's is from A's. */
  figure(world) {
    const mean = this.mean(world);
    return `${world && this.difference ? signed(mean - this.mean(0)) : plain(mean, 1)}${this.yes ? "%" : ""}`;
  }

  /** The mean of a state over the residents, in points. */
  mean(world) {
    const { n } = this.lab.begun;
    let sum = 0;
    for (let k = 0; k < n; k += 1) sum += this.bytes[world * n + k];
    return (100 * sum) / n / 254;
  }

  value(world, resident) {
    const byte = this.bytes[world * this.lab.begun.n + resident];
    return this.yes ? this.lab.t(byte >= 127 ? "yes" : "no") : plain((100 * byte) / 254, 0);
  }

  hover(event, world) {
    const resident = event && this.lab.begun ? this.compounds[world].residentAt(event) : -1;
    if (resident < 0) this.untell();
    else this.tell(resident, world, event.clientX, event.clientY);
  }

  untell() {
    this.told = null;
    this.tip.hidden = true;
  }

  /** Tell of a resident beside a place of the page, above it where there is no room below; again with every month. */
  tell(resident, world, x, y) {
    const { lab, tip } = this;
    this.told = [resident, world, x, y];
    tip.hidden = false;
    this.look(resident, world);
    this.lensText.replaceChildren(
      h("div", {}, this.who(resident)),
      h(
        "div",
        {},
        `${lab.words.states[lab.now.colour]}: `,
        h("strong", { class: "world-0" }, `A ${this.value(0, resident)}`),
        "  ",
        h("strong", { class: "world-1" }, `B ${this.value(1, resident)}`),
      ),
      lab.page.recorded ? "" : h("div", { class: "note" }, lab.t("click_for_story")),
    );
    const box = tip.parentElement.getBoundingClientRect();
    const below = y + 16 + tip.offsetHeight < document.documentElement.clientHeight;
    tip.style.left = `${Math.max(0, Math.min(x - box.left + 14, box.width - tip.offsetWidth - 8))}px`;
    tip.style.top = `${y - box.top + (below ? 16 : -16 - tip.offsetHeight)}px`;
  }

  /** Lay the lens over the windows round a resident. */
  look(resident, world) {
    const { lab, windows } = this;
    const points = (w, k) => (100 * this.bytes[w * lab.begun.n + k]) / 254;
    const text =
      this.difference && world ? (k) => signed(points(1, k) - points(0, k), 0) : (k) => plain(points(world, k), 0);
    drawLens(this.lens, {
      windows,
      compound: lab.begun.compound,
      resident,
      pick: this.painter(world),
      text: this.yes ? () => "" : text,
      pixels: lab.pixels,
      colour: lab.colour,
      font: LENS_FONT + getComputedStyle(lab.root).fontFamily,
    });
  }

  who(resident) {
    const { t } = this.lab;
    const { age, renter, member } = this.windows;
    return [
      t(`group_${["young", "middle", "old"][age[resident]]}`),
      t(renter[resident] ? "group_renter" : "group_owner"),
      member[resident] ? t("group_party") : null,
    ]
      .filter(Boolean)
      .join(t("comma"));
  }

  openStory(resident) {
    if (resident < 0 || this.lab.page.recorded) return;
    this.marked = resident;
    this.lab.touch("map");
    this.lab.ask({ kind: "tell_story", resident });
  }

  /** Arrows go from window to window, Enter opens the story of the one marked. */
  walk(event, world) {
    const step = STEPS[event.key];
    if (event.key === "Enter") this.openStory(this.marked);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y, at } = this.windows;
    const { width, height } = this.lab.begun.compound;
    const inside = (px, py) => px >= 0 && py >= 0 && px < width && py < height;
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
