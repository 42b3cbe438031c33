import type { BufferRecord } from '../domain/buffer/buffer.js';
import { ratioOf } from './service-level.js';

/** How one person decided (M-BS1…3). */
export interface BufferDecisions {
  readonly userId: string;
  readonly name: string;
  readonly requests: number;
  readonly inTimeRatio: number | null;
  readonly medianMs: number | null;
  readonly approvedRatio: number | null;
  readonly deferredRatio: number | null;
  readonly declinedRatio: number | null;
  /** Of the declined. */
  readonly overturnedRatio: number | null;
}

/** BS-N4 */
export const LEAST_DECISIONS = 5;

type Decided = BufferRecord & { readonly decision: NonNullable<BufferRecord['decision']> };
const isDecided = (record: BufferRecord): record is Decided => record.decision !== undefined;
const isInTime = ({ decision, decideBy }: Decided): boolean => decideBy === undefined || decision.at <= decideBy;

/** BS-R5: decided within ten minutes, of all. What is granted at once is; what only silence granted is not. */
export function inTimeRatio(records: readonly BufferRecord[]): number | null {
  const decided = records.filter(isDecided);
  if (decided.length < LEAST_DECISIONS) return null;
  const late = ({ decision, decideBy }: Decided) => decideBy !== undefined && (decision.by === undefined || decision.at > decideBy);
  return ratioOf(decided.filter((record) => !late(record)).length, decided.length);
}

/** Each person's decisions, of those who made five or more. */
export function decisionsOf(records: readonly BufferRecord[]): BufferDecisions[] {
  const byPerson = new Map<string, Decided[]>();
  for (const record of records) {
    const userId = record.decision?.by?.userId;
    if (userId !== undefined && isDecided(record)) byPerson.set(userId, [...(byPerson.get(userId) ?? []), record]);
  }
  return [...byPerson].filter(([, own]) => own.length >= LEAST_DECISIONS).map(([userId, own]) => summary(userId, own));
}

function summary(userId: string, own: readonly Decided[]): BufferDecisions {
  const of = (outcome: Decided['decision']['outcome']) => own.filter(({ decision }) => decision.outcome === outcome);
  const ratio = (some: readonly Decided[]) => ratioOf(some.length, own.length);
  const declined = of('declined');
  const times = own.map(({ decision, requestedAt }) => decision.at - requestedAt).sort((a, b) => a - b);
  return {
    userId,
    name: own.at(-1)?.decision.by?.name ?? '',
    requests: own.length,
    inTimeRatio: ratio(own.filter(isInTime)),
    medianMs: median(times),
    approvedRatio: ratio(of('approved')),
    deferredRatio: ratio(of('deferred')),
    declinedRatio: ratio(declined),
    overturnedRatio: ratioOf(declined.filter(({ isOverturned }) => isOverturned).length, declined.length),
  };
}

function median(sorted: readonly number[]): number | null {
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
