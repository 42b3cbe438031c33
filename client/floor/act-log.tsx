import type { ReactNode } from 'react';
import type { ActionView } from '../../shared/protocol/views.js';
import { UndoButton } from '../actions/receipts.js';
import { useActionWords } from '../actions/words.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useSiteNow, useWho } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { isOpenAction } from './action-index.js';

const MOST_SHOWN = 8;
/** Of no interest to whoever decides what to do next. */
const UNSHOWN: ReadonlySet<string> = new Set(['message.read', 'offer.accept', 'offer.decline']);

/** What was done to this call or agent within the hour, by whom, and how it stands. */
export function ActLog({ title, ids }: { title: string; ids: readonly ActionView['id'][] }) {
  if (ids.length === 0) return null;
  return (
    <section className="floor-ds floor-act-log">
      <h3>{title}</h3>
      <ul className="floor-list">
        {ids.slice(0, MOST_SHOWN).map((id) => (
          <ActLine key={id} id={id} />
        ))}
      </ul>
    </section>
  );
}

/** One action. */
export function ActLine({ id, title, fallback = null }: { id: ActionView['id']; title?: string; fallback?: ReactNode }) {
  const action = useEntity('action', id);
  if (action === undefined) return fallback;
  return UNSHOWN.has(action.kind) ? null : <Line action={action} title={title} />;
}

function Line({ action, title }: { action: ActionView; title: string | undefined }) {
  const t = useT();
  const formats = useFormats();
  const me = useWho()?.userId;
  const isOpen = isOpenAction(action);
  const now = useSiteNow(1_000);
  const words = useActionWords()(action, isOpen ? now : null);
  const tone = isOpen ? 'pending' : action.state === 'confirmed' ? 'ok' : action.state === 'withdrawn' ? 'undone' : 'fail';
  return (
    <li className={`floor-rcx is-${tone}`}>
      <Glyph name={tone === 'pending' ? 'spinner' : tone === 'fail' ? 'octagon' : 'tick'} size="sm" />
      <b>{title ?? words.title}</b>
      <time>{formats.clock(action.askedAt)}</time>
      <p>
        {words.outcome}
        {action.by.userId !== me && ` · ${action.by.name === '' ? t('floor.act.system') : action.by.name}`}
      </p>
      {action.by.userId === me && <UndoButton action={action} hasKey={false} />}
    </li>
  );
}
