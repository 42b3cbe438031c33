import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MODELS } from '../../server/cli/calc/models.js';
import { answerAll, run } from '../../server/cli/calc.js';
import { computeQueueMetrics } from '../../server/cli/calc-queue.js';
import { casesOf, disagreements, referenceCases } from './reference.js';

/** Simulated and optimised: seconds, not milliseconds. */
const isLong = (model: string) => /^(simulation|roster)\./.test(model);

async function answers(input: string) {
  const all: { id: string; outputs?: object; error?: object }[] = [];
  for await (const line of answerAll(input)) all.push(JSON.parse(line));
  return all;
}
const good = { id: 'good', model: 'erlangB', inputs: { offeredErlangs: 1, servers: 2 } };

describe('breakwater calc', () => {
  test.each(casesOf('metrics.queue'))('$id: a queue’s figures agree with the reference', async (reference) => {
    const [answer] = await answers(JSON.stringify(reference));
    expect(answer?.id).toBe(reference.id);
    expect(disagreements(reference, { ...answer?.outputs })).toEqual([]);
  });

  test('reads a whole reference file and answers every case of it, in its order', async () => {
    const cases = referenceCases.filter(({ model }) => !isLong(model));
    const stdout = new PassThrough();
    const out = text(stdout);
    const code = await run([], { stdin: Readable.from([JSON.stringify({ cases })]), stdout, stderr: new PassThrough(), env: {} });
    stdout.end();
    const lines = (await out)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; outputs?: object });
    expect(code).toBe(0);
    expect(lines.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
    expect(cases.flatMap((reference, i) => disagreements(reference, lines[i]?.outputs))).toEqual([]);
  });

  test('knows every model that the reference has cases of', () => {
    expect([...new Set(referenceCases.map(({ model }) => model))].filter((model) => !Object.hasOwn(MODELS, model))).toEqual([]);
  });

  test('reads a case a line, and one that spans lines', async () => {
    expect(await answers(`${JSON.stringify(good)}\n\n${JSON.stringify({ ...good, id: 'other' })}\n`)).toMatchObject([
      { id: 'good' },
      { id: 'other' },
    ]);
    expect(await answers(JSON.stringify(good, null, 2))).toMatchObject([{ id: 'good' }]);
  });

  test.each([
    [
      { id: 'x', model: 'tea.leaves', inputs: {} },
      { code: 'unknown-model', field: 'model' },
    ],
    [
      { id: 'x', model: '__proto__', inputs: {} },
      { code: 'unknown-model', field: 'model' },
    ],
    [
      { id: 'x', model: 'erlangB', inputs: { offeredErlangs: -1, servers: 2 } },
      { code: 'out-of-range', field: 'offeredErlangs' },
    ],
    [
      { id: 'x', model: 'erlangB', inputs: { offeredErlangs: 1, servers: 2.5 } },
      { code: 'not-an-integer', field: 'servers' },
    ],
    [
      { id: 'x', model: 'erlangB', inputs: { offeredErlangs: 1 } },
      { code: 'missing', field: 'servers' },
    ],
    [
      { id: 'x', model: 'erlangB', inputs: { offeredErlangs: 'one', servers: 2 } },
      { code: 'invalid', field: 'offeredErlangs' },
    ],
    [
      { id: 'x', model: 'metrics.queue', inputs: { calls: [{ outcome: 'eaten', waitMs: 1 }], targetSec: 15, shortAbandonSec: 5 } },
      { code: 'invalid', field: 'calls.0.outcome' },
    ],
    [
      { id: 'x', model: 'metrics.queue', inputs: { calls: [{ outcome: 'abandoned', waitMs: -1 }], targetSec: 15, shortAbandonSec: 5 } },
      { code: 'out-of-range', field: 'calls.0.waitMs' },
    ],
    [
      { id: 'x', inputs: {} },
      { code: 'missing', field: 'model' },
    ],
  ])('a case it cannot answer is answered with a reason, and stops no other: %j', async (bad, error) => {
    const [refused, answered] = await answers(`${JSON.stringify(bad)}\n${JSON.stringify(good)}`);
    expect(refused).toEqual({ id: 'x', error });
    expect(answered).toMatchObject({ id: 'good', outputs: { blocking: 0.2 } });
  });

  test('a line that is no JSON is answered in its place', async () => {
    expect(await answers(`oops\n${JSON.stringify(good)}`)).toMatchObject([{ id: null }, { id: 'good' }]);
  });
});

test('a queue’s figures do not depend on the order of its calls', () => {
  const waitMs = fc.integer({ min: 0, max: 100_000 });
  const call = fc.oneof(
    fc.record({ outcome: fc.constant('answered' as const), waitMs, talkMs: waitMs, holdMs: waitMs, acwMs: waitMs }),
    fc.record({ outcome: fc.constant('abandoned' as const), waitMs }),
    fc.record({ outcome: fc.constant('flowout' as const), waitMs, reason: fc.constant('overflow' as const) }),
  );
  fc.assert(
    fc.property(fc.array(call, { maxLength: 30 }), (calls) => {
      const limits = { targetSec: 15, shortAbandonSec: 5 };
      const figures = computeQueueMetrics({ calls, ...limits });
      expect(computeQueueMetrics({ calls: [...calls].reverse(), ...limits })).toEqual(figures);
      expect(figures.offered).toBe((figures.answered ?? 0) + (figures.abandoned ?? 0) + (figures.flowouts ?? 0));
    }),
    { numRuns: 50 },
  );
});
