import { memo, useCallback, useMemo } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useWaitingIds } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';
import type { LiveStore } from '../live/store.js';
import { CallerList } from './caller-list.js';
import { matchesCaller } from './filters.js';
import type { FloorAddress } from './floor-address.js';
import { useSampled } from './sampled.js';

/** Everybody who waits on the site, beside the lanes. */
export const CallersPanel = memo(function CallersPanel({ address, openCall }: { address: FloorAddress; openCall: string | null }) {
  const t = useT();
  const { store } = useLiveSession();
  const all = useWaitingIds();
  const { queueIds, teamIds, states, text } = address;
  const ids = useMemo(() => {
    if (queueIds.length === 0 && text === '') return all;
    const matches = matchesCaller({ queueIds, teamIds, states, text });
    return all.filter((id) => {
      const visit = store.get('visit', id);
      return visit !== undefined && matches(visit, store);
    });
  }, [all, queueIds, teamIds, states, text, store]);
  const inTime = useInTime();
  return (
    <section className="floor-pan floor-callers" data-region="" aria-label={t('floor.callers')}>
      <div className="floor-h">
        <h2>
          {t('floor.callers')} <small>{ids.length === all.length ? all.length : `${ids.length}/${all.length}`}</small>
        </h2>
        <span className="floor-meta">{t('floor.callers.longestFirst')}</span>
        {all.length > 0 && <span className="floor-meta floor-right">{t('floor.callers.inTime', { count: inTime })}</span>}
      </div>
      {ids.length > 0 ? (
        <CallerList ids={ids} openCall={openCall} label={t('floor.callers')} />
      ) : (
        <div className="empty">
          <strong>{all.length === 0 ? t('floor.callers.none') : t('floor.nothingMatches', { what: t('floor.what.callers') })}</strong>
          {all.length === 0 && <LongestToday />}
        </div>
      )}
    </section>
  );
});

/** Callers whose own queue's threshold is not past. */
function useInTime(): number {
  const { indexes } = useLiveSession();
  return useSampled(
    useCallback(
      (store: LiveStore, siteNow: number) => {
        let inTime = 0;
        for (const id of indexes.visits.ids('waiting')) {
          const visit = store.get('visit', id);
          const thresholdMs = visit && store.get('queue', visit.queueId)?.thresholdMs;
          if (visit && thresholdMs !== undefined && siteNow - visit.enteredAt <= thresholdMs) inTime++;
        }
        return inTime;
      },
      [indexes],
    ),
  );
}

/** What calm looks like, and the day's last notable thing. */
function LongestToday() {
  const t = useT();
  const formats = useFormats();
  const { store } = useLiveSession();
  const longest = useCollection('figures', longestToday);
  const queue = longest.queueId === null ? undefined : store.get('queue', longest.queueId);
  if (!queue || longest.maxWaitMs === 0) return null;
  return (
    <p className="s12 t3">
      {t('floor.callers.longestToday', { longest: formats.duration(longest.maxWaitMs), queue: formats.name(queue) })}
    </p>
  );
}

function longestToday(figures: ReadonlyMap<string, { id: string; maxWaitMs: number }>): { queueId: string | null; maxWaitMs: number } {
  let longest: { queueId: string | null; maxWaitMs: number } = { queueId: null, maxWaitMs: 0 };
  for (const { id, maxWaitMs } of figures.values()) {
    if (id.endsWith('|today') && !id.startsWith('site|') && maxWaitMs > longest.maxWaitMs)
      longest = { queueId: id.slice(0, id.indexOf('|')), maxWaitMs };
  }
  return longest;
}
