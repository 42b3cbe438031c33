import { expect, test } from 'vitest';
import { agentIdOf, queueIdOf, visitIdOf } from '../../shared/kernel/ids.js';
import { figuresOf } from '../../shared/metrics/figures.js';
import {
  abandoned,
  answered,
  at,
  ended,
  joined,
  member,
  offerEnded,
  offered,
  other,
  queueSeen,
  SOURCE,
  testFloor,
} from '../support/floor.js';

const li = 'PJSIP/1001';
const tom = 'PJSIP/1002';

const floorWith = (wrapUpMs = 0) => {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales', { thresholdMs: 15_000, wrapUpMs }), queueSeen(0, 'vip'));
  floor.tell(member(0, li, 'sales'), member(0, tom, 'sales'), member(0, tom, 'vip'));
  return {
    ...floor,
    agent: (key: string) => floor.site.agents.get(agentIdOf(SOURCE, key)),
    visit: (key: string) => floor.site.visits.get(visitIdOf(SOURCE, key)),
    queue: (key: string) => floor.site.queues.get(queueIdOf(SOURCE, key)),
    today: (key: string, seconds: number) => figuresOf(floor.site, queueIdOf(SOURCE, key), 'today', at(seconds), new Map()),
  };
};

test('a caller who waits, rings and is answered is counted once, with ringing inside the wait', () => {
  const floor = floorWith();
  floor.tell(joined(10, 'a', 'sales'), offered(14, 'a', li), answered(18, 'a', li));
  expect(floor.visit('a')).toMatchObject({ state: 'talking', enteredAt: at(10), rungAt: at(14), answeredAt: at(18), outcome: 'answered' });
  expect(floor.agent(li)).toMatchObject({ state: 'talking', since: at(18) });
  expect(floor.today('sales', 20)).toMatchObject({ offered: 1, answered: 1, asaMs: 8_000, serviceLevelRatio: 1 });
});

test('an answer at exactly the threshold is within it; a millisecond later is not', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), answered(15, 'a', li), joined(20, 'b', 'sales'), answered(35.001, 'b', tom));
  expect(floor.today('sales', 40).serviceLevelRatio).toBe(0.5);
});

test('a call that hangs up within 5 s does not lower service level; one at 5 s does', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), answered(5, 'a', li));
  floor.tell(joined(10, 'b', 'sales'), abandoned(14.999, 'b'));
  expect(floor.today('sales', 20)).toMatchObject({ serviceLevelRatio: 1, abandoned: 1, shortAbandoned: 1, abandonRatio: 0 });
  floor.tell(joined(20, 'c', 'sales'), abandoned(25, 'c'));
  expect(floor.today('sales', 30)).toMatchObject({ serviceLevelRatio: 0.5, abandoned: 2, shortAbandoned: 1, abandonRatio: 0.5 });
});

test('an idle queue has no service level, neither 100 % nor 0 %', () => {
  expect(floorWith().today('sales', 10)).toMatchObject({ serviceLevelRatio: null, asaMs: null, abandonRatio: null, ahtMs: null });
});

test('callers still waiting past the threshold count against the live service level already', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), answered(5, 'a', li), joined(10, 'b', 'sales'));
  expect(floor.today('sales', 25).serviceLevelRatio).toBe(1);
  expect(floor.today('sales', 25.001).serviceLevelRatio).toBe(0.5);
});

test('a ring that nobody answers keeps the caller in place and is counted for the agent, not as a new offer', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), offered(1, 'a', li), offerEnded(13, 'a', li, 'no-answer'));
  expect(floor.visit('a')).toMatchObject({ state: 'queued', enteredAt: at(0), ringNoAnswers: 1 });
  expect(floor.agent(li)?.state).toBe('ready');
  floor.tell(offered(14, 'a', tom), answered(16, 'a', tom));
  expect(floor.today('sales', 20)).toMatchObject({ offered: 1, answered: 1, ringNoAnswer: 1, asaMs: 16_000 });
});

test('when all phones ring, one answer frees the others', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), offered(1, 'a', li), offered(1, 'a', tom), answered(4, 'a', tom));
  expect(floor.agent(li)?.state).toBe('ready');
  expect(floor.agent(tom)?.state).toBe('talking');
  expect(floor.today('sales', 20).ringNoAnswer).toBe(0);
});

test('after a talk the agent is in wrap-up until it ends, and the call is handled only then', () => {
  const floor = floorWith(8_000);
  floor.tell(joined(0, 'a', 'sales'), answered(5, 'a', li), other(20, { type: 'visit.held', visitKey: 'a', agentKey: li }));
  expect(floor.agent(li)?.state).toBe('holding');
  floor.tell(other(30, { type: 'visit.resumed', visitKey: 'a', agentKey: li }), ended(65, 'a', li));
  expect(floor.agent(li)).toMatchObject({ state: 'acw', wrapUp: { until: at(73) } });
  expect(floor.today('sales', 66).handled).toBe(0);
  floor.tell(other(73, { type: 'agent.wrap-up-ended', agentKey: li }));
  expect(floor.agent(li)?.state).toBe('ready');
  expect(floor.today('sales', 80)).toMatchObject({ handled: 1, ahtMs: 68_000, talkMs: 50_000, holdMs: 10_000, acwMs: 8_000 });
});

test('a pause asked for during the call waits for the wrap-up; one pressed in wrap-up ends it', () => {
  const floor = floorWith(8_000);
  floor.tell(joined(0, 'a', 'sales'), answered(5, 'a', li), member(10, li, 'sales', { paused: true, reason: 'MEAL' }), ended(20, 'a', li));
  expect(floor.agent(li)?.state).toBe('acw');
  floor.tell(other(28, { type: 'agent.wrap-up-ended', agentKey: li }));
  expect(floor.agent(li)).toMatchObject({ state: 'not-ready', reasonCode: 'MEAL' });
  floor.tell(member(40, li, 'sales'), joined(41, 'b', 'sales'), answered(42, 'b', li), ended(50, 'b', li));
  floor.tell(member(52, li, 'sales', { paused: true, reason: 'BREAK' }));
  expect(floor.agent(li)).toMatchObject({ state: 'not-ready', reasonCode: 'BREAK', since: at(52) });
});

test('an agent paused in one of two queues can still be rung, and is ready', () => {
  const floor = floorWith();
  floor.tell(member(5, tom, 'vip', { paused: true, reason: 'ADMIN' }));
  expect(floor.agent(tom)?.state).toBe('ready');
  floor.tell(member(6, tom, 'sales', { paused: true, reason: 'ADMIN' }));
  expect(floor.agent(tom)).toMatchObject({ state: 'not-ready', reasonCode: 'ADMIN' });
});

test('a caller moved to another queue leaves the first as redirected, never as abandoned, and keeps the time of the call', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), joined(30, 'a#2', 'vip', { callEnteredAt: at(0) }));
  expect(floor.visit('a')?.outcome).toBe('redirected');
  expect(floor.visit('a#2')).toMatchObject({ state: 'queued', enteredAt: at(30), callEnteredAt: at(0) });
  expect(floor.today('sales', 40)).toMatchObject({ offered: 1, flowout: 1, abandoned: 0 });
});

test('a call handed from one agent to another is one visit with two legs', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), answered(5, 'a', li), ended(20, 'a', li, 'moved'));
  floor.tell(other(21, { type: 'visit.handed-over', visitKey: 'a', agentKey: tom }));
  expect(floor.visit('a')).toMatchObject({ state: 'talking', legs: [{ kind: 'queue', endedBy: 'moved' }, { kind: 'handover' }] });
  expect(floor.agent(tom)?.state).toBe('talking');
  expect(floor.today('sales', 30)).toMatchObject({ offered: 1, answered: 1 });
});

test('a caller who went while the source was not watched is no record wait: nobody knows how long it was', () => {
  const floor = floorWith();
  floor.tell(joined(10, 'a', 'sales'), abandoned(30, 'a'), joined(40, 'b', 'sales'));
  floor.tell(other(7_000, { type: 'visit.left', visitKey: 'b', reason: 'lost' }));
  const today = figuresOf(floor.site, queueIdOf(SOURCE, 'sales'), 'today', at(7_001), new Map());
  expect(today).toMatchObject({ offered: 2, flowout: 1, maxWaitMs: 20_000 });
});

test('what the source no longer lists has ended unseen: lost, not abandoned, and nobody keeps talking to it', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), joined(1, 'b', 'sales'), answered(5, 'b', li));
  floor.tell(
    other(60, {
      type: 'source.resynced',
      queues: [{ queueKey: 'sales' }, { queueKey: 'vip' }],
      agents: [],
      members: [{ agentKey: li, queueKey: 'sales', paused: false }],
      visits: [{ visitKey: 'c', queueKey: 'sales', callKey: 'c', caller: { masked: '' }, enteredAt: at(40) }],
    }),
  );
  expect(floor.visit('a')?.outcome).toBe('lost');
  expect(floor.visit('b')).toMatchObject({ state: 'closed', legs: [{ endedBy: 'unknown' }] });
  expect(floor.visit('c')).toMatchObject({ state: 'queued', enteredAt: at(40) });
  expect(floor.agent(li)?.state).toBe('ready');
  expect(floor.agent(tom)?.state).toBe('logged-out');
  expect(floor.today('sales', 61)).toMatchObject({ abandoned: 0, flowout: 1 });
});

test('times within one visit never go back, even when the source says so', () => {
  const floor = floorWith();
  floor.tell(joined(10, 'a', 'sales'), offered(12, 'a', li), answered(11, 'a', li));
  expect(floor.visit('a')?.answeredAt).toBe(at(12));
});

test('a caller refused at the door is counted apart, once, and is no offer', () => {
  const floor = floorWith();
  const refused = other(5, { type: 'visit.rejected', queueKey: 'sales', reason: 'full', visitKey: 'r1' });
  floor.tell(refused, refused);
  expect(floor.today('sales', 10)).toMatchObject({ offered: 0, rejected: 1 });
});

test('an outage is no talk: a call that ended unseen lasts until the source was lost', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), answered(10, 'a', li), other(70, { type: 'source.status', status: 'lost' }));
  floor.tell(other(3_670, { type: 'source.status', status: 'connected' }));
  floor.tell(
    other(3_671, {
      type: 'source.resynced',
      queues: [{ queueKey: 'sales' }],
      agents: [],
      members: [{ agentKey: li, queueKey: 'sales', paused: false }],
      visits: [],
    }),
  );
  expect(floor.visit('a')).toMatchObject({ state: 'closed', legs: [{ endedAt: at(70), endedBy: 'unknown' }] });
  expect(floor.today('sales', 3_700)).toMatchObject({ handled: 1, ahtMs: 60_000 });
});

test('an agent whom the PBX gave two calls is talking until both are over', () => {
  const floor = floorWith();
  floor.tell(joined(0, 'a', 'sales'), joined(1, 'b', 'sales'), answered(5, 'a', li), answered(6, 'b', li));
  expect(floor.site.anomalies.get('agent-busy')).toBe(1);
  floor.tell(ended(60, 'b', li));
  expect(floor.agent(li)).toMatchObject({ state: 'talking', visitId: visitIdOf(SOURCE, 'a') });
  floor.tell(ended(90, 'a', li));
  expect(floor.agent(li)?.state).toBe('ready');
});
