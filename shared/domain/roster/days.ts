import { type EvolveContext, entityKey, type SiteState, type Touched } from '../site.js';
import type { DutyEntry, RosterDay } from './duty.js';
import { dateOf, isUnpublished } from './entries.js';

/** What screens follow live is counted here: a business date of the whole roster. */
export function changeDay(
  site: SiteState,
  date: string,
  context: EvolveContext,
  touched: Touched,
  change: (day: RosterDay) => void = () => undefined,
): void {
  const day = site.rosterDays.get(date) ?? { date, version: 0, publishedVersion: 0, unpublished: 0, rev: context.position };
  site.rosterDays.set(date, day);
  change(day);
  day.version += 1;
  day.rev = context.position;
  touched.touch(entityKey('roster', date));
}

/** One entry became another one, came (from neither side) or went (to neither). */
export function noteEntry(site: SiteState, before: DutyEntry, after: DutyEntry, context: EvolveContext, touched: Touched): void {
  const date = dateOf(before.draft === null && before.published === null ? after : before);
  changeDay(site, date, context, touched, (day) => {
    day.unpublished += Number(isUnpublished(after)) - Number(isUnpublished(before));
    if (before.published !== after.published) day.publishedVersion += 1;
  });
}
