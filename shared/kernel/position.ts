import { z } from 'zod';

/** A place in a site's log: the id of a stream entry, `milliseconds-sequence`. Orders commits within one epoch. */
export const positionSchema = z
  .string()
  .regex(/^\d{1,16}-\d{1,12}$/)
  .brand<'Position'>();
export type Position = z.infer<typeof positionSchema>;

/** Before the first entry. */
export const ORIGIN = '0-0' as Position;

/** Negative when `a` comes before `b`. Not a string comparison: `9-0` comes before `10-0`. */
export function comparePositions(a: Position, b: Position): number {
  if (a === b) return 0;
  const dashA = a.indexOf('-');
  const dashB = b.indexOf('-');
  const byTime = Number(a.slice(0, dashA)) - Number(b.slice(0, dashB));
  return byTime !== 0 ? byTime : Number(a.slice(dashA + 1)) - Number(b.slice(dashB + 1));
}

export const isAfter = (a: Position, b: Position) => comparePositions(a, b) > 0;
