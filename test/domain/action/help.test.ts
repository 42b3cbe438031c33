import { expect, test } from 'vitest';
import { answered, at, ended, joined, other } from '../../support/floor.js';
import { type ActingFloor, actingFloor, agent, HAO, LEAD, LI, LI_SELF, MEI, TOM_SELF, visit } from './acting-floor.js';
import { hangUp, onAgent, withCall } from './agent-words.js';

const raise = (text?: string) => ({ type: 'help.raise', ...(text === undefined ? {} : { text }) }) as const;
const acknowledge = onAgent('help.acknowledge', LI);
const close = onAgent('help.close', LI);
/** Li's hand is up since second 30. */
const raised = () => {
  const floor = withCall();
  floor.grant(30, LI_SELF, raise('客户要求退款'));
  return floor;
};
const spreads = (floor: ActingFloor) =>
  floor.events.flatMap((event) => (event.type === 'help.spread' ? [[event.to, event.occurredAt]] : []));

test('an agent with a caller raises a hand: the lead is asked first', () => {
  expect(raised().agent(LI)?.help).toEqual({ visitId: visit('a'), raisedAt: at(30), text: '客户要求退款', spreadTo: 'lead' });
});

test('on hold as well; without a caller there is nothing to help with', () => {
  const floor = withCall();
  floor.tell(other(25, { type: 'visit.held', visitKey: 'a', agentKey: LI }));
  expect(floor.refusal(30, LI_SELF, raise())).toBe('granted');
  expect(floor.refusal(30, TOM_SELF, raise())).toEqual({ code: 'wrong-state', detail: 'ready' });
  expect(floor.refusal(30, MEI, raise())).toEqual({ code: 'not-permitted' });
});

test('one hand at a time', () => {
  expect(raised().refusal(31, LI_SELF, raise('还有'))).toEqual({ code: 'unchanged' });
});

test('acknowledged in time, it spreads to nobody', () => {
  const floor = raised();
  floor.grant(59, LEAD, acknowledge);
  expect(floor.agent(LI)?.help?.acknowledged).toMatchObject({ by: { name: '林组长' }, at: at(59) });
  floor.until(1_000);
  expect(spreads(floor)).toEqual([]);
});

test('unacknowledged it goes to everybody in scope at 30 s, and to the duty manager at 60 s, each once', () => {
  const floor = raised();
  floor.until(59.999);
  expect(spreads(floor)).toEqual([]);
  floor.until(60);
  expect(floor.agent(LI)?.help?.spreadTo).toBe('all');
  floor.until(89.999);
  expect(spreads(floor)).toEqual([['all', at(60)]]);
  floor.until(5_000);
  expect(spreads(floor)).toEqual([
    ['all', at(60)],
    ['duty', at(90)],
  ]);
});

test('acknowledged after 40 s, the duty manager is left in peace', () => {
  const floor = raised();
  floor.until(70);
  floor.grant(70, MEI, acknowledge);
  floor.until(1_000);
  expect(spreads(floor)).toEqual([['all', at(60)]]);
});

test('who comes into the call has acknowledged it', () => {
  const floor = raised();
  const id = floor.grant(40, MEI, { type: 'call.monitor', visitId: visit('a'), mode: 'whisper' });
  floor.start(40, id);
  floor.tell(other(45, { type: 'monitor.started', monitorKey: id, visitKey: 'a', agentKey: LI, mode: 'whisper' }));
  expect(floor.agent(LI)?.help?.joined).toMatchObject({ by: { name: '王梅' }, how: 'whisper' });
  floor.until(1_000);
  expect(spreads(floor)).toEqual([]);
});

test('the second who acknowledges is told who was first', () => {
  const floor = raised();
  floor.grant(35, MEI, acknowledge);
  expect(floor.refusal(36, HAO, acknowledge)).toEqual({ code: 'conflict', byName: '王梅' });
  expect(floor.refusal(36, MEI, acknowledge)).toEqual({ code: 'unchanged' });
});

test('nobody acknowledges their own hand', () => {
  const own = { ...LEAD, agentId: agent(LI) };
  expect(raised().refusal(35, own, acknowledge)).toEqual({ code: 'not-permitted' });
});

test('taken down by the agent it was withdrawn, by who helped it is done', () => {
  const hows = [LI_SELF, MEI].map((by) => {
    const floor = raised();
    floor.grant(40, by, close);
    expect(floor.agent(LI)?.help).toBeUndefined();
    expect(floor.refusal(41, by, close)).toEqual({ code: 'unchanged' });
    expect(floor.until(1_000)).toEqual([]);
    return floor.events.flatMap((event) => (event.type === 'help.closed' ? [event.how] : []));
  });
  expect(hows).toEqual([['withdrawn'], ['done']]);
});

test('the hand goes down with its call, and a late acknowledgement is told so', () => {
  const floor = raised();
  floor.tell(hangUp(40));
  expect(floor.agent(LI)?.help).toBeUndefined();
  expect(floor.events.filter(({ type }) => type === 'help.closed')).toMatchObject([{ how: 'call-ended', occurredAt: at(40) }]);
  expect(floor.refusal(41, MEI, acknowledge)).toEqual({ code: 'too-late' });
});

test('the end of another call leaves the hand up', () => {
  const floor = actingFloor();
  floor.tell(joined(5, 'b', 'sales'), answered(6, 'b', LI), joined(7, 'a', 'sales'), answered(8, 'a', LI));
  floor.grant(30, LI_SELF, raise());
  expect(floor.agent(LI)?.help?.visitId).toBe(visit('a'));
  floor.tell(ended(40, 'b', LI));
  expect(floor.agent(LI)?.help).toBeDefined();
});

test('a hand that was up while no node ran spreads with its true times', () => {
  const floor = raised();
  const happened = floor.until(100_000);
  expect(happened.filter(({ type }) => type === 'help.spread').map(({ occurredAt }) => occurredAt)).toEqual([at(60), at(90)]);
});
