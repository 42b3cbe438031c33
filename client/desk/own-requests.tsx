import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { Button } from '../ui/button.js';
import { ErrorState } from '../ui/feedback.js';
import { useToast } from '../ui/toast.js';
import { useDeskCommand } from './desk-actions.js';
import { useWellbeing } from './wellbeing.js';
import { eraseReason, fetchOwnBuffers } from './wellbeing-api.js';

const HOUR_MS = 3_600_000;

/** What I asked for in ninety days, and whether colleagues may ask me to take over. */
export function OwnRequests() {
  const t = useT();
  const formats = useFormats();
  const toast = useToast();
  const hour = useSiteNow(HOUR_MS);
  const { value, error, again } = useFetched(hour === null ? null : String(hour), fetchOwnBuffers);
  const erase = async (bufferId: string) => {
    const { ok } = await eraseReason(bufferId);
    if (!ok) toast({ kind: 'fail', title: t('well.notSaved') });
    again();
  };
  return (
    <section className="mine-part" aria-label={t('well.past')}>
      <h3>{t('well.past')}</h3>
      {error !== null && value === null && (
        <ErrorState title={t('well.past.failed')} cause={t('well.unreachable')} retryLabel={t('common.retry')} onRetry={again} />
      )}
      {value?.buffers.length === 0 && <p className="t2">{t('well.past.none')}</p>}
      {value !== null && value.buffers.length > 0 && (
        <ul className="mine-lines">
          {value.buffers.map((one) => (
            <li key={one.bufferId}>
              <span>
                {formats.shortDate(one.requestedAt)}{' '}
                {one.startedAt === null ? '' : `${formats.time(one.startedAt)}–${formats.time(one.endedAt)}`}
              </span>
              <span className="row t2">
                {t(`well.was.${one.state}`)}
                {one.hasReason && (
                  <Button size="small" kind="quiet" onClick={() => void erase(one.bufferId)}>
                    {t('well.past.erase')}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="t3 s12">{t('well.past.kept')}</p>
      <CoverOptIn />
    </section>
  );
}

function CoverOptIn() {
  const t = useT();
  const run = useDeskCommand();
  const { value, again } = useWellbeing();
  if (value === null) return null;
  return (
    <label className="mine-switch">
      <input
        type="checkbox"
        checked={value.isAskedToCover}
        disabled={run === null}
        onChange={(event) => void run?.({ type: 'cover.opt-in', on: event.target.checked })?.then(again)}
      />
      <span>
        {t('well.coverOffer.optIn')}
        <small>{t('well.coverOffer.optIn.what')}</small>
      </span>
    </label>
  );
}
