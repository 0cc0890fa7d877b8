// @ts-check
// What a link holds: page, language, community, what is done, month, charts, lesson. Written and read here alone.
import { USUAL } from "./period.js";

/** The path under which a proxy shows the page, empty for none. */
export const ROOT = globalThis.solara?.rootPath ?? "";
/** @type {PageName[]} */
export const PAGES = ["lab", "compare", "teach", "evidence"];
const LONGEST = 6000; // characters of a scenario file in a link

const encode = (/** @type {string} */ text) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const decode = (/** @type {string} */ text) =>
  new TextDecoder("utf-8", { fatal: true }).decode(
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (item) => item.charCodeAt(0)),
  );

/**
 * The touches of a link, "month.world.lever.value" separated by commas; throws where one is not.
 * @param {string} text
 * @returns {LeverTouch[]}
 */
export function readTouches(text) {
  return text
    .split(",")
    .filter(Boolean)
    .map((item) => {
      const found = /^(\d{1,4})\.([ab])\.([a-z_]{1,40})\.(-?\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(item);
      if (!found) throw new Error(item.slice(0, 40));
      return [Number(found[1]), found[2] === "a" ? 0 : 1, found[3], Number(found[4])];
    });
}

export const writeTouches = (/** @type {LeverTouch[]} */ touches) =>
  touches.map(([month, world, lever, value]) => `${month}.${"ab"[world]}.${lever}.${value}`).join(",");

/**
 * Read an address. `state` is what a room is asked for, null where the link says nothing of it.
 * @param {{ pathname: string, search: string }} address
 * @returns {Link}
 */
export function readLink({ pathname, search }) {
  const query = new URLSearchParams(search);
  const path = (ROOT && pathname.startsWith(ROOT) ? pathname.slice(ROOT.length) : pathname).replace(/\//g, "");
  const lang = query.get("lang");
  /** @type {Link} */
  const found = {
    page: PAGES.find((item) => item === path) ?? "lab",
    lang: lang === "en" || lang === "zh" ? lang : null,
    present: query.get("present") === "1",
    charts: query.get("charts")?.split(".").slice(0, 6) ?? null,
    lesson: query.get("lesson"),
    state: null,
    broken: null,
  };
  try {
    if (["profile", "period", "seed", "month", "a", "b", "do", "colour"].some((name) => query.has(name)))
      found.state = readState(query);
  } catch (error) {
    found.broken = /** @type {Error} */ (error).message;
  }
  return found;
}

/**
 * What is done in the two worlds of a link; throws where something in it is not understood.
 * @param {URLSearchParams} query
 * @returns {Restored}
 */
function readState(query) {
  const number = (/** @type {string} */ name, /** @type {number} */ other) => {
    const text = query.get(name) ?? String(other);
    if (!/^\d{1,19}$/.test(text) || !Number.isSafeInteger(Number(text)))
      throw new Error(`${name}=${text.slice(0, 40)}`);
    return Number(text);
  };
  const file = (/** @type {string} */ name) => {
    const text = query.get(name);
    try {
      return text === null ? null : decode(text);
    } catch {
      throw new Error(`${name}=${text?.slice(0, 40)}`); // no text in base64
    }
  };
  return {
    profile: query.get("profile") ?? "mixed",
    period: query.get("period") ?? USUAL,
    seed: number("seed", 1),
    month: number("month", 0),
    scenarios: [query.get("a") ?? "baseline", query.get("b") ?? "baseline"],
    files: [file("fa"), file("fb")],
    touches: readTouches(query.get("do") ?? ""),
    colour: query.get("colour") ?? "satisfaction",
  };
}

/**
 * The worlds whose scenario file is too long for a link.
 * @param {Delta} now
 */
export const tooLong = ({ files }) => [0, 1].filter((world) => (files[world] ?? "").length > LONGEST);

/**
 * The address of what a page shows now.
 * @param {Page} page
 */
export function writeLink(page) {
  const { now, begun, lang } = page;
  const query = new URLSearchParams({ lang });
  if (page.present) query.set("present", "1");
  if (now && begun) {
    query.set("profile", begun.profile);
    query.set("period", begun.period);
    query.set("seed", String(begun.seed));
    query.set("month", String(now.month));
    ["a", "b"].forEach((name, world) => {
      const file = now.files[world];
      query.set(name, now.scenarios[world]);
      if (file && file.length <= LONGEST) query.set(`f${name}`, encode(file));
    });
    if (now.touches.length) query.set("do", writeTouches(now.touches));
    query.set("colour", now.colour);
  }
  const charts = page.views.lab?.charts.chosen ?? page.link.charts;
  if (charts) query.set("charts", charts.join("."));
  const lesson = page.views.teach?.spot() ?? page.link.lesson;
  if (lesson) query.set("lesson", lesson);
  return `${ROOT}/${page.at === "lab" ? "" : page.at}?${query}`;
}
