import type { Shift } from '../../shared/domain/roster/shift.js';
import { epochMs } from '../../shared/kernel/time.js';
import { phoneTimeOf } from '../../shared/metrics/phone-time.js';
import type { Overlay } from '../../shared/metrics/schedule.js';
import type { SheetDuty, SheetPerson } from '../../shared/protocol/roster-http.js';
import { activitySchema } from '../../shared/staffing/activities.js';
import { type DemandGrid, type Grid, loadOf } from './demand-grid.js';
import type { Others } from './others.js';
import type { Plan } from './plan.js';

/** One person's shift as it would be, in place of one that is planned or in addition. */
export interface Swapped {
  readonly agentId: string;
  readonly beforeId: string | null;
  readonly plan: Plan;
}

/** Everybody who is planned: RosterBook, or what it would be after a change. */
export interface Crew {
  readonly people: readonly SheetPerson[];
  readonly duty: (agentId: string) => SheetDuty | undefined;
  readonly others: Pick<Others, 'at'>;
}

/**
 * Who is on the phones, step by step: of one queue, by the share of their time that it has (its load among those of all queues they
 * serve), or of all together.
 */
export function scheduledOn(
  { people, duty: dutyOf, others }: Crew,
  demand: DemandGrid,
  queueId: string | null,
  swapped: Swapped | null = null,
): number[] {
  const { grid } = demand;
  const total = Array.from({ length: grid.steps }, (_, step) => others.at(queueId, grid.startAt + step * grid.stepMs));
  for (const person of people) {
    if (queueId !== null && !(person.queueIds as readonly string[]).includes(queueId)) continue;
    const duty = dutyOf(person.agentId);
    const isSwapped = swapped?.agentId === person.agentId;
    if (duty === undefined && !isSwapped) continue;
    const there = isSwapped ? phoneTime(duty, grid, swapped) : knownPhoneTime(duty as SheetDuty, grid);
    const share = queueId === null ? null : shareOf(person, queueId, demand);
    for (let step = 0; step < grid.steps; step++) total[step] = (total[step] ?? 0) + (there[step] ?? 0) * (share?.(step) ?? 1);
  }
  return total;
}

export function shareOf({ queueIds }: SheetPerson, queueId: string, demand: DemandGrid): (step: number) => number {
  const own = loadOf(demand, queueId);
  const all = queueIds.map((id) => loadOf(demand, id));
  return (step) => {
    const sum = all.reduce((total, load) => total + (load[step] ?? 0), 0);
    return sum === 0 ? 1 / queueIds.length : (own[step] ?? 0) / sum;
  };
}

/** Duties never change, they are replaced; a week asks for seven grids of each. */
const known = new WeakMap<SheetDuty, WeakMap<Grid, readonly number[]>>();

function knownPhoneTime(duty: SheetDuty, grid: Grid): readonly number[] {
  const ofDuty = known.get(duty) ?? new WeakMap<Grid, readonly number[]>();
  known.set(duty, ofDuty);
  const before = ofDuty.get(grid);
  if (before !== undefined) return before;
  const there = phoneTime(duty, grid, null);
  ofDuty.set(grid, there);
  return there;
}

function phoneTime(duty: SheetDuty | undefined, grid: Grid, swapped: Swapped | null): readonly number[] {
  const drafts = (duty?.entries ?? []).flatMap(({ draft }) => (draft === null || draft.id === swapped?.beforeId ? [] : [draft]));
  return phoneTimeOf(swapped === null ? drafts : [...drafts, { ...swapped.plan, id: GHOST_ID }], overlaysOf(duty), grid);
}
/** A shift in the hand has no name yet. */
const GHOST_ID = 's-ghost' as Shift['id'];

export const overlaysOf = (duty: SheetDuty | undefined): readonly Overlay[] =>
  (duty?.overlays ?? []).map(({ activity, startAt, endAt }) => ({
    activity: activitySchema.safeParse(activity).data ?? 'other',
    startAt: epochMs(startAt),
    endAt: epochMs(endAt),
  }));
