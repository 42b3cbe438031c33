import type { EpochMs } from '../../kernel/time.js';
import type { CaseEvent } from '../events.js';
import type { SiteState } from '../site.js';
import type { Case } from './case.js';

/** What happened to a case, with what that means for its timers. */
export function withTimers(_site: Readonly<SiteState>, _one: Readonly<Case>, events: readonly CaseEvent[], _now: EpochMs): CaseEvent[] {
  return [...events];
}
