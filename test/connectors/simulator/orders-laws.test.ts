import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOrder } from '../../../server/connectors/simulator/carry-out.js';
import { runFloor } from '../../../server/connectors/simulator/floor.js';
import type { Floor, SimCall } from '../../../server/connectors/simulator/model.js';
import { SIMULATOR } from '../../../server/connectors/simulator/simulator.js';
import { freshFloor } from '../../../server/connectors/simulator/validation/fresh-floor.js';
import { absorb } from '../../../shared/domain/absorb.js';
import type { Effect, Failure } from '../../../shared/domain/action/effects.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import { evolve } from '../../../shared/domain/evolve.js';
import { type Fact, factSchema } from '../../../shared/domain/facts.js';
import { brokenInvariants } from '../../../shared/domain/invariants.js';
import { ORIGIN } from '../../../shared/kernel/position.js';
import { epochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.js';
import { desk, key } from './orders-rig.js';

/** What is chosen by number is chosen from whoever is there when its turn comes. */
interface Wish {
  readonly op: Effect['op'];
  readonly call: number;
  readonly agent: number;
  readonly queue: number;
  readonly phone: number;
  readonly toQueue: boolean;
  readonly afterMs: number;
}
const wish: fc.Arbitrary<Wish> = fc.record({
  op: fc.constantFrom(
    'move-waiting',
    'move-talking',
    'set-priority',
    'withdraw',
    'pick-up',
    'disconnect',
    'monitor',
    'stop-monitor',
    'take-over',
    'set-ready',
    'set-not-ready',
    'sign-out',
    'sign-in',
    'end-wrap-up',
    'join-queue',
    'leave-queue',
    'resync',
  ),
  call: fc.nat(200),
  agent: fc.nat(45),
  queue: fc.nat(8),
  phone: fc.nat(2),
  toQueue: fc.boolean(),
  afterMs: fc.nat(40 * SECOND_MS),
});

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
const nobody = key('SIM/none');

function effectOf(floor: Floor, { op, call: n, agent: a, queue: q, phone: p, toQueue }: Wish): Effect {
  const waiting: SimCall[] = floor.queues.flatMap(({ waiting: line }) => (line.first ? [line.first] : []));
  const held = [...floor.agents, ...floor.phones.values()].flatMap(({ call }) => (call ? [call] : []));
  const isAboutWaiting = op === 'move-waiting' || op === 'set-priority' || op === 'withdraw' || op === 'pick-up';
  const ringing = held.filter(({ state }) => state === 'ringing');
  const talking = held.filter(({ state }) => state !== 'ringing');
  const call = pick(isAboutWaiting ? [...waiting, ...ringing] : op === 'disconnect' ? [...waiting, ...talking] : talking, n);
  const visit = { visitKey: call?.key ?? key('none/1'), queueKey: call?.queue.key ?? key('none') };
  const holder = call?.state === 'queued' ? undefined : call?.agent?.key;
  const agentKey = pick(floor.agents, a)?.key ?? nobody;
  const queueKey = pick(floor.queues, q)?.key ?? key('none');
  const phoneKey = pick([desk, key('sim/desk-linfeng'), agentKey], p) ?? desk;
  const monitorKey = key(`m-${n}`);
  const to = toQueue ? ({ kind: 'queue', queueKey } as const) : ({ kind: 'agent', agentKey } as const);
  switch (op) {
    case 'move-waiting':
      return { op, ...visit, to };
    case 'move-talking':
      return { op, ...visit, agentKey: holder ?? nobody, to };
    case 'set-priority':
      return { op, ...visit, priority: n - 100 };
    case 'withdraw':
      return { op, ...visit };
    case 'pick-up':
      return { op, ...visit, phoneKey };
    case 'disconnect':
      return { op, ...visit, ...(holder !== undefined && { agentKey: holder }) };
    case 'monitor':
      return { op, ...visit, agentKey: holder ?? nobody, phoneKey, mode: 'whisper', monitorKey: key(`m-${n}-${a}-${q}`) };
    case 'stop-monitor':
      return { op, monitorKey: pick([...floor.monitors.keys()], n) ?? monitorKey };
    case 'take-over':
      return { op, ...visit, agentKey: holder ?? nobody, phoneKey, monitorKey };
    case 'set-ready':
    case 'sign-out':
    case 'end-wrap-up':
      return { op, agentKey };
    case 'sign-in':
      return { op, agentKey, name: 'x', queues: [{ queueKey, penalty: 0 }] };
    case 'set-not-ready':
      return { op, agentKey, reasonCode: 'FORCED' };
    case 'join-queue':
    case 'leave-queue':
      return { op, agentKey, queueKey };
    case 'resync':
      return { op };
  }
}

function live(wishes: readonly Wish[]) {
  const site = emptySite();
  const facts: Fact[] = [];
  const floor = freshFloor({ seed: 3, agents: 40 }, (fact) => {
    facts.push(factSchema.parse(fact));
    for (const event of absorb(site, fact, SIMULATOR))
      evolve(site, event, { position: ORIGIN, at: event.occurredAt }, { touch() {}, gone() {} });
  });
  runFloor(floor, floor.now + 30 * MINUTE_MS);
  const answers: (Failure['code'] | 'done')[] = [];
  wishes.forEach((one, i) => {
    const effect = effectOf(floor, one);
    const answer = (failure: Failure | undefined) => void answers.push(failure?.code ?? 'done');
    planOrder(floor, { effect, phoneName: '周敏', isHolder: () => true, answer }, `x-${i}`, epochMs(floor.now));
    runFloor(floor, floor.now + one.afterMs);
    const broken = [...brokenInvariants(site), ...site.anomalies.keys()];
    if (broken.length > 0) throw new Error(`${JSON.stringify(effect)}: ${broken.join('; ')}`);
  });
  const orderedUntil = floor.now;
  runFloor(floor, floor.now + HOUR_MS);
  return { site, facts, floor, answers, orderedUntil };
}

test('whatever is ordered, and in whatever order, the floor breaks none of its promises, and strands nobody', () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 60, size: 'max' }), (wishes) => {
      const { site, floor, answers } = live(wishes);
      expect(answers.length).toBe(wishes.length);
      expect([...brokenInvariants(site), ...site.anomalies.keys()]).toEqual([]);
      const stuck = [...site.agents.values()].filter(
        (agent) => ['ringing', 'acw', 'dialing', 'unreachable'].includes(agent.state) && floor.now - agent.since > 15 * MINUTE_MS,
      );
      expect(stuck.map((agent) => `${agent.key} ${agent.state}`)).toEqual([]);
      // Those who listened in an hour ago have long lost their call.
      for (const { call } of floor.monitors.values()) expect(['talking', 'holding']).toContain(call.state);
      // What the floor holds is what was told of it.
      for (const agent of floor.agents) {
        const told = [...site.agents.values()].find((one) => one.key === agent.key);
        expect([agent.key, agent.signedIn]).toEqual([agent.key, (told?.memberships.size ?? 0) > 0]);
        if (agent.isListed) expect([agent.key, told?.state]).toEqual([agent.key, 'ready']);
      }
    }),
    { numRuns: 60 },
  );
});

test('most wishes are granted: the law above is about a floor on which things happen', () => {
  const wishes = fc.sample(wish, { numRuns: 300, seed: 7 });
  const { answers, facts } = live(wishes);
  expect(answers.filter((answer) => answer === 'done').length).toBeGreaterThan(100);
  expect(new Set(answers)).toEqual(new Set(['done', 'busy', 'not-found', 'caller-gone', 'refused']));
  const kinds = new Set(facts.map(({ type }) => type));
  for (const kind of ['monitor.started', 'monitor.stopped', 'visit.priority-changed'] as const) expect(kinds).toContain(kind);
  const ends = new Set(facts.flatMap((fact) => (fact.type === 'visit.talk-ended' ? [fact.by] : [])));
  for (const by of ['moved', 'forced', 'taken-over']) expect(ends).toContain(by);
});

test('the same orders at the same times make the same day', () => {
  const wishes = fc.sample(wish, { numRuns: 40, seed: 11 });
  expect(live(wishes).facts).toEqual(live(wishes).facts);
});
