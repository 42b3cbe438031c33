import type { TeamId } from '../../kernel/ids.js';
import type { SiteState } from '../site.js';
import type { BufferMonth } from './buffer.js';
import { LEAST_PEOPLE, monthsOf } from './ledger.js';

/** A lead's: of the lead's teams, and never of the whole, from which the other teams could be told. */
export const monthsOfTeams = (site: Readonly<SiteState>, teamIds: readonly TeamId[]): BufferMonth[] =>
  monthsOf(site).filter(({ teamId }) => teamId !== undefined && teamIds.includes(teamId));

/** The whole site's: a month's sum is left out where its teams, taken away from it, would leave the requests of a few. */
export function monthsOfSite(site: Readonly<SiteState>): BufferMonth[] {
  const months = monthsOf(site);
  return months.filter((month) => month.teamId !== undefined || isSafeSum(month, months));
}

/** Whoever changed teams is counted in both, so at least so many people are in none of those shown; and no request is counted twice. */
function isSafeSum(sum: BufferMonth, months: readonly BufferMonth[]): boolean {
  const teams = months.filter(({ month, teamId }) => month === sum.month && teamId !== undefined);
  const inTeams = (of: (month: BufferMonth) => number) => teams.reduce((all, month) => all + of(month), 0);
  return sum.requests === inTeams(({ requests }) => requests) || sum.people - inTeams(({ people }) => people) >= LEAST_PEOPLE;
}
