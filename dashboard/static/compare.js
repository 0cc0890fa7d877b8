// Many policies at once: the map of policies, each on its own indicator, who gains, what it costs.

import { h } from "./dom.js";
import { drawMap } from "./policymap.js";
import { readFile } from "./saving.js";
import { plain, signed } from "./scales.js";
import { openDialog } from "./table.js";

const MOST = 15;
const GROUPS = ["young", "middle", "old", "owner", "renter"];
const COMMUNITIES = [4, 10, 20, 50];
const GRANT = "money:grant";
const SHADOW = "+shadow";

export class Compare {
  constructor(page) {
    Object.assign(this, {
      page,
      result: null,
      row: "full",
      picked: null,
      running: null,
      runs: 0,
      files: [],
      before: [],
      added: [],
      replicates: page.content.communities,
    });
    this.observer = new ResizeObserver(() => this.fitMap());
    this.root = h("main", { class: "compare" });
    this.wanted = page.content.builtIn.filter((own) => own !== "baseline");
    for (const kind of ["dragover", "drop"]) this.root.addEventListener(kind, (event) => event.preventDefault());
    this.root.addEventListener("drop", (event) => this.addFiles(event.dataTransfer.files));
  }

  stop() {
    this.observer.disconnect();
  }

  shown() {
    this.rebuild();
    if (this.page.begun && !this.result && !this.running && !this.asked) this.run();
  }

  receive(content) {
    // what is said of one that was let go
    if (["comparing", "compared"].includes(content.kind) && content.run !== this.running?.run) return;
    if (content.kind === "comparing") {
      this.running = content;
      if (this.root.isConnected) this.showProgress();
    } else if (content.kind === "compared") {
      Object.assign(this, { result: content, running: null, added: [] });
      const { rows } = content;
      this.picked = rows.full.find((own) => own.name === "fewer_orders") ?? rows.full[0];
      if (this.root.isConnected) this.rebuild();
    } else if (content.kind === "refused" && content.about === "compare" && this.running) {
      this.refused(content);
    } else if (content.kind === "begin") {
      Object.assign(this, { asked: false, result: null, running: null });
      if (this.root.isConnected) this.shown();
    }
  }

  run() {
    this.asked = true;
    this.earlier = this.running;
    this.runs += 1;
    this.running = { run: this.runs, done: 0, of: this.replicates };
    this.page.ask({
      kind: "compare",
      run: this.runs,
      scenarios: ["baseline", ...this.wanted],
      files: this.files,
      replicates: this.replicates,
    });
    this.rebuild();
  }

  /** A file with a mistake does not stay, others that came with it do; what ran before runs on. */
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

  async addFiles(files) {
    Object.assign(this, { before: this.files, added: [] });
    for (const file of files) {
      const own = await readFile(this.page, file);
      if (!own) continue;
      const others = this.files.filter(([name]) => name !== own.name);
      if (others.length + this.wanted.length >= MOST) this.page.refuse(this.page.t("too_many_compared", { n: MOST }));
      else {
        this.files = [...others, [own.name, own.text]];
        this.added.push(own.name);
      }
    }
    if (this.added.length) this.run();
  }

  rebuild() {
    const { t } = this.page;
    const { result } = this;
    this.progress = h("div", { class: "compare-progress" });
    this.root.replaceChildren(
      this.head(),
      this.progress,
      result
        ? h("div", { class: "compare-grid" }, h("div", { class: "compare-left" }, this.map(), this.who()), this.own())
        : h("p", { class: "sentence" }, this.running ? "" : t("compare_nothing")),
    );
    this.showProgress();
  }

  showProgress() {
    const { t } = this.page;
    const { running } = this;
    this.progress.hidden = !running;
    if (!running) return;
    const { done, of } = running;
    this.progress.replaceChildren(
      h(
        "div",
        {
          class: "hairline",
          role: "progressbar",
          "aria-valuemin": 0,
          "aria-valuenow": done,
          "aria-valuemax": of,
          "aria-label": t("counting", { done, of }),
        },
        h("span", { style: `width:${(100 * done) / of}%` }),
      ),
      h("span", {}, t("counting", { done, of })),
      h(
        "button",
        {
          class: "text",
          onclick: () => {
            this.page.ask({ kind: "stop_comparing" });
            this.running = null;
            this.rebuild();
          },
        },
        t("stop_compare"),
      ),
    );
  }

  head() {
    const { page, result } = this;
    const { t, words } = page;
    const about = result
      ? t("compare_about", {
          profile: words.profiles[result.profile],
          n: result.replicates,
          from: result.window[0],
          to: result.window[1],
        })
      : "";
    const money = h(
      "div",
      { class: "switch", role: "group", "aria-label": t("head_cost") },
      [
        ["full", "own_cost"],
        ["money", "same_money"],
      ].map(([row, key]) =>
        h(
          "button",
          {
            "aria-pressed": String(this.row === row),
            onclick: () => {
              this.row = row;
              this.rebuild();
            },
          },
          t(key),
        ),
      ),
    );
    return h(
      "div",
      { class: "compare-head" },
      h(
        "div",
        { class: "compare-words" },
        h("h1", {}, t("compare_title")),
        h(
          "p",
          { class: "note" },
          this.sentences(about, this.row === "money" && result && t("same_money_note", { n: plain(result.budget) })),
        ),
      ),
      money,
      h("button", { class: "outlined", onclick: () => this.choose() }, t("choose_policies")),
      h(
        "button",
        { class: "filled", disabled: !result || Boolean(this.running), onclick: () => this.report() },
        t("full_report"),
      ),
    );
  }

  report() {
    this.page.waitForReport(window.open("", "_blank"));
    this.page.ask({ kind: "report", lang: this.page.lang });
  }

  choose() {
    const { page } = this;
    const { t, words } = page;
    const boxes = page.content.builtIn
      .filter((own) => own !== "baseline")
      .map((name) => {
        const box = h("input", { type: "checkbox", value: name });
        box.checked = this.wanted.includes(name);
        return h("label", { class: "choice", title: words.questions[name] }, box, words.scenarios[name]);
      });
    const file = h("input", { type: "file", accept: ".toml", multiple: true, "aria-label": t("add_file") });
    const count = h(
      "select",
      { id: "compare-count" },
      COMMUNITIES.map((own) => h("option", { value: own }, own)),
    );
    count.value = this.replicates;
    let kept = this.files;
    const own = h(
      "ul",
      { class: "own-files" },
      this.files.map(([name]) =>
        h(
          "li",
          {},
          name,
          " ",
          h(
            "button",
            {
              class: "text",
              "aria-label": t("remove", { name }),
              onclick: (event) => {
                kept = kept.filter(([other]) => other !== name);
                event.target.closest("li").remove();
              },
            },
            "✕",
          ),
        ),
      ),
    );
    const go = h(
      "button",
      {
        class: "filled",
        onclick: async () => {
          this.wanted = boxes
            .map((label) => label.firstChild)
            .filter((box) => box.checked)
            .map((box) => box.value);
          this.replicates = Number(count.value);
          this.files = kept;
          dialog.close();
          if (file.files.length) await this.addFiles(file.files);
          else {
            Object.assign(this, { before: kept, added: [] });
            this.run();
          }
        },
      },
      t("run_compare"),
    );
    const dialog = openDialog(
      page,
      t("choose_policies"),
      h("div", { class: "checks" }, boxes),
      own,
      h("label", { class: "file" }, h("span", {}, t("add_file")), file),
      h("p", { class: "note" }, t("drop_here")),
      h("div", { class: "form" }, h("label", { for: "compare-count" }, t("communities")), count),
      go,
    );
  }

  get arms() {
    return this.result.rows[this.row];
  }

  get chosen() {
    const { arms, picked } = this;
    return arms.find((own) => own.key === picked?.key) ?? arms.find((own) => own.name === picked?.name) ?? arms[0];
  }

  /** The number of a policy's problem, or a sign of its own; a star where its shadow cost is paid. */
  numeral(arm) {
    const { page } = this;
    if (arm.key === GRANT) return "¥";
    const own = this.ownFiles.indexOf(arm.name) + 1;
    const sign = own ? page.t("own_file", { n: own }) : arm.problem ? arm.problem.slice(1) : page.t("ten_together");
    return arm.key.endsWith(SHADOW) ? `${sign}*` : sign;
  }

  /** The policies that came from files, in the order of the table. */
  get ownFiles() {
    return this.result.rows.full.map((arm) => arm.name).filter((name) => !this.page.content.builtIn.includes(name));
  }

  pick(arm) {
    this.picked = arm;
    this.rebuild();
  }

  map() {
    const { t } = this.page;
    const box = h(
      "figure",
      { class: "card policy-map" },
      h("figcaption", {}, h("h2", {}, t("map_title")), h("span", { class: "note" }, t("map_note"))),
    );
    this.observer.disconnect();
    this.observer.observe(box);
    this.mapBox = box;
    return box;
  }

  /** Draw the map in the size of its box, and again when that changes. */
  fitMap() {
    const { mapBox } = this;
    if (!mapBox?.isConnected || !mapBox.clientWidth) return;
    mapBox.querySelector(":scope > svg")?.remove();
    mapBox.append(
      drawMap(
        this,
        mapBox.clientWidth - 32,
        Math.max(260, mapBox.clientHeight - mapBox.firstElementChild.offsetHeight - 40),
      ),
    );
  }

  who() {
    const { t, lang } = this.page;
    const worst = [...this.arms].sort((a, b) => a.differences.satisfaction.mean - b.differences.satisfaction.mean)[0];
    const shown = [this.chosen, worst === this.chosen ? null : worst].filter(Boolean);
    const most = Math.max(
      0.01,
      ...shown.flatMap((arm) =>
        GROUPS.map((own) =>
          Math.max(...["low", "high"].map((end) => Math.abs(arm.differences[`satisfaction.${own}`][end]))),
        ),
      ),
    );
    return h(
      "section",
      { class: "card who-card", tabindex: 0, "aria-label": t("who_title") },
      h(
        "div",
        { class: "difference-head" },
        h("h2", {}, t("who_title")),
        h("span", { class: "note" }, t("who_gains_unit")),
      ),
      h(
        "div",
        { class: "who-two" },
        shown.map((arm) =>
          h(
            "div",
            {},
            h("h3", {}, h("span", { class: "numeral" }, this.numeral(arm)), " ", arm.label[lang]),
            h(
              "div",
              { class: "bars" },
              GROUPS.map((own) => bar(t(`groups_${own}`), arm.differences[`satisfaction.${own}`], most)),
            ),
          ),
        ),
      ),
    );
  }

  own() {
    const { page, result } = this;
    const { t, lang, words, content } = page;
    const scale = (column) => span(this.arms.map((arm) => arm.differences[column]));
    const [taking, pleased] = [scale("participation_12m"), scale("satisfaction")];
    const rows = this.arms.map((arm) => {
      const own = words.indicators[arm.own];
      return h(
        "tr",
        { class: arm === this.chosen ? "chosen" : "", onclick: () => this.pick(arm) },
        h(
          "th",
          { scope: "row" },
          h(
            "button",
            { class: "policy-name", "aria-pressed": String(arm === this.chosen) },
            h("span", { class: "numeral" }, this.numeral(arm)),
            h("span", {}, arm.label[lang]),
          ),
        ),
        h("td", { class: "left own-name" }, own.label),
        h(
          "td",
          { class: "dumbbell-cell" },
          dumbbell(result.baseline[arm.own], arm.level, content.indicators[arm.own].percent),
        ),
        h("td", { "data-head": t("head_participation") }, little(arm.differences.participation_12m, taking)),
        h("td", { "data-head": t("head_satisfaction") }, little(arm.differences.satisfaction, pleased)),
        h(
          "td",
          { "data-head": t("head_cost") },
          plain(arm.cost),
          arm.shadow > 1 ? h("div", { class: "note" }, t("shadow", { n: plain(arm.shadow) })) : null,
          arm.short ? h("div", { class: "note" }, t("too_little_spent")) : null,
        ),
      );
    });
    const lower = [
      ...new Set(
        this.arms.filter((arm) => content.indicators[arm.own].better < 0).map((arm) => words.indicators[arm.own].label),
      ),
    ];
    const elsewhere = Object.entries(result.windows).filter(
      ([own, [from]]) => from !== result.window[0] && this.arms.some((arm) => arm.own === own),
    );
    return h(
      "section",
      { class: "card own-card" },
      h(
        "div",
        { class: "difference-head" },
        h("h2", {}, t("own_title")),
        h(
          "span",
          { class: "keys-line" },
          h("span", { class: "world-0" }, "● ", t("baseline")),
          h("span", { class: "world-1" }, "◆ ", t("with_policy")),
        ),
      ),
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": t("own_title") },
        h(
          "table",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("th", { scope: "col", class: "left" }, t("policy")),
              h("th", { scope: "col", class: "left" }, t("own_indicator")),
              h(
                "th",
                { scope: "col", class: "dumbbell-head" },
                h(
                  "div",
                  { class: "axis" },
                  [0, 50, 100].map((own) => h("span", { style: `left:${own}%` }, own)),
                ),
              ),
              ["head_participation", "head_satisfaction", "head_cost"].map((key) => h("th", { scope: "col" }, t(key))),
            ),
          ),
          h("tbody", {}, rows),
        ),
      ),
      h(
        "p",
        { class: "note" },
        this.sentences(
          t("table_note", { n: plain(result.smallest) }),
          lower.length && t("lower_better", { names: lower.join(t("comma")) }),
          ...elsewhere.map(([own, [from, to]]) => t("other_window", { name: words.indicators[own].label, from, to })),
        ),
      ),
    );
  }

  /** Sentences one after the other, as the language sets them. */
  sentences(...parts) {
    return parts.filter(Boolean).join(this.page.lang === "zh" ? "" : " ");
  }
}

/** Gain or loss where the whole interval is beyond what matters; else open. */
const tone = ({ mean, verdict }) => (verdict !== "matters" ? "open" : mean >= 0 ? "gain" : "loss");

/** A difference [points] with its sign; ~ where it is too small to matter, ? where it cannot be told yet. */
const MARKS = { "too small to matter": " ~", "cannot tell yet": " ?" };
const written = ({ mean, verdict }) => `${mean >= 0 ? "▲" : "▼"} ${signed(mean * 100, 1)}${MARKS[verdict] ?? ""}`;

/** The ends of a scale that holds zero and all intervals. */
function span(differences) {
  const ends = differences.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]);
  return [Math.min(0, ...ends), Math.max(0.001, ...ends)];
}

/** A bar from zero in the middle: jade to the right, plum to the left, its interval as a thin line. */
function bar(label, difference, most) {
  const { mean, low, high } = difference;
  const share = (Math.abs(mean) / most) * 50;
  const sign = tone(difference);
  return [
    h("span", {}, label),
    h(
      "span",
      { class: "bar" },
      h("span", { class: sign, style: `width:${share}%;left:${mean >= 0 ? 50 : 50 - share}%` }),
      low === null
        ? null
        : h("span", {
            class: "interval",
            style: `left:${50 + (low / most) * 50}%;width:${((high - low) / most) * 50}%`,
          }),
    ),
    h("strong", { class: sign }, written(difference)),
  ];
}

/** The same small enough for a row of the table, on a scale with the other rows. */
function little(difference, [from, to]) {
  const { mean, low, high } = difference;
  const at = (value) => (100 * (value - from)) / (to - from);
  const between = (a, b) => `left:${at(Math.min(a, b))}%;width:${at(Math.max(a, b)) - at(Math.min(a, b))}%`;
  const sign = tone(difference);
  return h(
    "span",
    { class: "little" },
    h(
      "span",
      { class: "little-bar", "aria-hidden": "true" },
      h("span", { class: sign, style: between(0, mean) }),
      h("span", { class: "zero", style: `left:${at(0)}%` }),
      low === null ? null : h("span", { class: "interval", style: between(low, high) }),
    ),
    h("strong", { class: sign }, written(difference)),
  );
}

function dumbbell(before, after, percent) {
  const place = (own) => Math.min(100, Math.max(0, own * (percent ? 100 : 1)));
  const [a, b] = [place(before), place(after)];
  const right = b >= a;
  return h(
    "span",
    { class: "dumbbell" },
    h("span", { class: "joint", style: `left:${Math.min(a, b)}%;width:${Math.abs(b - a)}%` }),
    h("span", { class: "dot", style: `left:${a}%` }),
    h("span", { class: "gem", style: `left:${b}%` }),
    h("span", { class: `world-0 ${right ? "to-left" : "to-right"}`, style: `left:${a}%` }, plain(a)),
    h("span", { class: `world-1 ${right ? "to-right" : "to-left"}`, style: `left:${b}%` }, plain(b)),
  );
}
