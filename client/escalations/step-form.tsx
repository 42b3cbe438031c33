import { type FormEvent, useState } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCommand, useConnection } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { CaseField } from './case-field.js';
import { missing, type Step, type Values } from './steps.js';

/** One step of a case: its questions, and the server's answer in place. What is typed stays until it was accepted. */
export function StepForm({ step, one, onDone }: { step: Step; one: CaseView; onDone: () => void }) {
  const t = useT();
  const send = useCommand();
  const isLocked = useConnection().state === 'stale';
  const [values, setValues] = useState<Values>(() => ({ ...step.start?.(one) }));
  const [empty, setEmpty] = useState<ReadonlySet<string>>(new Set());
  const [refusal, setRefusal] = useState<{ field: string | undefined; text: string } | null>(null);
  const [isSending, setSending] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lacking = missing(step, values);
    setEmpty(new Set(lacking.map(({ name }) => name)));
    if (lacking.length > 0 || isSending || isLocked) return;
    setSending(true);
    setRefusal(null);
    void send(step.build(values, one), { quiet: true }).then((answer) => {
      setSending(false);
      if (answer.outcome !== 'refused') return onDone();
      setRefusal({ field: answer.rejection.field?.split('.').at(-1), text: refusalText(t, answer.rejection) });
    });
  };
  const problemOf = (name: string) => (empty.has(name) ? t('case.missing') : refusal?.field === name ? refusal.text : null);
  const isShownAtField = step.fields.some(({ name }) => name === refusal?.field);
  return (
    <form className="case-form" onSubmit={submit} aria-label={t(step.title)}>
      {step.fields.map((field, at) => (
        <CaseField
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          one={one}
          problem={problemOf(field.name)}
          isFirst={at === 0}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      {refusal !== null && !isShownAtField && (
        <p className="c-breach" role="alert">
          {refusal.text}
        </p>
      )}
      <div className="row">
        <Button kind="primary" type="submit" disabled={isSending || isLocked}>
          {t(isSending ? 'case.sending' : step.title)}
        </Button>
        <Button onClick={onDone}>{t('case.cancelForm')}</Button>
      </div>
    </form>
  );
}
