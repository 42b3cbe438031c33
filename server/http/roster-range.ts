import type { Agent, SiteState } from '../../shared/domain/site.js';
import { dayNumberOf } from '../../shared/kernel/calendar-date.js';
import type { TeamId } from '../../shared/kernel/ids.js';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import { addDays, atWallClock } from '../../shared/kernel/zone.js';
import { MOST_SHEET_DAYS, MOST_SHEET_PEOPLE } from '../../shared/protocol/roster-http.js';
import { type Scope, seesAgent } from '../auth/scope.js';
import type { Refusal } from './problem.js';

/** Business dates that somebody asks about, both included, and the time they fill in the site's zone. */
export interface Days {
  readonly from: string;
  readonly to: string;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
}

export function daysOf({ from, to }: { from: string; to: string }, zone: string): Result<Days, Refusal> {
  const days = dayNumberOf(to) - dayNumberOf(from) + 1;
  if (days < 1) return wrong('to', 'must not be before from');
  if (days > MOST_SHEET_DAYS) return wrong('to', `must be within ${MOST_SHEET_DAYS} days`);
  return ok({ from, to, startAt: midnight(from, zone), endAt: midnight(addDays(to, 1), zone) });
}

/** The first instant of a local date. */
export const midnight = (date: string, zone: string): EpochMs => epochMs(Math.max(0, atWallClock({ date, sinceMidnightMs: 0 }, zone)));

/** Whom an answer is about: in scope, of the team if one is named, in the order of their seats. Phones are nobody. */
export function peopleOf(site: Readonly<SiteState>, scope: Scope, teamId: TeamId | undefined): Result<Agent[], Refusal> {
  const isAsked = (agent: Agent) =>
    agent.isPhone !== true && seesAgent(scope, agent.id) && (teamId === undefined || agent.teamId === teamId);
  const people = [...site.agents.values()].filter(isAsked).sort((a, b) => a.order - b.order);
  if (teamId !== undefined && people.length === 0) return err({ code: 'not-found' });
  if (people.length > MOST_SHEET_PEOPLE) return wrong('teamId', `must be given: there are more than ${MOST_SHEET_PEOPLE} people`);
  return ok(people);
}

const wrong = (field: string, reason: string): Result<never, Refusal> => err({ code: 'bad-request', errors: [{ field, reason }] });
