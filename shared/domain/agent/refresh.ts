import { type EpochMs, epochMs } from '../../kernel/time.js';
import { touchCasesOf } from '../escalation/evolve.js';
import { isAgentAway } from '../escalation/reach.js';
import { type Agent, type EvolveContext, entityKey, type SiteState, type Touched, touchSite } from '../site.js';
import { accrue } from './accrue.js';
import { agentStateOf } from './state.js';
import { noteTrail } from './trail.js';

/**
 * Brings an agent's derived state up to date after anything it rests on changed: closes the account of the state that
 * ended, and moves the agent from one head-count to the other. Every evolve that changes an agent ends here.
 */
export function refreshAgent(site: SiteState, agent: Agent, occurredAt: EpochMs, context: EvolveContext, touched: Touched): void {
  agent.rev = context.position;
  touched.touch(entityKey('agent', agent.id));
  const next = agentStateOf(site, agent);
  if (next.state === agent.state && next.reasonCode === agent.reasonCode) return;

  // What somebody else set is over with the next change, whoever makes it.
  delete agent.forced;
  // Agents' events come from several threads of a PBX: one that is a little late must not undo time already counted.
  const at = epochMs(Math.max(occurredAt, agent.since));
  accrue(agent, at);
  noteTrail(site, agent, next, at);
  const isOut = agent.state === 'logged-out';
  if (isAgentAway(agent) !== isAgentAway(next) || isOut !== (next.state === 'logged-out')) touchCasesOf(site, agent, context, touched);
  if (next.state !== agent.state) {
    if (agent.isPhone !== true) {
      site.agentStates[agent.state] -= 1;
      site.agentStates[next.state] += 1;
      touchSite(site, context, touched);
    }
    for (const queueId of agent.memberships.keys()) {
      const queue = site.queues.get(queueId);
      if (queue === undefined) continue;
      queue.memberStates[agent.state] -= 1;
      queue.memberStates[next.state] += 1;
      queue.rev = context.position;
      touched.touch(entityKey('queue', queueId));
    }
    if (agent.state === 'logged-out') agent.signedInAt = at;
    if (next.state === 'logged-out') delete agent.signedInAt;
  }
  agent.state = next.state;
  if (next.reasonCode === undefined) delete agent.reasonCode;
  else agent.reasonCode = next.reasonCode;
  agent.since = at;
}
