import { z } from 'zod';
import { agentIdSchema, queueIdSchema, visitIdSchema } from '../kernel/ids.js';
import { epochMsSchema } from '../kernel/time.js';
import { borrowCandidateSchema, borrowEffectSchema, MOST_BORROWED } from '../metrics/borrow.js';
import { suggestionSchema } from '../metrics/suggest.js';

/** What the server suggests to whoever acts on the floor. Suggestions only: nothing happens by them, and any other choice is as good. */
export const MOST_SUGGESTED = 12;

/** More than a person reads; whoever is chosen is among them. */
export const MOST_CANDIDATES = 40;

export const suggestionsSchema = z.strictObject({
  visitId: visitIdSchema,
  /** The best first. */
  suggestions: z.array(suggestionSchema).max(MOST_SUGGESTED),
});
export type Suggestions = z.infer<typeof suggestionsSchema>;

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().int().min(min).max(max));

export const borrowQuerySchema = z.strictObject({
  agents: whole(0, MOST_BORROWED).default(1),
  /** As `agent.borrow` takes it: 5 minutes to 8 hours. */
  forMs: whole(300_000, 28_800_000).default(1_800_000),
  /** These agents instead of the best, separated by commas. */
  agentIds: z
    .string()
    .max(1_000)
    .transform((text) => text.split(',').filter((id) => id !== ''))
    .pipe(z.array(agentIdSchema).max(MOST_BORROWED))
    .optional(),
});

export const borrowPreviewSchema = z.strictObject({
  queueId: queueIdSchema,
  /** When a loan made now would end by itself. */
  until: epochMsSchema,
  candidates: z.array(borrowCandidateSchema).max(MOST_CANDIDATES),
  chosen: z.array(agentIdSchema).max(MOST_BORROWED),
  /** The queue that borrows first, then those that give. */
  effects: z.array(borrowEffectSchema),
  /** How many can be lent before a queue that gives has too few. */
  most: z.number().int(),
});
export type BorrowPreview = z.infer<typeof borrowPreviewSchema>;
