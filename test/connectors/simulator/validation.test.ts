import { describe, expect, test } from 'vitest';
import { ratioEstimate } from '../../../server/connectors/simulator/validation/estimate.js';
import { studyLab } from '../../../server/connectors/simulator/validation/study.js';
import { checkTheory } from '../../../server/connectors/simulator/validation/theory.js';
import { VALIDATIONS, validate } from '../../../server/connectors/simulator/validation/validate.js';

const seed = 4;
/** The acceptance run has two million; this is the form that runs every time. */
const calls = 60_000;

const checks = validate({ seed, calls });

describe(`the simulator against theory, ${calls} calls a scenario, seed ${seed}`, () => {
  test.each(VALIDATIONS)('%s holds', (name) => {
    const rows = checks.filter(({ test: of }) => of === name);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ holds }) => !holds)).toEqual([]);
  });
});

describe('the proof itself', () => {
  test('notices a floor that is staffed with one agent more than the theory knows', () => {
    const [scenario] = [{ arrivalsPerSec: 0.1, ahtSec: 240, agents: 20, targetSec: 15, shortAbandonSec: 5, patience: { meanSec: 180 } }];
    const right = studyLab(scenario, seed, calls).measured.pAbandon;
    const wrong = studyLab({ ...scenario, agents: 21 }, seed, calls).measured.pAbandon;
    expect(Math.abs(right.mean - wrong.mean)).toBeGreaterThan(3 * Math.hypot(right.se, wrong.se));
  });

  test('measures what callers and agents had: all who joined were served or lost', () => {
    const { measured, calls: counted } = studyLab(
      { arrivalsPerSec: 0.8, ahtSec: 60, agents: 50, targetSec: 20, shortAbandonSec: 5, patience: { meanSec: 120 } },
      seed,
      20_000,
    );
    expect(counted).toBeGreaterThan(19_000);
    expect(counted).toBeLessThan(21_000);
    // Little's law, for the queue: length = rate × wait.
    expect(measured.avgQueueLength.mean).toBeCloseTo(measured.totalArrivalRate.mean * measured.avgWaitAllSec.mean, 1);
  });

  test('has a standard error that tells how far a short run may be off', () => {
    const batches = Array.from({ length: 50 }, (_, i) => ({ top: 10 + (i % 5), bottom: 20 }));
    const { mean, se } = ratioEstimate(batches);
    expect(mean).toBe(0.6);
    // The tops have variance 2, over 50 batches, over 20 each.
    expect(se).toBeCloseTo(Math.sqrt((2 * 50) / 49 / 50) / 20, 10);
  });

  test('the same seed proves the same figures', () => {
    const first = checkTheory({ seed, calls: 5_000 }, ['V2']);
    expect(checkTheory({ seed, calls: 5_000 }, ['V2'])).toEqual(first);
    expect(checkTheory({ seed: seed + 1, calls: 5_000 }, ['V2'])).not.toEqual(first);
  });
});
