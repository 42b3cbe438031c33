import type { CaseEvent } from '../events.js';
import { type Case, type CaseEntry, MAX_ENTRIES } from './case.js';

/** Adds what happened to the case's timeline. The first line stays; beyond the bound the oldest after it are in the log alone. */
export function addEntry(one: Case, event: CaseEvent): void {
  if (event.type === 'case.timers-set' || event.type === 'case.noted') return;
  const text = textOf(event);
  const what = whatOf(event);
  one.entries.push({
    at: event.occurredAt,
    by: { ...event.by },
    kind: event.type.slice('case.'.length),
    ...(what === undefined ? {} : { what }),
    ...(text === undefined ? {} : { text }),
  } satisfies CaseEntry);
  one.entryCount += 1;
  if (one.entries.length > MAX_ENTRIES) one.entries.splice(1, 1);
}

/** Somebody's words. */
function textOf(event: CaseEvent): string | undefined {
  switch (event.type) {
    case 'case.first-responded':
      return event.direction;
    case 'case.opened':
    case 'case.handed-off':
    case 'case.department-judged':
    case 'case.planned':
    case 'case.customer-told':
    case 'case.customer-answered':
    case 'case.fixed':
    case 'case.progressed':
    case 'case.commented':
      return event.text;
    case 'case.graded':
    case 'case.routed':
    case 'case.approval-asked':
    case 'case.approval-answered':
    case 'case.department-rejected':
    case 'case.reopened':
    case 'case.cancelled':
    case 'case.offer-declined':
      return event.reason;
    case 'case.promised':
      return event.promise.text;
    case 'case.authority-used':
      return event.evidence;
    case 'case.closed':
      return event.review;
    case 'case.offered':
      return event.note;
    default:
      return undefined;
  }
}

/** A code that a screen has a word for, or a name. */
export function whatOf(event: CaseEvent): string | undefined {
  switch (event.type) {
    case 'case.opened':
      return event.caseType;
    case 'case.graded':
      return event.grade;
    case 'case.grade-raised':
      return `${event.from} ${event.grade} ${event.code ?? event.because}`;
    case 'case.attributed':
      return event.causeClass;
    case 'case.routed':
      return event.route;
    case 'case.handed-off':
      return event.department;
    case 'case.department-rejected':
      return event.suggestedDepartment;
    case 'case.authority-used':
    case 'case.approval-asked':
      return `${event.entry} ${event.amount}`;
    case 'case.approval-answered':
      return event.granted ? 'granted' : 'refused';
    case 'case.customer-answered':
      return event.answer;
    case 'case.followed-up':
      return event.result;
    case 'case.customer-told':
    case 'case.progressed':
    case 'case.first-responded':
      return event.channel;
    case 'case.merged':
      return event.intoCaseId;
    case 'case.merged-in':
      return event.fromCaseId;
    case 'case.commented':
      return event.mentions.length === 0 ? undefined : event.mentions.map(({ name }) => name).join(' ');
    case 'case.offered':
      return event.to.name;
    case 'case.owner-changed':
      return event.owner.name;
    case 'case.ticket-changed':
      return event.resolution ?? event.state;
    case 'case.timer-warned':
    case 'case.timer-breached':
      return event.code;
    case 'case.timer-escalated':
      return `${event.code} ${event.level}`;
    default:
      return undefined;
  }
}
