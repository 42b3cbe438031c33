import { ok } from '../../../shared/kernel/result.js';
import { computeQueueMetrics, queueInputsSchema } from '../calc-queue.js';
import { type Models, model } from './model.js';
import { ERLANG_MODELS } from './models-erlang.js';
import { FLOOR_MODELS } from './models-floor.js';
import { ROSTER_MODELS } from './models-roster.js';
import { SIMULATION_MODELS } from './models-simulation.js';
import { WORKFORCE_MODELS } from './models-workforce.js';

/** Every model that `calc` answers, by the name a case calls it. */
export const MODELS: Models = {
  ...ERLANG_MODELS,
  ...FLOOR_MODELS,
  ...WORKFORCE_MODELS,
  ...ROSTER_MODELS,
  ...SIMULATION_MODELS,
  'metrics.queue': model(queueInputsSchema, (inputs) => ok(computeQueueMetrics(inputs))),
};
