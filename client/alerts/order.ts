import type { AlertView } from '../../shared/protocol/views.js';

/** More that began within a minute than this are shown as one, so that a common cause does not bury the rest. */
const MOST_NEW = 5;
const MINUTE_MS = 60_000;

export interface RailGroup {
  /** The worst of them, and the only one where there is no group. */
  readonly first: AlertView;
  readonly others: readonly AlertView[];
}

const rank = ({ clearedAt, easedAt, snoozed, level, acknowledged }: AlertView): number => {
  if (clearedAt != null) return 5;
  if (snoozed != null) return 4;
  if (easedAt != null) return 3;
  if (level === 'warn') return 2;
  return acknowledged == null ? 0 : 1;
};

/** Open ones, the worst first, in each rank the newest first; those on their way out and snoozed ones after all, and last those that have just cleared. */
export const inOrder = (alerts: Iterable<AlertView>): readonly AlertView[] =>
  [...alerts].sort((a, b) => rank(a) - rank(b) || b.raisedAt - a.raisedAt || (a.id < b.id ? -1 : 1));

/** Many of one rule that began together are one entry. */
export function grouped(alerts: readonly AlertView[]): readonly RailGroup[] {
  const groups: { first: AlertView; others: AlertView[] }[] = [];
  const byBurst = new Map<string, { first: AlertView; others: AlertView[] }>();
  const counts = new Map<string, number>();
  const burst = (alert: AlertView) => `${alert.ruleId}|${rank(alert)}|${Math.floor(alert.raisedAt / MINUTE_MS)}`;
  for (const alert of alerts) counts.set(burst(alert), (counts.get(burst(alert)) ?? 0) + 1);
  for (const alert of alerts) {
    const name = burst(alert);
    const known = byBurst.get(name);
    if ((counts.get(name) ?? 0) > MOST_NEW && known !== undefined) known.others.push(alert);
    else {
      const group = { first: alert, others: [] };
      byBurst.set(name, group);
      groups.push(group);
    }
  }
  return groups;
}

/** What makes a sound and stands in the tab's title: critical, and nobody has answered it. */
export const isLoud = ({ level, acknowledged, snoozed, clearedAt }: AlertView): boolean =>
  level === 'critical' && acknowledged == null && snoozed == null && clearedAt == null;
