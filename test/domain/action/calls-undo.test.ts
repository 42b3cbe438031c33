import { expect, test } from 'vitest';
import { undoOf } from '../../../shared/domain/action/undo.js';
import type { ActionId } from '../../../shared/kernel/ids.js';
import { answered, at, joined, other } from '../../support/floor.js';
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
  reassign,
  TOM,
  visit,
} from './acting-floor.js';

const waiting = () => {
  const floor = actingFloor();
  floor.tell(joined(10, 'a', 'sales', { priority: 2 }));
  return floor;
};
const undo = (actionId: string) => ({ type: 'action.undo', actionId }) as const;
const undoable = (floor: ActingFloor, id: Parameters<ActingFloor['action']>[0]) => {
  const action = floor.action(id);
  return action === undefined ? undefined : undoOf(action);
};

/** A priority that the phone system has set. */
const raised = (floor: ActingFloor, priority = 9) => {
  const id = floor.grant(30, MEI, onCall('call.set-priority', 'a', { priority }));
  floor.start(30, id);
  floor.tell(other(31, { type: 'visit.priority-changed', visitKey: 'a', priority }));
  return id;
};
/** A caller whom the phone system has moved. */
const moved = (floor: ActingFloor) => {
  const id = floor.grant(30, MEI, moveTo('a', 'vip', 7));
  floor.start(30, id);
  floor.tell(joined(31, 'a#2', 'vip', { callEnteredAt: at(10), priority: 7 }));
  return id;
};

test('an offer is withdrawn before the desk has answered: nothing has happened, and the desk is too late', () => {
  const floor = waiting();
  floor.desk(5, TOM);
  const id = floor.grant(30, MEI, reassign('a', TOM));
  expect(undoable(floor, id)).toBe('withdraw');
  const back = floor.grant(33, MEI, undo(id));
  expect(floor.action(id)).toMatchObject({ state: 'withdrawn', undoneBy: back, settledAt: at(33) });
  expect(floor.action(back)).toMatchObject({
    kind: 'action.undo',
    state: 'confirmed',
    undoOf: id,
    on: { actionId: id, visitId: visit('a') },
  });
  const tom = { ...LI_SELF, agentId: agent(TOM) };
  expect(floor.refusal(34, tom, { type: 'offer.accept', actionId: id })).toMatchObject({ code: 'too-late' });
  expect(floor.ask(35, HAO, reassign('a', LI)).ok).toBe(true);
});

test('what the phone system is being asked this moment can not be caught any more', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  floor.start(30, id);
  expect(undoable(floor, id)).toBeUndefined();
  expect(floor.refusal(31, MEI, undo(id))).toMatchObject({ code: 'too-late' });
});

test('a request that nobody has taken up yet is withdrawn, and is not taken up afterwards', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  floor.grant(30.1, MEI, undo(id));
  floor.start(30.2, id);
  expect(floor.action(id)?.state).toBe('withdrawn');
});

test('a priority that was set is put back by a new action that says what it undoes', () => {
  const floor = waiting();
  const id = raised(floor);
  expect(undoable(floor, id)).toBe('inverse');
  const back = floor.grant(40, MEI, undo(id));
  expect(floor.action(back)).toMatchObject({
    kind: 'action.undo',
    undoOf: id,
    state: 'requested',
    effect: { op: 'set-priority', visitKey: 'a', priority: 2 },
  });
  expect(floor.action(id)).toMatchObject({ state: 'confirmed', undoneBy: back });
  expect(floor.refusal(41, HAO, onCall('call.set-priority', 'a', { priority: 4 }))).toMatchObject({ code: 'conflict', actionId: back });
  floor.start(41, back);
  floor.tell(other(42, { type: 'visit.priority-changed', visitKey: 'a', priority: 2 }));
  expect(floor.action(back)?.state).toBe('confirmed');
  expect(floor.visit('a')?.priority).toBe(2);
  expect(floor.refusal(43, MEI, undo(id))).toMatchObject({ code: 'unchanged', actionId: back });
  expect(floor.refusal(43, MEI, undo(back))).toMatchObject({ code: 'not-undoable' });
});

test.each([
  ['nobody answers', (floor: ActingFloor) => void floor.until(60)],
  [
    'the phone system refuses',
    (floor: ActingFloor, back: ActionId) =>
      floor.foldAll([
        {
          type: 'action.settled',
          occurredAt: at(41),
          actionId: back,
          result: 'failed',
          failure: { code: 'refused' },
          undoOf: floor.action(back)?.undoOf as ActionId,
        },
      ]),
  ],
] as const)('an undo that came to nothing, since %s, can be tried again', (_why, fail) => {
  const floor = waiting();
  const id = raised(floor);
  const back = floor.grant(40, MEI, undo(id));
  floor.start(40, back);
  expect(undoable(floor, id)).toBeUndefined();
  fail(floor, back);
  expect(floor.action(id)).toMatchObject({ state: 'confirmed' });
  expect(undoable(floor, id)).toBe('inverse');
  const again = floor.grant(61, MEI, undo(id));
  floor.start(61, again);
  floor.tell(other(62, { type: 'visit.priority-changed', visitKey: 'a', priority: 2 }));
  expect(floor.action(again)?.state).toBe('confirmed');
  expect(floor.action(id)?.undoneBy).toBe(again);
  expect(floor.refusal(63, MEI, undo(id))).toMatchObject({ code: 'unchanged' });
});

test('a priority that somebody has changed since is theirs: undoing would not bring back what was', () => {
  const floor = waiting();
  const id = raised(floor);
  floor.tell(other(35, { type: 'visit.priority-changed', visitKey: 'a', priority: 1 }));
  expect(floor.refusal(40, MEI, undo(id))).toMatchObject({ code: 'not-undoable' });
});

test('a caller who was moved to a queue goes back with the priority of before, while still waiting there', () => {
  const floor = waiting();
  const id = moved(floor);
  const back = floor.grant(40, MEI, undo(id));
  expect(floor.action(back)).toMatchObject({
    undoOf: id,
    on: { visitId: visit('a#2'), toQueueId: queue('sales') },
    effect: { op: 'move-waiting', visitKey: 'a#2', queueKey: 'vip', to: { kind: 'queue', queueKey: 'sales', priority: 2 } },
  });
  floor.start(40, back);
  floor.tell(joined(41, 'a#3', 'sales', { callEnteredAt: at(10), priority: 2 }));
  expect(floor.action(back)?.state).toBe('confirmed');
  expect(floor.visit('a#3')).toMatchObject({ state: 'queued', queueId: queue('sales'), priority: 2, callEnteredAt: at(10) });
});

test('a caller who was answered in the new queue is not taken out of the talk by an undo', () => {
  const floor = waiting();
  const id = moved(floor);
  floor.tell(answered(35, 'a#2', TOM));
  expect(floor.refusal(40, MEI, undo(id))).toMatchObject({ code: 'wrong-state', detail: 'talking' });
});

test('what was done to a caller who has gone can not be undone', () => {
  const floor = waiting();
  const id = raised(floor);
  floor.tell(other(35, { type: 'visit.abandoned', visitKey: 'a' }));
  expect(floor.refusal(40, MEI, undo(id))).toMatchObject({ code: 'call-ended' });
});

test('a talk that was moved to a queue can not be given back as it was', () => {
  const floor = waiting();
  floor.tell(answered(20, 'a', LI));
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  floor.start(30, id);
  floor.tell(joined(31, 'a#2', 'vip'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(undoable(floor, id)).toBeUndefined();
  expect(floor.refusal(40, MEI, undo(id))).toMatchObject({ code: 'not-undoable' });
});

test('a lead takes back the own doing only; a supervisor that of others too', () => {
  const floor = waiting();
  const id = floor.grant(30, MEI, moveTo('a', 'vip'));
  expect(floor.refusal(30, LEAD, undo(id))).toMatchObject({ code: 'not-permitted' });
  expect(floor.refusal(30, LI_SELF, undo(id))).toMatchObject({ code: 'not-permitted' });
  expect(floor.ask(30, HAO, undo(id)).ok).toBe(true);
  const own = floor.grant(31, LEAD, moveTo('a', 'vip'));
  expect(floor.ask(31, LEAD, undo(own)).ok).toBe(true);
});

test('an action that nobody knows is not undone', () => {
  expect(waiting().refusal(30, MEI, undo('x-forged'))).toMatchObject({ code: 'not-found' });
});

test('a state that waits for the end of a call is withdrawn with what waits', () => {
  const floor = waiting();
  floor.tell(answered(20, 'a', LI));
  const command = {
    type: 'agent.set-state',
    agentId: agent(LI),
    to: { state: 'not-ready', reasonCode: 'MEETING' },
    when: 'after-call',
  } as const;
  const id = floor.grant(30, MEI, { ...command, reason: '临时会议' });
  expect(floor.action(id)?.state).toBe('pending');
  const back = floor.grant(31, MEI, undo(id));
  expect(floor.action(id)).toMatchObject({ state: 'withdrawn', undoneBy: back });
  expect(floor.agent(LI)?.pending).toBeUndefined();
});

test('a state that was forced is put back by force, with the same reason, while it is still so', () => {
  const floor = waiting();
  const command = { type: 'agent.set-state', agentId: agent(LI), to: { state: 'not-ready', reasonCode: 'MEETING' }, when: 'now' } as const;
  const id = floor.grant(30, MEI, { ...command, reason: '临时会议' });
  floor.start(30, id);
  floor.tell(other(31, { type: 'member.seen', agentKey: LI, queueKey: 'sales', paused: true, reason: 'MEETING' }));
  floor.foldAll(
    floor.action(id)?.state === 'confirmed' ? [] : [{ type: 'action.settled', occurredAt: at(31), actionId: id, result: 'confirmed' }],
  );
  const back = floor.ask(40, MEI, undo(id));
  expect(back.ok && floor.action(back.actionId)).toMatchObject({
    undoOf: id,
    effect: { op: 'set-ready', agentKey: LI },
    detail: { reason: '临时会议', forced: true },
  });
});

test('a state that the agent has changed since is not put back', () => {
  const floor = waiting();
  const command = { type: 'agent.set-state', agentId: agent(LI), to: { state: 'not-ready', reasonCode: 'MEETING' }, when: 'now' } as const;
  const id = floor.grant(30, MEI, { ...command, reason: '临时会议' });
  floor.foldAll([{ type: 'action.settled', occurredAt: at(31), actionId: id, result: 'confirmed' }]);
  floor.tell(other(32, { type: 'member.seen', agentKey: LI, queueKey: 'sales', paused: true, reason: 'TRAINING' }));
  expect(floor.refusal(40, MEI, undo(id))).toMatchObject({ code: 'not-undoable' });
});
