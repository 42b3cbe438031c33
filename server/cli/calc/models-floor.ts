import { z } from 'zod';
import { computeBufferImpact } from '../../../shared/staffing/buffer-impact.js';
import { computeFluidBacklog } from '../../../shared/staffing/fluid-backlog.js';
import { computeLaggedCalls } from '../../../shared/staffing/lagged.js';
import { computeMultiSkill } from '../../../shared/staffing/multi-skill.js';
import { computeRedials } from '../../../shared/staffing/redials.js';
import { type Models, model } from './model.js';
import { slFormula } from './models-erlang.js';

const amount = z.number();
const bound = z.number().nullable();
const callers = { intervalSec: amount, patienceSec: amount, targetSec: amount, shortAbandonSec: amount };
/** A week of quarter-hours has 672. */
const intervalsOf = <T extends z.ZodType>(interval: T) => z.array(interval).max(2_000);

const bufferInterval = z.object({
  calls: amount,
  ahtSec: amount,
  staffed: amount,
  unplannedShrink: amount,
  minStaff: amount,
  overlap: amount,
});
const traffic = { calls: amount, ahtSec: amount };

/** What a floor does to its callers besides the plain queue: some leave, some come back, lines carry over, agents serve several queues. */
export const FLOOR_MODELS: Models = {
  bufferImpact: model(
    z.object({
      ...callers,
      slGoal: amount,
      slFormula,
      intervals: intervalsOf(bufferInterval),
      kValues: z.array(amount).max(1_000),
    }),
    computeBufferImpact,
  ),
  'erlangA.redials': model(z.object({ ...callers, ...traffic, agents: amount, redialProbability: amount }), computeRedials),
  'sipp.lagged': model(z.object({ intervalSec: amount, intervals: intervalsOf(z.object(traffic)) }), computeLaggedCalls),
  'fluid.backlog': model(
    z.object({ ...callers, queueNow: amount, intervals: intervalsOf(z.object({ ...traffic, agents: amount })) }),
    computeFluidBacklog,
  ),
  'multiSkill.bounds': model(
    z.object({
      ...callers,
      slFormula,
      slTarget: bound,
      maxOccupancy: bound,
      maxAbandon: bound,
      skills: z.array(z.object(traffic)).max(40),
      groups: z.array(z.object({ agents: amount, skills: z.array(z.number().int().nonnegative()).max(40) })).max(200),
    }),
    computeMultiSkill,
  ),
};
