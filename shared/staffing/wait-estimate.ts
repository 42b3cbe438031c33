import { ok, type Result } from '../kernel/result.js';
import { checkInput, type StaffingError } from './input.js';

export interface QueuePlace {
  /** At work for this queue, each with the share of their time that it has. */
  readonly agents: number;
  readonly ahtSec: number;
  /** `null`: nobody ahead ever hangs up. */
  readonly patienceSec: number | null;
  /** Of the same or a higher priority. */
  readonly callersAhead: number;
}

/** `null`: there is nobody to answer. */
export interface WaitEstimate {
  readonly meanSec: number | null;
  readonly sdSec: number | null;
  /** What to tell the caller; `null`: nothing. */
  readonly announceSec: number | null;
}

/** What is left of an agent when shares have been taken away. */
const NOBODY = 1e-9;

/** The wait of a caller for whom no agent is ready, from the queue ahead (C.10): the line moves when an agent is done or someone ahead gives up. */
export function computeWaitEstimate(place: QueuePlace): Result<WaitEstimate, StaffingError> {
  const checked = checkInput(place, { agents: 'staff', ahtSec: 'positive', patienceSec: 'positive?', callersAhead: 'count' });
  if (!checked.ok) return checked;
  const { agents, ahtSec, patienceSec, callersAhead } = place;
  if (agents < NOBODY) return ok({ meanSec: null, sdSec: null, announceSec: null });
  const servedPerSec = agents / ahtSec;
  const abandonPerSec = patienceSec === null ? 0 : 1 / patienceSec;
  let meanSec = 0;
  let variance = 0;
  for (let ahead = 0; ahead <= callersAhead; ahead++) {
    const stepSec = 1 / (servedPerSec + ahead * abandonPerSec);
    meanSec += stepSec;
    variance += stepSec * stepSec;
  }
  const sdSec = Math.sqrt(variance);
  return ok({ meanSec, sdSec, announceSec: announcedSec(meanSec, sdSec) });
}

/** Four of five callers wait no longer than mean and 0.84 standard deviations. */
const P80_DEVIATIONS = 0.84;
const SHORTEST_ANNOUNCED_SEC = 30;
const COARSE_FROM_SEC = 300;
const ROUNDING_SEC = 1e-9;

/** Rounded up to half a minute below five minutes, else to a whole one: a promise that is kept, and no false precision. */
function announcedSec(meanSec: number, sdSec: number): number | null {
  const likelySec = meanSec + P80_DEVIATIONS * sdSec;
  if (likelySec < SHORTEST_ANNOUNCED_SEC - ROUNDING_SEC) return null;
  const unitSec = likelySec < COARSE_FROM_SEC ? 30 : 60;
  return Math.ceil((likelySec - ROUNDING_SEC) / unitSec) * unitSec;
}
