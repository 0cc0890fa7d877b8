// @ts-check
// The compound and its windows. The ground is drawn once; each month only the windows are painted anew.
import { there } from "./dom.js";
import { ramp, rgb } from "./scales.js";

const STEPS = 255;
const NONE = 255;

/**
 * Which pixels of a window's cell are lit, for an age 0..2 and a party member or not; pitch × pitch bytes.
 * @param {number} pitch
 * @param {number} age
 * @param {boolean} member
 */
export function mask(pitch, age, member) {
  const size = pitch - 1;
  const cells = new Uint8Array(pitch * pitch);
  const middle = (size - 1) / 2;
  const lit = (/** @type {number} */ px, /** @type {number} */ py) => {
    if (pitch >= 8) {
      const [dx, dy] = [Math.abs(px - middle), Math.abs(py - middle)];
      if (member && dx <= size * 0.16 && dy <= size * 0.16) return false;
      if (age === 2) return dx + dy <= size * 0.56;
      return age === 1 ? true : dx * dx + dy * dy <= (size / 2) ** 2;
    }
    const small = Math.max(1, Math.round(size * 0.55));
    const edge = Math.floor((size - small) / 2);
    if (age === 0 && !(px >= edge && px < edge + small && py >= edge && py < edge + small)) return false;
    const corner = age === 0 ? edge + small - 1 : size - 1;
    return (
      !(member && px >= corner && py === (age === 0 ? edge : 0)) && !(member && age > 0 && px >= corner && py <= 1)
    );
  };
  for (let py = 0; py < size; py += 1) for (let px = 0; px < size; px += 1) if (lit(px, py)) cells[py * pitch + px] = 1;
  if (age === 2 && pitch < 8) for (let px = 0; px < size; px += 1) cells[size * pitch + px] = 1; // full height
  return cells;
}

/**
 * The colours of all bytes 0..254 on a ramp, packed for a picture's pixels; yes-or-no states use its ends.
 * @param {number[][]} stops
 * @param {boolean} yesOrNo
 */
export function colours(stops, yesOrNo) {
  return Uint32Array.from({ length: STEPS }, (_, byte) => {
    return packed(stops, yesOrNo ? Number(byte >= 127) : byte / (STEPS - 1));
  });
}

export const SPAN = 20; // points of difference at either end of the colours

/**
 * The colours of differences −254..254: neutral within one point.
 * @param {number[][]} stops
 */
export function differenceColours(stops, span = SPAN) {
  return Uint32Array.from({ length: 2 * STEPS - 1 }, (_, place) => {
    const points = ((place - (STEPS - 1)) / (STEPS - 1)) * 100;
    return packed(stops, Math.abs(points) < 1 ? 0.5 : 0.5 + points / (2 * span));
  });
}

/**
 * @param {number[][]} stops
 * @param {number} share
 */
function packed(stops, share) {
  const [r, g, b] = ramp(stops, share);
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

export class CompoundMap {
  pitch = 0;
  pixels = 1;
  /** @type {Windows} */
  windows;
  /** @type {Compound} */
  compound;
  /** @type {Int32Array[]} */
  masks = [];
  /** @type {Uint32Array} */
  base;
  /** @type {ImageData} */
  image;
  /** @type {Uint32Array} */
  pixelsOut;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = there(canvas.getContext("2d", { willReadFrequently: true }));
  }

  /**
   * Size the canvas for its box, in whole device pixels a window, and draw the ground.
   * @param {Compound} compound
   * @param {Windows} windows
   * @param {Size} box
   * @param {number} pixels
   * @param {Colour} colour
   */
  lay(compound, windows, box, pixels, colour) {
    const pitch = Math.max(
      3,
      Math.floor(Math.min((box.width * pixels) / compound.width, (box.height * pixels) / compound.height)),
    );
    this.pitch = pitch;
    this.windows = windows;
    this.compound = compound;
    this.masks = Array.from({ length: 6 }, (_, k) =>
      offsets(mask(pitch, k % 3, k >= 3), pitch, compound.width * pitch),
    );
    this.canvas.width = compound.width * pitch;
    this.canvas.height = compound.height * pitch;
    this.canvas.style.width = `${this.canvas.width / pixels}px`;
    this.canvas.style.height = `${this.canvas.height / pixels}px`;
    this.pixels = pixels;
    this.ground(colour);
  }

  /** @param {Colour} colour */
  ground(colour) {
    const { context: c, pitch: p, compound } = this;
    c.fillStyle = colour("ground");
    c.fillRect(0, 0, this.canvas.width, this.canvas.height);
    const grounds = [...new Set(compound.buildings.map((b) => b[2]))];
    c.fillStyle = colour("path");
    for (const ground of grounds) c.fillRect(0, ground * p, this.canvas.width, Math.max(1, Math.round(p * 0.5)));
    c.fillStyle = colour("tree");
    for (const [k, ground] of grounds.entries()) {
      for (let place = 0; place < 11; place += 1) {
        const x = (((place * 37 + k * 23) % 79) + 2) * p;
        disc(c, x, (ground + 1.2) * p, p * (0.45 + 0.12 * ((place + k) % 3)));
      }
    }
    const [wall, roof] = [Math.max(1, Math.round(p / 3)), Math.max(1, Math.round(p / 4))];
    for (const [, left, ground, width, storeys] of compound.buildings) {
      const [x, y, wide] = [left * p - wall, (ground - storeys) * p - 1, width * p + 2 * wall - 1];
      c.fillStyle = colour("body");
      c.fillRect(x, y, wide, storeys * p + 1);
      c.fillStyle = colour("roof");
      c.fillRect(x, y - roof, wide, roof);
    }
    this.garden(colour);
    this.base = new Uint32Array(c.getImageData(0, 0, this.canvas.width, this.canvas.height).data.buffer);
    this.image = c.createImageData(this.canvas.width, this.canvas.height);
    this.pixelsOut = new Uint32Array(this.image.data.buffer);
  }

  /** @param {Colour} colour */
  garden(colour) {
    const { context: c, pitch: p } = this;
    const [x, y, width, height] = this.compound.garden.map((item) => item * p);
    if (!width) return;
    c.fillStyle = colour("tree");
    c.beginPath();
    c.roundRect(x, y, width, height, p);
    c.fill();
    c.fillStyle = colour("water");
    disc(c, x + width * 0.24, y + height * 0.58, p * 1.3);
    const [middle, roof] = [x + width * 0.65, y + height * 0.2];
    c.fillStyle = colour("ink2");
    c.beginPath();
    c.moveTo(middle - 2.6 * p, roof + 1.6 * p);
    c.lineTo(middle, roof);
    c.lineTo(middle + 2.6 * p, roof + 1.6 * p);
    c.fill();
    c.fillStyle = colour("surface");
    c.fillRect(middle - 1.8 * p, roof + 1.6 * p, 3.6 * p, 2 * p);
    c.fillStyle = colour("ink2");
    c.fillRect(middle - 0.45 * p, roof + 2.3 * p, 0.9 * p, 1.3 * p);
  }

  /**
   * Paint the windows; `pick(k)` gives the packed colour of resident k, or 0 for none.
   * @param {Paint} pick
   */
  paint(pick) {
    const { pixelsOut: out, windows, pitch: p, compound } = this;
    out.set(this.base);
    const row = compound.width * p;
    const { x, y, age, member } = windows;
    for (let k = 0; k < x.length; k += 1) {
      const colour = pick(k);
      if (!colour) continue;
      const start = y[k] * p * row + x[k] * p;
      const places = this.masks[age[k] + 3 * member[k]];
      for (let j = 0; j < places.length; j += 1) out[start + places[j]] = colour;
    }
    this.context.putImageData(this.image, 0, 0);
  }

  /**
   * Draw a frame round the window of a resident.
   * @param {number} resident
   * @param {string} colour
   */
  mark(resident, colour) {
    if (resident < 0) return;
    const { context: c, pitch: p, windows } = this;
    c.strokeStyle = colour;
    c.lineWidth = Math.max(2, Math.round(this.pixels * 1.5));
    c.strokeRect(windows.x[resident] * p - 2, windows.y[resident] * p - 2, p + 3, p + 3);
  }

  /**
   * Where on the page a resident's window is: its lower right corner.
   * @param {number} resident
   * @returns {Point}
   */
  placeOf(resident) {
    const box = this.canvas.getBoundingClientRect();
    const { x, y } = this.windows;
    return [
      box.left + ((x[resident] + 1) * this.pitch) / this.pixels,
      box.top + ((y[resident] + 1) * this.pitch) / this.pixels,
    ];
  }

  /**
   * The resident at a place of the page, -1 where there is none.
   * @param {MouseEvent} event
   */
  residentAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) * this.canvas.width) / box.width / this.pitch);
    const y = Math.floor(((event.clientY - box.top) * this.canvas.height) / box.height / this.pitch);
    if (x < 0 || y < 0 || x >= this.compound.width || y >= this.compound.height) return -1;
    return this.windows.at[y * this.compound.width + x];
  }
}

/**
 * @param {Uint8Array} cells
 * @param {number} pitch
 * @param {number} row
 */
function offsets(cells, pitch, row) {
  const places = Array.from(cells.keys()).filter((place) => cells[place]);
  return Int32Array.from(places, (place) => Math.floor(place / pitch) * row + (place % pitch));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function disc(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** @type {(bytes: Uint8Array, world: number, n: number, table: Uint32Array) => Paint} */
export const painter = (bytes, world, n, table) => (k) => {
  const byte = bytes[world * n + k];
  return byte === NONE ? 0 : table[byte];
};

/** @type {(bytes: Uint8Array, n: number, table: Uint32Array) => Paint} */
export const differencePainter = (bytes, n, table) => (k) => table[bytes[n + k] - bytes[k] + STEPS - 1];

/** @type {(colour: Colour, names: string[]) => number[][]} */
export const stopsOf = (colour, names) => names.map((name) => rgb(colour(name)));
