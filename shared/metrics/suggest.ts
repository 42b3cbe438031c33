import { z } from 'zod';
import { type Action, isSettled } from '../domain/action/action.js';
import { pausedEverywhere } from '../domain/agent/state.js';
import type { Agent, SiteState, Visit } from '../domain/site.js';
import { type AgentId, agentIdSchema, type QueueId, queueIdSchema } from '../kernel/ids.js';
import { type EpochMs, epochMsSchema } from '../kernel/time.js';
import { occupancyRatio } from './agent-measures.js';
import type { OccupancyBook } from './occupancy.js';

/**
 * Whom to send a call to, and why. Facts of the floor only: who serves the queue, who is free and since when, what their other queues
 * keep, how busy those queues are, who was lent lately. Nothing of how anybody performs, and nothing of how strained they are
 * (ST-E1, ST-E3): those do not enter here, and a reason that is not in this list is not a reason.
 */
export const whySchema = z.discriminatedUnion('code', [
  /** Said no to this very call, or did not answer in time, this often. Counts for this call alone. */
  z.strictObject({ code: z.literal('declined'), count: z.number().int() }),
  z.strictObject({ code: z.literal('ready'), since: epochMsSchema }),
  /** Wraps up; `until` null: not told when it ends. */
  z.strictObject({ code: z.literal('wrap-up'), until: epochMsSchema.nullable() }),
  /** Serves the call's queue. `penalty`: the phone system's own order, 0 first. */
  z.strictObject({ code: z.literal('serves'), penalty: z.number().int() }),
  z.strictObject({ code: z.literal('does-not-serve') }),
  /** Of the agent's other queues the one that would feel it most: how many are ready there, before and after. */
  z.strictObject({
    code: z.literal('gives'),
    queueId: queueIdSchema,
    readyBefore: z.number().int(),
    readyAfter: z.number().int(),
    waiting: z.number().int(),
  }),
  z.strictObject({ code: z.literal('lent'), count: z.number().int() }),
  /** How busy the busiest of the agent's queues is; of the queue, not of the agent. */
  z.strictObject({ code: z.literal('queue-busy'), ratio: z.number() }),
]);
export type Why = z.infer<typeof whySchema>;

export const suggestionSchema = z.strictObject({ agentId: agentIdSchema, why: z.array(whySchema) });
export type Suggestion = z.infer<typeof suggestionSchema>;

export interface SuggestOptions {
  readonly visit: Visit;
  readonly now: EpochMs;
  /** Of queues, over the last quarter-hours. */
  readonly occupancy: OccupancyBook;
  /** Within reach of whoever asks. */
  readonly mayAsk: (agentId: AgentId) => boolean;
  readonly most: number;
}

/** The best first. The order depends on states and counts, not on the second at which one looks: it stays until something happens. */
export function suggestAgents(site: Readonly<SiteState>, { visit, now, occupancy, mayAsk, most }: SuggestOptions): Suggestion[] {
  const spokenFor = agentsInOpenActions(site);
  const declined = declinesOf(site, visit);
  const lent = loansByAgent(site);
  const found: Candidate[] = [];
  for (const agent of site.agents.values()) {
    if (agent.source !== visit.source || !mayAsk(agent.id) || spokenFor.has(agent.id) || !canTakeCall(agent, now)) continue;
    found.push(candidateOf(site, agent, { visit, occupancy, declined, lent }));
  }
  return found
    .sort(byRank)
    .slice(0, most)
    .map(({ agent, why }) => ({ agentId: agent.id, why }));
}

interface Candidate {
  readonly agent: Agent;
  readonly why: Why[];
  readonly rank: readonly (number | string)[];
}

interface Background {
  readonly visit: Visit;
  readonly occupancy: OccupancyBook;
  readonly declined: ReadonlyMap<AgentId, number>;
  readonly lent: ReadonlyMap<AgentId, number>;
}

function candidateOf(site: Readonly<SiteState>, agent: Agent, { visit, occupancy, declined, lent }: Background): Candidate {
  const noes = declined.get(agent.id) ?? 0;
  const loans = lent.get(agent.id) ?? 0;
  const membership = agent.memberships.get(visit.queueId);
  const gives = givesUp(site, agent, visit.queueId);
  const busy = busiestOf(agent, visit.queueId, occupancy);
  const isReady = agent.state === 'ready';
  const until = agent.wrapUp?.until ?? null;
  const why: Why[] = [
    isReady ? { code: 'ready', since: agent.since } : { code: 'wrap-up', until },
    membership === undefined ? { code: 'does-not-serve' } : { code: 'serves', penalty: membership.penalty },
  ];
  if (gives !== undefined) why.push(gives);
  if (noes > 0) why.push({ code: 'declined', count: noes });
  if (loans > 0) why.push({ code: 'lent', count: loans });
  if (busy !== null) why.push({ code: 'queue-busy', ratio: busy });
  return {
    agent,
    why,
    rank: [
      noes,
      isReady ? 0 : 1,
      membership === undefined ? 1 : 0,
      gives !== undefined && isTooMuch(gives) ? 1 : 0,
      membership?.penalty ?? 0,
      loans,
      busy ?? 0,
      isReady ? agent.since : (until ?? Number.MAX_SAFE_INTEGER),
      agent.id,
    ],
  };
}

function byRank(a: Candidate, b: Candidate): number {
  for (const [at, one] of a.rank.entries()) {
    const other = b.rank[at];
    if (other === undefined || one === other) continue;
    return one < other ? -1 : 1;
  }
  return 0;
}

/**
 * Free now or in a moment, and nobody's rest: not ready for whatever reason is not asked (AG-P1), nor who is about to leave the queue
 * when the wrap-up is over, nor who was just offered a pause after an abusive call (AG-20).
 */
export function canTakeCall(agent: Agent, now: EpochMs): boolean {
  if (agent.state !== 'ready' && agent.state !== 'acw') return false;
  if (!agent.reachable || agent.pending !== undefined || pausedEverywhere(agent)) return false;
  return agent.breakOffer === undefined || agent.breakOffer.until <= now;
}

/** Agents whom something that is not settled yet concerns: two calls are not sent to one of them. */
export function agentsInOpenActions(site: Readonly<SiteState>): ReadonlySet<AgentId> {
  const agents = new Set<AgentId>();
  for (const id of site.openActions) {
    const action = site.actions.get(id);
    if (action === undefined || action.kind === 'agent.message') continue;
    if (action.on.toAgentId !== undefined) agents.add(action.on.toAgentId);
    else if (action.on.agentId !== undefined && action.on.visitId === undefined) agents.add(action.on.agentId);
  }
  return agents;
}

function declinesOf(site: Readonly<SiteState>, visit: Visit): ReadonlyMap<AgentId, number> {
  const counts = new Map<AgentId, number>();
  for (const { kind, on, state, offer } of site.actions.values()) {
    if (kind !== 'call.reassign' || on.callId !== visit.callId || on.toAgentId === undefined) continue;
    const wasAsked = state === 'declined' || (state === 'timed-out' && offer !== undefined);
    if (wasAsked) counts.set(on.toAgentId, (counts.get(on.toAgentId) ?? 0) + 1);
  }
  return counts;
}

/** How often each agent was lent within the hour for which settled actions are kept. */
export function loansByAgent(site: Readonly<SiteState>): ReadonlyMap<AgentId, number> {
  const counts = new Map<AgentId, number>();
  for (const action of site.actions.values()) {
    if (action.kind !== 'agent.borrow' || action.on.agentId === undefined || isLost(action)) continue;
    counts.set(action.on.agentId, (counts.get(action.on.agentId) ?? 0) + 1);
  }
  return counts;
}

const isLost = (action: Action) => isSettled(action) && action.state !== 'confirmed';

type Gives = Extract<Why, { code: 'gives' }>;

/** Of the queues that the agent serves beside this one, the one with the least to spare. Who wraps up is not counted as ready there. */
export function givesUp(site: Readonly<SiteState>, agent: Agent, queueId: QueueId): Gives | undefined {
  let worst: Gives | undefined;
  for (const [id, { paused }] of agent.memberships) {
    const queue = site.queues.get(id);
    if (id === queueId || paused || queue === undefined || queue.removed) continue;
    const readyBefore = queue.memberStates.ready;
    const readyAfter = agent.state === 'ready' ? Math.max(0, readyBefore - 1) : readyBefore;
    const gives: Gives = { code: 'gives', queueId: id, readyBefore, readyAfter, waiting: queue.waiting.size };
    if (worst === undefined || spareOf(gives) < spareOf(worst) || (spareOf(gives) === spareOf(worst) && id < worst.queueId)) worst = gives;
  }
  return worst;
}

const spareOf = ({ readyAfter, waiting }: Gives) => readyAfter - waiting;
/** Nobody would be left there, or fewer than wait. */
export const isTooMuch = (gives: Gives) => gives.readyAfter < 1 || spareOf(gives) < 0;

/** In steps of 5 %, so that the order does not change with every second of talk. */
function busiestOf(agent: Agent, queueId: QueueId, occupancy: OccupancyBook): number | null {
  let busiest: number | null = null;
  for (const id of agent.memberships.keys()) {
    const parts = id === queueId ? undefined : occupancy.get(id);
    const ratio = parts === undefined ? null : occupancyRatio(parts);
    if (ratio !== null) busiest = Math.max(busiest ?? 0, Math.round(ratio * 20) / 20);
  }
  return busiest;
}
