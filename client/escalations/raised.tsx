import type { CaseView } from '../../shared/protocol/views.js';
import { type Translate, useT } from '../i18n/provider.js';
import { wordOf } from './names.js';

/** Why a grade went up by itself: a cause, or the clock that ran out. */
export const raiseWords = (t: Translate, cause: string): string =>
  /^T\d/.test(cause) ? t('case.raise.late', { timer: wordOf(t, 'timer', cause) }) : wordOf(t, 'raise', cause);

/** That a grade went up by itself, from which and why; in a table's room only from which. */
export function Raised({ one, isShort = false }: { one: CaseView; isShort?: boolean }) {
  const t = useT();
  const { raised } = one;
  if (raised == null) return null;
  const words = t('case.raised', { from: raised.from, why: raiseWords(t, raised.code ?? raised.because) });
  if (!isShort) return <span className="c-watch">{words}</span>;
  return (
    <span className="c-watch" title={words}>
      <span aria-hidden="true">↑{raised.from}</span>
      <span className="sr">{words}</span>
    </span>
  );
}
