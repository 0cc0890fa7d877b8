// Small helpers to make elements.

/** An element with properties, listeners (on…), data and children; text is set as text, never as markup. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (key === "style") element.style.cssText = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((own) => own !== null && own !== undefined));
  return element;
}

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

/** A drawn sign; it is decoration, its button carries the name. */
export function icon(name, size = 20) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  if (name === "brand" || name === "night") return windows(svg, name === "night");
  const path = add(svg, "path", { d: PATHS[name] });
  const lines = DRAWN.includes(name);
  path.setAttribute("fill", lines ? "none" : "currentColor");
  if (lines)
    Object.entries({
      stroke: "currentColor",
      "stroke-width": 1.8,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }).forEach(([key, value]) => path.setAttribute(key, value));
  return svg;
}

/** Nine windows, some lit; at night all are dark but one. */
function windows(svg, night) {
  add(svg, "rect", { x: 0, y: 0, width: 24, height: 24, rx: 5, fill: night ? "#101827" : "#1B2332" });
  for (let k = 0; k < 9; k += 1) {
    const lit = night ? k === 4 : [1, 4, 6].includes(k);
    add(svg, "rect", {
      x: 4.5 + 5.6 * (k % 3),
      y: 4.5 + 5.6 * Math.floor(k / 3),
      width: 3.8,
      height: 3.8,
      rx: 0.6,
      fill: lit ? "#FFD479" : "#4B5875",
    });
  }
  return svg;
}

function add(svg, tag, attributes) {
  const own = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([key, value]) => own.setAttribute(key, value));
  svg.append(own);
  return own;
}

/** Call `act` at most once in `span` milliseconds; the last call is never lost. */
export function throttled(act, span) {
  let timer = null;
  let last = 0;
  let latest = null;
  const run = () => {
    timer = null;
    last = performance.now();
    act(...latest);
  };
  return (...values) => {
    latest = values;
    const wait = span - (performance.now() - last);
    if (timer !== null) return;
    if (wait > 0) timer = setTimeout(run, wait);
    else run();
  };
}
