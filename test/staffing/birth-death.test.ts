import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeErlangA, type ErlangAInput } from '../../shared/staffing/erlang-a.js';
import { computeErlangC, type ErlangCInput } from '../../shared/staffing/erlang-c.js';
import { solved } from './solved.js';

/**
 * The same queues by another way: the probability of each number of callers, one after the other, and what each of them would wait. A
 * caller who finds k in line waits the sum of k + 1 exponential times; with impatience that is −ln(1 − B) ÷ θ of a Beta variable B.
 */
function states({ calls, intervalSec, ahtSec, agents }: ErlangCInput, abandonPerSec: number, most: number): number[] {
  const weights = [1];
  for (let k = 1; k <= most; k++) {
    const leavePerSec = Math.min(k, agents) / ahtSec + Math.max(0, k - agents) * abandonPerSec;
    weights.push(((weights[k - 1] ?? 0) * calls) / intervalSec / leavePerSec);
  }
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / all);
}

function erlangA(input: ErlangAInput) {
  const { agents, ahtSec, patienceSec, targetSec, shortAbandonSec, calls, intervalSec } = input;
  const waiting = states(input, 1 / patienceSec, agents + 400).slice(agents);
  const size = (agents * patienceSec) / ahtSec;
  const mean = (of: (inLine: number) => number) => waiting.reduce((sum, probability, k) => sum + probability * of(k), 0);
  const pAbandon = mean((k) => (k + 1) / (size + k + 1));
  const tail = (sec: number) => {
    const gone = -Math.expm1(-sec / patienceSec);
    const stillThere = betaTails(waiting.length, size, gone);
    const served = betaTails(waiting.length, size + 1, gone);
    return {
      servedLater: mean((k) => (size / (size + k + 1)) * (served[k] ?? 0)),
      stillWaiting: (1 - gone) * mean((k) => stillThere[k] ?? 0),
    };
  };
  const served = 1 - pAbandon - tail(targetSec).servedLater;
  const short = 1 - tail(shortAbandonSec).stillWaiting - (1 - pAbandon - tail(shortAbandonSec).servedLater);
  const late = 1 - tail(targetSec).stillWaiting - served;
  return {
    pWait: mean(() => 1),
    pAbandon,
    slOffered: served,
    slAnswered: served / (1 - pAbandon),
    slAbandonCounts: 1 - tail(targetSec).stillWaiting,
    slLateAbandons: served / (1 - late),
    slExShort: served / (1 - short),
    avgWaitAllSec: pAbandon * patienceSec,
    // By Little's law, from the states alone.
    avgQueueLength: mean((k) => k),
    occupancy: (calls * ahtSec * (1 - pAbandon)) / intervalSec / agents,
  };
}

/** P(B > x) for Beta variables of 1, 2, … and b: each from the one before. */
function betaTails(count: number, b: number, x: number): number[] {
  let term = (1 - x) ** b;
  const tails = [term];
  for (let a = 1; a < count; a++) {
    term *= (x * (a - 1 + b)) / a;
    tails.push((tails[a - 1] ?? 0) + term);
  }
  return tails;
}

const traffic = {
  intervalSec: fc.constantFrom(900, 1_800, 3_600),
  ahtSec: fc.double({ min: 20, max: 900, noNaN: true }),
  agents: fc.integer({ min: 1, max: 60 }),
  targetSec: fc.double({ min: 0, max: 120, noNaN: true }),
  load: fc.double({ min: 0.05, max: 1.8, noNaN: true }),
};
const withCalls = <T extends { intervalSec: number; ahtSec: number; agents: number; load: number }>({ load, ...input }: T) => ({
  ...input,
  calls: (load * input.agents * input.intervalSec) / input.ahtSec,
});
const differ = (got: Readonly<Record<string, unknown>>, want: Readonly<Record<string, number>>) =>
  Object.entries(want).filter(([name, value]) => !(Math.abs(Number(got[name]) - value) <= 1e-9 + 1e-8 * Math.abs(value)));

describe('any queue, by its states one after the other', () => {
  test('is what Erlang A says', () => {
    const impatient = fc.record({
      ...traffic,
      patienceSec: fc.double({ min: 5, max: 600, noNaN: true }),
      shortAbandonSec: fc.double({ min: 0, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(impatient.map(withCalls), (input) => {
        // The states that are left out must not matter.
        fc.pre((input.calls / input.intervalSec) * input.patienceSec < 120);
        expect(differ({ ...solved(computeErlangA(input)) }, erlangA(input))).toEqual([]);
      }),
    );
  });

  test('is what Erlang C says', () => {
    fc.assert(
      fc.property(fc.record(traffic).map(withCalls), (input) => {
        const load = (input.calls * input.ahtSec) / input.intervalSec;
        fc.pre(load < 0.9 * input.agents);
        const waiting = states(input, 0, input.agents + 400).slice(input.agents);
        const queue = waiting.reduce((sum, probability, k) => sum + probability * k, 0);
        const pWait = waiting.reduce((sum, probability) => sum + probability, 0);
        const want = { pWait, avgQueueLength: queue, asaSec: (queue * input.intervalSec) / input.calls };
        expect(differ({ ...solved(computeErlangC(input)) }, want)).toEqual([]);
      }),
    );
  });
});
