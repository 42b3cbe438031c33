import { err, ok, type Result } from '../kernel/result.js';
import { type BufferInterval, type BufferWindow, checkBufferWindow, intervalModel, type Level } from './buffer-interval.js';
import { RATIO_SLACK, type StaffingError } from './input.js';

export type BufferVerdict = 'GREEN' | 'AMBER' | 'RED';

export interface BufferInput extends BufferWindow {
  /** How many more to take off the floor, besides those who are away already. */
  readonly kValues: readonly number[];
}

export interface BufferRow {
  readonly k: number;
  /** Over all intervals, each by its calls. */
  readonly slHorizon: number;
  readonly expectedAbandons: number;
  /** More than if nobody went. */
  readonly extraAbandons: number;
  readonly minSl: number;
  readonly maxOccupancy: number;
  readonly minEffectiveAgents: number;
  readonly verdict: BufferVerdict;
  /** The first interval that alone would not be green; `null`: all are. */
  readonly firstTroubledInterval: number | null;
  readonly perInterval: readonly Level[];
}

export interface BufferImpact {
  readonly rows: readonly BufferRow[];
  /** The largest of `kValues` that is not red (K*); 0: not even one. */
  readonly maxConcurrentAdmissible: number;
}

/** What happens to callers and to those who stay when k agents leave the phones for a while (C.9). */
export function computeBufferImpact(input: BufferInput): Result<BufferImpact, StaffingError> {
  const checked = checkBufferWindow(input, input.kValues);
  if (!checked.ok) return checked;
  const models = input.intervals.map((interval) => intervalModel(input, interval));
  const levelsWith = (k: number): Result<readonly Level[], StaffingError> => {
    const levels: Level[] = [];
    for (const model of models) {
      const level = model(k);
      if (!level.ok) return level;
      levels.push(level.value);
    }
    return ok(levels);
  };
  const before = levelsWith(0);
  if (!before.ok) return before;
  const rows: BufferRow[] = [];
  for (const k of input.kValues) {
    const levels = levelsWith(k);
    if (!levels.ok) return err(levels.error);
    rows.push(rowOf(k, levels.value, before.value, input));
  }
  const admissible = rows.filter(({ k, verdict }) => k >= 1 && verdict !== 'RED');
  return ok({ rows, maxConcurrentAdmissible: admissible.reduce((most, { k }) => Math.max(most, k), 0) });
}

function rowOf(k: number, levels: readonly Level[], before: readonly Level[], input: BufferInput): BufferRow {
  const { intervals } = input;
  const slHorizon = horizonLevel(levels, intervals);
  const expectedAbandons = abandonsOf(levels, intervals);
  const troubled = levels.findIndex((level, i) => !isGreen(level, intervals[i], input.slGoal));
  return {
    k,
    slHorizon,
    expectedAbandons,
    extraAbandons: expectedAbandons - abandonsOf(before, intervals),
    minSl: levels.reduce((least, { sl }) => Math.min(least, sl), 1),
    maxOccupancy: levels.reduce((most, { occupancy }) => Math.max(most, occupancy), 0),
    minEffectiveAgents: levels.reduce((least, { agents }) => Math.min(least, agents), Number.POSITIVE_INFINITY),
    verdict: verdictOf({ levels, slHorizon, slBefore: horizonLevel(before, intervals), isGreen: troubled < 0 }, input),
    firstTroubledInterval: troubled < 0 ? null : troubled,
    perInterval: levels,
  };
}

/** How far below the goal an interval, or the whole window, may fall; and how far below where it is anyway. */
const TOLERATED_LOSS = 0.05;
/** Those who stay should get their breath between calls. */
const MAX_OCCUPANCY = 0.9;

function verdictOf(
  outcome: { readonly levels: readonly Level[]; readonly slHorizon: number; readonly slBefore: number; readonly isGreen: boolean },
  { intervals, slGoal }: BufferInput,
): BufferVerdict {
  if (outcome.isGreen) return 'GREEN';
  const isStaffed = outcome.levels.every((level, i) => hasMinimum(level, intervals[i]));
  const lowest = Math.min(slGoal, outcome.slBefore) - TOLERATED_LOSS - RATIO_SLACK;
  return isStaffed && outcome.slHorizon >= lowest ? 'AMBER' : 'RED';
}

const isGreen = (level: Level, interval: BufferInterval | undefined, slGoal: number) =>
  hasMinimum(level, interval) &&
  (interval?.calls === 0 || (level.sl >= slGoal - TOLERATED_LOSS - RATIO_SLACK && level.occupancy <= MAX_OCCUPANCY + RATIO_SLACK));

/** `(15 − 1) · 0.95` is 13.299999999999999, and 13.3 may be the minimum. */
const ROUNDING_AGENTS = 1e-9;
const hasMinimum = ({ agents }: Level, interval: BufferInterval | undefined) => agents >= (interval?.minStaff ?? 0) - ROUNDING_AGENTS;

const sumOver = (levels: readonly Level[], intervals: readonly BufferInterval[], figure: (level: Level) => number) =>
  levels.reduce((sum, level, i) => sum + (intervals[i]?.calls ?? 0) * figure(level), 0);

const abandonsOf = (levels: readonly Level[], intervals: readonly BufferInterval[]) =>
  sumOver(levels, intervals, ({ pAbandon }) => pAbandon);

/** Without calls nobody waits too long. */
function horizonLevel(levels: readonly Level[], intervals: readonly BufferInterval[]): number {
  const calls = sumOver(levels, intervals, () => 1);
  return calls === 0 ? 1 : sumOver(levels, intervals, ({ sl }) => sl) / calls;
}
