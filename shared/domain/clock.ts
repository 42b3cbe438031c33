import { type EpochMs, epochMs, MINUTE_MS } from '../kernel/time.js';
import type { EventOf } from './events.js';
import type { SiteClock, SiteState } from './site.js';

/** The site clock at a moment of Redis's time. A real site's is Redis's time itself. */
export function siteTimeAt(clock: SiteClock | undefined, redisAt: EpochMs): EpochMs {
  return clock === undefined ? redisAt : epochMs(Math.round(clock.anchorSiteAt + (redisAt - clock.anchorRedisAt) * clock.rate));
}

export const rateOf = (clock: SiteClock | undefined): number => clock?.rate ?? 1;

/** How long, in real time, until the site clock shows `siteAt`; never negative. */
export function realMsUntil(clock: SiteClock | undefined, siteAt: EpochMs, redisAt: EpochMs): number {
  return Math.max(0, (siteAt - siteTimeAt(clock, redisAt)) / rateOf(clock));
}

/**
 * What must be anchored for the site clock to run at `rate` from now; `undefined` when it does already. It never goes behind
 * what was folded. A fast clock goes on from where its day stopped: ten hours of standstill are not a thousand hours of calls.
 */
export function decideClock(site: Readonly<SiteState>, rate: number, redisNow: EpochMs): EventOf<'clock.anchored'> | undefined {
  const siteNow = siteTimeAt(site.clock, redisNow);
  const isRight = rateOf(site.clock) === rate && siteNow >= site.foldedAt;
  const wasAway = rate !== 1 && siteNow - site.foldedAt > MINUTE_MS * rate;
  if (isRight && !(wasAway && site.foldedAt > 0)) return undefined;
  const isAhead = site.foldedAt > redisNow;
  const anchorSiteAt = site.foldedAt > 0 && (rate !== 1 || isAhead) ? site.foldedAt : redisNow;
  return { type: 'clock.anchored', occurredAt: anchorSiteAt, anchorRedisAt: redisNow, anchorSiteAt, rate };
}
