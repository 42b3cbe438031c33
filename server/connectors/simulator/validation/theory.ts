import { computeErlangA } from '../../../../shared/staffing/erlang-a.js';
import { computeErlangC } from '../../../../shared/staffing/erlang-c.js';
import type { Check, CheckOptions } from './check.js';
import type { Estimate } from './estimate.js';
import type { LabScenario } from './lab.js';
import { SIMULATED } from './simulated-references.js';
import { type Measured, type MetricName, studyLab } from './study.js';

const INTERVAL_SEC = 1_800;
const scenario = (calls: number, ahtSec: number, agents: number, targetSec: number, patienceSec?: number): LabScenario => ({
  arrivalsPerSec: calls / INTERVAL_SEC,
  ahtSec,
  agents,
  targetSec,
  shortAbandonSec: 5,
  ...(patienceSec !== undefined && { patience: { meanSec: patienceSec } }),
});

/** A quiet queue of patient callers; a large one near its limit; and one well beyond it. */
const THEORY = [
  { test: 'V1', scenario: scenario(100, 180, 14, 20) },
  { test: 'V2', scenario: scenario(1_440, 60, 50, 20, 120) },
  { test: 'V3', scenario: scenario(180, 240, 20, 15, 180) },
] as const;

/** V1–V3 against Erlang C and A, V4 and V5 against another simulator where there is no closed form. */
export function checkTheory(options: CheckOptions, tests: readonly string[]): Check[] {
  const checks: Check[] = [];
  const studied = new Map<string, Measured>();
  const study = (name: string, lab: LabScenario) => {
    const known = studied.get(name);
    if (known) return known;
    options.onStart?.(name);
    const { measured } = studyLab(lab, options.seed, options.calls);
    studied.set(name, measured);
    return measured;
  };
  for (const { test, scenario } of THEORY) {
    if (tests.includes(test)) checks.push(...againstErlang(test, scenario, study(test, scenario), options.calls));
  }
  for (const reference of SIMULATED) {
    if (!tests.includes(reference.test)) continue;
    // Two of the references are the scenarios of V1 and V2 once more: the same run serves both.
    const measured = study(reference.sameAs && tests.includes(reference.sameAs) ? reference.sameAs : reference.id, reference.scenario);
    for (const [metric, { mean, ci95 }] of Object.entries(reference.wanted) as [MetricName, { mean: number; ci95: number }][]) {
      const got = measured[metric];
      const se = Math.hypot(got.se, ci95 / 1.96);
      checks.push(check(reference.test, `${reference.id} ${metric}`, metric, { mean: got.mean, se }, mean, options.calls));
    }
  }
  return checks;
}

function againstErlang(test: string, lab: LabScenario, measured: Measured, calls: number): Check[] {
  const { ahtSec, agents, targetSec, shortAbandonSec, patience } = lab;
  const load = { calls: lab.arrivalsPerSec * INTERVAL_SEC, intervalSec: INTERVAL_SEC, ahtSec, agents, targetSec };
  const theory = patience ? computeErlangA({ ...load, patienceSec: patience.meanSec, shortAbandonSec }) : computeErlangC(load);
  if (!theory.ok) throw new Error(`no theory for ${test}: ${theory.error.field}`);
  // Erlang C has one service level, since nobody abandons.
  const { serviceLevel, ...wanted } = { serviceLevel: undefined, ...theory.value };
  const all: Record<string, unknown> = serviceLevel === undefined ? wanted : { ...wanted, slOffered: serviceLevel };
  return Object.entries(all).flatMap(([metric, want]) => {
    const got = measured[metric as MetricName];
    return got === undefined || typeof want !== 'number' ? [] : [check(test, metric, metric, got, want, calls)];
  });
}

/** From this many calls on the error of ASA is small enough for its own three standard errors to mean something. */
const FULL_RUN_CALLS = 1_000_000;
const SMOKE_RUN_CALLS = 200_000;

/**
 * Within three standard errors. In a short run those of service level, occupancy and speed of answer are themselves
 * uncertain (waits of neighbouring calls depend on each other), so there a fixed bound holds, for 200,000 calls:
 * ±1.5 and ±0.7 points, and ±15 %; wider in proportion for fewer.
 */
function check(test: string, name: string, metric: MetricName | string, got: Estimate, want: number, calls: number): Check {
  const widen = Math.sqrt(Math.max(1, SMOKE_RUN_CALLS / calls));
  const bound = calls < FULL_RUN_CALLS ? Math.max(3 * got.se, smokeBound(metric, want) * widen) : 3 * got.se;
  return { test, metric: name, got: got.mean, want, se: got.se, holds: Math.abs(got.mean - want) <= bound };
}

function smokeBound(metric: string, want: number): number {
  if (metric.startsWith('sl')) return 0.015;
  if (metric === 'occupancy') return 0.007;
  return metric === 'asaSec' ? 0.15 * want : 0;
}
