import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useSiteNow } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { ErrorState, Skeleton } from '../ui/feedback.js';
import { fetchTotals } from './api.js';

const HOUR_MS = 3_600_000;
const MOST_LINES = 8;

/** Sums of months and teams, never of fewer than five people; and how decisions were made, never by whom they were asked. */
export function Totals() {
  const t = useT();
  const formats = useFormats();
  const hour = useSiteNow(HOUR_MS);
  const { value, error, again } = useFetched(hour === null ? null : String(hour), fetchTotals);
  if (value === null) {
    return error === null ? (
      <Skeleton height={60} />
    ) : (
      <ErrorState title={t('buf.totals.failed')} cause={t('buf.totals.failedWhy')} retryLabel={t('common.retry')} onRetry={again} />
    );
  }
  return (
    <div className="buf-totals">
      <section aria-label={t('buf.totals')}>
        <h3>{t('buf.totals')}</h3>
        {value.totals.length === 0 ? (
          <p className="t2">{t('buf.totals.few', { n: value.least })}</p>
        ) : (
          <table className="tb">
            <thead>
              <tr>
                <th>{t('buf.totals.month')}</th>
                <th>{t('buf.totals.team')}</th>
                <th className="num">{t('buf.totals.requests')}</th>
                <th className="num">{t('buf.totals.approved')}</th>
                <th className="num">{t('buf.totals.deferred')}</th>
                <th className="num">{t('buf.totals.declined')}</th>
                <th className="num">{t('buf.totals.hours')}</th>
              </tr>
            </thead>
            <tbody>
              {value.totals.slice(0, MOST_LINES).map((one) => (
                <tr key={`${one.month}${one.teamId ?? ''}`}>
                  <td>{one.month}</td>
                  <td>{one.teamId === null ? t('buf.totals.site') : <Team id={one.teamId} />}</td>
                  <td className="num">{one.requests}</td>
                  <td className="num">{one.approved}</td>
                  <td className="num">{one.deferred}</td>
                  <td className="num">{one.declined}</td>
                  <td className="num">{formats.number(one.hours)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section aria-label={t('buf.decisions')}>
        <h3>
          {t('buf.decisions')} <span className="t3">{t('buf.decisions.inTime', { ratio: formats.percent(value.inTimeRatio, 0) })}</span>
        </h3>
        {value.decisions.length === 0 ? (
          <p className="t2">{t('buf.decisions.few', { n: value.least })}</p>
        ) : (
          <table className="tb">
            <thead>
              <tr>
                <th>{t('buf.decisions.who')}</th>
                <th className="num">{t('buf.totals.requests')}</th>
                <th className="num">{t('buf.decisions.median')}</th>
                <th className="num">{t('buf.totals.approved')}</th>
                <th className="num">{t('buf.totals.deferred')}</th>
                <th className="num">{t('buf.totals.declined')}</th>
                <th className="num">{t('buf.decisions.overturned')}</th>
              </tr>
            </thead>
            <tbody>
              {value.decisions.slice(0, MOST_LINES).map((one) => (
                <tr key={one.userId}>
                  <td>{one.name}</td>
                  <td className="num">{one.requests}</td>
                  <td className="num">{formats.duration(one.medianMs)}</td>
                  <td className="num">{formats.percent(one.approvedRatio, 0)}</td>
                  <td className="num">{formats.percent(one.deferredRatio, 0)}</td>
                  <td className="num">{formats.percent(one.declinedRatio, 0)}</td>
                  <td className="num">{formats.percent(one.overturnedRatio, 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}

function Team({ id }: { id: string }) {
  const formats = useFormats();
  const team = useEntity('team', id);
  return <>{team === undefined ? '–' : formats.name(team)}</>;
}
