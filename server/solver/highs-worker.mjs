// The solver's own thread: it computes without a pause for up to minutes, and is ended with it. Plain JavaScript, so that it is
// the same file from source, in tests and in the build.
import { parentPort, workerData } from 'node:worker_threads';
import highs from 'highs';

/** @typedef {import('../../shared/staffing/linear-program.js').LinearProgram} LinearProgram */
/** @typedef {import('./solve.js').Task} Task */
/** @typedef {import('./solve.js').Solved} Solved */
/** @typedef {import('highs').Highs} Highs */

// Its types are those of a CommonJS module, of which this would be the whole.
const loadHighs = /** @type {() => Promise<Highs>} */ (/** @type {unknown} */ (highs));

/**
 * @param {LinearProgram} program
 * @param {number} infinity
 * @returns {import('highs').ModelData}
 */
function modelData({ columns, rows }, infinity) {
  const starts = [0];
  for (const { terms } of rows) starts.push((starts.at(-1) ?? 0) + terms.length);
  return {
    numCols: columns.length,
    numRows: rows.length,
    colCost: columns.map(({ cost }) => cost),
    colLower: columns.map(() => 0),
    colUpper: columns.map(() => infinity),
    rowLower: rows.map(({ atLeast }) => atLeast),
    rowUpper: rows.map(({ atMost }) => atMost ?? infinity),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns.length,
      starts,
      indices: rows.flatMap(({ terms }) => terms.map(({ column }) => column)),
      values: rows.flatMap(({ terms }) => terms.map(({ factor }) => factor)),
    },
  };
}

/**
 * First without whole numbers, whose cost no plan can beat; then with them, in what is left of the time.
 * @param {Highs} solver
 * @param {import('highs').Model} model
 * @param {Task} task
 * @returns {Solved}
 */
function solve({ constants, infinity }, model, { program, start, timeLimitSec }) {
  const { modelStatus, solutionStatus, variableType } = constants;
  // The same seed gives the same plan; no gap, since a plan that is called the cheapest has to be.
  model.options.set({ output_flag: false, random_seed: 0, mip_rel_gap: 0, mip_abs_gap: 1e-6, time_limit: timeLimitSec });
  model.passModel(modelData(program, infinity));
  const relaxed = model.run().modelStatus;
  if (relaxed === modelStatus.infeasible) return { status: 'infeasible' };
  const relaxedCost = relaxed === modelStatus.optimal ? model.getObjectiveValue() : null;
  for (const [column, { isInteger }] of program.columns.entries()) {
    if (isInteger) model.changeColIntegrality(column, variableType.integer);
  }
  if (start !== null) model.setSolution({ colValue: start });
  const status = model.run().modelStatus;
  if (status === modelStatus.infeasible) return { status: 'infeasible' };
  if (model.info.get('primal_solution_status') !== solutionStatus.feasible) return { status: 'nothing-found', relaxedCost };
  const values = Array.from(model.getSolution().colValue);
  return { status: status === modelStatus.optimal ? 'optimal' : 'feasible', relaxedCost, values };
}

const solver = await loadHighs();
parentPort?.postMessage(solver.withModel((model) => solve(solver, model, workerData)));
