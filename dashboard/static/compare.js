// @ts-check
// Many policies at once: the map of policies, each on its own indicator, who gains, what it costs.
import { bar } from "./bars.js";
import { comparisonTable, toneOf, written } from "./comparetable.js";
import { button, checkbox, h, hairline, headline, note, select, switcher, there } from "./dom.js";
import { drawMap } from "./policymap.js";
import { readFile } from "./saving.js";
import { plain } from "./scales.js";
import { openDialog } from "./table.js";

const MOST = 15;
const GROUPS = ["young", "middle", "old", "owner", "renter"];
const COMMUNITIES = [4, 10, 20, 50];
const GRANT = "money:grant";
const SHADOW = "+shadow";

export class Compare {
  /** @type {Compared | null} */
  result = null;
  /** @type {"full" | "money"} */
  row = "full";
  /** @type {Arm | null} */
  picked = null;
  /** @type {Progress | null} */
  running = null;
  /** @type {Progress | null} */
  earlier = null;
  runs = 0;
  started = false;
  /** @type {NamedFile[]} */
  files = [];
  /** @type {NamedFile[]} */
  before = [];
  /** @type {string[]} */
  added = [];
  observer = new ResizeObserver(() => this.fitMap());
  root = h("main", { class: "compare" });
  progress = h("div");
  /** @type {HTMLElement | null} */
  mapBox = null;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.replicates = page.content.communities;
    this.policies = page.content.builtIn.filter((item) => item !== "baseline");
    this.wanted = this.policies;
    for (const kind of ["dragover", "drop"]) this.root.addEventListener(kind, (event) => event.preventDefault());
    this.root.addEventListener("drop", (event) => this.addFiles(event.dataTransfer?.files ?? []));
  }

  stop() {
    this.observer.disconnect();
  }

  shown() {
    this.rebuild();
    if (this.page.begun && !this.result && !this.running && !this.started) this.run();
  }

  /** @param {Heard} content */
  receive(content) {
    if (content.kind === "comparing" && content.run === this.running?.run) {
      this.running = content;
      if (this.root.isConnected) this.showProgress();
    } else if (content.kind === "compared" && content.run === this.running?.run) {
      Object.assign(this, { result: content, running: null, added: [] });
      const { full } = content.rows;
      this.picked = full.find((item) => item.name === "fewer_orders") ?? full[0];
      if (this.root.isConnected) this.rebuild();
    } else if (content.kind === "refused" && content.about === "compare" && this.running) this.refused(content);
    else if (content.kind === "begin") {
      Object.assign(this, { started: false, result: null, running: null });
      if (this.root.isConnected) this.shown();
    }
  }

  run() {
    const { files, replicates } = this;
    this.started = true;
    this.earlier = this.running;
    this.runs += 1;
    this.running = { run: this.runs, done: 0, of: replicates };
    const scenarios = ["baseline", ...this.wanted];
    this.page.ask({ kind: "compare", run: this.runs, scenarios, files, replicates });
    this.rebuild();
  }

  /**
   * A file with a mistake does not stay, others that came with it do; what ran before runs on.
   * @param {Refused} content
   */
  refused({ files = [] }) {
    const { added, before } = this;
    const wrong = added.filter((name) => files.includes(name));
    const others = added.length > wrong.length && wrong.length;
    this.files = others
      ? [...this.files.filter(([name]) => !wrong.includes(name)), ...before.filter(([name]) => wrong.includes(name))]
      : before;
    Object.assign(this, { running: this.earlier, added: added.filter((name) => !wrong.includes(name)) });
    if (others) this.run();
    else if (this.root.isConnected) this.rebuild();
  }

  /** @param {Iterable<File>} files */
  async addFiles(files) {
    Object.assign(this, { before: this.files, added: [] });
    for (const file of files) {
      const item = await readFile(this.page, file);
      if (!item) continue;
      const others = this.files.filter(([name]) => name !== item.name);
      if (others.length + this.wanted.length >= MOST) this.page.refuse(this.page.t("too_many_compared", { n: MOST }));
      else {
        this.files = [...others, [item.name, item.text]];
        this.added.push(item.name);
      }
    }
    if (this.added.length) this.run();
  }

  rebuild() {
    const { result, page } = this;
    this.progress = h("div", { class: "compare-progress" });
    const shown = result
      ? h(
          "div",
          { class: "compare-grid" },
          h("div", { class: "compare-left" }, this.map(), this.who()),
          comparisonTable(this, result),
        )
      : h("p", { class: "sentence" }, this.running ? "" : page.t("compare_nothing"));
    this.root.replaceChildren(this.head(), this.progress, shown);
    this.showProgress();
  }

  showProgress() {
    const { t } = this.page;
    const { running } = this;
    this.progress.hidden = !running;
    if (!running) return;
    const counting = t("counting", running);
    const stop = button("text", t("stop_compare"), () => {
      this.page.ask({ kind: "stop_comparing" });
      this.running = null;
      this.rebuild();
    });
    this.progress.replaceChildren(hairline(running, counting), h("span", {}, counting), stop);
  }

  head() {
    const { page, result } = this;
    const { t, words } = page;
    const about = result
      ? t("compare_about", {
          profile: words.profiles[result.profile],
          period: words.periods[result.period].label,
          year: words.periods[result.period].prices,
          n: result.replicates,
          from: result.window[0],
          to: result.window[1],
        })
      : "";
    const same = this.row === "money" && result && t("same_money_note", { n: plain(result.budget) });
    /** @type {Option<"full" | "money">[]} */
    const rows = [
      ["full", t("own_cost")],
      ["money", t("same_money")],
    ];
    const money = switcher(t("head_cost"), rows, this.row, (row) => {
      this.row = row;
      this.rebuild();
    });
    const unready = !result || Boolean(this.running);
    return h(
      "div",
      { class: "compare-head" },
      h("div", { class: "compare-words" }, h("h1", {}, t("compare_title")), note(this.sentences(about, same))),
      money,
      button("outlined", t("choose_policies"), () => this.choose()),
      button("filled", t("full_report"), () => this.report(), { disabled: unready }),
    );
  }

  report() {
    this.page.waitForReport(window.open("", "_blank"));
    this.page.ask({ kind: "report", lang: this.page.lang });
  }

  /** Which policies are compared, in how many communities. */
  choose() {
    const { page } = this;
    const { t, words } = page;
    const boxes = this.policies.map((value) => checkbox(this.wanted.includes(value), undefined, { value }));
    const checks = boxes.map((box) =>
      h("label", { class: "choice", title: words.questions[box.value] }, box, words.scenarios[box.value]),
    );
    const file = h("input", { type: "file", accept: ".toml", multiple: true, "aria-label": t("add_file") });
    const options = COMMUNITIES.map((item) => /** @type {Option} */ ([item, item]));
    const count = select(options, this.replicates, undefined, { id: "compare-count" });
    const remaining = new Map(this.files);
    const go = button("filled", t("run_compare"), () => {
      this.wanted = boxes.filter((box) => box.checked).map((box) => box.value);
      this.replicates = Number(count.value);
      this.files = [...remaining];
      dialog.close();
      if (file.files?.length) return this.addFiles(file.files);
      Object.assign(this, { before: this.files, added: [] });
      this.run();
    });
    const dialog = openDialog(
      page,
      t("choose_policies"),
      h("div", { class: "checks" }, checks),
      this.ownFileList(remaining),
      h("label", { class: "file" }, h("span", {}, t("add_file")), file),
      note(t("drop_here")),
      h("div", { class: "form" }, h("label", { for: "compare-count" }, t("communities")), count),
      go,
    );
  }

  /**
   * The files that are compared; each can be taken away.
   * @param {Map<string, string>} remaining
   */
  ownFileList(remaining) {
    const rows = [...remaining.keys()].map((name) => {
      const remove = button(
        "text",
        "✕",
        () => {
          remaining.delete(name);
          row.remove();
        },
        { "aria-label": this.page.t("remove", { name }) },
      );
      const row = h("li", {}, name, " ", remove);
      return row;
    });
    return h("ul", { class: "own-files" }, rows);
  }

  get arms() {
    return there(this.result).rows[this.row];
  }

  get chosen() {
    const { arms, picked } = this;
    return arms.find((item) => item.key === picked?.key) ?? arms.find((item) => item.name === picked?.name) ?? arms[0];
  }

  /**
   * The number of a policy's problem, or a sign of its own; a star where its shadow cost is paid.
   * @param {Arm} arm
   */
  numeral(arm) {
    const { page } = this;
    if (arm.key === GRANT) return "¥";
    const item = this.ownFiles.indexOf(arm.name) + 1;
    const sign = item ? page.t("own_file", { n: item }) : arm.problem ? arm.problem.slice(1) : page.t("ten_together");
    return arm.key.endsWith(SHADOW) ? `${sign}*` : sign;
  }

  /** The policies that came from files, in the order of the table. */
  get ownFiles() {
    const names = there(this.result).rows.full.map((arm) => arm.name);
    return names.filter((name) => !this.page.content.builtIn.includes(name));
  }

  /** @param {Arm} arm */
  pick(arm) {
    this.picked = arm;
    this.rebuild();
  }

  map() {
    const { t } = this.page;
    const head = h("figcaption", {}, h("h2", {}, t("map_title")), h("span", { class: "note" }, t("map_note")));
    this.mapBox = h("figure", { class: "card policy-map" }, head);
    this.observer.disconnect();
    this.observer.observe(this.mapBox);
    return this.mapBox;
  }

  /** Draw the map in the size of its box, and again when that changes. */
  fitMap() {
    const { mapBox } = this;
    if (!mapBox?.isConnected || !mapBox.clientWidth) return;
    mapBox.querySelector(":scope > svg")?.remove();
    const head = /** @type {HTMLElement} */ (mapBox.firstElementChild);
    mapBox.append(drawMap(this, mapBox.clientWidth - 32, Math.max(260, mapBox.clientHeight - head.offsetHeight - 40)));
  }

  who() {
    const { t, lang } = this.page;
    const [worst] = [...this.arms].sort((a, b) => a.differences.satisfaction.mean - b.differences.satisfaction.mean);
    const groups = [...new Set([this.chosen, worst])].map((arm) => ({
      arm,
      gains: GROUPS.map((item) => arm.differences[`satisfaction.${item}`]),
    }));
    const ends = groups.flatMap(({ gains }) => gains.flatMap(({ low, high }) => [low ?? 0, high ?? 0]));
    const most = Math.max(0.01, ...ends.map(Math.abs));
    const columns = groups.map(({ arm, gains }) =>
      h(
        "div",
        {},
        h("h3", {}, h("span", { class: "numeral" }, this.numeral(arm)), " ", arm.label[lang]),
        h(
          "div",
          { class: "bars" },
          gains.map((item, k) => bar(t(`groups_${GROUPS[k]}`), item, most, toneOf(item), written(item))),
        ),
      ),
    );
    return h(
      "section",
      { class: "card who-card", tabindex: 0, "aria-label": t("who_title") },
      headline(h("h2", {}, t("who_title")), h("span", { class: "note" }, t("who_gains_unit"))),
      h("div", { class: "who-two" }, columns),
    );
  }

  /**
   * Sentences one after the other, as the language sets them.
   * @param {...(string | false | null | 0)} parts
   */
  sentences(...parts) {
    return parts.filter(Boolean).join(this.page.lang === "zh" ? "" : " ");
  }
}
