import { z } from 'zod';
import { computeErlangA } from '../../../shared/staffing/erlang-a.js';
import { computeFractional } from '../../../shared/staffing/erlang-a-fractional.js';
import { computeRequiredAgents } from '../../../shared/staffing/erlang-a-required.js';
import { computeErlangB } from '../../../shared/staffing/erlang-b.js';
import { computeCapacity, computeRequiredServers } from '../../../shared/staffing/erlang-b-sizing.js';
import { computeErlangC } from '../../../shared/staffing/erlang-c.js';
import { computeRequiredAgentsPatient } from '../../../shared/staffing/erlang-c-required.js';
import { MODELLED_FORMULAS } from '../../../shared/staffing/service-level.js';
import { computeScheduled } from '../../../shared/staffing/shrinkage.js';
import { computeWaitEstimate } from '../../../shared/staffing/wait-estimate.js';
import { type Models, model } from './model.js';

const amount = z.number();
const bound = z.number().nullable();
const patientFields = { calls: amount, intervalSec: amount, ahtSec: amount, targetSec: amount };
const impatientFields = { ...patientFields, patienceSec: amount, shortAbandonSec: amount };

/** What an interval must keep to, whatever the model. */
const boundFields = { slTarget: bound, maxOccupancy: bound, shrinkage: amount };
export const slFormula = z.enum(MODELLED_FORMULAS);

export const ERLANG_MODELS: Models = {
  erlangB: model(z.object({ offeredErlangs: amount, servers: amount }), computeErlangB),
  'erlangB.requiredServers': model(z.object({ offeredErlangs: amount, maxBlocking: amount }), computeRequiredServers),
  'erlangB.capacity': model(z.object({ servers: amount, maxBlocking: amount }), computeCapacity),
  erlangC: model(z.object({ ...patientFields, agents: amount }), computeErlangC),
  'erlangC.requiredAgents': model(z.object({ ...patientFields, ...boundFields }), computeRequiredAgentsPatient),
  erlangA: model(z.object({ ...impatientFields, agents: amount }), computeErlangA),
  'erlangA.requiredAgents': model(z.object({ ...impatientFields, ...boundFields, maxAbandon: bound, slFormula }), (inputs) =>
    computeRequiredAgents(inputs),
  ),
  'erlangA.fractional': model(z.object({ ...impatientFields, agents: amount }), computeFractional),
  'shrinkage.scheduled': model(z.object({ required: amount, shrinkage: amount }), computeScheduled),
  'ewt.queueLength': model(
    z.object({ agents: amount, ahtSec: amount, patienceSec: amount.nullable(), callersAhead: amount }),
    computeWaitEstimate,
  ),
};
