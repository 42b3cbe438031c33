import { z } from 'zod';
import { computeBufferImpact } from '../../../shared/staffing/buffer-impact.js';
import { type Models, model } from './model.js';
import { slFormula } from './models-erlang.js';

const amount = z.number();
const intervalSchema = z.object({
  calls: amount,
  ahtSec: amount,
  staffed: amount,
  unplannedShrink: amount,
  minStaff: amount,
  overlap: amount,
});

export const FLOOR_MODELS: Models = {
  bufferImpact: model(
    z.object({
      intervalSec: amount,
      patienceSec: amount,
      targetSec: amount,
      shortAbandonSec: amount,
      slGoal: amount,
      slFormula,
      intervals: z.array(intervalSchema).max(2_000),
      kValues: z.array(amount).max(1_000),
    }),
    computeBufferImpact,
  ),
};
