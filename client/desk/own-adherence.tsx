import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { ErrorState, Skeleton } from '../ui/feedback.js';
import { activityWord } from './activity-word.js';
import { fetchMyAdherence } from './shifts-api.js';

const MINUTE_MS = 60_000;

/** How far I kept to the plan: the very number that my lead sees, with each time that was otherwise, and those that do not count. */
export function OwnAdherence({ agentId }: { agentId: string }) {
  const t = useT();
  const minute = useSiteNow(MINUTE_MS);
  const { value, error, again } = useFetched(minute === null ? null : `${agentId}|${minute}`, fetchMyAdherence);
  return (
    <section className="mine-part" aria-label={t('shifts.adherence')}>
      <h3>{t('shifts.adherence')}</h3>
      {value === null && error === null && <Skeleton height={60} />}
      {value === null && error !== null && (
        <ErrorState title={t('shifts.adherence.failed')} cause={t('well.unreachable')} retryLabel={t('common.retry')} onRetry={again} />
      )}
      {value !== null && (value.row === null ? <p className="t2">{t('shifts.adherence.none')}</p> : <Row row={value.row} />)}
    </section>
  );
}

type AdherenceRow = NonNullable<NonNullable<Awaited<ReturnType<typeof fetchMyAdherence>> & { ok: true }>['value']['row']>;

function Row({ row }: { row: AdherenceRow }) {
  const t = useT();
  const formats = useFormats();
  const excused = row.excused.filter(({ startAt, endAt }) => endAt - startAt >= MINUTE_MS);
  const span = ({ startAt, endAt }: { startAt: number; endAt: number }) => `${formats.time(startAt)}–${formats.time(endAt)}`;
  return (
    <>
      <p className="mine-ratio">
        <b>{formats.percent(row.ratio)}</b> <span className="t3">{t('shifts.adherence.same')}</span>
      </p>
      {row.ratio === null && <p className="t2">{t('shifts.adherence.notYet')}</p>}
      {row.ratio !== null && row.offPlan.length === 0 && <p className="t2">{t('shifts.adherence.asPlanned')}</p>}
      {row.offPlan.length > 0 && (
        <ul className="mine-lines">
          {row.offPlan.map((one) => (
            <li key={one.startAt}>
              <span>{span(one)}</span>
              <span className="t2">
                {t('shifts.adherence.other', { plan: t(activityWord(one.plan)), was: t(activityWord(one.actual)) })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {excused.length > 0 && (
        <>
          <h4>{t('shifts.adherence.excused')}</h4>
          <ul className="mine-lines">
            {excused.map((one) => (
              <li key={`${one.startAt}${one.type}`}>
                <span>{span(one)}</span>
                <span className="t2">{t(excuseWord(one.type))}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="t3 s12">{t('shifts.adherence.grace')}</p>
    </>
  );
}

const EXCUSES = ['leave', 'sick', 'outage', 'supervisor', 'union', 'forced', 'micro-pause', 'buffer', 'carry-over'] as const;
const excuseWord = (type: string) => `shifts.excuse.${EXCUSES.find((one) => one === type) ?? 'other'}` as const;
