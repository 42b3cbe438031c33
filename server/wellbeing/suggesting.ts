import type { Agent } from '../../shared/domain/site.js';
import { type EpochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import type { MyStrain } from '../../shared/protocol/buffer-http.js';
import type { ShownBand } from '../../shared/staffing/strain.js';

/** What was suggested last. It stands for a while, and then nothing is until 45 minutes after it was first said. */
export interface Suggested {
  readonly at: EpochMs;
  readonly what: NonNullable<MyStrain['suggestion']>;
  readonly isOver: boolean;
}

const STANDS_MS = 15 * MINUTE_MS;
const ONE_IN_MS = 45 * MINUTE_MS;

/** D.4: a suggestion and never more, at most one in 45 minutes, and none to somebody who rests already. */
export function suggest(
  { shown, suggested }: { readonly shown: ShownBand; readonly suggested?: Suggested },
  { state }: Pick<Agent, 'state'>,
  now: EpochMs,
  pausesLeft: number,
): Suggested | undefined {
  // A pause that can't be taken is none to suggest.
  const what = shown.band === 'high' ? 'buffer' : shown.band === 'elevated' && pausesLeft > 0 ? 'micro-pause' : null;
  const isResting = state === 'not-ready' || state === 'logged-out';
  if (suggested !== undefined && now - suggested.at < ONE_IN_MS) {
    const isOver = suggested.isOver || what === null || isResting || now - suggested.at >= STANDS_MS;
    return { at: suggested.at, what: what ?? suggested.what, isOver };
  }
  return what === null || isResting ? undefined : { at: now, what, isOver: false };
}
