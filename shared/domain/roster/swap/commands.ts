import { z } from 'zod';
import { agentIdSchema, openShiftIdSchema, shiftIdSchema, swapIdSchema, teamIdSchema } from '../../../kernel/ids.js';
import { epochMsSchema } from '../../../kernel/time.js';
import { overrideSchema, shiftInputSchema } from '../inputs.js';
import { codeSchema, openShiftKindSchema } from '../words.js';

/**
 * What somebody asks for with their own published shifts (B.6.4). There is no field for why: a swap never tells. Without `toAgentId` it
 * is open to the team, and the first who comes forward has it.
 */
export const swapWishSchema = z.discriminatedUnion('kind', [
  /** My shift for that colleague's. */
  z.strictObject({ kind: z.literal('swap'), shiftId: shiftIdSchema, toAgentId: agentIdSchema, toShiftId: shiftIdSchema }),
  z.strictObject({ kind: z.literal('give'), shiftId: shiftIdSchema, toAgentId: agentIdSchema.optional() }),
  /** Part of my shift, from its beginning or to its end: an hour at least. */
  z.strictObject({
    kind: z.literal('partial'),
    shiftId: shiftIdSchema,
    startAt: epochMsSchema,
    endAt: epochMsSchema,
    toAgentId: agentIdSchema.optional(),
  }),
  /** A shift that nobody has (an open shift of kind `shift`). */
  z.strictObject({ kind: z.literal('pickup'), openShiftId: openShiftIdSchema }),
  /** Overtime that is offered (`ot`). What meets my shift makes it longer. */
  z.strictObject({ kind: z.literal('ot'), openShiftId: openShiftIdSchema }),
  /** Hours off, where they are offered (`vto`): a part of my shift within the offer, half an hour at least. */
  z.strictObject({
    kind: z.literal('vto'),
    openShiftId: openShiftIdSchema,
    shiftId: shiftIdSchema,
    startAt: epochMsSchema,
    endAt: epochMsSchema,
  }),
]);
export type SwapWish = z.infer<typeof swapWishSchema>;

const onSwap = { swapId: swapIdSchema };

export const swapCommands = [
  /** Checked before anybody is asked; what needs no colleague and breaks no guard is done at once. */
  z.strictObject({ type: z.literal('swap.open'), wish: swapWishSchema }),
  /** By a colleague of the team, for a request that is open to all. Comes to the same as being asked and saying yes. */
  z.strictObject({ type: z.literal('swap.volunteer'), ...onSwap }),
  /** By the colleague who is asked; no is possible until it is applied. With every guard green, yes applies it. */
  z.strictObject({ type: z.literal('swap.answer'), ...onSwap, accepted: z.boolean() }),
  /**
   * By a lead of both, or a supervisor, where a guard is not green. Yes needs every such guard named in `override.rules`: `coverage`,
   * `notice`, and the labour rules in `checks[].rules`.
   */
  z.strictObject({ type: z.literal('swap.decide'), ...onSwap, approved: z.boolean(), override: overrideSchema.optional() }),
  /** By who asked, until it is applied. */
  z.strictObject({ type: z.literal('swap.withdraw'), ...onSwap }),

  /** Work that nobody has, or time that may be given back. A lead offers to their own teams only. */
  z.strictObject({
    type: z.literal('open-shift.add'),
    kind: openShiftKindSchema,
    /** Of `ot` and `vto`: the hours in question. */
    shift: shiftInputSchema,
    /** All are needed. Codes of the site file; where it has none, queue ids. */
    skills: z.array(codeSchema).max(20).default([]),
    /** None: everybody; of a lead: the lead's teams. */
    teamIds: z.array(teamIdSchema).min(1).max(200).optional(),
    /** How many may take it. */
    places: z.number().int().min(1).max(200).default(1),
  }),
  /** What was taken stays taken. */
  z.strictObject({ type: z.literal('open-shift.remove'), openShiftId: openShiftIdSchema }),
] as const;
