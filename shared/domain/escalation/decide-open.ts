import { caseIdOf } from '../../kernel/ids.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import type { CaseEvent, EventOf } from '../events.js';
import { type Person, personOf, SYSTEM } from '../person.js';
import { reachesAgent, reachesVisit } from '../policy.js';
import { entityKey, type SiteState, type Visit } from '../site.js';
import { isOpen, openLeg } from '../visit/leg.js';
import { raisesBeside } from './beside.js';
import { isCaseOpen, MAX_OPEN_CASES } from './case.js';
import { proposeGrade } from './grade.js';
import { newestPolicy } from './policy.js';
import { isBarred } from './reach.js';
import { newTimers } from './timers.js';

type Open = CommandOf<'case.open'>;

/** ES-01: who takes it up is the first responder, for good, and the owner until somebody else has accepted. */
export function openCase(site: Readonly<SiteState>, command: Open, ask: Ask): Decision {
  const { now, by: actor, commitId } = ask.context;
  const by = personOf(actor);
  const visit = command.visitId === undefined ? undefined : site.visits.get(command.visitId);
  if (command.visitId !== undefined && visit === undefined) return refuse('not-found', { field: 'visitId' });
  if (visit !== undefined && !mayOpenOn(site, visit, ask)) return refuse('not-permitted');
  if (command.aboutAgentId !== undefined && !site.agents.has(command.aboutAgentId)) return refuse('agent-gone');
  const other = openOn(site, visit, command.caseType);
  if (other !== undefined) return refuse('conflict', { byName: other.firstResponder.name, detail: `E-${other.no}` });
  if (countOpen(site) >= MAX_OPEN_CASES) return refuse('limit-reached');

  const call = visit === undefined ? undefined : callOf(visit);
  const aboutAgentId = command.aboutAgentId ?? witnessOf(command, by, call);
  const facts = { caseType: command.caseType, signs: command.signs, caller: call?.caller, queueId: call?.queueId };
  const about = aboutAgentId === undefined ? {} : { aboutAgentId };
  const opened: CaseEvent = {
    type: 'case.opened',
    occurredAt: now,
    caseId: caseIdOf(commitId),
    by,
    caseType: command.caseType,
    text: command.text,
    signs: command.signs,
    proposedGrade: proposeGrade(site, facts, now),
    owner: isBarred(site, { caseType: command.caseType, ...about }, actor) ? SYSTEM : by,
    policyVersion: newestPolicy(site.config.escalation).version,
    ...about,
    ...(call === undefined ? {} : { call }),
    ...(command.keepsContactHours ? { keepsContactHours: true } : {}),
  };
  const { caseId } = opened;
  const beside = raisesBeside(site, facts, now);
  return grant({
    on: { caseId, ...(call === undefined ? {} : { visitId: call.visitId, queueId: call.queueId }) },
    detail: { what: `${opened.caseType} ${opened.proposedGrade}` },
    events: [opened, ...newTimers(site, opened), ...beside],
    reads: [
      ...new Set([entityKey('case', caseId), ...beside.map((event) => entityKey('case', event.caseId))]),
      ...(call === undefined ? [] : [entityKey('visit', call.visitId)]),
    ],
  });
}

/** CL-16: out of a call that one has, or had last; a lead and a supervisor out of any that they reach. */
function mayOpenOn(site: Readonly<SiteState>, visit: Visit, { context, relation }: Ask): boolean {
  const holder = openLeg(visit)?.agentId ?? visit.legs.at(-1)?.agentId;
  if (relation === 'self') return holder !== undefined && holder === context.by.agentId;
  if (reachesVisit(site, context.by, relation, visit)) return true;
  return holder !== undefined && reachesAgent(site, context.by, relation, holder);
}

function callOf(visit: Visit): NonNullable<EventOf<'case.opened'>['call']> {
  const agentId = (openLeg(visit) ?? visit.legs.at(-1))?.agentId;
  const { masked, hash, tier } = visit.caller;
  const caller = { masked, ...(hash === undefined ? {} : { hash }), ...(tier === undefined ? {} : { tier }) };
  const whose = agentId === undefined ? {} : { agentId };
  return { visitId: visit.id, isLive: isOpen(visit), queueId: visit.queueId, ...whose, caller };
}

/** ES-O5: whom an abusive call hit is its witness: the agent on it, or who reports it. */
const witnessOf = ({ caseType }: Open, by: Person, call: EventOf<'case.opened'>['call']) =>
  caseType === 'ABUSE' ? (call?.agentId ?? (by.role === 'agent' ? by.agentId : undefined)) : undefined;

/** Of two who press at the same moment the second sees the first one's name. */
function openOn(site: Readonly<SiteState>, visit: Visit | undefined, caseType: Open['caseType']) {
  if (visit === undefined) return undefined;
  for (const one of site.cases.values()) if (one.visitId === visit.id && one.caseType === caseType && isCaseOpen(one)) return one;
  return undefined;
}

function countOpen(site: Readonly<SiteState>): number {
  let open = 0;
  for (const one of site.cases.values()) if (isCaseOpen(one)) open += 1;
  return open;
}
