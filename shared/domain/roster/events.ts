import { z } from 'zod';
import { agentIdSchema, publicationIdSchema, shiftIdSchema, teamIdSchema } from '../../kernel/ids.js';
import { epochMsSchema } from '../../kernel/time.js';
import { personSchema } from '../person.js';
import { shiftSchema } from './shift.js';
import { businessDateSchema } from './words.js';

/** What happened to the roster. Each says who did it. */
const base = { occurredAt: epochMsSchema, by: personSchema };
const onDuty = { ...base, agentId: agentIdSchema };
const range = { from: businessDateSchema, to: businessDateSchema };
const agentIds = z.array(agentIdSchema).min(1).max(50_000);

/** Planned: nobody is told yet. */
export const shiftSetSchema = z.strictObject({
  type: z.literal('shift.set'),
  ...onDuty,
  shift: shiftSchema,
  /** The shift whose place it takes, of the same business date. */
  replaces: shiftIdSchema.optional(),
});
export const shiftRemovedSchema = z.strictObject({ type: z.literal('shift.removed'), ...onDuty, shiftId: shiftIdSchema });

/** From here on these agents' shifts of the range are as they were planned. */
export const rosterPublishedSchema = z.strictObject({
  type: z.literal('roster.published'),
  ...base,
  ...range,
  publicationId: publicationIdSchema,
  no: z.number().int().positive(),
  teamIds: z.array(teamIdSchema).max(2_000).optional(),
  /** Those for whom something changed, and nobody else. */
  agentIds,
  /** Shifts that came, went or moved. */
  changed: z.number().int().positive(),
});
/** The agent has seen this version of what was told. */
export const rosterAcknowledgedSchema = z.strictObject({
  type: z.literal('roster.acknowledged'),
  ...onDuty,
  version: z.number().int().positive(),
});

export const rosterEvents = [shiftSetSchema, shiftRemovedSchema, rosterPublishedSchema, rosterAcknowledgedSchema] as const;
