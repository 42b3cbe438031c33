import type { AgentId, OpenShiftId, ShiftId } from '../../../kernel/ids.js';
import { err, ok, type Result } from '../../../kernel/result.js';
import { type EpochMs, MINUTE_MS } from '../../../kernel/time.js';
import { unreachable } from '../../../kernel/unreachable.js';
import type { Rejection } from '../../rejection.js';
import type { Agent, SiteState } from '../../site.js';
import { changedMeanwhile } from '../change-guards.js';
import type { OpenShift } from '../duty.js';
import { skillBookOf } from '../served-queues.js';
import type { OpenShiftKind } from '../words.js';
import { type Request, settledShift } from './change.js';
import type { SwapWish } from './commands.js';
import { briefOf, isAtEitherEnd, type Span } from './cut.js';
import type { SwapShift } from './words.js';

/** B.6.4: a part is worth an exchange from an hour on; time given back from half an hour on. */
const LEAST_PART_MS = 60 * MINUTE_MS;
const LEAST_VTO_MS = 30 * MINUTE_MS;

type Found<T> = Result<T, Rejection>;

/** What somebody asks for, with the shifts it is about as they are told now. */
export function requestOf(site: Readonly<SiteState>, agent: Agent, wish: SwapWish): Found<Request> {
  switch (wish.kind) {
    case 'swap': {
      const to = colleagueOf(site, agent, wish.toAgentId);
      if (!to.ok) return to;
      const gives = ownShift(site, agent.id, wish.shiftId, 'shiftId');
      if (!gives.ok) return gives;
      const takes = ownShift(site, to.value.id, wish.toShiftId, 'toShiftId');
      if (!takes.ok) return takes;
      return ok({ kind: 'swap', agentId: agent.id, toAgentId: to.value.id, gives: gives.value, takes: takes.value });
    }
    case 'give':
    case 'partial': {
      const to = wish.toAgentId === undefined ? undefined : colleagueOf(site, agent, wish.toAgentId);
      if (to?.ok === false) return to;
      const gives = ownShift(site, agent.id, wish.shiftId, 'shiftId');
      if (!gives.ok) return gives;
      const asked = to === undefined ? {} : { toAgentId: to.value.id };
      if (wish.kind === 'give') return ok({ kind: 'give', agentId: agent.id, gives: gives.value, ...asked });
      const span = spanOf(wish, LEAST_PART_MS);
      if (span === null || !isAtEitherEnd(gives.value, span)) return err({ code: 'out-of-range', field: 'startAt' });
      return ok({ kind: 'partial', agentId: agent.id, gives: gives.value, span, ...asked });
    }
    case 'pickup':
    case 'ot': {
      const open = openFor(site, agent, wish.openShiftId, wish.kind === 'ot' ? 'ot' : 'shift');
      return open.ok ? ok({ kind: wish.kind, agentId: agent.id, openShiftId: open.value.id, takes: briefOf(open.value.shift) }) : open;
    }
    case 'vto': {
      const open = openFor(site, agent, wish.openShiftId, 'vto');
      if (!open.ok) return open;
      const gives = ownShift(site, agent.id, wish.shiftId, 'shiftId');
      if (!gives.ok) return gives;
      const span = spanOf(wish, LEAST_VTO_MS);
      const isWithin = (outer: Span) => span !== null && span.startAt >= outer.startAt && span.endAt <= outer.endAt;
      if (span === null || !isWithin(open.value.shift) || !isWithin(gives.value)) return err({ code: 'out-of-range', field: 'startAt' });
      return ok({ kind: 'vto', agentId: agent.id, openShiftId: open.value.id, gives: gives.value, takes: briefOf(open.value.shift), span });
    }
    default:
      return unreachable(wish);
  }
}

function colleagueOf(site: Readonly<SiteState>, agent: Agent, toAgentId: AgentId): Found<Agent> {
  if (toAgentId === agent.id) return err({ code: 'with-oneself', field: 'toAgentId' });
  const to = site.agents.get(toAgentId);
  return to === undefined || to.isPhone === true ? err({ code: 'not-found', field: 'toAgentId' }) : ok(to);
}

function ownShift(site: Readonly<SiteState>, agentId: AgentId, shiftId: ShiftId, field: string): Found<SwapShift> {
  const duty = site.duties.get(agentId);
  const settled = settledShift(site, agentId, shiftId);
  if (settled !== undefined) return ok(briefOf(settled));
  if (duty?.entries.some(({ published }) => published?.id === shiftId)) return err(changedMeanwhile(duty));
  return err({ code: duty?.entries.some(({ draft }) => draft?.id === shiftId) ? 'not-published' : 'not-found', field });
}

/** Whole minutes: a roster knows no seconds. */
function spanOf({ startAt, endAt }: Span, leastMs: number): Span | null {
  const isWhole = [startAt, endAt].every((at: EpochMs) => at % MINUTE_MS === 0);
  return isWhole && endAt - startAt >= leastMs ? { startAt, endAt } : null;
}

function openFor(site: Readonly<SiteState>, agent: Agent, id: OpenShiftId, kind: OpenShiftKind): Found<OpenShift> {
  const open = site.openShifts.get(id);
  if (open === undefined || open.kind !== kind) return err({ code: 'not-found', field: 'openShiftId' });
  if (!isForTeamOf(open, agent)) return err({ code: 'not-permitted' });
  if (open.takenBy.includes(agent.id)) return err({ code: 'unchanged' });
  if (open.takenBy.length >= open.places) return err({ code: 'too-late' });
  const missing = missingSkill(site, agent, open.skills);
  return missing === undefined ? ok(open) : err({ code: 'not-skilled', detail: missing });
}

const isForTeamOf = ({ teamIds }: OpenShift, { teamId }: Agent): boolean =>
  teamIds === undefined || (teamId !== undefined && teamIds.includes(teamId));

/** The first of the skills that somebody has not; queue ids where the site file names no skills. */
function missingSkill(site: Readonly<SiteState>, agent: Agent, skills: readonly string[]): string | undefined {
  if (skills.length === 0) return undefined;
  const own = skillBookOf(site).skillsOf(agent);
  return skills.find((code) => !own.includes(code));
}
