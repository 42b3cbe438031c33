import { z } from 'zod';

/** What somebody on shift is planned to do. `ot` is contact work beyond the contract's hours; `vto` is time given back by choice. */
export const activitySchema = z.enum([
  'phone',
  'chat',
  'outbound',
  'break',
  'meal',
  'training',
  'meeting',
  'coaching',
  'backoffice',
  'buffer',
  'leave',
  'sick',
  'ot',
  'vto',
  'union',
  'other',
]);
export type Activity = z.infer<typeof activitySchema>;

export interface ActivityTraits {
  readonly paid: boolean;
  /** Counts as work for rest, runs of days and hours. Leave is paid and is not work. */
  readonly atWork: boolean;
  /** May take calls: counts as an agent in Erlang's sense. */
  readonly onPhone: boolean;
  /** Contact with customers, in whatever way: what a break is a break from. */
  readonly contact: boolean;
  /** Paid, planned and not available for contacts. */
  readonly plannedShrinkage: boolean;
  /** A break may be cut out of it. A meeting or a buffer shift is left whole. */
  readonly divisible: boolean;
}

const NONE: ActivityTraits = { paid: false, atWork: false, onPhone: false, contact: false, plannedShrinkage: false, divisible: false };
const DUTY: ActivityTraits = { ...NONE, paid: true, atWork: true, divisible: true };
const WITH_OTHERS: ActivityTraits = { ...NONE, paid: true, atWork: true, plannedShrinkage: true };

export const ACTIVITIES: Readonly<Record<Activity, ActivityTraits>> = {
  phone: { ...DUTY, onPhone: true, contact: true },
  ot: { ...DUTY, onPhone: true, contact: true },
  chat: { ...DUTY, contact: true },
  outbound: { ...DUTY, contact: true },
  backoffice: { ...DUTY, plannedShrinkage: true },
  other: { ...DUTY, plannedShrinkage: true },
  break: { ...NONE, paid: true, atWork: true, plannedShrinkage: true },
  meal: { ...NONE, atWork: true },
  training: WITH_OTHERS,
  meeting: WITH_OTHERS,
  coaching: WITH_OTHERS,
  buffer: WITH_OTHERS,
  union: WITH_OTHERS,
  leave: { ...NONE, paid: true, plannedShrinkage: true },
  sick: { ...NONE, paid: true },
  vto: NONE,
};
