// @ts-check
// Which of a lesson's texts agree with what came out, and which of its measurements is of this kind of community.
import { SMALL } from "./answer.js";
import { h } from "./dom.js";
import { endOf, fromTo } from "./pathway.js";

/**
 * The levers that a lesson sets in world B from the first month on.
 * @param {Lesson} lesson
 * @returns {LeverTouch[]}
 */
export const touchesOf = ({ set }) => Object.entries(set ?? {}).map(([lever, value]) => [1, 1, lever, value]);

/**
 * The stored pathway of this kind of community; the first that is stored where there is none of it.
 * @param {Pick<Page, "begun">} page
 * @param {Pick<Lesson, "pathways">} lesson
 */
export const pathwayOf = ({ begun }, { pathways }) => pathways[begun?.profile ?? ""] ?? Object.values(pathways)[0];

/**
 * The way of an end as it was measured: up, flat or down, or open.
 * @param {Pathway} measured
 * @param {string} column
 * @returns {Answer["way"]}
 */
export function storedWay(measured, column) {
  const { measured: counts, verdict, total } = endOf(measured, column);
  if (!counts) return verdict === SMALL ? "flat" : "open";
  return total.mean > 0 ? "up" : "down";
}

/**
 * The explanation of what came out, none where a lesson has none: that was measured in no kind of community.
 * @param {Pick<Lesson, "explain">} lesson
 * @param {Answer["way"]} way
 * @param {Answer["way"]} also
 */
export function explainOf({ explain }, way, also) {
  return explain.find((row) => row.way.includes(way) && (row.also?.includes(also) ?? true)) ?? null;
}

/**
 * What the doubted number moves by enough to matter: the indicator that is predicted, the end of the path, or neither.
 * @param {Pick<Lesson, "indicator" | "path_end">} lesson
 * @param {Pick<Doubt, "ends">} doubt
 */
export function movedBy({ indicator, path_end }, { ends }) {
  return ends[indicator].changes ? "indicator" : ends[path_end].changes ? "path_end" : "none";
}

/**
 * Why the result might be wrong, as far as the doubted number moves it; none where a lesson has no words for that.
 * @param {Pick<Lesson, "wrong">} lesson
 * @param {ReturnType<typeof movedBy>} moves
 */
export const wrongOf = ({ wrong }, moves) => wrong.find((row) => row.moves === moves) ?? null;

/**
 * What was measured of the same policy with some of its levers set otherwise.
 * @param {Page} page
 * @param {Lesson} lesson
 * @param {Pathway} measured
 */
export function otherwise({ t, content, words }, lesson, measured) {
  const other = measured.otherwise;
  if (!other) return [];
  const policy = Object.keys(other.levers).filter((lever) => lesson.set?.[lever] !== other.levers[lever]);
  const labels = policy.map((lever) => words.levers[lever].label);
  const rows = [lesson.indicator, lesson.also].map((column) => {
    const [own, turned] = [endOf(measured, column), endOf(other, column)];
    const indicator = content.indicators[column];
    const size = (/** @type {PathEnd} */ end) => fromTo(end.before, end.after, indicator);
    return h(
      "li",
      {},
      t("otherwise_row", { label: words.indicators[column].label, own: size(own), other: size(turned) }),
    );
  });
  return [
    h(
      "section",
      { class: "card otherwise" },
      h("p", {}, t("otherwise", { label: labels.join(", ") })),
      h("ul", {}, rows),
    ),
  ];
}
