import { X } from 'lucide-react';
import { useT } from '../i18n/provider.js';
import type { Shared } from './case-field.js';
import { useKnowledge } from './knowledge.js';
import { listOf } from './steps.js';

const MOST = 20;

/** Several people: each chosen one is a chip that can be taken off again. */
export function PeopleField({ shared, value, onChange }: { shared: Shared; value: string; onChange: (value: string) => void }) {
  const t = useT();
  const { people } = useKnowledge();
  const chosen = listOf(value);
  const nameOf = (id: string) => people.find(({ userId }) => userId === id)?.name ?? id;
  return (
    <div className="case-people">
      <select
        {...shared}
        className="field"
        value=""
        disabled={chosen.length >= MOST}
        onChange={(event) => event.target.value !== '' && onChange([...chosen, event.target.value].join(','))}
      >
        <option value="">{t('case.choose')}</option>
        {people
          .filter(({ userId }) => !chosen.includes(userId))
          .map(({ userId, name, role }) => (
            <option key={userId} value={userId}>
              {name} · {t(`role.${role}`)}
            </option>
          ))}
      </select>
      {chosen.map((id) => (
        <button
          key={id}
          type="button"
          className="tag"
          aria-label={t('case.unmention', { name: nameOf(id) })}
          onClick={() => onChange(chosen.filter((each) => each !== id).join(','))}
        >
          @{nameOf(id)} <X className="i sm" aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}
