import { type EpochMs, epochMs, MINUTE_MS } from '../../kernel/time.js';
import type { DecideContext } from '../deed.js';
import type { EventOf } from '../events.js';
import { SYSTEM } from '../person.js';
import type { Agent, SiteState } from '../site.js';
import { type Case, isCaseOpen } from './case.js';
import { isBarred } from './reach.js';

/** Who knows the people of the site. */
export type Custodians = Pick<DecideContext, 'custodian'>;

/** As long as an urgent hand-over may go unanswered (ES-O3): a phone that signs out and in again takes nobody's cases away. */
const SIGNED_OUT_MS = 10 * MINUTE_MS;

/**
 * 代管: who is in a buffer shift carries no open cases (ES-O1). They go to whoever is on duty for the team; where nobody is known, or may
 * have one of them, to nobody in particular, which is a case without an owner: somebody is told to take it.
 */
export function casesInCustody(site: Readonly<SiteState>, agent: Agent, context: DecideContext): EventOf<'case.owner-changed'>[] {
  const events: EventOf<'case.owner-changed'>[] = [];
  for (const one of site.cases.values()) {
    if (isCaseOpen(one) && isWith(one, agent)) events.push(toKeeper(site, one, context.now, context));
  }
  return events;
}

/** When a case leaves an agent who signed out and did not come back: their shift is over, or they are gone. */
export function custodyAt(site: Readonly<SiteState>, one: Readonly<Case>): EpochMs | undefined {
  const agent = one.owner.agentId === undefined ? undefined : site.agents.get(one.owner.agentId);
  if (agent === undefined || agent.state !== 'logged-out' || !isWith(one, agent)) return undefined;
  return epochMs(Math.max(agent.since, one.ownerSince) + SIGNED_OUT_MS);
}

export function toKeeper(site: Readonly<SiteState>, one: Readonly<Case>, at: EpochMs, people: Custodians): EventOf<'case.owner-changed'> {
  const keeper = one.owner.agentId === undefined ? undefined : people.custodian?.(one.owner.agentId);
  const owner = keeper === undefined || isBarred(site, one, keeper) ? SYSTEM : keeper;
  return { type: 'case.owner-changed', occurredAt: at, by: { ...SYSTEM }, caseId: one.id, owner: { ...owner }, how: 'custody' };
}

const isWith = ({ owner }: Readonly<Case>, agent: Readonly<Agent>): boolean => owner.agentId === agent.id && owner.role === 'agent';
