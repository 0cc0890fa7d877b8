// The lab: levers on the left, two maps and charts in the middle, words on the right, the transport below.
import { drawChart, monthAt } from "./charts.js";
import { h, icon, throttled } from "./dom.js";
import { Findings } from "./findings.js";
import { History, view, windowsOf } from "./history.js";
import { CompoundMap, colours, differenceColours, differencePainter, painter, stopsOf } from "./map.js";
import { Levers } from "./levers.js";
import { meanUpTo, monthOfYear, plain, yearOf } from "./scales.js";
import { showStory } from "./story.js";
import { drawStrips } from "./strips.js";
import { openDialog, showTable } from "./table.js";
import { drawTimeline } from "./timeline.js";

const FRAME = 1000 / 30;
const RAMP = ["r0", "r1", "r2", "r3", "r4", "r5"];
const GAPS = ["d-3", "d-2", "d-1", "d0", "d1", "d2", "d3"];
const MOST_CHARTS = 6;
const FROM_AFAR = 1.4; // how much larger the timeline is in present mode
const SPEEDS = [1, 2, 5, 10, 20, 0];

export class Lab {
  constructor(page) {
    Object.assign(this, { page, content: page.content, now: null, begun: null, bands: null, dirty: new Set() });
    this.root = h("div", { class: "lab" });
    this.charts = (page.link.charts ?? page.content.charts).filter((own) => page.content.shown.includes(own));
    if (!this.charts.length) this.charts = page.content.charts;
    this.pixels = window.devicePixelRatio || 1;
    this.leverPlace = Object.fromEntries(this.content.levers.map((own, k) => [own.name, k]));
    this.difference = false;
    this.banded = true;
    this.marked = -1;
    this.frames = 0;
    this.tab = "maps";
    this.mapShown = 1;
    this.levers = new Levers(this);
    this.findings = new Findings(this);
    this.rebuild();
    this.alive = true;
    this.frame = this.frame.bind(this);
    requestAnimationFrame(this.frame);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.root);
  }

  stop() {
    this.alive = false;
    this.observer.disconnect();
  }

  shown() {
    if (this.mapsSection.parentElement !== this.stage) this.stage.insertBefore(this.mapsSection, this.stage.children[1]);
    this.resize();
  }

  get words() {
    return this.page.words;
  }

  get lang() {
    return this.page.lang;
  }

  get t() {
    return this.page.t;
  }

  colour = (name) => this.palette[name];

  name(world) {
    if (!this.now) return "";
    const label = this.now.labels[world][this.lang];
    return this.now.touches.some((own) => own[1] === world) ? this.t("changed_scenario", { label }) : label;
  }

  ask(message) {
    this.page.ask(message);
  }

  readPalette() {
    const style = getComputedStyle(this.page.root);
    this.palette = new Proxy({}, { get: (found, name) => (found[name] ??= style.getPropertyValue(`--${name}`).trim()) });
    this.font = `${this.page.present ? 20 : 12}px ${style.fontFamily}`;
  }

  rebuild() {
    const { t } = this;
    this.readPalette();
    this.stage = h("main", { class: "stage", "aria-label": t("stage") }, this.options(), this.mapsSection = this.maps(), this.chartRow(), this.strips());
    this.live = h("p", { class: "hidden", role: "status", "aria-live": "polite" });
    this.levers.build();
    this.findings.show();
    this.root.replaceChildren(this.levers.element, this.stage, this.findings.element, this.dock(), this.partTabs(), this.live);
    this.choosePart(this.tab);
    this.showMap(this.mapShown);
  }

  /** On a phone one part is seen at a time. */
  partTabs() {
    this.partButtons = ["maps", "charts", "levers", "words"].map((part) => h("button", { "data-part": part, onclick: () => this.choosePart(part) }, this.t(part)));
    return h("nav", { class: "parts", "aria-label": this.t("parts") }, this.partButtons);
  }

  choosePart(part) {
    this.tab = part;
    this.root.dataset.part = part;
    this.partButtons.forEach((own) => own.setAttribute("aria-pressed", String(own.dataset.part === part)));
    this.resize();
  }

  options() {
    const { t } = this;
    this.colourSelect = h("select", { "aria-label": t("colour_by"), onchange: (event) => this.ask({ kind: "set_colour", state: event.target.value }) },
      Object.entries(this.words.states).map(([name, label]) => h("option", { value: name }, label)));
    this.gapBox = h("input", { type: "checkbox", onchange: (event) => { this.difference = event.target.checked; this.touch("map"); } });
    this.gapBox.checked = this.difference;
    this.legend = h("span", { class: "legend" });
    const sign = (kind, label) => h("span", { class: "sign-label" }, h("span", { class: `window ${kind}`, "aria-hidden": "true" }), label);
    return h("div", { class: "options" },
      h("label", { class: "choice" }, h("span", {}, t("colour_by")), this.colourSelect), this.legend,
      h("label", { class: "choice" }, this.gapBox, h("span", {}, t("show_difference"))),
      h("span", { class: "spacer" }), h("span", { class: "signs", title: t("a_window") },
        sign("old", t("group_old")), sign("middle", t("group_middle")), sign("young", t("group_young")), sign("member", t("group_party"))),
      this.chartMenu(), h("button", { class: "text", onclick: () => showTable(this) }, icon("table", 16), " ", t("as_table")));
  }

  maps() {
    this.mapHeads = [0, 1].map((world) => h("div", { class: `map-head world-${world}` }));
    this.canvases = [0, 1].map((world) => h("canvas", { class: "map", tabindex: 0, role: "img", "data-world": world }));
    this.compounds = this.canvases.map((canvas) => new CompoundMap(canvas));
    this.tip = h("div", { class: "tip", hidden: true });
    this.canvases.forEach((canvas, world) => {
      canvas.addEventListener("pointermove", (event) => this.hover(event, world));
      canvas.addEventListener("pointerleave", () => this.hover(null, world));
      canvas.addEventListener("click", (event) => this.openStory(this.compounds[world].residentAt(event)));
      canvas.addEventListener("keydown", (event) => this.walk(event, world));
    });
    this.mapBoxes = [0, 1].map((world) => h("figure", { class: "map-box" }, this.mapHeads[world], this.canvases[world]));
    this.mapTabs = [0, 1].map((world) => h("button", { class: `world world-${world}`, onclick: () => this.showMap(world) }));
    this.mapSwitch = h("div", { class: "worlds map-switch", role: "group", "aria-label": this.t("maps") }, this.mapTabs);
    return h("section", { class: "maps card" }, this.mapSwitch, this.mapBoxes, this.tip);
  }

  /** On a phone there is room for one map; the other takes its place, so that the eye compares the same window. */
  showMap(world) {
    this.mapShown = world;
    this.mapBoxes.forEach((own, k) => { own.dataset.shown = String(k === world); });
    this.mapTabs.forEach((own, k) => own.setAttribute("aria-pressed", String(k === world)));
    this.resize();
  }

  /** Write on a button for each world its sign, letter and what is done there. */
  nameTabs(tabs) {
    tabs.forEach((tab, world) => tab.replaceChildren(h("span", { class: "sign", "aria-hidden": "true" }, world ? "◆" : "●"), ` ${"AB"[world]} ${this.name(world)}`));
  }

  chartRow() {
    this.chartBoxes = this.charts.map((column) => {
      const canvas = h("canvas", { role: "img" });
      const heads = h("div", { class: "chart-values" });
      canvas.addEventListener("pointermove", (event) => this.readChart(event, canvas));
      canvas.addEventListener("pointerleave", () => { this.hoverMonth = null; this.touch("charts"); });
      const title = h("button", { class: "chart-title", title: this.words.indicators[column].definition, onclick: () => this.enlarge(column) },
        [this.words.indicators[column].label, this.words.indicators[column].unit, this.content.indicators[column].smooth > 1 ? this.t("yearly_mean") : null].filter(Boolean).join(this.t("comma")));
      return { column, canvas, heads, box: h("figure", { class: "chart card" }, h("figcaption", {}, title, heads), canvas) };
    });
    return h("section", { class: "charts", style: `--n:${this.charts.length}` }, this.chartBoxes.map((own) => own.box));
  }

  /** Which indicators are drawn, one to six. */
  chartMenu() {
    const { t } = this;
    return h("button", { class: "text", onclick: () => {
      const boxes = this.content.shown.map((column) => {
        const box = h("input", { type: "checkbox", value: column, onchange: () => this.chooseCharts(boxes) });
        box.checked = this.charts.includes(column);
        return box;
      });
      const band = h("input", { type: "checkbox", onchange: () => { this.banded = band.checked; this.touch("charts"); } });
      band.checked = this.banded;
      openDialog(this.page, t("choose_charts"), h("p", { class: "note" }, t("choose_charts_note")), h("label", { class: "choice" }, band, t("show_band")),
        h("div", { class: "checks" }, boxes.map((box) => h("label", { class: "choice", title: this.words.indicators[box.value].definition }, box, this.words.indicators[box.value].label))));
    } }, t("choose_charts"));
  }

  chooseCharts(boxes) {
    const chosen = boxes.filter((own) => own.checked).map((own) => own.value);
    const kept = this.charts.filter((own) => chosen.includes(own));
    this.charts = [...kept, ...chosen.filter((own) => !kept.includes(own))].slice(0, MOST_CHARTS);
    if (!this.charts.length) this.charts = chosen.length ? chosen : [this.content.charts[0]];
    boxes.forEach((own) => { own.checked = this.charts.includes(own.value); own.disabled = !own.checked && this.charts.length >= MOST_CHARTS; });
    const row = this.chartRow();
    this.root.querySelector(".charts").replaceWith(row);
    this.touch("charts");
    this.page.writeLink();
  }

  strips() {
    this.hours = h("div", { class: "strip card" });
    this.money = h("div", { class: "strip card" });
    return h("section", { class: "strips" }, this.hours, this.money);
  }

  dock() {
    const { t } = this;
    const glyph = (kind, label, act) => {
      const own = h("button", { class: "glyph", "aria-label": label, title: label, onclick: act });
      own.append(icon(kind));
      return own;
    };
    this.playButton = h("button", { class: "play", onclick: () => this.toggle() });
    this.speed = h("select", { "aria-label": t("speed"), onchange: (event) => this.ask({ kind: "set_speed", value: Number(event.target.value) }) },
      SPEEDS.map((own) => h("option", { value: own }, own ? t("months_a_second", { n: own }) : t("full_speed"))));
    this.timeline = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.timeline.setAttribute("aria-hidden", "true");
    this.scrub = h("input", { type: "range", class: "scrub", min: 0, max: 120, step: 1, value: 0, "aria-label": t("month_looked_at") });
    const look = throttled((month) => this.ask({ kind: "look_at", month }), 40);
    this.scrub.addEventListener("input", () => {
      const month = Math.min(Number(this.scrub.value), this.history.lived);
      this.scrub.value = month;
      look(month);
    });
    this.branch = h("span", { class: "branch", hidden: true }, t("branch_here"));
    this.when = h("div", { class: "when" });
    return h("footer", { class: "dock" },
      h("div", { class: "transport" }, glyph("reset", t("reset"), () => this.ask({ kind: "reset" })),
        glyph("back", t("back"), () => this.now.month > 0 && this.ask({ kind: "look_at", month: this.now.month - 1 })), this.playButton,
        glyph("step", t("step"), () => this.ask({ kind: "step" })), this.speed,
        h("button", { class: "text only-present", onclick: () => { this.root.classList.toggle("with-levers"); this.resize(); } }, t("levers"))),
      h("div", { class: "time" }, this.timeline, this.scrub, this.branch), this.when);
  }

  // what comes from the server

  receive(content, buffers) {
    if (content.kind === "begin") this.begin(content, buffers);
    else if (content.kind === "delta") this.delta(content, buffers);
    else if (content.kind === "findings") this.findings.take(content);
    else if (content.kind === "bands") this.takeBands(content, view(Float32Array, buffers[0]));
    else if (content.kind === "story") showStory(this, content);
    else if (content.kind === "before") this.replay(content, view(Float32Array, buffers[0]));
  }

  begin(content, buffers) {
    this.begun = content;
    this.windows = windowsOf(content, buffers);
    this.history = new History(content.columns, content.months);
    this.scrub.max = content.months;
    this.now = null;
    this.bands = null;
    this.findings.take(null);
    this.resize();
  }

  delta(content, buffers) {
    if (!this.begun || content.epoch !== this.begun.epoch) return;
    const was = this.now;
    this.history.take(content.first, view(Float32Array, buffers[0]), content.lived);
    if (content.lived === 0 && content.count === 0) this.history.forgetGhost();
    this.bytes = view(Uint8Array, buffers[1]);
    this.now = content;
    if (was?.playing && !content.playing) this.live.textContent = this.whenText();
    this.findings.stands(content, was);
    if (content.playing) this.bands = null;
    this.owed = content.seq;
    this.touchAll();
  }

  /** Bands of communities: (worlds, 2 ends, months, columns). */
  takeBands({ columns, months }, values) {
    this.bands = Object.fromEntries(columns.map((column, k) => [column, [0, 1].map((world) => [0, 1].map((end) =>
      Float32Array.from({ length: months }, (_, month) => values[((world * 2 + end) * months + month) * columns.length + k])))]));
    this.touch("charts");
  }

  touch(part) {
    this.dirty.add(part);
  }

  touchAll() {
    ["map", "charts", "strips", "dock", "levers"].forEach((own) => this.dirty.add(own));
  }

  // drawing

  frame(time) {
    if (!this.alive) return;
    requestAnimationFrame(this.frame);
    if (!this.mapsSection.isConnected) {
      this.acknowledge();
      return;
    }
    if (time - (this.drawn ?? 0) < FRAME - 2) return;
    if (!this.dirty.size && !this.now?.playing) return;
    this.drawn = time;
    this.frames += 1;
    if (!this.now || !this.history) return;
    const parts = new Set(this.dirty);
    this.dirty.clear();
    if (parts.has("map") && this.tables) this.drawMaps();
    if (this.root.isConnected) {
      if (parts.has("charts") || this.now.playing) this.drawCharts();
      if (parts.has("strips")) drawStrips(this);
      if (parts.has("dock")) this.drawDock();
      if (parts.has("levers")) this.levers.show();
    }
    this.root.classList.toggle("playing", this.now.playing);
    this.acknowledge();
  }

  acknowledge() {
    if (this.owed) this.ask({ kind: "ack", seq: this.owed });
    this.owed = null;
  }

  resize() {
    if (!this.begun || !this.mapsSection.isConnected) return;
    this.pixels = window.devicePixelRatio || 1;
    this.readPalette();
    const box = this.mapBoxes.find((own) => own.clientWidth)?.getBoundingClientRect();
    if (!box) return;
    const room = { width: box.width, height: Math.max(200, box.height - this.mapHeads[this.mapShown].offsetHeight) };
    this.compounds.forEach((own) => own.lay(this.begun.compound, this.windows, room, this.pixels, this.colour));
    this.tables = { yes: colours(stopsOf(this.colour, RAMP), true), share: colours(stopsOf(this.colour, RAMP), false),
      gap: differenceColours(stopsOf(this.colour, GAPS)) };
    this.touchAll();
  }

  drawMaps() {
    const { n } = this.begun;
    const yes = this.content.yesOrNo.includes(this.now.colour);
    const table = yes ? this.tables.yes : this.tables.share;
    this.compounds.forEach((own, world) => {
      own.paint(world && this.difference ? differencePainter(this.bytes, n, this.tables.gap) : painter(this.bytes, world, n, table));
      own.mark(this.marked, this.colour("ink"));
      const mean = this.meanState(world);
      this.mapHeads[world].replaceChildren(h("span", { class: "stroke", "aria-hidden": "true" }),
        h("strong", {}, `${"AB"[world]} ${this.name(world)}`), h("span", { class: "spacer" }),
        h("span", {}, this.words.states[this.now.colour]), h("strong", { class: "figure" }, `${plain(mean, 1)}${yes ? "%" : ""}`));
      this.canvases[world].setAttribute("aria-label", this.t("map_described", { world: "AB"[world], scenario: this.name(world),
        month: this.now.month, state: this.words.states[this.now.colour], mean: plain(mean, 1) }));
    });
    this.nameTabs(this.mapTabs);
    this.colourSelect.value = this.now.colour;
    this.legend.replaceChildren(...(yes ? [h("span", { class: "patch", style: `background:${this.colour("r5")}` }), this.t("yes"),
      h("span", { class: "patch", style: `background:${this.colour("r0")}` }), this.t("no")]
      : ["0", h("span", { class: "ramp" }), this.t("hundred_points")]));
  }

  meanState(world) {
    const { n } = this.begun;
    let sum = 0;
    for (let k = 0; k < n; k += 1) sum += this.bytes[world * n + k];
    return (100 * sum) / n / 254;
  }

  drawCharts() {
    const { history, now } = this;
    const { font } = this;
    const flags = now.touches.map(([month, world]) => ({ month, world }));
    for (const { column, canvas, heads, box } of this.chartBoxes) {
      const indicator = this.content.indicators[column];
      const words = this.words.indicators[column];
      const series = [0, 1].map((world) => smooth(history.series(column, world), indicator.smooth));
      const room = box.getBoundingClientRect();
      const month = this.hoverMonth ?? now.month;
      const ghost = history.ghost && [0, 1].map((world) => ({ from: history.ghost.from,
        values: smooth(history.series(column, world, history.ghost.lived, history.ghost.rows), indicator.smooth).slice(history.ghost.from) }));
      const before = this.before && [0, 1].map((world) => ({ values: smooth(history.series(column, world, this.before.lived, this.before.rows), indicator.smooth) }));
      if (before) before.alpha = this.before.alpha;
      const size = { width: room.width - 22, height: Math.max(60, room.height - box.firstElementChild.offsetHeight - 14) };
      const unitSign = words.unit === "%" ? "%" : "";
      drawChart(canvas, size, this.pixels, { series, ghost, before, months: this.begun.months, month, indicator: { ...indicator, unitSign },
        band: this.banded ? this.bands?.[column] : null, flags, year: this.t("years") }, this.colour, font);
      const values = series.map((own) => own[month] * (indicator.percent ? 100 : 1));
      const decimals = indicator.percent ? 1 : Math.abs(values[0]) < 10 ? 1 : 0;
      heads.replaceChildren(...values.map((own, world) => h("strong", { class: `world-${world}` }, `${world ? "◆" : "●"} ${plain(own, decimals)}${unitSign}`)),
        this.hoverMonth === null || this.hoverMonth === undefined ? "" : h("span", { class: "note" }, this.t("month", { n: month })));
      canvas.setAttribute("aria-label", this.t("chart_described", { label: words.label, a: plain(values[0], 1), b: plain(values[1], 1), unit: words.unit, month }));
    }
  }

  drawDock() {
    const { now, history } = this;
    const playing = now.playing;
    this.playButton.replaceChildren(icon(playing ? "pause" : "play", 28));
    this.playButton.setAttribute("aria-label", this.t(playing ? "pause" : "play"));
    this.playButton.title = this.t(playing ? "pause" : "play");
    this.speed.value = now.speed;
    this.scrub.value = now.month;
    this.scrub.setAttribute("aria-valuetext", this.whenText());
    const flags = now.touches.map(([month, world, lever, value]) => ({ month, world, lever, value }));
    const width = this.timeline.parentElement.clientWidth - 8;
    const words = { year: (n) => this.t(width < 600 ? "year_short" : "year_n", { n }), election: this.t("election"), changes: (n) => this.t("n_changes", { n }),
      flag: (flag) => this.flagText(flag) };
    const zoom = this.page.present ? FROM_AFAR : 1;
    drawTimeline(this.timeline, width / zoom, { months: this.begun.months, lived: history.lived, month: now.month, flags,
      elections: this.begun.elections }, words, this.colour);
    this.timeline.setAttribute("width", width);
    this.timeline.setAttribute("height", this.timeline.getAttribute("height") * zoom);
    const past = now.month < history.lived;
    this.branch.hidden = !past || this.page.recorded;
    const state = this.stateText(past);
    this.when.replaceChildren(h("strong", {}, this.t("month_long", { n: now.month })), h("span", { class: "note" }, now.month ? `${this.dateText(now.month)}${this.t("comma")}${state}` : state));
  }

  stateText(past) {
    const { playing, speed, lived } = this.now;
    if (playing) return speed ? this.t("playing", { n: speed }) : this.t("playing_full");
    if (past) return this.t("looking_back");
    if (lived >= this.begun.months) return this.t("ended");
    return this.t(lived ? "paused" : "ready");
  }

  flagText({ lever, value }) {
    const own = this.content.levers[this.leverPlace[lever]];
    const shown = own.percent ? `${plain(value * 100)}%` : plain(value, Number.isInteger(value) ? 0 : 1);
    return `${own.problem.slice(1)} ${this.words.levers[lever].label} ${shown}`;
  }

  dateText(month) {
    return this.t("date", { year: yearOf(month), month: this.words.months[monthOfYear(month) - 1] });
  }

  whenText() {
    return this.now.month ? `${this.t("month_long", { n: this.now.month })}, ${this.dateText(this.now.month)}` : this.t("month_long", { n: 0 });
  }

  // what the visitor does

  toggle() {
    this.ask({ kind: this.now?.playing ? "pause" : "play" });
  }

  hover(event, world) {
    const resident = event && this.begun ? this.compounds[world].residentAt(event) : -1;
    this.tip.hidden = resident < 0;
    if (resident < 0) return;
    const { n } = this.begun;
    const yes = this.content.yesOrNo.includes(this.now.colour);
    const shown = (w) => (yes ? this.t(this.bytes[w * n + resident] >= 127 ? "yes" : "no") : plain((100 * this.bytes[w * n + resident]) / 254, 0));
    this.tip.replaceChildren(h("div", {}, this.who(resident)),
      h("div", {}, `${this.words.states[this.now.colour]}: `, h("strong", { class: "world-0" }, `A ${shown(0)}`), "  ", h("strong", { class: "world-1" }, `B ${shown(1)}`)),
      h("div", { class: "note" }, this.t("click_for_story")));
    const box = this.tip.parentElement.getBoundingClientRect();
    this.tip.style.left = `${Math.min(event.clientX - box.left + 14, box.width - 220)}px`;
    this.tip.style.top = `${event.clientY - box.top + 16}px`;
  }

  who(resident) {
    const { age, renter, member } = this.windows;
    return [this.t(`group_${["young", "middle", "old"][age[resident]]}`), this.t(renter[resident] ? "group_renter" : "group_owner"),
      member[resident] ? this.t("group_party") : null].filter(Boolean).join(this.t("comma"));
  }

  openStory(resident) {
    if (resident < 0) return;
    this.marked = resident;
    this.touch("map");
    this.ask({ kind: "tell_story", resident });
  }

  walk(event, world) {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Enter") this.openStory(this.marked);
    if (!steps) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y, at } = this.windows;
    const { width, height } = this.begun.compound;
    if (this.marked < 0) this.marked = 0;
    else {
      let [px, py] = [x[this.marked] + steps[0], y[this.marked] + steps[1]];
      while (px >= 0 && py >= 0 && px < width && py < height && at[py * width + px] < 0) [px, py] = [px + steps[0], py + steps[1]];
      if (px >= 0 && py >= 0 && px < width && py < height) this.marked = at[py * width + px];
    }
    const { n } = this.begun;
    this.live.textContent = `${this.who(this.marked)}, ${"AB"[world]} ${plain((100 * this.bytes[world * n + this.marked]) / 254, 0)}`;
    this.touch("map");
  }

  readChart(event, canvas) {
    const box = canvas.getBoundingClientRect();
    const month = monthAt(event.clientX - box.left, box.width, this.begun.months, this.font);
    this.hoverMonth = Math.max(0, Math.min(month, this.history.lived));
    this.touch("charts");
  }

  enlarge(column) {
    this.large = this.large === column ? null : column;
    for (const own of this.chartBoxes) own.box.classList.toggle("large", own.column === this.large);
    this.stage.classList.toggle("with-large", Boolean(this.large));
    this.touch("charts");
  }

  /** Lay what was recorded before the last change over what came of it, twice. */
  replay({ months }, rows) {
    const padded = new Float32Array(this.history.rows.length);
    padded.set(rows.subarray(0, padded.length));
    this.before = { rows: padded, lived: months - 1, alpha: 0 };
    const begun = performance.now();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const fade = () => {
      const time = (performance.now() - begun) / 1000;
      if (!this.alive || time > 4) this.before = null;
      else {
        this.before.alpha = still ? 0.6 : 0.5 - 0.5 * Math.cos(Math.PI * time);
        requestAnimationFrame(fade);
      }
      this.touch("charts");
    };
    fade();
  }

  key(event) {
    const acts = { " ": () => this.toggle(), ".": () => this.ask({ kind: "step" }), r: () => this.ask({ kind: "reset" }),
      ",": () => this.now?.month > 0 && this.ask({ kind: "look_at", month: this.now.month - 1 }), p: () => this.ask({ kind: "replay" }),
      z: () => this.ask({ kind: "undo" }), a: () => this.levers.choose(0), b: () => this.levers.choose(1) };
    if (event.key === " " && event.target.closest?.("button, a, summary")) return;
    const act = acts[event.key] ?? (/^[1-8]$/.test(event.key) ? () => this.levers.focus(Number(event.key) - 1) : null);
    if (!act) return;
    event.preventDefault();
    act();
  }
}

/** Means of twelve months where an indicator saw-tooths over the year. */
function smooth(values, span) {
  return span > 1 ? values.map((_, k) => meanUpTo(values, k, span)) : values;
}
