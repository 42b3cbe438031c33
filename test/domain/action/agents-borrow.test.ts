import { expect, test } from 'vitest';
import { loanEndId } from '../../../shared/domain/agent/due.js';
import { answered, at, joined, member, other, queueSeen } from '../../support/floor.js';
import { type ActingFloor, ADMIN, actingFloor, agent, HAO, LEAD, LI, MEI, queue, TOM, ZHAO } from './acting-floor.js';
import { gone, lost, onAgent, paused, withoutOp } from './agent-words.js';

const TEN_MIN = 600_000;
const borrow = (key: string, to: string, forMs = TEN_MIN) => onAgent('agent.borrow', key, { queueId: queue(to), forMs });

/** Li serves `vip` too, from second 11 to 610. */
function lent(): ActingFloor {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, borrow(LI, 'vip'));
  floor.start(10, id);
  floor.tell(member(11, LI, 'vip'));
  return floor;
}
const loanEnds = (floor: ActingFloor) => [...floor.site.actions.values()].filter(({ kind }) => kind === 'borrow.end');
const endings = (floor: ActingFloor) => floor.events.filter(({ type }) => type === 'agent.borrow-ended');

test('a lent agent serves the other queue as soon as the phone system says so, until the time that the supervisor saw', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, borrow(LI, 'vip'));
  expect(floor.action(id)).toMatchObject({
    kind: 'agent.borrow',
    state: 'requested',
    on: { agentId: agent(LI), toQueueId: queue('vip') },
    effect: { op: 'join-queue', agentKey: LI, queueKey: 'vip' },
    detail: { until: at(610) },
  });
  expect(floor.agent(LI)?.borrowed).toBeUndefined();
  floor.start(10, id);
  floor.tell(member(11, LI, 'vip'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.agent(LI)?.borrowed).toMatchObject({ actionId: id, queueId: queue('vip'), until: at(610), by: { name: '王梅' } });
});

test('when the time is over the site takes the agent back by itself, with a record of its own', () => {
  const floor = lent();
  floor.until(609.999);
  expect(loanEnds(floor)).toEqual([]);
  floor.until(610);
  const id = loanEndId(agent(LI), at(610));
  expect(floor.action(id)).toMatchObject({
    kind: 'borrow.end',
    by: { userId: 'system', role: 'system' },
    state: 'requested',
    effect: { op: 'leave-queue', agentKey: LI, queueKey: 'vip' },
    timeOutAt: at(625),
  });
  floor.start(610, id);
  floor.tell(gone(611, LI, 'vip'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(endings(floor)).toMatchObject([{ agentId: agent(LI), queueId: queue('vip'), how: 'time-over' }]);
  expect(floor.agent(LI)?.borrowed).toBeUndefined();
  expect(floor.agent(LI)?.state).toBe('ready');
  expect(floor.until(10_000)).toEqual([]);
});

test('a call that goes on when the loan ends is left alone', () => {
  const floor = lent();
  floor.tell(joined(600, 'v', 'vip'), answered(605, 'v', LI));
  floor.until(610);
  floor.tell(gone(611, LI, 'vip'));
  expect(floor.agent(LI)?.state).toBe('talking');
  expect(floor.visit('v')?.state).toBe('talking');
  expect(endings(floor)).toMatchObject([{ how: 'time-over' }]);
});

test('a phone system that did not take the agent out is asked again, every five minutes', () => {
  const floor = lent();
  floor.until(625);
  expect(loanEnds(floor).map(({ state }) => state)).toEqual(['timed-out']);
  expect(floor.agent(LI)?.borrowed?.until).toBe(at(910));
  floor.until(911);
  expect(loanEnds(floor).map(({ state }) => state)).toEqual(['timed-out', 'requested']);
  floor.tell(gone(912, LI, 'vip'));
  expect(loanEnds(floor).map(({ state }) => state)).toEqual(['timed-out', 'confirmed']);
  expect(endings(floor)).toHaveLength(1);
});

test('one that can not be reached is not asked, and the agent is taken back when it is there again', () => {
  const floor = lent();
  floor.tell(lost(600));
  floor.until(900);
  expect(loanEnds(floor)).toEqual([]);
  floor.tell(other(905, { type: 'source.status', status: 'connected' }));
  floor.until(910);
  expect(loanEnds(floor).map(({ state }) => state)).toEqual(['requested']);
});

test('taken back by hand, by whoever lent them or commands them', () => {
  for (const by of [MEI, HAO, LEAD]) {
    const floor = lent();
    const id = floor.grant(100, by, onAgent('agent.return', LI));
    expect(floor.action(id)).toMatchObject({ kind: 'agent.return', effect: { op: 'leave-queue', agentKey: LI, queueKey: 'vip' } });
    expect(floor.refusal(101, ADMIN, onAgent('agent.return', LI))).toEqual({ code: 'conflict', byName: by.name, actionId: id });
    floor.tell(gone(102, LI, 'vip'));
    expect(floor.action(id)?.state).toBe('confirmed');
    expect(endings(floor)).toMatchObject([{ how: 'returned' }]);
  }
});

test('an agent who leaves the other queue, or signs out, has ended the loan', () => {
  const left = lent();
  left.tell(gone(50, LI, 'vip'));
  expect(endings(left)).toMatchObject([{ how: 'left' }]);
  const out = lent();
  out.tell(gone(50, LI, 'sales'), gone(51, LI, 'vip'));
  expect(endings(out)).toMatchObject([{ how: 'left' }]);
  for (const floor of [left, out]) {
    expect(floor.agent(LI)?.borrowed).toBeUndefined();
    expect(floor.refusal(60, MEI, onAgent('agent.return', LI))).toEqual({ code: 'unchanged' });
  }
});

test('undo of a loan takes the agent back', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, borrow(LI, 'vip'));
  floor.start(10, id);
  floor.tell(member(11, LI, 'vip'));
  const undo = floor.grant(15, MEI, { type: 'action.undo', actionId: id });
  expect(floor.action(undo)).toMatchObject({ undoOf: id, effect: { op: 'leave-queue', queueKey: 'vip' } });
  floor.tell(gone(16, LI, 'vip'));
  expect(floor.action(undo)?.state).toBe('confirmed');
  expect(endings(floor)).toMatchObject([{ how: 'returned' }]);
});

test('who can not be lent, and why', () => {
  const floor = actingFloor();
  expect(floor.refusal(10, MEI, borrow(LI, 'sales'))).toEqual({ code: 'unchanged' });
  expect(floor.refusal(10, MEI, borrow(LI, 'nowhere'))).toEqual({ code: 'not-found', field: 'queueId' });
  floor.tell(...paused(11, TOM, 'MEAL', 'sales', 'vip'));
  expect(floor.refusal(12, MEI, borrow(TOM, 'support'))).toEqual({ code: 'wrong-state', detail: 'MEAL' });
  floor.tell(...paused(13, TOM, 'RONA', 'sales', 'vip'));
  expect(floor.refusal(14, MEI, borrow(TOM, 'support'))).toEqual({ code: 'wrong-state', detail: 'RONA' });
  floor.tell(gone(15, ZHAO, 'support'));
  expect(floor.refusal(16, MEI, borrow(ZHAO, 'vip'))).toEqual({ code: 'agent-gone' });
  floor.tell(queueSeen(17, 'old'), other(18, { type: 'queue.gone', queueKey: 'old' }));
  expect(floor.refusal(19, MEI, borrow(LI, 'old'))).toEqual({ code: 'queue-gone' });
  withoutOp(floor, 'join-queue');
  expect(floor.refusal(20, MEI, borrow(LI, 'vip'))).toMatchObject({ code: 'not-supported' });
});

test('one loan at a time: the second supervisor is told whose it is', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, borrow(LI, 'vip'));
  expect(floor.refusal(10.5, HAO, borrow(LI, 'support'))).toEqual({ code: 'conflict', byName: '王梅', actionId: id });
  floor.tell(member(11, LI, 'vip'));
  expect(floor.refusal(12, HAO, borrow(LI, 'support'))).toEqual({ code: 'conflict', byName: '王梅', actionId: id });
});

test('who went off the phones before the source was asked is not lent: the new queue would ring them', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, borrow(LI, 'vip'));
  floor.tell(...paused(11, LI, 'MEAL'));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'refused' } });
});

test('an agent with a caller can be lent: the call is untouched', () => {
  const floor = actingFloor();
  floor.tell(joined(5, 'a', 'sales'), answered(6, 'a', LI));
  const id = floor.grant(10, MEI, borrow(LI, 'vip'));
  floor.tell(member(11, LI, 'vip'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.agent(LI)?.state).toBe('talking');
});

test('an agent signed out before the loan began is not there to lend', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, borrow(LI, 'vip'));
  floor.start(10, id);
  floor.tell(gone(11, LI));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'not-found' } });
});
