import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import { entityKey, type SiteState } from '../site.js';
import type { ShiftChange } from './commands.js';
import { nameOfShift } from './entries.js';
import type { Override } from './inputs.js';
import { type PlannedChanges, planChanges } from './plan-changes.js';

/** One shift planned, new or in the place of another. Nobody is told before it is published. */
export const decideShiftSet = (site: Readonly<SiteState>, command: CommandOf<'shift.set'>, ask: Ask): Decision => {
  const { agentId, shift, replaces, expectVersion, override } = command;
  return decideOne(site, { agentId, shift, replaces, expectVersion }, override, ask);
};

/** Planned away: a shift that was told stays what agents see until that is published. */
export function decideShiftRemove(site: Readonly<SiteState>, command: CommandOf<'shift.remove'>, ask: Ask): Decision {
  const { agentId, shiftId, expectVersion, override } = command;
  const answer = decideOne(site, { agentId, shift: null, replaces: shiftId, expectVersion }, override, ask);
  return !answer.ok && answer.error.field === 'replaces' ? refuse(answer.error.code, { field: 'shiftId' }) : answer;
}

function decideOne(site: Readonly<SiteState>, change: ShiftChange, override: Override | undefined, ask: Ask): Decision {
  const planned = planChanges(site, [change], override, ask);
  if (planned.ok) return granted(planned.value, override);
  const [{ index: _, ...refused } = { index: 0, code: 'not-found' as const }] = planned.error;
  return { ok: false, error: refused };
}

/** All of it or nothing. */
export function decideShiftSetMany(site: Readonly<SiteState>, { changes, override }: CommandOf<'shift.set-many'>, ask: Ask): Decision {
  const planned = planChanges(site, changes, override, ask);
  if (planned.ok) return granted(planned.value, override);
  return refuse('partly-refused', { detail: `${planned.error.length}/${changes.length}`, items: planned.error });
}

function granted({ events, agentIds, shifts, overridden }: PlannedChanges, override: Override | undefined): Decision {
  const [agentId] = agentIds;
  // Set aside by name, with a reason: this is the only trace of it.
  const reason = overridden.length === 0 || override === undefined ? {} : { reason: override.reason };
  return grant({
    on: agentIds.length === 1 && agentId !== undefined ? { agentId } : {},
    detail: { what: [whatOf(shifts), ...overridden].join(' · ').slice(0, 120), ...reason },
    events,
    reads: agentIds.flatMap((id) => [entityKey('duty', id), entityKey('agent', id)]),
  });
}

function whatOf(shifts: PlannedChanges['shifts']): string {
  const [first] = shifts;
  if (shifts.length === 1 && first !== undefined) return nameOfShift(first);
  const dates = shifts.map(({ businessDate }) => businessDate).sort();
  return `${shifts.length}: ${dates[0]}…${dates.at(-1)}`;
}
