import { useState } from 'react';
import type { DurationMs } from '../../shared/kernel/time.js';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Select } from '../ui/field.js';
import { useDeskCommand } from './desk-actions.js';
import { EapCard } from './eap-card.js';
import { useWellbeing } from './wellbeing.js';

const MINUTE_MS = 60_000;
const STEPS_MIN = [15, 30, 60, 90, 120, 180, 240, 480];

/** How are you? Back, a while longer, or somebody to talk to. Of the last one nobody is told. */
export function BufferCheckIn({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const longestMin = (useWellbeing().value?.defaultLengthMs ?? 60 * MINUTE_MS) / MINUTE_MS;
  const choices = STEPS_MIN.filter((min) => min <= longestMin);
  const [byMin, setByMin] = useState('30');
  const [wantsTalk, setWantsTalk] = useState(false);
  const chosen = choices.includes(Number(byMin)) ? Number(byMin) : (choices.at(-1) ?? 15);
  const more = () =>
    void run?.({ type: 'buffer.check-in', bufferId: buffer.id, answer: { kind: 'more', byMs: (chosen * MINUTE_MS) as DurationMs } });
  return (
    <>
      <h2>{t(buffer.unanswered == null ? 'well.checkIn' : 'well.checkIn.gentle')}</h2>
      <p className="t2">{t('well.checkIn.what', { time: formats.time(buffer.endAt) })}</p>
      <Button
        kind="primary"
        size="wide"
        disabled={run === null}
        onClick={() => run?.({ type: 'buffer.check-in', bufferId: buffer.id, answer: { kind: 'ready' } })}
      >
        {t('well.checkIn.ready')}
      </Button>
      {buffer.needsPlan ? (
        <p className="mine-told">{t('well.needsPlan')}</p>
      ) : (
        <div className="row mine-more">
          <Button size="wide" disabled={run === null} onClick={more}>
            {t('well.checkIn.more')}
          </Button>
          {buffer.mayExtend && (
            <Select
              label={t('well.checkIn.byHowMuch')}
              value={String(chosen)}
              options={choices.map((min) => ({ value: String(min), label: formats.prose(min * MINUTE_MS) }))}
              onChange={setByMin}
            />
          )}
        </div>
      )}
      {wantsTalk ? (
        <EapCard />
      ) : (
        <Button size="wide" onClick={() => setWantsTalk(true)}>
          {t('well.checkIn.talk')}
        </Button>
      )}
      <p className="t3">{t('well.checkIn.private')}</p>
    </>
  );
}
