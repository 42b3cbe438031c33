import { useId } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection } from '../live/hooks.js';
import { caseNo, isClosed } from './columns.js';
import { useGivenName, useKnowledge } from './knowledge.js';
import { wordOf } from './names.js';
import { PeopleField } from './people-field.js';
import type { Field } from './steps.js';
import { WhenField } from './when-field.js';

interface Props {
  readonly field: Field;
  readonly value: string;
  readonly one: CaseView | null;
  /** It was left empty, or the server found fault with it. */
  readonly problem: string | null;
  readonly isFirst: boolean;
  readonly onChange: (value: string) => void;
}

const MAX_WORDS = 1_000;

/** One question of a form, with its answer and what is wrong with it. */
export function CaseField({ field, value, one, problem, isFirst, onChange }: Props) {
  const t = useT();
  const ids = { input: useId(), problem: useId() };
  const shared = {
    id: ids.input,
    'aria-invalid': problem !== null,
    'aria-describedby': problem === null ? undefined : ids.problem,
    // A form is opened to be filled in: the first question has the focus.
    ref: isFirst ? focusOnce : undefined,
  };
  const isMissing = problem !== null || (field.wanted === true && value.trim() === '');
  const optional = field.optional === true && field.wanted !== true ? ` (${t('case.optional')})` : '';
  return (
    <div className={isMissing ? 'case-field is-missing' : 'case-field'} data-field={field.name}>
      {field.kind !== 'tick' && <label htmlFor={ids.input}>{t(field.label) + optional}</label>}
      <Input field={field} value={value} one={one} shared={shared} onChange={onChange} />
      {problem !== null && (
        <p id={ids.problem} className="c-watch" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

const focusOnce = (element: HTMLElement | null) => element?.focus();

/** What every kind of answer has in common. */
export type Shared = {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
  readonly ref: ((element: HTMLElement | null) => void) | undefined;
};

function Input({
  field,
  value,
  one,
  shared,
  onChange,
}: {
  field: Field;
  value: string;
  one: CaseView | null;
  shared: Shared;
  onChange: (value: string) => void;
}) {
  const t = useT();
  switch (field.kind) {
    case 'line':
      return <input {...shared} className="field" maxLength={500} value={value} onChange={(event) => onChange(event.target.value)} />;
    case 'area':
      return (
        <textarea
          {...shared}
          className="field"
          rows={3}
          maxLength={MAX_WORDS}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'amount':
      return (
        <input
          {...shared}
          className="field"
          type="number"
          min={0}
          step="any"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'tick':
      return (
        <label className="case-tick">
          <input {...shared} type="checkbox" checked={value === 'yes'} onChange={(event) => onChange(event.target.checked ? 'yes' : '')} />
          {t(field.label)}
        </label>
      );
    case 'when':
      return <WhenField shared={shared} value={value} onChange={onChange} />;
    case 'people':
      return <PeopleField shared={shared} value={value} onChange={onChange} />;
    default:
      return <Choice field={field} value={value} one={one} shared={shared} onChange={onChange} />;
  }
}

function Choice({
  field,
  value,
  one,
  shared,
  onChange,
}: {
  field: Field;
  value: string;
  one: CaseView | null;
  shared: Shared;
  onChange: (value: string) => void;
}) {
  const t = useT();
  const options = useOptions(field, one);
  return (
    <select {...shared} className="field" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('case.choose')}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** What can be chosen: codes of a closed list, or what the site and the case have. */
function useOptions(field: Field, one: CaseView | null): readonly { readonly value: string; readonly label: string }[] {
  const t = useT();
  const formats = useFormats();
  const { policy, people } = useKnowledge();
  const given = useGivenName();
  const cases = useCollection('case', openOnes);
  switch (field.kind) {
    case 'choice':
      return (field.options ?? []).map((value) => ({ value, label: field.list === undefined ? value : wordOf(t, field.list, value) }));
    case 'person':
      return people.map(({ userId, name, role }) => ({ value: userId, label: `${name} · ${t(`role.${role}`)}` }));
    case 'department':
      return (policy?.departments ?? []).map((department) => ({ value: department.code, label: formats.name(department) }));
    case 'authority':
      return (policy?.authority ?? []).map((entry) => ({
        value: entry.code,
        label:
          entry.mine === null
            ? t('case.authority.ask', { what: formats.name(entry) })
            : t('case.authority.may', { what: formats.name(entry), limit: formats.number(entry.mine.maxAmountPerCase) }),
      }));
    case 'approval':
      return (one?.approvals ?? [])
        .filter(({ state }) => state === 'asked' || state === 'late')
        .map(({ id, entry, amount, askedByName }) => ({ value: id, label: `${askedByName} · ${given(entry, amount)}` }));
    case 'promise':
      return (one?.promises ?? [])
        .filter(({ state }) => state !== 'kept')
        .map(({ id, dueAt, text }) => ({ value: id, label: `${formats.time(dueAt)} · ${text}` }));
    case 'case':
      return cases
        .filter(({ id }) => id !== one?.id)
        .map((other) => ({ value: other.id, label: `${caseNo(other)} · ${other.text.slice(0, 40)}` }));
    default:
      return [];
  }
}

const openOnes = (all: ReadonlyMap<string, CaseView>): readonly CaseView[] =>
  [...all.values()].filter((one) => !isClosed(one)).sort((a, b) => b.no - a.no);
