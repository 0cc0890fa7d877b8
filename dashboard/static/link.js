// What a link holds: page, language, community, what is done, month, charts, lesson. Written and read here alone.

/** The path under which a proxy shows the page, empty for none. */
export const ROOT = globalThis.solara?.rootPath ?? "";
const PAGES = ["lab", "compare", "teach", "evidence"];
const LONGEST = 6000; // characters of a scenario file in a link

const encode = (text) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const decode = (text) =>
  new TextDecoder("utf-8", { fatal: true }).decode(
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (own) => own.charCodeAt(0)),
  );

/** The touches of a link, "month.world.lever.value" separated by commas; throws where one is not. */
export function readTouches(text) {
  return text
    .split(",")
    .filter(Boolean)
    .map((own) => {
      const found = /^(\d{1,4})\.([ab])\.([a-z_]{1,40})\.(-?\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(own);
      if (!found) throw new Error(own.slice(0, 40));
      return [Number(found[1]), found[2] === "a" ? 0 : 1, found[3], Number(found[4])];
    });
}

export const writeTouches = (touches) =>
  touches.map(([month, world, lever, value]) => `${month}.${"ab"[world]}.${lever}.${value}`).join(",");

/** Read an address. `state` is what a room is asked for, null where the link says nothing of it. */
export function readLink({ pathname, search }) {
  const query = new URLSearchParams(search);
  const page = (ROOT && pathname.startsWith(ROOT) ? pathname.slice(ROOT.length) : pathname).replace(/\//g, "") || "lab";
  const lang = query.get("lang");
  const found = {
    page: PAGES.includes(page) ? page : "lab",
    lang: ["en", "zh"].includes(lang) ? lang : null,
    present: query.get("present") === "1",
    charts: query.get("charts")?.split(".").slice(0, 6) ?? null,
    lesson: query.get("lesson"),
    state: null,
    broken: null,
  };
  try {
    const number = (name, other) => {
      const text = query.get(name) ?? String(other);
      if (!/^\d{1,19}$/.test(text) || !Number.isSafeInteger(Number(text)))
        throw new Error(`${name}=${text.slice(0, 40)}`);
      return Number(text);
    };
    if (["profile", "seed", "month", "a", "b", "do", "colour"].some((name) => query.has(name))) {
      const file = (name) => {
        try {
          return query.has(name) ? decode(query.get(name)) : null;
        } catch {
          throw new Error(`${name}=${query.get(name).slice(0, 40)}`); // no text in base64
        }
      };
      found.state = {
        profile: query.get("profile") ?? "mixed",
        seed: number("seed", 1),
        month: number("month", 0),
        scenarios: [query.get("a") ?? "baseline", query.get("b") ?? "baseline"],
        files: [file("fa"), file("fb")],
        touches: readTouches(query.get("do") ?? ""),
        colour: query.get("colour") ?? "satisfaction",
      };
    }
  } catch (error) {
    found.broken = error.message;
  }
  return found;
}

/** The worlds whose scenario file is too long for a link. */
export const tooLong = ({ files }) => [0, 1].filter((world) => files[world]?.length > LONGEST);

/** The address of what a page shows now. */
export function writeLink(page) {
  const { now, begun, lang } = page;
  const query = new URLSearchParams({ lang });
  if (page.present) query.set("present", "1");
  if (now && begun) {
    query.set("profile", begun.profile);
    query.set("seed", begun.seed);
    query.set("month", now.month);
    ["a", "b"].forEach((name, world) => {
      query.set(name, now.scenarios[world]);
      if (now.files[world] && now.files[world].length <= LONGEST) query.set(`f${name}`, encode(now.files[world]));
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
