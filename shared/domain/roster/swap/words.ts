import { z } from 'zod';
import { agentIdSchema, queueIdSchema, shiftIdSchema } from '../../../kernel/ids.js';
import { epochMsSchema } from '../../../kernel/time.js';
import { businessDateSchema, localTimeSchema } from '../words.js';

/** A shift, as far as a request has to name it: as it was told when it was asked. Another one there since is a conflict. */
export const swapShiftSchema = z.strictObject({
  shiftId: shiftIdSchema,
  businessDate: businessDateSchema,
  zone: z.string().min(1).max(64),
  startLocal: localTimeSchema,
  endLocal: localTimeSchema,
  startAt: epochMsSchema,
  endAt: epochMsSchema,
});
export type SwapShift = z.infer<typeof swapShiftSchema>;

export const spanSchema = z.strictObject({ startAt: epochMsSchema, endAt: epochMsSchema });

/** One guard of B.6.4 and what it said. What nobody may set aside is refused before anybody is asked, and is never here. */
export const swapCheckSchema = z.strictObject({
  code: z.enum(['labour', 'coverage', 'notice']),
  ok: z.boolean(),
  /** Whose labour rules. */
  agentId: agentIdSchema.optional(),
  /** The soft ones that it would break: `NIGHT_HOURS`. */
  rules: z.array(z.string().max(40)).max(12).optional(),
  /** Where most is missing; `required` null: nobody forecast that queue. Agents, in fractions of people. */
  gap: z
    .strictObject({ queueId: queueIdSchema, at: epochMsSchema, required: z.number().nullable(), before: z.number(), after: z.number() })
    .optional(),
});
export type SwapCheck = z.infer<typeof swapCheckSchema>;

/** Work that went from one person to another, for the ledger that the team sees. */
export const swapMoveSchema = z.strictObject({
  /** Absent: a shift that nobody had. */
  fromAgentId: agentIdSchema.optional(),
  /** Absent: time given back. */
  toAgentId: agentIdSchema.optional(),
  businessDate: businessDateSchema,
  paidMs: z.number().int().nonnegative(),
  /** Three hours of it or more between 23:00 and 06:00. */
  isNight: z.boolean(),
  /** Saturday, Sunday, or a holiday of the site file. */
  isWeekend: z.boolean(),
});
export type SwapMove = z.infer<typeof swapMoveSchema>;
