import { openShiftIdOf, shiftIdOf } from '../../../kernel/ids.js';
import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import { personOf } from '../../person.js';
import { entityKey, type SiteState } from '../../site.js';
import { lastDay } from '../change-guards.js';
import { teamsOf } from '../decide-publish.js';
import { nameOfShift } from '../entries.js';
import { resolveShift } from '../resolve.js';
import type { Shift } from '../shift.js';
import { isSwapOpen } from './open.js';
import { closedEvent } from './settle.js';

/** Of the whole site, at a time. */
const MOST_OPEN_SHIFTS = 2_000;

/** Work that nobody has, or time that may be given back. */
export function decideOpenShiftAdd(site: Readonly<SiteState>, command: CommandOf<'open-shift.add'>, ask: Ask): Decision {
  const { now, by, commitId } = ask.context;
  const { kind, skills, places } = command;
  const { workforce, timeZone } = site.config;
  if (command.teamIds?.some((id) => !site.teams.has(id))) return refuse('not-found', { field: 'teamIds' });
  const teamIds = teamsOf(command.teamIds, ask);
  if (teamIds === null) return refuse('not-permitted');
  const unknown = skills.find((code) => !isKnownSkill(site, code));
  if (unknown !== undefined) return refuse('unknown-skill', { field: 'skills', detail: unknown });
  const made = resolveShift(command.shift, command.shift.zone ?? timeZone, shiftIdOf(commitId), workforce);
  if (!made.ok) return made;
  if (made.value.startAt <= now) return refuse('in-the-past');
  if (made.value.businessDate > lastDay(site, now)) return refuse('out-of-range', { field: 'businessDate' });
  if (site.openShifts.size >= MOST_OPEN_SHIFTS) return refuse('limit-reached');
  const shift = kind === 'ot' ? asOvertime(made.value) : made.value;
  const openShiftId = openShiftIdOf(commitId);
  return grant({
    on: {},
    detail: { what: `${kind} ${nameOfShift(shift)}` },
    events: [
      {
        type: 'open-shift.added',
        occurredAt: now,
        by: personOf(by),
        openShiftId,
        kind,
        shift,
        skills: [...new Set(skills)],
        ...(teamIds === undefined ? {} : { teamIds: [...teamIds] }),
        places,
      },
    ],
    reads: [entityKey('open-shift', openShiftId)],
  });
}

/** What was taken stays taken; who waits for an answer is told that there is none. */
export function decideOpenShiftRemove(site: Readonly<SiteState>, { openShiftId }: CommandOf<'open-shift.remove'>, ask: Ask): Decision {
  const { now, by } = ask.context;
  const open = site.openShifts.get(openShiftId);
  if (open === undefined) return refuse('not-found', { field: 'openShiftId' });
  // A lead takes back what was offered to the lead's own teams and no others.
  if (ask.relation !== 'site' && !(open.teamIds?.every((id) => by.teamIds.includes(id)) ?? false)) return refuse('not-permitted');
  const waiting = [...site.swaps.values()].filter((swap) => swap.openShiftId === openShiftId && isSwapOpen(swap));
  return grant({
    on: {},
    detail: { what: `${open.kind} ${nameOfShift(open.shift)}` },
    events: [
      ...waiting.map(({ id }) => closedEvent(id, 'conflict', ask)),
      { type: 'open-shift.removed', occurredAt: now, by: personOf(by), openShiftId },
    ],
    reads: [entityKey('open-shift', openShiftId), ...waiting.map(({ id }) => entityKey('swap', id))],
  });
}

function isKnownSkill({ config, queues }: Readonly<SiteState>, code: string): boolean {
  const { skills } = config.workforce;
  return skills.length === 0 ? [...queues.keys()].some((id) => id === code) : skills.some((skill) => skill.code === code);
}

/** Calls beyond the contract's hours count as overtime. */
const asOvertime = (shift: Shift): Shift => ({
  ...shift,
  segments: shift.segments.map((segment) => (segment.activity === 'phone' ? { ...segment, activity: 'ot' } : segment)),
});
