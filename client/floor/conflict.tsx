import type { ActionView } from '../../shared/protocol/views.js';
import { useActionWords } from '../actions/words.js';
import { useT } from '../i18n/provider.js';
import { useEntity, useSiteNow, useWho } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';

/** Somebody is at this call already: who, with what, and how it stands. Nothing else can be done to it until that settles. */
export function UnderWay({ id }: { id: ActionView['id'] }) {
  const t = useT();
  const action = useEntity('action', id);
  const me = useWho()?.userId;
  const now = useSiteNow(1_000);
  const words = useActionWords();
  if (action === undefined) return null;
  const { title, outcome } = words(action, now);
  return (
    <div className="floor-underway" role="status">
      <Glyph name="spinner" size="sm" />
      <b>{action.by.userId === me ? title : t('floor.act.byOther', { name: action.by.name, what: title })}</b>
      <p>{outcome}</p>
    </div>
  );
}
