import { draftsOf, publishedOf } from '../../shared/domain/roster/entries.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import { wallClock } from '../../shared/kernel/zone.js';
import { BYTE_ORDER_MARK, csvLine } from '../csv/write-csv.js';
import { COLUMNS } from './roster-csv.js';
import type { Days } from './roster-range.js';

/** The roster as a file that can be read in again. Buffer shifts are no part of it: a shift says what was planned (B.4.4). */
export function rosterCsv(site: Readonly<SiteState>, people: readonly Agent[], { from, to }: Days, what: 'published' | 'draft'): string {
  const lines = [csvLine(COLUMNS)];
  for (const agent of people) {
    const duty = site.duties.get(agent.id);
    const team = agent.teamId === undefined ? '' : (site.teams.get(agent.teamId)?.name ?? '');
    for (const shift of what === 'published' ? publishedOf(duty) : draftsOf(duty)) {
      if (shift.businessDate < from || shift.businessDate > to) continue;
      const { businessDate, startLocal, endLocal, zone } = shift;
      lines.push(csvLine([agent.key, agent.name, team, businessDate, startLocal, endLocal, activitiesOf(shift), zone]));
    }
  }
  return BYTE_ORDER_MARK + lines.join('');
}

/** All but the time on the phones, as it is read. */
export function activitiesOf({ segments, zone }: Pick<Shift, 'segments' | 'zone'>): string {
  const time = (at: Shift['startAt']) => {
    const minutes = Math.floor(wallClock(at, zone).sinceMidnightMs / 60_000);
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  };
  return segments
    .filter(({ activity }) => activity !== 'phone')
    .map(({ activity, post, startAt, endAt }) => `${activity}${post === undefined ? '' : `/${post}`} ${time(startAt)}-${time(endAt)}`)
    .join('; ');
}
