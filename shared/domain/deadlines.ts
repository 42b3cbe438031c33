import type { ActionId, AgentId, AlertId, CaseId, SwapId } from '../kernel/ids.js';
import type { EpochMs } from '../kernel/time.js';
import { actionDueAt, decideActionDue } from './action/due.js';
import { agentDueAt, decideAgentDue } from './agent/due.js';
import { alertDueAt, decideAlertDue } from './alert/due.js';
import { bufferDueAt, decideBufferDue } from './buffer/due.js';
import { BUFFER_LEDGER_ID } from './buffer/ledger.js';
import { consequencesOf } from './consequences.js';
import type { Custodians } from './escalation/custody.js';
import { caseDueAt, decideCaseDue } from './escalation/due.js';
import type { DomainEvent } from './events.js';
import { decideSwapDue, swapDueAt } from './roster/swap/due.js';
import { type EntityKey, entityKey, type SiteState } from './site.js';

/**
 * Something that happens by itself at an instant of the site clock. Derived from the fold, never stored: any node may notice and
 * append it. Of each entity only the earliest one is known; what comes after shows when that has been dealt with.
 */
export interface Deadline {
  readonly key: EntityKey;
  readonly dueAt: EpochMs;
}

/** What a passed deadline brings; no events when the state has moved on since. */
export interface Due {
  readonly events: DomainEvent[];
  readonly reads: EntityKey[];
}

/** The next deadline of an entity, if it has any. Asked for each entity that a commit touched. */
export function deadlineOf(site: Readonly<SiteState>, key: EntityKey): Deadline | undefined {
  const dueAt = dueAtOf(site, key);
  return dueAt === undefined ? undefined : { key, dueAt };
}

export function* deadlinesOf(site: Readonly<SiteState>): Generator<Deadline> {
  for (const [kind, ids] of [
    ['agent', site.agents.keys()],
    ['action', site.openActions],
    ['alert', site.alerts.keys()],
    ['case', site.cases.keys()],
    ['swap', site.swaps.keys()],
    ['buffer', [BUFFER_LEDGER_ID, ...site.buffers.keys()]],
  ] as const) {
    for (const id of ids) {
      const deadline = deadlineOf(site, entityKey(kind, id));
      if (deadline !== undefined) yield deadline;
    }
  }
}

function dueAtOf(site: Readonly<SiteState>, key: EntityKey): EpochMs | undefined {
  const [kind, id] = split(key);
  switch (kind) {
    case 'agent':
      return agentDueAt(site.agents.get(id as AgentId));
    case 'action':
      return actionDueAt(site.actions.get(id as ActionId));
    case 'alert':
      return alertDueAt(site.alerts.get(id as AlertId));
    case 'case':
      return caseDueAt(site, site.cases.get(id as CaseId));
    case 'swap':
      return swapDueAt(site.swaps.get(id as SwapId));
    case 'buffer':
      return bufferDueAt(site, id);
    default:
      return undefined;
  }
}

/** It counts from when it was due, however late it is noticed: after a night without a node, each fires once with its true time. */
export function decideDeadline(site: Readonly<SiteState>, { key, dueAt }: Deadline, people: Custodians = {}): Due {
  if (dueAtOf(site, key) !== dueAt) return { events: [], reads: [key] };
  const { events, reads } = decideOwn(site, key, dueAt, people);
  return { events: [...events, ...consequencesOf(site, events, dueAt)], reads: [...new Set([key, ...reads])] };
}

function decideOwn(site: Readonly<SiteState>, key: EntityKey, dueAt: EpochMs, people: Custodians): Due {
  const [kind, id] = split(key);
  switch (kind) {
    case 'agent':
      return decideAgentDue(site, id as AgentId, dueAt);
    case 'action':
      return decideActionDue(site, id as ActionId, dueAt);
    case 'alert':
      return decideAlertDue(site, id as AlertId, dueAt);
    case 'case':
      return decideCaseDue(site, id as CaseId, dueAt, people);
    case 'swap':
      return decideSwapDue(id as SwapId, dueAt);
    case 'buffer':
      return decideBufferDue(site, id, dueAt);
    default:
      return { events: [], reads: [] };
  }
}

const split = (key: EntityKey): [string, string] => [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
