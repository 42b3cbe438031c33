import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '../../shared/domain/events.js';
import { type ActionId, type AgentId, agentIdOf, queueIdOf } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { borrowCandidateSchema, borrowEffectSchema, planLoan } from '../../shared/metrics/borrow.js';
import { computeErlangA } from '../../shared/staffing/erlang-a.js';
import { abandoned, answered, anyFact, at, ended, joined, member, offered, other, queueSeen, SOURCE, testFloor } from '../support/floor.js';

const id = (key: string) => agentIdOf(SOURCE, key);
const queueId = (key: string) => queueIdOf(SOURCE, key);
type Floor = ReturnType<typeof testFloor>;
const NOW = at(1_700);

const plan = (
  floor: Floor,
  more: { agents?: number; agentIds?: AgentId[]; mayLend?: (agentId: AgentId) => boolean; queue?: string } = {},
) => {
  const queue = floor.site.queues.get(queueId(more.queue ?? 'complaints'));
  if (queue === undefined) throw new Error('no such queue');
  const { agents = 1, agentIds, mayLend = () => true } = more;
  return planLoan(floor.site, { queue, agents, agentIds, now: NOW, mayLend });
};

/** Complaints is served by `own` agents, sales by `others`; each of the calls lasts 300 s with its wrap-up, spread over half an hour. */
function floorWith({ own, others, complaints, sales }: { own: number; others: number; complaints: number; sales: number }): Floor {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'complaints', { thresholdMs: 15_000 }), queueSeen(0, 'sales', { thresholdMs: 15_000 }));
  for (let n = 0; n < own; n++) floor.tell(member(n, `c${n}`, 'complaints'));
  for (let n = 0; n < others; n++) floor.tell(member(n, `s${n}`, 'sales'));
  const calls = (queue: string, count: number) => {
    for (let n = 0; n < count; n++) {
      const key = `${queue}${n}`;
      // Handled by agents of their own, who are gone again: the queue's people stay as they were.
      const agent = `past-${queue}`;
      floor.tell(
        member(1, agent, queue),
        joined(20 + n, key, queue),
        answered(22 + n, key, agent),
        ended(322 + n, key, agent, 'caller', { wrapUp: 0 }),
      );
    }
    floor.tell(other(1_690, { type: 'member.gone', agentKey: `past-${queue}`, queueKey: queue }));
  };
  if (complaints > 0) calls('complaints', complaints);
  if (sales > 0) calls('sales', sales);
  return floor;
}

let actions = 0;
function lent(floor: Floor, agentKey: string): void {
  floor.fold({
    type: 'action.taken',
    occurredAt: at(1_000),
    actionId: `x-${++actions}` as ActionId,
    kind: 'agent.borrow',
    by: { userId: 'u-1', name: '周敏', role: 'supervisor' },
    on: { agentId: id(agentKey), toQueueId: queueId('complaints') },
    detail: {},
    state: 'confirmed',
  } as DomainEvent);
}

describe('whom a queue can borrow', () => {
  test('who is ready elsewhere and was lent least, the longest without a call first', () => {
    const floor = floorWith({ own: 2, others: 4, complaints: 0, sales: 0 });
    lent(floor, 's0');
    const { candidates, chosen } = plan(floor, { agents: 2 });
    expect(candidates.map(({ agentId, loans }) => [agentId, loans])).toEqual([
      [id('s1'), 0],
      [id('s2'), 0],
      [id('s3'), 0],
      [id('s0'), 1],
    ]);
    expect(chosen).toEqual([id('s1'), id('s2')]);
  });

  test('not who serves it already, rings, talks or is out of the asker’s reach', () => {
    const floor = floorWith({ own: 2, others: 4, complaints: 0, sales: 0 });
    floor.tell(
      joined(1_600, 'a', 'sales'),
      answered(1_601, 'a', 's0'),
      joined(1_602, 'b', 'sales'),
      offered(1_603, 'b', 's1'),
      member(1_604, 's2', 'sales', { paused: true, reason: 'BUFFER' }),
    );
    expect(plan(floor).candidates.map(({ agentId }) => agentId)).toEqual([id('s3')]);
    expect(plan(floor, { mayLend: () => false }).candidates).toEqual([]);
  });

  test('the last one ready in a queue is not chosen, but may be picked: then it is said that it is too much', () => {
    const floor = floorWith({ own: 2, others: 2, complaints: 0, sales: 0 });
    const best = plan(floor, { agents: 2 });
    expect(best.chosen).toEqual([id('s0')]);
    expect(best.most).toBe(1);
    const picked = plan(floor, { agentIds: [id('s0'), id('s1')] });
    expect(picked.chosen).toEqual([id('s0'), id('s1')]);
    expect(picked.effects).toMatchObject([
      { queueId: queueId('complaints'), role: 'receives', readyBefore: 2, readyAfter: 4 },
      { queueId: queueId('sales'), role: 'gives', readyBefore: 2, readyAfter: 0, readyFloor: 1, verdict: 'too-much' },
    ]);
  });

  test('a queue in which more wait than are ready gives nobody of itself', () => {
    const floor = floorWith({ own: 1, others: 2, complaints: 0, sales: 0 });
    floor.tell(joined(1_650, 'a', 'sales'), joined(1_651, 'b', 'sales'));
    const { chosen, candidates } = plan(floor, { agents: 2 });
    expect(chosen).toEqual([]);
    expect(candidates.every(({ leavesTooFew }) => leavesTooFew)).toBe(true);
  });

  test('somebody who was picked and has gone meanwhile is not among the chosen', () => {
    const floor = floorWith({ own: 1, others: 3, complaints: 0, sales: 0 });
    expect(plan(floor, { agentIds: [id('s1'), id('nobody')] }).chosen).toEqual([id('s1')]);
  });
});

describe('what a loan does', () => {
  test('is Erlang A at the rate of the last half-hour, for agents of one queue as for the formula', () => {
    const floor = floorWith({ own: 6, others: 12, complaints: 30, sales: 12 });
    const { effects } = plan(floor, { agents: 2 });
    const model = (agents: number) => {
      const answer = computeErlangA({
        calls: 30,
        intervalSec: 1_800,
        ahtSec: 304,
        patienceSec: 180,
        agents,
        targetSec: 15,
        shortAbandonSec: 5,
      });
      return answer.ok ? answer.value.slExShort : Number.NaN;
    };
    const [complaints] = effects;
    expect(complaints?.basis).toEqual({ calls: 30, ahtMs: 300_000, patienceMs: 180_000 });
    // Nobody serves two queues yet: there is one way to see it.
    expect(complaints?.without?.serviceLevelRatio.low).toBeCloseTo(model(6), 10);
    expect(complaints?.without?.serviceLevelRatio.high).toBeCloseTo(model(6), 10);
    // At best the two are theirs alone.
    expect(complaints?.with?.serviceLevelRatio.high).toBeCloseTo(model(8), 10);
    expect(complaints?.with?.serviceLevelRatio.low).toBeGreaterThan(model(6));
    expect(complaints?.with?.serviceLevelRatio.low).toBeLessThan(model(8));
  });

  test('what was measured stands beside it, as the floor shows it', () => {
    const floor = floorWith({ own: 2, others: 3, complaints: 4, sales: 0 });
    floor.tell(joined(1_500, 'x', 'complaints'), abandoned(1_600, 'x'));
    expect(plan(floor).effects[0]?.measuredRatio).toBeCloseTo(0.8);
  });

  test('nothing is expected of a queue without calls', () => {
    const [effect] = plan(floorWith({ own: 2, others: 3, complaints: 0, sales: 0 })).effects;
    expect(effect).toMatchObject({ without: null, with: null, measuredRatio: null, basis: { calls: 0, ahtMs: null } });
  });

  test('a queue that would miss its goal by it is tight or has too much taken, one with people to spare is fine', () => {
    const verdict = (others: number, agents: number) =>
      plan(floorWith({ own: 3, others, complaints: 20, sales: 30 }), { agents }).effects[1]?.verdict;
    expect(verdict(14, 1)).toBe('fine');
    expect(verdict(7, 1)).toBe('too-much');
    expect(plan(floorWith({ own: 3, others: 7, complaints: 20, sales: 30 })).most).toBe(0);
  });

  test('the more are lent, the better for the one that borrows, and the worse for the one that gives', () => {
    const floor = floorWith({ own: 4, others: 14, complaints: 30, sales: 30 });
    const all = plan(floor, { agents: 8 }).chosen;
    const levels = all.map((_, count) =>
      plan(floor, { agentIds: all.slice(0, count + 1) }).effects.map((effect) => effect.with?.serviceLevelRatio),
    );
    for (const [at, [receives, gives]] of levels.entries()) {
      const before = levels[at - 1];
      if (before === undefined) continue;
      expect(receives?.high).toBeGreaterThan(before[0]?.high ?? 1);
      expect(receives?.low).toBeGreaterThan(before[0]?.low ?? 1);
      expect(gives?.low).toBeLessThan(before[1]?.low ?? 0);
      expect(gives?.high).toBeLessThan(before[1]?.high ?? 0);
    }
    expect(levels.length).toBe(8);
  });
});

test('on any floor the plan is one that the wire takes, its ranges are in order, and nobody is taken out of a rest', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 80 }), fc.integer({ min: 0, max: 5 }), (facts, agents) => {
      const { site, tell } = testFloor();
      tell(...[...facts].sort((a, b) => a.occurredAt - b.occurredAt));
      for (const queue of site.queues.values()) {
        const { candidates, chosen, effects, most } = planLoan(site, { queue, agents, now: epochMs(at(4_100)), mayLend: () => true });
        expect(chosen.length).toBeLessThanOrEqual(agents);
        expect(most).toBeLessThanOrEqual(20);
        for (const candidate of candidates) {
          borrowCandidateSchema.parse(candidate);
          expect(site.agents.get(candidate.agentId)?.state).toBe('ready');
          expect(site.agents.get(candidate.agentId)?.memberships.has(queue.id)).toBe(false);
        }
        expect(candidates.map(({ agentId }) => agentId)).toEqual(expect.arrayContaining([...chosen]));
        for (const effect of effects) {
          borrowEffectSchema.parse(effect);
          for (const estimate of [effect.without, effect.with]) {
            if (estimate === null) continue;
            for (const { low, high } of Object.values(estimate)) expect(low).toBeLessThanOrEqual(high);
            expect(estimate.serviceLevelRatio.low).toBeGreaterThanOrEqual(0);
            expect(estimate.serviceLevelRatio.high).toBeLessThanOrEqual(1);
          }
        }
      }
    }),
  );
});
