import { expect, test } from 'vitest';
import { at, other } from '../../support/floor.js';
import { actingFloor, agent, HAO, LI, LI_SELF, MEI, TOM_SELF, visit } from './acting-floor.js';
import { gone, hangUp, lost, onAgent, withCall } from './agent-words.js';

const say = (text: string, more: object = {}) => onAgent('agent.message', LI, { text, ...more });

test('a message is pending until the agent has read it', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, say('下班前来一下'));
  expect(floor.action(id)).toMatchObject({
    kind: 'agent.message',
    state: 'pending',
    by: { name: '王梅' },
    on: { agentId: agent(LI) },
    detail: { text: '下班前来一下' },
    timeOutAt: at(10 + 8 * 3_600),
  });
  expect(floor.refusal(20, TOM_SELF, { type: 'message.read', actionId: id })).toEqual({ code: 'not-found' });
  expect(floor.refusal(20, MEI, { type: 'message.read', actionId: id })).toEqual({ code: 'not-found' });
  floor.grant(21, LI_SELF, { type: 'message.read', actionId: id });
  expect(floor.action(id)).toMatchObject({ state: 'confirmed', settledAt: at(21) });
  expect(floor.refusal(22, LI_SELF, { type: 'message.read', actionId: id })).toEqual({ code: 'unchanged' });
});

test('what is no message can not be read away', () => {
  const floor = withCall();
  const id = floor.grant(
    30,
    MEI,
    onAgent('agent.set-state', LI, { to: { state: 'not-ready', reasonCode: 'MEETING' }, when: 'after-call', reason: '会' }),
  );
  expect(floor.refusal(31, LI_SELF, { type: 'message.read', actionId: id })).toEqual({ code: 'not-found' });
});

test('unread after eight hours it is over', () => {
  const floor = actingFloor();
  const id = floor.grant(10, MEI, say('早'));
  floor.until(10 + 8 * 3_600);
  expect(floor.action(id)?.state).toBe('timed-out');
  expect(floor.refusal(30_000, LI_SELF, { type: 'message.read', actionId: id })).toEqual({ code: 'too-late' });
});

test('neither a call’s end nor a signing out takes a message away', () => {
  const floor = withCall();
  const id = floor.grant(30, MEI, say('先道歉', { visitId: visit('a') }));
  expect(floor.action(id)?.on).toEqual({ agentId: agent(LI), visitId: visit('a') });
  floor.tell(hangUp(40), gone(41, LI));
  expect(floor.action(id)?.state).toBe('pending');
});

test('a line about a call needs that call to be with the agent', () => {
  const floor = withCall();
  expect(floor.refusal(30, MEI, say('先道歉', { visitId: visit('b') }))).toEqual({ code: 'call-ended' });
  floor.tell(hangUp(40));
  expect(floor.refusal(41, MEI, say('先道歉', { visitId: visit('a') }))).toEqual({ code: 'call-ended' });
});

test('a desk holds fifty unread messages', () => {
  const floor = actingFloor();
  const first = floor.grant(10, MEI, say('1'));
  for (let i = 2; i <= 50; i++) floor.grant(10, MEI, say(String(i)));
  expect(floor.refusal(11, HAO, say('51'))).toEqual({ code: 'limit-reached', detail: '50' });
  expect(floor.refusal(11, HAO, { ...say('别人'), agentId: agent('PJSIP/1002') })).toBe('granted');
  floor.grant(12, LI_SELF, { type: 'message.read', actionId: first });
  expect(floor.refusal(13, HAO, say('51'))).toBe('granted');
});

test('a caller’s number never goes into a message', () => {
  const floor = actingFloor();
  expect(floor.action(floor.grant(10, MEI, say('回拨 13812342764')))?.detail.text).toBe('回拨 138****64');
});

test('the whole truth of a source is asked for, and told even when all was right', () => {
  const floor = actingFloor();
  const truth = (seconds: number) =>
    other(seconds, {
      type: 'source.resynced',
      queues: ['sales', 'vip', 'support'].map((queueKey) => ({ queueKey })),
      agents: [],
      members: [...floor.site.agents.values()].flatMap(({ key, memberships }) =>
        [...memberships].map(([id, { paused }]) => ({ agentKey: key, queueKey: floor.site.queues.get(id)?.key, paused })),
      ),
      visits: [],
    });
  floor.tell(truth(5));
  expect(floor.tell(truth(8))).toEqual([]);
  const id = floor.grant(10, MEI, { type: 'source.resync', source: 'test' });
  expect(floor.action(id)).toMatchObject({ state: 'requested', effect: { op: 'resync' }, source: 'test', detail: { what: 'test' } });
  expect(floor.refusal(11, HAO, { type: 'source.resync', source: 'test' })).toEqual({ code: 'conflict', byName: '王梅', actionId: id });
  floor.tell(truth(12));
  expect(floor.action(id)).toMatchObject({ state: 'confirmed', settledAt: at(12) });
  expect(floor.tell(truth(13))).toEqual([]);
});

test('a source that nobody knows, or that is lost, is not asked', () => {
  const floor = actingFloor();
  expect(floor.refusal(10, MEI, { type: 'source.resync', source: 'asterisk' })).toEqual({ code: 'not-found' });
  floor.tell(lost(11));
  expect(floor.refusal(12, MEI, { type: 'source.resync', source: 'test' })).toMatchObject({ code: 'source-lost' });
});
