import { Worker } from 'node:worker_threads';
import { SECOND_MS } from '../../shared/kernel/time.js';
import type { LinearProgram } from '../../shared/staffing/linear-program.js';

export interface Task {
  readonly program: LinearProgram;
  /** A plan that keeps every row, for the solver to better; where it finds none, this is the answer. `null`: there is none. */
  readonly start: readonly number[] | null;
  readonly timeLimitSec: number;
}

/** `relaxedCost`: what no plan can cost less than; `null`: the time was too short even for that. */
export type Solved =
  | { readonly status: 'optimal' | 'feasible'; readonly relaxedCost: number | null; readonly values: readonly number[] }
  /** Time ran out before the first plan, or the solver broke; and there was none to begin with. */
  | { readonly status: 'nothing-found'; readonly relaxedCost: number | null }
  | { readonly status: 'infeasible' };

/** The solver looks at its clock between steps only; a thread that is still busy this much later is ended. */
const GRACE_SEC = 10;
const NOTHING_FOUND: Solved = { status: 'nothing-found', relaxedCost: null };

/** Solves in a thread of its own (HiGHS in WebAssembly). Always answers: within the limit and its grace, and never by throwing. */
export function solveProgram(task: Task): Promise<Solved> {
  return new Promise((resolve) => {
    // Neither our loaders nor our environment are its business.
    const worker = new Worker(new URL('./highs-worker.mjs', import.meta.url), { workerData: task, execArgv: [], env: {} });
    const overdue = setTimeout(() => answer(NOTHING_FOUND), (task.timeLimitSec + GRACE_SEC) * SECOND_MS);
    const answer = (solved: Solved) => {
      clearTimeout(overdue);
      resolve(solved.status === 'nothing-found' && task.start !== null ? { ...solved, status: 'feasible', values: task.start } : solved);
      void worker.terminate();
    };
    worker.once('message', answer);
    worker.once('error', () => answer(NOTHING_FOUND));
    worker.once('exit', () => answer(NOTHING_FOUND));
  });
}
