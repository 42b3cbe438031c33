import { z } from 'zod';
import { spanSchema, swapShiftSchema } from '../domain/roster/swap/words.js';
import { agentIdSchema, swapIdSchema, teamIdSchema } from '../kernel/ids.js';
import { positionSchema } from '../kernel/position.js';
import { durationMsSchema, epochMsSchema } from '../kernel/time.js';

/** A colleague's shift, or part of it, that whoever asks could take (`swap.volunteer`). */
export const swapOfferSchema = z.strictObject({
  id: swapIdSchema,
  kind: z.enum(['give', 'partial']),
  agentId: agentIdSchema,
  agentName: z.string(),
  gives: swapShiftSchema,
  /** Of `partial`: which part. */
  span: spanSchema.nullable(),
  expiresAt: epochMsSchema,
});
export type SwapOffer = z.infer<typeof swapOfferSchema>;

const sumsSchema = z.strictObject({
  shifts: z.number().int(),
  paidMs: durationMsSchema,
  nights: z.number().int(),
  weekends: z.number().int(),
});

/** What somebody gave away and took over in the last four weeks. Nobody is ranked by it: it shows whose turn it is. */
export const ledgerRowSchema = z.strictObject({
  agentId: agentIdSchema,
  name: z.string(),
  nameEn: z.string().nullable(),
  teamId: teamIdSchema.nullable(),
  gave: sumsSchema,
  took: sumsSchema,
});
export type LedgerRow = z.infer<typeof ledgerRowSchema>;

/** `GET /api/v1/roster/swaps`. Read again when a live `roster` record changes. */
export const swapBoardSchema = z.strictObject({
  position: positionSchema,
  /** Open to the agent who asks; empty for others. */
  offers: z.array(swapOfferSchema),
  /** An agent's own team; a lead's teams; everybody for a supervisor. In the order of the seats. */
  ledger: z.array(ledgerRowSchema),
});
export type SwapBoard = z.infer<typeof swapBoardSchema>;
