// The facilitator's plan of a lesson on one printed page.
import { h } from "./dom.js";

export function printPlan(page, lesson, number) {
  const { t, lang } = page;
  const { plan } = lesson;
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
    h(
      "table",
      {},
      plan.step.map((own) => h("tr", {}, h("td", {}, t("minutes", { n: own.minutes })), h("td", {}, own[lang]))),
    ),
    h("h2", {}, t("roles")),
    h(
      "ul",
      {},
      plan.role.map((own) => h("li", {}, own[lang])),
    ),
    h("h2", {}, t("step_predict")),
    h("p", {}, lesson.question[lang]),
    h(
      "p",
      {},
      ["up", "flat", "down"].map((way) => `${t(way)} ______   `),
    ),
    h("h2", {}, t("debrief")),
    h(
      "ol",
      {},
      lesson.debrief.map((own) => h("li", {}, own[lang])),
    ),
    h("h2", {}, t("why_wrong")),
    h("p", {}, lesson.wrong[lang]),
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
