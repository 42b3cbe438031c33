import { useT } from '../i18n/provider.js';
import { Skeleton } from '../ui/feedback.js';

const ROWS = Array.from({ length: 14 }, (_, at) => ({ key: `row-${at}`, left: 4 + ((at * 7) % 36), width: 50 + ((at * 5) % 14) }));

/** The shape of a day, before its shifts are here. */
export function RosterSkeleton() {
  const t = useT();
  return (
    <div className="roster" aria-busy="true">
      <span className="sr" role="status">
        {t('roster.loading')}
      </span>
      <div className="rs-bar">
        <Skeleton width={320} height={16} />
      </div>
      <RowsSkeleton />
    </div>
  );
}

export function RowsSkeleton() {
  return (
    <div className="rs-plan" aria-hidden="true">
      <div className="rs-head" />
      <div className="rs-curve" />
      <div className="rs-axis-name" />
      <div className="rs-axis" />
      <div className="rs-rows">
        {ROWS.map(({ key, left, width }) => (
          <div key={key} className="rs-row is-skeleton">
            <div className="rs-name">
              <Skeleton width={96} />
            </div>
            <div className="rs-track">
              <span className="sk" style={{ position: 'absolute', left: `${left}%`, width: `${width}%`, top: 8, height: 22 }} />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
