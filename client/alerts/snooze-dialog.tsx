import { type FormEvent, useId, useState } from 'react';
import { durationMs } from '../../shared/kernel/time.js';
import type { AlertView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCommand } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';

const MINUTES = [5, 15, 30, 60] as const;

/** Silence for a while, with a reason that others read; the colour stays. */
export function SnoozeDialog({ alert, onClose }: { alert: AlertView; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const send = useCommand();
  const ids = { minutes: useId(), reason: useId(), error: useId() };
  const [minutes, setMinutes] = useState<number>(MINUTES[0]);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') return setError(t('refusal.reason-needed'));
    void send({ type: 'alert.snooze', alertId: alert.id, forMs: durationMs(minutes * 60_000), reason }, { quiet: true }).then((answer) => {
      if (answer.outcome === 'refused') setError(refusalText(t, answer.rejection));
      else onClose();
    });
  };
  return (
    <Dialog onClose={onClose} title={t('alert.snooze')} closeLabel={t('common.close')}>
      <form className="alert-form" onSubmit={submit}>
        <label htmlFor={ids.minutes}>{t('alert.snooze.for')}</label>
        <select id={ids.minutes} className="field" value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
          {MINUTES.map((each) => (
            <option key={each} value={each}>
              {formats.prose(each * 60_000)}
            </option>
          ))}
        </select>
        <label htmlFor={ids.reason}>{t('alert.snooze.reason')}</label>
        <input
          id={ids.reason}
          className="field"
          value={reason}
          maxLength={200}
          aria-describedby={error === null ? undefined : ids.error}
          aria-invalid={error !== null}
          onChange={(event) => setReason(event.target.value)}
        />
        {error !== null && (
          <p id={ids.error} className="c-breach" role="alert">
            {error}
          </p>
        )}
        <Button kind="primary" type="submit">
          {t('alert.do.snooze')}
        </Button>
      </form>
    </Dialog>
  );
}
