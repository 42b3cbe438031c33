import { z } from 'zod';
import { computeErlangA } from '../../../shared/staffing/erlang-a.js';
import { computeErlangB } from '../../../shared/staffing/erlang-b.js';
import { computeErlangC } from '../../../shared/staffing/erlang-c.js';
import { type Models, model } from './model.js';

const loadFields = { calls: z.number(), intervalSec: z.number(), ahtSec: z.number(), targetSec: z.number() };

export const ERLANG_MODELS: Models = {
  erlangB: model(z.object({ offeredErlangs: z.number(), servers: z.number() }), computeErlangB),
  erlangC: model(z.object({ ...loadFields, agents: z.number() }), computeErlangC),
  erlangA: model(z.object({ ...loadFields, agents: z.number(), patienceSec: z.number(), shortAbandonSec: z.number() }), computeErlangA),
};
