import { z } from 'zod';
import { agentIdSchema, openShiftIdSchema, shiftIdSchema, swapIdSchema, teamIdSchema } from '../../../kernel/ids.js';
import { epochMsSchema } from '../../../kernel/time.js';
import { personSchema } from '../../person.js';
import { shiftSchema } from '../shift.js';
import { openShiftKindSchema, swapKindSchema } from '../words.js';
import { spanSchema, swapCheckSchema, swapMoveSchema, swapShiftSchema } from './words.js';

const base = { occurredAt: epochMsSchema, by: personSchema };
const onSwap = { ...base, swapId: swapIdSchema };
const checks = z.array(swapCheckSchema).max(8);

export const swapOpenedSchema = z.strictObject({
  type: z.literal('swap.opened'),
  ...onSwap,
  kind: swapKindSchema,
  agentId: agentIdSchema,
  /** Whom it is asked of; none: the team, or nobody is needed. */
  toAgentId: agentIdSchema.optional(),
  /** The asker's shift. */
  gives: swapShiftSchema.optional(),
  /** The colleague's, or what is open. */
  takes: swapShiftSchema.optional(),
  /** Of `partial` and `vto`: which part. */
  span: spanSchema.optional(),
  openShiftId: openShiftIdSchema.optional(),
  checks,
  /** Over by itself then. */
  expiresAt: epochMsSchema,
});
/** Both sides agree; a person has to decide. */
export const swapAcceptedSchema = z.strictObject({ type: z.literal('swap.accepted'), ...onSwap, agentId: agentIdSchema, checks });

/** A guard turned red since both agreed: whoever decides sees that before setting it aside. */
export const swapRecheckedSchema = z.strictObject({ type: z.literal('swap.rechecked'), ...onSwap, checks });

/** All of it at once, on both sides: nobody is ever told a half of it. */
export const swapAppliedSchema = z.strictObject({
  type: z.literal('swap.applied'),
  ...onSwap,
  /** The colleague, where one is part of it. */
  toAgentId: agentIdSchema.optional(),
  duties: z
    .array(
      z.strictObject({
        agentId: agentIdSchema,
        removed: z.array(shiftIdSchema).max(4),
        added: z.array(shiftSchema).max(4),
      }),
    )
    .min(1)
    .max(2),
  openShiftId: openShiftIdSchema.optional(),
  moves: z.array(swapMoveSchema).max(2),
});
export const swapClosedSchema = z.strictObject({
  type: z.literal('swap.closed'),
  ...onSwap,
  /** `conflict`: a shift is not what it was when this was asked. */
  how: z.enum(['rejected', 'expired', 'withdrawn', 'conflict']),
});

export const openShiftAddedSchema = z.strictObject({
  type: z.literal('open-shift.added'),
  ...base,
  openShiftId: openShiftIdSchema,
  kind: openShiftKindSchema,
  shift: shiftSchema,
  skills: z.array(z.string().min(1).max(60)).max(20),
  teamIds: z.array(teamIdSchema).max(2_000).optional(),
  places: z.number().int().positive(),
});
export const openShiftRemovedSchema = z.strictObject({ type: z.literal('open-shift.removed'), ...base, openShiftId: openShiftIdSchema });

export const swapEvents = [
  swapOpenedSchema,
  swapAcceptedSchema,
  swapRecheckedSchema,
  swapAppliedSchema,
  swapClosedSchema,
  openShiftAddedSchema,
  openShiftRemovedSchema,
] as const;
