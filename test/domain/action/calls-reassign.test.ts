import { expect, test } from 'vitest';
import { callConsequences } from '../../../shared/domain/action/follow-calls.js';
import type { Actor } from '../../../shared/domain/policy.js';
import { abandoned, answered, at, ended, joined, member, offerEnded, offered, other } from '../../support/floor.js';
import {
  type ActingFloor,
  actingFloor,
  agent,
  HAO,
  LEAD,
  LI,
  LI_SELF,
  MEI,
  moveTo,
  onCall,
  queue,
  type RawCommand,
  reassign,
  TOM,
  TOM_SELF,
  visit,
  ZHAO,
} from './acting-floor.js';

const waiting = () => {
  const floor = actingFloor();
  floor.tell(joined(10, 'a', 'sales'));
  return floor;
};
const talking = () => {
  const floor = waiting();
  floor.tell(answered(20, 'a', LI));
  return floor;
};
const accept = (actionId: string): RawCommand => ({ type: 'offer.accept', actionId });
const decline = (actionId: string, reason?: string): RawCommand => ({ type: 'offer.decline', actionId, ...(reason ? { reason } : {}) });

test('an agent without an open desk is rung at once, and the reassignment is confirmed when that phone rings for the caller', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, reassign('a', TOM));
  expect(floor.action(id)).toMatchObject({
    kind: 'call.reassign',
    by: { name: '王梅' },
    state: 'requested',
    timeOutAt: at(60),
    on: { visitId: visit('a'), queueId: queue('sales'), toAgentId: agent(TOM) },
    effect: { op: 'move-waiting', visitKey: 'a', queueKey: 'sales', to: { kind: 'agent', agentKey: TOM } },
  });
  expect(floor.visit('a')?.state).toBe('queued');
  floor.start(30, id);
  floor.tell(offered(31, 'a', TOM));
  expect(floor.action(id)).toMatchObject({ state: 'confirmed', settledAt: at(31) });
});

test('an agent at an open desk is asked first: the caller keeps the place and the phone system is not asked for anything', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  expect(floor.action(id)).toMatchObject({ state: 'offered', offer: { agentId: agent(TOM), until: at(45) } });
  expect(floor.action(id)?.effect).toBeUndefined();
  expect(floor.action(id)?.detail).toMatchObject({ waitingSince: at(10), queueName: { name: 'sales' } });
  expect(floor.visit('a')).toMatchObject({ state: 'queued', enteredAt: at(10) });
});

test('accepted at the desk, the phone system is asked; the caller who then turns up at that agent confirms it', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  const acceptance = floor.grant(34, TOM_SELF, accept(id));
  expect(floor.action(acceptance)).toMatchObject({ kind: 'offer.accept', state: 'confirmed', on: { actionId: id } });
  expect(floor.action(id)).toMatchObject({ state: 'requested', effect: { op: 'move-waiting' }, timeOutAt: at(64) });
  floor.start(34, id);
  floor.tell(other(34.5, { type: 'visit.left', visitKey: 'a', reason: 'redirected' }));
  expect(floor.action(id)?.state).toBe('started');
  floor.tell(other(37, { type: 'visit.handed-over', visitKey: 'a', agentKey: TOM }));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('an agent who declines is not held to it: the caller keeps the place, and who asked reads the answer', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  floor.grant(33, TOM_SELF, decline(id, '正在整理上一通'));
  expect(floor.action(id)).toMatchObject({ state: 'declined', answer: '正在整理上一通' });
  expect(floor.agent(TOM)).toMatchObject({ state: 'ready', ringNoAnswersInARow: 0 });
  expect(floor.visit('a')).toMatchObject({ state: 'queued', enteredAt: at(10), ringNoAnswers: 0 });
  expect(floor.ask(40, MEI, reassign('a', LI)).ok).toBe(true);
});

test('an offer that nobody answers is over at its last moment, by itself, and leaves no mark on the agent', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  expect(floor.refusal(45, TOM_SELF, accept(id))).toMatchObject({ code: 'too-late' });
  expect(floor.until(44.999)).toEqual([]);
  expect(floor.until(50)).toEqual([{ type: 'action.settled', occurredAt: at(45), actionId: id, result: 'timed-out' }]);
  expect(floor.agent(TOM)).toMatchObject({ state: 'ready', ringNoAnswersInARow: 0 });
  expect(floor.refusal(51, TOM_SELF, accept(id))).toMatchObject({ code: 'too-late' });
});

test('who sends a caller to their own phone is not asked on their own desk', () => {
  const floor = waiting();
  floor.tell(member(1, 'PJSIP/9003', 'sales'));
  floor.desk(5, 'PJSIP/9003');
  const id = floor.grant(30, LEAD, reassign('a', 'PJSIP/9003'));
  expect(floor.action(id)?.state).toBe('requested');
});

test('only the agent who is asked may answer', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  for (const by of [LI_SELF, MEI, HAO]) expect(floor.refusal(31, by, accept(id))).toMatchObject({ code: 'not-permitted' });
  expect(floor.refusal(31, LI_SELF, decline(id))).toMatchObject({ code: 'not-permitted' });
  expect(floor.refusal(31, TOM_SELF, accept('x-forged'))).toMatchObject({ code: 'not-found' });
  expect(floor.action(id)?.state).toBe('offered');
});

test('a caller who hangs up during the offer ends it, and accepting then is too late', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  floor.tell(abandoned(33, 'a'));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'caller-gone' } });
  expect(floor.refusal(34, TOM_SELF, accept(id))).toMatchObject({ code: 'too-late' });
});

test('a caller whom somebody else answers during the offer is not offered any more', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  floor.tell(answered(33, 'a', LI));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'caller-gone' } });
});

test('an agent whom the queue rings with another caller meanwhile can not accept as well', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  floor.tell(joined(31, 'b', 'vip'), offered(32, 'b', TOM));
  expect(floor.refusal(33, TOM_SELF, accept(id))).toMatchObject({ code: 'agent-busy', detail: 'ringing' });
  floor.tell(offerEnded(34, 'b', TOM, 'cancelled'));
  expect(floor.ask(35, TOM_SELF, accept(id)).ok).toBe(true);
});

test('accepting looks at where the call is now, not at where it was offered', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  // As told without what followed from it: by an older build, say.
  floor.foldAll([{ type: 'visit.answered', occurredAt: at(31), visitId: visit('a'), agentId: agent(LI) }]);
  expect(floor.refusal(32, TOM_SELF, accept(id))).toMatchObject({ code: 'conflict', byName: '李婉清' });
  floor.foldAll([{ type: 'visit.talk-ended', occurredAt: at(33), visitId: visit('a'), agentId: agent(LI), by: 'caller' }]);
  expect(floor.refusal(34, TOM_SELF, accept(id))).toMatchObject({ code: 'call-ended' });
});

test('a settlement told with the event that would defeat the action stands: nothing is settled twice', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  const settled = { type: 'action.settled', occurredAt: at(31), actionId: id, result: 'timed-out' } as const;
  const left = { type: 'visit.left', occurredAt: at(31), visitId: visit('a'), outcome: 'abandoned' } as const;
  expect(callConsequences(floor.site, [settled, left], at(31))).toEqual([]);
});

test('a phone system that is lost between offer and acceptance is not asked', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  floor.tell(other(31, { type: 'source.status', status: 'lost' }));
  expect(floor.refusal(33, TOM_SELF, accept(id))).toMatchObject({ code: 'source-lost' });
});

test('a talk is moved on the leg of the agent who has it, and is not booked as that agent’s transfer', () => {
  const floor = talking();
  const id = floor.grant(30, MEI, reassign('a', TOM, { note: '客户已核实身份' }));
  expect(floor.action(id)).toMatchObject({
    state: 'requested',
    on: { agentId: agent(LI), toAgentId: agent(TOM) },
    effect: { op: 'move-talking', visitKey: 'a', queueKey: 'sales', agentKey: LI, to: { kind: 'agent', agentKey: TOM } },
  });
  floor.start(30, id);
  floor.tell(ended(31, 'a', LI, 'blind-transfer'));
  expect(floor.action(id)?.state).toBe('started');
  expect(floor.visit('a')?.legs[0]?.endedBy).toBe('moved');
  floor.tell(other(34, { type: 'visit.handed-over', visitKey: 'a', agentKey: TOM }));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.visit('a')).toMatchObject({ state: 'talking', handover: { by: { name: '王梅' }, text: '客户已核实身份' } });
});

test('a talk that its caller ends while it is being moved fails the move', () => {
  const floor = talking();
  const id = floor.grant(30, MEI, reassign('a', TOM));
  floor.start(30, id);
  floor.tell(ended(30.2, 'a', LI, 'caller'));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'caller-gone' } });
});

test('a talk that its agent transfers away before the phone system was asked fails the move', () => {
  const floor = talking();
  const id = floor.grant(30, MEI, reassign('a', TOM));
  floor.tell(ended(30.2, 'a', LI, 'blind-transfer'));
  expect(floor.visit('a')?.legs[0]?.endedBy).toBe('blind-transfer');
  expect(floor.action(id)?.state).toBe('failed');
});

test('a caller on the way to another queue is in none for a moment; the entry there confirms, and the note is with the call', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, { ...moveTo('a', 'vip', 5), note: '第三次来电' });
  expect(floor.action(id)).toMatchObject({
    effect: { op: 'move-waiting', to: { kind: 'queue', queueKey: 'vip', priority: 5 } },
    detail: { queueIdBefore: queue('sales'), priorityBefore: 0, priority: 5 },
    timeOutAt: at(40),
  });
  floor.start(30, id);
  floor.tell(other(30.1, { type: 'visit.left', visitKey: 'a', reason: 'redirected' }));
  expect(floor.action(id)?.state).toBe('started');
  floor.tell(joined(30.3, 'a#2', 'vip', { callEnteredAt: at(10) }));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.visit('a#2')).toMatchObject({ callEnteredAt: at(10), handover: { text: '第三次来电' } });
});

test('the note is with the caller however late they arrive, until somebody has answered', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, { ...moveTo('a', 'vip'), note: '第三次来电' });
  floor.start(30, id);
  floor.tell(other(30.1, { type: 'visit.left', visitKey: 'a', reason: 'redirected' }));
  floor.until(45);
  expect(floor.action(id)?.state).toBe('timed-out');
  floor.tell(joined(300, 'a#2', 'vip', { callEnteredAt: at(10) }));
  expect(floor.visit('a#2')?.handover).toMatchObject({ text: '第三次来电', at: at(30) });
  floor.tell(
    other(310, { type: 'visit.left', visitKey: 'a#2', reason: 'redirected' }),
    joined(311, 'a#3', 'sales', { callEnteredAt: at(10) }),
  );
  expect(floor.visit('a#3')?.handover).toMatchObject({ text: '第三次来电' });
  floor.tell(answered(320, 'a#3', LI), ended(400, 'a#3', LI, 'blind-transfer'), joined(401, 'a#4', 'vip', { callEnteredAt: at(10) }));
  expect(floor.visit('a#3')?.handover).toMatchObject({ text: '第三次来电' });
  expect(floor.visit('a#4')?.handover).toBeUndefined();
});

test('a note is kept for an hour after its call was last here, and no longer than until the next call of anybody', () => {
  const floor = waiting();
  floor.start(30, floor.grant(30, MEI, { ...moveTo('a', 'vip'), note: '第三次来电' }));
  floor.tell(other(31, { type: 'visit.left', visitKey: 'a', reason: 'redirected' }), joined(1_000, 'b', 'sales'));
  expect(floor.site.notes).toHaveLength(1);
  floor.tell(joined(31 + 3_600, 'a#2', 'vip', { callEnteredAt: at(10) }));
  expect(floor.visit('a#2')?.handover).toBeUndefined();
  expect(floor.site.notes).toBeUndefined();
});

test('a note of an earlier call of the same customer is not with the next', () => {
  const floor = waiting();
  floor.grant(30, MEI, { ...moveTo('a', 'vip'), note: '第三次来电' });
  floor.tell(joined(40, 'b', 'sales'));
  expect(floor.visit('b')?.handover).toBeUndefined();
});

test('a caller who is found in the other queue at once confirms it too, although leaving the first came with it', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  floor.tell(joined(30.3, 'a#2', 'vip', { callEnteredAt: at(10) }));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('a talk that goes to a queue ends for its agent first, and is confirmed when the caller waits there', () => {
  const floor = talking();
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  expect(floor.action(id)?.effect).toMatchObject({ op: 'move-talking', agentKey: LI });
  floor.start(30, id);
  floor.tell(ended(31, 'a', LI, 'moved'));
  floor.tell(joined(31.2, 'a#2', 'vip', { callEnteredAt: at(10) }));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('a move that nothing confirms is given up when its time is over, and what comes later does not change the record', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  floor.start(30, id);
  expect(floor.until(41)).toEqual([{ type: 'action.settled', occurredAt: at(40), actionId: id, result: 'timed-out' }]);
  floor.tell(joined(42, 'a#2', 'vip'));
  expect(floor.action(id)).toMatchObject({ state: 'timed-out', settledAt: at(40) });
});

test('a caller who abandons on the way fails the move', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  floor.start(30, id);
  floor.tell(abandoned(30.1, 'a'));
  expect(floor.action(id)?.state).toBe('failed');
});

test('after a lost connection, a list that holds the caller in the other queue confirms the move', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  floor.start(30, id);
  floor.tell(other(31, { type: 'source.status', status: 'lost' }), other(33, { type: 'source.status', status: 'connected' }));
  const queues = ['sales', 'vip', 'support'].map((queueKey) => ({ queueKey }));
  const visits = [{ visitKey: 'a#2', queueKey: 'vip', callKey: 'a', caller: { masked: '' }, enteredAt: at(31) }];
  floor.tell(other(34, { type: 'source.resynced', queues, agents: [], members: [], visits }));
  expect(floor.visit('a')?.state).toBe('closed');
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('of two supervisors on one call the second is told who was first, until that is settled', () => {
  const floor = waiting();
  const first = floor.grant(30, MEI, reassign('a', TOM));
  for (const second of [reassign('a', LI), moveTo('a', 'vip'), onCall('call.withdraw', 'a', { reason: '重复来电' })]) {
    expect(floor.refusal(31, HAO, second)).toEqual({ code: 'conflict', byName: '王梅', actionId: first });
  }
  floor.start(31, first);
  floor.tell(offered(32, 'a', TOM), offerEnded(40, 'a', TOM, 'no-answer'));
  expect(floor.ask(41, HAO, reassign('a', LI)).ok).toBe(true);
});

test('nobody else is sent to an agent who is being asked already', () => {
  const floor = waiting();
  floor.tell(joined(11, 'b', 'sales'));
  floor.desk(5, TOM);
  const first = floor.grant(30, MEI, reassign('a', TOM));
  expect(floor.refusal(31, HAO, reassign('b', TOM))).toEqual({ code: 'agent-busy', byName: '王梅', actionId: first });
});

test('many callers can be moved at once: each is an action of its own', () => {
  const floor = waiting();
  floor.tell(joined(11, 'b', 'sales'), joined(12, 'c', 'sales'));
  const ids = ['a', 'b', 'c'].map((key) => floor.grant(30, MEI, moveTo(key, 'vip')));
  expect(new Set(ids).size).toBe(3);
  expect([...floor.site.openActions]).toEqual(ids);
});

test('the alert that led to it is kept with it', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, { ...moveTo('a', 'vip'), alertId: 'al-1' });
  expect(floor.action(id)?.alertId).toBe('al-1');
});

const paused = (reason: string) => (floor: ActingFloor) =>
  floor.tell(member(5, TOM, 'sales', { paused: true, reason }), member(5, TOM, 'vip', { paused: true, reason }));

/** What is wrong with a wish, and the word for it. */
const REFUSED: readonly (readonly [string, Actor, (floor: ActingFloor) => unknown, RawCommand, object])[] = [
  ['a call that nobody knows', MEI, () => 0, reassign('nobody', TOM), { code: 'not-found' }],
  ['a call that ended', MEI, (floor) => floor.tell(abandoned(20, 'a')), reassign('a', TOM), { code: 'call-ended' }],
  [
    'a call whose talk is over',
    MEI,
    (floor) => floor.tell(answered(15, 'a', LI), ended(20, 'a', LI)),
    reassign('a', TOM),
    { code: 'call-ended' },
  ],
  ['an agent nobody knows', MEI, () => 0, reassign('a', 'PJSIP/7777'), { code: 'not-found', field: 'to.agentId' }],
  [
    'an agent who signed out',
    MEI,
    (floor) => floor.tell(other(5, { type: 'member.gone', agentKey: LI, queueKey: 'sales' })),
    reassign('a', LI),
    { code: 'agent-gone' },
  ],
  [
    'an agent whose phone is lost',
    MEI,
    (floor) => floor.tell(other(5, { type: 'agent.reachable', agentKey: TOM, reachable: false })),
    reassign('a', TOM),
    { code: 'agent-gone', detail: 'unreachable' },
  ],
  ['an agent in a micro-pause', MEI, paused('Micro-Pause'), reassign('a', TOM), { code: 'agent-protected' }],
  ['an agent in a buffer shift', MEI, paused('buffer'), reassign('a', TOM), { code: 'agent-protected' }],
  ['an agent on a break, in the very same words', MEI, paused('Break'), reassign('a', TOM), { code: 'agent-protected' }],
  ['an agent in back office, in the very same words', MEI, paused('BACKOFFICE'), reassign('a', TOM), { code: 'agent-protected' }],
  [
    'an agent who talks',
    MEI,
    (floor) => floor.tell(joined(11, 'b', 'vip'), answered(12, 'b', TOM)),
    reassign('a', TOM),
    { code: 'agent-busy', detail: 'talking' },
  ],
  [
    'an agent who dials',
    MEI,
    (floor) => floor.tell(other(5, { type: 'agent.off-queue-call', agentKey: TOM, phase: 'dialing' })),
    reassign('a', TOM),
    { code: 'agent-busy', detail: 'dialing' },
  ],
  ['the agent who has the caller', MEI, (floor) => floor.tell(answered(15, 'a', LI)), reassign('a', LI), { code: 'unchanged' }],
  [
    'the agent whose phone rings for the caller',
    MEI,
    (floor) => floor.tell(offered(15, 'a', LI)),
    reassign('a', LI),
    { code: 'unchanged' },
  ],
  ['a queue nobody knows', MEI, () => 0, moveTo('a', 'nowhere'), { code: 'not-found', field: 'to.queueId' }],
  [
    'a queue that vanished',
    MEI,
    (floor) => floor.tell(other(5, { type: 'queue.gone', queueKey: 'vip' })),
    moveTo('a', 'vip'),
    { code: 'queue-gone' },
  ],
  ['the queue the caller waits in', MEI, () => 0, moveTo('a', 'sales'), { code: 'unchanged' }],
  [
    'a phone system that can not',
    MEI,
    (floor) => floor.tell(other(5, { type: 'source.capabilities', can: ['resync'] })),
    reassign('a', TOM),
    { code: 'not-supported', detail: 'move-waiting' },
  ],
  [
    'a phone system that is lost',
    MEI,
    (floor) => floor.tell(other(5, { type: 'source.status', status: 'lost' })),
    reassign('a', TOM),
    { code: 'source-lost' },
  ],
  ['an agent of no team or queue of the lead', LEAD, () => 0, reassign('a', ZHAO), { code: 'not-permitted' }],
  [
    'a call that an agent of another team has',
    LEAD,
    (floor) => floor.tell(answered(15, 'a', ZHAO)),
    reassign('a', TOM),
    { code: 'not-permitted' },
  ],
  ['a queue that none of the lead’s agents serves', LEAD, () => 0, moveTo('a', 'support'), { code: 'not-permitted' }],
];

test.each(REFUSED)('reassigning is refused with its reason, and nothing changes: %s', (_title, by, prepare, command, rejection) => {
  const floor = waiting();
  prepare(floor);
  const before = structuredClone(floor.site);
  expect(floor.refusal(30, by, command)).toMatchObject(rejection);
  expect(floor.site).toEqual(before);
});

test('an agent who does not serve the queue may still be the right one', () => {
  expect(waiting().ask(30, MEI, reassign('a', ZHAO)).ok).toBe(true);
});

test('a lead sends calls of the own queues to whoever serves one of them, also from another team', () => {
  const floor = waiting();
  floor.tell(member(1, ZHAO, 'sales'));
  expect(floor.ask(30, LEAD, reassign('a', ZHAO)).ok).toBe(true);
});
