// A recorded session: answers the page as a server would, from what was recorded.
import { h } from "./dom.js";
import { Page } from "./page.js";

const TICK = 30; // ms
const AFTER = 50; // ms after the greeting, for what was found of the two worlds

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (own) => own.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Undo the differences from month to month: each month is the one before plus what is stored, modulo 256. */
export function restored(bytes, size) {
  for (let k = size; k < bytes.length; k += 1) bytes[k] = (bytes[k] + bytes[k - size]) & 255;
  return bytes;
}

class Recorded {
  constructor(recorded, arrays, rows, windows, told) {
    Object.assign(this, {
      recorded,
      arrays,
      rows,
      windows,
      told,
      month: 0,
      playing: false,
      speed: 10,
      seq: 0,
      colour: recorded.delta.colour,
    });
  }

  ask(message) {
    const last = this.recorded.delta.lived;
    const acts = {
      hello: () => {
        this.tell(this.recorded.begin, this.arrays);
        setTimeout(() => this.told.forEach((own) => this.tell(...own)), AFTER);
      },
      play: () => {
        this.playing = true;
        if (this.month >= last) this.month = 0;
        this.next();
      },
      pause: () => {
        this.playing = false;
      },
      step: () => {
        this.playing = false;
        this.month = Math.min(last, this.month + 1);
      },
      reset: () => {
        this.playing = false;
        this.month = 0;
      },
      look_at: () => {
        this.playing = false;
        this.month = Math.min(last, message.month);
      },
      set_speed: () => {
        this.speed = message.value;
      },
      set_colour: () => {
        this.colour = message.state;
      },
    };
    if (!acts[message.kind]) return;
    acts[message.kind]();
    this.show(message.kind === "hello");
  }

  next() {
    clearTimeout(this.timer);
    if (!this.playing) return;
    this.timer = setTimeout(
      () => {
        if (!this.playing) return;
        this.month += 1;
        if (this.month >= this.recorded.delta.lived) this.playing = false;
        this.show();
        this.next();
      },
      this.speed ? 1000 / this.speed : TICK,
    );
  }

  show(all = false) {
    const { delta, states, begin } = this.recorded;
    const span = 2 * begin.n;
    const start = (this.month * states.length + states.indexOf(this.colour)) * span;
    this.seq += 1;
    const levers = this.recorded.levers.findLast(([from]) => from <= this.month)[1];
    this.tell(
      {
        ...delta,
        levers,
        first: all ? 0 : delta.lived + 1,
        count: all ? delta.count : 0,
        month: this.month,
        playing: this.playing,
        speed: this.speed,
        colour: this.colour,
        seq: this.seq,
      },
      [all ? this.rows : new Uint8Array(0), this.windows.subarray(start, start + span)],
    );
  }
}

export async function replay(body, content, recorded) {
  const arrays = await Promise.all(recorded.arrays.map(unpacked));
  const rows = await unpacked(recorded.rows);
  const { begin, states } = recorded;
  const windows = restored(await unpacked(recorded.windows), states.length * 2 * begin.n);
  const told = await Promise.all(
    recorded.told.map(async ([content, own]) => [content, await Promise.all(own.map(unpacked))]),
  );
  const source = new Recorded(recorded, arrays, rows, windows, told);
  const root = h("div");
  body.append(root);
  source.tell = (message, buffers) => setTimeout(() => window.community.receive(message, buffers));
  window.community = new Page(root, content, (message) => source.ask(message), { lang: recorded.lang, recorded: true });
}
