// First, as the others build on it.
import './desk.css';
import './buffer-ask.css';
import './calls.css';
import './help.css';
import './my-state.css';
import './offers.css';
import './own-buffer.css';
import './rest.css';
import './shifts.css';
import './strain.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useLayoutEffect, useState } from 'react';
import type { AgentView } from '../../shared/protocol/views.js';
import { deskMessages } from '../i18n/messages/desk.js';
import { shiftMessages } from '../i18n/messages/shifts.js';
import { wellbeingMessages } from '../i18n/messages/wellbeing.js';
import { useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useEntity, useHasView, useWho } from '../live/hooks.js';
import { EmptyState, Skeleton } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { type DeskPart, deskSearch, parseDeskPart } from './address.js';
import { BreakCard } from './break-card.js';
import { BufferAsk } from './buffer-ask.js';
import { CoverOffers } from './cover-offer.js';
import { Crisis } from './crisis.js';
import { useDeskCommand, useOffers } from './desk-actions.js';
import { DeskNow } from './desk-now.js';
import { DeskTabs } from './desk-tabs.js';
import { Me } from './me.js';
import { OfferCard } from './offer-card.js';
import { useOwnBuffer } from './own-buffer.js';
import { Shifts } from './shifts.js';
import { ShiftsProvider } from './shifts-data.js';
import { StrainProvider } from './strain-data.js';
import { WellbeingProvider } from './wellbeing.js';

const DESK_TEXTS = { ...deskMessages, ...wellbeingMessages, ...shiftMessages };

/** An agent's own page; which part of it is in the address. */
export function DeskScreen() {
  const navigate = useNavigate();
  const raw = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const go = useCallback((part: DeskPart) => void navigate({ to: '/me', search: deskSearch(part) }), [navigate]);
  return <DeskView part={parseDeskPart(raw.part)} onPart={go} />;
}

interface Parts {
  readonly part: DeskPart;
  readonly onPart: (part: DeskPart) => void;
}

export function DeskView({ part, onPart }: Parts) {
  return (
    <Texts of={DESK_TEXTS}>
      <Desk part={part} onPart={onPart} />
    </Texts>
  );
}

function Desk({ part, onPart }: Parts) {
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
  return <OwnDesk agent={agent} part={part} onPart={onPart} />;
}

/** What I am asked is there on every part; a call that is offered does not wait until I look at the right one. */
function OwnDesk({ agent, part, onPart }: Parts & { agent: AgentView }) {
  const [muted, setMuted] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const offers = useOffers(agent.id);
  const buffer = useOwnBuffer(agent.id);
  useDeskKeys(agent, () => setMuted((now) => !now));
  // Another part is another page: it is read from its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the part changes
  useLayoutEffect(() => {
    // Newer browsers answer with a promise: it must not be taken for what undoes this.
    document.querySelector('.mine')?.closest('.page')?.scrollTo?.(0, 0);
  }, [part]);
  const ask = useCallback(() => setAsking(true), []);
  const doneAsking = useCallback(() => setAsking(false), []);
  return (
    <WellbeingProvider agent={agent} bufferState={buffer?.state ?? ''}>
      <StrainProvider agentId={agent.id}>
        <ShiftsProvider agentId={agent.id} bufferState={buffer?.state ?? ''}>
          <div className="mine">
            <DeskTabs part={part} onPart={onPart} />
            {offers.map((offer) => (
              <OfferCard key={offer.id} action={offer} muted={muted} />
            ))}
            {agent.breakOfferUntil != null && <BreakCard />}
            <CoverOffers agentId={agent.id} />
            {part === 'desk' && <DeskNow agent={agent} buffer={buffer} onAsk={ask} />}
            {part === 'shifts' && <Shifts agent={agent} />}
            {part === 'me' && <Me muted={muted} onMute={setMuted} />}
            <Crisis />
            {isAsking && <BufferAsk onClose={doneAsking} />}
          </div>
        </ShiftsProvider>
      </StrainProvider>
    </WellbeingProvider>
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
