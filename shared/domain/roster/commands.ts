import { z } from 'zod';
import { agentIdSchema, exceptionIdSchema, queueIdSchema, shiftIdSchema, teamIdSchema } from '../../kernel/ids.js';
import { durationMsSchema, epochMsSchema, MINUTE_MS } from '../../kernel/time.js';
import { words } from '../text.js';
import { overrideSchema, shiftInputSchema } from './inputs.js';
import { swapCommands } from './swap/commands.js';
import { businessDateSchema, exceptionTypeSchema } from './words.js';

/** The duty's version that was looked at; 0 where there was none. Another one now: `version-conflict`. */
const expectVersion = z.number().int().nonnegative().optional();
const range = { from: businessDateSchema, to: businessDateSchema, teamIds: z.array(teamIdSchema).min(1).max(200).optional() };

/** The most that one command plans: a week of seventy people. */
export const MOST_CHANGES = 500;
/** One step of a plan: a shift that comes, takes the place of another one, or goes. */
export const shiftChangeSchema = z.strictObject({
  agentId: agentIdSchema,
  /** Null: `replaces` goes and nothing takes its place. */
  shift: shiftInputSchema.nullable(),
  replaces: shiftIdSchema.optional(),
  expectVersion,
});
export type ShiftChange = z.infer<typeof shiftChangeSchema>;

/** A day of the longest kind, in the shortest intervals: 25 hours where the clocks go back. */
const perInterval = (max: number) => z.array(z.number().min(0).max(max)).min(1).max(100);

export const rosterCommands = [
  z.strictObject({
    type: z.literal('shift.set'),
    agentId: agentIdSchema,
    shift: shiftInputSchema,
    /** The shift that is changed: the new one takes its place. */
    replaces: shiftIdSchema.optional(),
    expectVersion,
    override: overrideSchema.optional(),
  }),
  z.strictObject({
    type: z.literal('shift.remove'),
    agentId: agentIdSchema,
    shiftId: shiftIdSchema,
    expectVersion,
    override: overrideSchema.optional(),
  }),
  /**
   * A week copied, a template for many: all of it, or nothing and `partly-refused` with what is wrong with which. What counts is how
   * everybody's shifts stand after all of it, so that two may change places.
   */
  z.strictObject({
    type: z.literal('shift.set-many'),
    changes: z.array(shiftChangeSchema).min(1).max(MOST_CHANGES),
    override: overrideSchema.optional(),
  }),
  /** Tells these business dates' drafts to whom they concern; a lead's own teams if none are named. */
  z.strictObject({ type: z.literal('roster.publish'), ...range }),
  /** Back to what was told, for these dates and teams. */
  z.strictObject({ type: z.literal('roster.discard-draft'), ...range }),
  /** By the agent, for the version they were shown. */
  z.strictObject({ type: z.literal('roster.acknowledge'), version: z.number().int().positive() }),

  /**
   * Time taken out of what was planned (AD-3): up to seven days back, with a reason. Of leave, sickness and union work the type is reason
   * enough, and no more is kept.
   */
  z.strictObject({
    type: z.literal('exception.add'),
    agentId: agentIdSchema,
    startAt: epochMsSchema,
    endAt: epochMsSchema,
    exceptionType: exceptionTypeSchema,
    reason: words(200).optional(),
  }),
  z.strictObject({ type: z.literal('exception.remove'), agentId: agentIdSchema, exceptionId: exceptionIdSchema }),

  /** What is expected of a queue on one local date, from midnight on, in place of what history says. One entry per interval. */
  z.strictObject({
    type: z.literal('forecast.set'),
    queueId: queueIdSchema,
    date: businessDateSchema,
    intervalMs: durationMsSchema.refine((ms) => ms === 15 * MINUTE_MS || ms === 30 * MINUTE_MS, 'must be 15 or 30 minutes'),
    calls: perInterval(100_000),
    ahtMs: perInterval(14_400_000),
  }),
  ...swapCommands,
] as const;
