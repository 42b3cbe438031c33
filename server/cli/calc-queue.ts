import { z } from 'zod';
import { absorb } from '../../shared/domain/absorb.js';
import { addQueueCounters, type QueueCounters } from '../../shared/domain/counters.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import { evolve } from '../../shared/domain/evolve.js';
import { type Fact, flowoutReasonSchema } from '../../shared/domain/facts.js';
import type { Touched } from '../../shared/domain/site.js';
import { type ServiceLevelFormula, serviceLevelFormulaSchema } from '../../shared/domain/site-config.js';
import { type ExternalKey, queueIdOf } from '../../shared/kernel/ids.js';
import { ORIGIN } from '../../shared/kernel/position.js';
import { durationMs, type EpochMs, epochMs, SECOND_MS } from '../../shared/kernel/time.js';
import { abandonRatio, ahtMs, asaMs, ataMs, offered, rawAbandonRatio } from '../../shared/metrics/queue-measures.js';
import { flowouts, ratioOf, serviceLevelParts } from '../../shared/metrics/service-level.js';

const lengthMs = z.number().nonnegative().max(1e10);
const callSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('answered'),
    waitMs: lengthMs,
    talkMs: lengthMs.default(0),
    holdMs: lengthMs.default(0),
    acwMs: lengthMs.default(0),
  }),
  z.object({ outcome: z.literal('abandoned'), waitMs: lengthMs }),
  z.object({ outcome: z.literal('flowout'), waitMs: lengthMs, reason: flowoutReasonSchema.default('overflow') }),
]);
type Call = z.infer<typeof callSchema>;

/** Inputs of the model `metrics.queue`: the closed visits of one queue. Reference files may say more than we read. */
export const queueInputsSchema = z.object({
  calls: z.array(callSchema).max(1_000_000),
  targetSec: z.number().nonnegative().max(1e7),
  shortAbandonSec: z.number().nonnegative().max(1e7),
});
export type QueueInputs = z.infer<typeof queueInputsSchema>;

/** The figures a screen would show had these calls come in: folded as events, counted as counters, divided by the measures. */
export function computeQueueMetrics(inputs: QueueInputs): Record<string, number | null> {
  const counters: QueueCounters = {};
  for (const call of inputs.calls) addQueueCounters(counters, countersOf(call, inputs));
  const level = (formula: ServiceLevelFormula) => {
    const { met, counted } = serviceLevelParts(counters, formula);
    return ratioOf(met, counted);
  };
  const seconds = (ms: number | null) => (ms === null ? null : ms / SECOND_MS);
  return {
    offered: offered(counters),
    answered: counters.answered ?? 0,
    abandoned: counters.abandoned ?? 0,
    shortAbandoned: counters.shortAbandoned ?? 0,
    flowouts: flowouts(counters),
    answeredInT: counters.answeredInThreshold ?? 0,
    ...Object.fromEntries(serviceLevelFormulaSchema.options.map((formula) => [formula, level(formula)])),
    asaSec: seconds(asaMs(counters)),
    ataSec: seconds(ataMs(counters)),
    abandonRate: rawAbandonRatio(counters),
    abandonRateExShort: abandonRatio(counters),
    ahtSec: seconds(ahtMs(counters)),
  };
}

const SOURCE = 'calc';
const KEY = 'calc' as ExternalKey;
const IGNORED: Touched = { touch() {}, gone() {} };
/** Any instant at the start of a quarter-hour. */
const ENTERED_AT = 1_800_000_000_000;

/** One call on a site of its own: however long it is, no tally grows old meanwhile. */
function countersOf(call: Call, { targetSec, shortAbandonSec }: QueueInputs): QueueCounters {
  const site = emptySite();
  const observe = (fact: Fact) => {
    for (const event of absorb(site, fact, SOURCE)) evolve(site, event, { position: ORIGIN, at: event.occurredAt }, IGNORED);
  };
  const at = (afterMs: number) => ({ occurredAt: epochMs(ENTERED_AT + afterMs) });
  observe({ type: 'queue.seen', ...at(0), queueKey: KEY });
  const queue = site.queues.get(queueIdOf(SOURCE, KEY));
  if (queue === undefined) throw new Error('a queue that was seen is not in the site');
  const thresholdMs = durationMs(targetSec * SECOND_MS);
  queue.settings = { ...queue.settings, thresholdMs, shortAbandonMs: durationMs(shortAbandonSec * SECOND_MS) };

  observe({ type: 'visit.joined', ...at(0), visitKey: KEY, queueKey: KEY, callKey: KEY, caller: { masked: '' } });
  for (const fact of outcomeOf(call, at)) observe(fact);
  const counters: QueueCounters = {};
  for (const tally of queue.quarters) addQueueCounters(counters, tally.counters);
  return counters;
}

function outcomeOf(call: Call, at: (afterMs: number) => { occurredAt: EpochMs }): Fact[] {
  const { waitMs } = call;
  if (call.outcome === 'abandoned') return [{ type: 'visit.abandoned', ...at(waitMs), visitKey: KEY }];
  if (call.outcome === 'flowout') return [{ type: 'visit.left', ...at(waitMs), visitKey: KEY, reason: call.reason }];
  const heldMs = waitMs + call.talkMs;
  const endedMs = heldMs + call.holdMs;
  const leg = { visitKey: KEY, agentKey: KEY };
  return [
    { type: 'visit.answered', ...at(waitMs), ...leg },
    { type: 'visit.held', ...at(heldMs), ...leg },
    { type: 'visit.resumed', ...at(endedMs), ...leg },
    { type: 'visit.talk-ended', ...at(endedMs), ...leg, by: 'caller', wrapUp: 'until-told' },
    { type: 'agent.wrap-up-ended', ...at(endedMs + call.acwMs), agentKey: KEY },
  ];
}
