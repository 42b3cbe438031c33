import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { run } from '../../../server/cli/simulate.js';
import { factSchema } from '../../../shared/domain/facts.js';

async function simulate(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, errors] = [text(stdout), text(stderr)];
  const code = await run(args, { stdin: Readable.from([]), stdout, stderr, env: {} });
  stdout.end();
  stderr.end();
  return { code, out: await out, errors: await errors };
}

const rowSchema = z.strictObject({
  test: z.string(),
  metric: z.string(),
  got: z.union([z.number(), z.string()]),
  want: z.union([z.number(), z.string()]),
  se: z.number(),
  holds: z.boolean(),
});

describe('breakwater simulate', () => {
  test('prints its proof as one JSON array and nothing else, and ends well when all of it holds', async () => {
    const { code, out } = await simulate('--validate', '--json', '--calls', '20000', '--only', 'V1,V9');
    const rows = z.array(rowSchema).parse(JSON.parse(out));
    expect(new Set(rows.map((row) => row.test))).toEqual(new Set(['V1', 'V9']));
    expect(code).toBe(rows.every(({ holds }) => holds) ? 0 : 1);
    expect(code).toBe(0);
  });

  test('shows a person a table that says how many hold', async () => {
    const { out } = await simulate('--validate', '--calls', '20000', '--only', 'V9');
    expect(out).toMatch(/2 checks, all hold\n$/);
  });

  test('prints the facts of a centre, a line each, the same for the same seed', async () => {
    const first = await simulate('--agents', '10', '--hours', '0.5', '--seed', '3');
    const lines = first.out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(50);
    for (const line of lines) expect(factSchema.safeParse(JSON.parse(line)).success).toBe(true);
    expect((await simulate('--agents', '10', '--hours', '0.5', '--seed', '3')).out).toBe(first.out);
  });

  test.each([[['--calls', 'many']], [['--agents', '4']], [['--only', 'V99']], [['--frobnicate']]])(
    'says what it does not understand in %j',
    async (args) => {
      const { code, out, errors } = await simulate(...args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(errors).toContain('usage:');
    },
  );
});
