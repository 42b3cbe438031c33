import { expect, test } from 'vitest';
import { answered, at, joined, member, offered, other } from '../../support/floor.js';
import { actingFloor, agent, HAO, LI, LI_SELF, MEI, TOM, TOM_SELF } from './acting-floor.js';
import { gone, hangUp, lost, onAgent, paused, setNotReady, setReady, signOut, unpaused, WHY, withCall, withoutOp } from './agent-words.js';

test('an agent goes on a break: asked of the phone system, and so only when all their queues say it', () => {
  const floor = actingFloor();
  const id = floor.grant(10, TOM_SELF, setNotReady(TOM, 'BREAK'));
  expect(floor.action(id)).toMatchObject({
    kind: 'agent.set-state',
    state: 'requested',
    on: { agentId: agent(TOM) },
    effect: { op: 'set-not-ready', agentKey: TOM, reasonCode: 'BREAK' },
    timeOutAt: at(25),
    detail: { toState: 'not-ready', reasonCode: 'BREAK', when: 'now', stateBefore: 'ready' },
  });
  expect(floor.agent(TOM)?.state).toBe('ready');
  floor.start(10, id);
  floor.tell(...paused(11, TOM, 'BREAK', 'sales'));
  expect(floor.action(id)?.state).toBe('started');
  floor.tell(...paused(11.2, TOM, 'BREAK', 'vip'));
  expect(floor.action(id)).toMatchObject({ state: 'confirmed', settledAt: at(11.2) });
  expect(floor.agent(TOM)).toMatchObject({ state: 'not-ready', reasonCode: 'BREAK' });
  expect(floor.agent(TOM)?.forced).toBeUndefined();
});

test('a pause for another reason does not confirm the one that was asked for', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, setNotReady(LI, 'MEETING', WHY));
  floor.start(10, id);
  floor.tell(...paused(11, LI, 'MEAL'));
  expect(floor.action(id)?.state).toBe('started');
  floor.tell(...paused(12, LI, 'meeting'));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('a phone system that tells no reasons is believed about the pause', () => {
  const floor = actingFloor();
  const id = floor.grant(10, LI_SELF, setNotReady(LI, 'MEAL'));
  floor.tell(member(11, LI, 'sales', { paused: true }));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('ready again counts when the agent is unpaused in every queue', () => {
  const floor = actingFloor();
  floor.tell(...paused(5, TOM, 'MEAL', 'sales', 'vip'));
  const id = floor.grant(10, TOM_SELF, setReady(TOM));
  expect(floor.action(id)?.effect).toEqual({ op: 'set-ready', agentKey: TOM });
  floor.tell(...unpaused(11, TOM, 'vip'));
  expect(floor.action(id)?.state).toBe('requested');
  floor.tell(...unpaused(12, TOM, 'sales'));
  expect(floor.action(id)?.state).toBe('confirmed');
});

test('somebody paused in one of two queues is called ready, and may still ask to be so in both', () => {
  const floor = actingFloor();
  floor.tell(...paused(5, TOM, 'MEAL', 'vip'));
  expect(floor.agent(TOM)?.state).toBe('ready');
  expect(floor.refusal(10, TOM_SELF, setReady(TOM))).toBe('granted');
});

test('what is so already is told, and leaves no action', () => {
  const floor = actingFloor();
  floor.tell(...paused(5, LI, 'MEAL'));
  expect(floor.refusal(10, LI_SELF, setNotReady(LI, 'MEAL'))).toEqual({ code: 'unchanged' });
  expect(floor.refusal(10, TOM_SELF, setReady(TOM))).toEqual({ code: 'unchanged' });
  floor.tell(gone(20, LI));
  expect(floor.refusal(30, LI_SELF, signOut(LI))).toEqual({ code: 'unchanged' });
  expect(floor.site.actions.size).toBe(0);
});

test('who is not signed in can not be set to anything', () => {
  const floor = actingFloor();
  floor.tell(gone(5, LI));
  expect(floor.refusal(10, MEI, setNotReady(LI, 'MEETING', WHY))).toEqual({ code: 'agent-gone' });
  expect(floor.refusal(10, MEI, onAgent('agent.end-wrap-up', LI))).toEqual({ code: 'agent-gone' });
});

test('who signed out with a caller on the line is gone too: nothing waits for the end of that call', () => {
  const floor = withCall();
  floor.tell(gone(25, LI));
  expect(floor.agent(LI)?.state).toBe('talking');
  expect(floor.refusal(30, MEI, setNotReady(LI, 'MEETING', { ...WHY, when: 'after-call' }))).toEqual({ code: 'agent-gone' });
  expect(floor.refusal(30, MEI, signOut(LI, { ...WHY, when: 'after-call' }))).toEqual({ code: 'unchanged' });
});

test('an agent whom nobody knows is not found', () => {
  expect(actingFloor().refusal(10, MEI, setNotReady('PJSIP/7777', 'MEETING', WHY))).toEqual({ code: 'not-found' });
});

test('a phone that is gone can be paused and signed out, but not made ready', () => {
  const floor = actingFloor();
  floor.tell(...paused(2, LI, 'ADMIN'), other(5, { type: 'agent.reachable', agentKey: LI, reachable: false }));
  expect(floor.refusal(10, LI_SELF, setReady(LI))).toEqual({ code: 'wrong-state', detail: 'unreachable' });
  expect(floor.refusal(10, MEI, signOut(LI, WHY))).toBe('granted');
});

test('with the phone system out of reach, or unable, nothing is asked', () => {
  const floor = actingFloor();
  withoutOp(floor, 'sign-out');
  expect(floor.refusal(10, MEI, signOut(LI, WHY))).toMatchObject({ code: 'not-supported' });
  expect(floor.refusal(10, LI_SELF, setNotReady(LI, 'BREAK'))).toBe('granted');
  floor.tell(lost(11));
  expect(floor.refusal(12, TOM_SELF, setNotReady(TOM, 'BREAK'))).toMatchObject({ code: 'source-lost' });
});

test('two supervisors want one agent: the second is told who was first', () => {
  const floor = actingFloor();
  const first = floor.grant(10, MEI, setNotReady(LI, 'MEETING', WHY));
  expect(floor.refusal(11, HAO, setNotReady(LI, 'TRAINING', WHY))).toEqual({ code: 'conflict', byName: '王梅', actionId: first });
  expect(floor.refusal(11, HAO, setNotReady(TOM, 'TRAINING', WHY))).toBe('granted');
  floor.until(25);
  expect(floor.action(first)?.state).toBe('timed-out');
  expect(floor.refusal(26, HAO, setNotReady(LI, 'TRAINING', WHY))).toBe('granted');
});

test('signing out is confirmed by the last queue that the agent leaves', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, signOut(TOM, WHY));
  floor.start(10, id);
  floor.tell(gone(11, TOM, 'sales'));
  expect(floor.action(id)?.state).toBe('started');
  floor.tell(gone(11, TOM, 'vip'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.agent(TOM)).toMatchObject({ state: 'logged-out', forced: { reason: '高峰', by: { name: '王梅' } } });
});

test('an agent who signs out meanwhile can not become ready: the action says why', () => {
  const floor = actingFloor();
  floor.tell(...paused(5, LI, 'RONA'));
  const id = floor.grant(10, MEI, setReady(LI, WHY));
  floor.start(10, id);
  floor.tell(gone(11, LI));
  expect(floor.action(id)).toMatchObject({ state: 'failed', failure: { code: 'not-found', detail: 'agent-gone' } });
  expect(floor.agent(LI)?.forced).toBeUndefined();
});

test('ready out of wrap-up ends the wrap-up, whoever of both ends it', () => {
  const floor = withCall(60_000);
  floor.tell(hangUp(30));
  const id = floor.grant(35, LI_SELF, setReady(LI));
  expect(floor.action(id)?.effect).toEqual({ op: 'end-wrap-up', agentKey: LI });
  floor.tell(other(36, { type: 'agent.wrap-up-ended', agentKey: LI }));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.agent(LI)?.state).toBe('ready');
});

test('an endless wrap-up is ended by a supervisor, and the agent sees who did it', () => {
  const floor = withCall();
  floor.tell(hangUp(30, { wrapUp: 'until-told' }));
  expect(floor.refusal(300, MEI, setReady(LI, WHY))).toEqual({ code: 'wrong-state', detail: 'acw' });
  expect(floor.refusal(300, MEI, onAgent('agent.end-wrap-up', LI))).toEqual({ code: 'reason-needed', field: 'reason' });
  const id = floor.grant(300, MEI, { ...onAgent('agent.end-wrap-up', LI), ...WHY });
  floor.start(300, id);
  floor.tell(other(301, { type: 'agent.wrap-up-ended', agentKey: LI }));
  expect(floor.action(id)).toMatchObject({ state: 'confirmed', detail: { forced: true } });
  expect(floor.agent(LI)).toMatchObject({ state: 'ready', forced: { by: { name: '王梅' }, reason: WHY.reason } });
});

test('who is not in wrap-up has none to end', () => {
  expect(actingFloor().refusal(10, MEI, onAgent('agent.end-wrap-up', LI))).toEqual({ code: 'wrong-state', detail: 'ready' });
});

test('a pause pressed in wrap-up ends it, as ever', () => {
  const floor = withCall(60_000);
  floor.tell(hangUp(30));
  const id = floor.grant(35, LI_SELF, setNotReady(LI, 'MEAL'));
  floor.tell(...paused(36, LI, 'MEAL'));
  expect(floor.action(id)?.state).toBe('confirmed');
  expect(floor.agent(LI)).toMatchObject({ state: 'not-ready', since: at(36) });
});

test('a change that nothing confirms is over after 15 s, and the next one is open', () => {
  const floor = actingFloor();
  const id = floor.grant(10, LI_SELF, setNotReady(LI, 'BREAK'));
  floor.start(10, id);
  floor.until(24.999);
  expect(floor.action(id)?.state).toBe('started');
  floor.until(25);
  expect(floor.action(id)?.state).toBe('timed-out');
});

test.each(['ringing', 'talking', 'holding', 'dialing'])(
  'in a live contact (%s) neither others nor the agent change the state now',
  (state) => {
    const floor = actingFloor();
    if (state === 'dialing') floor.tell(other(5, { type: 'agent.off-queue-call', agentKey: LI, phase: 'dialing' }));
    else floor.tell(joined(5, 'a', 'sales'), offered(6, 'a', LI));
    if (state === 'talking' || state === 'holding') floor.tell(answered(7, 'a', LI));
    if (state === 'holding') floor.tell(other(8, { type: 'visit.held', visitKey: 'a', agentKey: LI }));
    expect(floor.agent(LI)?.state).toBe(state);
    for (const by of [MEI, LI_SELF]) {
      expect(floor.refusal(10, by, setNotReady(LI, 'MEETING', WHY))).toEqual({ code: 'in-contact' });
      expect(floor.refusal(10, by, signOut(LI, WHY))).toEqual({ code: 'in-contact' });
    }
  },
);

test('the same command sent twice is one action', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, setNotReady(LI, 'MEETING', WHY));
  expect(floor.ask(10, MEI, setNotReady(LI, 'MEETING', WHY), 'command-1')).toEqual({ ok: false, error: { code: 'unchanged' } });
  expect([...floor.site.openActions]).toEqual([id]);
});
