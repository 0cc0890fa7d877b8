// @ts-check
// Small helpers to make elements.

/**
 * An element with properties, listeners (on…), data and children; text is set as text, never as markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else if (key === "class") element.className = String(value);
    else if (key === "style") element.style.cssText = String(value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  const inside = /** @type {unknown[]} */ (children)
    .flat(Infinity)
    .filter((item) => item !== null && item !== undefined);
  element.append(.../** @type {Node[]} */ (inside));
  return element;
}

/**
 * An element of a drawing, with attributes and what stands in it.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * What must be there by now.
 * @template T
 * @param {T | null | undefined} value
 * @returns {T}
 */
export function there(value) {
  if (value === null || value === undefined) throw new Error("not there");
  return value;
}

/**
 * A button: its look, what stands in it, what it does.
 * @param {string} look
 * @param {Child} inside
 * @param {(event: MouseEvent) => void} act
 * @param {Props} [more]
 */
export const button = (look, inside, act, more = {}) => h("button", { class: look, onclick: act, ...more }, inside);

/**
 * A button with nothing but a sign; its name is said and shown beside it.
 * @param {string} sign
 * @param {string} name
 * @param {() => void} act
 */
export const glyph = (sign, name, act) => button("glyph", icon(sign), act, { "aria-label": name, title: name });

/**
 * Buttons of which one is pressed.
 * @template {string} V
 * @param {string} label
 * @param {Option<V>[]} options
 * @param {V} chosen
 * @param {(value: V) => void} act
 */
export const switcher = (label, options, chosen, act) =>
  h(
    "div",
    { class: "switch", role: "group", "aria-label": label },
    options.map(([value, name, lang]) =>
      button("", name, () => act(value), { "aria-pressed": `${value === chosen}`, lang }),
    ),
  );

/**
 * A list of which one is chosen.
 * @param {Option[]} options
 * @param {string | number} chosen
 * @param {(value: string) => void} [act]
 * @param {Props} [more]
 */
export function select(options, chosen, act, more = {}) {
  const item = h(
    "select",
    { onchange: () => act?.(item.value), ...more },
    options.map(([value, name]) => h("option", { value }, name)),
  );
  item.value = String(chosen);
  return item;
}

/**
 * A box that is ticked or not.
 * @param {boolean} checked
 * @param {(checked: boolean) => void} [act]
 * @param {Props} [more]
 */
export function checkbox(checked, act, more = {}) {
  const item = h("input", { type: "checkbox", onchange: () => act?.(item.checked), ...more });
  item.checked = checked;
  return item;
}

/**
 * How far something has come, as a thin line.
 * @param {{ done: number, of: number }} progress
 * @param {string} label
 * @param {...Child} beside
 */
export const hairline = ({ done, of }, label, ...beside) =>
  h(
    "div",
    {
      class: "hairline",
      role: "progressbar",
      "aria-valuemin": 0,
      "aria-valuenow": done,
      "aria-valuemax": of,
      "aria-label": label,
    },
    h("span", { style: `width:${(100 * done) / of}%` }),
    beside,
  );

/**
 * A table in a part of the page that scrolls by itself.
 * @param {string} label
 * @param {Child} head
 * @param {Child} rows
 */
export const scrolled = (label, head, rows) =>
  h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)),
  );

/**
 * A heading with what stands at the other end of its line.
 * @param {...Child} children
 */
export const headline = (...children) => h("div", { class: "difference-head" }, children);

/**
 * A paragraph that is less than the others.
 * @param {...Child} children
 */
export const note = (...children) => h("p", { class: "note" }, children);

/**
 * A field to move a value within its range.
 * @param {{ low: number, high: number, step: number }} range
 * @param {string} label
 * @param {(value: number) => void} act
 * @param {Props} [more]
 */
export function slider({ low, high, step }, label, act, more = {}) {
  const props = { type: "range", min: low, max: high, step, "aria-label": label, ...more };
  const item = h("input", { ...props, oninput: () => act(Number(item.value)) });
  return item;
}

/** @type {Record<string, string>} */
const PATHS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  step: "M6 5l9 7-9 7zM16 5h2.6v14H16z",
  back: "M18 5l-9 7 9 7zM5.4 5H8v14H5.4z",
  reset: "M12 5V2L7.5 6 12 10V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
  undo: "M10 8V4L3 10l7 6v-4c5 0 8 2 10 6-1-7-5-10-10-10z",
  redo: "M14 8V4l7 6-7 6v-4c-5 0-8 2-10 6 1-7 5-10 10-10z",
  table: "M4 5h16v14H4zM4 10h16M4 14.6h16M10 5v14",
  present: "M4 5h16v11H4zM9 20h6M12 16v4",
  share: "M12 15V4M8 7.5L12 3.5l4 4M6 11v9h12v-9",
  download: "M12 4v11M8 11.5l4 4 4-4M5 19.5h14",
  help: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9.6 9.8a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.9M12 16.4v.4",
  printer: "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
};
const DRAWN = ["table", "present", "share", "download", "help", "printer"];
const LINES = { stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" };

/**
 * A drawn sign; it is decoration, its button carries the name.
 * @param {string} name
 */
export function icon(name, size = 20) {
  const frame = { viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" };
  if (name === "brand" || name === "night") return svg("svg", frame, ...windows(name === "night"));
  const look = DRAWN.includes(name) ? { fill: "none", ...LINES } : { fill: "currentColor" };
  return svg("svg", frame, svg("path", { d: PATHS[name], ...look }));
}

/**
 * Nine windows, some lit; at night all are dark but one.
 * @param {boolean} night
 */
function windows(night) {
  const places = Array.from({ length: 9 }, (_, k) => {
    const lit = night ? k === 4 : [1, 4, 6].includes(k);
    const [x, y] = [4.5 + 5.6 * (k % 3), 4.5 + 5.6 * Math.floor(k / 3)];
    return svg("rect", { x, y, width: 3.8, height: 3.8, rx: 0.6, fill: lit ? "#FFD479" : "#4B5875" });
  });
  return [svg("rect", { x: 0, y: 0, width: 24, height: 24, rx: 5, fill: night ? "#101827" : "#1B2332" }), ...places];
}

/**
 * Whether an event comes from within an element that a selector names.
 * @param {Event} event
 * @param {string} selector
 */
export const isIn = ({ target }, selector) => target instanceof Element && target.closest(selector) !== null;

/**
 * Call `act` at most once in `span` milliseconds; the last call is never lost.
 * @template {unknown[]} V
 * @param {(...values: V) => void} act
 * @param {number} span
 */
export function throttled(act, span) {
  let timer = 0;
  let last = 0;
  /** @type {V} */
  let latest;
  const run = () => {
    timer = 0;
    last = performance.now();
    act(...latest);
  };
  return (/** @type {V} */ ...values) => {
    latest = values;
    if (timer) return;
    const wait = span - (performance.now() - last);
    if (wait > 0) timer = setTimeout(run, wait);
    else run();
  };
}
