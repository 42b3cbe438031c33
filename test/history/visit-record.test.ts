import { expect, test } from 'vitest';
import { countsFor } from '../../server/history/visit-filter.js';
import { createVisitRecorder, type VisitRecord } from '../../server/history/visit-record.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { QueueSettings } from '../../shared/domain/site.js';
import { durationMs, epochMs } from '../../shared/kernel/time.js';
import type { VisitMeasure } from '../../shared/protocol/http.js';
import {
  answers,
  chen,
  enters,
  hangsUp,
  holds,
  isReadyAgain,
  leaves,
  NINE,
  resumes,
  rings,
  ringsOut,
  takesOver,
  wang,
} from './floor-events.js';

/** The last record of each visit, after these events. */
function recordsOf(...events: DomainEvent[]): VisitRecord[] {
  const recorder = createVisitRecorder();
  const last = new Map<string, VisitRecord>();
  for (const event of events) for (const visit of recorder.record(Object.freeze(event))) last.set(visit.visitId, structuredClone(visit));
  return [...last.values()];
}
const s = (seconds: number) => NINE + seconds * 1_000;

test('a call that rang out once, was held and wrapped up is kept with each of these', () => {
  const [record] = recordsOf(
    enters(0, 'a'),
    rings(2, 'a', wang),
    ringsOut(17, 'a', wang),
    rings(18, 'a', chen),
    answers(20, 'a', chen),
    holds(60, 'a', chen),
    resumes(75, 'a', chen),
    hangsUp(100, 'a', chen, 130),
    isReadyAgain(112, chen),
  );
  expect(record).toMatchObject({ outcome: 'answered', enteredAt: s(0), answeredAt: s(20), closedAt: s(100), ringNoAnswers: 1 });
  expect(record?.legs).toEqual([
    { agentId: chen, kind: 'queue', startedAt: s(20), endedAt: s(100), endedBy: 'caller', holdMs: 15_000, acwMs: 12_000 },
  ]);
});

test('a caller handed over to a colleague has two agents, though the first part had ended', () => {
  const [record] = recordsOf(
    enters(0, 'a'),
    answers(5, 'a', wang),
    hangsUp(60, 'a', wang),
    takesOver(60, 'a', chen),
    hangsUp(90, 'a', chen),
  );
  expect(record?.legs.map((leg) => [leg.agentId, leg.kind, leg.startedAt, leg.endedAt])).toEqual([
    [wang, 'queue', s(5), s(60)],
    [chen, 'handover', s(60), s(90)],
  ]);
  expect(record?.closedAt).toBe(s(90));
});

test('a wrap-up ends when the agent is rung again, and at its usual length when nobody says anything', () => {
  const [rung] = recordsOf(enters(0, 'a'), answers(5, 'a', wang), hangsUp(60, 'a', wang, 90), enters(70, 'b'), rings(71, 'b', wang));
  expect(rung?.legs[0]?.acwMs).toBe(11_000);
  const [silent] = recordsOf(enters(0, 'a'), answers(5, 'a', wang), hangsUp(60, 'a', wang, 90));
  expect(silent?.legs[0]?.acwMs).toBe(30_000);
  const [untold] = recordsOf(enters(0, 'a'), answers(5, 'a', wang), hangsUp(60, 'a', wang, null));
  expect(untold?.legs[0]?.acwMs).toBeUndefined();
});

test('a record says nothing by which a caller could be recognised or called', () => {
  const text = JSON.stringify(recordsOf(enters(0, 'a'), leaves(9, 'a')));
  expect(text).not.toMatch(/CANARY/);
  expect(text).toContain('138****2764');
});

test('from a checkpoint anywhere, and going over the rest as often as one likes, the same records come out', () => {
  const day = [
    enters(0, 'a'),
    answers(5, 'a', wang),
    holds(6, 'a', wang),
    resumes(8, 'a', wang),
    hangsUp(40, 'a', wang, 70),
    isReadyAgain(55, wang),
  ];
  const whole = recordsOf(...day);
  for (let cut = 0; cut <= day.length; cut++) {
    const before = createVisitRecorder();
    const last = new Map<string, VisitRecord>();
    const keep = (records: readonly VisitRecord[]) => {
      for (const each of records) last.set(each.visitId, structuredClone(each));
    };
    for (const event of day.slice(0, cut)) keep(before.record(event));
    const checkpoint = JSON.stringify(before.open());
    for (let time = 0; time < 2; time++) {
      const after = createVisitRecorder(JSON.parse(checkpoint));
      for (const event of day.slice(cut)) keep(after.record(event));
    }
    expect([cut, [...last.values()]]).toEqual([cut, whole]);
  }
});

test('what has settled is let go of: a day of calls leaves nothing at hand', () => {
  const recorder = createVisitRecorder();
  for (let i = 0; i < 1_000; i++) {
    recorder.record(enters(i * 10, `v${i}`));
    recorder.record(i % 2 === 0 ? leaves(i * 10 + 5, `v${i}`) : answers(i * 10 + 5, `v${i}`, wang));
    if (i % 2 === 1) recorder.record(hangsUp(i * 10 + 7, `v${i}`, wang, i * 10 + 9));
  }
  recorder.record(enters(20_000, 'last'));
  recorder.record(leaves(20_001, 'last'));
  expect(recorder.open().length).toBeLessThan(20);
});

test('what was handed over past the queue counts as handled by the agent alone', () => {
  const [record] = recordsOf(
    enters(0, 'a'),
    answers(5, 'a', wang),
    hangsUp(60, 'a', wang),
    takesOver(3_600, 'a', chen),
    hangsUp(3_700, 'a', chen),
  );
  const later = { from: epochMs(s(3_600)), to: epochMs(s(7_200)) };
  if (!record) throw new Error('no record');
  expect(countsFor(record, 'handled', settings, window)).toBe(true);
  expect(countsFor(record, 'handled', settings, later)).toBe(false);
  expect(countsFor(record, 'handled', settings, later, chen)).toBe(true);
  expect(countsFor(record, 'handled', settings, later, wang)).toBe(false);
});

const settings: QueueSettings = {
  formula: 'slExShort',
  thresholdMs: durationMs(15_000),
  shortAbandonMs: durationMs(5_000),
  goalRatio: 0.8,
};
const window = { from: epochMs(NINE), to: epochMs(NINE + 3_600_000) };
const calls: Record<string, DomainEvent[]> = {
  waiting: [enters(0, 'x')],
  'answered on the threshold': [enters(0, 'x'), answers(15, 'x', wang)],
  'answered late': [enters(0, 'x'), answers(16, 'x', wang)],
  'abandoned at 4 s': [enters(0, 'x'), leaves(4, 'x')],
  'abandoned at 5 s': [enters(0, 'x'), leaves(5, 'x')],
  'abandoned late': [enters(0, 'x'), leaves(60, 'x')],
  'timed out': [enters(0, 'x'), leaves(60, 'x', 'timeout')],
};
const counted: readonly (readonly [VisitMeasure, QueueSettings['formula'], string[]])[] = [
  ['offered', 'slExShort', Object.keys(calls)],
  ['answered', 'slExShort', ['answered on the threshold', 'answered late']],
  ['asa', 'slExShort', ['answered on the threshold', 'answered late']],
  ['answeredInThreshold', 'slExShort', ['answered on the threshold']],
  ['answeredLate', 'slExShort', ['answered late']],
  ['abandoned', 'slExShort', ['abandoned at 4 s', 'abandoned at 5 s', 'abandoned late']],
  ['shortAbandoned', 'slExShort', ['abandoned at 4 s']],
  ['abandonRatio', 'slExShort', ['answered on the threshold', 'answered late', 'abandoned at 5 s', 'abandoned late']],
  ['flowout', 'slExShort', ['timed out']],
  ['serviceLevel', 'slExShort', ['answered on the threshold', 'answered late', 'abandoned at 5 s', 'abandoned late']],
  ['serviceLevel', 'slAnswered', ['answered on the threshold', 'answered late']],
  ['serviceLevel', 'slOffered', ['answered on the threshold', 'answered late', 'abandoned at 4 s', 'abandoned at 5 s', 'abandoned late']],
  ['serviceLevel', 'slLateAbandons', ['answered on the threshold', 'answered late', 'abandoned late']],
  ['serviceLevel', 'slWithFlowouts', ['answered on the threshold', 'answered late', 'abandoned at 5 s', 'abandoned late', 'timed out']],
];
test.each(counted)('behind %s (%s) are just the calls it counts', (measure, formula, names) => {
  const behind = Object.entries(calls)
    .filter(([, events]) => recordsOf(...events).some((record) => countsFor(record, measure, { ...settings, formula }, window)))
    .map(([name]) => name);
  expect(behind).toEqual(names);
});
