import { useId, useState } from 'react';
import { withEnd } from '../../shared/domain/roster/parts.js';
import { HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { measureShift } from '../../shared/staffing/shift.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { type AgentId, shiftOf } from './book.js';
import { Choice, FormWindow } from './form-window.js';
import { useRoster } from './hooks.js';
import { atLocal, blankPlan, dayStart, localTime, moved, type Plan, planOf } from './plan.js';
import { withProposedBreaks } from './proposed-breaks.js';
import { ReasonField } from './reason-dialog.js';
import { ShiftParts } from './shift-parts.js';
import { templatesOf } from './templates.js';
import { isBlocked } from './verdict.js';
import { VerdictWords } from './verdict-words.js';

const LENGTHS_MIN = Array.from({ length: 61 }, (_, at) => 60 + at * 15);
const USUAL = { startLocal: '09:00', lengthMin: 540 };

interface Props {
  readonly agentId: AgentId;
  /** Null: a new one. */
  readonly shiftId: string | null;
  readonly date: string;
  readonly onClose: () => void;
}

/** One shift by fields: everything that a hand can do on the axis, and what it can't. */
export function ShiftForm({ agentId, shiftId, date, onClose }: Props) {
  const t = useT();
  const formats = useFormats();
  const { book, planner, catalogue } = useRoster();
  const person = book.people.find((one) => one.agentId === agentId);
  const before =
    book
      .duty(agentId)
      ?.entries.map(shiftOf)
      .find(({ id }) => id === shiftId) ?? null;
  const templates = person === undefined ? [] : templatesOf(catalogue, person);
  const zone = before?.zone ?? catalogue.timeZone;
  const [plan, setPlan] = useState<Plan>(() => {
    if (before !== null) return planOf(before);
    const first = templates[0];
    const blank = blankPlan({ businessDate: date, zone, ...(first ?? USUAL) });
    return withProposedBreaks(first === undefined ? blank : { ...blank, template: first.code });
  });
  const [reason, setReason] = useState('');
  const verdict = planner.verdict(agentId, before, plan);
  const blocked = isBlocked(verdict);
  const needsReason = !blocked && verdict.soft.length > 0;
  const submit = () => {
    const override = needsReason ? { rules: verdict.soft.map(({ code }) => code), reason: reason.trim() } : undefined;
    void planner.commit({ agentId, before, after: plan }, override);
    onClose();
  };
  const paidMs = measureShift(plan)?.paidMs ?? 0;
  const title = t(before === null ? 'roster.form.new' : 'roster.form.edit', {
    name: person === undefined ? '' : formats.name(person),
    date: formats.date(dayStart(plan.businessDate, zone)),
  });
  return (
    <FormWindow
      title={title}
      submitLabel={t('roster.form.save')}
      isIncomplete={blocked || (needsReason && reason.trim() === '')}
      onSubmit={submit}
      onClose={onClose}
      more={
        before !== null && (
          <Button
            kind="quiet"
            onClick={() => {
              planner.propose({ agentId, before, after: null });
              onClose();
            }}
          >
            {t('roster.menu.remove')}
          </Button>
        )
      }
    >
      <Times plan={plan} templates={templates} onChange={setPlan} />
      <ShiftParts plan={plan} onChange={setPlan} />
      <Field
        label={t('roster.form.note')}
        value={plan.note ?? ''}
        maxLength={120}
        onChange={({ target: { value } }) => setPlan(({ note: _, ...rest }) => (value.trim() === '' ? rest : { ...rest, note: value }))}
      />
      <p className="t2">{t('roster.tip.hours', { hours: formats.number(paidMs / HOUR_MS) })}</p>
      <VerdictWords verdict={verdict} />
      {needsReason && <ReasonField value={reason} onChange={setReason} />}
    </FormWindow>
  );
}

type Templates = ReturnType<typeof templatesOf>;

function Times({ plan, templates, onChange }: { plan: Plan; templates: Templates; onChange: (plan: Plan) => void }) {
  const t = useT();
  const formats = useFormats();
  const timeId = useId();
  const lengthMin = Math.round((plan.endAt - plan.startAt) / MINUTE_MS);
  const lengths = LENGTHS_MIN.includes(lengthMin) ? LENGTHS_MIN : [lengthMin, ...LENGTHS_MIN];
  const useTemplate = (code: string) => {
    const template = templates.find((one) => one.code === code);
    const { template: _, ...rest } = plan;
    if (template === undefined) return onChange(rest);
    const { businessDate, zone } = plan;
    onChange({ ...withProposedBreaks(blankPlan({ businessDate, zone, ...template })), template: code });
  };
  const startAt = (time: string) => {
    if (time === '') return;
    const { template: _, ...rest } = plan;
    onChange(moved(rest, atLocal(plan.businessDate, time, plan.zone) - plan.startAt));
  };
  return (
    <div className="rs-fields">
      {templates.length > 0 && (
        <Choice
          label={t('roster.form.template')}
          value={plan.template ?? ''}
          options={[
            { value: '', label: t('roster.form.noTemplate') },
            ...templates.map((one) => ({ value: one.code, label: `${formats.name(one)} ${one.startLocal}` })),
          ]}
          onChange={useTemplate}
        />
      )}
      <div>
        <label className="label" htmlFor={timeId}>
          {t('roster.form.start')}
        </label>
        <input
          id={timeId}
          className="field lg"
          type="time"
          step={900}
          required
          value={localTime(plan.startAt, plan.zone)}
          onChange={(event) => startAt(event.target.value)}
        />
      </div>
      <Choice
        label={t('roster.form.length')}
        value={String(lengthMin)}
        options={lengths.map((minutes) => ({ value: String(minutes), label: formats.prose(minutes * MINUTE_MS) }))}
        onChange={(minutes) => {
          const { template: _, ...rest } = plan;
          onChange(withEnd(rest, plan.startAt + Number(minutes) * MINUTE_MS));
        }}
      />
      <p className="rs-until">{t('roster.form.until', { time: formats.time(plan.endAt) })}</p>
    </div>
  );
}
