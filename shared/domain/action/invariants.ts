import type { AgentId, CallId } from '../../kernel/ids.js';
import type { SiteState, Visit } from '../site.js';
import { openLegOf } from '../visit/leg.js';
import { type Action, isSettled } from './action.js';
import { isMove } from './calls/guards.js';
import { actionDueAt } from './due.js';

/** What B.2.1 and I14 promise of people's actions; a sentence for each that this state breaks. */
export function brokenActions(site: Readonly<SiteState>): string[] {
  return [...everyOneEnds(site), ...oneAtATime(site), ...listenersOnTheCall(site)];
}

/** Open ones are known to be open, and each has an end: a time limit, or the contact that it waits for. What has settled is at rest. */
function everyOneEnds(site: Readonly<SiteState>): string[] {
  const broken: string[] = [];
  for (const action of site.actions.values()) {
    if (isSettled(action) === site.openActions.has(action.id)) broken.push(`${action.kind} is ${action.state} and listed otherwise`);
    if (isSettled(action) && (action.settledAt === undefined || actionDueAt(action) !== undefined))
      broken.push(`${action.kind} is ${action.state} and not at rest`);
    if (!isSettled(action) && actionDueAt(action) === undefined && !waitsForContact(site, action))
      broken.push(`${action.kind} is ${action.state} without an end`);
    if ((action.state === 'offered') !== (action.offer !== undefined)) broken.push(`${action.kind} is ${action.state} with a wrong offer`);
    const isAsked = action.state === 'requested' || action.state === 'started';
    if (isAsked && (action.effect === undefined || action.source === undefined)) broken.push(`${action.kind} asks nobody for nothing`);
  }
  for (const id of site.openActions) if (!site.actions.has(id)) broken.push(`${id} is open and not known`);
  return broken;
}

function waitsForContact(site: Readonly<SiteState>, { id, state, on }: Action): boolean {
  const pending = on.agentId === undefined ? undefined : site.agents.get(on.agentId)?.pending;
  return state === 'pending' && pending?.actionId === id;
}

/** A call is moved by one action, and nobody is asked to take two calls. */
function oneAtATime(site: Readonly<SiteState>): string[] {
  const broken: string[] = [];
  const calls = new Set<CallId>();
  const agents = new Set<AgentId>();
  for (const id of site.openActions) {
    const action = site.actions.get(id);
    if (action === undefined || !isMove(action)) continue;
    const { callId, toAgentId } = action.on;
    if (callId !== undefined && calls.has(callId)) broken.push(`${callId} is moved by two actions`);
    if (callId !== undefined) calls.add(callId);
    if (toAgentId === undefined || action.kind !== 'call.reassign') continue;
    if (agents.has(toAgentId)) broken.push(`${toAgentId} is to take two calls`);
    agents.add(toAgentId);
  }
  return broken;
}

/** Who listens does so to somebody who talks, and each person once. */
function listenersOnTheCall(site: Readonly<SiteState>): string[] {
  const broken: string[] = [];
  for (const visit of site.visits.values()) {
    const people = new Set(visit.monitors.map(({ by }) => by.userId));
    if (people.size !== visit.monitors.length) broken.push(`somebody listens twice to ${visit.key}`);
    for (const { agentId } of visit.monitors) if (!talks(visit, agentId)) broken.push(`${visit.key} is listened to after its talk`);
  }
  return broken;
}

const talks = (visit: Visit, agentId: AgentId) => openLegOf(visit, agentId) !== undefined;
