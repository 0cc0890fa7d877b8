// One resident's life in both worlds, and where and why the two lives part.
import { h } from "./dom.js";
import { signed } from "./scales.js";
import { openDialog } from "./table.js";

const SVG = "http://www.w3.org/2000/svg";
const YES_OR_NO = ["asked", "active"]; // causes that are there or not
const LINES = ["satisfaction", "awareness", "trust", "belonging", "habit"];

export function showStory(lab, story) {
  lab.page.root.querySelectorAll("dialog").forEach((own) => own.remove());
  const { t } = lab;
  const { who } = story;
  const title = [
    t("story_of"),
    t(`group_${who.age}`),
    t(`group_${who.tenure}`),
    who.kind === "other" ? null : t(`kind_${who.kind}`),
  ]
    .filter(Boolean)
    .join(t("comma"));
  const about = t("story_about", { building: who.building, household: who.household, neighbours: who.neighbours });
  openDialog(
    lab.page,
    title,
    h("p", { class: "note" }, about),
    h("p", { class: "sentence" }, parting(lab, story)),
    story.months
      ? h(
          "div",
          { class: "lives" },
          h(
            "p",
            { class: "keys-line" },
            h("span", { class: "world-0" }, "━● A"),
            h("span", { class: "world-1" }, "╍◆ B"),
            h("span", { class: "note" }, t("story_scale", { months: story.months })),
          ),
          lane(lab, story, "took_part"),
          LINES.map((name) => life(lab, story, name)),
          story.moved_in.length ? h("p", { class: "note" }, t("story_moved")) : null,
        )
      : h("p", {}, t("story_empty")),
  );
}

function parting(lab, { parted, apart, because, took_part_times: times }) {
  const { t } = lab;
  const counts = t("story_counts", { a: times[0], b: times[1] });
  if (parted === null) return `${counts} ${apart === null ? t("story_same") : t("story_apart", { month: apart })}`;
  const reason = ([name, gap]) =>
    YES_OR_NO.includes(name)
      ? t("story_only", { state: t(`state_${name}`), world: gap > 0 ? "B" : "A" })
      : t("story_reason", { state: t(`state_${name}`), gap: signed(gap * 100, 0) });
  const reasons = because.slice(0, 3).map(reason).join(t("comma"));
  const why = reasons ? t("story_because", { reasons }) : t("story_luck");
  return `${counts} ${t("story_parted", { month: parted })} ${why}`;
}

function lane(lab, story, name) {
  const both = [0, 1].map((world) => story.told[name].map((own) => own[world]));
  const svg = frame(lab, story, 44, lab.t("state_took_part"));
  both.forEach((values, world) =>
    values.forEach(
      (own, k) =>
        own > 0 &&
        add(
          svg,
          world ? "path" : "circle",
          world
            ? { d: `M${x(k, story)} 25l4 5-4 5-4-5z`, fill: "var(--b)" }
            : { cx: x(k, story), cy: 13, r: 3.6, fill: "var(--a)" },
        ),
    ),
  );
  if (story.parted)
    add(svg, "line", {
      x1: x(story.parted - 1, story),
      x2: x(story.parted - 1, story),
      y1: 2,
      y2: 42,
      stroke: "var(--ink)",
      "stroke-dasharray": "2 3",
    });
  return figure(lab.t("state_took_part"), svg);
}

function life(lab, story, name) {
  const svg = frame(lab, story, 56, lab.t(`state_${name}`));
  [0, 1].forEach((world) =>
    add(svg, "polyline", {
      fill: "none",
      stroke: world ? "var(--b)" : "var(--a)",
      "stroke-width": 2,
      "stroke-dasharray": world ? "6 3.2" : "none",
      points: story.told[name].map((own, k) => `${x(k, story)},${52 - own[world] * 48}`).join(" "),
    }),
  );
  story.moved_in.forEach((month) =>
    add(svg, "line", { x1: x(month - 1, story), x2: x(month - 1, story), y1: 0, y2: 56, stroke: "var(--ink3)" }),
  );
  return figure(lab.t(`state_${name}`), svg);
}

const x = (k, { months }) => 6 + (k / Math.max(1, months - 1)) * 588;

function frame(lab, story, height, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 600 ${height}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  add(svg, "line", { x1: 6, x2: 594, y1: height - 1, y2: height - 1, stroke: "var(--line)" });
  const at = Math.min(lab.now.month, story.months);
  if (at > 0)
    add(svg, "line", { x1: x(at - 1, story), x2: x(at - 1, story), y1: 0, y2: height, stroke: "var(--line2)" });
  return svg;
}

function add(svg, tag, attributes) {
  const own = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([key, value]) => own.setAttribute(key, value));
  svg.append(own);
}

const figure = (label, svg) => h("figure", { class: "life" }, h("figcaption", {}, label), svg);
