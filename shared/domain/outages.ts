import { type EpochMs, epochMs } from '../kernel/time.js';
import type { SiteState } from './site.js';

/** When a source was not heard, oldest first, of the last day: what it would have told then is not known. */
export function outagesOf(
  { sources }: Readonly<Pick<SiteState, 'sources'>>,
  source: string,
  now: EpochMs,
): { readonly startAt: EpochMs; readonly endAt: EpochMs }[] {
  const { outages = [], lostAt } = sources.get(source) ?? {};
  return lostAt === undefined ? [...outages] : [...outages, { startAt: lostAt, endAt: epochMs(Math.max(lostAt, now)) }];
}
