import { personOf } from '../../shared/domain/config-index.js';
import { isAdrift } from '../../shared/domain/roster/adrift.js';
import type { Duty, DutyEntry, Exception, OpenShift } from '../../shared/domain/roster/duty.js';
import { dateOf, inRange } from '../../shared/domain/roster/entries.js';
import { type SkillBook, skillBookOf } from '../../shared/domain/roster/served-queues.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import { type BufferSpans, overlaySpansOf, overlaysOf } from '../../shared/metrics/schedule.js';
import type { OpenShiftView, Sheet, SheetDuty, SheetPerson } from '../../shared/protocol/roster-http.js';
import { othersOf } from './roster-others.js';
import type { Days } from './roster-range.js';
import { type Veil, veiled } from './roster-veil.js';

/** The roster of these people on these days, as planners see it. */
export function sheetOf(site: Readonly<SiteState>, people: readonly Agent[], days: Days, now: EpochMs): Omit<Sheet, 'position'> {
  const skills = skillBookOf(site);
  const buffers = overlaySpansOf(site);
  const teams = new Set(people.map(({ teamId }) => teamId));
  const { timeZone } = site.config;
  return {
    timeZone,
    from: days.from,
    to: days.to,
    people: people.map((agent) => personIn(site, agent, skills)),
    duties: people.flatMap((agent) => dutyIn(site.duties.get(agent.id), days, buffers) ?? []),
    openShifts: [...site.openShifts.values()]
      .filter(({ shift, teamIds }) => inRange(shift.businessDate, days) && (teamIds === undefined || teamIds.some((id) => teams.has(id))))
      .map(openShiftView),
    publications: site.publications
      .map(({ id, no, from, to, at, by, agents }) => ({ publicationId: id, no, from, to, at, byName: by.name, people: agents }))
      .reverse(),
    others: othersOf(site, people, days, now),
  };
}

function personIn(site: Readonly<SiteState>, agent: Agent, skills: SkillBook): SheetPerson {
  const configured = personOf(site.config, agent.key);
  const level = (code: string) => configured?.skills?.find((skill) => skill.code === code)?.level ?? null;
  return {
    agentId: agent.id,
    name: agent.name,
    nameEn: agent.nameEn ?? null,
    teamId: agent.teamId ?? null,
    contract: configured?.contract ?? null,
    skills: skills.skillsOf(agent).map((code) => ({ code, level: level(code) })),
    queueIds: [...skills.queuesOf(agent)],
    order: agent.order,
  };
}

/** Null: nothing is planned for the person on these days, and nothing ever was. */
function dutyIn(duty: Duty | undefined, days: Days, buffers: BufferSpans): SheetDuty | null {
  if (duty === undefined) return null;
  return {
    agentId: duty.agentId,
    version: duty.version,
    publishedVersion: duty.publishedVersion,
    acknowledgedVersion: duty.acknowledgedVersion ?? null,
    entries: duty.entries.filter((entry) => inRange(dateOf(entry), days)).map(entryView),
    exceptions: duty.exceptions.filter(touches(days)).map(exceptionView),
    overlays: overlaysIn(duty, days, buffers, veiled),
  };
}

const entryView = ({ draft, published }: DutyEntry): SheetDuty['entries'][number] => ({
  draft,
  published,
  ...(draft !== null && isAdrift(draft) ? { adrift: true } : {}),
});

export const overlaysIn = (duty: Duty, days: Pick<Days, 'startAt' | 'endAt'>, buffers: BufferSpans, veil: Veil): SheetDuty['overlays'] =>
  overlaysOf(duty, buffers)
    .filter(touches(days))
    .map(({ activity, startAt, endAt, post }) => ({ activity: veil(activity), startAt, endAt, ...(post === undefined ? {} : { post }) }));

export const touches =
  (days: Pick<Days, 'startAt' | 'endAt'>) =>
  ({ startAt, endAt }: { readonly startAt: number; readonly endAt: number }): boolean =>
    startAt < days.endAt && endAt > days.startAt;

export const exceptionView = ({ id, startAt, endAt, type, by, at, reason }: Exception): SheetDuty['exceptions'][number] => ({
  id,
  startAt,
  endAt,
  type,
  byName: by.name,
  at,
  ...(reason === undefined ? {} : { reason }),
});

export const openShiftView = ({ id, kind, shift, skills, teamIds, places, takenBy }: OpenShift): OpenShiftView => ({
  id,
  kind,
  shift,
  skills: [...skills],
  teamIds: teamIds === undefined ? null : [...teamIds],
  places,
  free: Math.max(0, places - takenBy.length),
  takenBy: [...takenBy],
});
