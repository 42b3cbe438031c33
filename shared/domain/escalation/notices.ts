import type { CaseEvent } from '../events.js';
import type { Person } from '../person.js';
import type { SiteState } from '../site.js';
import { type Case, type CaseNotice, gradeOf, isCaseOpen, MAX_NOTICES } from './case.js';
import type { Reader } from './notice-reader.js';
import { isBarred } from './reach.js';
import { whatOf } from './timeline.js';

/**
 * Who is told of what happens to a case by itself: ES-T1 (the owner at 80 %, the owner's lead at 100 %, then further up), B.3.5 (the owner
 * before a promise is due, the lead when it is), ES-O3 (the lead of who did not answer), ES-O2 (the first responder, of the result), I19.
 * A notice stays until one of those it is for has taken note, or until what it tells is so no more.
 */
type To = CaseNotice['to'];
interface Telling {
  readonly to: readonly To[];
  readonly about: string;
  readonly kind?: CaseNotice['kind'];
}

/** Notes what an event, which is part of the case by now, has to tell; and forgets what is no news any more. */
export function noteNotices(one: Case, event: CaseEvent): void {
  const before = one.notices ?? [];
  const telling = tellingOf(one, event);
  if (before.length === 0 && telling === undefined) return;
  const kept = before.filter((notice) => isNews(one, notice));
  if (telling !== undefined) {
    const { to: readers, about, kind = event.type.slice('case.'.length) as CaseNotice['kind'] } = telling;
    const [at, what] = [event.occurredAt, whatOf(event)];
    for (const to of readers) {
      const replaced = kept.findIndex((notice) => notice.about === about && notice.to === to);
      if (replaced >= 0) kept.splice(replaced, 1);
      kept.push({ id: `${about} ${to} ${at}`, about, at, kind, to, ...(what === undefined ? {} : { what }) });
    }
  }
  if (kept.length === 0) delete one.notices;
  else one.notices = kept.slice(-MAX_NOTICES);
}

function tellingOf(one: Readonly<Case>, event: CaseEvent): Telling | undefined {
  switch (event.type) {
    case 'case.timer-warned':
      return { to: ['owner'], about: event.code };
    case 'case.timer-breached':
      return { to: ['owner', 'lead'], about: event.code };
    case 'case.timer-escalated':
      return { to: ['supervisor'], about: event.code };
    case 'case.promise-reminded':
      return { to: ['owner'], about: event.promiseId };
    case 'case.promise-broken':
      return { to: ['lead'], about: event.promiseId };
    case 'case.grade-raised':
      return { to: ['owner', 'lead'], about: 'grade' };
    case 'case.offered':
      return { to: ['asked'], about: 'offer' };
    case 'case.offer-unanswered':
      return { to: ['lead-of-asked'], about: 'offer' };
    case 'case.owner-changed':
      return event.how === 'custody' ? { to: ['owner'], about: 'custody' } : undefined;
    case 'case.unowned':
      return { to: ['supervisor'], about: 'unowned' };
    case 'case.fixed':
      return resultOf(one, event, 'resolved');
    case 'case.customer-answered':
      return event.to === 'resolved' ? resultOf(one, event, 'resolved') : undefined;
    case 'case.cancelled':
      return resultOf(one, event, 'cancelled');
    case 'case.merged':
      return resultOf(one, event, 'merged');
    default:
      return undefined;
  }
}

/** Who brought it about knows. */
const resultOf = (one: Readonly<Case>, { by }: CaseEvent, kind: CaseNotice['kind']): Telling | undefined =>
  by.userId === one.firstResponder.userId ? undefined : { to: ['first-responder'], about: 'result', kind };

function isNews(one: Readonly<Case>, { about, at, kind, what }: CaseNotice): boolean {
  switch (kind) {
    case 'resolved':
      return one.resolvedAt !== undefined;
    case 'cancelled':
    case 'merged':
      return true;
    default:
      if (!isCaseOpen(one)) return false;
  }
  switch (kind) {
    case 'timer-warned':
    case 'timer-breached':
    case 'timer-escalated':
      return one.timers.some(
        (timer) => timer.code === about && timer.endedAt === undefined && timer.startedAt <= at && timer.level !== 'none',
      );
    case 'promise-reminded':
    case 'promise-broken':
      return one.promises.some((promise) => promise.id === about && promise.keptAt === undefined);
    case 'grade-raised':
      return what?.split(' ')[1] === gradeOf(one);
    case 'offered':
    case 'offer-unanswered':
      return one.offered !== undefined && one.offered.since <= at;
    case 'owner-changed':
      return one.ownerSince <= at;
    case 'unowned':
      return one.owner.role === 'system';
  }
}

/** Whom a notice is for now: whoever has the case has its clocks and promises too. All of them may see the case. */
export function readerOf(site: Readonly<SiteState>, one: Readonly<Case>, { to }: CaseNotice): Reader | undefined {
  switch (to) {
    case 'owner':
      return one.owner.role === 'system' ? {} : { userId: one.owner.userId };
    case 'lead':
      return leadOf(site, one, one.owner);
    case 'asked':
      return one.offered && { userId: one.offered.to.userId };
    case 'lead-of-asked':
      return one.offered && leadOf(site, one, one.offered.to);
    case 'first-responder':
      return { userId: one.firstResponder.userId };
    case 'supervisor':
      return {};
  }
}

/** A complaint about somebody is not left to their direct lead (ES-O4), nor is what nobody leads. */
function leadOf(site: Readonly<SiteState>, one: Readonly<Case>, person: Person): Reader {
  if (person.role !== 'agent' || person.agentId === undefined) return {};
  const teamId = site.agents.get(person.agentId)?.teamId;
  const name = teamId === undefined ? undefined : site.teams.get(teamId)?.lead;
  if (teamId === undefined || name === undefined) return {};
  return isBarred(site, one, { userId: name, name, role: 'lead', teamIds: [teamId] }) ? {} : { teamId };
}
