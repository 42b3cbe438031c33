import { expect, test } from 'vitest';
import { answered, joined, other } from '../../support/floor.js';
import { actingFloor, LI, MEI, onCall } from './acting-floor.js';

const ringing = () => {
  const floor = actingFloor();
  floor.tell(joined(10, 'a', 'sales'));
  floor.tell(answered(20, 'a', LI));
  const id = floor.grant(30, MEI, onCall('call.monitor', 'a', { mode: 'listen' }));
  floor.start(30, id);
  return { floor, id };
};
const failed = (seconds: number, monitorKey: string) =>
  other(seconds, { type: 'monitor.failed', monitorKey, failure: { code: 'no-answer', detail: 'nobody picked up' } });
const started = (seconds: number, monitorKey: string) =>
  other(seconds, { type: 'monitor.started', monitorKey, visitKey: 'a', agentKey: LI, mode: 'listen' });

test('a supervisor whose phone is not picked up is told why, and may try again', () => {
  const { floor, id } = ringing();
  floor.tell(failed(55, id));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'no-answer', detail: 'nobody picked up' } });
  expect(floor.visit('a')?.monitors).toEqual([]);
  expect(floor.grant(60, MEI, onCall('call.monitor', 'a', { mode: 'listen' }))).not.toBe(id);
});

test('a monitoring that has begun does not fail later, and a failure is told once', () => {
  const { floor, id } = ringing();
  floor.tell(started(35, id));
  floor.tell(failed(36, id));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.visit('a')?.monitors).toHaveLength(1);
  const second = ringing();
  second.floor.tell(failed(55, second.id));
  const settledAt = second.floor.action(second.id)?.settledAt;
  second.floor.tell(failed(56, second.id));
  expect(second.floor.action(second.id)?.settledAt).toBe(settledAt);
});

test('a failure of what nobody asked for here changes nothing', () => {
  const { floor, id } = ringing();
  floor.tell(failed(40, 'x-unknown'));
  expect(floor.action(id)?.state).toBe('started');
});
