import { type AgentId, publicationIdOf, type TeamId } from '../../kernel/ids.js';
import { err, ok, type Result } from '../../kernel/result.js';
import { localDate } from '../../kernel/zone.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import type { EventOf } from '../events.js';
import { personOf } from '../person.js';
import type { Rejection } from '../rejection.js';
import { entityKey, type SiteState } from '../site.js';
import { changedMeanwhile, isOperator } from './change-guards.js';
import type { Duty } from './duty.js';
import { PUBLICATIONS } from './entities.js';
import { byStart, dateOf, draftsOf, inRange, isUnpublished, overlaps, publishedOf } from './entries.js';
import { firstHard, labourNews, labourRulesOf } from './labour.js';
import type { Shift } from './shift.js';
import { swapsUndoneBy } from './swap/undone.js';

/** Tells what is planned: only whose duty changed is named, and asked to acknowledge. */
export function decidePublish(site: Readonly<SiteState>, command: CommandOf<'roster.publish'>, ask: Ask): Decision {
  const { now, by, commitId } = ask.context;
  const changed = changedIn(site, command, ask);
  if (!changed.ok) return changed;
  const { range, duties, teamIds, shifts } = changed.value;
  for (const duty of duties) {
    const wrong = wrongOnceTold(site, duty, range);
    if (wrong !== undefined) return { ok: false, error: wrong };
  }
  const agentIds = duties.map(({ agentId }) => agentId);
  const no = (site.publications.at(-1)?.no ?? 0) + 1;
  const told: EventOf<'roster.published'> = {
    type: 'roster.published',
    occurredAt: now,
    by: personOf(by),
    ...range,
    publicationId: publicationIdOf(commitId),
    no,
    ...(teamIds === undefined ? {} : { teamIds: [...teamIds] }),
    agentIds,
    changed: shifts,
  };
  return grant({
    on: {},
    detail: { what: `${no}: ${range.from}…${range.to}` },
    events: [told, ...swapsUndoneBy(site, told)],
    reads: [PUBLICATIONS, ...agentIds.map((id) => entityKey('duty', id))],
  });
}

/** Back to what was told. What stays planned on other days must still go with it. */
export function decideDiscardDraft(site: Readonly<SiteState>, command: CommandOf<'roster.discard-draft'>, ask: Ask): Decision {
  const { now, by } = ask.context;
  const found = changedIn(site, command, ask);
  if (!found.ok) return found;
  const { range, duties, shifts } = found.value;
  for (const duty of duties) {
    const after = duty.entries.flatMap((entry) => (inRange(dateOf(entry), range) ? entry.published : entry.draft) ?? []).sort(byStart);
    const wrong = firstWrong(site, duty, draftsOf(duty), after);
    if (wrong !== undefined) return { ok: false, error: wrong };
  }
  const agentIds = duties.map(({ agentId }) => agentId);
  return grant({
    on: {},
    detail: { what: `${shifts}: ${range.from}…${range.to}` },
    events: [{ type: 'roster.draft-discarded', occurredAt: now, by: personOf(by), ...range, agentIds, changed: shifts }],
    reads: agentIds.map((id) => entityKey('duty', id)),
  });
}

interface Range {
  readonly from: string;
  readonly to: string;
}
interface Changed {
  readonly range: Range;
  readonly teamIds: readonly TeamId[] | undefined;
  /** Whose shifts of the range are planned otherwise than told. */
  readonly duties: readonly Duty[];
  readonly shifts: number;
}

function changedIn(
  site: Readonly<SiteState>,
  command: CommandOf<'roster.publish' | 'roster.discard-draft'>,
  ask: Ask,
): Result<Changed, Rejection> {
  const today = localDate(ask.context.now, site.config.timeZone);
  // What has been is not told afterwards.
  const range = { from: isOperator(ask) || command.from > today ? command.from : today, to: command.to };
  if (range.to < range.from) return command.to < command.from ? err({ code: 'out-of-range', field: 'to' }) : err({ code: 'in-the-past' });
  if (command.teamIds?.some((id) => !site.teams.has(id))) return err({ code: 'not-found', field: 'teamIds' });
  const teamIds = teamsOf(command.teamIds, ask);
  if (teamIds === null) return err({ code: 'not-permitted' });
  const duties: Duty[] = [];
  let shifts = 0;
  for (const duty of site.duties.values()) {
    if (!isOfTeams(site, duty.agentId, teamIds)) continue;
    const count = duty.entries.filter((entry) => isUnpublished(entry) && inRange(dateOf(entry), range)).length;
    if (count === 0) continue;
    duties.push(duty);
    shifts += count;
  }
  return duties.length === 0 ? err({ code: 'unchanged' }) : ok({ range, teamIds, duties, shifts });
}

/** Part of a plan may clash with what stays told outside it; all of it was looked at when it was planned. */
function wrongOnceTold(site: Readonly<SiteState>, duty: Duty, range: Range): Rejection | undefined {
  const isWhole = duty.entries.every((entry) => !isUnpublished(entry) || inRange(dateOf(entry), range));
  if (isWhole) return undefined;
  const after = duty.entries.flatMap((entry) => (inRange(dateOf(entry), range) ? entry.draft : entry.published) ?? []).sort(byStart);
  return firstWrong(site, duty, publishedOf(duty), after);
}

function firstWrong(
  site: Readonly<SiteState>,
  { agentId }: Duty,
  before: readonly Shift[],
  after: readonly Shift[],
): Rejection | undefined {
  const agent = site.agents.get(agentId);
  const name = agent?.name ?? '';
  const clash = after.find((shift, at) => at > 0 && overlaps(after[at - 1] as Shift, shift));
  if (clash !== undefined) return { code: 'overlap', detail: `${name} ${clash.businessDate}` };
  const hard = agent && firstHard(labourNews(before, after, labourRulesOf(site, agent)));
  return hard && { code: 'labour-rule', detail: `${name} ${after[hard.index]?.businessDate ?? ''} ${hard.code}` };
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

/** The agent has seen what was told. */
export function decideAcknowledge(site: Readonly<SiteState>, { version }: CommandOf<'roster.acknowledge'>, { context }: Ask): Decision {
  const { agentId } = context.by;
  const duty = agentId === undefined ? undefined : site.duties.get(agentId);
  if (agentId === undefined || duty === undefined || duty.publishedVersion === 0) return refuse('not-published');
  if ((duty.acknowledgedVersion ?? 0) >= version) return refuse('unchanged');
  // Something else was told since: look at that.
  if (version !== duty.publishedVersion) return { ok: false, error: changedMeanwhile(duty) };
  return grant({
    on: { agentId },
    events: [{ type: 'roster.acknowledged', occurredAt: context.now, agentId, by: personOf(context.by), version }],
    reads: [entityKey('duty', agentId)],
  });
}
