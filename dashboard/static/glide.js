// @ts-check
// From month to month as one motion, where the machine keeps up; where not, each month is drawn once.

const LONGEST = 250; // ms, the longest way from one month to the next
const TOO_SLOW = 50; // ms from frame to frame, above which there is no motion any more
const WEIGHT = 0.06; // of the latest frame in what is known of their pace
const AGAIN = 5000; // ms, after which a machine that drew too slowly is tried anew
const USUAL = 33; // ms from frame to frame, until something else is seen

/** Where between two months the charts stand. Times in ms. */
export class Glide {
  from = 0;
  aim = 0;
  start = 0;
  length = 0;
  pace = USUAL;
  /** @type {number | null} */
  last = null; // ms, the frame before, where it was part of the same motion
  slow = 0; // ms, when frames last came fast enough

  /** Begin to know the machine's pace anew. */
  rest() {
    this.pace = USUAL;
    this.last = null;
    this.slow = 0;
  }

  /**
   * Go to a month in `span` ms from `time` on; at once where it is not the next one, or span is 0.
   * @param {number} month
   * @param {number} span
   * @param {number} time
   */
  go(month, span, time) {
    if (month === this.aim) return;
    if (this.pace > TOO_SLOW && time - this.slow > AGAIN) this.rest();
    const next = span > 0 && month === this.aim + 1 && this.pace <= TOO_SLOW;
    this.from = next ? this.at(time) : month;
    this.length = next ? Math.min(span, LONGEST) : 0;
    this.start = time;
    this.aim = month;
  }

  /** @param {number} time */
  at(time) {
    if (!this.length) return this.aim;
    const share = Math.min(1, Math.max(0, (time - this.start) / this.length));
    return this.from + (this.aim - this.from) * share;
  }

  /** @param {number} time */
  moving(time) {
    return this.at(time) < this.aim;
  }

  /**
   * A frame was drawn: learn from the time since the one before, while both are part of a motion.
   * @param {number} time
   */
  drew(time) {
    // one stall is not a slow machine
    if (this.last !== null) this.pace += WEIGHT * (Math.min(time - this.last, 2 * TOO_SLOW) - this.pace);
    if (this.pace <= TOO_SLOW) this.slow = time;
    this.last = this.moving(time) ? time : null;
  }
}
