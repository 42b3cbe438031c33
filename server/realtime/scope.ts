import type { Audience } from '../../shared/domain/redact.js';
import { AGENT_STATES, type AgentStateCounts } from '../../shared/domain/site.js';
import type { AgentId, QueueId } from '../../shared/kernel/ids.js';
import { FIGURE_WINDOWS } from '../../shared/metrics/figure-windows.js';
import { type ViewKey, viewKey } from '../../shared/protocol/project-views.js';
import { isOwnAgent, queuesOf, type Sees } from '../../shared/protocol/redact-views.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { isDoing, type ViewBook, type ViewChanges } from './view-book.js';

/** An audience's scope, followed change by change, so that no frame looks at agents who did not change. */
export interface Scope extends Sees {
  /** Takes the agents anew. */
  rebuild(book: ViewBook): void;
  /** The records to look at for the next frame: those that changed and concern this audience, and those whose being seen changed. */
  follow(changes: ViewChanges, book: ViewBook): Iterable<ViewKey>;
}

export function followScope(audience: Audience): Scope {
  switch (audience.kind) {
    case 'site':
    case 'admin':
      return everything(true);
    case 'wall':
      return everything(false);
    case 'lead':
    case 'agent':
      return new NarrowScope(audience);
  }
}

const everything = (seesAgents: boolean): Scope => ({
  agent: () => seesAgents,
  queue: () => true,
  agentCounts: () => null,
  rebuild: () => {},
  follow: (changes) => changes.keys(),
});

const SITE_KEY = viewKey('site', 'site');

/** The agents of some teams, or one agent, and the queues that these serve. */
class NarrowScope implements Scope {
  readonly #audience: Extract<Audience, { kind: 'lead' | 'agent' }>;
  readonly #agents = new Map<AgentId, AgentView>();
  /** How many agents in scope serve each queue. */
  readonly #queues = new Map<QueueId, number>();
  #counts: AgentStateCounts = noCounts();
  /** An agent's page: the visits in the agent's hands, or ringing there, when last looked. */
  #visits: ReadonlySet<ViewKey> = new Set();

  constructor(audience: Extract<Audience, { kind: 'lead' | 'agent' }>) {
    this.#audience = audience;
  }

  agent(id: AgentId): boolean {
    return this.#agents.has(id);
  }

  queue(id: QueueId): boolean {
    return this.#queues.has(id);
  }

  agentCounts(): AgentStateCounts {
    return this.#counts;
  }

  rebuild(book: ViewBook): void {
    this.#agents.clear();
    this.#queues.clear();
    this.#counts = noCounts();
    if (this.#audience.kind === 'agent') {
      const own = book.entries.get(viewKey('agent', this.#audience.agentId ?? ''));
      if (own !== undefined) this.#move(own.view as AgentView, new Set());
      this.#visits = this.#ownVisits(book);
      return;
    }
    for (const entry of book.entries.values()) if (entry.kind === 'agent') this.#move(entry.view as AgentView, new Set());
  }

  follow(changes: ViewChanges, book: ViewBook): Set<ViewKey> {
    const moved = new Set<QueueId>();
    const concerned = new Set<ViewKey>();
    let hasMoved = false;
    for (const [key, { kind, before, after }] of this.#agentChanges(changes)) {
      if (kind !== 'agent') continue;
      const agentId = (after ?? before)?.id as AgentId;
      const was = this.#agents.has(agentId);
      if (after !== undefined) this.#move(after as AgentView, moved);
      else this.#forget(agentId, moved);
      const is = this.#agents.has(agentId);
      if (was || is) concerned.add(key).add(SITE_KEY);
      // Visits name their agents only to those who may know them.
      if (was !== is) for (const visit of book.visitsOfAgent(agentId)) concerned.add(visit);
      hasMoved ||= was !== is;
    }
    if (hasMoved || moved.size > 0) for (const key of book.doings) concerned.add(key);
    for (const queueId of moved) this.#addQueue(queueId, book, concerned);
    this.#addChanged(changes, book, concerned);
    return concerned;
  }

  /** One agent's page must not look through everybody's changes: there may be hundreds of pages. */
  #agentChanges(changes: ViewChanges): ViewChanges | [ViewKey, NonNullable<ReturnType<ViewChanges['get']>>][] {
    if (this.#audience.kind === 'lead') return changes;
    const key = viewKey('agent', this.#audience.agentId ?? '');
    const change = changes.get(key);
    return change === undefined ? [] : [[key, change]];
  }

  #addChanged(changes: ViewChanges, book: ViewBook, concerned: Set<ViewKey>): void {
    if (this.#audience.kind === 'lead') {
      for (const key of changes.keys()) concerned.add(key);
      return;
    }
    for (const queueId of this.#queues.keys()) {
      const key = viewKey('queue', queueId);
      if (changes.has(key)) concerned.add(key);
    }
    if (changes.has(SITE_KEY)) concerned.add(SITE_KEY);
    addDoings(changes, concerned);
    const before = this.#visits;
    this.#visits = this.#ownVisits(book);
    for (const visits of [before, this.#visits]) for (const visit of visits) if (changes.has(visit)) concerned.add(visit);
  }

  #ownVisits(book: ViewBook): ReadonlySet<ViewKey> {
    const agentId = this.#audience.kind === 'agent' ? this.#audience.agentId : null;
    return agentId === null ? new Set() : new Set(book.visitsOfAgent(agentId));
  }

  #addQueue(queueId: QueueId, book: ViewBook, concerned: Set<ViewKey>): void {
    concerned.add(viewKey('queue', queueId));
    for (const window of FIGURE_WINDOWS) concerned.add(viewKey('figures', `${queueId}|${window}`));
    for (const visit of book.visitsOfQueue(queueId)) concerned.add(visit);
  }

  #move(agent: AgentView, moved: Set<QueueId>): void {
    if (!isOwnAgent(this.#audience, agent)) {
      this.#forget(agent.id, moved);
      return;
    }
    const before = this.#agents.get(agent.id);
    const [was, is] = [before === undefined ? [] : queuesOf(this.#audience, before), queuesOf(this.#audience, agent)];
    for (const queueId of is) if (!was.includes(queueId)) this.#serve(queueId, 1, moved);
    for (const queueId of was) if (!is.includes(queueId)) this.#serve(queueId, -1, moved);
    if (before !== undefined) this.#counts[before.state] -= 1;
    this.#counts[agent.state] += 1;
    this.#agents.set(agent.id, agent);
  }

  #forget(agentId: AgentId, moved: Set<QueueId>): void {
    const before = this.#agents.get(agentId);
    if (before === undefined) return;
    for (const queueId of queuesOf(this.#audience, before)) this.#serve(queueId, -1, moved);
    this.#counts[before.state] -= 1;
    this.#agents.delete(agentId);
  }

  #serve(queueId: QueueId, by: 1 | -1, moved: Set<QueueId>): void {
    const agents = (this.#queues.get(queueId) ?? 0) + by;
    if (agents === 0) this.#queues.delete(queueId);
    else this.#queues.set(queueId, agents);
    if (agents === 0 || (agents === 1 && by === 1)) moved.add(queueId);
  }
}

/** Found once for all the pages that are asked about the same changes. */
const doings = new WeakMap<ViewChanges, readonly ViewKey[]>();

/** Each scope looks at all of them that changed. */
function addDoings(changes: ViewChanges, concerned: Set<ViewKey>): void {
  let keys = doings.get(changes);
  if (keys === undefined) {
    keys = [...changes].flatMap(([key, { kind }]) => (isDoing(kind) ? [key] : []));
    doings.set(changes, keys);
  }
  for (const key of keys) concerned.add(key);
}

const noCounts = () => Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as AgentStateCounts;
