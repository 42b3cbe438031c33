import { z } from 'zod';
import type { Agent, Queue, SiteState } from '../domain/site.js';
import { type AgentId, agentIdSchema, type QueueId, queueIdSchema } from '../kernel/ids.js';
import { durationMsSchema, type EpochMs, epochMsSchema } from '../kernel/time.js';
import { type Demand, demandOf, estimateOf, estimateSchema } from './estimate.js';
import { agentsInOpenActions, canTakeCall, givesUp, isTooMuch, loansByAgent } from './suggest.js';

/**
 * What lending agents to a queue would do, to it and to the queues that give. No closed form exists for agents who serve several
 * queues (C.8), so each figure is a range between two ways of seeing them: as if each agent belonged to each of their queues alone,
 * and as if their time were shared by load. Both are Erlang A (C.4) at the rate of the last half-hour.
 */
/** `fine`, `tight` and `too-much` are the green, amber and red of C.9. */
const verdictSchema = z.enum(['fine', 'tight', 'too-much']);

export const borrowEffectSchema = z.strictObject({
  queueId: queueIdSchema,
  role: z.enum(['receives', 'gives']),
  readyBefore: z.number().int(),
  readyAfter: z.number().int(),
  /** The least that must stay ready. */
  readyFloor: z.number().int(),
  goalRatio: z.number(),
  /** As measured over the last half-hour. */
  measuredRatio: z.number().nullable(),
  /** What the model expects if nothing is done, and with the loan; `null`: too little is known of the queue's calls. */
  without: estimateSchema.nullable(),
  with: estimateSchema.nullable(),
  verdict: verdictSchema,
  /** What the estimate stands on. */
  basis: z.strictObject({ calls: z.number(), ahtMs: durationMsSchema.nullable(), patienceMs: durationMsSchema }),
});
export type BorrowEffect = z.infer<typeof borrowEffectSchema>;

export const borrowCandidateSchema = z.strictObject({
  agentId: agentIdSchema,
  readySince: epochMsSchema,
  /** Loans of the last hour: who was lent least is asked first. */
  loans: z.number().int(),
  /** The queue that would feel it most. */
  gives: z.strictObject({ queueId: queueIdSchema, readyBefore: z.number().int(), readyAfter: z.number().int() }).nullable(),
  /** Taking them leaves a queue without anybody ready, or with fewer than wait. */
  leavesTooFew: z.boolean(),
});
export type BorrowCandidate = z.infer<typeof borrowCandidateSchema>;

export interface BorrowPlan {
  readonly candidates: readonly BorrowCandidate[];
  readonly chosen: readonly AgentId[];
  readonly effects: readonly BorrowEffect[];
  /** How many can be lent, the best first, before a queue that gives has too few. */
  readonly most: number;
}

export interface BorrowOptions {
  readonly queue: Queue;
  /** How many; the best of them are chosen. */
  readonly agents: number;
  /** These instead, as far as they can be lent. */
  readonly agentIds?: readonly AgentId[] | undefined;
  readonly now: EpochMs;
  readonly mayLend: (agentId: AgentId) => boolean;
}

/** One ready agent stays in each queue that gives. */
const READY_FLOOR = 1;
/** Nobody lends more than this at one go; it also bounds the work. */
export const MOST_BORROWED = 20;

export function planLoan(site: Readonly<SiteState>, options: BorrowOptions): BorrowPlan {
  const { queue, now } = options;
  const ranked = lendable(site, options);
  const wanted = options.agentIds;
  const chosen = wanted === undefined ? chooseBest(site, queue.id, ranked, options.agents) : ranked.filter(({ id }) => wanted.includes(id));
  const loans = loansByAgent(site);
  const floor = floorOf(site, now);
  const few = new Set(ranked.filter((agent) => leavesTooFew(site, queue.id, agent)));
  return {
    candidates: ranked.map((agent) => {
      const gives = givesUp(site, agent, queue.id);
      return {
        agentId: agent.id,
        readySince: agent.since,
        loans: loans.get(agent.id) ?? 0,
        gives: gives === undefined ? null : { queueId: gives.queueId, readyBefore: gives.readyBefore, readyAfter: gives.readyAfter },
        leavesTooFew: few.has(agent),
      };
    }),
    chosen: chosen.map(({ id }) => id),
    effects: effectsOf(floor, queue, chosen),
    most: mostOf(floor, queue, chooseBest(site, queue.id, ranked, MOST_BORROWED)),
  };
}

/** Ready, in no queue's need already, not lent, not about to change: fewest loans of late first, then who waited longest for a call. */
function lendable(site: Readonly<SiteState>, { queue, now, mayLend }: BorrowOptions): Agent[] {
  const spokenFor = agentsInOpenActions(site);
  const loans = loansByAgent(site);
  const isLendable = (agent: Agent) =>
    agent.source === queue.source &&
    agent.state === 'ready' &&
    !agent.memberships.has(queue.id) &&
    agent.borrowed === undefined &&
    !spokenFor.has(agent.id) &&
    canTakeCall(agent, now) &&
    mayLend(agent.id);
  const few = new Map<Agent, boolean>();
  for (const agent of site.agents.values()) if (isLendable(agent)) few.set(agent, leavesTooFew(site, queue.id, agent));
  return [...few.keys()].sort(
    (a, b) =>
      Number(few.get(a)) - Number(few.get(b)) ||
      (loans.get(a.id) ?? 0) - (loans.get(b.id) ?? 0) ||
      a.since - b.since ||
      (a.id < b.id ? -1 : 1),
  );
}

function leavesTooFew(site: Readonly<SiteState>, queueId: QueueId, agent: Agent): boolean {
  const gives = givesUp(site, agent, queueId);
  return gives !== undefined && isTooMuch(gives);
}

/** In order, leaving out whoever would take the last one ready from a queue, those chosen before taken into account. */
function chooseBest(site: Readonly<SiteState>, queueId: QueueId, ranked: readonly Agent[], count: number): Agent[] {
  const taken = new Map<QueueId, number>();
  const chosen: Agent[] = [];
  for (const agent of ranked) {
    if (chosen.length >= count) break;
    const own = [...agent.memberships.keys()].flatMap((id) => (id === queueId ? [] : (site.queues.get(id) ?? [])));
    const leaves = (queue: Queue) => queue.memberStates.ready - (taken.get(queue.id) ?? 0) - 1;
    if (own.some((queue) => leaves(queue) < Math.max(READY_FLOOR, queue.waiting.size))) continue;
    for (const queue of own) taken.set(queue.id, (taken.get(queue.id) ?? 0) + 1);
    chosen.push(agent);
  }
  return chosen;
}

/** How many of these, in order, before a queue that gives has too few. */
function mostOf(floor: Floor, queue: Queue, ranked: readonly Agent[]): number {
  let most = 0;
  for (let count = 1; count <= ranked.length; count++) {
    if (effectsOf(floor, queue, ranked.slice(0, count)).some(({ verdict }) => verdict === 'too-much')) break;
    most = count;
  }
  return most;
}

// ── What each queue has, and what it needs

/** How many are at work in each queue: as if each agent belonged to each of their queues alone, and by shares of their time. */
interface Staffing {
  readonly alone: Map<QueueId, number>;
  readonly shared: Map<QueueId, number>;
}
interface Floor {
  readonly queues: ReadonlyMap<QueueId, Queue>;
  readonly demands: ReadonlyMap<QueueId, Demand>;
  readonly staffing: Staffing;
}

function floorOf(site: Readonly<SiteState>, now: EpochMs): Floor {
  const demands = new Map<QueueId, Demand>();
  for (const queue of site.queues.values()) demands.set(queue.id, demandOf(site, queue, now));
  const staffing: Staffing = { alone: new Map(), shared: new Map() };
  for (const agent of site.agents.values()) if (AT_WORK.has(agent.state)) count(staffing, servedBy(agent), demands, 1);
  return { queues: site.queues, demands, staffing };
}

const AT_WORK: ReadonlySet<Agent['state']> = new Set(['ready', 'ringing', 'talking', 'holding', 'acw']);
const servedBy = (agent: Agent): QueueId[] => [...agent.memberships].flatMap(([id, { paused }]) => (paused ? [] : [id]));

function count({ alone, shared }: Staffing, own: readonly QueueId[], demands: Floor['demands'], by: 1 | -1): void {
  for (const id of own) add(alone, id, by);
  for (const [id, share] of sharesOf(own, demands)) add(shared, id, by * share);
}

const add = (book: Map<QueueId, number>, id: QueueId, by: number) => book.set(id, (book.get(id) ?? 0) + by);

/** How an agent's time falls to the queues they serve: by load; evenly where none has any. */
function sharesOf(own: readonly QueueId[], demands: Floor['demands']): [QueueId, number][] {
  const loads = own.map((id) => demands.get(id)?.load ?? 0);
  const whole = loads.reduce((sum, load) => sum + load, 0);
  return own.map((id, at) => [id, whole > 0 ? (loads[at] ?? 0) / whole : 1 / own.length]);
}

// ── Before and after

/**
 * At best for the one that borrows, and at worst for those that give, a lent agent is theirs no more; at the other end their time
 * falls to all their queues by load, the borrowing one among them.
 */
function effectsOf(floor: Floor, queue: Queue, chosen: readonly Agent[]): BorrowEffect[] {
  const after: Staffing = { alone: new Map(floor.staffing.alone), shared: new Map(floor.staffing.shared) };
  const taken = new Map<QueueId, number>();
  for (const agent of chosen) {
    const own = servedBy(agent);
    count(after, own, floor.demands, -1);
    add(after.alone, queue.id, 1);
    for (const [id, share] of sharesOf([...own, queue.id], floor.demands)) add(after.shared, id, share);
    for (const id of own) add(taken, id, -1);
  }
  const giving = [...taken.keys()].sort().flatMap((id) => floor.queues.get(id) ?? []);
  return [
    effectOn(floor, queue, after, { role: 'receives', readyBy: chosen.length }),
    ...giving.map((each) => effectOn(floor, each, after, { role: 'gives', readyBy: taken.get(each.id) ?? 0 })),
  ];
}

function effectOn(
  { demands, staffing }: Floor,
  queue: Queue,
  after: Staffing,
  { role, readyBy }: { role: BorrowEffect['role']; readyBy: number },
): BorrowEffect {
  const demand = demands.get(queue.id);
  if (demand === undefined) throw new Error(`${queue.id} is not on this floor`);
  const expected = ({ alone, shared }: Staffing) => estimateOf(queue, demand, [alone.get(queue.id) ?? 0, shared.get(queue.id) ?? 0]);
  const effect = {
    queueId: queue.id,
    role,
    readyBefore: queue.memberStates.ready,
    readyAfter: Math.max(0, queue.memberStates.ready + readyBy),
    readyFloor: role === 'gives' ? READY_FLOOR : 0,
    goalRatio: queue.settings.goalRatio,
    measuredRatio: demand.measuredRatio,
    without: expected(staffing),
    with: expected(after),
    basis: { calls: demand.calls, ahtMs: demand.ahtMs, patienceMs: demand.patienceMs },
  };
  return { ...effect, verdict: role === 'receives' ? 'fine' : verdictOf(effect) };
}

/** C.9, by the lower end of each range: what may be promised, not what is hoped. */
function verdictOf(effect: Omit<BorrowEffect, 'verdict'>): BorrowEffect['verdict'] {
  const { readyAfter, readyFloor, goalRatio, without, with: after } = effect;
  if (readyAfter < readyFloor) return 'too-much';
  if (without === null || after === null) return 'fine';
  const level = after.serviceLevelRatio.low;
  const holdsGoal = level >= goalRatio - SLACK_RATIO;
  if (holdsGoal && after.occupancyRatio.high <= MOST_OCCUPIED_RATIO) return 'fine';
  return holdsGoal || level >= without.serviceLevelRatio.low - SLACK_RATIO ? 'tight' : 'too-much';
}
const SLACK_RATIO = 0.05;
const MOST_OCCUPIED_RATIO = 0.9;
