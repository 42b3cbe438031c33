import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import { personOf } from '../../person.js';
import { entityKey, type SiteState } from '../../site.js';
import { reachedAgent } from './reach.js';

/** 举手: one hand at a time, with the caller on the line. */
export function decideRaiseHelp(site: Readonly<SiteState>, { text }: CommandOf<'help.raise'>, { context }: Ask): Decision {
  const agent = context.by.agentId === undefined ? undefined : site.agents.get(context.by.agentId);
  if (agent === undefined) return refuse('not-found');
  if (agent.help !== undefined) return refuse('unchanged');
  if (agent.visitId === undefined) return refuse('wrong-state', { detail: agent.state });
  const on = { agentId: agent.id, visitId: agent.visitId };
  return grant({
    on,
    events: [{ type: 'help.raised', occurredAt: context.now, ...on, ...(text === undefined ? {} : { text }) }],
    reads: [entityKey('agent', agent.id)],
  });
}

export function decideAcknowledgeHelp(site: Readonly<SiteState>, command: CommandOf<'help.acknowledge'>, ask: Ask): Decision {
  const { agentId, alertId } = command;
  const { context } = ask;
  const found = reachedAgent(site, agentId, ask);
  if (!found.ok) return found;
  const { help } = found.value.agent;
  // One's own hand is for others to see.
  if (found.value.isSelf) return refuse('not-permitted');
  if (help === undefined) return refuse('too-late');
  const first = help.acknowledged?.by ?? help.joined?.by;
  if (first !== undefined) return first.userId === context.by.userId ? refuse('unchanged') : refuse('conflict', { byName: first.name });
  return grant({
    on: { agentId, visitId: help.visitId },
    ...(alertId === undefined ? {} : { alertId }),
    events: [{ type: 'help.acknowledged', occurredAt: context.now, agentId, by: personOf(context.by) }],
    reads: [entityKey('agent', agentId)],
  });
}

export function decideCloseHelp(site: Readonly<SiteState>, { agentId }: CommandOf<'help.close'>, ask: Ask): Decision {
  const found = reachedAgent(site, agentId, ask);
  if (!found.ok) return found;
  const { agent, isSelf } = found.value;
  if (agent.help === undefined) return refuse('unchanged');
  return grant({
    on: { agentId, visitId: agent.help.visitId },
    events: [{ type: 'help.closed', occurredAt: ask.context.now, agentId, how: isSelf ? 'withdrawn' : 'done' }],
    reads: [entityKey('agent', agentId)],
  });
}
