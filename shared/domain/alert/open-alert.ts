import type { RuleId } from '../../kernel/ids.js';
import type { SiteState } from '../site.js';
import type { Alert } from './alert.js';

/** A rule and one subject of it: at most one alert is open for each. */
export type PairKey = `${string}|${string}`;
export const pairKey = (ruleId: RuleId, subjectId: string): PairKey => `${ruleId}|${subjectId}`;

export const isAlertOpen = ({ clearedAt }: Readonly<Alert>): boolean => clearedAt === undefined;

export function openAlertOf(site: Readonly<SiteState>, ruleId: RuleId, subjectId: string): Alert | undefined {
  for (const alert of site.alerts.values()) {
    if (isAlertOpen(alert) && alert.ruleId === ruleId && alert.subject.id === subjectId) return alert;
  }
  return undefined;
}
