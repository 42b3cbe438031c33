import type { AgentId, QueueId, TeamId } from '../kernel/ids.js';
import type { CommandType } from './commands.js';
import type { Person } from './person.js';
import type { SiteState, Visit } from './site.js';
import { openLeg } from './visit/leg.js';

/** Who asks: a person with what the person may reach. */
export interface Actor extends Person {
  /** A lead's teams. */
  readonly teamIds: readonly TeamId[];
  /** The person's own phone at the source: rung to listen, barge, pick up, take over. */
  readonly phoneKey?: string;
}

/**
 * How far a role's word reaches. `site`: everywhere. `team`: agents of the lead's teams, and the calls of the queues that these
 * serve. `self`: what concerns the agent who asks. `case`: cases that the person owns, opened or is asked about.
 */
export type Relation = 'site' | 'team' | 'self' | 'case';
type Row = Readonly<Partial<Record<'agent' | 'lead' | 'supervisor' | 'admin', Relation>>>;

const SUPERVISE: Row = { lead: 'team', supervisor: 'site', admin: 'site' };
const SUPERVISE_AND_SELF: Row = { agent: 'self', ...SUPERVISE };
const EVERYWHERE: Row = { supervisor: 'site', admin: 'site' };
const OWN: Row = { agent: 'self', lead: 'self', supervisor: 'self', admin: 'self' };
/** Not administrators: they see that something was decided, and nobody's shift (B.4.4). */
const DECIDE_BUFFER: Row = { lead: 'team', supervisor: 'site' };
const CASEWORK: Row = { agent: 'case', lead: 'case', supervisor: 'site', admin: 'site' };
const CASE_CHIEFS: Row = { lead: 'case', supervisor: 'site', admin: 'site' };

/** Role × command × relation: the policy. A command without a row does not compile; a role without an entry may not. */
export const POLICY = {
  'site.configure': { admin: 'site' },

  'call.reassign': SUPERVISE,
  'call.set-priority': SUPERVISE,
  'call.withdraw': SUPERVISE,
  'call.pick-up': SUPERVISE,
  'call.disconnect': EVERYWHERE,
  'call.monitor': SUPERVISE,
  'call.stop-monitor': SUPERVISE,
  'call.take-over': SUPERVISE,
  'call.flag-abuse': SUPERVISE_AND_SELF,

  'offer.accept': { agent: 'self', lead: 'self', supervisor: 'self', admin: 'self' },
  'offer.decline': { agent: 'self', lead: 'self', supervisor: 'self', admin: 'self' },
  'action.undo': SUPERVISE_AND_SELF,

  'agent.set-state': SUPERVISE_AND_SELF,
  'agent.sign-out': SUPERVISE_AND_SELF,
  'agent.sign-in': OWN,
  'agent.cancel-pending': SUPERVISE_AND_SELF,
  'agent.end-wrap-up': SUPERVISE_AND_SELF,
  'agent.message': SUPERVISE,
  'message.read': OWN,
  'agent.borrow': SUPERVISE,
  'agent.return': SUPERVISE,
  'help.raise': { agent: 'self' },
  'help.acknowledge': SUPERVISE,
  'help.close': SUPERVISE_AND_SELF,
  'break.answer': { agent: 'self' },
  'source.resync': EVERYWHERE,

  'alert.acknowledge': SUPERVISE,
  'alert.snooze': SUPERVISE,
  'alert.take': SUPERVISE,
  'rule.set': EVERYWHERE,
  'rule.remove': EVERYWHERE,

  'case.open': { agent: 'self', lead: 'team', supervisor: 'site', admin: 'site' },
  'case.first-response': CASEWORK,
  'case.grade': CASEWORK,
  'case.attribute': CASEWORK,
  'case.take-in-authority': CASEWORK,
  'case.ask-approval': CASEWORK,
  'case.answer-approval': CASE_CHIEFS,
  'case.to-supervisor': CASEWORK,
  'case.hand-off': CASEWORK,
  'case.receive': CASEWORK,
  'case.preliminary': CASEWORK,
  'case.department-reject': CASEWORK,
  'case.arbitrate': EVERYWHERE,
  'case.plan': CASEWORK,
  'case.tell-customer': CASEWORK,
  'case.customer-answer': CASEWORK,
  'case.fixed-now': CASEWORK,
  'case.start-follow-up': CASEWORK,
  'case.follow-up-result': CASEWORK,
  'case.close': CASEWORK,
  'case.reopen': CASEWORK,
  'case.progress': CASEWORK,
  'case.promise': CASEWORK,
  'case.keep-promise': CASEWORK,
  'case.merge': CASE_CHIEFS,
  'case.cancel': CASE_CHIEFS,
  'case.comment': CASEWORK,
  'case.give': CASEWORK,
  'case.accept': CASEWORK,
  'case.decline': CASEWORK,
  'case.take': CASE_CHIEFS,
  'case.note': CASEWORK,
  'case.send-ticket': CASEWORK,
  'case.link-ticket': CASEWORK,

  'shift.set': SUPERVISE,
  'shift.remove': SUPERVISE,
  'shift.set-many': SUPERVISE,
  'roster.publish': SUPERVISE,
  'roster.discard-draft': SUPERVISE,
  'roster.acknowledge': OWN,

  'buffer.request': OWN,
  'buffer.withdraw': OWN,
  'buffer.decide': DECIDE_BUFFER,
  'buffer.review': DECIDE_BUFFER,
  'buffer.assign-post': DECIDE_BUFFER,
  'buffer.ask-cover': DECIDE_BUFFER,
  'buffer.confirm': OWN,
  'buffer.early-return': OWN,
  'buffer.check-in': OWN,
  'buffer.allow-asking': OWN,
  'buffer.ask-help': DECIDE_BUFFER,
  'buffer.cancel': { supervisor: 'site' },
  'cover.answer': OWN,
  'cover.opt-in': OWN,
  'relief.ask': OWN,
  'relief.give': DECIDE_BUFFER,
  'micro-pause.take': OWN,
  'micro-pause.end': OWN,

  'exception.add': SUPERVISE,
  'exception.remove': SUPERVISE,
  'forecast.set': EVERYWHERE,
  'swap.open': OWN,
  'swap.volunteer': OWN,
  'swap.answer': OWN,
  'swap.decide': SUPERVISE,
  'swap.withdraw': OWN,
  'open-shift.add': SUPERVISE,
  'open-shift.remove': SUPERVISE,
} as const satisfies Record<CommandType, Row>;

/** How far this role's word reaches with this command; undefined: not at all. */
export function relationOf(type: CommandType, role: Person['role'] | 'wall'): Relation | undefined {
  if (role === 'operator' || role === 'system') return 'site';
  return role === 'wall' ? undefined : (POLICY[type] as Row)[role];
}

export function reachesAgent(site: Readonly<SiteState>, by: Actor, relation: Relation, agentId: AgentId): boolean {
  if (relation === 'site') return true;
  if (relation === 'self') return by.agentId === agentId;
  const teamId = site.agents.get(agentId)?.teamId;
  return relation === 'team' && teamId !== undefined && by.teamIds.includes(teamId);
}

/** A lead reaches the queues that the lead's own agents serve. */
export function reachesQueue(site: Readonly<SiteState>, by: Actor, relation: Relation, queueId: QueueId): boolean {
  if (relation === 'site') return true;
  if (relation !== 'team') return false;
  for (const agentId of site.queues.get(queueId)?.members ?? []) if (reachesAgent(site, by, relation, agentId)) return true;
  return false;
}

/** A call that waits belongs to its queue; one that somebody has belongs to that agent. */
export function reachesVisit(site: Readonly<SiteState>, by: Actor, relation: Relation, visit: Visit): boolean {
  const holder = openLeg(visit)?.agentId;
  if (holder !== undefined) return reachesAgent(site, by, relation, holder);
  return reachesQueue(site, by, relation, visit.queueId);
}
