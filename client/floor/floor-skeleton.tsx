import './floor.css';
import './kpi-strip.css';
import './queues.css';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/provider.js';
import { Skeleton } from '../ui/feedback.js';

/** After this it is said what is being waited for. */
const SAY_AFTER_MS = 3_000;

/** The floor's own geometry, without anything on it yet: nothing moves when it arrives. */
export function FloorSkeleton() {
  const t = useT();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), SAY_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, []);
  const rows = (count: number) => Array.from({ length: count }, (_, n) => n);
  return (
    <section className="floor is-loading" aria-busy="true" aria-label={t('floor.title')}>
      <div className="floor-kpis" aria-hidden="true">
        {rows(8).map((n) => (
          <div key={n} className="floor-kg">
            <div className="floor-k">
              <Skeleton width={64} />
              <Skeleton width={72} height={24} />
              <Skeleton width={82} />
            </div>
          </div>
        ))}
      </div>
      <div className="floor-upper">
        <div className="floor-pan">
          <div className="floor-h">
            <Skeleton width={90} />
            <span role="status" className="floor-meta">
              {late ? t('common.loadingWhat', { what: t('floor.loading.view') }) : <span className="sr">{t('common.loading')}</span>}
            </span>
          </div>
          <div className="floor-sk-row is-head" />
          {rows(12).map((n) => (
            <div key={n} className="floor-sk-row" aria-hidden="true">
              <Skeleton width={110} />
              <Skeleton width={40} />
              <Skeleton width={`${60 - n * 4}%`} />
            </div>
          ))}
        </div>
        <div className="floor-pan floor-callers" aria-hidden="true">
          <div className="floor-h">
            <Skeleton width={90} />
          </div>
          {rows(12).map((n) => (
            <div key={n} className="floor-sk-row">
              <Skeleton width={70} />
              <Skeleton width={140} />
            </div>
          ))}
        </div>
      </div>
      <div className="floor-pan floor-side" aria-hidden="true">
        <div className="floor-h">
          <Skeleton width={70} />
        </div>
      </div>
      <div className="floor-pan floor-agents" aria-hidden="true">
        <div className="floor-h">
          <Skeleton width={90} />
        </div>
        <div className="floor-sk-seats">
          {rows(60).map((n) => (
            <Skeleton key={n} height={24} />
          ))}
        </div>
      </div>
    </section>
  );
}
