import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Fact } from '../../shared/domain/facts.js';
import { HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { runFloor } from '../connectors/simulator/floor.js';
import type { Check } from '../connectors/simulator/validation/check.js';
import { freshFloor } from '../connectors/simulator/validation/fresh-floor.js';
import { VALIDATIONS, validate } from '../connectors/simulator/validation/validate.js';
import type { CommandIo } from './command.js';

const USAGE = `usage: breakwater simulate --validate [--json] [--calls N] [--seed S] [--only V1,V2,…]
       breakwater simulate [--agents N] [--hours H] [--seed S]

--validate   prove the simulator against theory; exit code 1 if anything does not hold
--json       the rows as one JSON array
--calls      calls per scenario (default 2,000,000); below 1,000,000 the bounds are wider
--only       some of ${VALIDATIONS.join(' ')}
Without --validate, the facts of a simulated centre are printed, one JSON line each.
`;

const optionsSchema = z.strictObject({
  validate: z.boolean().default(false),
  json: z.boolean().default(false),
  calls: z.coerce.number().int().min(1_000).max(100_000_000).default(2_000_000),
  seed: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
  only: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(VALIDATIONS)).min(1))
    .default([...VALIDATIONS]),
  agents: z.coerce.number().int().min(5).max(10_000).default(120),
  hours: z.coerce
    .number()
    .positive()
    .max(24 * 31)
    .default(1),
});
type Options = z.infer<typeof optionsSchema>;

export async function run(args: string[], io: CommandIo): Promise<number> {
  const options = parseOptions(args);
  if (typeof options === 'string') {
    io.stderr.write(`${options}\n\n${USAGE}`);
    return 2;
  }
  if (!options.validate) return printFacts(options, io);
  const checks = validate({ ...options, onStart: (test) => io.stderr.write(`${test} …\n`) }, options.only);
  io.stdout.write(options.json ? `${JSON.stringify(checks)}\n` : table(checks));
  return checks.every(({ holds }) => holds) ? 0 : 1;
}

function parseOptions(args: string[]): Options | string {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { values } = parseArgs({
      args,
      options: { validate: flag, json: flag, calls: text, seed: text, only: text, agents: text, hours: text },
    });
    const parsed = optionsSchema.safeParse({ ...values });
    return parsed.success ? parsed.data : `--${String(parsed.error.issues[0]?.path[0])}: ${parsed.error.issues[0]?.message}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Facts until the time is up, as fast as they are read. */
async function printFacts({ seed, agents, hours }: Options, io: CommandIo): Promise<number> {
  let lines: string[] = [];
  const floor = freshFloor({ seed, agents }, (fact: Fact) => lines.push(JSON.stringify(fact)));
  const until = floor.now + Math.round(hours * HOUR_MS);
  while (floor.now < until) {
    runFloor(floor, Math.min(until, floor.now + MINUTE_MS));
    if (lines.length === 0) continue;
    const isFull = !io.stdout.write(`${lines.join('\n')}\n`);
    lines = [];
    if (isFull) await once(io.stdout, 'drain');
  }
  return 0;
}

function table(checks: readonly Check[]): string {
  const figure = (value: number | string) =>
    typeof value === 'number' ? Number(value.toPrecision(6)).toString() : `${value.slice(0, 12)}…`;
  const rows = checks.map(({ test, metric, got, want, se, holds }) => [
    test,
    metric,
    figure(got),
    figure(want),
    se === 0 ? '' : figure(se),
    holds ? 'holds' : 'DOES NOT HOLD',
  ]);
  const all = [['test', 'metric', 'got', 'want', 'se', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const failed = checks.filter(({ holds }) => !holds).length;
  return `${lines.join('\n')}\n\n${checks.length} checks, ${failed === 0 ? 'all hold' : `${failed} do not hold`}\n`;
}
