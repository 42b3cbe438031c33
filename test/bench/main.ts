import { parseArgs } from 'node:util';
import type { Bench, Goal } from './goal.js';
import { GOALS } from './goals.js';
import { buildProcesses } from './harness/build.js';
import { asJson, asTable, type Row } from './report.js';

const USAGE = `Usage: npm run bench -- [--json] [--quick] [--only P1,P7,P2.p99]

Measures Breakwater against a bare pipe on this machine. docs/performance.md says what each figure means.
  --json   only the figures on standard output, as [{ goal, figure, bar, holds, note? }]
  --only   these goals, or single figures of them
  --quick  shorter windows and fewer rounds: to try things out, not to compare
`;

/** Rounds that count, and the share of each window's full length. */
const FULL = { rounds: 5, share: 1 };
const QUICK = { rounds: 3, share: 0.4 };

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { rounds, share } = options.quick ? QUICK : FULL;
  const bench: Bench = {
    rounds,
    isQuick: options.quick,
    seconds: (full) => full * share,
    say: (line) => void process.stderr.write(`  ${line}\n`),
  };
  await buildProcesses();
  const rows: Row[] = [];
  for (const goal of GOALS) {
    const wanted = goal.figures.filter(options.isWanted);
    if (wanted.length === 0) continue;
    process.stderr.write(`${wanted.join(', ')} …\n`);
    rows.push(...(await measure(goal, bench, wanted)));
  }
  process.stdout.write(`${options.json ? asJson(rows) : asTable(rows)}\n`);
  return rows.some(({ figure }) => figure === null) ? 1 : 0;
}

/** One measurement that breaks does not take the others with it; it is told as not measured, with its reason. */
async function measure(goal: Goal, bench: Bench, wanted: readonly string[]): Promise<Row[]> {
  try {
    const rows = await goal.run(bench, (figure) => wanted.includes(figure));
    return rows.filter((row) => wanted.includes(row.goal));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return wanted.map((figure) => ({ goal: figure, figure: null, bar: 0, holds: null, note: `not measured: ${reason}` }));
  }
}

interface Options {
  readonly json: boolean;
  readonly quick: boolean;
  isWanted(figure: string): boolean;
}

function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string', multiple: true } },
    });
    const only = (values.only ?? []).flatMap((list) => list.split(',')).filter((name) => name !== '');
    const figures = GOALS.flatMap((goal) => goal.figures);
    // `P1` is P1.100 and P1.500, and not P10.
    const isUnder = (figure: string, name: string) => figure === name || figure.startsWith(`${name}.`);
    const unknown = only.filter((name) => !figures.some((figure) => isUnder(figure, name)));
    if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. There are ${figures.join(', ')}.`);
    return {
      json: values.json ?? false,
      quick: values.quick ?? false,
      isWanted: (figure) => only.length === 0 || only.some((name) => isUnder(figure, name)),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

// What was started ends with us: it hears that we are gone, or is ended on our way out.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
process.exit(await main());
