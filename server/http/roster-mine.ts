import { publishedOf } from '../../shared/domain/roster/entries.js';
import { skillBookOf } from '../../shared/domain/roster/served-queues.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import { type EpochMs, epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { addDays, localDate } from '../../shared/kernel/zone.js';
import { overlaySpansOf } from '../../shared/metrics/schedule.js';
import type { MyRoster } from '../../shared/protocol/roster-http.js';
import { midnight } from './roster-range.js';
import { exceptionView, openShiftView, overlaysIn, touches } from './roster-sheet.js';
import { bare } from './roster-veil.js';

/** An agent's own roster from yesterday on, and what there is to change it with. */
export function myRosterOf(site: Readonly<SiteState>, agent: Agent | null, now: EpochMs): Omit<MyRoster, 'position'> {
  const { timeZone } = site.config;
  if (agent === null) return { ...NOBODY, timeZone };
  const yesterday = addDays(localDate(now, timeZone), -1);
  const told = (id: Agent['id']) => publishedOf(site.duties.get(id)).filter(({ businessDate }) => businessDate >= yesterday);
  const duty = site.duties.get(agent.id);
  const time = { startAt: midnight(yesterday, timeZone), endAt: epochMs(now + 90 * 24 * HOUR_MS) };
  return {
    timeZone,
    agentId: agent.id,
    shifts: told(agent.id),
    overlays: duty === undefined ? [] : overlaysIn(duty, time, overlaySpansOf(site), bare),
    exceptions: (duty?.exceptions ?? []).filter(touches(time)).map(exceptionView),
    publishedVersion: duty?.publishedVersion ?? 0,
    acknowledgedVersion: duty?.acknowledgedVersion ?? null,
    colleagues: [...site.agents.values()]
      .filter((other) => other.id !== agent.id && other.isPhone !== true && other.teamId !== undefined && other.teamId === agent.teamId)
      .sort((a, b) => a.order - b.order)
      .flatMap((other) => {
        const shifts = told(other.id).filter(({ startAt }) => startAt > now);
        return shifts.length === 0 ? [] : [{ agentId: other.id, name: other.name, nameEn: other.nameEn ?? null, shifts }];
      }),
    openShifts: openTo(site, agent, now),
  };
}

const NOBODY: Omit<MyRoster, 'position' | 'timeZone'> = {
  agentId: null,
  shifts: [],
  overlays: [],
  exceptions: [],
  publishedVersion: 0,
  acknowledgedVersion: null,
  colleagues: [],
  openShifts: [],
};

/** What is free, still to come, and within the agent's skills; who else took a place is not theirs to know. */
function openTo(site: Readonly<SiteState>, agent: Agent, now: EpochMs): MyRoster['openShifts'] {
  const skills = new Set(skillBookOf(site).skillsOf(agent));
  return [...site.openShifts.values()]
    .filter(
      ({ shift, teamIds }) =>
        shift.startAt > now && (teamIds === undefined || (agent.teamId !== undefined && teamIds.includes(agent.teamId))),
    )
    .filter((open) => open.skills.every((code) => skills.has(code)))
    .map((open) => ({ ...openShiftView(open), takenBy: open.takenBy.filter((id) => id === agent.id) }))
    .filter(({ free, takenBy }) => free > 0 || takenBy.length > 0);
}
