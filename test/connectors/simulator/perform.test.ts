import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connector, EffectAnswer } from '../../../server/connectors/connector.js';
import { createSimulator, SIMULATOR } from '../../../server/connectors/simulator/simulator.js';
import { EFFECT_OPS, type Effect } from '../../../shared/domain/action/effects.js';
import { brokenInvariants } from '../../../shared/domain/invariants.js';
import type { Agent, Visit } from '../../../shared/domain/site.js';
import { type ActionId, type ExternalKey, queueIdOf } from '../../../shared/kernel/ids.js';
import { epochMs, MINUTE_MS } from '../../../shared/kernel/time.js';
import { MemoryHost } from './memory-host.js';
import { desk, key } from './orders-rig.js';

const OPENS_AT = Date.UTC(2025, 10, 21, 2);
const live = { seed: 11, agents: 40, historyMs: 20 * MINUTE_MS, isDisturbed: false };
const by = { userId: 'u-zhou', name: '周敏', role: 'supervisor' } as const;

let host: MemoryHost;
let simulator: Connector;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
beforeEach(async () => {
  vi.useFakeTimers({ now: OPENS_AT });
  host = new MemoryHost(() => Date.now());
  simulator = createSimulator(live);
  simulator.start(host);
  await pass(100);
});
afterEach(async () => {
  await simulator.stop();
  vi.useRealTimers();
  expect(brokenInvariants(host.site())).toEqual([]);
  expect(host.anomalies()).toBe(0);
});

async function restart(afterMs = 1_000, options = live) {
  await simulator.stop();
  await pass(afterMs);
  simulator = createSimulator(options);
  simulator.start(host);
  await pass(200);
}

let asked = 0;
const ask = (effect: Effect, actionId = `x-${++asked}`) =>
  simulator.perform?.(effect, { actionId: actionId as ActionId, isHolder: () => true }) as Promise<EffectAnswer>;
async function done(effect: Effect, actionId?: string) {
  const answer = ask(effect, actionId);
  await pass(450);
  return answer;
}
const agents = () => [...host.site().agents.values()];
const agentIn = (state: Agent['state']) => agents().find((agent) => agent.state === state) as Agent;
const again = ({ id }: Agent) => host.site().agents.get(id) as Agent;
const visitOf = (agent: Agent) => host.site().visits.get(agent.visitId as Visit['id']) as Visit;
const on = (visit: Visit) => ({ visitKey: visit.key, queueKey: host.site().queues.get(visit.queueId)?.key as ExternalKey });
/** Somebody's wish was granted, as the log has it. */
const grant = (actionId: ActionId, kind: string, visit: Visit, effect: Effect) =>
  host.fold({
    type: 'action.taken',
    occurredAt: epochMs(Date.now()),
    actionId,
    kind,
    by,
    on: { visitId: visit.id },
    detail: {},
    state: 'requested',
    effect,
    source: SIMULATOR,
    timeOutAt: epochMs(Date.now() + 10_000),
  });
/** Talks for long enough that the test is over first. */
const talker = () => {
  const talking = agents().filter(({ state }) => state === 'talking');
  return talking.reduce((latest, agent) => (agent.since > latest.since ? agent : latest));
};

test('after its truth a floor says that it can be asked for everything', () => {
  expect(host.site().sources.get(SIMULATOR)?.can).toEqual(EFFECT_OPS);
});

test('it happens a moment later, so that waiting for it shows: not at once, and within half a second', async () => {
  const agent = agentIn('ready');
  const answer = ask({ op: 'set-not-ready', agentKey: agent.key, reasonCode: 'MEETING' });
  await pass(50);
  expect(again(agent).state).toBe('ready');
  await pass(400);
  expect(await answer).toEqual({ ok: true });
  expect(again(agent)).toMatchObject({ state: 'not-ready', reasonCode: 'MEETING' });
});

test('a call that the site does not know is not found; one that it knows to be over is gone', async () => {
  const over = [...host.site().visits.values()].find(({ state }) => state === 'closed') as Visit;
  expect(await done({ op: 'withdraw', visitKey: key('CMP-none/1'), queueKey: key('complaints') })).toEqual({
    ok: false,
    failure: { code: 'not-found' },
  });
  expect(await done({ op: 'withdraw', ...on(over) })).toEqual({ ok: false, failure: { code: 'caller-gone' } });
});

test('stopped before it was done, it says that it was not; stopped for good, it can’t be reached', async () => {
  const agent = agentIn('ready');
  const answer = ask({ op: 'sign-out', agentKey: agent.key });
  await simulator.stop();
  expect(await answer).toEqual({ ok: false, failure: { code: 'interrupted' } });
  expect(await ask({ op: 'sign-out', agentKey: agent.key })).toEqual({ ok: false, failure: { code: 'unreachable' } });
  expect(again(agent).state).not.toBe('logged-out');
});

test('who takes a call by phone is called by the name of who asked for it', async () => {
  const agent = talker();
  const [visit, actionId] = [visitOf(agent), 'x-take' as ActionId];
  const effect: Effect = { op: 'take-over', ...on(visit), agentKey: agent.key, phoneKey: desk, monitorKey: key('x-m') };
  grant(actionId, 'call.take-over', visit, effect);
  await done(effect, actionId);
  expect(agents().find((one) => one.key === desk)).toMatchObject({ name: '周敏', state: 'talking' });
});

describe('across a restart', () => {
  test('who was set not ready is still so, and who was sent home stays there', async () => {
    const ready = agents().filter(({ state }) => state === 'ready');
    const [paused, home] = [ready[0] as Agent, ready[1] as Agent];
    await done({ op: 'set-not-ready', agentKey: paused.key, reasonCode: 'FORCED' });
    await done({ op: 'sign-out', agentKey: home.key });
    await restart();
    expect(again(paused)).toMatchObject({ state: 'not-ready', reasonCode: 'FORCED' });
    expect(again(home).state).toBe('logged-out');
    await pass(5 * MINUTE_MS);
    expect(again(paused).state).toBe('not-ready');
    expect(again(home).state).toBe('logged-out');
  });

  test('what was forced stands for its time, whatever the day’s plan has for then', async () => {
    // So many that the plan has something for somebody at any time.
    const many = { ...live, agents: 400, historyMs: MINUTE_MS };
    await simulator.stop();
    host = new MemoryHost(() => Date.now());
    simulator = createSimulator(many);
    simulator.start(host);
    await pass(200);
    const seats = agents().filter(({ state }) => state === 'ready' || state === 'acw' || state === 'talking');
    const orders = seats.map((agent) => ask({ op: 'set-not-ready', agentKey: agent.key, reasonCode: 'FORCED' }));
    await pass(450);
    await Promise.all(orders);
    for (const { id } of seats) {
      const occurredAt = epochMs(Date.now());
      host.fold({ type: 'agent.forced', occurredAt, agentId: id, actionId: 'x-all' as ActionId, by, to: 'not-ready', reason: '演练' });
    }
    await restart(1_000, many);
    const told = host.facts.length;
    await pass(4.8 * MINUTE_MS);
    const changed = host.facts.slice(told).flatMap((fact) => (fact.type === 'member.seen' && fact.reason !== 'FORCED' ? [fact] : []));
    const keys = new Set<string>(seats.map((agent) => agent.key));
    expect(changed.filter(({ agentKey }) => keys.has(agentKey))).toEqual([]);
  });

  test('a lent agent is still lent, until given back', async () => {
    const agent = agentIn('ready');
    const own = [...agent.memberships.keys()];
    const queue = [...host.site().queues.values()].find(({ id }) => !agent.memberships.has(id));
    const queueKey = queue?.key as ExternalKey;
    await done({ op: 'join-queue', agentKey: agent.key, queueKey });
    host.fold({
      type: 'agent.borrowed',
      occurredAt: epochMs(Date.now()),
      agentId: agent.id,
      actionId: 'x-lent' as ActionId,
      queueId: queueIdOf(SIMULATOR, queueKey),
      until: epochMs(Date.now() + 10 * MINUTE_MS),
      by,
    });
    await restart();
    expect([...again(agent).memberships.keys()]).toEqual([...own, queueIdOf(SIMULATOR, queueKey)]);
    expect(await done({ op: 'leave-queue', agentKey: agent.key, queueKey })).toEqual({ ok: true });
    expect([...again(agent).memberships.keys()]).toEqual(own);
  });

  test('the supervisor who took a call goes on with it to its end', async () => {
    const agent = talker();
    const visit = visitOf(agent);
    await done({ op: 'take-over', ...on(visit), agentKey: agent.key, phoneKey: desk, monitorKey: key('x-m') });
    await restart();
    const phone = () => agents().find((one) => one.key === desk);
    expect(phone()).toMatchObject({ state: 'talking', visitId: visit.id });
    await pass(60 * MINUTE_MS);
    expect(phone()?.state).toBe('logged-out');
    expect(host.site().visits.get(visit.id)?.legs.at(-1)?.endedBy ?? 'forgotten').not.toBe('unknown');
  });

  test('a colleague whose phone rings for somebody else’s caller still gets the caller', async () => {
    const agent = talker();
    const [visit, other, actionId] = [visitOf(agent), agentIn('ready'), 'x-move' as ActionId];
    const effect: Effect = { op: 'move-talking', ...on(visit), agentKey: agent.key, to: { kind: 'agent', agentKey: other.key } };
    grant(actionId, 'call.reassign', visit, effect);
    host.fold({ type: 'action.started', occurredAt: epochMs(Date.now()), actionId, fence: 1 });
    await done(effect, actionId);
    expect(again(other).state).toBe('ringing');
    await restart();
    await pass(4_000);
    expect(again(other)).toMatchObject({ state: 'talking', visitId: visit.id });
  });

  test('whoever listened in lost the line', async () => {
    const agent = talker();
    const visit = visitOf(agent);
    const actionId = 'x-listen' as ActionId;
    const monitor = { op: 'monitor', ...on(visit), agentKey: agent.key, phoneKey: desk, mode: 'listen' } as const;
    const effect: Effect = { ...monitor, monitorKey: key(actionId) };
    grant(actionId, 'call.monitor', visit, effect);
    await done(effect, actionId);
    expect(visitOf(again(agent)).monitors).toMatchObject([{ actionId, mode: 'listen' }]);
    await restart();
    expect(host.site().visits.get(visit.id)?.monitors).toEqual([]);
  });
});

describe('a person at an agent’s desk', () => {
  const sitsAt = (agent: Agent) => host.fold({ type: 'desk.changed', occurredAt: epochMs(Date.now()), agentId: agent.id, isOpen: true });

  test('is not sent to breaks by the day’s plan, and ends a pause of their own', async () => {
    const seats = agents().filter(({ state }) => state === 'ready' || state === 'talking');
    for (const agent of seats) sitsAt(agent);
    const away = agentIn('ready');
    await done({ op: 'set-not-ready', agentKey: away.key, reasonCode: 'BREAK' });
    const told = host.facts.length;
    await pass(60 * MINUTE_MS);
    const keys = new Set<string>(seats.map((agent) => agent.key));
    const reasons = host.facts
      .slice(told)
      .flatMap((fact) => (fact.type === 'member.seen' && fact.paused && keys.has(fact.agentKey) ? [fact.reason] : []));
    expect(seats.length).toBeGreaterThan(15);
    // What the distributor itself sets still comes, and goes.
    expect(reasons.filter((reason) => reason !== 'RONA' && reason !== 'REJECT')).toEqual([]);
    expect(again(away)).toMatchObject({ state: 'not-ready', reasonCode: 'BREAK' });
    expect(host.facts.slice(told).some((fact) => fact.type === 'member.gone' && keys.has(fact.agentKey))).toBe(false);
  });

  test('has callers answered by the phone as ever', async () => {
    const agent = agentIn('ready');
    sitsAt(agent);
    await pass(10 * MINUTE_MS);
    expect(host.facts.some((fact) => fact.type === 'visit.answered' && fact.agentKey === agent.key)).toBe(true);
  });
});

test('on a clock a hundred times as fast it is done within people’s time limits all the same', async () => {
  await simulator.stop();
  const startedAt = Date.now();
  host = new MemoryHost(() => startedAt + (Date.now() - startedAt) * 100);
  simulator = createSimulator(live);
  simulator.start(host);
  await pass(500);
  const agent = agentIn('ready');
  const answer = ask({ op: 'set-not-ready', agentKey: agent.key, reasonCode: 'MEETING' });
  await pass(10);
  expect(await answer).toEqual({ ok: true });
  const told = host.facts.findLast((fact) => fact.type === 'member.seen' && fact.reason === 'MEETING');
  expect(host.now() - (told?.occurredAt ?? 0)).toBeLessThan(1_000);
});
