import type { AgentId, TeamId } from '../../kernel/ids.js';
import type { Person } from '../person.js';
import { type Actor, type Relation, reachesAgent } from '../policy.js';
import type { SiteState } from '../site.js';
import { type Case, isComplaint } from './case.js';

const peopleOn = ({ firstResponder, owner, offered, mentions }: Readonly<Case>): Person[] => [
  firstResponder,
  owner,
  ...(offered === undefined ? [] : [offered.to]),
  ...mentions,
];

/** The agents whom the case is with. They may see it, and so may who leads them. */
export function agentsOn(one: Readonly<Case>): AgentId[] {
  const ids = peopleOn(one).map((person) => person.agentId);
  if (one.caseType === 'ABUSE') ids.push(one.aboutAgentId);
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** The teams of the leads on it, who are known by the names in the site file. */
export function teamsOn(site: Readonly<SiteState>, one: Readonly<Case>): TeamId[] {
  const leads = peopleOn(one).filter(({ role }) => role === 'lead');
  return [...site.teams.values()].filter(({ lead }) => leads.some(({ name }) => name === lead)).map(({ id }) => id);
}

/** Whether somebody may work on it: who has it, had it first or is asked to take it, a lead of theirs, and every supervisor. */
export function mayWork(site: Readonly<SiteState>, one: Readonly<Case>, by: Actor, relation: Relation): boolean {
  if (relation === 'site') return true;
  if ([one.owner, one.firstResponder, one.offered?.to].some((person) => person?.userId === by.userId)) return true;
  return isLeadOn(site, one, by);
}

/** It is with an agent of theirs. */
export const isLeadOn = (site: Readonly<SiteState>, one: Readonly<Case>, by: Actor): boolean =>
  by.role === 'lead' && agentsOn(one).some((id) => reachesAgent(site, by, 'team', id));

/** Who was asked for a word may give it. */
export const mayComment = (site: Readonly<SiteState>, one: Readonly<Case>, by: Actor, relation: Relation): boolean =>
  mayWork(site, one, by, relation) || one.mentions.some(({ userId }) => userId === by.userId);

/**
 * ES-O4, ES-O5: a case about a person is never that person's to own, attribute, follow up or end; a complaint about one not their direct
 * lead's either.
 */
export function isBarred(
  site: Readonly<SiteState>,
  { aboutAgentId, caseType }: Pick<Case, 'aboutAgentId' | 'caseType'>,
  person: Person & { readonly teamIds?: readonly string[] },
): boolean {
  if (aboutAgentId === undefined) return false;
  if (person.agentId === aboutAgentId) return true;
  return isComplaint(caseType) && person.role === 'lead' && leads(site, person, aboutAgentId);
}

/** By account, where it is known; else by the name in the site file. */
function leads(site: Readonly<SiteState>, person: Person & { readonly teamIds?: readonly string[] }, agentId: AgentId): boolean {
  const teamId = site.agents.get(agentId)?.teamId;
  if (teamId === undefined) return false;
  return person.teamIds?.includes(teamId) ?? site.teams.get(teamId)?.lead === person.name;
}

/**
 * Signed out, or on a buffer shift: who is away carries no open cases (ES-O1). Nobody in particular is away too. Only agents sign in and
 * out: a lead or supervisor may be known by a phone of their own that is in no queue, which says nothing of whether they are there.
 */
export function isAway(site: Readonly<SiteState>, person: Person): boolean {
  if (person.role === 'system') return true;
  if (person.role !== 'agent' || person.agentId === undefined) return false;
  return isAgentAway(site.agents.get(person.agentId));
}

export const isAgentAway = (agent: { readonly state: string; readonly reasonCode?: string } | undefined): boolean =>
  agent === undefined || agent.state === 'logged-out' || agent.reasonCode?.trim().toUpperCase() === 'BUFFER';
