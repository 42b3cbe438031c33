import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addQueueCounters, QUEUE_COUNTERS, type QueueCounters } from '../../shared/domain/counters.js';
import { serviceLevelFormulaSchema } from '../../shared/domain/site-config.js';
import { abandonRatio, answerRatio, asaMs } from '../../shared/metrics/queue-measures.js';
import { ratioOf, serviceLevelParts } from '../../shared/metrics/service-level.js';

/** Ten answered of which six in time, four abandoned of which two in time and one short, one flow-out. */
const counters: QueueCounters = {
  entered: 15,
  answered: 10,
  answeredInThreshold: 6,
  abandoned: 4,
  abandonedInThreshold: 2,
  shortAbandoned: 1,
  flowoutTimeout: 1,
  answeredWaitMs: 120_000,
};

test.each([
  ['slAnswered', 6 / 10],
  ['slOffered', 6 / 14],
  ['slAbandonCounts', 8 / 14],
  ['slLateAbandons', 6 / 12],
  ['slExShort', 6 / 13],
  ['slWithFlowouts', 6 / 14],
] as const)('%s divides as the field defines it', (formula, want) => {
  const { met, counted } = serviceLevelParts(counters, formula);
  expect(ratioOf(met, counted)).toBeCloseTo(want, 12);
});

test('a caller who still waits past the threshold lowers every formula', () => {
  for (const formula of serviceLevelFormulaSchema.options) {
    const now = serviceLevelParts(counters, formula);
    const late = serviceLevelParts(counters, formula, 5);
    expect(ratioOf(late.met, late.counted) ?? 1).toBeLessThan(ratioOf(now.met, now.counted) ?? 0);
  }
});

test('what nobody counted has no value: every ratio and mean of an empty queue is null', () => {
  const idle = serviceLevelFormulaSchema.options.map((formula) => serviceLevelParts({}, formula));
  expect(idle.map(({ met, counted }) => ratioOf(met, counted))).toEqual(idle.map(() => null));
  expect([abandonRatio({}), answerRatio({}), asaMs({})]).toEqual([null, null, null]);
});

const anyCounters = fc.record(
  Object.fromEntries(QUEUE_COUNTERS.map((name) => [name, fc.nat(1_000)])) as Record<(typeof QUEUE_COUNTERS)[number], fc.Arbitrary<number>>,
  { requiredKeys: [] },
);

test('counters of two intervals merge in either order, and an empty one changes nothing', () => {
  fc.assert(
    fc.property(anyCounters, anyCounters, (a, b) => {
      const sum = (...parts: QueueCounters[]) => {
        const into: QueueCounters = {};
        for (const part of parts) addQueueCounters(into, part);
        return into;
      };
      expect(sum(a, b)).toEqual(sum(b, a));
      expect(sum(a, {})).toEqual(sum(a));
    }),
  );
});
