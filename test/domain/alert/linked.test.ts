import { expect, test } from 'vitest';
import type { Alert } from '../../../shared/domain/alert/alert.js';
import { linkedAlert } from '../../../shared/domain/alert/linked.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import type { AgentId, AlertId, QueueId, VisitId } from '../../../shared/kernel/ids.js';

const alert = (id: string, subject: object, more: object = {}) =>
  ({ id: `al-${id}`, subject, level: 'warn', raisedAt: 1, ...more }) as unknown as Alert;
function siteWith(...alerts: Alert[]) {
  const site = emptySite();
  for (const one of alerts) site.alerts.set(one.id, one);
  return site;
}
const queue = { kind: 'queue', id: 'q-1', queueId: 'q-1' };
const on = { visitId: 'v-1' as VisitId, agentId: 'a-1' as AgentId, queueId: 'q-1' as QueueId };

test('what is done to a caller answers the alert about the caller before the one about the queue', () => {
  const own = alert('call', { kind: 'call', id: 'v-1', visitId: 'v-1', queueId: 'q-1' });
  expect(linkedAlert(siteWith(alert('queue', queue, { level: 'critical' }), own), on)).toBe('al-call');
});
test('of two about one queue, the worse; of equals the older', () => {
  const worse = alert('worse', queue, { level: 'critical', raisedAt: 9 });
  expect(linkedAlert(siteWith(alert('mild', queue), worse), on)).toBe('al-worse');
  expect(linkedAlert(siteWith(alert('late', queue, { raisedAt: 5 }), alert('early', queue)), on)).toBe('al-early');
});
test('an alert that has cleared, or is about something else, is not answered', () => {
  const cleared = alert('cleared', queue, { clearedAt: 2 });
  expect(linkedAlert(siteWith(cleared, alert('other', { kind: 'queue', id: 'q-2', queueId: 'q-2' })), on)).toBeUndefined();
});
test('lending agents to a queue in trouble answers its alert', () => {
  expect(linkedAlert(siteWith(alert('queue', queue)), { agentId: 'a-9' as AgentId, toQueueId: 'q-1' as QueueId })).toBe(
    'al-queue' as AlertId,
  );
});
