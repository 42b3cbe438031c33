import { roomOf, withEnd, withPart, withPartMoved, withStart } from '../domain/roster/parts.js';
import type { Shift } from '../domain/roster/shift.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../kernel/time.js';
import { localDate } from '../kernel/zone.js';
import { checkBreaks } from '../staffing/breaks.js';

/** What can be done to one shift so that its agent is on the phones in a gap. In the order in which it is asked of people (E.5). */
export const REMEDY_KINDS = ['pause', 'session', 'aside', 'longer'] as const;
export type RemedyKind = (typeof REMEDY_KINDS)[number];

/** A shift as it would be: without a name, its wall times still to be found. */
export type ShiftPlan = Omit<Shift, 'id' | 'startLocal' | 'endLocal'>;

export interface Remedy {
  readonly kind: RemedyKind;
  readonly plan: ShiftPlan;
  /** How much it asks of somebody, in the units of E.5's table. */
  readonly cost: number;
}

interface Span {
  readonly startAt: number;
  readonly endAt: number;
}

const STEP_MS = 15 * MINUTE_MS;
/** A break that is moved further is another break. */
const MOST_MOVED_MS = 2 * 60 * MINUTE_MS;
const MOST_LONGER_MS = 2 * 60 * MINUTE_MS;
/** Whoever is told later than this before it begins hasn't been told. */
export const LEAST_NOTICE_MS = 15 * MINUTE_MS;
/** E.5: what moving a break, a session, and calling somebody from a post cost; longer hours by the half-hour. */
const COST = { pause: 0.2, session: 0.5, aside: 1, longerPerHalfHour: 1.5 };

const KIND_OF: Readonly<Partial<Record<Shift['segments'][number]['activity'], 'pause' | 'session'>>> = {
  break: 'pause',
  meal: 'pause',
  training: 'session',
  meeting: 'session',
  coaching: 'session',
};

/** Everything that keeps to the rules of breaks; those of rest and hours need the person's other shifts, and are the caller's to ask. */
export function remediesFor(shift: Shift, gap: Span, now: EpochMs): Remedy[] {
  const { id: _, startLocal: __, endLocal: ___, ...plan } = shift;
  const notBefore = now + LEAST_NOTICE_MS;
  const found = [...partsMoved(plan, gap, notBefore), ...calledBack(plan, gap, notBefore), ...madeLonger(plan, gap, notBefore)];
  const before = faultsOf(plan);
  return found.filter((one) => faultsOf(one.plan).every((fault) => before.includes(fault)));
}

/** A break in the gap, earlier or later between its neighbours. One that has begun stays where it is. */
function partsMoved(plan: ShiftPlan, gap: Span, notBefore: number): Remedy[] {
  return plan.segments.flatMap((part, at): Remedy[] => {
    const kind = KIND_OF[part.activity];
    if (kind === undefined || part.startAt < notBefore || part.startAt >= gap.endAt || part.endAt <= gap.startAt) return [];
    const { from, to } = roomOf(plan, at);
    const first = Math.max(from, notBefore);
    const last = to - (part.endAt - part.startAt);
    const found: Remedy[] = [];
    // The nearest first, and later rather than earlier: people count on a break being no sooner than they know.
    for (let byMs = STEP_MS; byMs <= MOST_MOVED_MS; byMs += STEP_MS) {
      for (const by of [byMs, -byMs]) {
        const startAt = part.startAt + by;
        if (startAt >= first && startAt <= last) found.push({ kind, plan: withPartMoved(plan, at, by), cost: COST[kind] });
      }
    }
    return found;
  });
}

/** From a post in the back office to the phones, for as long as the gap lasts. */
function calledBack(plan: ShiftPlan, gap: Span, notBefore: number): Remedy[] {
  return plan.segments.flatMap(({ activity, startAt, endAt }): Remedy[] => {
    const from = epochMs(Math.max(startAt, gap.startAt, notBefore));
    const to = epochMs(Math.min(endAt, gap.endAt));
    if (activity !== 'backoffice' || to - from < STEP_MS) return [];
    return [{ kind: 'aside', plan: withPart(plan, { activity: 'phone', startAt: from, endAt: to }), cost: COST.aside }];
  });
}

/** An end later, or a start earlier, up to where the gap ends or begins. */
function madeLonger(plan: ShiftPlan, gap: Span, notBefore: number): Remedy[] {
  const found: Remedy[] = [];
  for (let byMs = STEP_MS; byMs <= MOST_LONGER_MS; byMs += STEP_MS) {
    const cost = (COST.longerPerHalfHour * byMs) / (30 * MINUTE_MS);
    const [endAt, startAt] = [plan.endAt + byMs, plan.startAt - byMs];
    if (plan.endAt >= notBefore && endAt > gap.startAt && endAt <= gap.endAt)
      found.push({ kind: 'longer', plan: withEnd(plan, endAt), cost });
    if (startAt >= notBefore && startAt < gap.endAt && startAt >= gap.startAt && isOnItsDate(plan, startAt))
      found.push({ kind: 'longer', plan: withStart(plan, startAt), cost });
  }
  return found;
}

/** A shift belongs to the date of its start (RT-3): begun the evening before, it would be another one. */
const isOnItsDate = ({ zone, businessDate }: ShiftPlan, startAt: number): boolean => localDate(epochMs(startAt), zone) === businessDate;

/** A fault that was there before is not held against what is suggested; one more of the kind is. */
function faultsOf(plan: ShiftPlan): string[] {
  const counts = new Map<string, number>();
  return checkBreaks(plan).map(({ code }) => {
    const no = (counts.get(code) ?? 0) + 1;
    counts.set(code, no);
    return `${code} ${no}`;
  });
}
