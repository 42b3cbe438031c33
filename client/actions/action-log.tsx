import './actions.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { ActionRow } from '../../shared/protocol/http.js';
import type { ActionView } from '../../shared/protocol/views.js';
import { actionMessages } from '../i18n/messages/actions.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useCollection, useSiteNow, useWho } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { EmptyState } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { type Earlier, useEarlier } from './earlier.js';
import { isOver, wentWell } from './my-actions.js';
import { UndoButton } from './receipts.js';
import { useActionWords } from './words.js';

const ROW_PX = 56;

/**
 * Who did what, and what came of it, newest first: everybody's actions of the last hour that this person may see, as they go on; and
 * below these, page by page, the ones before.
 */
export function ActionLog({ onClose }: { onClose: () => void }) {
  return (
    <Texts of={actionMessages}>
      <LogDialog onClose={onClose} />
    </Texts>
  );
}

/** An action of either kind. */
type Entry = ActionView & Pick<ActionRow, 'isLost'>;

function LogDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const kept = useKept(useCollection('action', allOf));
  const earlier = useEarlier();
  // Agents have their own in frames; what all did is for those who lead.
  const mayReadOn = useWho()?.role !== 'agent';
  const entries = newestFirst(kept, earlier.rows);
  return (
    <Dialog onClose={onClose} title={t('act.log')} closeLabel={t('common.close')}>
      {entries.length === 0 ? <EmptyState title={t('act.log.empty')} /> : <Rows entries={entries} />}
      {mayReadOn && <ReadOn earlier={earlier} />}
    </Dialog>
  );
}

const allOf = (all: ReadonlyMap<string, ActionView>): readonly ActionView[] => [...all.values()];

/** An hour after its end an action leaves the frames; while somebody reads, it stays in its place, and can't be undone any more. */
function useKept(live: readonly ActionView[]): ReadonlyMap<string, ActionView> {
  const kept = useRef<ReadonlyMap<string, ActionView>>(new Map());
  const ids = new Set<string>(live.map(({ id }) => id));
  const gone = [...kept.current.values()].filter(({ id }) => !ids.has(id)).map((action) => ({ ...action, undo: null }));
  kept.current = new Map([...gone, ...live].map((action) => [action.id, action]));
  return kept.current;
}

const newestFirst = (kept: ReadonlyMap<string, ActionView>, earlier: readonly ActionRow[]): readonly Entry[] =>
  [...kept.values(), ...earlier.filter(({ id }) => !kept.has(id))].sort((a, b) => b.askedAt - a.askedAt || (a.id < b.id ? 1 : -1));

function ReadOn({ earlier }: { earlier: Earlier }) {
  const t = useT();
  const now = useSiteNow();
  const { status } = earlier;
  const isReading = status === 'reading';
  return (
    <footer className="act-log-more">
      <p role="status">
        {isReading && t('common.loading')}
        {status === 'error' && t('act.log.failed')}
        {status === 'all' && t('act.log.all')}
      </p>
      {status !== 'all' && (
        <Button size="small" disabled={now === null} aria-disabled={isReading} onClick={() => now !== null && earlier.read(now)}>
          {t(status === 'error' ? 'common.retry' : 'act.log.earlier')}
        </Button>
      )}
    </footer>
  );
}

function Rows({ entries }: { entries: readonly Entry[] }) {
  const t = useT();
  const scroller = useRef<HTMLUListElement>(null);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    initialRect: { width: 480, height: 480 },
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ul className="act-log" ref={scroller} aria-label={t('act.log')} tabIndex={0}>
      <li aria-hidden="true" style={{ height: rows.getVirtualItems()[0]?.start ?? 0, padding: 0 }} />
      {rows.getVirtualItems().map(({ index }) => {
        const action = entries[index];
        return action === undefined ? null : <LogRow key={action.id} action={action} />;
      })}
      <li aria-hidden="true" style={{ height: rows.getTotalSize() - (rows.getVirtualItems().at(-1)?.end ?? 0), padding: 0 }} />
    </ul>
  );
}

function LogRow({ action }: { action: Entry }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow();
  const words = useActionWords()(action, now);
  const time = formats.clock(action.askedAt);
  const isOfToday = now === null || formats.shortDate(now) === formats.shortDate(action.askedAt);
  const tone = action.isLost ? 'fail' : isOver(action) ? (wentWell(action) ? 'ok' : 'fail') : 'pending';
  return (
    <li className={tone} data-item="">
      <Glyph name={tone === 'ok' ? 'tick' : tone === 'fail' ? 'octagon' : 'spinner'} />
      <div className="grow">
        <b>{words.title}</b>
        <p>
          {t('act.log.by', { name: action.by.name, time: isOfToday ? time : `${formats.shortDate(action.askedAt)} ${time}` })} ·{' '}
          {action.isLost ? t('act.log.lost') : words.outcome}
          {action.detail.reason !== undefined && ` · ${action.detail.reason}`}
        </p>
      </div>
      <UndoButton action={action} hasKey={false} />
    </li>
  );
}
