import './escalations.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { useOpenCase } from '../actions/open-case.js';
import { escalationMessages } from '../i18n/messages/escalations.js';
import { useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useCollection, useConnection, useHasView } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap, Skeleton } from '../ui/feedback.js';
import { Segmented } from '../ui/field.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { CASE_VIEWS, type CasesAddress, casesSearch, parseCasesAddress } from './address.js';
import { CaseBoard } from './board.js';
import { ClosedList } from './closed-list.js';
import { isClosed } from './columns.js';
import { CaseDetail } from './detail.js';
import { KnowledgeProvider } from './knowledge.js';

/** Escalations from grading to feedback, and the case that is open beside them. */
export function EscalationsScreen() {
  const navigate = useNavigate();
  const address = parseCasesAddress(useSearch({ strict: false }));
  const change = useCallback(
    (change: Partial<CasesAddress>) => void navigate({ to: '/escalations', search: casesSearch({ ...address, ...change }) }),
    [navigate, address],
  );
  return (
    <Texts of={escalationMessages}>
      <EscalationsView address={address} change={change} />
    </Texts>
  );
}

export function EscalationsView({ address, change }: { address: CasesAddress; change: (change: Partial<CasesAddress>) => void }) {
  const t = useT();
  const isKnown = useHasView();
  const [closed, setClosed] = useState<CaseView | undefined>(undefined);
  const open = useCallback((id: string) => change({ open: id }), [change]);
  useCaseKeys(address, change);
  return (
    <KnowledgeProvider>
      <div className={address.open === null ? 'cases' : 'cases has-detail'}>
        <Bar address={address} change={change} />
        {isKnown ? (
          address.view === 'closed' ? (
            <ClosedList
              text={address.text}
              open={address.open}
              onOpen={(one) => {
                setClosed(one);
                change({ open: one.id });
              }}
            />
          ) : (
            <CaseBoard address={address} onOpen={open} />
          )
        ) : (
          <div className="case-board" aria-busy="true">
            <span className="sr" role="status">
              {t('common.loading')}
            </span>
            <Skeleton height={480} />
          </div>
        )}
        {address.open !== null && (
          <CaseDetail id={address.open} given={closed?.id === address.open ? closed : undefined} onClose={() => change({ open: null })} />
        )}
      </div>
    </KnowledgeProvider>
  );
}

const counts = (all: ReadonlyMap<string, CaseView>) => {
  const open = [...all.values()].filter((one) => !isClosed(one));
  return {
    open: open.length,
    late: open.filter(({ isOverdue }) => isOverdue).length,
    urgent: open.filter(({ grade }) => grade === 'P1').length,
  };
};

function Bar({ address, change }: { address: CasesAddress; change: (change: Partial<CasesAddress>) => void }) {
  const t = useT();
  const { open, late, urgent } = useCollection('case', counts);
  const openCase = useOpenCase();
  const isLocked = useConnection().state === 'stale';
  return (
    <header className="case-bar" data-region="">
      <span className="t2">
        {t('case.count.open')} <b>{open}</b>
      </span>
      <span className={late > 0 ? 'c-breach' : 't2'}>
        {t('case.count.late')} <b>{late}</b>
      </span>
      <span className={urgent > 0 ? 'c-watch' : 't2'}>
        {t('case.count.urgent')} <b>{urgent}</b>
      </span>
      <span className="grow" />
      <input
        id="case-search"
        type="search"
        className="field"
        aria-label={t('case.search')}
        placeholder={t('case.search')}
        maxLength={80}
        value={address.text}
        onChange={(event) => change({ text: event.target.value })}
      />
      <Segmented
        label={t('case.view')}
        value={address.view}
        options={CASE_VIEWS.map((value) => ({ value, label: t(`case.view.${value}`) }))}
        onChange={(view) => change({ view })}
      />
      {openCase !== null && (
        <Button disabled={isLocked} onClick={() => openCase()}>
          <Plus className="i" aria-hidden="true" />
          {t('case.new')} <KeyCap>C</KeyCap>
        </Button>
      )}
    </header>
  );
}

function useCaseKeys(address: CasesAddress, change: (change: Partial<CasesAddress>) => void): void {
  const t = useT();
  const openCase = useOpenCase();
  useShortcuts(t('case.keys'), [
    { keys: 'j', label: t('case.keys.next'), run: () => moveCard(1) },
    { keys: 'k', label: t('case.keys.previous'), run: () => moveCard(-1) },
    { keys: 'c', label: t('case.new'), run: () => openCase?.() },
    { keys: '/', label: t('case.search'), run: () => document.getElementById('case-search')?.focus() },
    { keys: 'Escape', label: t('case.keys.back'), run: () => address.open !== null && change({ open: null }) },
  ]);
}

/** Through the board card by card, column after column. */
function moveCard(by: 1 | -1): void {
  const cards = [...document.querySelectorAll<HTMLElement>('.cases [data-item]')];
  const here = cards.indexOf(document.activeElement as HTMLElement);
  cards[here === -1 ? 0 : Math.max(0, Math.min(cards.length - 1, here + by))]?.focus();
}
