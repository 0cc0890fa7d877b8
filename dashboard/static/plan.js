// @ts-check
// The facilitator's plan of a lesson on one printed page.
import { h } from "./dom.js";
import { movedBy, wrongOf } from "./lesson.js";

/**
 * @param {Page} page
 * @param {Lesson} lesson
 * @param {Pathway} measured
 * @param {number} number
 */
export function printPlan(page, lesson, measured, number) {
  const { t, lang } = page;
  const { plan } = lesson;
  const items = (/** @type {Texts[]} */ texts) => texts.map((item) => h("li", {}, item[lang]));
  const steps = plan.step.map((item) =>
    h("tr", {}, h("td", {}, t("minutes", { n: item.minutes })), h("td", {}, item[lang])),
  );
  const ways = ["up", "flat", "down"].map((way) => `${t(way)} ______   `);
  const sheet = h(
    "article",
    { class: "sheet" },
    h("p", {}, `${t("title")} · ${t("plan")} · ${t("lesson_n", { n: number })}`),
    h("h1", {}, lesson.title[lang]),
    h("p", {}, lesson.situation[lang]),
    h("h2", {}, t("aim")),
    h("p", {}, plan.aim[lang]),
    h("h2", {}, t("prepare")),
    h("p", {}, plan.prepare[lang]),
    h("h2", {}, t("course_of", { n: lesson.minutes })),
    h("table", {}, steps),
    h("h2", {}, t("roles")),
    h("ul", {}, items(plan.role)),
    h("h2", {}, t("step_predict")),
    h("p", {}, lesson.question[lang]),
    h("p", {}, ways),
    h("h2", {}, t("debrief")),
    h("ol", {}, items(lesson.debrief)),
    h("h2", {}, t("why_wrong")),
    h("p", {}, wrongOf(lesson, movedBy(lesson, measured.doubts[0]))?.[lang]),
  );
  page.root.append(sheet);
  page.root.classList.add("prints");
  const done = () => {
    page.root.classList.remove("prints");
    sheet.remove();
  };
  window.addEventListener("afterprint", done, { once: true });
  window.print();
}
