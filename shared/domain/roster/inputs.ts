import { z } from 'zod';
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
export type Override = z.infer<typeof overrideSchema>;
