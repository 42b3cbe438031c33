/** Steps in a row with too few people. */
export interface Gap {
  readonly from: number;
  /** The first step after it. */
  readonly to: number;
  /** Missing where most are. */
  readonly missing: number;
}

/** Heads that are missing in a step, whole ones: part of a person who is away for some minutes is no gap. */
export const missingAt = (required: number | null | undefined, scheduled: number | undefined): number =>
  required == null ? 0 : Math.max(0, Math.round(required - (scheduled ?? 0)));

export function gapsOf(required: readonly (number | null)[], scheduled: readonly number[]): Gap[] {
  const gaps: Gap[] = [];
  for (const [step, needed] of required.entries()) {
    const missing = missingAt(needed, scheduled[step]);
    if (missing === 0) continue;
    const last = gaps.at(-1);
    if (last?.to === step) gaps[gaps.length - 1] = { ...last, to: step + 1, missing: Math.max(last.missing, missing) };
    else gaps.push({ from: step, to: step + 1, missing });
  }
  return gaps;
}

/** The worst first one; undefined: covered. */
export const worstGap = (gaps: readonly Gap[]): Gap | undefined =>
  gaps.reduce<Gap | undefined>((worst, one) => (worst === undefined || one.missing > worst.missing ? one : worst), undefined);

/** Two quarter-hours as one half-hour: the worse of both stands for it. */
export function inHalfHours(required: readonly (number | null)[], scheduled: readonly number[], firstIsHalf: boolean) {
  const pairs: { required: (number | null)[]; scheduled: number[] } = { required: [], scheduled: [] };
  for (let step = 0; step < required.length; step++) {
    const startOfPair = (step + (firstIsHalf ? 1 : 0)) % 2 === 0 ? step : step - 1;
    const [a, b] = [Math.max(0, startOfPair), Math.min(required.length - 1, startOfPair + 1)];
    const slack = (at: number) => (scheduled[at] ?? 0) - (required[at] ?? 0);
    const worse = slack(a) <= slack(b) ? a : b;
    pairs.required.push(required[worse] ?? null);
    pairs.scheduled.push(scheduled[worse] ?? 0);
  }
  return pairs;
}
