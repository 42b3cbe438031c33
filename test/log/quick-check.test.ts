import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compileQuickCheck } from '../../server/log/quick-check.js';
import { COMMIT_VERSION, commitSchema } from '../../shared/domain/commit.js';

const commit = {
  v: COMMIT_VERSION,
  id: 'lease-7/1/2048',
  by: { kind: 'connector', source: 'asterisk' },
  cause: 'facts',
  readAt: 1_763_750_000_123.5,
  at: 1_763_750_000_124,
  events: [
    {
      type: 'visit.entered',
      occurredAt: 1_763_750_000_000,
      visitId: 'v-1',
      source: 'asterisk',
      key: '1763.12|support|1',
      callId: 'c-1',
      queueId: 'q-support',
      caller: { masked: '138****2764', name: '王小明' },
      priority: -3,
      callEnteredAt: 1_763_749_999_000,
    },
    { type: 'visit.offered', occurredAt: 1_763_750_001_000, visitId: 'v-1', agentId: 'a-1', member: 'PJSIP/1001' },
    { type: 'visit.talk-ended', occurredAt: 1_763_750_002_000, visitId: 'v-1', agentId: 'a-1', by: 'agent', wrapUpUntil: null },
    { type: 'visit.left', occurredAt: 1_763_750_003_000, visitId: 'v-1', outcome: 'key-exit' },
  ],
};

/** Every place within a value, as a path. */
function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]))];
}
const damage = fc.constantFrom<(holder: Record<string | number, unknown>, key: string | number, other: unknown) => void>(
  (holder, key) => delete holder[key],
  (holder, key, other) => {
    holder[key] = other;
  },
  (holder, key) => {
    holder[`${key}x`] = holder[key];
  },
  (holder, key) => {
    holder[key] = `${holder[key]}`;
  },
  (holder, key) => {
    holder[key] = [holder[key]];
  },
);
const damaged = fc
  .record({ path: fc.constantFrom(...pathsOf(commit).filter((path) => path.length > 0)), damage, other: fc.jsonValue() })
  .map(({ path, damage: harm, other }) => {
    const copy: unknown = structuredClone(commit);
    const holder = path.slice(0, -1).reduce((inner, key) => (inner as Record<string | number, unknown>)[key], copy);
    harm(holder as Record<string | number, unknown>, path.at(-1) as string | number, other);
    return JSON.parse(JSON.stringify(copy)) as unknown; // as it would come out of the log
  });

describe('the quick check of a commit', () => {
  const check = compileQuickCheck(commitSchema);

  test('vouches for the commits of an ordinary day, so that they need no parse', () => {
    expect(commitSchema.parse(commit)).toEqual(commit);
    expect(check(commit)).toBe(true);
  });

  test('never vouches for what the schema refuses, or would hand back otherwise', () => {
    let vouched = 0;
    fc.assert(
      fc.property(damaged, (value) => {
        if (!check(value)) return;
        vouched++;
        expect(commitSchema.parse(value)).toEqual(value);
      }),
      { numRuns: 20_000 },
    );
    expect(vouched).toBeGreaterThan(0);
  });

  test('an own `__proto__` in a stored commit is an unknown field like any other', () => {
    expect(check(JSON.parse(JSON.stringify(commit).replace('"cause"', '"__proto__":{"cause":"x"},"cause"')))).toBe(false);
  });
});

describe('a kind of schema that the check does not know', () => {
  test.each([
    ['fills in a value', z.strictObject({ a: z.string().default('x') }), { a: 'y' }],
    ['changes a value', z.string().transform((text) => text.trim()), 'y'],
    ['trims a text', z.string().trim(), 'y'],
    ['has a rule of its own', z.string().refine((text) => text !== 'n'), 'y'],
    ['drops unknown fields', z.object({ a: z.string() }), { a: 'y' }],
    ['takes any field', z.looseObject({ a: z.string() }), { a: 'y' }],
    ['has a format of its own', z.email(), 'a@example.org'],
    ['is a number with a format of its own', z.int(), 2],
    ['counts in steps', z.number().multipleOf(2), 2],
  ])('%s: it is left to the schema', (_, schema, value) => {
    expect(schema.safeParse(value).success).toBe(true);
    expect(compileQuickCheck(schema)(value)).toBe(false);
  });
});
