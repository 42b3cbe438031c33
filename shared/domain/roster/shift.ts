import { z } from 'zod';
import { shiftIdSchema } from '../../kernel/ids.js';
import { epochMsSchema } from '../../kernel/time.js';
import { businessDateSchema, codeSchema, localTimeSchema, plannedActivitySchema } from './words.js';

export const MOST_SEGMENTS = 40;

/** Part of a shift: half-open, and each begins where the one before ends. */
export const segmentSchema = z.strictObject({
  activity: plannedActivitySchema,
  startAt: epochMsSchema,
  endAt: epochMsSchema,
  /** Of back-office work: which. */
  post: codeSchema.optional(),
});
export type Segment = z.infer<typeof segmentSchema>;

/**
 * A planned span of one agent. Never changed, only replaced by another one with another id: who agreed to a shift agreed to that
 * one. It belongs wholly to the local date of its start, overnight or not (RT-3); its instants were resolved from the wall (RT-1).
 */
export const shiftSchema = z.strictObject({
  id: shiftIdSchema,
  businessDate: businessDateSchema,
  zone: z.string().min(1).max(64),
  startLocal: localTimeSchema,
  endLocal: localTimeSchema,
  startAt: epochMsSchema,
  endAt: epochMsSchema,
  /** They cover the shift without a gap. */
  segments: z.array(segmentSchema).min(1).max(MOST_SEGMENTS),
  note: z.string().min(1).max(120).optional(),
});
export type Shift = z.infer<typeof shiftSchema>;

/** Whether two shifts are the same but for their names: setting back what was published leaves nothing to publish. */
export function sameShift(a: Shift, b: Shift): boolean {
  return (
    a.id === b.id ||
    (a.startAt === b.startAt &&
      a.endAt === b.endAt &&
      a.businessDate === b.businessDate &&
      a.zone === b.zone &&
      a.note === b.note &&
      a.segments.length === b.segments.length &&
      a.segments.every((segment, at) => sameSegment(segment, b.segments[at])))
  );
}

const sameSegment = (a: Segment, b: Segment | undefined): boolean =>
  b !== undefined && a.activity === b.activity && a.startAt === b.startAt && a.endAt === b.endAt && a.post === b.post;
