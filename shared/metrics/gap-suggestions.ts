import type { Shift } from '../domain/roster/shift.js';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../kernel/time.js';
import { LEAST_NOTICE_MS, REMEDY_KINDS, type Remedy, type RemedyKind, remediesFor, type ShiftPlan } from './gap-remedies.js';
import { type Gap, missingAt } from './gaps.js';
import { phoneTimeOf, type Steps } from './phone-time.js';
import type { Overlay } from './schedule.js';

/** Required and scheduled heads, step by step, as a curve shows them. */
export interface CoverageLine {
  readonly required: readonly (number | null)[];
  readonly scheduled: readonly number[];
}

export interface GapPerson<Id extends string> {
  readonly agentId: Id;
  /** Those that may be changed. */
  readonly shifts: readonly Shift[];
  readonly overlays: readonly Overlay[];
  /** Which part of somebody's time on the phones the curve counts in a step. */
  readonly shareAt: (step: number) => number;
}

export interface GapAsk<Id extends string> {
  readonly grid: Steps;
  readonly gap: Gap;
  /** The curve that shows the gap. */
  readonly shown: CoverageLine;
  /** All queues together: nobody is taken from where they are missed more. */
  readonly frontLine: CoverageLine;
  readonly people: readonly GapPerson<Id>[];
  readonly now: EpochMs;
  /** Shifts that whoever wants may take already, and how many places of them are free. */
  readonly offered: readonly { readonly startAt: number; readonly endAt: number; readonly free: number }[];
  /** Whether a person's other shifts leave room for it: no rule newly broken, nothing overlapped. */
  readonly isAllowed: (agentId: Id, before: Shift, after: ShiftPlan) => boolean;
}

export interface GapChange<Id extends string> {
  readonly agentId: Id;
  readonly before: Shift;
  readonly after: ShiftPlan;
}

export type GapSuggestion<Id extends string> = {
  /** Missing in the gap where most are, as it is and as it would be. */
  readonly missingBefore: number;
  readonly missingAfter: number;
  /** Missing people's time in all of it. */
  readonly shortMsBefore: number;
  readonly shortMsAfter: number;
} & (
  | { readonly kind: RemedyKind; readonly changes: readonly GapChange<Id>[] }
  /** A shift for whoever wants it: as it would be if all its places are taken. */
  | { readonly kind: 'offer'; readonly startAt: EpochMs; readonly lengthMs: number; readonly places: number }
);

const MOST_SUGGESTIONS = 3;
/** A wave of breaks, no more: what is planned by one key must be taken in at one look. */
const MOST_CHANGES = 12;
/** Less than this much of somebody's quarter-hour is not worth telling anybody. */
const LEAST_GAIN = 0.5;
const LEAST_OFFER_MS = HOUR_MS;
/** What lasts as deep and nearly as long is the same gap. */
const LEAST_SHORTER_RATIO = 0.2;
const MOST_OFFER_MS = 10 * HOUR_MS;
/** Open shifts are made in these steps. */
const OFFER_STEP_MS = 30 * MINUTE_MS;

/**
 * What would close a gap, best first: by how much shorter it makes the want of people for what it asks of them (E.5). Each kind stands
 * for one step that one key plans; an offer comes last, since nobody needs to take it, and only where the others leave something open.
 * Yields after each small part of the work, so that a page can breathe in between.
 */
export function* suggestForGap<Id extends string>(ask: GapAsk<Id>): Generator<undefined, GapSuggestion<Id>[]> {
  const { gap, shown } = ask;
  const missingBefore = worstIn(gap, shown);
  const shortMsBefore = shortMsIn(gap, shown, ask.grid);
  const isWorthIt = ({ missingAfter, shortMsAfter }: Chosen<Id>) =>
    missingAfter < missingBefore || shortMsAfter <= shortMsBefore * (1 - LEAST_SHORTER_RATIO);
  const candidates: Candidate<Id>[] = [];
  for (const person of ask.people) {
    candidates.push(...candidatesOf(person, ask));
    yield;
  }
  const found: (Before & Chosen<Id> & { kind: RemedyKind })[] = [];
  for (const kind of REMEDY_KINDS) {
    const chosen = yield* bestOf(
      candidates.filter((one) => one.remedy.kind === kind),
      ask,
    );
    if (chosen !== null && isWorthIt(chosen)) found.push({ kind, missingBefore, shortMsBefore, ...chosen });
  }
  found.sort((a, b) => b.perCost - a.perCost);
  const closes = found.slice(0, MOST_SUGGESTIONS).some(({ missingAfter }) => missingAfter === 0);
  const offer = closes ? null : offerFor(ask, { missingBefore, shortMsBefore });
  const best = found.slice(0, offer === null ? MOST_SUGGESTIONS : MOST_SUGGESTIONS - 1).map(({ perCost: _, ...rest }) => rest);
  return offer === null ? best : [...best, offer];
}

interface Candidate<Id extends string> {
  readonly agentId: Id;
  readonly before: Shift;
  readonly remedy: Remedy;
  /** Steps in which it changes anything, and by how much of a person. */
  readonly steps: readonly { readonly step: number; readonly there: number; readonly share: number }[];
}

function candidatesOf<Id extends string>(
  { agentId, shifts, overlays, shareAt }: GapPerson<Id>,
  { grid, gap, now }: GapAsk<Id>,
): Candidate<Id>[] {
  const span = { startAt: grid.startAt + gap.from * grid.stepMs, endAt: grid.startAt + gap.to * grid.stepMs };
  return shifts.flatMap((before) => {
    const remedies = remediesFor(before, span, now);
    if (remedies.length === 0) return [];
    const was = phoneTimeOf([before], overlays, grid);
    return remedies.map((remedy): Candidate<Id> => {
      const is = phoneTimeOf([{ ...remedy.plan, id: before.id }], overlays, grid);
      const steps = is.flatMap((there, step) => {
        const by = there - (was[step] ?? 0);
        return by === 0 ? [] : [{ step, there: by, share: shareAt(step) }];
      });
      return { agentId, before, remedy, steps };
    });
  });
}

interface Chosen<Id extends string> {
  readonly changes: readonly GapChange<Id>[];
  readonly missingAfter: number;
  readonly shortMsAfter: number;
  readonly perCost: number;
}

/** One person after the other, each time whoever helps most; nobody twice. */
function* bestOf<Id extends string>(candidates: readonly Candidate<Id>[], ask: GapAsk<Id>): Generator<undefined, Chosen<Id> | null> {
  const { gap, isAllowed } = ask;
  const shown = { required: ask.shown.required, scheduled: [...ask.shown.scheduled] };
  const frontLine = { required: ask.frontLine.required, scheduled: [...ask.frontLine.scheduled] };
  const changes: GapChange<Id>[] = [];
  let left = candidates;
  let gained = 0;
  let cost = 0;
  while (changes.length < MOST_CHANGES && worstIn(gap, shown) > 0) {
    yield;
    const best = mostGain(left, gap, shown, frontLine);
    if (best === null) break;
    const { candidate, gain } = best;
    const { agentId, before, remedy } = candidate;
    if (!isAllowed(agentId, before, remedy.plan)) {
      left = left.filter((one) => one !== candidate);
      continue;
    }
    for (const { step, there, share } of candidate.steps) {
      shown.scheduled[step] = (shown.scheduled[step] ?? 0) + there * share;
      frontLine.scheduled[step] = (frontLine.scheduled[step] ?? 0) + there;
    }
    changes.push({ agentId, before, after: remedy.plan });
    left = left.filter((one) => one.agentId !== agentId);
    gained += gain;
    cost += remedy.cost;
  }
  if (changes.length === 0) return null;
  return { changes, missingAfter: worstIn(gap, shown), shortMsAfter: shortMsIn(gap, shown, ask.grid), perCost: gained / cost };
}

/** Of those that help alike the cheaper one, then the one that was found first: what is moved least far comes before what is moved far. */
function mostGain<Id extends string>(candidates: readonly Candidate<Id>[], gap: Gap, shown: CoverageLine, frontLine: CoverageLine) {
  let best: { candidate: Candidate<Id>; gain: number } | null = null;
  for (const candidate of candidates) {
    const gain = gainOf(candidate, gap, shown);
    const least: number = best === null ? LEAST_GAIN : best.gain;
    const isBetter = gain > least || (gain === least && (best === null || candidate.remedy.cost < best.candidate.remedy.cost));
    if (isBetter && !harms(candidate, shown, frontLine)) best = { candidate, gain };
  }
  return best;
}

/** Person-steps that are missing less in the gap. */
function gainOf<Id extends string>({ steps }: Candidate<Id>, { from, to }: Gap, { required, scheduled }: CoverageLine): number {
  let gain = 0;
  for (const { step, there, share } of steps) {
    if (step < from || step >= to) continue;
    const heads = scheduled[step] ?? 0;
    gain += shortOf(required[step], heads) - shortOf(required[step], heads + there * share);
  }
  return gain;
}

/** Whether anybody is missed in a step where nobody was, or one more than before. */
function harms<Id extends string>({ steps }: Candidate<Id>, shown: CoverageLine, frontLine: CoverageLine): boolean {
  const isWorse = ({ required, scheduled }: CoverageLine, step: number, by: number) =>
    missingAt(required[step], (scheduled[step] ?? 0) + by) > missingAt(required[step], scheduled[step]);
  return steps.some(({ step, there, share }) => there < 0 && (isWorse(shown, step, there * share) || isWorse(frontLine, step, there)));
}

const shortOf = (required: number | null | undefined, heads: number): number => Math.max(0, (required ?? 0) - heads);

function shortMsIn({ from, to }: Gap, { required, scheduled }: CoverageLine, { stepMs }: Steps): number {
  let short = 0;
  for (let step = from; step < to; step++) short += shortOf(required[step], scheduled[step] ?? 0);
  return short * stepMs;
}

const worstIn = ({ from, to }: Gap, { required, scheduled }: CoverageLine): number => {
  let worst = 0;
  for (let step = from; step < to; step++) worst = Math.max(worst, missingAt(required[step], scheduled[step]));
  return worst;
};

type Before = Pick<GapSuggestion<string>, 'missingBefore' | 'shortMsBefore'>;

function offerFor<Id extends string>({ grid, gap, now, offered }: GapAsk<Id>, before: Before): GapSuggestion<Id> | null {
  const startAt = grid.startAt + gap.from * grid.stepMs;
  const endAt = grid.startAt + gap.to * grid.stepMs;
  const free = offered.reduce((sum, one) => (one.startAt < endAt && one.endAt > startAt ? sum + one.free : sum), 0);
  const places = before.missingBefore - free;
  if (startAt < now + LEAST_NOTICE_MS || places <= 0) return null;
  const wantedMs = Math.ceil(((gap.to - gap.from) * grid.stepMs) / OFFER_STEP_MS) * OFFER_STEP_MS;
  const lengthMs = Math.min(MOST_OFFER_MS, Math.max(LEAST_OFFER_MS, wantedMs));
  const leftRatio = Math.max(0, 1 - lengthMs / wantedMs);
  const missingAfter = leftRatio === 0 ? 0 : before.missingBefore;
  const shortMsAfter = before.shortMsBefore * leftRatio;
  return { kind: 'offer', ...before, missingAfter, shortMsAfter, startAt: epochMs(startAt), lengthMs, places };
}

/** What of a gap is still to come: from the first step that somebody can be told of in time. */
export function stillToCome(gap: Gap, shown: CoverageLine, { startAt, stepMs }: Steps, now: EpochMs): Gap | null {
  const from = Math.max(gap.from, Math.ceil((now + LEAST_NOTICE_MS - startAt) / stepMs));
  return from >= gap.to ? null : { from, to: gap.to, missing: worstIn({ ...gap, from }, shown) };
}
