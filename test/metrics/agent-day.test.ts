import { expect, test } from 'vitest';
import { agentIdOf } from '../../shared/kernel/ids.js';
import { agentDayOf } from '../../shared/metrics/agent-day.js';
import { answered, at, ended, joined, member, offerEnded, offered, other, queueSeen, SOURCE, testFloor } from '../support/floor.js';

const li = 'PJSIP/1001';
const tom = 'PJSIP/1002';

const dayOf = (floor: ReturnType<typeof testFloor>, key: string, seconds: number) => {
  const agent = floor.site.agents.get(agentIdOf(SOURCE, key));
  if (agent === undefined) throw new Error('no such agent');
  return agentDayOf(agent, at(0), at(seconds));
};

test('an agent’s day counts their own part of a call, not the colleague’s it was handed to', () => {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales'), member(0, li, 'sales'), member(0, tom, 'sales'));
  floor.tell(joined(0, 'a', 'sales'), answered(10, 'a', li), ended(110, 'a', li, 'moved'));
  floor.tell(other(111, { type: 'visit.handed-over', visitKey: 'a', agentKey: tom }), ended(1_011, 'a', tom));
  expect(dayOf(floor, li, 1_200)).toMatchObject({ answered: 1, handled: 1, talkMs: 100_000, ahtMs: 100_000 });
  expect(dayOf(floor, tom, 1_200)).toMatchObject({ answered: 0, handled: 1, talkMs: 900_000 });
});

test('what an agent could not help is not held against them: a caller who hung up while it rang, a busy device', () => {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales'), member(0, li, 'sales'));
  floor.tell(joined(0, 'a', 'sales'), offered(1, 'a', li), offerEnded(5, 'a', li, 'cancelled'));
  floor.tell(offered(6, 'a', li), offerEnded(6, 'a', li, 'busy'));
  expect(dayOf(floor, li, 60)).toMatchObject({ ringNoAnswer: 0, ringNoAnswerRatio: null, rejectRatio: null });
  floor.tell(offered(7, 'a', li), offerEnded(27, 'a', li, 'no-answer'), offered(30, 'a', li), answered(32, 'a', li));
  expect(dayOf(floor, li, 60)).toMatchObject({ ringNoAnswer: 1, ringNoAnswerRatio: 0.5, rejectRatio: 0 });
});

test('the state still running counts: an hour of waiting is an hour signed in', () => {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales'), member(0, li, 'sales'));
  expect(dayOf(floor, li, 3_600)).toMatchObject({ signedInMs: 3_600_000, occupancyRatio: 0, utilisationRatio: 0, ahtMs: null });
});
