import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ALERT_METRICS, type AlertRule, alertSubjectKindSchema, remedySchema } from '../../shared/domain/alert/rule.js';
import { useFormats, useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { useCollection, useCommand } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { draftOf, type RuleDraft, ruleOf, unitOf, withSubject } from './rule-draft.js';

interface Props {
  readonly rule: AlertRule;
  readonly isNew: boolean;
  readonly isBuiltIn: boolean;
  readonly onDone: () => void;
}

/** One rule: about what, which measure, two limits, when it is quiet, what helps. */
export function RuleForm({ rule, isNew, isBuiltIn, onDone }: Props) {
  const t = useT();
  const send = useCommand();
  const [draft, setDraft] = useState<RuleDraft>(() => (isNew ? { ...draftOf(rule), name: '' } : draftOf(rule)));
  const [error, setError] = useState<{ field: string; text: string } | null>(null);
  const set = (change: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...change }));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What is to be put right may be out of sight above the button.
    if (error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = ruleOf(draft, rule);
    if ('field' in read) return setError({ field: read.field, text: t('alert.rule.wrong') });
    void send({ type: 'rule.set', rule: read.rule }, { quiet: true }).then((answer) => {
      if (answer.outcome !== 'refused') return onDone();
      setError({ field: answer.rejection.field ?? 'name', text: refusalText(t, answer.rejection) });
    });
  };
  const remove = () => void send({ type: 'rule.remove', ruleId: rule.id }).then((answer) => answer.outcome === 'accepted' && onDone());
  const unit = t(`alert.unit.${unitOf(draft.metric)}`);
  const field = (name: string) => ({ error: error?.field === name ? error.text : null });
  return (
    <form ref={form} className="alert-form is-pairs" onSubmit={submit}>
      <Text label={t('alert.rule.name')} value={draft.name} onChange={(name) => set({ name })} {...field('name')} />
      <Text label={t('alert.rule.nameEn')} value={draft.nameEn} onChange={(nameEn) => set({ nameEn })} {...field('nameEn')} />
      <Choice
        label={t('alert.rule.subject')}
        value={draft.subject}
        onChange={(value) => setDraft(withSubject(draft, alertSubjectKindSchema.parse(value)))}
      >
        {alertSubjectKindSchema.options.map((each) => (
          <option key={each} value={each}>
            {t(`alert.subject.${each}`)}
          </option>
        ))}
      </Choice>
      <Choice label={t('alert.rule.metric')} value={draft.metric} onChange={(value) => set({ metric: value as RuleDraft['metric'] })}>
        {ALERT_METRICS[draft.subject].map((each) => (
          <option key={each} value={each}>
            {t(`alert.metric.${each}`)} ({t(`alert.unit.${unitOf(each)}`)})
          </option>
        ))}
      </Choice>
      <Choice label={t('alert.rule.bad')} value={draft.bad} onChange={(value) => set({ bad: value === 'below' ? 'below' : 'above' })}>
        <option value="above">{t('alert.above')}</option>
        <option value="below">{t('alert.below')}</option>
      </Choice>
      <Text label={`${t('severity.watch')} (${unit})`} value={draft.warn} isNumber onChange={(warn) => set({ warn })} {...field('warn')} />
      <Text
        label={`${t('severity.breach')} (${unit})`}
        value={draft.critical}
        isNumber
        onChange={(critical) => set({ critical })}
        {...field('critical')}
      />
      <Text
        label={`${t('alert.rule.margin')} (${unit})`}
        value={draft.margin}
        isNumber
        onChange={(margin) => set({ margin })}
        {...field('margin')}
      />
      <Text
        label={t('alert.rule.dwell')}
        value={draft.dwellSeconds}
        isNumber
        onChange={(dwellSeconds) => set({ dwellSeconds })}
        {...field('dwellMs')}
      />
      {draft.subject === 'queue' && (
        <>
          <Text
            label={t('alert.rule.minOffered')}
            value={draft.minOffered}
            isNumber
            onChange={(minOffered) => set({ minOffered })}
            {...field('minOffered')}
          />
          <Queues chosen={draft.queueIds} onChange={(queueIds) => set({ queueIds })} />
        </>
      )}
      <Text
        label={t('alert.rule.quietFrom')}
        value={draft.quietFrom}
        type="time"
        onChange={(quietFrom) => set({ quietFrom })}
        {...field('quiet')}
      />
      <Text label={t('alert.rule.quietTo')} value={draft.quietTo} type="time" onChange={(quietTo) => set({ quietTo })} error={null} />
      <Text label={t('alert.rule.owner')} value={draft.owner} onChange={(owner) => set({ owner })} {...field('owner')} />
      <Choice label={t('alert.rule.remedy')} value={draft.remedy} onChange={(value) => set({ remedy: remedySchema.parse(value) })}>
        {remedySchema.options.map((each) => (
          <option key={each} value={each}>
            {t(`alert.remedy.${each}`)}
          </option>
        ))}
      </Choice>
      <label className="row">
        <input type="checkbox" checked={draft.webhook} onChange={(event) => set({ webhook: event.target.checked })} />
        {t('alert.rule.webhook')}
      </label>
      <div className="row">
        <Button kind="primary" type="submit">
          {t('alert.rule.save')}
        </Button>
        <Button onClick={onDone}>{t('alert.rule.cancel')}</Button>
        {!isNew && !isBuiltIn && (
          <Button kind="quiet" onClick={remove}>
            {t('alert.rule.remove')}
          </Button>
        )}
      </div>
    </form>
  );
}

function Text(props: {
  label: string;
  value: string;
  isNumber?: boolean;
  type?: 'time';
  error: string | null;
  onChange: (value: string) => void;
}) {
  const ids = { input: useId(), error: useId() };
  const { label, value, isNumber, type, error, onChange } = props;
  return (
    <div>
      <label htmlFor={ids.input}>{label}</label>
      <input
        id={ids.input}
        className="field"
        type={type ?? (isNumber ? 'number' : 'text')}
        {...(isNumber ? { min: 0, step: 'any' } : { maxLength: 80 })}
        value={value}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : ids.error}
        onChange={(event) => onChange(event.target.value)}
      />
      {error !== null && (
        <p id={ids.error} className="c-breach" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function Choice({
  label,
  value,
  onChange,
  children,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </div>
  );
}

/** None chosen: all queues. */
function Queues({ chosen, onChange }: { chosen: readonly string[]; onChange: (ids: readonly string[]) => void }) {
  const t = useT();
  const id = useId();
  const formats = useFormats();
  const queues = useCollection('queue', (all) => [...all.values()].sort((a, b) => a.order - b.order));
  return (
    <div className="is-whole">
      <label htmlFor={id}>{t('alert.rule.queues')}</label>
      <select
        id={id}
        className="field"
        multiple
        size={4}
        value={[...chosen]}
        onChange={(event) => onChange([...event.target.selectedOptions].map((option) => option.value))}
      >
        {queues.map((queue) => (
          <option key={queue.id} value={queue.id}>
            {formats.name(queue)}
          </option>
        ))}
      </select>
    </div>
  );
}
