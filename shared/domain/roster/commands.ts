import { z } from 'zod';
import { agentIdSchema, shiftIdSchema, teamIdSchema } from '../../kernel/ids.js';
import { isTimeZone } from '../../kernel/zone-name.js';
import { words } from '../text.js';
import { MOST_SEGMENTS } from './shift.js';
import { businessDateSchema, codeSchema, localTimeSchema, plannedActivitySchema } from './words.js';

/** A shift as people plan it: in the local time of its place, resolved to instants when it is decided (RT-1). */
export const shiftInputSchema = z.strictObject({
  businessDate: businessDateSchema,
  startLocal: localTimeSchema,
  /** Not after the start: it ends on the next day. */
  endLocal: localTimeSchema,
  /** IANA zone; the agent's own, else the site's. */
  zone: z.string().max(64).refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai').optional(),
  /** Each lasts until the next one begins, the last until the end. `fromMin`: elapsed minutes after the start, rising from 0. */
  segments: z
    .array(z.strictObject({ fromMin: z.number().int().min(0).max(960), activity: plannedActivitySchema, post: codeSchema.optional() }))
    .min(1)
    .max(MOST_SEGMENTS),
  note: words(120).optional(),
  /** The template it was made from. */
  template: codeSchema.optional(),
});
export type ShiftInput = z.infer<typeof shiftInputSchema>;

/** Soft rules that whoever asks takes upon themselves, and why. */
export const overrideSchema = z.strictObject({ rules: z.array(z.string().min(1).max(40)).min(1).max(12), reason: words(300) });

const shiftSet = {
  agentId: agentIdSchema,
  shift: shiftInputSchema,
  /** The shift that is changed: the new one takes its place. */
  replaces: shiftIdSchema.optional(),
  /** The duty's version that was looked at; 0 where there was none. */
  expectVersion: z.number().int().nonnegative().optional(),
  override: overrideSchema.optional(),
};
const range = { from: businessDateSchema, to: businessDateSchema, teamIds: z.array(teamIdSchema).min(1).max(200).optional() };

export const rosterCommands = [
  z.strictObject({ type: z.literal('shift.set'), ...shiftSet }),
  z.strictObject({
    type: z.literal('shift.remove'),
    agentId: agentIdSchema,
    shiftId: shiftIdSchema,
    expectVersion: shiftSet.expectVersion,
    override: overrideSchema.optional(),
  }),
  /** Tells these business dates' drafts to whom they concern; a lead's own teams if none are named. */
  z.strictObject({ type: z.literal('roster.publish'), ...range }),
  /** By the agent, for the version they were shown. */
  z.strictObject({ type: z.literal('roster.acknowledge'), version: z.number().int().positive() }),
] as const;
