import { realisticBehaviour } from '../../../server/connectors/simulator/behaviour.js';
import { arrive } from '../../../server/connectors/simulator/calls.js';
import { planOrder } from '../../../server/connectors/simulator/carry-out.js';
import { buildFloor, type FloorPlan, runFloor } from '../../../server/connectors/simulator/floor.js';
import { populate, wholeTruth } from '../../../server/connectors/simulator/opening.js';
import { giveOutCalls } from '../../../server/connectors/simulator/routing.js';
import { SIMULATOR } from '../../../server/connectors/simulator/simulator.js';
import { absorb } from '../../../shared/domain/absorb.js';
import type { Effect, Failure } from '../../../shared/domain/action/effects.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import { evolve } from '../../../shared/domain/evolve.js';
import { type Fact, type FactOf, factSchema } from '../../../shared/domain/facts.js';
import { brokenInvariants } from '../../../shared/domain/invariants.js';
import { agentIdOf, type ExternalKey, queueIdOf, visitIdOf } from '../../../shared/kernel/ids.js';
import { ORIGIN } from '../../../shared/kernel/position.js';
import { epochMs, HOUR_MS, SECOND_MS } from '../../../shared/kernel/time.js';

export const key = (text: string) => text as ExternalKey;
export const li = key('SIM/1');
export const wang = key('SIM/2');
export const zhao = key('SIM/3');
export const desk = key('sim/desk-zhoumin');

/** What every caller and agent does here: rings 3 s, talks two minutes, wraps up for 20 s, waits for an hour. */
export const even: FloorPlan['behaviour'] = {
  ...realisticBehaviour(1, 100),
  caller: (callKey) => ({ masked: '138****2764', hash: callKey }),
  refused: () => undefined,
  patienceMs: () => HOUR_MS,
  givesUp: () => undefined,
  ring: () => ({ how: 'answered', afterMs: 3 * SECOND_MS }),
  talk: () => ({ handleMs: 120 * SECOND_MS }),
  ending: () => 'caller',
  wrapUpMs: () => 20 * SECOND_MS,
  redialAfterMs: () => undefined,
};

const traits = { thresholdMs: 15_000, handleMs: 120_000, wrapUpMs: 20_000, patienceMs: HOUR_MS, priority: 0, arrivalsPerMs: 0 };
const QUEUES = [
  { key: 'complaints', code: 'CMP', ...traits },
  { key: 'vip', code: 'VIP', ...traits, priority: 5 },
  { key: 'logistics', code: 'LOG', ...traits },
];
const AGENTS = [
  { key: li, name: '李婉清', queueKeys: ['complaints'] },
  { key: wang, name: '王磊', queueKeys: ['complaints', 'vip'] },
  { key: zhao, name: '赵敏', queueKeys: ['logistics'] },
];

/** A floor of three on which nothing happens unless the test makes it happen, folded as a node would. */
export function smallFloor(ways: Partial<FloorPlan['behaviour']> = {}, isAtDesk?: (agentKey: ExternalKey) => boolean) {
  const plan: FloorPlan = { seed: 1, hasShifts: false, behaviour: { ...even, ...ways }, rate: () => 1, queues: QUEUES, agents: AGENTS };
  const site = emptySite();
  const facts: Fact[] = [];
  const emit = (fact: Fact) => {
    facts.push(factSchema.parse(fact));
    for (const event of absorb(site, fact, SIMULATOR))
      evolve(site, event, { position: ORIGIN, at: event.occurredAt }, { touch() {}, gone() {} });
  };
  const floor = buildFloor(plan, Date.UTC(2025, 10, 21, 2), emit, isAtDesk);
  emit({ type: 'source.status', occurredAt: epochMs(floor.now), status: 'connected' });
  populate(floor);
  emit(wholeTruth(floor));
  const pass = (seconds: number) => runFloor(floor, floor.now + seconds * SECOND_MS);
  let orders = 0;
  let calls = 0;
  return {
    floor,
    facts,
    site,
    pass,
    /** Somebody dials. */
    dial(queueKey: string): ExternalKey {
      const queue = floor.queues.find((one) => one.key === queueKey);
      if (queue === undefined) throw new Error(`no queue ${queueKey}`);
      const callKey = `${queue.key}-${++calls}`;
      arrive(floor, queue, callKey);
      giveOutCalls(floor);
      return key(`${callKey}/1`);
    },
    /** Orders it, and lets it happen: the answer, and the facts since. */
    order(effect: Effect, { phoneName = '周敏', isHolder = true } = {}): { failure: Failure['code'] | 'none'; told: Fact[] } {
      const before = facts.length;
      const answers: (Failure | undefined)[] = [];
      const answer = (failure: Failure | undefined) => void answers.push(failure);
      planOrder(floor, { effect, phoneName, isHolder: () => isHolder, answer }, `x-${++orders}`, epochMs(floor.now));
      pass(0.4);
      if (answers.length !== 1) throw new Error(`answered ${answers.length} times`);
      return { failure: answers[0]?.code ?? 'none', told: facts.slice(before) };
    },
    visit: (visitKey: string) => site.visits.get(visitIdOf(SIMULATOR, visitKey)),
    agent: (agentKey: string) => site.agents.get(agentIdOf(SIMULATOR, agentKey)),
    stateOf: (agentKey: string) => site.agents.get(agentIdOf(SIMULATOR, agentKey))?.state,
    waiting: (queueKey: string) =>
      [...(site.queues.get(queueIdOf(SIMULATOR, queueKey))?.waiting ?? [])].map((id) => site.visits.get(id)?.key),
    /** Everything that no floor may show. */
    problems: () => [...brokenInvariants(site), ...site.anomalies.keys()],
  };
}

export const typesOf = (facts: readonly Fact[]) => facts.map(({ type }) => type);
export const ofType = <T extends Fact['type']>(facts: readonly Fact[], type: T) =>
  facts.filter((fact): fact is FactOf<T> => fact.type === type);
