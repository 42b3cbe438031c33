import type { AgentId } from '../../kernel/ids.js';
import { unreachable } from '../../kernel/unreachable.js';
import type { EventOf, RosterEvent } from '../events.js';
import type { EvolveContext, SiteState, Touched } from '../site.js';
import { entityKey } from '../site.js';
import { changeDay, noteEntry } from './days.js';
import type { Duty, DutyEntry } from './duty.js';
import { byStart, dateOf, inRange, isUnpublished, shiftOf, withDraft } from './entries.js';
import { forgetPastDays } from './forget.js';

/** The number of publications kept for the list of what was told when. */
const MOST_PUBLICATIONS = 60;

/** Where an event of the roster lands. */
interface Into {
  readonly site: SiteState;
  readonly context: EvolveContext;
  readonly touched: Touched;
}

export function evolveRoster(site: SiteState, event: RosterEvent, context: EvolveContext, touched: Touched): void {
  const into = { site, context, touched };
  switch (event.type) {
    case 'shift.set':
      return shiftSet(into, event);
    case 'shift.removed':
      return changeDuty(into, event, (duty) => {
        const at = duty.entries.findIndex(({ draft }) => draft?.id === event.shiftId);
        if (at !== -1) putEntry(into, duty, at, null);
      });
    case 'roster.published':
      return published(into, event);
    case 'roster.acknowledged': {
      const duty = site.duties.get(event.agentId);
      if (duty === undefined) return;
      duty.acknowledgedVersion = Math.max(duty.acknowledgedVersion ?? 0, event.version);
      return touchDuty(into, duty);
    }
    default:
      return unreachable(event);
  }
}

function shiftSet(into: Into, event: EventOf<'shift.set'>): void {
  const shift = structuredClone(event.shift);
  changeDuty(into, event, (duty) => {
    const { replaces } = event;
    const at = replaces === undefined ? -1 : duty.entries.findIndex((entry) => shiftOf(entry).id === replaces);
    putEntry(into, duty, at, shift);
  });
}

/** Plans a shift at a place, or away from it; a new place for -1. An entry with neither side is no more. */
function putEntry({ site, context, touched }: Into, duty: Duty, at: number, draft: DutyEntry['draft']): void {
  const before = duty.entries[at] ?? { draft: null, published: null };
  const after = withDraft(before, draft);
  if (at === -1) duty.entries.push(after);
  else if (after.draft === null && after.published === null) duty.entries.splice(at, 1);
  else duty.entries[at] = after;
  noteEntry(site, before, after, context, touched);
  duty.entries.sort((a, b) => byStart(shiftOf(a), shiftOf(b)));
}

function published(into: Into, event: EventOf<'roster.published'>): void {
  const { site, context, touched } = into;
  const { publicationId, no, from, to, by, occurredAt, changed, agentIds, teamIds } = event;
  const teams = teamIds === undefined ? {} : { teamIds: [...teamIds] };
  site.publications.push({ id: publicationId, no, from, to, at: occurredAt, by: { ...by }, agents: agentIds.length, changed, ...teams });
  if (site.publications.length > MOST_PUBLICATIONS) site.publications.shift();
  for (const agentId of agentIds) publishDuty(into, agentId, event);
  for (const day of site.rosterDays.values()) {
    if (!inRange(day.date, event)) continue;
    changeDay(site, day.date, context, touched, (one) => {
      one.published = { no, at: occurredAt };
    });
  }
  forgetPastDays(site, touched);
}

function publishDuty(into: Into, agentId: AgentId, event: EventOf<'roster.published'>): void {
  const duty = into.site.duties.get(agentId);
  if (duty === undefined) return;
  const kept: DutyEntry[] = [];
  for (const entry of duty.entries) {
    if (!inRange(dateOf(entry), event) || !isUnpublished(entry)) {
      kept.push(entry);
      continue;
    }
    const after = { draft: entry.draft, published: entry.draft };
    noteEntry(into.site, entry, after, into.context, into.touched);
    if (after.draft !== null) kept.push(after);
  }
  duty.entries = kept;
  duty.publishedVersion += 1;
  note(into, duty, event);
}

function changeDuty(into: Into, event: EventOf<'shift.set' | 'shift.removed'>, change: (duty: Duty) => void): void {
  const duty = into.site.duties.get(event.agentId) ?? newDuty(into, event.agentId);
  change(duty);
  note(into, duty, event);
}

function newDuty({ site, context }: Into, agentId: AgentId): Duty {
  const duty: Duty = { agentId, entries: [], exceptions: [], version: 0, publishedVersion: 0, rev: context.position };
  site.duties.set(agentId, duty);
  return duty;
}

function note(into: Into, duty: Duty, { by, occurredAt }: Pick<EventOf<'shift.set'>, 'by' | 'occurredAt'>): void {
  duty.version += 1;
  duty.changed = { by: { ...by }, at: occurredAt };
  touchDuty(into, duty);
}

function touchDuty({ context, touched }: Into, duty: Duty): void {
  duty.rev = context.position;
  touched.touch(entityKey('duty', duty.agentId));
}
