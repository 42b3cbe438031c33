import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef } from 'react';
import type { AgentView, CaseView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { useCollection, useWho } from '../live/hooks.js';
import { EmptyState } from '../ui/feedback.js';
import type { CasesAddress } from './address.js';
import { Card } from './card.js';
import { matcher, useSpelling } from './case-search.js';
import { boardOf, COLUMNS, type Column, loudestOf } from './columns.js';

/** What a card is taken to be high until it is drawn. */
const CARD_PX = 104;

/** What stands where: which cards, in which order, and which of them is loud. What is on a card redraws by itself. */
interface Layout {
  readonly ids: Readonly<Record<Column, readonly string[]>>;
  readonly late: Readonly<Record<Column, number>>;
  readonly loud: string | null;
}

interface Props {
  readonly address: CasesAddress;
  readonly onOpen: (id: string) => void;
  /** Shows all of them again. */
  readonly onClear: () => void;
}

/** 分级 → 归因 → 解决 → 反馈: what is late first, then by what is due next. */
export function CaseBoard({ address, onOpen, onClear }: Props) {
  const t = useT();
  const { ids, late, loud } = useLayout(address);
  const isEmpty = COLUMNS.every((column) => ids[column].length === 0);
  const isNarrowed = address.view !== 'all' || address.grade !== null || address.type !== null || address.text !== '';
  if (isEmpty && isNarrowed) {
    return (
      <EmptyState title={t('case.noneFit')}>
        <button type="button" className="btn" onClick={onClear}>
          {t('case.showAll')}
        </button>
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls sideways, by keyboard too
    <section className="case-board" aria-label={t('case.board')} tabIndex={0}>
      {COLUMNS.map((column) => (
        <BoardColumn
          key={column}
          column={column}
          ids={ids[column]}
          late={late[column]}
          loud={loud}
          isCalm={isEmpty}
          open={address.open}
          onOpen={onOpen}
        />
      ))}
    </section>
  );
}

function useLayout({ view, grade, type, text }: CasesAddress): Layout {
  const userId = useWho()?.userId ?? null;
  const ledIds = useLedIds();
  const howWell = useSpelling(text);
  const matches = useMemo(() => matcher(text, howWell), [text, howWell]);
  return useCollection(
    'case',
    useCallback(
      (all: ReadonlyMap<string, CaseView>): Layout => {
        const board = boardOf(all.values(), { view, grade, type, matches, userId, ledIds });
        const each = <T,>(of: (column: Column) => T) =>
          Object.fromEntries(COLUMNS.map((column) => [column, of(column)])) as Record<Column, T>;
        return {
          ids: each((column) => board[column].map(({ id }) => id)),
          late: each((column) => board[column].filter(({ isOverdue }) => isOverdue).length),
          loud: loudestOf(board),
        };
      },
      [view, grade, type, matches, userId, ledIds],
    ),
    isSameLayout,
  );
}

const isSameLayout = (a: Layout, b: Layout): boolean =>
  a.loud === b.loud && COLUMNS.every((column) => a.late[column] === b.late[column] && isSameList(a.ids[column], b.ids[column]));
const isSameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id, at) => id === b[at]);

/** The agents of this lead's teams. */
function useLedIds(): ReadonlySet<string> {
  const teamIds = useWho()?.teamIds;
  const ids = useCollection(
    'agent',
    useCallback(
      (all: ReadonlyMap<string, AgentView>) =>
        teamIds === undefined || teamIds.length === 0
          ? []
          : [...all.values()]
              .filter(({ teamId }) => teamId != null && (teamIds as readonly string[]).includes(teamId))
              .map(({ id }) => id as string),
      [teamIds],
    ),
  );
  return useMemo(() => new Set(ids), [ids]);
}

interface ColumnProps {
  readonly column: Column;
  readonly ids: readonly string[];
  readonly late: number;
  readonly loud: string | null;
  readonly isCalm: boolean;
  readonly open: string | null;
  readonly onOpen: (id: string) => void;
}

function BoardColumn({ column, ids, late, loud, isCalm, open, onOpen }: ColumnProps) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PX,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 6,
    useFlushSync: false,
    initialRect: { width: 320, height: 800 },
  });
  const shown = rows.getVirtualItems();
  return (
    <section className="case-column" data-region="" aria-label={t(`case.column.${column}`)}>
      <header>
        <h2>
          {t(`case.column.${column}`)} <em>{ids.length}</em>
        </h2>
        <p>
          <span>{t(`case.column.${column}.what`)}</span>
          {late > 0 && <span className="c-breach">{t('case.lateCount', { n: late })}</span>}
        </p>
      </header>
      <div className="case-cards" ref={scroller}>
        {ids.length === 0 && (
          <p className="case-empty">{isCalm && column === 'grade' ? t('case.calm') : t(`case.column.${column}.empty`)}</p>
        )}
        <ul style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const id = ids[index];
            return id === undefined ? null : (
              <li key={id} ref={rows.measureElement} data-index={index} style={{ transform: `translateY(${start}px)` }}>
                <Card id={id} isOpen={id === open} isLoud={id === loud} onOpen={onOpen} />
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
