import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SIMULATOR } from '../../server/connectors/simulator/simulator.js';
import type { Command } from '../../shared/domain/commands.js';
import { brokenInvariants } from '../../shared/domain/invariants.js';
import type { Actor } from '../../shared/domain/policy.js';
import type { Agent, Visit } from '../../shared/domain/site.js';
import { agentIdOf } from '../../shared/kernel/ids.js';
import { MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.js';
import { type ActingNode, startActingNode, useTestClock, zhou } from './acting-node.js';

let node: ActingNode;
beforeEach(async () => {
  useTestClock();
  node = await startActingNode();
  await node.until(() => node.state().sources.get(SIMULATOR)?.can.length, 'the floor introduced');
  await node.pass(3 * SECOND_MS);
});
afterEach(async () => {
  expect(brokenInvariants(node.state())).toEqual([]);
  expect(node.dropped).toEqual([]);
  const asked = new Set(node.events.flatMap((event) => (event.type === 'action.started' ? [event.actionId] : [])));
  expect(node.events.filter(({ type }) => type === 'action.started').length).toBe(asked.size);
  await node.stop();
  vi.useRealTimers();
});

const agents = () => [...node.state().agents.values()];
const visits = () => [...node.state().visits.values()];
const again = ({ id }: Agent) => node.state().agents.get(id) as Agent;
const waiting = () =>
  node.until(() => visits().find(({ state, ringing }) => state === 'queued' && ringing.size === 0), 'a caller who waits');
const agentIn = (state: Agent['state'], isFit: (agent: Agent) => boolean = () => true) =>
  node.until(() => agents().find((agent) => agent.state === state && isFit(agent)), `somebody ${state}`);
/** Has just been answered, so that the test is over first. */
const talking = () =>
  node.until(
    () => visits().find(({ state, legs }) => state === 'talking' && node.site.siteNow() - (legs.at(-1)?.startedAt ?? 0) < 5 * SECOND_MS),
    'a call that has just begun',
  );
const holderOf = (visit: Visit) => node.state().agents.get(visit.legs.at(-1)?.agentId as Agent['id']) as Agent;
const other = (visit: Visit) => [...node.state().queues.values()].find(({ id, removed }) => id !== visit.queueId && !removed)?.id as never;

/** Asks for it, and answers what became of it. */
async function come(command: Command, by: Actor = zhou) {
  const asked = await node.ask(command, by);
  if ('rejection' in asked) throw new Error(`${command.type} was refused: ${JSON.stringify(asked.rejection)}`);
  const { state, failure } = await node.settled(asked.actionId);
  return failure === undefined ? state : `${state}: ${failure.code}`;
}

describe('a supervisor’s word on a call comes true, and the phone system’s own facts say so', () => {
  test('a caller who waits goes to a colleague', async () => {
    const agent = await agentIn('acw');
    const visit = await waiting();
    expect(await come({ type: 'call.reassign', visitId: visit.id, to: { kind: 'agent', agentId: agent.id } })).toBe('confirmed');
    const leg = await node.until(() => node.state().visits.get(visit.id)?.legs[0], 'answered');
    expect(leg.agentId).toBe(agent.id);
  });

  test('a caller who waits goes to a colleague at an open desk, who says yes first', async () => {
    const agent = await agentIn('acw');
    await node.write({ type: 'desk.changed', occurredAt: node.site.siteNow(), agentId: agent.id, isOpen: true });
    const visit = await waiting();
    const asked = await node.ask({ type: 'call.reassign', visitId: visit.id, to: { kind: 'agent', agentId: agent.id } });
    if ('rejection' in asked) throw new Error(asked.rejection.code);
    expect(node.state().actions.get(asked.actionId)?.state).toBe('offered');
    await node.pass(2 * SECOND_MS);
    expect(node.state().visits.get(visit.id)?.queueId).toBe(visit.queueId);
    const self: Actor = { userId: 'u-agent', name: agent.name, role: 'agent', teamIds: [], agentId: agent.id, phoneKey: agent.key };
    await node.ask({ type: 'offer.accept', actionId: asked.actionId }, self);
    expect((await node.settled(asked.actionId)).state).toBe('confirmed');
  });

  test('a caller who waits goes to another queue, with a note', async () => {
    const visit = await waiting();
    const to = { kind: 'queue', queueId: other(visit), priority: 20 } as const;
    expect(await come({ type: 'call.reassign', visitId: visit.id, to, note: '等了很久' })).toBe('confirmed');
    const next = visits().find(({ callId, id }) => callId === visit.callId && id !== visit.id);
    expect(next).toMatchObject({ queueId: to.queueId, priority: 20, callEnteredAt: visit.callEnteredAt, handover: { text: '等了很久' } });
  });

  test('a call goes to a colleague, and the one who had it wraps up', async () => {
    const visit = await talking();
    const holder = holderOf(visit);
    const agent = await agentIn('ready');
    expect(await come({ type: 'call.reassign', visitId: visit.id, to: { kind: 'agent', agentId: agent.id } })).toBe('confirmed');
    expect(node.state().visits.get(visit.id)?.legs.at(-2)).toMatchObject({ agentId: holder.id, endedBy: 'moved' });
    expect(again(agent).visitId).toBe(visit.id);
  });

  test('a call goes to a queue', async () => {
    const visit = await talking();
    expect(await come({ type: 'call.reassign', visitId: visit.id, to: { kind: 'queue', queueId: other(visit) } })).toBe('confirmed');
  });

  test('priority is changed, and changed back', async () => {
    const visit = await waiting();
    const asked = await node.ask({ type: 'call.set-priority', visitId: visit.id, priority: 77 });
    if ('rejection' in asked) throw new Error(asked.rejection.code);
    expect((await node.settled(asked.actionId)).state).toBe('confirmed');
    expect(await come({ type: 'action.undo', actionId: asked.actionId })).toBe('confirmed');
    expect(node.state().visits.get(visit.id)?.priority).toBe(visit.priority === 77 ? 0 : visit.priority);
  });

  test('a caller is withdrawn; another is cut off; a third is picked up', async () => {
    const first = await waiting();
    expect(await come({ type: 'call.withdraw', visitId: first.id, reason: '改走回呼' })).toBe('confirmed');
    const second = await waiting();
    expect(await come({ type: 'call.disconnect', visitId: second.id, reason: '骚扰电话' })).toBe('confirmed');
    const third = await waiting();
    expect(await come({ type: 'call.pick-up', visitId: third.id })).toBe('confirmed');
    expect(node.state().agents.get(agentIdOf(SIMULATOR, zhou.phoneKey ?? ''))).toMatchObject({ name: '周敏', state: 'talking' });
  });

  test('a call is listened to, whispered into, and taken over', async () => {
    const visit = await talking();
    const holder = holderOf(visit);
    expect(await come({ type: 'call.monitor', visitId: visit.id, mode: 'listen' })).toBe('confirmed');
    expect(await come({ type: 'call.monitor', visitId: visit.id, mode: 'whisper' })).toBe('confirmed');
    expect(
      node
        .state()
        .visits.get(visit.id)
        ?.monitors.map(({ mode }) => mode),
    ).toEqual(['whisper']);
    expect(await come({ type: 'call.take-over', visitId: visit.id })).toBe('confirmed');
    const { legs, monitors } = node.state().visits.get(visit.id) as Visit;
    expect(legs.at(-2)).toMatchObject({ agentId: holder.id, endedBy: 'taken-over' });
    expect(monitors).toEqual([]);
  });

  test('a call is listened to, left, and ended by force', async () => {
    const visit = await talking();
    expect(await come({ type: 'call.monitor', visitId: visit.id, mode: 'barge' })).toBe('confirmed');
    expect(await come({ type: 'call.stop-monitor', visitId: visit.id })).toBe('confirmed');
    expect(await come({ type: 'call.disconnect', visitId: visit.id, reason: '辱骂坐席' })).toBe('confirmed');
    expect(node.state().visits.get(visit.id)?.legs.at(-1)?.endedBy).toBe('forced');
  });
});

describe('a word on an agent’s state', () => {
  const set = (agent: Agent, state: 'ready' | 'not-ready', when: 'now' | 'after-call' = 'now'): Command => ({
    type: 'agent.set-state',
    agentId: agent.id,
    to: state === 'ready' ? { state } : { state, reasonCode: 'TRAINING' },
    when,
    reason: '临时培训',
  });

  test('takes a ready agent off the phones and back, with who and why', async () => {
    const agent = await agentIn('ready');
    expect(await come(set(agent, 'not-ready'))).toBe('confirmed');
    expect(again(agent)).toMatchObject({
      state: 'not-ready',
      reasonCode: 'TRAINING',
      forced: { by: { name: '周敏' }, reason: '临时培训' },
    });
    await node.pass(4 * MINUTE_MS);
    expect(again(agent).state).toBe('not-ready');
    expect(await come(set(agent, 'ready'))).toBe('confirmed');
  });

  test('waits for the end of a call and its wrap-up', async () => {
    const visit = await node.until(() => visits().find(({ state, legs }) => state === 'talking' && legs.length === 1), 'a call');
    const agent = holderOf(visit);
    expect(await come(set(agent, 'not-ready', 'after-call'))).toBe('confirmed');
    expect(['acw', 'not-ready']).toContain(again(agent).state);
    await node.until(() => again(agent).state === 'not-ready', 'not ready after the wrap-up');
    expect(again(agent).reasonCode).toBe('TRAINING');
  });

  test('ends a wrap-up, and signs out', async () => {
    const agent = await agentIn('acw');
    expect(await come({ type: 'agent.end-wrap-up', agentId: agent.id, reason: '忘了结束' })).toBe('confirmed');
    const idle = await agentIn('ready');
    expect(await come({ type: 'agent.sign-out', agentId: idle.id, when: 'now', reason: '提前下班' })).toBe('confirmed');
    expect(again(idle).state).toBe('logged-out');
  });

  test('lends an agent, also beyond a change of node, and takes the agent back when the time is over', async () => {
    const agent = await agentIn('ready');
    const queue = [...node.state().queues.values()].find(({ id }) => !agent.memberships.has(id));
    if (queue === undefined) throw new Error('serves all');
    const own = [...agent.memberships.keys()];
    expect(await come({ type: 'agent.borrow', agentId: agent.id, queueId: queue.id, forMs: (5 * MINUTE_MS) as never })).toBe('confirmed');
    await node.takeOver();
    expect([...again(agent).memberships.keys()]).toEqual([...own, queue.id]);
    await node.until(() => again(agent).borrowed === undefined, 'back again');
    expect([...again(agent).memberships.keys()]).toEqual(own);
  });

  test('the source tells its whole truth when it is asked to', async () => {
    expect(await come({ type: 'source.resync', source: SIMULATOR })).toBe('confirmed');
  });
});

describe('what can’t be done any more ends with its reason', () => {
  test('a caller who hung up in the moment between is gone', async () => {
    const visit = await waiting();
    const asked = await node.ask({ type: 'call.set-priority', visitId: visit.id, priority: 50 });
    if ('rejection' in asked) throw new Error(asked.rejection.code);
    node.tell({ type: 'visit.abandoned', occurredAt: node.site.siteNow(), visitKey: visit.key });
    expect(await node.settled(asked.actionId)).toMatchObject({ state: 'failed', failure: { code: 'caller-gone' } });
  });

  test('what was asked of a node that dies is not asked again by the next: it is told as interrupted', async () => {
    const agent = await agentIn('ready');
    const asked = await node.ask({
      type: 'agent.set-state',
      agentId: agent.id,
      to: { state: 'not-ready', reasonCode: 'MEETING' },
      when: 'now',
      reason: '开会',
    });
    if ('rejection' in asked) throw new Error(asked.rejection.code);
    await node.takeOver();
    expect(await node.settled(asked.actionId)).toMatchObject({ state: 'failed', failure: { code: 'interrupted' } });
    expect(again(agent).reasonCode).not.toBe('MEETING');
  });
});
