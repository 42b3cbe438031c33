import type { EffectOp } from '../../../shared/domain/action/effects.js';
import { answered, ended, joined, member, other, queueSeen } from '../../support/floor.js';
import { type ActingFloor, actingFloor, agent, LI, type RawCommand } from './acting-floor.js';

/** Commands about agents in short. */
export const setReady = (key: string, more: object = {}): RawCommand => ({
  type: 'agent.set-state',
  agentId: agent(key),
  to: { state: 'ready' },
  when: 'now',
  ...more,
});
export const setNotReady = (key: string, reasonCode: string, more: object = {}): RawCommand => ({
  type: 'agent.set-state',
  agentId: agent(key),
  to: { state: 'not-ready', reasonCode },
  when: 'now',
  ...more,
});
export const signOut = (key: string, more: object = {}): RawCommand => ({
  type: 'agent.sign-out',
  agentId: agent(key),
  when: 'now',
  ...more,
});
export const onAgent = (type: RawCommand['type'], key: string, more: object = {}): RawCommand => ({ type, agentId: agent(key), ...more });
export const WHY = { reason: '高峰' };

/** The source says that this agent is paused in these queues, or not. */
export const paused = (seconds: number, key: string, reason: string, ...queues: string[]) =>
  (queues.length === 0 ? ['sales'] : queues).map((queue) => member(seconds, key, queue, { paused: true, reason }));
export const unpaused = (seconds: number, key: string, ...queues: string[]) =>
  (queues.length === 0 ? ['sales'] : queues).map((queue) => member(seconds, key, queue));
export const gone = (seconds: number, key: string, queueKey = 'sales') => other(seconds, { type: 'member.gone', agentKey: key, queueKey });

/** Li has a caller since second 20. */
export function withCall(wrapUpMs = 0): ActingFloor {
  const floor = actingFloor();
  floor.tell(queueSeen(1, 'sales', { wrapUpMs }), joined(10, 'a', 'sales'), answered(20, 'a', LI));
  return floor;
}
export const hangUp = (seconds: number, more: object = {}) => ended(seconds, 'a', LI, 'caller', more);

/** The source can do everything but this. */
export const withoutOp = (floor: ActingFloor, op: EffectOp) => {
  const can = (floor.site.sources.get('test')?.can ?? []).filter((each) => each !== op);
  floor.tell(other(1, { type: 'source.capabilities', can }));
};
export const lost = (seconds: number) => other(seconds, { type: 'source.status', status: 'lost' });
