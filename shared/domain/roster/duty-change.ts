import type { AgentId } from '../../kernel/ids.js';
import type { EventOf } from '../events.js';
import { type EvolveContext, entityKey, type SiteState, type Touched } from '../site.js';
import { noteEntry } from './days.js';
import type { Duty, DutyEntry } from './duty.js';
import { byStart, shiftOf } from './entries.js';

/** Where an event of the roster lands. */
export interface Into {
  readonly site: SiteState;
  readonly context: EvolveContext;
  readonly touched: Touched;
}
type By = Pick<EventOf<'shift.set'>, 'by' | 'occurredAt'>;

/** Changes what is planned for somebody, and counts it. */
export function changeDuty(into: Into, agentId: AgentId, by: By, change: (duty: Duty) => void): void {
  const duty = into.site.duties.get(agentId) ?? newDuty(into, agentId);
  change(duty);
  duty.version += 1;
  duty.changed = { by: { ...by.by }, at: by.occurredAt };
  touchDuty(into, duty);
}

function newDuty({ site, context }: Into, agentId: AgentId): Duty {
  const duty: Duty = { agentId, entries: [], exceptions: [], version: 0, publishedVersion: 0, rev: context.position };
  site.duties.set(agentId, duty);
  return duty;
}

/** Another entry at a place; a new place for -1. An entry with neither side is no more. */
export function putEntry({ site, context, touched }: Into, duty: Duty, at: number, after: DutyEntry): void {
  const before = duty.entries[at] ?? { draft: null, published: null };
  if (at === -1) duty.entries.push(after);
  else if (after.draft === null && after.published === null) duty.entries.splice(at, 1);
  else duty.entries[at] = after;
  noteEntry(site, before, after, context, touched);
  duty.entries.sort((a, b) => byStart(shiftOf(a), shiftOf(b)));
}

export function touchDuty({ context, touched }: Into, duty: Duty): void {
  duty.rev = context.position;
  touched.touch(entityKey('duty', duty.agentId));
}
