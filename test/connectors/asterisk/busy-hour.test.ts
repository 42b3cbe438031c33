import { describe, expect, test } from 'vitest';
import { replay } from '../../../server/cli/replay.js';
import type { AgentReport, QueueReport } from '../../../server/cli/replay-report.js';
import { createMemoryLog } from '../../../server/log/memory-log.js';
import { siteConfigSchema } from '../../../shared/domain/site-config.js';
import { readFixture, recordingOf } from './recordings.js';

/** What the PBX's own queue log came to, counted apart from all code here. */
interface TruthLeg {
  readonly queue: string;
  readonly agent?: string;
  readonly answeredAt?: number;
  readonly hold?: number;
  readonly talk?: number;
  readonly redirectedWhileTalking?: boolean;
}
type QueueTruth = Record<keyof QueueReport, number> & { holdAnsweredSum: number; waitAllSum: number };
type AgentTruth = Record<keyof AgentReport, number> & { pausedSecAnyQueue: number; pauseEvents: number };
interface Truth {
  readonly queues: Record<string, QueueTruth>;
  readonly agents: Record<string, AgentTruth>;
  readonly legs: readonly TruthLeg[];
  readonly serviceLevelSeconds: Record<string, number>;
}

const truth: Truth = JSON.parse(readFixture('11-busy-hour.truth.json'));
const config = siteConfigSchema.parse({ name: 'Replay', timeZone: 'UTC' });
const report = await replay([recordingOf('11-busy-hour')], config, createMemoryLog({ now: Date.now }));
const SAME = [
  'offered',
  'answered',
  'exitTimeout',
  'exitKey',
  'exitEmpty',
  'withdrawn',
  'blindTransfers',
  'attendedTransfers',
  'ringNoAnswer',
] as const;

describe.each(Object.keys(truth.queues))('the busy hour in queue %s agrees with the PBX', (name) => {
  const ours = report.queues[name] as QueueReport;
  const theirs = truth.queues[name] as QueueTruth;
  const legs = truth.legs.filter((leg) => leg.queue === name);
  const answered = legs.filter((leg) => leg.answeredAt !== undefined);
  const moved = legs.filter((leg) => leg.redirectedWhileTalking).length;
  const threshold = truth.serviceLevelSeconds[name] ?? 0;
  /** The PBX's log keeps whole seconds. */
  const onTheEdge = (seconds: number) => answered.filter((leg) => Math.abs((leg.hold ?? 0) - seconds) <= 1).length;

  test.each(SAME)('%s', (figure) => {
    expect(ours[figure]).toBe(theirs[figure]);
  });
  test('abandoned and moved away, which its log can’t tell apart', () => {
    expect(ours.abandoned + ours.redirected).toBe(theirs.abandoned);
  });
  test.each(['completedByCaller', 'completedByAgent'] as const)('%s, but for calls that a supervisor moved', (figure) => {
    expect(Math.abs(ours[figure] - theirs[figure])).toBeLessThanOrEqual(moved);
  });
  test('answered within 20 s', () => {
    expect(Math.abs(ours.answeredWithin20 - theirs.answeredWithin20)).toBeLessThanOrEqual(onTheEdge(20));
  });
  test('answered within its own threshold, which it told itself', () => {
    expect(ours.serviceLevelSeconds).toBe(threshold);
    expect(Math.abs(ours.answeredWithinSL - theirs.answeredWithinSL)).toBeLessThanOrEqual(onTheEdge(threshold));
  });
  test('the wait of those answered, within a second each', () => {
    expect(Math.abs(ours.holdAnsweredSumMs - theirs.holdAnsweredSum * 1_000)).toBeLessThanOrEqual(answered.length * 1_000);
  });
  test('the wait of all, within a second each', () => {
    expect(Math.abs(ours.waitAllSumMs - theirs.waitAllSum * 1_000)).toBeLessThanOrEqual(legs.length * 1_000);
  });
  test('the talks of calls that nobody moved, within a second each', () => {
    const unmoved = legs.filter((leg) => !leg.redirectedWhileTalking).reduce((sum, leg) => sum + (leg.talk ?? 0), 0);
    // A call may be marked for what was done to it in another queue; its talk in this one is ours to count.
    const elsewhere = legs.filter((leg) => leg.redirectedWhileTalking).reduce((sum, leg) => sum + (leg.talk ?? 0), 0);
    expect(ours.talkSumMs).toBeGreaterThanOrEqual(unmoved * 1_000 - answered.length * 1_000);
    expect(ours.talkSumMs).toBeLessThanOrEqual((unmoved + elsewhere) * 1_000 + answered.length * 1_000);
  });
});

describe.each(Object.keys(truth.agents))('the busy hour of %s agrees with the PBX', (name) => {
  const ours = report.agents[name] as AgentReport;
  const theirs = truth.agents[name] as AgentTruth;
  const moved = truth.legs.filter((leg) => leg.agent === name && leg.redirectedWhileTalking).length;

  test.each(['answered', 'ringNoAnswer', 'transferred'] as const)('%s', (figure) => {
    expect(ours[figure]).toBe(theirs[figure]);
  });
  test('completed, but for calls that a supervisor moved', () => {
    expect(Math.abs(ours.completed - theirs.completed)).toBeLessThanOrEqual(moved);
  });
  test('paused in any queue, within a second a pause', () => {
    expect(Math.abs(ours.pausedMs - theirs.pausedSecAnyQueue * 1_000)).toBeLessThanOrEqual(Math.max(1, theirs.pauseEvents) * 1_000);
  });
});

test('the busy hour drops nothing of what the PBX sent', () => {
  expect(report.dropped).toEqual({});
});
