import { expect, test } from 'vitest';
import { answered, at, joined, offerEnded, offered, other } from '../../support/floor.js';
import { actingFloor, agent, HAO, LI, LI_SELF, MEI, TOM_SELF } from './acting-floor.js';
import { gone, hangUp, onAgent, paused, setNotReady, setReady, signOut, unpaused, WHY, withCall } from './agent-words.js';

const LATER = { when: 'after-call' };
const cancel = () => onAgent('agent.cancel-pending', LI);

test('a pause after this call waits while the agent talks, is asked for when the caller is gone, and shows after the wrap-up', () => {
  const floor = withCall(60_000);
  const id = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
  expect(floor.action(id)).toMatchObject({ state: 'pending', detail: { when: 'after-call', forced: true, reason: '高峰' } });
  expect(floor.action(id)?.effect).toBeUndefined();
  expect(floor.agent(LI)?.pending).toEqual({
    actionId: id,
    to: 'not-ready',
    reasonCode: 'MEETING',
    by: expect.anything(),
    expiresAt: at(3_630),
  });
  floor.tell(hangUp(40));
  expect(floor.agent(LI)?.pending).toBeUndefined();
  expect(floor.action(id)).toMatchObject({
    state: 'requested',
    effect: { op: 'set-not-ready', agentKey: LI, reasonCode: 'MEETING' },
    source: 'test',
    timeOutAt: at(55),
  });
  floor.start(40, id);
  floor.tell(...paused(41, LI, 'MEETING'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.agent(LI)).toMatchObject({ state: 'acw', wrapUp: { until: at(100) }, forced: { by: { name: '王梅' } } });
  floor.until(100);
  expect(floor.agent(LI)).toMatchObject({
    state: 'not-ready',
    reasonCode: 'MEETING',
    since: at(100),
    forced: { actionId: id, reason: '高峰', by: { name: '王梅' } },
  });
});

test('an agent may ask for a break after the call as well, and it is no force', () => {
  const floor = withCall();
  const id = floor.grant(30, LI_SELF, setNotReady(LI, 'MEAL', LATER));
  floor.tell(hangUp(40));
  floor.start(40, id);
  floor.tell(...paused(41, LI, 'MEAL'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.agent(LI)?.state).toBe('not-ready');
  expect(floor.agent(LI)?.forced).toBeUndefined();
});

test('after a call that is not there means now', () => {
  const floor = actingFloor();
  expect(floor.action(floor.grant(10, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER })))?.state).toBe('requested');
});

test.each([
  ['nobody answers the ring', [joined(5, 'b', 'sales'), offered(6, 'b', LI)], [offerEnded(20, 'b', LI, 'no-answer')]],
  [
    'a call of their own ends',
    [other(5, { type: 'agent.off-queue-call', agentKey: LI, phase: 'talking' })],
    [other(20, { type: 'agent.off-queue-call', agentKey: LI, phase: 'none' })],
  ],
] as const)('what waits is asked for when %s', (_, before, after) => {
  const floor = actingFloor();
  floor.tell(...before);
  const id = floor.grant(10, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
  expect(floor.action(id)?.state).toBe('pending');
  floor.tell(...after);
  expect(floor.action(id)?.state).toBe('requested');
});

test('of two calls in hand, the end of one is not the end of the contact', () => {
  const floor = withCall();
  floor.tell(joined(21, 'b', 'sales'), answered(25, 'b', LI));
  const id = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
  floor.tell(hangUp(40));
  expect(floor.action(id)?.state).toBe('pending');
  expect(floor.agent(LI)?.pending?.actionId).toBe(id);
});

test('signing out after the call leaves the wrap-up its time', () => {
  const floor = withCall(60_000);
  const id = floor.grant(30, LI_SELF, signOut(LI, LATER));
  floor.tell(hangUp(40));
  expect(floor.action(id)?.state).toBe('pending');
  expect(floor.agent(LI)?.state).toBe('acw');
  floor.until(100);
  expect(floor.action(id)).toMatchObject({ state: 'requested', effect: { op: 'sign-out', agentKey: LI } });
  floor.tell(gone(101, LI));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('a call that comes in at the end of the wrap-up goes first', () => {
  const floor = withCall(60_000);
  const id = floor.grant(30, LI_SELF, signOut(LI, LATER));
  floor.tell(hangUp(40), joined(41, 'b', 'sales'), offered(99, 'b', LI));
  expect(floor.action(id)?.state).toBe('pending');
  floor.tell(answered(101, 'b', LI));
  expect(floor.action(id)?.state).toBe('pending');
});

test('a later wish takes the place of the one that waits', () => {
  const floor = withCall();
  const first = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
  const second = floor.grant(31, HAO, setNotReady(LI, 'TRAINING', { ...WHY, ...LATER }));
  expect(floor.action(first)).toMatchObject({ state: 'withdrawn', settledAt: at(31) });
  expect(floor.agent(LI)?.pending).toMatchObject({ actionId: second, reasonCode: 'TRAINING' });
  expect(floor.events.filter(({ type }) => type === 'agent.pending-cleared')).toMatchObject([{ how: 'replaced' }]);
});

test('the same wish by somebody else is told who was first; by oneself it is no news', () => {
  const floor = withCall();
  const first = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
  const again = setNotReady(LI, 'MEETING', { ...WHY, ...LATER });
  expect(floor.refusal(31, HAO, again)).toEqual({ code: 'conflict', byName: '王梅', actionId: first });
  expect(floor.refusal(31, MEI, again)).toEqual({ code: 'unchanged' });
});

test('ready instead of the pause that waits: at the end there is nothing left to ask for', () => {
  const floor = withCall();
  floor.grant(30, LI_SELF, setNotReady(LI, 'MEAL', LATER));
  const id = floor.grant(31, LI_SELF, setReady(LI, LATER));
  floor.tell(hangUp(40));
  expect(floor.action(id)).toMatchObject({ state: 'confirmed' });
  expect(floor.agent(LI)?.pending).toBeUndefined();
});

test('what waits can be cancelled by who asked, by the agent, and by whoever may command the agent', () => {
  for (const by of [MEI, LI_SELF, HAO]) {
    const floor = withCall();
    const id = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
    expect(floor.refusal(31, TOM_SELF, cancel())).toEqual({ code: 'not-permitted' });
    floor.grant(32, by, cancel());
    expect(floor.action(id)?.state).toBe('withdrawn');
    expect(floor.agent(LI)?.pending).toBeUndefined();
    floor.tell(hangUp(40));
    expect(floor.action(id)?.state).toBe('withdrawn');
  }
});

test('nothing waits: nothing to cancel', () => {
  expect(withCall().refusal(30, MEI, cancel())).toEqual({ code: 'unchanged' });
});

test('what waited for an hour is given up', () => {
  const floor = withCall();
  const id = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
  floor.until(3_629.999);
  expect(floor.action(id)?.state).toBe('pending');
  floor.until(3_630);
  expect(floor.action(id)?.state).toBe('timed-out');
  expect(floor.agent(LI)?.pending).toBeUndefined();
  floor.tell(hangUp(3_700));
  expect(floor.action(id)?.state).toBe('timed-out');
});

test('an agent who signs out during the call has done what a signing out waited for, and no pause can be set any more', () => {
  const out = withCall();
  const signing = out.grant(30, MEI, signOut(LI, { ...WHY, ...LATER }));
  out.tell(gone(35, LI));
  expect(out.action(signing)?.state).toBe('confirmed');
  const floor = withCall();
  const pausing = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
  floor.tell(gone(35, LI));
  expect(floor.action(pausing)).toMatchObject({ state: 'failed', failure: { code: 'not-found' } });
  for (const each of [out, floor]) expect(each.agent(LI)?.pending).toBeUndefined();
});

test('an agent who went for a meal during the call is not moved to another pause by what waited (AG-04)', () => {
  const floor = withCall();
  const id = floor.grant(30, MEI, setNotReady(LI, 'ADMIN', { ...WHY, ...LATER }));
  floor.tell(...paused(35, LI, 'MEAL'), hangUp(40));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'refused', detail: 'agent-protected' } });
  expect(floor.agent(LI)).toMatchObject({ state: 'not-ready', reasonCode: 'MEAL' });
});

test('undo of what waits takes it off the agent too', () => {
  const floor = withCall();
  const id = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
  floor.grant(31, MEI, { type: 'action.undo', actionId: id });
  expect(floor.action(id)?.state).toBe('withdrawn');
  expect(floor.agent(LI)?.pending).toBeUndefined();
});

test('the pause after an abusive call is the agent to take, after the wrap-up, or to decline with one key (AG-20)', () => {
  const offer = () => {
    const floor = withCall(60_000);
    floor.grant(25, LI_SELF, { type: 'call.flag-abuse', visitId: floor.agent(LI)?.visitId });
    expect(floor.refusal(26, LI_SELF, { type: 'break.answer', accept: true })).toEqual({ code: 'too-late' });
    floor.tell(hangUp(40));
    expect(floor.agent(LI)?.breakOffer).toEqual({ until: at(160) });
    return floor;
  };
  const taken = offer();
  const id = taken.grant(45, LI_SELF, { type: 'break.answer', accept: true });
  expect(taken.action(id)).toMatchObject({ kind: 'break.answer', effect: { op: 'set-not-ready', reasonCode: 'MICRO_PAUSE' } });
  expect(taken.agent(LI)?.breakOffer).toBeUndefined();
  taken.tell(...paused(46, LI, 'MICRO_PAUSE'));
  expect(taken.action(id)?.state).toBe('confirmed');
  expect(taken.agent(LI)?.state).toBe('acw');
  taken.until(100);
  expect(taken.agent(LI)).toMatchObject({ state: 'not-ready', reasonCode: 'MICRO_PAUSE' });

  const declined = offer();
  declined.grant(45, LI_SELF, { type: 'break.answer', accept: false });
  expect(declined.agent(LI)?.breakOffer).toBeUndefined();
  declined.until(100);
  expect(declined.agent(LI)?.state).toBe('ready');

  const silent = offer();
  silent.until(160);
  expect(silent.agent(LI)?.breakOffer).toBeUndefined();
  expect(silent.events.filter(({ type }) => type === 'break.answered')).toMatchObject([{ accepted: false, occurredAt: at(160) }]);
});

test('a pause that is taken while the next call is in hand waits for its end', () => {
  const floor = withCall();
  floor.grant(25, LI_SELF, { type: 'call.flag-abuse', visitId: floor.agent(LI)?.visitId });
  floor.tell(hangUp(40), joined(41, 'b', 'sales'), answered(42, 'b', LI));
  const id = floor.grant(45, LI_SELF, { type: 'break.answer', accept: true });
  expect(floor.agent(LI)).toMatchObject({ pending: { actionId: id, reasonCode: 'MICRO_PAUSE' } });
});

test('a pause that waits goes on to the agent’s own queues only: unpaused ones do not confirm it', () => {
  const floor = withCall();
  const id = floor.grant(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, ...LATER }));
  floor.tell(hangUp(40), ...unpaused(41, LI));
  expect(floor.action(id)?.state).toBe('requested');
  expect(floor.action(id)?.on).toEqual({ agentId: agent(LI) });
});
