// What a page knows of the two worlds: the rows of all recorded months, and the windows that are looked at.
import { meanUpTo } from "./scales.js";

/** Months and indicators of two worlds; the row of a month is its number. */
export class History {
  /** `before` are the rows (months, columns) before month 0, the same in both worlds, that yearly means need. */
  constructor(columns, months, before) {
    this.before = before;
    this.columns = columns;
    this.place = Object.fromEntries(columns.map((name, k) => [name, k]));
    this.stride = 2 * columns.length;
    this.rows = new Float32Array((months + 1) * this.stride);
    this.lived = -1;
    this.ghost = null; // the old future, after a branch: {from, rows, lived}
  }

  /** Take in rows from month `first` on; what was known of later months becomes a ghost or is replaced. */
  take(first, rows, lived) {
    if (first <= this.lived && lived < this.lived) {
      this.ghost = { from: first, lived: this.lived, rows: this.rows.slice() };
    }
    this.rows.set(rows, first * this.stride);
    this.lived = lived;
  }

  forgetGhost() {
    this.ghost = null;
  }

  value(column, world, month) {
    return this.rows[month * this.stride + world * this.columns.length + this.place[column]];
  }

  /** The mean of the twelve months up to one. */
  yearly(column, world, month) {
    const [before, own] = [this.yearBefore(column), this.series(column, world, month)];
    return meanUpTo([...before, ...own], before.length + month);
  }

  /** One indicator of a world over all months, each the mean of the last `span`. */
  means(column, world, span, ...course) {
    const own = this.series(column, world, ...course);
    if (span === 1) return own;
    const before = this.yearBefore(column);
    const all = [...before, ...own];
    return own.map((_, month) => meanUpTo(all, before.length + month, span));
  }

  /** One indicator in the months before month 0. */
  yearBefore(column) {
    return this.before.filter((_, k) => k % this.columns.length === this.place[column]);
  }

  /** One indicator of a world over all months; `rows` may be those of another course. */
  series(column, world, lived = this.lived, rows = this.rows) {
    const found = new Float32Array(lived + 1);
    const offset = world * this.columns.length + this.place[column];
    for (let month = 0; month <= lived; month += 1) found[month] = rows[month * this.stride + offset];
    return found;
  }
}

/** Bytes of a message as an array of a kind, whatever view they came in. */
export function view(Kind, buffer) {
  const bytes =
    buffer instanceof ArrayBuffer
      ? new Uint8Array(buffer)
      : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  return new Kind(bytes.slice().buffer);
}

/** The windows of a begin message: places and signs of every resident, and who stands at a place. */
export function windowsOf(content, buffers) {
  const [x, y, signs] = [view(Int16Array, buffers[0]), view(Int16Array, buffers[1]), view(Uint8Array, buffers[2])];
  const { width, height } = content.compound;
  const at = new Int32Array(width * height).fill(-1);
  for (let k = 0; k < content.n; k += 1) at[y[k] * width + x[k]] = k;
  return {
    x,
    y,
    at,
    age: signs.map((own) => own % 3),
    renter: signs.map((own) => Math.floor(own / 3) % 2),
    member: signs.map((own) => Math.floor(own / 6)),
  };
}
