import type { CaseCommand } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import { personOf } from '../person.js';
import { entityKey, type SiteState } from '../site.js';
import { isCaseOpen } from './case.js';
import { AUTHORITY } from './decide-authority.js';
import { DEPARTMENTS } from './decide-departments.js';
import { FLOW, isOwnCase, NOT_OF_ONE_S_OWN } from './decide-flow.js';
import { GRADING } from './decide-grade.js';
import { openCase } from './decide-open.js';
import { PEOPLE } from './decide-people.js';
import { caughtUp } from './due.js';
import { mayComment, mayWork } from './reach.js';
import type { LaterCommand, Ruled, Rules, Work } from './rule.js';
import { withTimers } from './timers.js';

const RULES: Rules<LaterCommand['type']> = { ...FLOW, ...GRADING, ...DEPARTMENTS, ...AUTHORITY, ...PEOPLE };
/** What may be done with a case that is over. */
const AFTERWARDS: ReadonlySet<string> = new Set(['case.reopen', 'case.comment', 'case.note']);

/** What people may do with escalation cases: B.3.2, row by row. */
export function decideCase(site: Readonly<SiteState>, command: CaseCommand, ask: Ask): Decision {
  if (command.type === 'case.open') return openCase(site, command, ask);
  const stored = site.cases.get(command.caseId);
  if (stored === undefined) return refuse('not-found');
  const { now, by: actor } = ask.context;
  const may = command.type === 'case.comment' ? mayComment : mayWork;
  if (!may(site, stored, actor, ask.relation)) return refuse('not-permitted');
  if (!isCaseOpen(stored) && !AFTERWARDS.has(command.type)) return refuse('wrong-state', { detail: stored.state });
  // What was due before now comes first, whether or not a node has noticed.
  const { one, events: due } = caughtUp(site, stored, now);
  const by = personOf(actor);
  const work: Work = { site, one, ask, now, by, on: { occurredAt: now, caseId: one.id, by } };
  if (NOT_OF_ONE_S_OWN.has(command.type) && isOwnCase(work)) return refuse('own-case');
  const ruled = (RULES[command.type] as (work: Work, command: LaterCommand) => Ruled)(work, command);
  if (!ruled.ok) return { ok: false, error: ruled.error };
  const { events, what, reason, reads } = ruled.value;
  return grant({
    on: { caseId: one.id, ...(one.queueId === undefined ? {} : { queueId: one.queueId }) },
    detail: { ...(what === undefined ? {} : { what: what.slice(0, 120) }), ...(reason === undefined ? {} : { reason }) },
    events: [...due, ...withTimers(site, one, events, now)],
    reads: [entityKey('case', one.id), ...(reads ?? [])],
  });
}
