// @ts-check
// One resident's life in both worlds, and where and why the two lives part.
import { h, note, svg, there } from "./dom.js";
import { linear, listed, signed } from "./scales.js";
import { openDialog } from "./table.js";

const YES_OR_NO = ["asked", "active"]; // causes that are there or not
const LINES = ["satisfaction", "awareness", "trust", "belonging", "habit"];

/**
 * @param {Lab} lab
 * @param {Story} story
 */
export function showStory(lab, story) {
  for (const item of lab.page.root.querySelectorAll("dialog")) item.remove();
  const { t } = lab;
  const { age, tenure, kind, ...numbers } = story.who;
  const known = kind === "other" ? null : t(`kind_${kind}`);
  const title = listed(t, t("story_of"), t(`group_${age}`), t(`group_${tenure}`), known);
  openDialog(
    lab.page,
    title,
    note(t("story_about", numbers)),
    h("p", { class: "sentence" }, parting(t, story)),
    story.months ? lives(lab, story) : h("p", {}, t("story_empty")),
  );
}

/**
 * @param {Lab} lab
 * @param {Story} story
 */
function lives(lab, story) {
  const { t } = lab;
  const x = linear([0, Math.max(1, story.months - 1)], [6, 594]);
  const keys = h(
    "p",
    { class: "keys-line" },
    h("span", { class: "world-0" }, "━● A"),
    h("span", { class: "world-1" }, "╍◆ B"),
    h("span", { class: "note" }, t("story_scale", { months: story.months })),
  );
  const at = Math.min(there(lab.now).month, story.months);
  const upright = (/** @type {number} */ month, /** @type {number} */ from, /** @type {number} */ to, look = {}) =>
    svg("line", { x1: x(month - 1), x2: x(month - 1), y1: from, y2: to, stroke: "var(--ink3)", ...look });
  /** @type {(label: string, height: number, marks: Node[]) => HTMLElement} */
  const figure = (label, height, marks) => {
    const ground = svg("line", { x1: 6, x2: 594, y1: height - 1, y2: height - 1, stroke: "var(--line)" });
    const now = at > 0 ? [upright(at, 0, height, { stroke: "var(--line2)" })] : [];
    const frame = { viewBox: `0 0 600 ${height}`, role: "img", "aria-label": label };
    return h("figure", { class: "life" }, h("figcaption", {}, label), svg("svg", frame, ground, ...now, ...marks));
  };
  const look = { stroke: "var(--ink)", "stroke-dasharray": "2 3" };
  const part = story.parted ? [upright(story.parted, 2, 42, look)] : [];
  const moved = () => story.moved_in.map((month) => upright(month, 0, 56));
  return h(
    "div",
    { class: "lives" },
    keys,
    figure(t("state_took_part"), 44, [...takingPart(story.told.took_part, x), ...part]),
    LINES.map((name) => figure(t(`state_${name}`), 56, [...trajectories(story.told[name], x), ...moved()])),
    story.moved_in.length ? note(t("story_moved")) : null,
  );
}

/**
 * @param {Say} t
 * @param {Story} story
 */
function parting(t, { parted, apart, because, took_part_times: times }) {
  const counts = t("story_counts", { a: times[0], b: times[1] });
  if (parted === null) return `${counts} ${apart === null ? t("story_same") : t("story_apart", { month: apart })}`;
  const reasons = because
    .slice(0, 3)
    .map(([name, gap]) =>
      YES_OR_NO.includes(name) && Math.abs(gap) === 1
        ? t("story_only", { state: t(`state_${name}`), world: gap > 0 ? "B" : "A" })
        : t("story_reason", { state: t(`state_${name}`), gap: signed(gap * 100, 0) }),
    );
  const why = reasons.length ? t("story_because", { reasons: reasons.join(t("comma")) }) : t("story_luck");
  return `${counts} ${t("story_parted", { month: parted })} ${why}`;
}

/**
 * The months in which the resident took part: circles for A, diamonds for B below.
 * @param {number[][]} told
 * @param {Scale} x
 */
const takingPart = (told, x) =>
  told.flatMap(([a, b], k) => [
    ...(a > 0 ? [svg("circle", { cx: x(k), cy: 13, r: 3.6, fill: "var(--a)" })] : []),
    ...(b > 0 ? [svg("path", { d: `M${x(k)} 25l4 5-4 5-4-5z`, fill: "var(--b)" })] : []),
  ]);

/**
 * The course of a state in both worlds.
 * @param {number[][]} told
 * @param {Scale} x
 */
const trajectories = (told, x) =>
  [0, 1].map((world) =>
    svg("polyline", {
      fill: "none",
      stroke: world ? "var(--b)" : "var(--a)",
      "stroke-width": 2,
      "stroke-dasharray": world ? "6 3.2" : "none",
      points: told.map((item, k) => `${x(k)},${52 - item[world] * 48}`).join(" "),
    }),
  );
