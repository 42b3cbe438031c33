import './actions.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { ActionView } from '../../shared/protocol/views.js';
import { actionMessages } from '../i18n/messages/actions.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useCollection, useSiteNow } from '../live/hooks.js';
import { Dialog } from '../ui/dialog.js';
import { EmptyState } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { isOver, wentWell } from './my-actions.js';
import { UndoButton } from './receipts.js';
import { useActionWords } from './words.js';

const ROW_PX = 56;

/** Who did what, and what came of it: everybody's actions of the last hour that this person may see, newest first. */
export function ActionLog({ onClose }: { onClose: () => void }) {
  return (
    <Texts of={actionMessages}>
      <LogDialog onClose={onClose} />
    </Texts>
  );
}

function LogDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const actions = useCollection('action', newestFirst);
  return (
    <Dialog onClose={onClose} title={t('act.log')} closeLabel={t('common.close')}>
      {actions.length === 0 ? <EmptyState title={t('act.log.empty')} /> : <Rows actions={actions} />}
    </Dialog>
  );
}

const newestFirst = (all: ReadonlyMap<string, ActionView>): readonly ActionView[] =>
  [...all.values()].sort((a, b) => b.askedAt - a.askedAt || (a.id < b.id ? 1 : -1));

function Rows({ actions }: { actions: readonly ActionView[] }) {
  const scroller = useRef<HTMLUListElement>(null);
  const rows = useVirtualizer({
    count: actions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    initialRect: { width: 480, height: 480 },
  });
  return (
    <ul className="act-log" ref={scroller}>
      <li aria-hidden="true" style={{ height: rows.getVirtualItems()[0]?.start ?? 0, padding: 0 }} />
      {rows.getVirtualItems().map(({ index }) => {
        const action = actions[index];
        return action === undefined ? null : <LogRow key={action.id} action={action} />;
      })}
      <li aria-hidden="true" style={{ height: rows.getTotalSize() - (rows.getVirtualItems().at(-1)?.end ?? 0), padding: 0 }} />
    </ul>
  );
}

function LogRow({ action }: { action: ActionView }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow();
  const words = useActionWords()(action, now);
  const tone = isOver(action) ? (wentWell(action) ? 'ok' : 'fail') : 'pending';
  return (
    <li className={tone} data-item="">
      <Glyph name={tone === 'ok' ? 'tick' : tone === 'fail' ? 'octagon' : 'spinner'} />
      <div className="grow">
        <b>{words.title}</b>
        <p>
          {t('act.log.by', { name: action.by.name, time: formats.clock(action.askedAt) })} · {words.outcome}
          {action.detail.reason !== undefined && ` · ${action.detail.reason}`}
        </p>
      </div>
      <UndoButton action={action} hasKey={false} />
    </li>
  );
}
