import { PanelRightClose, PanelRightOpen } from 'lucide-react';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Badge, KeyCap } from '../ui/feedback.js';
import { AdriftList } from './adrift-list.js';
import { ExceptionList } from './exception-list.js';
import { GapList } from './gap-list.js';
import { LedgerList } from './ledger-list.js';
import { OffPlanList } from './off-plan-list.js';
import { OpenShiftList } from './open-shift-list.js';
import { PublicationList } from './publication-list.js';
import { useRail } from './rail-state.js';
import type { Place } from './roster-page.js';
import { SwapList } from './swap-list.js';
import { useSwapsToDecide } from './swaps.js';

/** What was asked for and what was told: beside the rows where there is room, over them where there is not. */
export function Rail({ place }: { place: Place }) {
  const t = useT();
  const { isOpen, open } = useRail();
  const waiting = useSwapsToDecide().length;
  if (!isOpen)
    return (
      <div className="rs-rail-tab">
        <Button kind="quiet" iconOnly aria-label={t('roster.rail.open')} title={t('roster.rail.open')} onClick={() => open(true)}>
          <PanelRightOpen className="i" aria-hidden="true" />
        </Button>
        {waiting > 0 && <Badge>{waiting}</Badge>}
      </div>
    );
  return (
    <aside className="rs-rail" aria-label={t('roster.rail')} data-region="">
      <Button
        className="rs-rail-close"
        kind="quiet"
        size="small"
        iconOnly
        aria-label={t('roster.rail.close')}
        title={t('roster.rail.close')}
        onClick={() => open(false)}
      >
        <PanelRightClose className="i sm" aria-hidden="true" />
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className="rs-rail-body" tabIndex={0}>
        <RailLists place={place} />
      </div>
      <p className="rs-rail-keys">
        <span>
          <KeyCap>←</KeyCap> <KeyCap>→</KeyCap> {t('roster.hint.move')}
        </span>
        <span>
          <KeyCap>⇧</KeyCap> <KeyCap>→</KeyCap> {t('roster.hint.extend')}
        </span>
        <span>
          <KeyCap>[</KeyCap> <KeyCap>]</KeyCap> {t('roster.hint.day')}
        </span>
      </p>
    </aside>
  );
}

export function RailLists({ place }: { place: Place }) {
  return (
    <>
      <OffPlanList place={place} />
      <SwapList />
      <AdriftList place={place} />
      <GapList place={place} />
      <OpenShiftList place={place} />
      <LedgerList />
      <ExceptionList place={place} />
      <PublicationList place={place} />
    </>
  );
}
