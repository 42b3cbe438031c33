import fc from 'fast-check';
import { absorb } from '../../shared/domain/absorb.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { evolve } from '../../shared/domain/evolve.js';
import { type Fact, factSchema } from '../../shared/domain/facts.js';
import type { EntityKey, SiteState, Touched } from '../../shared/domain/site.js';
import type { Position } from '../../shared/kernel/position.js';
import { epochMs } from '../../shared/kernel/time.js';

/** Saturday 21 November 2026, 09:00 in Shanghai. */
export const NINE = Date.UTC(2026, 10, 21, 1, 0, 0);
export const SOURCE = 'test';

export const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) freeze(child);
  }
  return value;
};

export const noTouch: Touched = { touch: () => undefined, gone: () => undefined };

/** A site that absorbs facts one by one, as a connector's batches are. Events are frozen: evolve must not keep or change them. */
export function testFloor(site: SiteState = emptySite()) {
  let commits = 0;
  const events: DomainEvent[] = [];
  const touched = new Set<EntityKey>();
  const notes: Touched = { touch: (key) => touched.add(key), gone: (key) => touched.add(key) };
  const fold = (event: DomainEvent) => {
    commits += 1;
    evolve(site, freeze(structuredClone(event)), { position: `${commits}-0` as Position, at: event.occurredAt }, notes);
  };
  return {
    site,
    events,
    touched,
    fold,
    tell(...facts: Fact[]): DomainEvent[] {
      const told: DomainEvent[] = [];
      for (const fact of facts) {
        for (const event of absorb(site, factSchema.parse(fact), SOURCE)) {
          fold(event);
          told.push(event);
        }
      }
      events.push(...told);
      return told;
    },
  };
}

/** Facts in short, by seconds after nine. Keys are the test's own names. */
export const at = (seconds: number) => epochMs(NINE + Math.round(seconds * 1_000));
type Raw = Record<string, unknown> & { type: Fact['type'] };
const fact = (seconds: number, raw: Raw): Fact => factSchema.parse({ occurredAt: at(seconds), ...raw });

export const queueSeen = (seconds: number, queueKey: string, more: object = {}) => fact(seconds, { type: 'queue.seen', queueKey, ...more });
export const member = (seconds: number, agentKey: string, queueKey: string, more: object = {}) =>
  fact(seconds, { type: 'member.seen', agentKey, queueKey, paused: false, ...more });
export const joined = (seconds: number, visitKey: string, queueKey: string, more: object = {}) =>
  fact(seconds, { type: 'visit.joined', visitKey, queueKey, callKey: visitKey.split('#')[0], caller: { masked: '138****2764' }, ...more });
export const offered = (seconds: number, visitKey: string, agentKey: string) =>
  fact(seconds, { type: 'visit.offered', visitKey, agentKey });
export const offerEnded = (seconds: number, visitKey: string, agentKey: string, how: string) =>
  fact(seconds, { type: 'visit.offer-ended', visitKey, agentKey, how });
export const answered = (seconds: number, visitKey: string, agentKey: string) =>
  fact(seconds, { type: 'visit.answered', visitKey, agentKey });
export const ended = (seconds: number, visitKey: string, agentKey: string, by = 'caller', more: object = {}) =>
  fact(seconds, { type: 'visit.talk-ended', visitKey, agentKey, by, ...more });
export const abandoned = (seconds: number, visitKey: string) => fact(seconds, { type: 'visit.abandoned', visitKey });
export const other = fact;

const queues = ['投诉', 'sales', '__proto__'];
const agents = ['PJSIP/1001', 'PJSIP/1002', 'constructor'];
const visits = ['call1', 'call2', 'call3', 'call1#2', 'call2#2', 'toString'];
const queueKey = fc.constantFrom(...queues);
const agentKey = fc.constantFrom(...agents);
const visitKey = fc.constantFrom(...visits);

/** Facts in any order, sensible or not, as a broken source might tell them. */
export const anyFact: fc.Arbitrary<Fact> = fc
  .tuple(
    fc.integer({ min: 0, max: 4_000 }),
    fc.oneof(
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('queue.seen'),
          queueKey,
          wrapUpMs: fc.constantFrom(0, 8_000),
          thresholdMs: fc.constantFrom(10_000, 20_000),
        }),
      },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('queue.gone'), queueKey }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('agent.seen'), agentKey, name: fc.constantFrom('李婉清', 'Tom') }) },
      {
        weight: 4,
        arbitrary: fc.record({
          type: fc.constant('member.seen'),
          agentKey,
          queueKey,
          paused: fc.boolean(),
          reason: fc.constantFrom('MEAL', '__proto__'),
        }),
      },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('member.gone'), agentKey, queueKey }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('agent.reachable'), agentKey, reachable: fc.boolean() }) },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('agent.off-queue-call'),
          agentKey,
          phase: fc.constantFrom('ringing', 'dialing', 'talking', 'none'),
        }),
      },
      {
        weight: 8,
        arbitrary: fc.tuple(visitKey, queueKey).map(([key, queue]) => ({
          type: 'visit.joined',
          visitKey: key,
          queueKey: queue,
          callKey: key.split('#')[0],
          caller: { masked: '', hash: key.split('#')[0] },
        })),
      },
      { weight: 8, arbitrary: fc.record({ type: fc.constant('visit.offered'), visitKey, agentKey }) },
      {
        weight: 3,
        arbitrary: fc.record({
          type: fc.constant('visit.offer-ended'),
          visitKey,
          agentKey,
          how: fc.constantFrom('no-answer', 'busy', 'rejected', 'cancelled'),
        }),
      },
      { weight: 8, arbitrary: fc.record({ type: fc.constant('visit.answered'), visitKey, agentKey }) },
      { weight: 2, arbitrary: fc.record({ type: fc.constant('visit.handed-over'), visitKey, agentKey }) },
      { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('visit.held', 'visit.resumed'), visitKey, agentKey }) },
      {
        weight: 6,
        arbitrary: fc.record({
          type: fc.constant('visit.talk-ended'),
          visitKey,
          agentKey,
          by: fc.constantFrom('caller', 'agent', 'blind-transfer', 'moved'),
          wrapUp: fc.constantFrom(0, 5_000, 'until-told'),
        }),
      },
      { weight: 2, arbitrary: fc.record({ type: fc.constant('agent.wrap-up-ended'), agentKey }) },
      { weight: 3, arbitrary: fc.record({ type: fc.constant('visit.abandoned'), visitKey }) },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('visit.left'),
          visitKey,
          reason: fc.constantFrom('timeout', 'key-exit', 'redirected', 'lost'),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('visit.rejected'),
          queueKey,
          visitKey: fc.constantFrom('r1', 'r2'),
          reason: fc.constant('full'),
        }),
      },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('source.status'), status: fc.constantFrom('connected', 'lost') }) },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant('source.resynced'),
          queues: fc.subarray(queues).map((keys) => keys.map((key) => ({ queueKey: key }))),
          agents: fc
            .subarray(agents)
            .map((keys) => keys.map((key) => ({ agentKey: key, name: key, reachable: true, offQueueCall: 'none' }))),
          members: fc.subarray(agents).map((keys) => keys.map((key) => ({ agentKey: key, queueKey: 'sales', paused: false }))),
          visits: fc.subarray(['call1', 'call2', 'call3']).map((keys) =>
            keys.map((key, i) => ({
              visitKey: key,
              queueKey: 'sales',
              callKey: key,
              caller: { masked: '' },
              enteredAt: NINE + i * 1_000,
              ...(i === 1 ? { talking: { agentKey: agents[i], since: NINE + 5_000 } } : {}),
            })),
          ),
        }),
      },
    ),
  )
  .map(([seconds, raw]) => factSchema.parse({ occurredAt: at(seconds), ...raw }));

export const anyFacts = fc.array(anyFact, { maxLength: 120, size: 'max' });
