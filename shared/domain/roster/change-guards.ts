import type { AgentId } from '../../kernel/ids.js';
import { err, ok, type Result } from '../../kernel/result.js';
import type { EpochMs } from '../../kernel/time.js';
import { addDays, localDate } from '../../kernel/zone.js';
import { personOf } from '../config-index.js';
import type { Ask } from '../deed.js';
import { reachesAgent } from '../policy.js';
import type { Rejection } from '../rejection.js';
import type { Agent, SiteState } from '../site.js';
import type { ShiftChange } from './commands.js';
import type { Duty } from './duty.js';
import { shiftOf } from './entries.js';
import type { Shift } from './shift.js';

/** Rosters are planned at most this far ahead. */
export const MOST_DAYS_AHEAD = 60;

/** The site file and its demonstration may bring a past with them. */
export const isOperator = ({ context: { by } }: Ask): boolean => by.role === 'operator' || by.role === 'system';

/** Who is planned must be somebody of one's own, and as it was when one looked. */
export function agentToPlan(
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
  return err(changedMeanwhile(duty));
}

/** Somebody was there first: who, and when. */
export const changedMeanwhile = (duty: Duty | undefined): Rejection => ({
  code: 'version-conflict',
  ...(duty?.changed === undefined ? {} : { byName: duty.changed.by.name, at: duty.changed.at }),
});

/** The shift of that place: what is planned there, or what was told and is planned away. */
export function replacedBy(site: Readonly<SiteState>, { agentId, shift, replaces }: ShiftChange): Shift | undefined {
  if (replaces === undefined) return undefined;
  const entry = site.duties.get(agentId)?.entries.find((one) => shiftOf(one).id === replaces);
  // What is planned away already can be put back, not taken away again.
  return entry === undefined || (shift === null && entry.draft === null) ? undefined : shiftOf(entry);
}

export const zoneOf = (site: Readonly<SiteState>, agent: Agent): string => personOf(site.config, agent.key)?.homeTz ?? site.config.timeZone;

export function templateRefusal({ config }: Readonly<SiteState>, agent: Agent, template: string | undefined): Rejection | undefined {
  if (template === undefined) return undefined;
  const { templates, contracts } = config.workforce;
  const contract = contracts.find(({ code }) => code === personOf(config, agent.key)?.contract);
  const isOfContract = contract === undefined || contract.templates.length === 0 || contract.templates.includes(template);
  return isOfContract && templates.some(({ code }) => code === template) ? undefined : { code: 'unknown-template', detail: template };
}

/**
 * What has begun stays as it was planned; the rest of the day may still change. What is over is changed by nobody: an exception says
 * what was otherwise.
 */
export function timeRefusal(ask: Ask, after: Shift | null, before: Shift | undefined, last: string): Rejection | undefined {
  const { now } = ask.context;
  if (isOperator(ask)) return undefined;
  if (after !== null && after.businessDate > last) return { code: 'out-of-range', field: 'businessDate' };
  const hasBegun = [after, before].some((one) => one != null && one.startAt < now);
  if (!hasBegun) return undefined;
  const isSameSoFar = before !== undefined && after !== null && before.endAt > now && after.endAt > now && samePast(before, after, now);
  return isSameSoFar ? undefined : { code: 'in-the-past' };
}

export const lastDay = (site: Readonly<SiteState>, now: EpochMs): string => addDays(localDate(now, site.config.timeZone), MOST_DAYS_AHEAD);

function samePast(a: Shift, b: Shift, now: EpochMs): boolean {
  const past = ({ segments }: Shift) =>
    segments
      .filter(({ startAt }) => startAt < now)
      .map(({ activity, startAt, endAt, post }) => `${activity}|${startAt}|${Math.min(endAt, now)}|${post ?? ''}`)
      .join();
  return a.startAt === b.startAt && past(a) === past(b);
}
