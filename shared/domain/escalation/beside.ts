import type { EpochMs } from '../../kernel/time.js';
import type { CaseEvent } from '../events.js';
import { SYSTEM } from '../person.js';
import type { SiteState } from '../site.js';
import { type Case, isCaseOpen } from './case.js';
import { caughtUp } from './due.js';
import { complaintsBefore, type GradeFacts, outageOf } from './grade.js';
import { raiseTo } from './raise.js';
import { withTimers } from './timers.js';
import type { Grade } from './words.js';

/** B.3.1: what a new case says about those that are there: the rest of an outage is as urgent, a first complaint as grave as the second. */
export function raisesBeside(site: Readonly<SiteState>, facts: GradeFacts, now: EpochMs): CaseEvent[] {
  const outage = outageOf(site, facts, now);
  const complaints = complaintsBefore(site, facts).filter((one) => !outage.includes(one));
  return [
    ...outage.flatMap((one) => raised(site, one, 'P1', 'outage', now)),
    ...complaints.flatMap((one) => raised(site, one, 'P2', 'again', now)),
  ];
}

function raised(site: Readonly<SiteState>, stored: Readonly<Case>, grade: Grade, because: 'outage' | 'again', now: EpochMs): CaseEvent[] {
  if (!isCaseOpen(stored)) return [];
  // What was due before now comes first, whether or not a node has noticed.
  const { one, events: due } = caughtUp(site, stored, now);
  const raise = raiseTo(one, grade, { because }, { occurredAt: now, by: SYSTEM });
  return raise.length === 0 ? [] : [...due, ...withTimers(site, one, raise, now)];
}
