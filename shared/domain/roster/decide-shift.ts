import { type AgentId, shiftIdOf } from '../../kernel/ids.js';
import { err, ok, type Result } from '../../kernel/result.js';
import type { EpochMs } from '../../kernel/time.js';
import { addDays, localDate } from '../../kernel/zone.js';
import type { CommandOf } from '../commands.js';
import { personOf as configuredPersonOf } from '../config-index.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import type { DomainEvent } from '../events.js';
import { personOf } from '../person.js';
import { reachesAgent } from '../policy.js';
import type { Rejection } from '../rejection.js';
import { type Agent, entityKey, type SiteState } from '../site.js';
import { draftsOf, overlaps, shiftOf } from './entries.js';
import { resolveShift } from './resolve.js';
import type { Shift } from './shift.js';

/** Rosters are planned at most this far ahead. */
export const MOST_DAYS_AHEAD = 60;

/** One shift planned, new or in the place of another. Nobody is told before it is published. */
export function decideShiftSet(site: Readonly<SiteState>, command: CommandOf<'shift.set'>, ask: Ask): Decision {
  const { context } = ask;
  const agent = agentToPlan(site, command.agentId, command.expectVersion, ask);
  if (!agent.ok) return agent;
  const { zone = zoneOf(site, agent.value) } = command.shift;
  const made = resolveShift(command.shift, zone, shiftIdOf(context.commitId), site.config.workforce);
  if (!made.ok) return made;
  const shift = made.value;
  const before = replacedBy(site, command);
  if (command.replaces !== undefined && before === undefined) return refuse('not-found', { field: 'replaces' });
  const wrong = templateRefusal(site, agent.value, command) ?? timeRefusal(site, ask, shift, before);
  if (wrong !== undefined) return err(wrong);
  const others = draftsOf(site.duties.get(command.agentId)).filter(({ id }) => id !== command.replaces);
  const other = others.find((one) => overlaps(one, shift));
  if (other !== undefined) return refuse('overlap', { detail: nameOfShift(other) });
  const on = { occurredAt: context.now, agentId: command.agentId, by: personOf(context.by) };
  const staysOnDate = before?.businessDate === shift.businessDate;
  const events: DomainEvent[] = [];
  if (before !== undefined && !staysOnDate) events.push({ type: 'shift.removed', ...on, shiftId: before.id });
  events.push({ type: 'shift.set', ...on, shift, ...(staysOnDate && before !== undefined ? { replaces: before.id } : {}) });
  return grant({
    on: { agentId: command.agentId },
    detail: { what: nameOfShift(shift) },
    events,
    reads: [entityKey('duty', command.agentId), entityKey('agent', command.agentId)],
  });
}

/** Planned away: a shift that was told stays what agents see until that is published. */
export function decideShiftRemove(site: Readonly<SiteState>, command: CommandOf<'shift.remove'>, ask: Ask): Decision {
  const { context } = ask;
  const agent = agentToPlan(site, command.agentId, command.expectVersion, ask);
  if (!agent.ok) return agent;
  const shift = draftsOf(site.duties.get(command.agentId)).find(({ id }) => id === command.shiftId);
  if (shift === undefined) return refuse('not-found', { field: 'shiftId' });
  if (shift.startAt <= context.now && !isOperator(ask)) return refuse('in-the-past');
  return grant({
    on: { agentId: command.agentId },
    detail: { what: nameOfShift(shift) },
    events: [
      { type: 'shift.removed', occurredAt: context.now, agentId: command.agentId, by: personOf(context.by), shiftId: command.shiftId },
    ],
    reads: [entityKey('duty', command.agentId), entityKey('agent', command.agentId)],
  });
}

/** Who is planned must be somebody of one's own, and as it was when one looked. */
function agentToPlan(
  site: Readonly<SiteState>,
  agentId: AgentId,
  expectVersion: number | undefined,
  { context: { by }, relation }: Ask,
): Result<Agent, Rejection> {
  const agent = site.agents.get(agentId);
  if (agent === undefined || agent.isPhone === true) return err({ code: 'not-found', field: 'agentId' });
  if (!reachesAgent(site, by, relation, agentId)) return err({ code: 'not-permitted' });
  const duty = site.duties.get(agentId);
  if (expectVersion === undefined || expectVersion === (duty?.version ?? 0)) return ok(agent);
  return err({ code: 'version-conflict', ...(duty?.changed === undefined ? {} : { byName: duty.changed.by.name }) });
}

/** The shift of that place: what is planned there, or what was told and is planned away. */
const replacedBy = (site: Readonly<SiteState>, { agentId, replaces }: CommandOf<'shift.set'>): Shift | undefined => {
  const entry = replaces === undefined ? undefined : site.duties.get(agentId)?.entries.find((one) => shiftOf(one).id === replaces);
  return entry === undefined ? undefined : shiftOf(entry);
};

export const zoneOf = (site: Readonly<SiteState>, agent: Agent): string =>
  configuredPersonOf(site.config, agent.key)?.homeTz ?? site.config.timeZone;

function templateRefusal(site: Readonly<SiteState>, agent: Agent, { shift: { template } }: CommandOf<'shift.set'>): Rejection | undefined {
  if (template === undefined) return undefined;
  const { templates, contracts } = site.config.workforce;
  const contract = contracts.find(({ code }) => code === configuredPersonOf(site.config, agent.key)?.contract);
  const isOfContract = contract === undefined || contract.templates.length === 0 || contract.templates.includes(template);
  return isOfContract && templates.some(({ code }) => code === template) ? undefined : { code: 'unknown-template', detail: template };
}

/**
 * What has begun stays as it was planned; the rest of the day may still change. What is over is changed by nobody: an exception says
 * what was otherwise.
 */
function timeRefusal(site: Readonly<SiteState>, ask: Ask, shift: Shift, before: Shift | undefined): Rejection | undefined {
  const { now } = ask.context;
  if (isOperator(ask)) return undefined;
  if (shift.businessDate > addDays(localDate(now, site.config.timeZone), MOST_DAYS_AHEAD))
    return { code: 'out-of-range', field: 'businessDate' };
  const hasBegun = [shift, before].some((one) => one !== undefined && one.startAt < now);
  if (!hasBegun) return undefined;
  const isSameSoFar = before !== undefined && before.endAt > now && shift.endAt > now && samePast(before, shift, now);
  return isSameSoFar ? undefined : { code: 'in-the-past' };
}

function samePast(a: Shift, b: Shift, now: EpochMs): boolean {
  const past = ({ segments }: Shift) =>
    segments
      .filter(({ startAt }) => startAt < now)
      .map(({ activity, startAt, endAt, post }) => `${activity}|${startAt}|${Math.min(endAt, now)}|${post ?? ''}`)
      .join();
  return a.startAt === b.startAt && past(a) === past(b);
}

/** The site file and its demonstration may bring a past with them. */
const isOperator = ({ context: { by } }: Ask): boolean => by.role === 'operator' || by.role === 'system';

export const nameOfShift = ({ businessDate, startLocal, endLocal }: Shift): string => `${businessDate} ${startLocal}–${endLocal}`;
