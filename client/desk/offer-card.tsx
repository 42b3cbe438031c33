import { useEffect, useState } from 'react';
import type { ActionView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { tierName } from '../i18n/tier-name.js';
import { useElapsedMs, useEntity, useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap, Tag } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { useDeskCommand } from './desk-actions.js';
import { useEnterTo } from './enter.js';
import { notify, ring } from './ring.js';

/** A call that somebody wants this agent to take: who it is, how long is left, yes or no. It keeps its place until then. */
export function OfferCard({ action, muted }: { action: ActionView; muted: boolean }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const queue = useEntity('queue', action.on.queueId);
  const waitedMs = useElapsedMs(action.detail.waitingSince);
  const left = useLeft(action);
  const [isAnswered, setAnswered] = useState(false);
  const { caller, text, queueName } = action.detail;
  // Of a queue that one does not serve, only the name is told.
  const about = queue ?? queueName;
  const who = [about && formats.name(about), caller?.name ?? caller?.masked].filter(Boolean).join(' · ');
  useCall(t('desk.notice.title', { name: action.by.name }), who, muted || isAnswered);
  const answer = (accept: boolean) => {
    if (run === null || isAnswered) return;
    setAnswered(true);
    const answered = run({ type: accept ? 'offer.accept' : 'offer.decline', actionId: action.id });
    // Refused: the offer stands, and so does the choice.
    void answered.then((isGranted) => isGranted || setAnswered(false));
  };
  const onEnter = useEnterTo(() => answer(true));
  useShortcuts(t('desk.keys'), [
    { keys: 'Enter', label: t('desk.keys.accept'), run: onEnter },
    { keys: 'x', label: t('desk.keys.decline'), run: () => answer(false) },
  ]);
  return (
    <section className="mine-offer" aria-label={t('desk.offer')} role="alert">
      <p className="row">
        <Glyph name="dot-arcs" />
        <span className="grow">{t('desk.offer.from', { name: action.by.name })}</span>
        <b className="mine-timer" aria-hidden="true">
          {Math.ceil(left.ms / 1_000)} s
        </b>
      </p>
      <h2>
        {who} {caller?.tier !== undefined && <Tag>{tierName(t, caller.tier)}</Tag>}
      </h2>
      {waitedMs !== null && <p className="t2">{t('desk.offer.waited', { time: formats.duration(waitedMs) })}</p>}
      {text !== undefined && <blockquote>{text}</blockquote>}
      <progress
        className="mine-left"
        max={1}
        value={left.ratio}
        aria-label={t('desk.offer.left', { seconds: Math.ceil(left.ms / 1_000) })}
      />
      <div className="mine-answers">
        <Button kind="primary" size="wide" disabled={run === null || isAnswered} onClick={() => answer(true)}>
          {t('desk.offer.accept')} <KeyCap>↵</KeyCap>
        </Button>
        <Button size="wide" disabled={run === null || isAnswered} onClick={() => answer(false)}>
          {t('desk.offer.decline')} <KeyCap>X</KeyCap>
        </Button>
      </div>
      <p className="t3">{t('desk.offer.note')}</p>
    </section>
  );
}

function useLeft({ offer, askedAt }: ActionView): { ms: number; ratio: number } {
  const now = useSiteNow();
  const until = offer?.until ?? askedAt;
  const wholeMs = until - askedAt;
  // Clocks differ by a little: it is never more than there was at first.
  const ms = now === null ? 0 : Math.max(0, Math.min(until - now, wholeMs));
  return { ms, ratio: wholeMs > 0 ? ms / wholeMs : 0 };
}

/** Rings and notifies for as long as the offer stands. */
function useCall(title: string, body: string, silent: boolean): void {
  useEffect(() => (silent ? undefined : ring()), [silent]);
  useEffect(() => notify(title, body), [title, body]);
}
