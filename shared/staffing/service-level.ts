import type { ErlangA } from './erlang-a.js';

/** The ways to count a service level (C.5), named as the measured ones are. */
export const MODELLED_FORMULAS = ['slAnswered', 'slOffered', 'slAbandonCounts', 'slLateAbandons', 'slExShort', 'slWithFlowouts'] as const;
export type ModelledFormula = (typeof MODELLED_FORMULAS)[number];

/** Forecast and measured must be of the same kind to meet. Nobody flows out of the model, so that formula is `slExShort`. */
export const modelledLevel = (model: ErlangA, formula: ModelledFormula): number | null =>
  model[formula === 'slWithFlowouts' ? 'slExShort' : formula];
