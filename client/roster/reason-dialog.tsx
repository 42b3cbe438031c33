import { useId, useState } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import type { Change } from './changes.js';
import { FormWindow } from './form-window.js';
import { useRoster } from './hooks.js';
import type { Verdict } from './verdict.js';
import { VerdictWords } from './verdict-words.js';

/** A soft rule warns: whoever plans it all the same says why, and their name stands under it. */
export function ReasonDialog({ change, verdict, onClose }: { change: Change; verdict: Verdict; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const { book, planner } = useRoster();
  const [reason, setReason] = useState('');
  const person = book.people.find(({ agentId }) => agentId === change.agentId);
  const submit = () => {
    void planner.commit(change, { rules: verdict.soft.map(({ code }) => code), reason: reason.trim() });
    onClose();
  };
  return (
    <FormWindow
      title={t('roster.reason.title', { name: person === undefined ? '' : formats.name(person) })}
      submitLabel={t('roster.reason.confirm')}
      isIncomplete={reason.trim() === ''}
      onSubmit={submit}
      onClose={onClose}
    >
      <VerdictWords verdict={verdict} />
      <ReasonField value={reason} onChange={setReason} />
    </FormWindow>
  );
}

export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useT();
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {t('roster.reason')}
      </label>
      <input id={id} className="field lg" value={value} maxLength={300} required onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
