import { HOUR_MS } from '../../kernel/time.js';
import { unreachable } from '../../kernel/unreachable.js';
import { noteForced } from '../agent/trail.js';
import type { ActionEvent } from '../events.js';
import { type Agent, type EvolveContext, entityKey, type SiteState, type Touched, type Visit } from '../site.js';

const A_DAY_MS = 24 * HOUR_MS;

export type OverlayEvent = Exclude<ActionEvent, { type: `action.${string}` | 'source.capabilities-told' }>;

/** What people's actions hang on agents and calls beside their state: a pending change, a raised hand, a listener, a loan. */
export function evolveAgentOverlay(site: SiteState, event: OverlayEvent, context: EvolveContext, touched: Touched): void {
  const agent = site.agents.get(event.agentId);
  if (agent !== undefined) {
    applyToAgent(agent, event);
    agent.rev = context.position;
    touched.touch(entityKey('agent', agent.id));
  }
  const visit = isOnVisit(event) ? site.visits.get(event.visitId) : undefined;
  if (visit === undefined || !isOnVisit(event)) return;
  applyToVisit(visit, event);
  visit.rev = context.position;
  touched.touch(entityKey('visit', visit.id));
}

type OnVisit = Extract<OverlayEvent, { type: `monitor.${string}` | 'call.abuse-flagged' }>;
const isOnVisit = (event: OverlayEvent): event is OnVisit =>
  event.type === 'monitor.started' || event.type === 'monitor.stopped' || event.type === 'call.abuse-flagged';

function applyToAgent(agent: Agent, event: OverlayEvent): void {
  switch (event.type) {
    case 'desk.changed':
      agent.desk = { isOpen: event.isOpen, since: event.occurredAt };
      return;
    case 'agent.pending-set': {
      const { actionId, to, reasonCode, by, expiresAt } = event;
      agent.pending = { actionId, to, by: { ...by }, expiresAt, ...(reasonCode === undefined ? {} : { reasonCode }) };
      return;
    }
    case 'agent.pending-cleared':
      delete agent.pending;
      return;
    case 'agent.forced':
      agent.forced = { actionId: event.actionId, by: { ...event.by }, reason: event.reason, at: event.occurredAt };
      noteForced(agent);
      return;
    case 'agent.borrowed':
      agent.borrowed = { actionId: event.actionId, queueId: event.queueId, until: event.until, by: { ...event.by } };
      return;
    case 'agent.borrow-ended':
      delete agent.borrowed;
      return;
    case 'help.raised': {
      const { visitId, text, occurredAt } = event;
      agent.help = { visitId, raisedAt: occurredAt, spreadTo: 'lead', ...(text === undefined ? {} : { text }) };
      return;
    }
    case 'help.acknowledged':
      if (agent.help !== undefined) agent.help.acknowledged = { by: { ...event.by }, at: event.occurredAt };
      return;
    case 'help.joined':
      if (agent.help !== undefined) agent.help.joined = { by: { ...event.by }, how: event.how, at: event.occurredAt };
      return;
    case 'help.spread':
      if (agent.help !== undefined) agent.help.spreadTo = event.to;
      return;
    case 'help.closed':
      delete agent.help;
      return;
    case 'break.offered':
      agent.breakOffer = { until: event.until };
      return;
    case 'break.answered':
      delete agent.breakOffer;
      if (event.accepted)
        agent.offeredPauses = [...(agent.offeredPauses ?? []).filter((at) => at > event.occurredAt - A_DAY_MS), event.occurredAt];
      return;
    case 'monitor.started':
    case 'monitor.stopped':
    case 'call.abuse-flagged':
      return;
    default:
      return unreachable(event);
  }
}

function applyToVisit(visit: Visit, event: OnVisit): void {
  if (event.type === 'call.abuse-flagged') {
    visit.abuse = { agentId: event.agentId, by: { ...event.by }, at: event.occurredAt };
    return;
  }
  // One person listens once: a change of mode is a monitoring that takes the place of the one before.
  visit.monitors = visit.monitors.filter(
    (monitor) => monitor.actionId !== event.actionId && !(event.type === 'monitor.started' && monitor.by.userId === event.by.userId),
  );
  if (event.type === 'monitor.started') {
    visit.monitors.push({
      actionId: event.actionId,
      agentId: event.agentId,
      by: { ...event.by },
      mode: event.mode,
      since: event.occurredAt,
    });
  }
}
