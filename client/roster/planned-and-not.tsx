import { useFormats, useT } from '../i18n/provider.js';
import { type Change, dateOf, type Stopped } from './changes.js';
import { useRoster } from './hooks.js';
import { useNameOf } from './names.js';
import { dayStart } from './plan.js';

/** Where many changes stopped half-way: everybody's, in one of three lists. Nobody is in two of them. */
export function PlannedAndNot({ outcome, isUndo }: { outcome: Stopped; isUndo: boolean }) {
  const t = useT();
  const unsure = outcome.kind === 'not-confirmed' ? outcome.unsure : [];
  const lists = [
    { key: isUndo ? 'roster.stopped.takenBack' : 'roster.stopped.planned', changes: outcome.planned },
    { key: 'roster.stopped.unsure', changes: unsure },
    { key: isUndo ? 'roster.stopped.notTakenBack' : 'roster.stopped.left', changes: outcome.left },
  ] as const;
  return (
    <div className="rs-lists">
      {lists.map(
        ({ key, changes }) => changes.length > 0 && <ChangesOf key={key} title={t(key, { n: changes.length })} changes={changes} />,
      )}
      {outcome.planned.length > 0 && !isUndo && <p className="t2 s12">{t('roster.stopped.undo')}</p>}
    </div>
  );
}

function ChangesOf({ title, changes }: { title: string; changes: readonly Change[] }) {
  const formats = useFormats();
  const nameOf = useNameOf();
  const { catalogue } = useRoster();
  const byPerson = new Map<string, string[]>();
  for (const change of changes) byPerson.set(change.agentId, [...(byPerson.get(change.agentId) ?? []), dateOf(change)]);
  return (
    <details>
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className="rs-changes" tabIndex={0} aria-label={title}>
        {[...byPerson].map(([agentId, dates]) => (
          <li key={agentId}>
            <b className="el">{nameOf(agentId, agentId)}</b>
            <span className="t2">
              {[...new Set(dates)]
                .sort()
                .map((date) => formats.shortDate(dayStart(date, catalogue.timeZone)))
                .join(' ')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
