import type { Case } from '../domain/escalation/case.js';
import type { EpochMs } from '../kernel/time.js';
import { type DecidedClock, decidedClocks } from './case-clocks.js';

/** The clocks that M-37 has a share for; T8 is a promise, and is M-38. */
export const CLOCK_CODES = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T6P', 'T7'] as const;
export const CASE_FIGURES = ['on-time', ...CLOCK_CODES, 'promises', 'resolved'] as const;
export type CaseFigure = (typeof CASE_FIGURES)[number];

/** Something that a figure counts: a clock, a promise, or the way of a case to its resolution. */
export interface Counted extends Omit<DecidedClock, 'code' | 'dueAt'> {
  readonly code: DecidedClock['code'] | null;
  readonly dueAt: EpochMs | undefined;
}

/**
 * What a figure counts between two instants.
 * - M-37, a clock or all of them (`on-time`): what was decided then; missed ones at the instant they were due.
 * - M-38, `promises`: those that were due then, kept or broken. What a closed case still owed has lapsed.
 * - M-35, `resolved`: cases that were resolved then, from their opening, by the wall clock; a reopened case once, as it was resolved last.
 */
export function countedIn(cases: Iterable<Readonly<Case>>, figure: CaseFigure, from: EpochMs, to: EpochMs): Counted[] {
  const counted: Counted[] = [];
  for (const one of cases) for (const each of countedOf(one, figure)) if (isWithin(each, from, to)) counted.push(each);
  return counted;
}

function* countedOf(one: Readonly<Case>, figure: CaseFigure): Generator<Counted> {
  if (figure === 'promises') yield* promisesOf(one);
  else if (figure === 'resolved') yield* resolutionOf(one);
  else for (const clock of decidedClocks(one)) if (figure === 'on-time' || clock.code === figure) yield clock;
}

const isWithin = ({ decidedAt }: Counted, from: EpochMs, to: EpochMs): boolean => decidedAt >= from && decidedAt < to;

type CountedByFigure = Readonly<Record<CaseFigure, Counted[]>>;
export const nothingCounted = (): CountedByFigure =>
  Object.fromEntries(CASE_FIGURES.map((figure): [CaseFigure, Counted[]] => [figure, []])) as CountedByFigure;

/** What each figure counts of a case: its clocks are looked at once for all of them. */
export function addCounted(counted: CountedByFigure, one: Readonly<Case>, from: EpochMs, to: EpochMs): void {
  for (const clock of decidedClocks(one)) {
    if (!isWithin(clock, from, to)) continue;
    counted['on-time'].push(clock);
    if (clock.code !== 'T8') counted[clock.code].push(clock);
  }
  for (const each of promisesOf(one)) if (isWithin(each, from, to)) counted.promises.push(each);
  for (const each of resolutionOf(one)) if (isWithin(each, from, to)) counted.resolved.push(each);
}

const ofCase = (one: Readonly<Case>) => ({
  caseId: one.id,
  grade: one.grade ?? one.proposedGrade,
  department: one.handOff?.department,
  isByRegrade: false,
});

function* promisesOf(one: Readonly<Case>): Generator<Counted> {
  for (const { state, dueAt, keptAt } of one.promises) {
    if (state === 'open') continue;
    yield { ...ofCase(one), code: 'T8', startedAt: one.openedAt, dueAt, endedAt: keptAt, isMissed: state === 'broken', decidedAt: dueAt };
  }
}

function* resolutionOf(one: Readonly<Case>): Generator<Counted> {
  const { openedAt, resolvedAt } = one;
  if (resolvedAt === undefined) return;
  yield { ...ofCase(one), code: null, startedAt: openedAt, dueAt: undefined, endedAt: resolvedAt, isMissed: false, decidedAt: resolvedAt };
}

/** Counts and times of what is counted. A share is `met / (met + missed)`; with nothing counted there is none. */
export interface CaseTally {
  readonly met: number;
  readonly missed: number;
  readonly byRegrade: number;
  /** Of those that have ended. */
  readonly meanMs: number | null;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

export function tallyOf(counted: readonly Counted[]): CaseTally {
  const missed = counted.filter(({ isMissed }) => isMissed).length;
  const tookMs = counted.flatMap(({ startedAt, endedAt }) => (endedAt === undefined ? [] : [endedAt - startedAt])).sort((a, b) => a - b);
  return {
    met: counted.length - missed,
    missed,
    byRegrade: counted.filter(({ isMissed, isByRegrade }) => isMissed && isByRegrade).length,
    meanMs: tookMs.length === 0 ? null : Math.round(tookMs.reduce((sum, ms) => sum + ms, 0) / tookMs.length),
    medianMs: rank(tookMs, 0.5),
    p90Ms: rank(tookMs, 0.9),
  };
}

/** The nearest rank: a time that some case really took. */
const rank = (sorted: readonly number[], share: number): number | null => sorted[Math.ceil(share * sorted.length) - 1] ?? null;

/** The same, apart by grade or department, those without one left out. */
export function talliesBy<K extends string>(counted: readonly Counted[], key: (each: Counted) => K | undefined): [K, CaseTally][] {
  const groups = new Map<K, Counted[]>();
  for (const each of counted) {
    const name = key(each);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [each]);
    else group.push(each);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, tallyOf(each)]);
}
