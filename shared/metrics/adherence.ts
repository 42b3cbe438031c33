import type { Carry, TrailStep } from '../domain/site.js';
import { type DurationMs, durationMs, type EpochMs, epochMs, MINUTE_MS } from '../kernel/time.js';
import type { Activity } from '../staffing/activities.js';
import type { PlanSpan, Span } from './schedule.js';
import { ratioOf } from './service-level.js';

/** AD-1: so long before and after each boundary either side of it is right. */
export const GRACE_MS = 2 * MINUTE_MS;

/** Why time is neither for nor against somebody (AD-3). */
export type ExcuseType =
  | 'leave'
  | 'sick'
  | 'outage'
  | 'supervisor'
  | 'union'
  | 'other'
  | 'forced'
  | 'micro-pause'
  | 'buffer'
  | 'carry-over';
export interface Excuse extends Span {
  readonly type: ExcuseType;
}

export interface OffPlan extends Span {
  readonly plan: Activity;
  /** As in the trail: `phone`, `break`, `offline` … */
  readonly actual: string;
}

export interface AdherenceInput {
  /** What was planned, without buffer shifts and in order; each shift's spans without gaps. */
  readonly plan: readonly PlanSpan[];
  /** What was done since when, in order. Before the first step nothing is known, and nothing counts. */
  readonly trail: readonly TrailStep[];
  readonly carry: readonly Carry[];
  /** The contact that still goes on. */
  readonly inContactSince?: EpochMs | undefined;
  readonly excuses: readonly Excuse[];
  readonly now: EpochMs;
  /** AD-2: a break that a contact put off is had in full afterwards. */
  readonly mayShiftBreaks: boolean;
}

export interface AdherenceResult {
  /** M-22: adherent ÷ scheduled, 0..1; null while nothing counts. */
  readonly ratio: number | null;
  /** Of the shifts so far, what counts: without what is excused or unknown. */
  readonly scheduledMs: DurationMs;
  readonly adherentMs: DurationMs;
  readonly excusedMs: DurationMs;
  readonly offPlan: readonly OffPlan[];
  /** What was excused of the shifts so far, merged, in order. */
  readonly excused: readonly Excuse[];
  /** Off the plan at this moment, since then. */
  readonly offPlanSince: EpochMs | null;
}

const ON_CONTACTS: ReadonlySet<string> = new Set(['phone']);
const RESTING: ReadonlySet<string> = new Set(['break', 'meal', 'micro-pause']);
const EATING: ReadonlySet<string> = new Set([...RESTING, 'offline']);
const BACK_OFFICE: ReadonlySet<string> = new Set(['backoffice', 'buffer', 'admin']);
const AWAY: ReadonlySet<string> = new Set(['offline']);

/** B.6.5: what may be done while something is planned. Null: whatever. */
const RIGHT: Readonly<Record<Activity, ReadonlySet<string> | null>> = {
  phone: ON_CONTACTS,
  chat: ON_CONTACTS,
  outbound: ON_CONTACTS,
  ot: ON_CONTACTS,
  break: RESTING,
  meal: EATING,
  training: new Set(['training']),
  meeting: new Set(['meeting']),
  coaching: new Set(['coaching']),
  backoffice: BACK_OFFICE,
  buffer: BACK_OFFICE,
  leave: AWAY,
  sick: AWAY,
  vto: AWAY,
  union: null,
  other: null,
};

export const isRight = (plan: Activity, actual: string): boolean => RIGHT[plan]?.has(actual) ?? true;

/** A piece of time in which nothing changes. */
interface Piece extends Span {
  readonly plan: PlanSpan;
  readonly actual: string;
  readonly excuse: ExcuseType | null;
  readonly isAdherent: boolean;
}

/** How far somebody kept to the plan, up to now (M-22 with AD-1 to AD-3). */
export function computeAdherence(input: AdherenceInput): AdherenceResult {
  const { plan, late } = afterContacts(input);
  const excuses = [...input.excuses, ...late, ...excusesOfTrail(input.trail, input.now)];
  let scheduled = 0;
  let adherent = 0;
  let excusedMs = 0;
  const offPlan: OffPlan[] = [];
  const excused: Excuse[] = [];
  for (const piece of piecesOf(plan, excuses, input)) {
    const lengthMs = piece.endAt - piece.startAt;
    if (piece.excuse !== null) {
      excusedMs += lengthMs;
      extend(excused, { startAt: piece.startAt, endAt: piece.endAt, type: piece.excuse }, (a, b) => a.type === b.type);
      continue;
    }
    scheduled += lengthMs;
    if (piece.isAdherent) adherent += lengthMs;
    else {
      const off = { startAt: piece.startAt, endAt: piece.endAt, plan: piece.plan.activity, actual: piece.actual };
      extend(offPlan, off, (a, b) => a.plan === b.plan && a.actual === b.actual);
    }
  }
  return {
    ratio: ratioOf(adherent, scheduled),
    scheduledMs: durationMs(scheduled),
    adherentMs: durationMs(adherent),
    excusedMs: durationMs(excusedMs),
    offPlan,
    excused,
    offPlanSince: sinceWhen(offPlan, input.now),
  };
}

/** Joins a span to the one before it where they touch and are alike. */
function extend<T extends Span>(list: T[], next: T, alike: (a: T, b: T) => boolean): void {
  const last = list.at(-1);
  if (last !== undefined && last.endAt === next.startAt && alike(last, next)) list[list.length - 1] = { ...last, endAt: next.endAt };
  else list.push(next);
}

/** However often the kind of it changed meanwhile. */
function sinceWhen(offPlan: readonly OffPlan[], now: EpochMs): EpochMs | null {
  let since: EpochMs | null = null;
  for (const { startAt, endAt } of offPlan.toReversed()) {
    if (endAt !== (since ?? now)) break;
    since = startAt;
  }
  return since;
}

/** AD-2: the plan as contacts put it off, and the time by which they did. */
function afterContacts(input: AdherenceInput): { plan: PlanSpan[]; late: Excuse[] } {
  const { inContactSince, now } = input;
  const contacts = [...input.carry];
  if (inContactSince !== undefined) contacts.push({ startedAt: inContactSince, endedAt: now });
  const plan = [...input.plan];
  const late: Excuse[] = [];
  for (const { startedAt, endedAt } of contacts) {
    const at = plan.findIndex((span) => span.startAt > startedAt && span.startAt < endedAt);
    const first = plan[at];
    const before = plan[at - 1];
    // The first span of a shift has nothing before it that could go on.
    if (first === undefined || before === undefined || before.shiftId !== first.shiftId) continue;
    const until = epochMs(Math.min(endedAt, lastOf(plan, first.shiftId)));
    late.push({ type: 'carry-over', startAt: first.startAt, endAt: until });
    postpone(plan, at, until, input.mayShiftBreaks);
  }
  return { plan: plan.filter(({ startAt, endAt }) => startAt < endAt), late };
}

const lastOf = (plan: readonly PlanSpan[], shiftId: PlanSpan['shiftId']): EpochMs =>
  plan.findLast((span) => span.shiftId === shiftId)?.endAt ?? epochMs(0);

/** What was before goes on until then; a break that was put off keeps its length, at the cost of the contacts that follow it. */
function postpone(plan: PlanSpan[], at: number, until: EpochMs, mayShift: boolean): void {
  const before = plan[at - 1] as PlanSpan;
  plan[at - 1] = { ...before, endAt: until };
  for (let i = at; i < plan.length; i++) {
    const span = plan[i] as PlanSpan;
    if (span.shiftId !== before.shiftId || span.startAt >= until) return;
    const after = plan[i + 1];
    const isPutOff = mayShift && RESTS.has(span.activity) && after?.shiftId === span.shiftId && CONTACTS.has(after.activity);
    const endAt = isPutOff ? epochMs(Math.min(until + (span.endAt - span.startAt), after.endAt)) : epochMs(Math.max(span.endAt, until));
    plan[i] = { ...span, startAt: until, endAt };
    if (!isPutOff) continue;
    plan[i + 1] = { ...after, startAt: epochMs(Math.max(after.startAt, endAt)) };
    return;
  }
}
const RESTS: ReadonlySet<Activity> = new Set(['break', 'meal']);
const CONTACTS: ReadonlySet<Activity> = new Set(['phone', 'chat', 'outbound', 'ot']);

/** What the floor itself excuses: others' wishes, pauses that nobody is to be asked about, phones that were lost. */
function excusesOfTrail(trail: readonly TrailStep[], now: EpochMs): Excuse[] {
  return trail.flatMap((step, i): Excuse[] => {
    const endAt = trail[i + 1]?.at ?? now;
    const type = step.forced ? 'forced' : EXCUSED_STEPS[step.as];
    if (type !== undefined) return [{ type, startAt: step.at, endAt }];
    // AG-23: out of a buffer shift the agent warms up, and is ready when they say so.
    if (step.as === 'warm-up' && trail[i - 1]?.as === 'buffer')
      return [{ type: 'buffer', startAt: step.at, endAt: epochMs(Math.min(endAt, step.at + WARM_UP_MS)) }];
    return [];
  });
}
const WARM_UP_MS = 5 * MINUTE_MS;
const EXCUSED_STEPS: Readonly<Record<string, ExcuseType | undefined>> = {
  'micro-pause': 'micro-pause',
  buffer: 'buffer',
  unreachable: 'outage',
  system: 'outage',
};

/** One sweep over every moment at which anything changes. */
function piecesOf(plan: readonly PlanSpan[], excuses: readonly Excuse[], { trail, now }: AdherenceInput): Piece[] {
  const from = trail[0]?.at ?? now;
  const edges = edgesOf(plan, excuses, trail, from, now);
  const pieces: Piece[] = [];
  let no = 0;
  let step = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const startAt = epochMs(edges[i] as number);
    const endAt = epochMs(edges[i + 1] as number);
    while (no < plan.length && (plan[no] as PlanSpan).endAt <= startAt) no++;
    while (step + 1 < trail.length && (trail[step + 1] as TrailStep).at <= startAt) step++;
    const span = plan[no];
    if (span === undefined) break;
    if (span.startAt > startAt) continue;
    const actual = trail[step]?.as ?? 'offline';
    const excuse = excuses.find((one) => one.startAt <= startAt && one.endAt >= endAt)?.type ?? null;
    const isAdherent = isRight(span.activity, actual) || isNearRight(plan, no, startAt, endAt, actual);
    pieces.push({ plan: span, startAt, endAt, actual, excuse, isAdherent });
  }
  return pieces;
}

/** In order, each once, from the first thing known up to now. */
function edgesOf(
  plan: readonly PlanSpan[],
  excuses: readonly Excuse[],
  trail: readonly TrailStep[],
  from: EpochMs,
  now: EpochMs,
): number[] {
  const edges: number[] = [from, now];
  for (const { startAt, endAt } of plan) {
    for (const edge of [startAt, endAt]) edges.push(edge - GRACE_MS, edge, edge + GRACE_MS);
  }
  for (const { at } of trail) edges.push(at);
  for (const { startAt, endAt } of excuses) edges.push(startAt, endAt);
  return [...new Set(edges)].filter((at) => at >= from && at <= now).sort((a, b) => a - b);
}

/** AD-1. Next to the start or end of a shift anything is right: somebody comes, or goes. */
function isNearRight(plan: readonly PlanSpan[], no: number, startAt: EpochMs, endAt: EpochMs, actual: string): boolean {
  const span = plan[no] as PlanSpan;
  const isNear = (edge: EpochMs) => startAt >= edge - GRACE_MS && endAt <= edge + GRACE_MS;
  const fits = (other: PlanSpan | undefined) => other?.shiftId !== span.shiftId || isRight(other.activity, actual);
  return (isNear(span.startAt) && fits(plan[no - 1])) || (isNear(span.endAt) && fits(plan[no + 1]));
}
