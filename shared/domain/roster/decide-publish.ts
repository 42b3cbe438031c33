import { type AgentId, publicationIdOf, type TeamId } from '../../kernel/ids.js';
import { localDate } from '../../kernel/zone.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import { personOf } from '../person.js';
import { entityKey, type SiteState } from '../site.js';
import type { Duty } from './duty.js';
import { PUBLICATIONS } from './entities.js';
import { byStart, dateOf, inRange, isUnpublished, overlaps } from './entries.js';
import type { Shift } from './shift.js';

/** Tells what is planned: only whose duty changed is named, and asked to acknowledge. */
export function decidePublish(site: Readonly<SiteState>, command: CommandOf<'roster.publish'>, ask: Ask): Decision {
  const { now, by, commitId } = ask.context;
  const isSystem = by.role === 'operator' || by.role === 'system';
  const today = localDate(now, site.config.timeZone);
  // What has been is not told afterwards.
  const range = { from: isSystem || command.from > today ? command.from : today, to: command.to };
  if (range.to < range.from) return command.to < command.from ? refuse('out-of-range', { field: 'to' }) : refuse('in-the-past');
  if (command.teamIds?.some((id) => !site.teams.has(id))) return refuse('not-found', { field: 'teamIds' });
  const teamIds = teamsOf(command.teamIds, ask);
  if (teamIds === null) return refuse('not-permitted');
  const agentIds: AgentId[] = [];
  let changed = 0;
  for (const duty of site.duties.values()) {
    if (!isOfTeams(site, duty.agentId, teamIds)) continue;
    const shifts = duty.entries.filter((entry) => isUnpublished(entry) && inRange(dateOf(entry), range)).length;
    if (shifts === 0) continue;
    const clash = overlapAfter(duty, range);
    if (clash !== undefined) return refuse('overlap', { detail: `${site.agents.get(duty.agentId)?.name ?? ''} ${clash.businessDate}` });
    agentIds.push(duty.agentId);
    changed += shifts;
  }
  if (agentIds.length === 0) return refuse('unchanged');
  const no = (site.publications.at(-1)?.no ?? 0) + 1;
  return grant({
    on: {},
    detail: { what: `${no}: ${range.from}…${range.to}` },
    events: [
      {
        type: 'roster.published',
        occurredAt: now,
        by: personOf(by),
        ...range,
        publicationId: publicationIdOf(commitId),
        no,
        ...(teamIds === undefined ? {} : { teamIds: [...teamIds] }),
        agentIds,
        changed,
      },
    ],
    reads: [PUBLICATIONS, ...agentIds.map((id) => entityKey('duty', id))],
  });
}

/** Undefined: everybody. Null: teams that are not one's own. */
export function teamsOf(named: readonly TeamId[] | undefined, { relation, context: { by } }: Ask): readonly TeamId[] | undefined | null {
  if (relation === 'site') return named;
  if (named === undefined) return by.teamIds.length === 0 ? null : by.teamIds;
  return named.every((id) => by.teamIds.includes(id)) ? named : null;
}

export const isOfTeams = (site: Readonly<SiteState>, agentId: AgentId, teamIds: readonly TeamId[] | undefined): boolean => {
  const teamId = site.agents.get(agentId)?.teamId;
  return teamIds === undefined || (teamId !== undefined && teamIds.includes(teamId));
};

/** Part of a plan may clash with what stays told outside it. */
function overlapAfter(duty: Duty, range: { from: string; to: string }): Shift | undefined {
  const after = duty.entries.flatMap((entry) => (inRange(dateOf(entry), range) ? entry.draft : entry.published) ?? []).sort(byStart);
  return after.find((shift, at) => {
    const before = after[at - 1];
    return before !== undefined && overlaps(before, shift);
  });
}

/** The agent has seen what was told. */
export function decideAcknowledge(site: Readonly<SiteState>, { version }: CommandOf<'roster.acknowledge'>, { context }: Ask): Decision {
  const { agentId } = context.by;
  const duty = agentId === undefined ? undefined : site.duties.get(agentId);
  if (agentId === undefined || duty === undefined || duty.publishedVersion === 0) return refuse('not-published');
  if ((duty.acknowledgedVersion ?? 0) >= version) return refuse('unchanged');
  // Something else was told since: look at that.
  if (version !== duty.publishedVersion) return refuse('version-conflict', duty.changed && { byName: duty.changed.by.name });
  return grant({
    on: { agentId },
    events: [{ type: 'roster.acknowledged', occurredAt: context.now, agentId, by: personOf(context.by), version }],
    reads: [entityKey('duty', agentId)],
  });
}
