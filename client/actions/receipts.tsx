import './actions.css';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { ActionView } from '../../shared/protocol/views.js';
import { actionMessages } from '../i18n/messages/actions.js';
import { useT } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';
import { Texts } from '../i18n/texts.js';
import { useCommand, useConnection, useEntity, useRefusals, useSending, useSiteNow } from '../live/hooks.js';
import type { Refusal, Sending } from '../live/outbox.js';
import { Button } from '../ui/button.js';
import { KeyCap } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { useRoomBelow } from '../ui/room-below.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { useMedia } from '../ui/use-media.js';
import { isOver, lastUndoable, useMyActions, useReceipts, wentWell } from './my-actions.js';
import { kindText, useActionWords } from './words.js';

/** More than this at once are counted instead. */
const MOST_SHOWN = 5;
/** Where they would take the place of what they are about. */
const MOST_SHOWN_IF_SMALL = 2;
const SMALL = '(max-width: 720px), (max-height: 800px)';
const REFUSAL_FOR_MS = 12_000;
/** An answer is usually here within this: only what takes longer is shown as being sent. */
const SENDING_AFTER_MS = 400;

/** What became of what this person asked for: pending, confirmed, failed with its reason; each with its way back. */
export function Receipts() {
  return (
    <Texts of={actionMessages}>
      <ReceiptList />
    </Texts>
  );
}

function ReceiptList() {
  const t = useT();
  const receipts = useReceipts();
  const refusals = useShownRefusals();
  const sending = useLateSending();
  useUndoKey();
  const list = useRef<HTMLUListElement>(null);
  useRoomBelow(list, '--receipts');
  const shown = receipts.slice(0, useMedia(SMALL) ? MOST_SHOWN_IF_SMALL : MOST_SHOWN);
  return (
    <ul ref={list} className="receipts" aria-label={t('act.receipts')} aria-live="polite">
      {sending.map((one) => (
        <li key={one.id} className="rcpt pending">
          <Glyph name="spinner" />
          <div>
            <b>{kindText(t, one.command.type)}</b>
            <p>{t(one.isUncertain ? 'act.uncertain' : 'act.sending')}</p>
          </div>
        </li>
      ))}
      {refusals.map(({ id, refusal }) => (
        <li key={id} className="rcpt fail">
          <Glyph name="octagon" />
          <div>
            <b>
              {kindText(t, refusal.command.type)} · {t('act.refused')}
            </b>
            <p>{refusalText(t, refusal.rejection)}</p>
          </div>
        </li>
      ))}
      {shown.map((action, at) => (
        <Receipt key={action.id} action={action} hasKey={at === 0} />
      ))}
      {receipts.length > shown.length && <li className="rcpt more">{t('act.more', { n: receipts.length - shown.length })}</li>}
    </ul>
  );
}

function Receipt({ action, hasKey }: { action: ActionView; hasKey: boolean }) {
  const now = useSiteNow();
  const words = useActionWords()(action, now);
  const tone = isOver(action) ? (wentWell(action) ? 'ok' : 'fail') : 'pending';
  return (
    <li className={`rcpt ${tone}`}>
      <Glyph name={tone === 'ok' ? 'tick' : tone === 'fail' ? 'octagon' : 'spinner'} />
      <div className="grow">
        <b>{words.title}</b>
        <p>{words.outcome}</p>
      </div>
      <UndoButton action={action} hasKey={hasKey} />
      {tone === 'fail' && <TryNext action={action} />}
      {tone === 'fail' && <UndoAgain action={action} />}
    </li>
  );
}

/** A call that nobody took still waits: its panel has the next best agent chosen already. */
function TryNext({ action }: { action: ActionView }) {
  const t = useT();
  const navigate = useNavigate();
  const visit = useEntity('visit', action.on.visitId);
  if (action.kind !== 'call.reassign' || visit === undefined) return null;
  return (
    <Button size="small" onClick={() => void navigate({ to: '/floor', search: { open: `call.${visit.id}` } })}>
      {t('act.tryNext')}
    </Button>
  );
}

/** What it was to undo is as it was, and its own receipt may be gone by now. */
function UndoAgain({ action }: { action: ActionView }) {
  const t = useT();
  const send = useCommand();
  const isLocked = useConnection().state === 'stale';
  const undone = useEntity('action', action.undoOf);
  if (undone === undefined || undone.undo == null || undone.undoneBy != null) return null;
  return (
    <Button size="small" disabled={isLocked} onClick={() => void send({ type: 'action.undo', actionId: undone.id })}>
      {t('act.undoAgain')}
    </Button>
  );
}

export function UndoButton({ action, hasKey }: { action: ActionView; hasKey: boolean }) {
  const t = useT();
  const send = useCommand();
  const isLocked = useConnection().state === 'stale';
  if (action.undo == null || action.undoneBy != null) return null;
  return (
    <Button size="small" kind="quiet" disabled={isLocked} onClick={() => void send({ type: 'action.undo', actionId: action.id })}>
      {t(action.undo === 'withdraw' ? 'act.undo' : 'act.undoInverse')}
      {hasKey && <KeyCap>Z</KeyCap>}
    </Button>
  );
}

function useUndoKey(): void {
  const t = useT();
  const send = useCommand();
  const mine = useMyActions();
  const isLocked = useConnection().state === 'stale';
  useShortcuts(t('act.keys'), [
    {
      keys: 'z',
      label: t('act.keys.undo'),
      run: () => {
        const last = lastUndoable(mine);
        // What is shown may be old: nothing is taken back on it.
        if (last !== undefined && !isLocked) void send({ type: 'action.undo', actionId: last.id });
      },
    },
  ]);
}

function useShownRefusals(): readonly { id: number; refusal: Refusal }[] {
  const [shown, setShown] = useState<readonly { id: number; refusal: Refusal }[]>([]);
  const timers = useRef(new Set<number>());
  const nextId = useRef(1);
  useRefusals((refusal) => {
    const id = nextId.current++;
    setShown((all) => [...all.slice(1 - MOST_SHOWN), { id, refusal }]);
    const timer = window.setTimeout(() => {
      timers.current.delete(timer);
      setShown((all) => all.filter((one) => one.id !== id));
    }, REFUSAL_FOR_MS);
    timers.current.add(timer);
  });
  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running) window.clearTimeout(timer);
    };
  }, []);
  return shown;
}

/** Commands whose answer takes long; looked at again shortly after each change. */
function useLateSending(): readonly Sending[] {
  const sending = useSending();
  const [, look] = useState(0);
  useEffect(() => {
    if (sending.length === 0) return;
    const timer = window.setTimeout(() => look((n) => n + 1), SENDING_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [sending]);
  const now = Date.now();
  return sending.filter((one) => one.isUncertain || now - one.askedAt >= SENDING_AFTER_MS);
}
