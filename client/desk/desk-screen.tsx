import './desk.css';
import { useState } from 'react';
import type { AgentView } from '../../shared/protocol/views.js';
import { deskMessages } from '../i18n/messages/desk.js';
import { useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useEntity, useHasView, useWho } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { EmptyState, Skeleton } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { BreakCard } from './break-card.js';
import { CallsToday } from './calls-today.js';
import { CurrentCall } from './current-call.js';
import { useDeskCommand, useOffers } from './desk-actions.js';
import { Messages } from './inbox.js';
import { MyDay } from './my-day.js';
import { MyQueues } from './my-queues.js';
import { MyState } from './my-state.js';
import { OfferCard } from './offer-card.js';
import { canAskForNotices } from './ring.js';

/** An agent's desk: what I am asked, what I do now, my call, my day. Calm: no timer turns red here. */
export function DeskScreen() {
  return (
    <Texts of={deskMessages}>
      <Desk />
    </Texts>
  );
}

function Desk() {
  const t = useT();
  const known = useHasView();
  const who = useWho();
  const agent = useEntity('agent', who?.agentId);
  if (!known) return <Loading />;
  if (agent === undefined) {
    return (
      <div className="mine">
        <EmptyState title={t('desk.unknown')}>{t('desk.unknownWhy')}</EmptyState>
      </div>
    );
  }
  return <OwnDesk agent={agent} />;
}

function OwnDesk({ agent }: { agent: AgentView }) {
  const [muted, setMuted] = useState(false);
  const offers = useOffers(agent.id);
  useDeskKeys(agent, () => setMuted((now) => !now));
  return (
    <div className="mine">
      {offers.map((offer) => (
        <OfferCard key={offer.id} action={offer} muted={muted} />
      ))}
      {agent.breakOfferUntil != null && <BreakCard />}
      <Messages agentId={agent.id} />
      <MyState agent={agent} />
      <CurrentCall agent={agent} />
      <MyDay agentId={agent.id} handOverId={agent.visitId ?? null} />
      <MyQueues queueIds={agent.queueIds} />
      <CallsToday agentId={agent.id} handOverId={agent.visitId ?? null} />
      <Notices muted={muted} onMute={setMuted} />
    </div>
  );
}

function useDeskKeys(agent: AgentView, toggleMute: () => void): void {
  const t = useT();
  const run = useDeskCommand();
  useShortcuts(t('desk.keys'), [
    { keys: 'h', label: t('desk.keys.help'), run: () => agent.help == null && run?.({ type: 'help.raise' }) },
    { keys: 'm', label: t('desk.keys.mute'), run: toggleMute },
  ]);
}

/** A notice reaches who looks elsewhere; the browser asks for leave once. */
function Notices({ muted, onMute }: { muted: boolean; onMute: (muted: boolean) => void }) {
  const t = useT();
  const [canAsk, setCanAsk] = useState(canAskForNotices);
  return (
    <p className="row">
      <Button size="small" kind="quiet" aria-pressed={muted} onClick={() => onMute(!muted)}>
        {t(muted ? 'desk.sound.unmute' : 'desk.sound.mute')}
      </Button>
      {canAsk && (
        <Button size="small" kind="quiet" onClick={() => void Notification.requestPermission().then(() => setCanAsk(canAskForNotices()))}>
          {t('desk.notices.on')}
        </Button>
      )}
    </p>
  );
}

function Loading() {
  const t = useT();
  return (
    <div className="mine" aria-busy="true">
      <span className="sr" role="status">
        {t('common.loading')}
      </span>
      <Skeleton height={72} />
      <Skeleton height={48} />
      <Skeleton height={120} />
      <Skeleton height={200} />
    </div>
  );
}
