import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import { type Agent, entityKey, type Queue, type SiteState } from '../../site.js';
import { sourceRefuses } from '../calls/guards.js';
import type { EffectOf } from '../effects.js';
import { askNow, underWay } from './request.js';
import { STATE_OPS } from './wish.js';

/** AG-01, from one's own page: back into the queues of the last sign-out, off the phones until one is ready. */
export function decideSignIn(site: Readonly<SiteState>, _command: CommandOf<'agent.sign-in'>, ask: Ask): Decision {
  const { by, now } = ask.context;
  const agent = by.agentId === undefined ? undefined : site.agents.get(by.agentId);
  if (agent === undefined) return refuse('not-found');
  if (agent.memberships.size > 0) return refuse('unchanged');
  const queues = queuesToRejoin(site, agent);
  if (queues.length === 0) return agent.left === undefined ? refuse('not-supported') : refuse('queue-gone');
  const problem = underWay(site, agent.id, STATE_OPS) ?? sourceRefuses(site, agent.source, 'sign-in');
  if (problem !== undefined) return { ok: false, error: problem };
  const effect: EffectOf<'sign-in'> = { op: 'sign-in', agentKey: agent.key, name: agent.name, queues: queues.map(([, asked]) => asked) };
  return grant({
    on: { agentId: agent.id },
    detail: { toState: 'not-ready', reasonCode: 'WARMUP', stateBefore: agent.state },
    next: askNow(effect, agent.source, now),
    reads: [entityKey('agent', agent.id), entityKey('source', agent.source), ...queues.map(([{ id }]) => entityKey('queue', id))],
  });
}

/** With how they were served; empty when nobody saw this agent sign out, or when those queues are gone. */
function queuesToRejoin(
  site: Readonly<SiteState>,
  agent: Readonly<Agent>,
): (readonly [Readonly<Queue>, EffectOf<'sign-in'>['queues'][number]])[] {
  return (agent.left ?? []).flatMap(({ queueId, at: _, ...how }) => {
    const queue = site.queues.get(queueId);
    return queue === undefined || queue.removed ? [] : [[queue, { queueKey: queue.key, ...how }] as const];
  });
}
