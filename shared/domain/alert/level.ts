import type { AlertLevel, AlertRule } from './rule.js';

/** `none`: all is well. */
export type Standing = AlertLevel | 'none';

const RANK = { none: 0, warn: 1, critical: 2 } as const satisfies Record<Standing, number>;
export const isWorse = (a: Standing, b: Standing): boolean => RANK[a] > RANK[b];

/** A value that nobody can tell (no calls, too few of them) is beyond no limit. */
export type Value = number | null;

/** Reached: at or above where high is bad, below where low is. */
export function isBeyond({ bad }: AlertRule, limit: number | undefined, value: Value): boolean {
  if (limit === undefined || value === null) return false;
  return bad === 'above' ? value >= limit : value < limit;
}

/** Left for good: better than the limit by the margin, or as good as can be, so that a value on the edge does not come and go. */
export function isLeft(rule: AlertRule, limit: number | undefined, value: Value): boolean {
  if (limit === undefined || value === null) return true;
  if (isBeyond(rule, limit, value)) return false;
  return rule.bad === 'above' ? value < limit - rule.margin || value === 0 : value >= limit + rule.margin || isWhole(rule, value);
}

const isWhole = ({ metric }: AlertRule, value: number) => metric.endsWith('Ratio') && value >= 1;

/** The worst limit that a value is beyond. */
export function standingOf(rule: AlertRule, value: Value): Standing {
  if (isBeyond(rule, rule.critical, value)) return 'critical';
  return isBeyond(rule, rule.warn, value) ? 'warn' : 'none';
}

export const limitOf = (rule: AlertRule, level: AlertLevel): number => rule[level] ?? rule.warn ?? rule.critical ?? 0;
