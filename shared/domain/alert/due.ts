import type { AlertId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Due } from '../deadlines.js';
import type { SiteState } from '../site.js';
import type { Alert } from './alert.js';

/** When a snooze is over. */
export function alertDueAt(alert: Alert | undefined): EpochMs | undefined {
  return alert?.clearedAt === undefined ? alert?.snoozed?.until : undefined;
}

export function decideAlertDue(_site: Readonly<SiteState>, alertId: AlertId, dueAt: EpochMs): Due {
  return { events: [{ type: 'alert.snooze-ended', occurredAt: dueAt, alertId }], reads: [] };
}
