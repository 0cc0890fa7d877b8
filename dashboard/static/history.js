// @ts-check
// What a page knows of the two worlds: the rows of all recorded months, and the windows that are looked at.
import { meanUpTo } from "./scales.js";

/** Months and indicators of two worlds; the row of a month is its number. */
export class History {
  simulated = -1;
  /** @type {(Trajectory & { from: number }) | null} */
  ghost = null; // the old future, after a branch

  /**
   * `before` are the rows (months, columns) before month 0, the same in both worlds, that yearly means need.
   * @param {string[]} columns
   * @param {number} months
   * @param {Float32Array} before
   */
  constructor(columns, months, before) {
    this.before = before;
    this.columns = columns;
    this.index = Object.fromEntries(columns.map((name, k) => [name, k]));
    this.stride = 2 * columns.length;
    /** @type {Float32Array} */
    this.rows = new Float32Array((months + 1) * this.stride);
  }

  /**
   * Take in rows from month `first` on; what was known of later months becomes a ghost or is replaced.
   * @param {number} first
   * @param {Float32Array} rows
   * @param {number} simulated
   */
  take(first, rows, simulated) {
    if (first <= this.simulated && simulated < this.simulated) {
      this.ghost = { from: first, simulated: this.simulated, rows: this.rows.slice() };
    }
    this.rows.set(rows, first * this.stride);
    this.simulated = simulated;
  }

  forgetGhost() {
    this.ghost = null;
  }

  /**
   * @param {string} column
   * @param {number} world
   * @param {number} month
   */
  value(column, world, month) {
    return this.rows[month * this.stride + world * this.columns.length + this.index[column]];
  }

  /**
   * The mean of the twelve months up to one.
   * @param {string} column
   * @param {number} world
   * @param {number} month
   */
  yearly(column, world, month) {
    const [before, item] = [this.yearBefore(column), this.series(column, world, month)];
    return meanUpTo([...before, ...item], before.length + month);
  }

  /**
   * One indicator of a world over all months of a course, each the mean of the last `span`.
   * @param {string} column
   * @param {number} world
   * @param {number} span
   * @param {Trajectory} trajectory
   */
  means(column, world, span, trajectory = /** @type {Trajectory} */ (this)) {
    const item = this.series(column, world, trajectory.simulated, trajectory.rows);
    if (span === 1) return item;
    const before = this.yearBefore(column);
    const all = [...before, ...item];
    return item.map((_, month) => meanUpTo(all, before.length + month, span));
  }

  /**
   * One indicator in the months before month 0.
   * @param {string} column
   */
  yearBefore(column) {
    return this.before.filter((_, k) => k % this.columns.length === this.index[column]);
  }

  /**
   * One indicator of a world over all months; `rows` may be those of another course.
   * @param {string} column
   * @param {number} world
   * @param {number} [simulated]
   * @param {Float32Array} [rows]
   */
  series(column, world, simulated = this.simulated, rows = this.rows) {
    const found = new Float32Array(simulated + 1);
    const offset = world * this.columns.length + this.index[column];
    for (let month = 0; month <= simulated; month += 1) found[month] = rows[month * this.stride + offset];
    return found;
  }
}

/**
 * Bytes of a message as an array of a kind, whatever view they came in.
 * @template T
 * @param {new (buffer: ArrayBuffer) => T} Kind
 * @param {Bytes} buffer
 */
export function view(Kind, buffer) {
  const bytes =
    buffer instanceof ArrayBuffer
      ? new Uint8Array(buffer)
      : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  return new Kind(bytes.slice().buffer);
}

/**
 * The windows of a begin message: places and signs of every resident, and who stands at a place.
 * @param {Pick<Begin, "n" | "compound">} content
 * @param {Bytes[]} buffers
 * @returns {Windows}
 */
export function windowsOf(content, buffers) {
  const [x, y, signs] = [view(Int16Array, buffers[0]), view(Int16Array, buffers[1]), view(Uint8Array, buffers[2])];
  const { width, height } = content.compound;
  const at = new Int32Array(width * height).fill(-1);
  for (let k = 0; k < content.n; k += 1) at[y[k] * width + x[k]] = k;
  return {
    x,
    y,
    at,
    age: signs.map((item) => item % 3),
    renter: signs.map((item) => Math.floor(item / 3) % 2),
    member: signs.map((item) => Math.floor(item / 6)),
  };
}
