import { type AgentId, type BufferId, coverIdOf, type QueueId } from '../../kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from '../../kernel/time.js';
import { localDate } from '../../kernel/zone.js';
import { checkLabour } from '../../staffing/labour.js';
import { RULE_SETS, withoutNights } from '../../staffing/labour-rules.js';
import type { PlannedShift } from '../../staffing/shift.js';
import { personOf } from '../config-index.js';
import type { EventOf } from '../events.js';
import { publishedOf } from '../roster/entries.js';
import { skillBookOf } from '../roster/served-queues.js';
import { lengthWithin, type Span, touches } from '../roster/spans.js';
import type { Agent, SiteState } from '../site.js';
import { ARRANGE_WITHIN_MS } from './allowance.js';
import { type Buffer, isBufferOpen } from './buffer.js';
import { phoneSpans, shiftAround } from './presence.js';
import { isStrained } from './strained.js';

/** Asked at once; the first yes counts (BS-R8). */
const ASKED_AT_ONCE = 3;
/** Beginning or ending this near to a shift is a longer shift, not a second one. */
const ADJOINS_MS = 30 * MINUTE_MS;

export interface Candidate {
  readonly agentId: AgentId;
  readonly isOnShift: boolean;
}

/**
 * Who could take over (BS-R8): wants to be asked, serves what is needed, is not on the phones then anyway, may work then by the labour
 * rules, is in no buffer shift and not worn out themselves. Why somebody is not among them is told to nobody.
 */
export function coverCandidates(site: Readonly<SiteState>, buffer: Buffer, now: EpochMs): Candidate[] {
  const asker = site.agents.get(buffer.agentId);
  if (asker === undefined) return [];
  const skills = skillBookOf(site);
  const needed = neededQueues(site, asker, buffer);
  const span = { startAt: Math.max(buffer.startAt, now), endAt: buffer.endAt };
  const ranked: (Candidate & { readonly rank: readonly number[] })[] = [];
  for (const agent of site.agents.values()) {
    if (agent.id === asker.id || agent.takesCover !== true || agent.isPhone === true) continue;
    const served = skills.queuesOf(agent);
    if (!needed.every((id) => served.includes(id)) || !mayCover(site, agent, span, now)) continue;
    const isOnShift = shiftAround(site, agent, epochMs(span.startAt)) !== undefined || agent.state !== 'logged-out';
    const rank = [
      agent.teamId === asker.teamId ? 0 : 1,
      served.length - needed.length,
      plannedMs(site, agent, span),
      coversLately(site, agent.id),
      agent.order,
    ];
    ranked.push({ agentId: agent.id, isOnShift, rank });
  }
  ranked.sort((a, b) => compare(a.rank, b.rank));
  return ranked.map(({ agentId, isOnShift }) => ({ agentId, isOnShift }));
}

/** The queue that suffers; all that the agent serves when none stands out. */
export const neededQueues = (site: Readonly<SiteState>, agent: Agent, { check }: Buffer): QueueId[] =>
  check?.queueId === undefined ? [...skillBookOf(site).queuesOf(agent)] : [check.queueId];

export function offersFor(site: Readonly<SiteState>, buffer: Buffer, now: EpochMs, asked?: readonly AgentId[]): EventOf<'cover.offered'>[] {
  const agent = site.agents.get(buffer.agentId);
  if (agent === undefined) return [];
  const candidates = coverCandidates(site, buffer, now).map(({ agentId }) => agentId);
  const chosen = asked === undefined ? candidates.slice(0, ASKED_AT_ONCE) : candidates.filter((id) => asked.includes(id));
  return chosen.map((agentId) => ({
    type: 'cover.offered',
    occurredAt: now,
    coverId: coverIdOf(buffer.id, agentId, now),
    bufferId: buffer.id,
    agentId,
    startAt: buffer.startAt,
    endAt: buffer.endAt,
    queueIds: neededQueues(site, agent, buffer),
    until: buffer.arrangeBy ?? epochMs(now + ARRANGE_WITHIN_MS),
  }));
}

/** Not needed any more: who is asked, and who said yes. */
export function endedCovers(site: Readonly<SiteState>, bufferId: BufferId, now: EpochMs, except?: string): EventOf<'cover.ended'>[] {
  return [...site.covers.values()]
    .filter((one) => one.bufferId === bufferId && one.id !== except && (one.state === 'open' || one.state === 'accepted'))
    .map(({ id, agentId }) => ({ type: 'cover.ended', occurredAt: now, coverId: id, bufferId, agentId }));
}

/** What somebody was asked, or said yes to, for colleagues. */
export function coversGivenUp(site: Readonly<SiteState>, agentId: AgentId, now: EpochMs): EventOf<'cover.ended'>[] {
  return [...site.covers.values()]
    .filter((one) => one.agentId === agentId && (one.state === 'open' || (one.state === 'accepted' && one.endAt > now)))
    .map(({ id, bufferId }) => ({ type: 'cover.ended', occurredAt: now, coverId: id, bufferId, agentId }));
}

function mayCover(site: Readonly<SiteState>, agent: Agent, span: Span, now: EpochMs): boolean {
  for (const buffer of site.buffers.values()) if (buffer.agentId === agent.id && isBufferOpen(buffer)) return false;
  for (const one of site.covers.values()) {
    const isTaken = one.state === 'open' || (one.state === 'accepted' && touches(one, span));
    if (one.agentId === agent.id && isTaken) return false;
  }
  const isAway = site.duties.get(agent.id)?.exceptions.some((one) => touches(one, span)) ?? false;
  const onPhoneMs = phoneSpans(site, agent, span, undefined).reduce((sum, one) => sum + lengthWithin(one, span), 0);
  if (isAway || onPhoneMs > (span.endAt - span.startAt) / 2) return false;
  return allowsLabour(site, agent, span) && !isStrained(site, agent, now);
}

/** Within a shift it is other work; beside or apart from it, it is more work. */
function allowsLabour(site: Readonly<SiteState>, agent: Agent, span: Span): boolean {
  const shifts = publishedOf(site.duties.get(agent.id));
  if (shifts.some(({ startAt, endAt }) => startAt <= span.startAt && span.endAt <= endAt)) return true;
  const near = shifts.find((shift) => touches({ startAt: shift.startAt - ADJOINS_MS, endAt: shift.endAt + ADJOINS_MS }, span));
  const extra: PlannedShift =
    near === undefined
      ? { ...span, businessDate: localDate(epochMs(span.startAt), site.config.timeZone), segments: [] }
      : { ...near, startAt: Math.min(near.startAt, span.startAt), endAt: Math.max(near.endAt, span.endAt) };
  const person = personOf(site.config, agent.key);
  const contract = site.config.workforce.contracts.find(({ code }) => code === person?.contract);
  const rules = RULE_SETS[contract?.ruleSet ?? 'default'];
  const planned = [...shifts.filter((shift) => shift !== near), extra];
  const found = checkLabour(planned, contract?.nightAllowed === false ? withoutNights(rules) : rules);
  const before = checkLabour(shifts, rules).filter(({ severity }) => severity === 'hard').length;
  return found.filter(({ severity }) => severity === 'hard').length <= before;
}

/** Planned time of the seven days around: who has less is asked first. */
function plannedMs(site: Readonly<SiteState>, agent: Agent, { startAt }: Span): number {
  const week = { startAt: startAt - 84 * HOUR_MS, endAt: startAt + 84 * HOUR_MS };
  return publishedOf(site.duties.get(agent.id)).reduce((sum, shift) => sum + lengthWithin(shift, week), 0);
}

function coversLately(site: Readonly<SiteState>, agentId: AgentId): number {
  let count = 0;
  for (const { agentId: id, state } of site.covers.values()) if (id === agentId && state === 'accepted') count += 1;
  for (const swap of site.swaps.values()) if (swap.toAgentId === agentId) count += 1;
  return count;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
