import { z } from 'zod';
import { activitySchema } from '../../staffing/activities.js';

/** What a segment of a shift can be planned as. A buffer shift is never planned: it lies over the roster (`site.buffers`). */
export const plannedActivitySchema = activitySchema.exclude(['buffer']);
export type PlannedActivity = z.infer<typeof plannedActivitySchema>;

/** A time on the wall of the shift's own zone: `22:00`. */
export const localTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:30');
/** A local date: `2026-11-21`. */
export const businessDateSchema = z.iso.date();
/** A code of the site file: skills, templates, contracts, posts. */
export const codeSchema = z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u);

/**
 * Time taken out of what was planned (AD-3), entered by a person. Those that follow from the floor itself (a forced state, a call
 * that went on, a micro-pause, a buffer shift) are derived where adherence is measured.
 */
export const exceptionTypeSchema = z.enum(['leave', 'sick', 'outage', 'supervisor', 'union', 'other']);
export type ExceptionType = z.infer<typeof exceptionTypeSchema>;

/** B.6.4 */
export const swapKindSchema = z.enum(['swap', 'give', 'pickup', 'partial', 'vto', 'ot']);
export type SwapKind = z.infer<typeof swapKindSchema>;
/** `open`: to whoever in the team wants it. `offered`: one colleague is asked. `checking`: both agreed, a person must decide. */
export const swapStateSchema = z.enum(['open', 'offered', 'checking', 'applied', 'rejected', 'expired', 'withdrawn', 'conflict']);
export type SwapState = z.infer<typeof swapStateSchema>;
/** What is given out to whoever wants it: a shift nobody has, hours beyond the contract, hours off. */
export const openShiftKindSchema = z.enum(['shift', 'ot', 'vto']);
export type OpenShiftKind = z.infer<typeof openShiftKindSchema>;

/** What the rest of today's calls are multiplied by in the light of those that came, and between what that lies in 95 days of 100. */
export const headingSchema = z.strictObject({ factor: z.number(), low: z.number(), high: z.number() });
export type Heading = z.infer<typeof headingSchema>;
