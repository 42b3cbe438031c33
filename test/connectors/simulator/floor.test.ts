import { describe, expect, test } from 'vitest';
import { createDisturbance } from '../../../server/connectors/simulator/disturbance.js';
import { runFloor } from '../../../server/connectors/simulator/floor.js';
import { SIMULATOR } from '../../../server/connectors/simulator/simulator.js';
import { freshFloor } from '../../../server/connectors/simulator/validation/fresh-floor.js';
import { labFloor } from '../../../server/connectors/simulator/validation/lab.js';
import { absorb } from '../../../shared/domain/absorb.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import { evolve } from '../../../shared/domain/evolve.js';
import { type Fact, type FactOf, factSchema } from '../../../shared/domain/facts.js';
import { brokenInvariants } from '../../../shared/domain/invariants.js';
import { ORIGIN } from '../../../shared/kernel/position.js';
import { HOUR_MS, SECOND_MS } from '../../../shared/kernel/time.js';

const seed = 20_251_121;

function day(agents: number, hours: number, ownSeed = seed): Fact[] {
  const facts: Fact[] = [];
  const floor = freshFloor({ seed: ownSeed, agents }, (fact) => facts.push(fact));
  runFloor(floor, floor.now + hours * HOUR_MS);
  return facts;
}
const ofType = <T extends Fact['type']>(facts: readonly Fact[], type: T) => facts.filter((fact): fact is FactOf<T> => fact.type === type);

function foldOf(facts: readonly Fact[]) {
  const site = emptySite();
  for (const fact of facts) {
    for (const event of absorb(site, fact, SIMULATOR))
      evolve(site, event, { position: ORIGIN, at: event.occurredAt }, { touch() {}, gone() {} });
  }
  return site;
}

/** One working day of the usual centre, looked at from many sides. */
const facts = day(120, 8);
const joined = new Map(ofType(facts, 'visit.joined').map((fact) => [fact.visitKey, fact]));

describe(`a day of the centre (seed ${seed})`, () => {
  test('is told in facts that are well formed and in order of time', () => {
    let last = 0;
    for (const fact of facts) {
      expect(() => factSchema.parse(fact)).not.toThrow();
      expect(fact.occurredAt).toBeGreaterThanOrEqual(last);
      last = fact.occurredAt;
    }
  });

  test('never tells a caller’s number', () => {
    const told = facts
      .filter((fact) => !['source.resynced', 'agent.seen'].includes(fact.type))
      .map((fact) => JSON.stringify({ ...fact, occurredAt: 0 }));
    // A Chinese mobile number has eleven digits; any run of seven could be called.
    expect(told.filter((line) => /\d{7}/.test(line.replace(/"hash":"[0-9a-f]{16}"/, '').replace(/"callEnteredAt":\d+/, '')))).toEqual([]);
    for (const { caller } of joined.values()) expect(caller.masked).toMatch(/^$|^1\d\d\*{4}\d{4}$/);
  });

  test('shows all that happens on a real floor', () => {
    const kinds = new Set(facts.map(({ type }) => type));
    for (const type of [
      'visit.rejected',
      'visit.offer-ended',
      'visit.held',
      'visit.resumed',
      'visit.handed-over',
      'visit.left',
      'visit.abandoned',
      'agent.off-queue-call',
      'agent.reachable',
      'agent.wrap-up-ended',
      'member.gone',
    ] as const) {
      expect(kinds.has(type), type).toBe(true);
    }
    const reasons = new Set(ofType(facts, 'member.seen').map(({ reason }) => reason));
    for (const reason of ['WARMUP', 'BREAK', 'MEAL', 'TRAINING', 'MEETING', 'BACKOFFICE', 'PERSONAL', 'RONA']) {
      expect(reasons.has(reason), reason).toBe(true);
    }
    expect(new Set(ofType(facts, 'visit.talk-ended').map(({ by }) => by))).toEqual(
      new Set(['caller', 'agent', 'blind-transfer', 'attended-transfer']),
    );
    expect(new Set(ofType(facts, 'visit.joined').map(({ caller }) => caller.tier))).toEqual(new Set([undefined, 'gold', 'corp', 'black']));
    expect([...joined.keys()].some((key) => key.includes('~'))).toBe(true);
  });

  test('looks like a busy floor: most agents at work, most callers answered soon, a few not at all', () => {
    const site = foldOf(facts);
    expect(brokenInvariants(site)).toEqual([]);
    const states = site.agentStates;
    const atWork = states.talking + states.holding + states.acw + states.ringing + states.ready;
    expect(atWork).toBeGreaterThan(70);
    const lives = [...site.queues.values()].map(({ life }) => life);
    const sum = (of: 'entered' | 'answered' | 'abandoned') => lives.reduce((all, life) => all + life[of], 0);
    expect(sum('abandoned') / sum('entered')).toBeGreaterThan(0.02);
    expect(sum('abandoned') / sum('entered')).toBeLessThan(0.2);
    expect(sum('answered') / sum('entered')).toBeGreaterThan(0.8);
  });

  test('the distributor breaks none of its own rules: one call at a time, only for those who are ready', () => {
    const site = foldOf(facts);
    expect(Object.fromEntries(site.anomalies)).toEqual({});
    const busy = new Set<string>();
    const paused = new Set<string>();
    for (const fact of facts) {
      if (fact.type === 'member.seen') paused[fact.paused ? 'add' : 'delete'](fact.agentKey);
      if (fact.type === 'visit.offered') {
        expect(busy.has(fact.agentKey), `${fact.agentKey} rung while busy`).toBe(false);
        expect(paused.has(fact.agentKey), `${fact.agentKey} rung while away`).toBe(false);
        busy.add(fact.agentKey);
      }
      if (fact.type === 'visit.offer-ended' || fact.type === 'agent.wrap-up-ended') busy.delete(fact.agentKey);
    }
  });

  test('an unanswered ring costs the caller no place: those behind are not served first', () => {
    const requeued = ofType(facts, 'visit.offer-ended').filter(({ how }) => how === 'no-answer');
    expect(requeued.length).toBeGreaterThan(10);
    let overtaken = 0;
    for (const { visitKey, occurredAt } of requeued) {
      const own = joined.get(visitKey);
      const next = facts.find((fact) => fact.occurredAt >= occurredAt && fact.type === 'visit.offered' && fact.visitKey === visitKey);
      const until = next?.occurredAt ?? occurredAt;
      for (const other of ofType(facts, 'visit.offered')) {
        const theirs = joined.get(other.visitKey);
        if (other.occurredAt <= occurredAt || other.occurredAt >= until || theirs?.queueKey !== own?.queueKey) continue;
        if ((theirs?.priority ?? 0) <= (own?.priority ?? 0) && (theirs?.occurredAt ?? 0) > (own?.occurredAt ?? 0)) overtaken++;
      }
    }
    expect(overtaken).toBe(0);
  });

  test('whoever lets it ring is taken off the phones for a minute or more', () => {
    for (const { agentKey, occurredAt } of ofType(facts, 'visit.offer-ended').filter(({ how }) => how === 'no-answer')) {
      const then = facts.find(
        (fact) =>
          fact.occurredAt >= occurredAt && (fact.type === 'member.seen' || fact.type === 'member.gone') && fact.agentKey === agentKey,
      );
      expect(then?.type === 'member.gone' || (then?.type === 'member.seen' && then.paused)).toBe(true);
    }
  });

  test('a VIP waits less than others in the same queue', () => {
    const waits = new Map<boolean, number[]>([
      [true, []],
      [false, []],
    ]);
    for (const fact of ofType(facts, 'visit.answered')) {
      const own = joined.get(fact.visitKey);
      if (own && own.queueKey !== 'vip' && own.queueKey !== 'corporate')
        waits.get((own.priority ?? 0) >= 5)?.push(fact.occurredAt - own.occurredAt);
    }
    const mean = (list: number[] = []) => list.reduce((sum, wait) => sum + wait, 0) / list.length;
    expect(mean(waits.get(true))).toBeLessThan(mean(waits.get(false)));
  });

  test('people finish their call when their shift is over, and only then sign out', () => {
    const talking = new Map<string, boolean>();
    for (const fact of facts) {
      if (fact.type === 'visit.answered' || fact.type === 'visit.handed-over') talking.set(fact.agentKey, true);
      if (fact.type === 'visit.talk-ended') talking.set(fact.agentKey, false);
      if (fact.type === 'member.gone') expect(talking.get(fact.agentKey) ?? false).toBe(false);
    }
  });
});

test.each([5, 24, 600])('a centre of %i agents has calls, answers and breaks', (agents) => {
  const own = day(agents, agents < 100 ? 6 : 1);
  expect(ofType(own, 'visit.answered').length).toBeGreaterThan(agents);
  expect(brokenInvariants(foldOf(own))).toEqual([]);
});

test('the lab serves callers in the order in which they came', () => {
  const order: string[] = [];
  const served: string[] = [];
  const floor = labFloor({ arrivalsPerSec: 0.1, ahtSec: 240, agents: 20, targetSec: 15, shortAbandonSec: 5 }, 3, (fact) => {
    if (fact.type === 'visit.joined') order.push(fact.visitKey);
    if (fact.type === 'visit.answered') served.push(fact.visitKey);
  });
  runFloor(floor, 6 * HOUR_MS);
  expect(served.length).toBeGreaterThan(1_500);
  expect(served).toEqual(order.slice(0, served.length));
});

describe('a source that stutters', () => {
  const disturbed = createDisturbance(seed)(facts);

  test('tells some things twice and some in the wrong order, by a clock up to 400 ms slow', () => {
    expect(disturbed.length).toBeGreaterThan(facts.length);
    expect(disturbed.length).toBeLessThan(facts.length * 1.003);
    const backwards = disturbed.filter((fact, i) => fact.occurredAt < (disturbed[i - 1]?.occurredAt ?? 0));
    expect(backwards.length).toBeGreaterThan(0);
  });

  test('changes no count of any queue', () => {
    const [plain, stuttering] = [foldOf(facts), foldOf(disturbed)];
    expect(brokenInvariants(stuttering)).toEqual([]);
    const lives = (site: ReturnType<typeof foldOf>) => [...site.queues.values()].map(({ key, life }) => ({ key, ...life }));
    expect(lives(stuttering)).toEqual(lives(plain));
    const lag = [...stuttering.visits.values()].map((visit) => (plain.visits.get(visit.id)?.enteredAt ?? 0) - visit.enteredAt);
    expect(Math.max(...lag)).toBeLessThanOrEqual(0.4 * SECOND_MS);
    expect(Math.min(...lag)).toBeGreaterThanOrEqual(0);
  });
});
