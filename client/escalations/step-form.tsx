import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { WireRejection } from '../../shared/protocol/messages.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCommand, useConnection } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { AuthorityHint } from './authority-hint.js';
import { CaseField } from './case-field.js';
import { FirstResponseScript } from './first-response-script.js';
import { wordOf } from './names.js';
import { missing, type Step, type Values } from './steps.js';

interface Props {
  readonly step: Step;
  readonly one: CaseView;
  /** What it begins with, where it was begun from something in the case. */
  readonly begin?: Values;
  readonly onDone: () => void;
}

/** One step of a case: its questions, and the server's answer in place. What is typed stays until it was accepted. */
export function StepForm({ step, one, begin, onDone }: Props) {
  const t = useT();
  const isLocked = useConnection().state === 'stale';
  const [values, setValues] = useState<Values>(() => ({ ...step.start?.(one), ...begin }));
  const [empty, setEmpty] = useState<ReadonlySet<string>>(new Set());
  const { submit, refusal, isSending } = useSubmit({ step, one, onDone });
  const form = useRef<HTMLFormElement>(null);
  const isDirect = step.fields.length === 0;
  const hasBegun = useRef(false);
  useEffect(() => {
    // Nothing to ask: the press was the answer.
    if (!isDirect || hasBegun.current) return;
    hasBegun.current = true;
    submit({});
  }, [isDirect, submit]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const lacking = missing(step, values);
    setEmpty(new Set(lacking.map(({ name }) => name)));
    if (isSending || isLocked) return;
    if (lacking.length === 0) submit(values);
    else form.current?.querySelector<HTMLElement>(`[data-field="${lacking[0]?.name}"] :is(input, select, textarea)`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onDone();
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  };
  const fieldAtFault = refusal === null ? undefined : step.fields.find(({ name }) => name === fieldOf(refusal))?.name;
  const problemOf = (name: string) => {
    if (empty.has(name)) return t('case.missing');
    return refusal !== null && fieldAtFault === name ? refusalText(t, refusal) : null;
  };
  return (
    <form
      ref={form}
      className="case-form"
      data-step={step.id}
      noValidate
      onSubmit={onSubmit}
      onKeyDown={onKeyDown}
      aria-label={t(step.title)}
    >
      <h3>{t(step.title)}</h3>
      {step.id === 'first-response' && <FirstResponseScript since={one.openedAt} />}
      <div className="case-fields">
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
      </div>
      {(step.id === 'authority' || step.id === 'ask-approval') && (
        <AuthorityHint one={one} values={values} isAsking={step.id === 'ask-approval'} />
      )}
      {refusal !== null && fieldAtFault === undefined && (
        <p className="c-breach" role="alert">
          {refusalText(t, refusal)}
          {lackOf(t, refusal)}
        </p>
      )}
      <div className="row">
        <Button kind="primary" type="submit" disabled={isSending || isLocked}>
          {isSending ? t('case.sending') : t(step.title)} {!isSending && <KeyCap>Ctrl ↵</KeyCap>}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {t('case.cancelForm')} <KeyCap>Esc</KeyCap>
        </Button>
        {isLocked && <span className="t3">{t('case.locked')}</span>}
      </div>
    </form>
  );
}

function useSubmit({ step, one, onDone }: Pick<Props, 'step' | 'one' | 'onDone'>) {
  const send = useCommand();
  const [refusal, setRefusal] = useState<WireRejection | null>(null);
  const [isSending, setSending] = useState(false);
  const latest = useRef({ one, onDone });
  useEffect(() => {
    latest.current = { one, onDone };
  });
  const submit = useCallback(
    (values: Values) => {
      setSending(true);
      setRefusal(null);
      void send(step.build(values, latest.current.one), { quiet: true }).then((answer) => {
        setSending(false);
        if (answer.outcome === 'refused') setRefusal(answer.rejection);
        else latest.current.onDone();
      });
    },
    [send, step],
  );
  return { submit, refusal, isSending };
}

/** The server names a part of the command; here it is a question. */
const QUESTION_OF: Readonly<Record<string, string>> = { node: 'dueAt', nodeDueAt: 'dueAt' };

function fieldOf({ code, field }: WireRejection): string | undefined {
  if (code === 'reason-needed') return 'reason';
  const name = field?.split('.').at(-1);
  return name === undefined ? undefined : (QUESTION_OF[name] ?? name);
}

/** What is missing elsewhere in the case. */
function lackOf(t: ReturnType<typeof useT>, { code, field }: WireRejection): string {
  if (code !== 'incomplete' || field === undefined) return '';
  return `: ${wordOf(t, 'lack', field.split('.').at(-1) ?? field)}`;
}
