import { z } from 'zod';
import { agentIdSchema, exceptionIdSchema, publicationIdSchema, queueIdSchema, shiftIdSchema, teamIdSchema } from '../../kernel/ids.js';
import { durationMsSchema, epochMsSchema } from '../../kernel/time.js';
import type { RosterEvent } from '../events.js';
import { personSchema } from '../person.js';
import { shiftSchema } from './shift.js';
import { swapEvents } from './swap/events.js';
import { businessDateSchema, exceptionTypeSchema } from './words.js';

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

/** What was planned for these agents in the range is as it was told again. */
export const rosterDraftDiscardedSchema = z.strictObject({
  type: z.literal('roster.draft-discarded'),
  ...base,
  ...range,
  agentIds,
  changed: z.number().int().positive(),
});

export const exceptionAddedSchema = z.strictObject({
  type: z.literal('exception.added'),
  ...onDuty,
  exceptionId: exceptionIdSchema,
  startAt: epochMsSchema,
  endAt: epochMsSchema,
  exceptionType: exceptionTypeSchema,
  reason: z.string().min(1).max(200).optional(),
});
export const exceptionRemovedSchema = z.strictObject({ type: z.literal('exception.removed'), ...onDuty, exceptionId: exceptionIdSchema });

export const forecastSetSchema = z.strictObject({
  type: z.literal('forecast.set'),
  ...base,
  queueId: queueIdSchema,
  date: businessDateSchema,
  /** The local midnight. */
  startAt: epochMsSchema,
  intervalMs: durationMsSchema,
  calls: z.array(z.number().nonnegative()).min(1).max(100),
  ahtMs: z.array(z.number().nonnegative()).min(1).max(100),
});

export const rosterEvents = [
  shiftSetSchema,
  shiftRemovedSchema,
  rosterPublishedSchema,
  rosterAcknowledgedSchema,
  rosterDraftDiscardedSchema,
  exceptionAddedSchema,
  exceptionRemovedSchema,
  forecastSetSchema,
  ...swapEvents,
] as const;

const TYPES: ReadonlySet<string> = new Set(rosterEvents.map((schema) => schema.shape.type.value));
export const isRosterEvent = (event: { readonly type: string }): event is RosterEvent => TYPES.has(event.type);
