import { MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.js';

const FIRST_MS = SECOND_MS / 2;
/** A PBX is back within seconds of a restart: nobody should wait half a minute to see that. */
const LONGEST_MS = 10 * SECOND_MS;
/** Refused credentials don't mend themselves, and a PBX may lock out who keeps trying. */
const REFUSED_FIRST_MS = 15 * SECOND_MS;
const REFUSED_LONGEST_MS = 5 * MINUTE_MS;
/** A connection that lasted this long was a good one: the next try is as the first. */
const GOOD_MS = 10 * SECOND_MS;

/** How long to wait before the next try: doubling, with all of it left to chance so that many clients don't come at once. */
export class Backoff {
  private tries = 0;
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** A connection ended after having been good for `liveMs` (0: it never was). */
  next(liveMs: number, refused: boolean): number {
    if (liveMs >= GOOD_MS) this.tries = 0;
    const [first, longest] = refused ? [REFUSED_FIRST_MS, REFUSED_LONGEST_MS] : [FIRST_MS, LONGEST_MS];
    const ceiling = Math.min(longest, first * 2 ** Math.min(this.tries, 16));
    this.tries += 1;
    // Never at once: a source that resets each connection is not asked in a loop.
    return Math.round(Math.max(first / 5, this.random() * ceiling));
  }
}
