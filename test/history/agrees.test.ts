import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countsFor } from '../../server/history/visit-filter.js';
import { createVisitRecorder, type VisitRecord } from '../../server/history/visit-record.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { Queue, SiteState } from '../../shared/domain/site.js';
import { epochMs, QUARTER_MS } from '../../shared/kernel/time.js';
import { flowouts, serviceLevelParts } from '../../shared/metrics/service-level.js';
import type { VisitMeasure } from '../../shared/protocol/http.js';
import { factsOf, foldFacts, SCENARIOS } from '../connectors/asterisk/recordings.js';
import { anyFacts, testFloor } from '../support/floor.js';

function recordsOf(events: readonly DomainEvent[]): VisitRecord[] {
  const recorder = createVisitRecorder();
  const last = new Map<string, VisitRecord>();
  for (const event of events) for (const visit of recorder.record(event)) last.set(visit.visitId, structuredClone(visit));
  return [...last.values()];
}

/** For every queue and quarter-hour: what was counted, and how many calls are found behind it. */
function* numbersAndCalls(site: SiteState, records: readonly VisitRecord[]) {
  for (const queue of site.queues.values()) {
    const own = records.filter((record) => record.queueId === queue.id);
    for (const tally of queue.quarters) {
      const window = { from: tally.start, to: epochMs(tally.start + QUARTER_MS) };
      const entered = own.filter((record) => record.enteredAt >= window.from && record.enteredAt < window.to);
      const behind = (measure: VisitMeasure, among = entered) =>
        among.filter((record) => countsFor(record, measure, tally.settings, window)).length;
      const { counters } = tally;
      const counted: [VisitMeasure, number, number][] = [
        ['offered', counters.entered ?? 0, behind('offered')],
        ['answered', counters.answered ?? 0, behind('answered')],
        ['abandoned', counters.abandoned ?? 0, behind('abandoned')],
        ['shortAbandoned', counters.shortAbandoned ?? 0, behind('shortAbandoned')],
        ['answeredInThreshold', counters.answeredInThreshold ?? 0, behind('answeredInThreshold')],
        ['flowout', flowouts(counters), behind('flowout')],
        ['serviceLevel', serviceLevelParts(counters, tally.settings.formula).counted, behind('serviceLevel')],
      ];
      yield { at: where(queue, tally.start), counted };
    }
  }
}
const where = (queue: Queue, start: number) => `${queue.key} ${new Date(start).toISOString()}`;

test.each(SCENARIOS)('%s: behind every number are just as many calls as it says', (scenario) => {
  const { site, events } = foldFacts(factsOf(scenario));
  let compared = 0;
  for (const { at, counted } of numbersAndCalls(site, recordsOf(events))) {
    for (const [measure, number, calls] of counted) {
      compared++;
      expect(`${at} ${measure}: ${calls}`).toBe(`${at} ${measure}: ${number}`);
    }
  }
  if (!scenario.startsWith('04')) expect(compared).toBeGreaterThan(0);
});

test('and so it is whatever a source tells', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const floor = testFloor();
      const events = floor.tell(...facts);
      for (const { at, counted } of numbersAndCalls(floor.site, recordsOf(events))) {
        for (const [measure, number, calls] of counted) expect(`${at} ${measure}: ${calls}`).toBe(`${at} ${measure}: ${number}`);
      }
    }),
    { numRuns: 300 },
  );
});
