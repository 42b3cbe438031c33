import { z } from 'zod';
import { err, ok } from '../../../shared/kernel/result.js';
import type { LabScenario } from '../../connectors/simulator/validation/lab.js';
import { studyLab } from '../../connectors/simulator/validation/study.js';
import { type Answer, type Models, model } from './model.js';

/** The simulator keeps time in milliseconds: what lasts only a few of them would be rounded away. */
const seconds = z.number().min(0.1).max(1e7);
const span = z.number().min(0).max(1e7);

const simulationSchema = z.object({
  arrivalsPerSec: z.number().min(1e-4).max(100),
  ahtSec: seconds,
  service: z.enum(['exponential', 'lognormal', 'deterministic']),
  serviceCv: z.number().min(0).max(10).nullish(),
  patience: z.enum(['exponential', 'weibull', 'infinite']),
  patienceMeanSec: seconds.nullish(),
  weibullShape: z.number().min(0.2).max(10).nullish(),
  agents: z.number().int().min(1).max(5_000),
  targetSec: span,
  shortAbandonSec: span,
  redialProbability: z.number().min(0).max(0.95),
  redialMeanSec: seconds.nullish(),
  discipline: z.literal('FCFS'),
  /** Served or lost, after the warm-up. */
  calls: z.number().int().min(10_000).max(5_000_000).default(500_000),
  seed: z.number().int().min(0).max(4_294_967_295).default(1),
});
type Inputs = z.infer<typeof simulationSchema>;

/** Calls until an empty floor has become the usual one, at the least. */
const WARM_UP_CALLS = 50_000;
/** Five microseconds each: a minute and a half. */
const MOST_CALLS = 20_000_000;
/** A line that only patience ends has nearly its length after so many times that patience. */
const PATIENCES_TO_SETTLE = 10;

/** One queue as the product's own simulator plays it, with every figure's uncertainty. */
function simulate(inputs: Inputs): Answer {
  const { patience, patienceMeanSec, weibullShape, redialProbability, redialMeanSec, calls, seed } = inputs;
  if (inputs.service === 'lognormal' && inputs.serviceCv == null) return err({ code: 'missing', field: 'serviceCv' });
  if (patience !== 'infinite' && patienceMeanSec == null) return err({ code: 'missing', field: 'patienceMeanSec' });
  if (patience === 'weibull' && weibullShape == null) return err({ code: 'missing', field: 'weibullShape' });
  if (redialProbability > 0 && redialMeanSec == null) return err({ code: 'missing', field: 'redialMeanSec' });
  const perSec = inputs.arrivalsPerSec / (1 - redialProbability);
  const isOverloaded = perSec * inputs.ahtSec >= inputs.agents;
  // Without anyone who gives up, such a line has no usual length: it grows for ever.
  if (isOverloaded && patience === 'infinite') return err({ code: 'out-of-range', field: 'agents' });
  const settling = isOverloaded ? PATIENCES_TO_SETTLE * (patienceMeanSec ?? 0) * inputs.arrivalsPerSec : 0;
  const warmUpCalls = Math.max(WARM_UP_CALLS, settling);
  if (warmUpCalls > MOST_CALLS) return err({ code: 'out-of-range', field: 'patienceMeanSec' });
  if (20 * inputs.ahtSec * inputs.arrivalsPerSec > MOST_CALLS) return err({ code: 'out-of-range', field: 'ahtSec' });
  if ((warmUpCalls + calls) / (1 - redialProbability) > MOST_CALLS) return err({ code: 'out-of-range', field: 'calls' });

  const { measured, calls: counted } = studyLab(scenarioOf(inputs), seed, calls, warmUpCalls);
  const figures = Object.entries(measured).map(([name, { mean, se }]) => [name, figure(mean, se, counted)]);
  return ok({ ...Object.fromEntries(figures), calls: counted, seed });
}

/** `null` where there is nothing to divide by: nobody abandoned, or nobody was answered. */
function figure(mean: number, se: number, calls: number) {
  const known = Number.isFinite(mean);
  return { mean: known ? mean : null, ci95: known ? 1.96 * se : null, sigmaPerCall: known ? se * Math.sqrt(calls) : null };
}

const scenarioOf = ({ patience, patienceMeanSec, weibullShape, redialProbability, redialMeanSec, ...rest }: Inputs): LabScenario => ({
  arrivalsPerSec: rest.arrivalsPerSec,
  ahtSec: rest.ahtSec,
  agents: rest.agents,
  targetSec: rest.targetSec,
  shortAbandonSec: rest.shortAbandonSec,
  ...(rest.service !== 'exponential' && { serviceCv: rest.service === 'deterministic' ? 0 : (rest.serviceCv ?? 0) }),
  ...(patience !== 'infinite' && {
    patience: { meanSec: patienceMeanSec ?? 0, ...(patience === 'weibull' && { shape: weibullShape ?? 1 }) },
  }),
  ...(redialProbability > 0 && { redial: { probability: redialProbability, meanSec: redialMeanSec ?? 0 } }),
});

export const SIMULATION_MODELS: Models = { 'simulation.mgng': model(simulationSchema, simulate) };
