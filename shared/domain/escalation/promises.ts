import { type EpochMs, epochMs, MINUTE_MS } from '../../kernel/time.js';
import type { CaseEvent, EventOf } from '../events.js';
import type { Person } from '../person.js';
import type { Case } from './case.js';

type Promised = EventOf<'case.promised'>['promise'];

/** B.3.5: a time that was named to a customer. Its reminder comes 15 minutes before, or at 80 % of the way, whichever is later. */
export function promiseOf(told: Pick<Promised, 'id' | 'dueAt' | 'text' | 'channel'>, by: Person, now: EpochMs): Promised {
  const { id, dueAt, text, channel } = told;
  const remindAt = Math.max(dueAt - 15 * MINUTE_MS, Math.round(now + 0.8 * (dueAt - now)));
  return { id, dueAt, text, channel, byName: by.name, remindAt: epochMs(remindAt) };
}

/** T8: news to the customer keep the promise that comes first; one that is broken already is answered before the next. */
export function keepNext({ promises }: Readonly<Case>, on: Pick<CaseEvent, 'occurredAt' | 'caseId' | 'by'>): CaseEvent[] {
  let next: Case['promises'][number] | undefined;
  for (const promise of promises) {
    if (promise.keptAt === undefined && promise.state !== 'kept' && (next === undefined || promise.dueAt < next.dueAt)) next = promise;
  }
  return next === undefined ? [] : [{ type: 'case.promise-kept', ...on, promiseId: next.id }];
}
