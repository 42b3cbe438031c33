import { z } from 'zod';
import { queueIdSchema } from '../../kernel/ids.js';
import { epochMsSchema } from '../../kernel/time.js';

/**
 * Where a buffer shift is (domain B.4.2). Of the states in the table some last no longer than their commit and are events alone:
 * requested, approved (goes on to arranging), extended (back in the buffer). That somebody was referred to counselling is no state
 * at all: it never enters the log.
 */
export const bufferStateSchema = z.enum([
  'checking', // a person may decide, until `decideBy`
  'deferred', // a later start is committed
  'arranging', // a post, and a colleague where one is needed
  'scheduled', // waits for the agent's own confirmation
  'in-buffer',
  'check-in',
  'returned',
  'declined',
  'withdrawn',
  'expired',
  'cancelled',
]);
export type BufferState = z.infer<typeof bufferStateSchema>;

export const verdictSchema = z.enum(['green', 'amber', 'red']);
export type Verdict = z.infer<typeof verdictSchema>;

/** The only words in which a person may say no (BS-06). */
export const declineCodeSchema = z.enum(['MIN_STAFF', 'ALREADY_MAX_CONCURRENT']);
export type DeclineCode = z.infer<typeof declineCodeSchema>;

/** How a supervisor takes somebody off the phones who can't be spared (BS-R6). */
export const reliefHowSchema = z.enum(['own-pick-up', 'overflow', 'callback', 'colleague']);
export type ReliefHow = z.infer<typeof reliefHowSchema>;

/** Names a private text; the text lies encrypted outside the log, under a key of its own. */
export const privateRefSchema = z
  .string()
  .regex(/^pt-[A-Za-z0-9]{20,40}$/)
  .brand<'PrivateRef'>();
export type PrivateRef = z.infer<typeof privateRefSchema>;

const ratio = z.number().min(0).nullable();
/**
 * What the move does to the customers and to those who stay (C.9): of the agent's queues the one that suffers most. Computed when it
 * was asked for, and again when a deferred start is reached. Nothing about the agent is in it (BS-R7).
 */
export const bufferCheckSchema = z.strictObject({
  at: epochMsSchema,
  verdict: verdictSchema,
  /** Enough people stay in every interval (BS-R1). */
  isStaffOk: z.boolean(),
  /** There was no forecast: judged by the last half-hour. */
  isEstimate: z.boolean(),
  /** The queue that suffers most; absent: none is touched. */
  queueId: queueIdSchema.optional(),
  queueName: z.strictObject({ name: z.string().max(120), nameEn: z.string().max(120).optional() }).optional(),
  serviceLevelBefore: ratio,
  serviceLevelAfter: ratio,
  extraAbandons: z.number(),
  occupancyBefore: ratio,
  occupancyAfter: ratio,
  /** The end of the window that was looked at. */
  until: epochMsSchema,
  firstAmberAt: epochMsSchema.optional(),
  firstRedAt: epochMsSchema.optional(),
  /** The first start within the hour that is not red. */
  bestStartAt: epochMsSchema.optional(),
  /** How many of the team are away already, and how many may be (BS-R2). */
  away: z.number().int().nonnegative(),
  mostAway: z.number().int().nonnegative(),
});
export type BufferCheck = z.infer<typeof bufferCheckSchema>;
