import './board.css';
import './detail.css';
import './escalations.css';
import './figures.css';
import './form.css';
import './marks.css';
import './timeline.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { caseTypeSchema, gradeSchema } from '../../shared/domain/escalation/words.js';
import type { VisitId } from '../../shared/kernel/ids.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { useOpenCase } from '../actions/open-case.js';
import { escalationMessages } from '../i18n/messages/escalations.js';
import { useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useCollection, useConnection, useHasView, useWho } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { KeyCap, Skeleton } from '../ui/feedback.js';
import { Segmented, Select } from '../ui/field.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { CASE_VIEWS, type CasesAddress, casesSearch, DEFAULT_CASES, parseCasesAddress } from './address.js';
import { CaseBoard } from './board.js';
import { ClosedList } from './closed-list.js';
import { COLUMNS, isClosed } from './columns.js';
import { CaseDetail } from './detail.js';
import { FigureCounts } from './figure-counts.js';
import { FigurePanel } from './figure-panel.js';
import { KnowledgeProvider } from './knowledge.js';
import { OnFloorProvider } from './on-floor.js';

/** Escalations from grading to feedback, and the case that is open beside them. */
export function EscalationsScreen() {
  const navigate = useNavigate();
  const raw = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const address = useMemo(() => parseCasesAddress(raw), [raw]);
  const latest = useRef(address);
  latest.current = address;
  const change = useCallback<Change>(
    (next, how) => {
      // Two changes before the next render build on each other.
      latest.current = { ...latest.current, ...next };
      void navigate({ to: '/escalations', search: casesSearch(latest.current), replace: how?.replace ?? false });
    },
    [navigate],
  );
  const seesFloor = useWho()?.role !== 'agent';
  const showOnFloor = useCallback((visitId: VisitId) => void navigate({ to: '/floor', search: { open: `call.${visitId}` } }), [navigate]);
  return (
    <Texts of={escalationMessages}>
      <OnFloorProvider value={seesFloor ? showOnFloor : null}>
        <EscalationsView address={address} change={change} />
      </OnFloorProvider>
    </Texts>
  );
}

export function EscalationsView({ address, change }: { address: CasesAddress; change: Change }) {
  const isKnown = useHasView();
  const isLocked = useConnection().state === 'stale';
  const open = useCallback((id: string) => change({ open: id }), [change]);
  const clear = useCallback(() => change({ ...DEFAULT_CASES, open: address.open }), [change, address.open]);
  useCaseKeys(address, change);
  const classes = ['cases', (address.open !== null || address.figure !== null) && 'has-detail', isLocked && 'is-stale']
    .filter(Boolean)
    .join(' ');
  if (!isKnown) return <BoardSkeleton />;
  return (
    <KnowledgeProvider>
      <div className={classes}>
        <Bar address={address} change={change} />
        {address.view === 'closed' ? (
          <ClosedList text={address.text} open={address.open} onOpen={open} />
        ) : (
          <CaseBoard address={address} onOpen={open} onClear={clear} />
        )}
        {address.open !== null && <CaseDetail id={address.open} onClose={() => closeDetail(address.open, change)} />}
        {address.open === null && address.figure !== null && (
          <FigurePanel
            key={address.figure}
            figure={address.figure}
            span={address.span}
            onSpan={(span) => change({ span }, { replace: true })}
            onFigure={(figure) => change({ figure })}
            onOpen={open}
            onClose={() => closeFigure(change)}
          />
        )}
      </div>
    </KnowledgeProvider>
  );
}

type Change = (change: Partial<CasesAddress>, how?: { readonly replace?: boolean }) => void;

/** Back to the card that it was opened from. */
function closeDetail(id: string | null, change: Change): void {
  change({ open: null });
  document.querySelector<HTMLElement>(`.cases [data-item="${id}"]`)?.focus();
}

/** Back to the number. */
function closeFigure(change: Change): void {
  document.querySelector<HTMLElement>('.case-figure[aria-pressed="true"]')?.focus();
  change({ figure: null });
}

/** The board's shape, before its first view. */
function BoardSkeleton() {
  const t = useT();
  return (
    <div className="cases" aria-busy="true">
      <span className="sr" role="status">
        {t('case.loading')}
      </span>
      <div className="case-bar">
        <Skeleton width={240} />
      </div>
      <div className="case-board">
        {COLUMNS.map((column, at) => (
          <div key={column} className="case-column">
            <header>
              <h2>{t(`case.column.${column}`)}</h2>
              <p>{t(`case.column.${column}.what`)}</p>
            </header>
            {['a', 'b', 'c', 'd'].slice(at % 2).map((each) => (
              <div key={each} className="case-card">
                <Skeleton width="60%" />
                <Skeleton />
                <Skeleton width="40%" />
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
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

function Bar({ address, change }: { address: CasesAddress; change: Change }) {
  const t = useT();
  const { open, late, urgent } = useCollection('case', counts);
  const openCase = useOpenCase();
  const isLocked = useConnection().state === 'stale';
  return (
    <header className="case-bar" data-region="">
      <dl className="case-counts">
        <Count label={t('case.count.open')} value={open} />
        <Count label={t('case.count.late')} value={late} tone="c-breach" />
        <Count label={t('case.count.urgent')} value={urgent} tone="c-watch" />
      </dl>
      <FigureCounts open={address.figure} pulse={`${open} ${late}`} onOpen={(figure) => change({ figure, open: null })} />
      <span className="grow" />
      <div className="case-tools">
        <Filters address={address} change={change} />
        {openCase !== null && (
          <Button disabled={isLocked} onClick={() => openCase()}>
            <Plus className="i sm" aria-hidden="true" />
            {t('case.new')} <KeyCap>C</KeyCap>
          </Button>
        )}
      </div>
    </header>
  );
}

const Count = ({ label, value, tone }: { label: string; value: number; tone?: string }) => (
  <div>
    <dt>{label}</dt>
    <dd className={value > 0 ? tone : undefined}>{value}</dd>
  </div>
);

/** A lead has a team; everybody else has what is theirs, or all. */
const viewsFor = (leads: boolean) => CASE_VIEWS.filter((view) => view !== 'team' || leads);

function Filters({ address, change }: { address: CasesAddress; change: Change }) {
  const t = useT();
  const leads = (useWho()?.teamIds.length ?? 0) > 0;
  return (
    <div className="case-filters">
      <input
        id="case-search"
        type="search"
        className="field"
        aria-label={t('case.search')}
        placeholder={t('case.search')}
        maxLength={80}
        value={address.text}
        onChange={(event) => change({ text: event.target.value }, { replace: true })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          change({ text: '' }, { replace: true });
          event.currentTarget.blur();
        }}
      />
      {address.view !== 'closed' && (
        <>
          <Select
            label={t('case.f.grade')}
            value={address.grade ?? ''}
            options={[
              { value: '', label: t('case.anyGrade') },
              ...gradeSchema.options.map((value) => ({ value, label: t(`case.grade.${value}`) })),
            ]}
            onChange={(value) => change({ grade: gradeSchema.safeParse(value).data ?? null })}
          />
          <Select
            label={t('case.f.type')}
            value={address.type ?? ''}
            options={[
              { value: '', label: t('case.anyType') },
              ...caseTypeSchema.options.map((value) => ({ value, label: t(`case.type.${value}`) })),
            ]}
            onChange={(value) => change({ type: caseTypeSchema.safeParse(value).data ?? null })}
          />
        </>
      )}
      <Segmented
        label={t('case.view')}
        value={address.view}
        options={viewsFor(leads).map((value) => ({ value, label: t(`case.view.${value}`) }))}
        onChange={(view) => change({ view })}
      />
    </div>
  );
}

function useCaseKeys(address: CasesAddress, change: Change): void {
  const t = useT();
  const openCase = useOpenCase();
  const isLocked = useConnection().state === 'stale';
  useShortcuts(t('case.keys'), [
    { keys: 'j', label: t('case.keys.next'), run: () => moveCard(1) },
    { keys: 'k', label: t('case.keys.previous'), run: () => moveCard(-1) },
    ...(openCase === null || isLocked ? [] : [{ keys: 'c', label: t('case.new'), run: () => openCase() }]),
    { keys: '/', label: t('case.search'), run: () => document.getElementById('case-search')?.focus() },
    ...(address.open === null && address.text !== ''
      ? [{ keys: 'Escape', label: t('case.keys.clear'), run: () => change({ text: '' }, { replace: true }) }]
      : []),
  ]);
}

/** Through the board card by card, column after column. */
function moveCard(by: 1 | -1): void {
  const cards = [...document.querySelectorAll<HTMLElement>('.cases [data-item]')];
  const here = cards.indexOf(document.activeElement as HTMLElement);
  cards[here === -1 ? 0 : Math.max(0, Math.min(cards.length - 1, here + by))]?.focus();
}
