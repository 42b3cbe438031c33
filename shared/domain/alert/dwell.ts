import type { EpochMs } from '../../kernel/time.js';
import { isBeyond, isLeft, isWorse, type Standing, type Value } from './level.js';
import type { AlertRule } from './rule.js';

/**
 * How long a value has been where it is, for one rule and subject. Each node keeps its own: it is what a watcher has seen, not what
 * the site is. Absent: not so now.
 *
 *           beyond warn for dwellMs            beyond critical for dwellMs
 *   none ──────────────────────────▶ warn ──────────────────────────────▶ critical   (none ▶ critical too)
 *     ◀────────────────────────────       ◀──────────────────────────────
 *        left warn for clearDwellMs          left critical for clearDwellMs
 */
export interface Dwell {
  readonly beyondWarnSince?: EpochMs;
  readonly beyondCriticalSince?: EpochMs;
  readonly leftWarnSince?: EpochMs;
  readonly leftCriticalSince?: EpochMs;
}

/** Nothing is being waited for: such a dwell need not be kept. */
export const isIdle = (dwell: Dwell): boolean => dwell.beyondWarnSince === undefined && dwell.beyondCriticalSince === undefined;

/** Within all limits now, and on its way to being over. */
export const isEasing = (dwell: Dwell): boolean => dwell.leftWarnSince !== undefined && dwell.leftCriticalSince !== undefined;

/** One more look at the value. */
export function seen(before: Dwell | undefined, rule: AlertRule, value: Value, now: EpochMs): Dwell {
  const since = (isSo: boolean, known: EpochMs | undefined) => (isSo ? (known ?? now) : undefined);
  const next = {
    // Beyond the worse limit is beyond the other, too.
    beyondWarnSince: since(isBeyond(rule, rule.warn, value), before?.beyondWarnSince),
    beyondCriticalSince: since(isBeyond(rule, rule.critical, value), before?.beyondCriticalSince),
    leftWarnSince: since(isLeft(rule, rule.warn, value), before?.leftWarnSince),
    leftCriticalSince: since(isLeft(rule, rule.critical, value), before?.leftCriticalSince),
  };
  return Object.fromEntries(Object.entries(next).filter(([, at]) => at !== undefined));
}

/** Where the alert should stand after this look; `standing` is where it is. */
export function standingAfter(dwell: Dwell, rule: AlertRule, standing: Standing, now: EpochMs): Standing {
  const lasted = (since: EpochMs | undefined, ms: number) => since !== undefined && now - since >= ms;
  const risen = lasted(dwell.beyondCriticalSince, rule.dwellMs)
    ? 'critical'
    : lasted(dwell.beyondWarnSince, rule.dwellMs)
      ? 'warn'
      : 'none';
  if (isWorse(risen, standing)) return risen;
  const hasLeftWarn = lasted(dwell.leftWarnSince, rule.clearDwellMs);
  const hasLeftCritical = lasted(dwell.leftCriticalSince, rule.clearDwellMs);
  if (standing === 'critical' && hasLeftCritical) return hasLeftWarn || rule.warn === undefined ? 'none' : 'warn';
  return standing === 'warn' && hasLeftWarn ? 'none' : standing;
}
