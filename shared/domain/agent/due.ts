import { type ActionId, type AgentId, actionIdOf } from '../../kernel/ids.js';
import { type EpochMs, epochMs, MINUTE_MS, SECOND_MS } from '../../kernel/time.js';
import { returnEffect } from '../action/agents/borrow.js';
import { expirePending } from '../action/agents/pending.js';
import { requested } from '../action/agents/request.js';
import type { Due } from '../deadlines.js';
import type { DomainEvent } from '../events.js';
import { SYSTEM } from '../person.js';
import { type Agent, entityKey, type HelpRequest, type SiteState } from '../site.js';

/** Unacknowledged for so long, a raised hand goes to everybody in scope; then to the duty manager (B.2.1). */
const SPREAD_AFTER_MS = { all: 30 * SECOND_MS, duty: 60 * SECOND_MS } as const;
/** A source that did not take a borrowed agent back is asked again. */
const ASK_BACK_AGAIN_MS = 5 * MINUTE_MS;

type Loan = NonNullable<Agent['borrowed']>;

/** What of an agent ends, or goes on to somebody else, by itself: whatever comes first. */
export function agentDueAt(agent: Agent | undefined): EpochMs | undefined {
  if (agent === undefined) return undefined;
  const { wrapUp, pending, borrowed, breakOffer, help } = agent;
  let first: EpochMs | undefined;
  for (const at of [wrapUp?.until, pending?.expiresAt, borrowed?.until, breakOffer?.until, help && spreadOf(help)?.at]) {
    if (at != null && (first === undefined || at < first)) first = at;
  }
  return first;
}

/** All that is due at this instant; each makes the deadline it answers go, or lie later. */
export function decideAgentDue(site: Readonly<SiteState>, agentId: AgentId, dueAt: EpochMs): Due {
  const reads = [entityKey('agent', agentId)];
  const agent = site.agents.get(agentId);
  if (agent === undefined) return { reads, events: [] };
  const { wrapUp, pending, borrowed, breakOffer, help } = agent;
  const base = { occurredAt: dueAt, agentId };
  const events: DomainEvent[] = [];
  if (wrapUp?.until === dueAt) events.push({ type: 'agent.wrap-up-ended', ...base, visitId: wrapUp.visitId });
  if (pending?.expiresAt === dueAt) events.push(...expirePending(agentId, pending, dueAt));
  if (breakOffer?.until === dueAt) events.push({ type: 'break.answered', ...base, accepted: false });
  const spread = help && spreadOf(help);
  if (spread?.at === dueAt) events.push({ type: 'help.spread', ...base, to: spread.to });
  if (borrowed?.until === dueAt) events.push(...takeBack(site, agentId, borrowed, dueAt));
  return { reads, events };
}

function spreadOf({ raisedAt, spreadTo, acknowledged, joined }: HelpRequest): { to: 'all' | 'duty'; at: EpochMs } | undefined {
  if (spreadTo === 'duty' || acknowledged !== undefined || joined !== undefined) return undefined;
  const to = spreadTo === 'lead' ? 'all' : 'duty';
  return { to, at: epochMs(raisedAt + SPREAD_AFTER_MS[to]) };
}

/** Each end of a loan is one action, whichever node notices it. */
export const loanEndId = (agentId: AgentId, until: EpochMs): ActionId => actionIdOf(`${agentId}|${until}|borrow.end`);

/**
 * The loan is over: the source is asked to take the agent out of the other queue. Until it says so, the agent is lent still, and it
 * is asked again later; so it is when it can't be asked now.
 */
function takeBack(site: Readonly<SiteState>, agentId: AgentId, loan: Loan, now: EpochMs): DomainEvent[] {
  const { actionId, queueId, by } = loan;
  const longer: DomainEvent = {
    type: 'agent.borrowed',
    occurredAt: now,
    agentId,
    actionId,
    queueId,
    until: epochMs(now + ASK_BACK_AGAIN_MS),
    by: { ...by },
  };
  const back = returnEffect(site, agentId);
  if (!back.ok) return [longer];
  const taken: DomainEvent = {
    type: 'action.taken',
    occurredAt: now,
    actionId: loanEndId(agentId, loan.until),
    kind: 'borrow.end',
    by: { ...SYSTEM },
    on: { agentId, queueId },
    detail: {},
    state: 'requested',
    ...requested(back.value.effect, back.value.source, now),
  };
  return [taken, longer];
}
