import { expect, test } from 'vitest';
import { deadlineOf } from '../../../shared/domain/deadlines.js';
import type { Actor } from '../../../shared/domain/policy.js';
import { entityKey } from '../../../shared/domain/site.js';
import { abandoned, answered, at, ended, joined, member, offered, other } from '../../support/floor.js';
import {
  type ActingFloor,
  ADMIN,
  actingFloor,
  agent,
  HAO,
  LEAD,
  LI,
  LI_SELF,
  MEI,
  onCall,
  type RawCommand,
  reassign,
  TOM,
  TOM_SELF,
  ZHAO,
} from './acting-floor.js';

const waiting = () => {
  const floor = actingFloor();
  floor.tell(joined(10, 'a', 'sales'));
  return floor;
};
const talking = (holder = LI) => {
  const floor = waiting();
  floor.tell(answered(20, 'a', holder));
  return floor;
};
const monitor = (mode: string, visitKey = 'a') => onCall('call.monitor', visitKey, { mode });
const started = (seconds: number, monitorKey: string, mode: string, visitKey = 'a', agentKey = LI) =>
  other(seconds, { type: 'monitor.started', monitorKey, visitKey, agentKey, mode });
const stopped = (seconds: number, monitorKey: string) => other(seconds, { type: 'monitor.stopped', monitorKey });

/** Somebody's monitoring that runs. */
const listening = (floor: ActingFloor, by = MEI, mode = 'listen') => {
  const id = floor.grant(30, by, monitor(mode));
  floor.start(30, id);
  floor.tell(started(35, id, mode));
  return id;
};

test('a priority is confirmed by that very priority, and the one before is kept', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, onCall('call.set-priority', 'a', { priority: 5 }));
  expect(floor.action(id)).toMatchObject({
    detail: { priority: 5, priorityBefore: 0 },
    effect: { op: 'set-priority', visitKey: 'a', queueKey: 'sales', priority: 5 },
    timeOutAt: at(40),
  });
  floor.start(30, id);
  floor.tell(other(31, { type: 'visit.priority-changed', visitKey: 'a', priority: 3 }));
  expect(floor.action(id)?.state).toBe('started');
  floor.tell(other(32, { type: 'visit.priority-changed', visitKey: 'a', priority: 5 }));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('a caller who is answered first needs no priority any more', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, onCall('call.set-priority', 'a', { priority: 5 }));
  floor.tell(answered(31, 'a', LI));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'caller-gone' } });
});

test('a withdrawal is confirmed when the caller leaves the queue by it, and fails when the caller hangs up first', () => {
  const floor = waiting();
  floor.tell(joined(11, 'b', 'sales'));
  const withdraw = (key: string) => onCall('call.withdraw', key, { reason: '队列关闭' });
  const a = floor.grant(30, MEI, withdraw('a'));
  const b = floor.grant(30, MEI, withdraw('b'));
  floor.start(30, a);
  floor.start(30, b);
  floor.tell(other(31, { type: 'visit.left', visitKey: 'a', reason: 'withdrawn' }), abandoned(31, 'b'));
  expect(floor.action(a)).toMatchObject({ state: 'confirmed', detail: { reason: '队列关闭' } });
  expect(floor.action(b)?.state).toBe('failed');
});

test('a forced hang-up ends the talk as forced, whoever the phone system says hung up', () => {
  const floor = talking();
  const id = floor.grant(30, MEI, onCall('call.disconnect', 'a', { reason: '多次辱骂' }));
  expect(floor.action(id)).toMatchObject({ effect: { op: 'disconnect', agentKey: LI }, detail: { reason: '多次辱骂' } });
  floor.start(30, id);
  floor.tell(ended(31, 'a', LI, 'caller'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.visit('a')?.legs[0]?.endedBy).toBe('forced');
});

test('a forced hang-up of a caller who still waits is confirmed when the caller is gone', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, onCall('call.disconnect', 'a', { reason: '骚扰电话' }));
  expect(floor.action(id)?.effect).not.toHaveProperty('agentKey');
  floor.start(30, id);
  floor.tell(abandoned(31, 'a'));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('a call that ended before the phone system was asked to end it was not hung up by us', () => {
  const floor = talking();
  const id = floor.grant(30, MEI, onCall('call.disconnect', 'a', { reason: '骚扰电话' }));
  floor.tell(ended(30.1, 'a', LI, 'caller'));
  expect(floor.action(id)?.state).toBe('failed');
  expect(floor.visit('a')?.legs[0]?.endedBy).toBe('caller');
});

test('a call that is transferred away is not ended', () => {
  const floor = talking();
  const id = floor.grant(30, MEI, onCall('call.disconnect', 'a', { reason: '骚扰电话' }));
  floor.start(30, id);
  floor.tell(ended(31, 'a', LI, 'attended-transfer'));
  expect(floor.action(id)?.state).toBe('failed');
});

test('a pick-up rings the asker’s own phone, and is confirmed when that phone has the caller', () => {
  const floor = waiting();
  floor.tell(offered(12, 'a', LI));
  const id = floor.grant(30, MEI, onCall('call.pick-up', 'a'));
  expect(floor.action(id)).toMatchObject({ effect: { op: 'pick-up', visitKey: 'a', phoneKey: 'PJSIP/9001' }, timeOutAt: at(75) });
  floor.start(30, id);
  floor.tell(answered(36, 'a', 'PJSIP/9001'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.agent(LI)?.state).toBe('ready');
});

test('help that came by taking over is known also when the phone system tells it as one change', () => {
  const floor = talking();
  floor.foldAll([{ type: 'help.raised', occurredAt: at(25), agentId: agent(LI), visitId: floor.visit('a')?.id as never }]);
  listening(floor);
  floor.start(40, floor.grant(40, MEI, onCall('call.take-over', 'a')));
  const events = floor.tell(other(42, { type: 'visit.handed-over', visitKey: 'a', agentKey: 'PJSIP/9001' }));
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'help.joined', how: 'take-over', by: expect.objectContaining({ name: '王梅' }) }),
  );
});

test('who only listens has not come: the hand goes on asking, until somebody can be heard', () => {
  const floor = talking();
  const visitId = floor.visit('a')?.id as never;
  floor.foldAll([{ type: 'help.raised', occurredAt: at(25), agentId: agent(LI), visitId }]);
  listening(floor);
  expect(floor.agent(LI)?.help).not.toHaveProperty('joined');
  const due = () => deadlineOf(floor.site, entityKey('agent', agent(LI)))?.dueAt;
  expect(due()).toBe(at(55));
  const id = floor.grant(40, MEI, monitor('whisper'));
  floor.start(40, id);
  floor.tell(started(41, id, 'whisper'));
  expect(floor.agent(LI)?.help?.joined).toMatchObject({ how: 'whisper', by: { name: '王梅' } });
  expect(due()).toBeUndefined();
});

test('a caller whom an agent answers first is not picked up', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, onCall('call.pick-up', 'a'));
  floor.start(30, id);
  floor.tell(answered(31, 'a', LI));
  expect(floor.action(id)?.state).toBe('failed');
});

test('a monitoring begins when the phone system says so, by the name of its action, and ends likewise', () => {
  const floor = talking();
  const id = floor.grant(30, MEI, monitor('listen'));
  expect(floor.action(id)).toMatchObject({
    effect: { op: 'monitor', visitKey: 'a', agentKey: LI, phoneKey: 'PJSIP/9001', mode: 'listen', monitorKey: id },
    timeOutAt: at(75),
  });
  expect(floor.visit('a')?.monitors).toEqual([]);
  floor.start(30, id);
  floor.tell(started(35, id, 'listen'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.visit('a')?.monitors).toMatchObject([{ actionId: id, by: { name: '王梅' }, mode: 'listen', since: at(35) }]);
  const stop = floor.grant(50, MEI, onCall('call.stop-monitor', 'a'));
  expect(floor.action(stop)?.effect).toEqual({ op: 'stop-monitor', monitorKey: id });
  expect(floor.refusal(50, MEI, onCall('call.stop-monitor', 'a'))).toMatchObject({ code: 'conflict', actionId: stop });
  floor.start(50, stop);
  floor.tell(stopped(51, id));
  expect(floor.action(stop)?.state).toBe('confirmed');
  expect(floor.visit('a')?.monitors).toEqual([]);
});

test('a change of mode takes the running monitoring’s place; the same mode again is refused', () => {
  const floor = talking();
  const first = listening(floor);
  expect(floor.refusal(40, MEI, monitor('listen'))).toMatchObject({ code: 'already-monitoring' });
  const second = floor.grant(40, MEI, monitor('whisper'));
  expect(floor.action(second)?.effect).toMatchObject({ mode: 'whisper', monitorKey: second, replaces: first });
  floor.start(40, second);
  floor.tell(stopped(41, first), started(42, second, 'whisper'));
  expect(floor.visit('a')?.monitors).toMatchObject([{ actionId: second, mode: 'whisper' }]);
});

test('who goes on to listen to another call has left the first, also when the phone system forgets to say so', () => {
  const floor = talking();
  floor.tell(joined(11, 'b', 'vip'), answered(21, 'b', TOM));
  const first = listening(floor);
  const second = floor.grant(40, MEI, monitor('listen', 'b'));
  expect(floor.action(second)?.effect).toMatchObject({ replaces: first });
  floor.start(40, second);
  floor.tell(started(42, second, 'listen', 'b', TOM));
  expect(floor.visit('a')?.monitors).toEqual([]);
  expect(floor.visit('b')?.monitors).toMatchObject([{ actionId: second }]);
});

test('two supervisors may listen to one call, but one phone is rung for one thing at a time', () => {
  const floor = talking();
  floor.tell(joined(11, 'b', 'vip'), answered(21, 'b', TOM));
  listening(floor, MEI);
  listening(floor, HAO, 'whisper');
  expect(floor.visit('a')?.monitors.map(({ by }) => by.name)).toEqual(['王梅', '陈浩']);
  const third = floor.grant(40, MEI, monitor('listen', 'b'));
  expect(floor.refusal(41, MEI, monitor('barge'))).toMatchObject({ code: 'conflict', actionId: third });
});

test('listeners whom the phone system forgets are gone with the talk, and their wish to stop is fulfilled', () => {
  const floor = talking();
  const id = listening(floor);
  const stop = floor.grant(40, MEI, onCall('call.stop-monitor', 'a'));
  const events = floor.tell(ended(41, 'a', LI));
  expect(events).toContainEqual({
    type: 'monitor.stopped',
    occurredAt: at(41),
    visitId: floor.visit('a')?.id,
    agentId: agent(LI),
    actionId: id,
  });
  expect(floor.visit('a')?.monitors).toEqual([]);
  expect(floor.action(stop)?.state).toBe('confirmed');
  expect(floor.tell(stopped(42, id), started(43, id, 'listen'))).toEqual([]);
});

test('a monitoring that is asked for as the talk ends fails', () => {
  const floor = talking();
  const id = floor.grant(30, MEI, monitor('listen'));
  floor.start(30, id);
  floor.tell(ended(32, 'a', LI));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'caller-gone' } });
});

test('taking over frees the agent into wrap-up as taken over, with no transfer to their name; the caller goes on with the supervisor', () => {
  const floor = actingFloor();
  floor.tell(other(0, { type: 'queue.seen', queueKey: 'sales', wrapUpMs: 30_000 }), joined(10, 'a', 'sales'), answered(20, 'a', LI));
  const running = listening(floor);
  const id = floor.grant(40, MEI, onCall('call.take-over', 'a'));
  expect(floor.action(id)?.effect).toMatchObject({ op: 'take-over', agentKey: LI, phoneKey: 'PJSIP/9001', monitorKey: running });
  floor.start(40, id);
  floor.tell(other(42, { type: 'visit.handed-over', visitKey: 'a', agentKey: 'PJSIP/9001' }));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.visit('a')).toMatchObject({ state: 'talking', monitors: [] });
  expect(floor.visit('a')?.legs.map(({ endedBy }) => endedBy)).toEqual(['taken-over', undefined]);
  expect(floor.agent(LI)?.state).toBe('acw');
  expect(floor.agent(LI)?.quarters.at(-1)?.counters).not.toHaveProperty('transferred');
});

test('a take-over is not confirmed by the agent being out of it: the supervisor’s phone must have the caller', () => {
  const floor = talking();
  listening(floor);
  const id = floor.grant(40, MEI, onCall('call.take-over', 'a'));
  floor.start(40, id);
  floor.tell(stopped(41, floor.visit('a')?.monitors[0]?.actionId ?? ''), ended(42, 'a', LI, 'blind-transfer'));
  expect(floor.visit('a')?.legs[0]?.endedBy).toBe('taken-over');
  expect(floor.action(id)?.state).toBe('started');
  floor.tell(other(46, { type: 'visit.handed-over', visitKey: 'a', agentKey: 'PJSIP/9001' }));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('a caller who hangs up before the take-over fails it', () => {
  const floor = talking();
  listening(floor);
  const id = floor.grant(40, MEI, onCall('call.take-over', 'a'));
  floor.start(40, id);
  floor.tell(ended(42, 'a', LI, 'caller'));
  expect(floor.action(id)?.state).toBe('failed');
});

test('a raised hand sees who came: by listening in, and by taking over', () => {
  const floor = talking();
  floor.foldAll([{ type: 'help.raised', occurredAt: at(25), agentId: agent(LI), visitId: floor.visit('a')?.id as never }]);
  const id = floor.grant(30, MEI, monitor('whisper'));
  floor.start(30, id);
  floor.tell(started(35, id, 'whisper'));
  expect(floor.agent(LI)?.help?.joined).toMatchObject({ by: { name: '王梅' }, how: 'whisper', at: at(35) });
  const over = floor.grant(40, MEI, onCall('call.take-over', 'a'));
  floor.start(40, over);
  const events = floor.tell(ended(42, 'a', LI, 'taken-over'));
  expect(events).toContainEqual(expect.objectContaining({ type: 'help.joined', agentId: agent(LI), how: 'take-over' }));
});

test('after a call that was flagged as abusive a pause is offered to its agent, until a minute after the wrap-up', () => {
  const floor = talking();
  floor.grant(25, LI_SELF, onCall('call.flag-abuse', 'a'));
  expect(floor.visit('a')?.abuse).toMatchObject({ agentId: agent(LI), by: { name: '李婉清' } });
  expect(floor.refusal(26, MEI, onCall('call.flag-abuse', 'a'))).toMatchObject({ code: 'unchanged', byName: '李婉清' });
  floor.tell(ended(40, 'a', LI, 'caller', { wrapUp: 20_000 }));
  expect(floor.agent(LI)?.breakOffer).toEqual({ until: at(120) });
});

test('a caller who goes on with another agent is no reason to offer that one a pause', () => {
  const floor = talking();
  floor.grant(25, MEI, onCall('call.flag-abuse', 'a'));
  floor.tell(other(30, { type: 'visit.handed-over', visitKey: 'a', agentKey: TOM }));
  expect(floor.agent(LI)?.breakOffer).toEqual({ until: at(90) });
  floor.tell(ended(40, 'a', TOM));
  expect(floor.agent(TOM)?.breakOffer).toBeUndefined();
});

const NOTHING = () => 0;
const own = { ...LI_SELF, role: 'supervisor' } as const;
const withOwn = { type: 'member.seen', queueKey: 'sales', agentKey: 'PJSIP/9001', paused: false } as const;
const REFUSED: readonly (readonly [string, Actor, () => ActingFloor, (floor: ActingFloor) => unknown, RawCommand, object])[] = [
  ['the priority it has', MEI, waiting, NOTHING, onCall('call.set-priority', 'a', { priority: 0 }), { code: 'unchanged' }],
  [
    'the priority of a talk',
    MEI,
    talking,
    NOTHING,
    onCall('call.set-priority', 'a', { priority: 5 }),
    { code: 'wrong-state', detail: 'talking' },
  ],
  ['withdrawing a talk', MEI, talking, NOTHING, onCall('call.withdraw', 'a', { reason: '关闭' }), { code: 'wrong-state' }],
  ['picking up a talk', MEI, talking, NOTHING, onCall('call.pick-up', 'a'), { code: 'wrong-state' }],
  ['picking up without a phone', ADMIN, waiting, NOTHING, onCall('call.pick-up', 'a'), { code: 'no-phone' }],
  [
    'picking up with a phone that has a call',
    MEI,
    waiting,
    (floor) => floor.tell(other(1, withOwn), joined(11, 'b', 'sales'), answered(12, 'b', 'PJSIP/9001')),
    onCall('call.pick-up', 'a'),
    { code: 'agent-busy' },
  ],
  ['listening to a caller who waits', MEI, waiting, NOTHING, monitor('listen'), { code: 'wrong-state', detail: 'queued' }],
  ['listening without a phone', ADMIN, talking, NOTHING, monitor('listen'), { code: 'no-phone' }],
  ['listening to one’s own call', own, talking, NOTHING, monitor('listen'), { code: 'not-permitted' }],
  ['listening to a call that ended', MEI, talking, (floor) => floor.tell(ended(25, 'a', LI)), monitor('listen'), { code: 'call-ended' }],
  ['listening in another team', LEAD, () => talking(ZHAO), NOTHING, monitor('listen'), { code: 'not-permitted' }],
  ['stopping what was not begun', MEI, talking, NOTHING, onCall('call.stop-monitor', 'a'), { code: 'not-monitoring' }],
  ['taking over out of the blue', MEI, talking, NOTHING, onCall('call.take-over', 'a'), { code: 'not-monitoring' }],
  [
    'taking over what a colleague listens to',
    HAO,
    talking,
    (floor) => listening(floor, MEI),
    onCall('call.take-over', 'a'),
    { code: 'not-monitoring' },
  ],
  [
    'a second move while the first is under way',
    HAO,
    talking,
    (floor) => floor.grant(25, MEI, reassign('a', TOM)),
    onCall('call.disconnect', 'a', { reason: '骚扰' }),
    { code: 'conflict', byName: '王梅' },
  ],
  ['flagging a caller who waits', MEI, waiting, NOTHING, onCall('call.flag-abuse', 'a'), { code: 'wrong-state' }],
  ['flagging a colleague’s call', TOM_SELF, talking, NOTHING, onCall('call.flag-abuse', 'a'), { code: 'not-permitted' }],
  [
    'what this phone system can not do',
    MEI,
    talking,
    (floor) => floor.tell(other(25, { type: 'source.capabilities', can: ['move-talking'] })),
    monitor('barge'),
    { code: 'not-supported', detail: 'monitor' },
  ],
  [
    'a phone system that is lost',
    MEI,
    talking,
    (floor) => floor.tell(other(25, { type: 'source.status', status: 'lost' })),
    monitor('barge'),
    { code: 'source-lost' },
  ],
  ['a forged call', MEI, talking, NOTHING, { type: 'call.disconnect', visitId: 'v-forged', reason: '骚扰' }, { code: 'not-found' }],
];

test.each(REFUSED)('refused with its reason, and nothing changes: %s', (_title, by, floorOf, prepare, command, rejection) => {
  const floor = floorOf();
  prepare(floor);
  const before = structuredClone(floor.site);
  expect(floor.refusal(40, by, command)).toMatchObject(rejection);
  expect(floor.site).toEqual(before);
});

test('a lead acts on the calls of the own team and its queues', () => {
  const floor = talking();
  floor.tell(member(1, ZHAO, 'support'), joined(11, 'b', 'support'), joined(12, 'c', 'vip'));
  expect(floor.ask(30, LEAD, monitor('listen')).ok).toBe(true);
  expect(floor.ask(30, LEAD, onCall('call.set-priority', 'c', { priority: 2 })).ok).toBe(true);
  expect(floor.refusal(30, LEAD, onCall('call.set-priority', 'b', { priority: 2 }))).toMatchObject({ code: 'not-permitted' });
});
