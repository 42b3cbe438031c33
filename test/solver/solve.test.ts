import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, test } from 'vitest';
import { solveProgram } from '../../server/solver/solve.js';
import { coverCost, coverPlaces } from '../../shared/staffing/shift-cover.js';
import { greedyCover } from '../../shared/staffing/shift-cover-greedy.js';
import { CoverProgram } from '../../shared/staffing/shift-cover-program.js';
import { solved } from '../staffing/solved.js';

/** Three days of half-hours with two lengths of shift and breaks: many seconds to the very best plan. */
function hardCover() {
  const demand = Array.from({ length: 144 }, (_, slot) => Math.round(30 + 23 * Math.sin((slot / 48) * 2 * Math.PI) + 5 * Math.sin(slot)));
  const full = { breakSlots: 1, breakFrom: 6, breakTo: 10, startFrom: 0, startTo: 143, startStep: 1 };
  const shifts = [
    { ...full, name: '8 h', lengthSlots: 17, cost: 16 },
    { ...full, name: '5 h', lengthSlots: 11, breakFrom: 4, breakTo: 6, cost: 10.7 },
  ];
  const places = solved(coverPlaces({ demand, shifts }));
  return { cover: new CoverProgram(demand, places), first: greedyCover(demand, places) };
}

describe('a solver', () => {
  test('whose time is up answers with a plan no worse than the one it began with', async () => {
    const { cover, first } = hardCover();
    const found = await solveProgram({ program: cover.program, start: cover.valuesOf(first), timeLimitSec: 1.5 });
    if (!('values' in found)) throw new Error(found.status);
    const cost = coverCost(cover.staffedBy(found.values));
    expect(cost).toBeLessThanOrEqual(coverCost(first));
    expect(cost).toBeGreaterThanOrEqual(found.relaxedCost ?? 0);
  });

  test('that can not even begin in its time says that nothing was found, or answers what it began with', async () => {
    const { cover, first } = hardCover();
    const start = cover.valuesOf(first);
    const inNoTime = { program: cover.program, timeLimitSec: 1e-6 };
    expect(await solveProgram({ ...inNoTime, start: null })).toEqual({ status: 'nothing-found', relaxedCost: null });
    expect(await solveProgram({ ...inNoTime, start })).toEqual({ status: 'feasible', relaxedCost: null, values: start });
  });

  test('that breaks is no crash', async () => {
    const program = { columns: [], rows: [{ terms: [{ column: 7, factor: 1 }], atLeast: 1, atMost: null }] };
    expect(await solveProgram({ program, start: null, timeLimitSec: 5 })).toEqual({ status: 'nothing-found', relaxedCost: null });
  });

  test('says so when nothing can keep the rows', async () => {
    const column = { cost: 1, isInteger: true };
    const row = { terms: [{ column: 0, factor: 1 }] };
    const rows = [
      { ...row, atLeast: 2, atMost: null },
      { ...row, atLeast: 0, atMost: 1 },
    ];
    expect(await solveProgram({ program: { columns: [column], rows }, start: null, timeLimitSec: 5 })).toEqual({ status: 'infeasible' });
    // Half of something is possible, half a person is not.
    const half = [{ ...row, atLeast: 0.4, atMost: 0.6 }];
    expect(await solveProgram({ program: { columns: [column], rows: half }, start: null, timeLimitSec: 5 })).toEqual({
      status: 'infeasible',
    });
  });
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const WINSTON = { id: 'post office', model: 'roster.cyclic52', inputs: { demand: [17, 13, 15, 19, 14, 16, 11] } };

test('the built command line finds the solver’s thread beside itself', { timeout: 120_000 }, async () => {
  // Below the packages, which the built files import by name.
  mkdirSync(join(root, 'dist'), { recursive: true });
  const outDir = mkdtempSync(join(root, 'dist/.solver-'));
  try {
    await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'production', logLevel: 'error', build: { ssr: true, outDir } });
    const answer = await new Promise<string>((resolve, reject) => {
      const child = execFile(process.execPath, [join(outDir, 'cli.js'), 'calc'], (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      );
      child.stdin?.end(JSON.stringify(WINSTON));
    });
    expect(JSON.parse(answer)).toMatchObject({ outputs: { minWorkers: 23, isOptimal: true } });
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
});
