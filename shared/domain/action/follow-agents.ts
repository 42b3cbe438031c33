import type { AgentId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import { pausedEverywhere } from '../agent/state.js';
import type { DomainEvent } from '../events.js';
import type { Agent, SiteState } from '../site.js';
import type { Action } from './action.js';
import { type AgentAfter, agentAfter, agentOf, isInContact } from './agents/after.js';
import { settleAction } from './agents/confirm.js';
import { followPending } from './agents/follow-pending.js';
import { isAsked } from './agents/request.js';
import { askedResync } from './agents/resync.js';
import { openActionsOf } from './calls/guards.js';

/** What agents' events bring about: actions on agents confirmed or overtaken, what waited is asked for, hands and loans that end. */
export function agentConsequences(site: Readonly<SiteState>, events: readonly DomainEvent[], now: EpochMs): DomainEvent[] {
  if (site.openActions.size === 0 && !events.some((event) => hasOverlay(agentIn(site, event)))) return [];
  const open = openByAgent(site);
  const brought: DomainEvent[] = [];
  for (const agentId of new Set(events.map(agentOf))) {
    const agent = agentId === undefined ? undefined : site.agents.get(agentId);
    if (agent === undefined) continue;
    const actions = open.get(agent.id) ?? [];
    if (actions.length > 0 || hasOverlay(agent)) brought.push(...followAgent(site, actions, agentAfter(agent, events), now));
  }
  return [...brought, ...resyncsDone(site, events)];
}

/** Actions that were asked of a source, by whose state or queues they change. */
function openByAgent(site: Readonly<SiteState>): Map<AgentId, Action[]> {
  const byAgent = new Map<AgentId, Action[]>();
  for (const action of openActionsOf(site)) {
    const { agentId } = action.on;
    if (agentId === undefined || !isAsked(action)) continue;
    const known = byAgent.get(agentId);
    if (known === undefined) byAgent.set(agentId, [action]);
    else known.push(action);
  }
  return byAgent;
}

function agentIn(site: Readonly<SiteState>, event: DomainEvent): Agent | undefined {
  const id = agentOf(event);
  return id === undefined ? undefined : site.agents.get(id);
}

const hasOverlay = (agent: Agent | undefined): boolean =>
  agent !== undefined &&
  (agent.pending !== undefined || agent.help !== undefined || agent.borrowed !== undefined || agent.forced !== undefined);

const followAgent = (site: Readonly<SiteState>, actions: readonly Action[], after: AgentAfter, now: EpochMs): DomainEvent[] => [
  ...actions.flatMap((action) => settleAction(action, after, now)),
  ...followPending(site, after, now),
  ...followForced(after, now),
  ...followLoan(actions, after, now),
  ...followHelp(after, now),
];

/** A pause that was set for somebody during the wrap-up shows when that is over: still with who and why. */
function followForced({ agent, memberships, wrapUp, isForced, ...rest }: AgentAfter, now: EpochMs): DomainEvent[] {
  const { forced } = agent;
  const isOver = agent.wrapUp !== undefined && wrapUp === undefined;
  if (
    forced === undefined ||
    !isForced ||
    !isOver ||
    memberships.size === 0 ||
    isInContact({ agent, memberships, wrapUp, isForced, ...rest })
  )
    return [];
  const { actionId, by, reason } = forced;
  const to = pausedEverywhere({ memberships }) ? 'not-ready' : 'ready';
  return [{ type: 'agent.forced', occurredAt: now, agentId: agent.id, actionId, by: { ...by }, to, reason }];
}

/** Out of the other queue, whoever took the agent out of it. */
function followLoan(actions: readonly Action[], { agent, memberships, borrowed }: AgentAfter, now: EpochMs): DomainEvent[] {
  if (borrowed === undefined || memberships.has(borrowed.queueId)) return [];
  const back = actions.find(({ effect }) => effect?.op === 'leave-queue');
  const how = back === undefined ? 'left' : back.kind === 'borrow.end' ? 'time-over' : 'returned';
  return [{ type: 'agent.borrow-ended', occurredAt: now, agentId: agent.id, queueId: borrowed.queueId, how }];
}

/** The hand goes down with the call that it was raised for. */
function followHelp({ agent, calls, help }: AgentAfter, now: EpochMs): DomainEvent[] {
  if (help === undefined || calls.has(help.visitId)) return [];
  return [{ type: 'help.closed', occurredAt: now, agentId: agent.id, how: 'call-ended' }];
}

function resyncsDone(site: Readonly<SiteState>, events: readonly DomainEvent[]): DomainEvent[] {
  return events.flatMap((event): DomainEvent[] => {
    const action = event.type === 'source.resynced' ? askedResync(site, event.source) : undefined;
    return action === undefined ? [] : [{ type: 'action.settled', occurredAt: event.occurredAt, actionId: action.id, result: 'confirmed' }];
  });
}
