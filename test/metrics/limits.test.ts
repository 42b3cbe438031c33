import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AGENT_STATES } from '../../shared/domain/site.js';
import {
  agentLimit,
  answerSpeedGauge,
  callerSeverity,
  HOLD_LIMIT_MS,
  queueSeverity,
  severityRank,
  upperLimitSeverity,
  WRAP_UP_LIMIT_MS,
  worstOf,
} from '../../shared/metrics/limits.js';

const min = (n: number) => n * 60_000;

describe('a waiting caller', () => {
  test.each([
    [11_999, 'calm'],
    [12_000, 'watch'],
    [15_000, 'watch'],
    [15_001, 'breach'],
  ])('of a 15 s queue who has waited %i ms is %s', (waitMs, severity) => {
    expect(callerSeverity(waitMs, 15_000)).toBe(severity);
  });

  test('is late by their own queue’s promise, not by a common one', () => {
    expect(callerSeverity(20_000, 15_000)).toBe('breach');
    expect(callerSeverity(20_000, 60_000)).toBe('calm');
  });
});

describe('a queue', () => {
  const calm = { longestWaitMs: 0, thresholdMs: 15_000, serviceLevelRatio: 0.9, goalRatio: 0.8 };

  test.each([
    ['nobody waits and the goal is met', {}, 'calm'],
    ['the oldest caller is exactly at the threshold', { longestWaitMs: 15_000 }, 'calm'],
    ['the oldest caller is just past it', { longestWaitMs: 15_001 }, 'watch'],
    ['the oldest caller has waited exactly twice the threshold', { longestWaitMs: 30_000 }, 'watch'],
    ['the oldest caller has waited longer than that', { longestWaitMs: 30_001 }, 'breach'],
    ['the service level is below its goal though nobody waits', { serviceLevelRatio: 0.799 }, 'watch'],
    ['the service level is exactly at its goal', { serviceLevelRatio: 0.8 }, 'calm'],
    ['nothing was offered yet', { serviceLevelRatio: null }, 'calm'],
    ['the service level is nil but nobody waits', { serviceLevelRatio: 0 }, 'watch'],
  ] as const)('when %s', (_, change, severity) => {
    expect(queueSeverity({ ...calm, ...change })).toBe(severity);
  });

  test('never becomes calmer by waiting longer', () => {
    fc.assert(
      fc.property(fc.nat(600_000), fc.nat(600_000), fc.integer({ min: 1, max: 120_000 }), (a, b, thresholdMs) => {
        const [short, long] = a < b ? [a, b] : [b, a];
        const at = (longestWaitMs: number) => severityRank(queueSeverity({ ...calm, thresholdMs, longestWaitMs }));
        expect(at(long)).toBeGreaterThanOrEqual(at(short));
      }),
    );
  });
});

describe('an agent', () => {
  test.each([
    ['on hold for exactly a minute', { state: 'holding', inStateMs: HOLD_LIMIT_MS }, undefined],
    ['on hold for longer', { state: 'holding', inStateMs: HOLD_LIMIT_MS + 1 }, { kind: 'hold', severity: 'watch', limitMs: 60_000 }],
    ['in wrap-up of unknown end, two minutes', { state: 'acw', inStateMs: WRAP_UP_LIMIT_MS }, undefined],
    [
      'in wrap-up past the end its source told',
      { state: 'acw', inStateMs: 31_000, wrapUpMs: 30_000 },
      { kind: 'wrap-up', severity: 'watch', limitMs: 30_000 },
    ],
    ['on a break of 15 min', { state: 'not-ready', reasonCode: 'BREAK', inStateMs: min(15) }, undefined],
    [
      'on a break of 16 min',
      { state: 'not-ready', reasonCode: 'break', inStateMs: min(16) },
      { kind: 'not-ready', severity: 'watch', limitMs: min(15) },
    ],
    ['at a meal for 50 min', { state: 'not-ready', reasonCode: 'MEAL', inStateMs: min(50) }, undefined],
    ['in training for three hours', { state: 'not-ready', reasonCode: 'TRAINING', inStateMs: min(180) }, undefined],
    ['away for the source’s own reason', { state: 'not-ready', reasonCode: 'Kaffee', inStateMs: min(180) }, undefined],
    ['not ready without a reason', { state: 'not-ready', inStateMs: min(180) }, undefined],
    [
      'paused since an unanswered ring, 4 min',
      { state: 'not-ready', reasonCode: 'RONA', inStateMs: min(4) },
      { kind: 'not-ready', severity: 'watch', limitMs: min(3) },
    ],
    ['whose device has just gone', { state: 'unreachable', inStateMs: 1 }, { kind: 'unreachable', severity: 'watch', limitMs: 0 }],
    ['ready for an hour', { state: 'ready', inStateMs: min(60) }, undefined],
    ['signed out for a day', { state: 'logged-out', inStateMs: min(1440) }, undefined],
  ] as const)('%s', (_, moment, limit) => {
    expect(agentLimit(moment)).toEqual(limit);
  });

  test('is on a long call at twice the queue’s mean, and in need of help at three times', () => {
    const call = (inStateMs: number) => agentLimit({ state: 'talking', inStateMs, ahtMs: min(8) })?.severity;
    expect([call(min(16)), call(min(16) + 1), call(min(24)), call(min(24) + 1)]).toEqual([undefined, 'watch', 'watch', 'breach']);
  });

  test('on a normal call of a queue of short calls is left alone', () => {
    expect(agentLimit({ state: 'talking', inStateMs: min(9), ahtMs: min(1) })).toBeUndefined();
    expect(agentLimit({ state: 'talking', inStateMs: min(11), ahtMs: null })?.severity).toBe('watch');
  });

  test('who has just entered a state is past no limit, whatever the state', () => {
    for (const state of AGENT_STATES) expect(agentLimit({ state, inStateMs: 0, reasonCode: 'BREAK' })).toBeUndefined();
  });
});

test('answer speed is not judged on fewer than ten answered calls', () => {
  expect(answerSpeedGauge(60_000, 9)).toBe('grey');
  expect(answerSpeedGauge(null, 0)).toBe('grey');
  expect([15_000, 15_001, 20_000, 20_001].map((asaMs) => answerSpeedGauge(asaMs, 10))).toEqual(['green', 'amber', 'amber', 'red']);
});

test('a figure that is not known is not past its limit', () => {
  expect(upperLimitSeverity(null, 0.05)).toBe('calm');
  expect(upperLimitSeverity(0.05, 0.05)).toBe('calm');
  expect(upperLimitSeverity(0.051, 0.05)).toBe('watch');
});

test('of two severities the worse one shows', () => {
  expect(worstOf('calm', 'watch')).toBe('watch');
  expect(worstOf('breach', 'watch')).toBe('breach');
});
