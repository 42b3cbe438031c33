import type { WellbeingCalls } from '../../shared/protocol/buffer-http.js';
import type { ReliefView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useSiteNow } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { useToast } from '../ui/toast.js';
import { closeCall, fetchCalls } from './api.js';

const MINUTE_MS = 60_000;
const whoNeeds = (all: ReadonlyMap<string, ReliefView>) => [...all.keys()].join();

/** Only the wellbeing contact is told who asked for help, or has not answered; to everybody else nothing of this is there. */
export function WellbeingCallsList() {
  const t = useT();
  const formats = useFormats();
  const toast = useToast();
  const minute = useSiteNow(MINUTE_MS);
  const reliefs = useCollection('relief', whoNeeds);
  const { value, again } = useFetched(minute === null ? null : `${minute}|${reliefs}`, fetchCalls);
  const done = async (call: WellbeingCalls['calls'][number]) => {
    const { ok } = await closeCall(call.id);
    if (!ok) toast({ kind: 'fail', title: t('buf.calls.failed') });
    again();
  };
  if (value === null || value.calls.length === 0) return null;
  return (
    <section className="buf-calls" aria-label={t('buf.calls')}>
      <h2>{t('buf.calls')}</h2>
      <ul>
        {value.calls.map((call) => (
          <li key={call.id} className="row">
            <Glyph name="headset" size="sm" />
            <span className="grow">
              <b>{call.name}</b> {t(`buf.calls.${call.because}`, { time: formats.time(call.at) })}
            </span>
            <Button size="small" onClick={() => void done(call)}>
              {t('buf.calls.done')}
            </Button>
          </li>
        ))}
      </ul>
      <p className="t3 s12">{t('buf.calls.what')}</p>
    </section>
  );
}
