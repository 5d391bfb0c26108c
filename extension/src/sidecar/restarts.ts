/** When to start the sidecar's relay again after it ended: soon at first, then later, then not any more. */

const WINDOW = 3 * 60_000;
const DELAYS = [0, 500, 2_000, 5_000, 10_000];

export class Restarts {
  private readonly ends: number[] = [];

  /** Milliseconds to wait before the next start, or undefined to give up. `now` in milliseconds. */
  next(now: number): number | undefined {
    while (this.ends[0] !== undefined && now - this.ends[0] > WINDOW) this.ends.shift();
    const delay = DELAYS[this.ends.length];
    this.ends.push(now);
    return delay;
  }

  /** The user asked for a start: what was before does not count. */
  forget(): void {
    this.ends.length = 0;
  }
}
