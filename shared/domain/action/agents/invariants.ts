import type { Agent, SiteState } from '../../site.js';

/** What B.1 promises of what hangs on agents beside their state; a sentence for each promise that this state breaks. */
export function brokenOverlays(site: Readonly<SiteState>): string[] {
  const broken: string[] = [];
  for (const agent of site.agents.values()) {
    const { key, pending, help, borrowed, forced, memberships } = agent;
    if (pending !== undefined && site.actions.get(pending.actionId)?.state !== 'pending') broken.push(`nothing waits for ${key}`);
    if (pending !== undefined && memberships.size === 0) broken.push(`something waits for ${key}, who is signed out`);
    if (help !== undefined && !hasInHand(agent, help.visitId)) broken.push(`${key} asks for help with a call that is over`);
    if (borrowed !== undefined && !memberships.has(borrowed.queueId)) broken.push(`${key} is lent to a queue and does not serve it`);
    if (forced !== undefined && forced.by.agentId === agent.id) broken.push(`${key} forced themselves`);
  }
  return broken;
}

const hasInHand = ({ visitId, otherCalls }: Agent, id: Agent['otherCalls'][number]): boolean => visitId === id || otherCalls.includes(id);
