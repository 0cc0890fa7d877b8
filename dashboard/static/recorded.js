// @ts-check
// A recorded session: answers the page as a server would, from what was recorded.
import { h } from "./dom.js";
import { Page } from "./page.js";

const TICK = 30; // ms
const AFTER = 50; // ms after the greeting, for what was found of the two worlds

/** @param {string} text */
async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (item) => item.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {string[]} texts */
const allUnpacked = (texts) => Promise.all(texts.map(unpacked));

/**
 * Undo the differences from month to month: each month is the one before plus what is stored, modulo 256.
 * @param {Uint8Array} bytes
 * @param {number} size
 */
export function restored(bytes, size) {
  for (let k = size; k < bytes.length; k += 1) bytes[k] = (bytes[k] + bytes[k - size]) & 255;
  return bytes;
}

class Recorded {
  month = 0;
  playing = false;
  speed = 10;
  seq = 0;
  timer = 0;

  /**
   * @param {Recording} recorded
   * @param {{ arrays: Bytes[], rows: Bytes, windows: Uint8Array, told: [Heard, Bytes[]][] }} unpacked
   * @param {(message: Heard, buffers: Bytes[]) => void} tell
   */
  constructor(recorded, unpacked, tell) {
    this.recorded = recorded;
    this.unpacked = unpacked;
    this.tell = tell;
    this.colour = recorded.delta.colour;
  }

  /** @param {Asked} message */
  ask(message) {
    const { kind } = message;
    const last = this.recorded.delta.simulated;
    if (kind === "hello") this.begin();
    else if (kind === "set_speed") this.speed = message.value;
    else if (kind === "set_colour") this.colour = message.state;
    else if (kind === "play") {
      this.playing = true;
      if (this.month >= last) this.month = 0;
      this.next();
    } else if (kind === "pause") this.playing = false;
    else if (kind === "step") this.lookAt(this.month + 1);
    else if (kind === "reset") this.lookAt(0);
    else if (kind === "look_at") this.lookAt(message.month);
    else return;
    this.show(kind === "hello");
  }

  begin() {
    this.tell(this.recorded.begin, this.unpacked.arrays);
    setTimeout(() => {
      for (const item of this.unpacked.told) this.tell(...item);
    }, AFTER);
  }

  /** @param {number} month */
  lookAt(month) {
    this.playing = false;
    this.month = Math.min(this.recorded.delta.simulated, month);
  }

  next() {
    clearTimeout(this.timer);
    if (!this.playing) return;
    const advance = () => {
      if (!this.playing) return;
      this.month += 1;
      if (this.month >= this.recorded.delta.simulated) this.playing = false;
      this.show();
      this.next();
    };
    this.timer = setTimeout(advance, this.speed ? 1000 / this.speed : TICK);
  }

  show(all = false) {
    const { delta, states, begin } = this.recorded;
    const { month, playing, speed, colour } = this;
    const span = 2 * begin.n;
    const start = (month * states.length + states.indexOf(colour)) * span;
    const [, levers] = this.recorded.levers.filter(([from]) => from <= month).at(-1) ?? [0, delta.levers];
    const months = all ? { first: 0, count: delta.count } : { first: delta.simulated + 1, count: 0 };
    this.seq += 1;
    this.tell({ ...delta, ...months, levers, month, playing, speed, colour, seq: this.seq }, [
      all ? this.unpacked.rows : new Uint8Array(0),
      this.unpacked.windows.subarray(start, start + span),
    ]);
  }
}

/**
 * Show a recorded session in a page of its own.
 * @param {HTMLElement} body
 * @param {Content} content
 * @param {Recording} recorded
 */
export async function replay(body, content, recorded) {
  const arrays = await allUnpacked(recorded.arrays);
  const rows = await unpacked(recorded.rows);
  const windows = restored(await unpacked(recorded.windows), recorded.states.length * 2 * recorded.begin.n);
  /** @type {[Heard, Bytes[]][]} */
  const told = [];
  for (const [message, item] of recorded.told) told.push([message, await allUnpacked(item)]);
  const source = new Recorded(recorded, { arrays, rows, windows, told }, (message, buffers) =>
    setTimeout(() => window.community.receive(message, buffers)),
  );
  const root = h("div");
  body.append(root);
  window.community = new Page(root, content, (message) => source.ask(message), { lang: recorded.lang, recorded: true });
}
