import { useFormats, useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';
import { Big } from './big.js';
import type { WallNow, WallQueue } from './wall-model.js';

/** The one thing that needs the room, said once and large; or, on a calm floor, four numbers. `null`: nothing that can be trusted. */
export function NowPage({ now }: { now: WallNow | null }) {
  const t = useT();
  const formats = useFormats();
  const takeover = now?.takeover ?? null;
  return (
    <div className={takeover === null ? 'tv-now calm' : 'tv-now'}>
      {takeover !== null && now !== null && <Takeover queue={takeover} others={now.breaches - 1} />}
      <div className="tv-four">
        <Big
          label={t('metric.serviceLevel')}
          severity={now?.serviceLevel.severity}
          value={formats.percentValue(now?.serviceLevel.ratio, 0)}
          unit="%"
          note={
            now === null
              ? ''
              : now.serviceLevel.goalRatio === null
                ? t('tv.today')
                : t('tv.goal', { goal: formats.percentValue(now.serviceLevel.goalRatio, 0) })
          }
        />
        <Big label={t('metric.waiting')} value={formats.number(now?.waiting)} note={now === null ? '' : t('tv.nowNote')} />
        {takeover === null ? (
          <Big
            label={t('metric.longestWait')}
            severity={now?.longest?.severity === 'breach' ? 'breach' : undefined}
            value={now === null || now.longest === null ? formats.duration(null) : formats.duration(now.longest.longestWaitMs)}
            note={
              now === null
                ? ''
                : now.longest === null
                  ? t('tv.nobodyWaits')
                  : t('tv.sla', { limit: formats.duration(now.longest.queue.thresholdMs) })
            }
          />
        ) : (
          <Big
            label={t('metric.abandonRatio')}
            severity={now?.abandoned.severity}
            value={formats.percentValue(now?.abandoned.ratio, 1)}
            unit="%"
            note={t('tv.atMost', { limit: 5 })}
          />
        )}
        <Big
          label={t('metric.readyAgents')}
          value={formats.number(now?.ready)}
          note={now?.signedIn == null ? '' : t('tv.signedIn', { n: formats.number(now.signedIn) })}
        />
      </div>
    </div>
  );
}

function Takeover({ queue, others }: { queue: WallQueue; others: number }) {
  const t = useT();
  const formats = useFormats();
  const { thresholdMs, waiting, agents } = queue.queue;
  const threshold = Math.min(1, thresholdMs / Math.max(1, queue.longestWaitMs));
  return (
    <section className="tv-take">
      <div>
        <h2>
          <Glyph name="octagon" label={t('severity.breach')} />
          <span className="el">{formats.name(queue.queue)}</span>
        </h2>
        <p>{t('tv.waitingReady', { waiting, ready: agents.ready })}</p>
        {others > 0 && <p>{t('tv.otherBreaches', { n: others })}</p>}
      </div>
      <div>
        <div className="tv-take-label">{t('metric.longestWait')}</div>
        <div className="tv-take-value">{formats.duration(queue.longestWaitMs)}</div>
      </div>
      <div className="tv-take-line" aria-hidden="true">
        <i style={{ width: `${threshold * 100}%` }} />
        <b style={{ left: `${threshold * 100}%` }} />
      </div>
      <div className="tv-take-ends">
        <span>{t('tv.sla', { limit: formats.duration(thresholdMs) })}</span>
        <span>{t('tv.over', { by: formats.duration(queue.longestWaitMs - thresholdMs) })}</span>
      </div>
    </section>
  );
}
