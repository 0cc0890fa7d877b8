// @ts-check
// A lens over a map: the windows round one resident, large enough for their numbers.
import { there } from "./dom.js";

export const [WIDE, HIGH] = [7, 5]; // windows
const PITCH = 28; // px a window
const GAP = 3; // px between windows
const LIGHT = 150; // of 255, above which a colour takes dark letters

/**
 * The residents under a lens, row by row: WIDE × HIGH of them, -1 where nobody lives.
 * @param {Windows} windows
 * @param {Size} compound
 * @param {number} resident
 */
export function under(windows, { width, height }, resident) {
  const [left, top] = [windows.x[resident] - (WIDE - 1) / 2, windows.y[resident] - (HIGH - 1) / 2];
  return Array.from({ length: WIDE * HIGH }, (_, k) => {
    const [x, y] = [left + (k % WIDE), top + Math.floor(k / WIDE)];
    return x >= 0 && y >= 0 && x < width && y < height ? windows.at[y * width + x] : -1;
  });
}

/**
 * Draw a lens; `pick(k)` gives the packed colour of a resident, `text(k)` what is written on the window.
 * @param {HTMLCanvasElement} canvas
 * @param {{ windows: Windows, compound: Size, resident: number, pixels: number, colour: Colour, font: string,
 *   pick: Paint, text: (resident: number) => string }} view
 */
export function drawLens(canvas, { windows, compound, resident, pick, text, pixels, colour, font }) {
  canvas.width = WIDE * PITCH * pixels;
  canvas.height = HIGH * PITCH * pixels;
  const c = there(canvas.getContext("2d"));
  c.setTransform(pixels, 0, 0, pixels, 0, 0);
  c.fillStyle = colour("body");
  c.fillRect(0, 0, WIDE * PITCH, HIGH * PITCH);
  Object.assign(c, { font, textAlign: "center", textBaseline: "middle" });
  under(windows, compound, resident).forEach((item, k) => {
    const packed = item >= 0 ? pick(item) : 0;
    if (!packed) return;
    const [x, y] = [(k % WIDE) * PITCH, Math.floor(k / WIDE) * PITCH];
    const [r, g, b] = [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255];
    c.fillStyle = `rgb(${r},${g},${b})`;
    pane(c, x + GAP / 2, y + GAP / 2, PITCH - GAP, windows.age[item], windows.member[item]);
    c.fillStyle = 0.3 * r + 0.59 * g + 0.11 * b > LIGHT ? "#000" : "#fff";
    c.fillText(text(item), x + PITCH / 2, y + PITCH / 2 + 1);
    if (item === resident) {
      c.strokeStyle = colour("ink");
      c.lineWidth = 2;
      c.strokeRect(x + 1, y + 1, PITCH - 2, PITCH - 2);
    }
  });
}

const CUT = [0, 0, 0.68, 0, 1, 0.32, 1, 1, 0, 1]; // x and y of corners, in sizes of a window
const DIAMOND = [0.5, -0.1, 1.1, 0.5, 0.5, 1.1, -0.1, 0.5];

/**
 * One window: young a circle, middle a square, old a diamond; a party member's has a corner cut away.
 * @param {CanvasRenderingContext2D} c
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {number} age
 * @param {number} member
 */
function pane(c, x, y, size, age, member) {
  const corners = (/** @type {number[]} */ places) => {
    for (let k = 0; k < places.length; k += 2) c.lineTo(x + places[k] * size, y + places[k + 1] * size);
  };
  c.save();
  if (member) {
    c.beginPath();
    corners(CUT);
    c.clip();
  }
  c.beginPath();
  if (age === 0) c.arc(x + size / 2, y + size / 2, size / 2, 0, 2 * Math.PI);
  else if (age === 1) c.rect(x, y, size, size);
  else corners(DIAMOND);
  c.fill();
  c.restore();
}
