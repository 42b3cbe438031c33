import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef } from 'react';
import type { CaseView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { useCollection, useWho } from '../live/hooks.js';
import { Badge } from '../ui/feedback.js';
import type { CasesAddress } from './address.js';
import { Card } from './card.js';
import { type Board, boardOf, COLUMNS, type Column } from './columns.js';

const CARD_PX = 104;

/** 分级 → 归因 → 解决 → 反馈: what is late first, then by what is due next. */
export function CaseBoard({ address, onOpen }: { address: CasesAddress; onOpen: (id: string) => void }) {
  const userId = useWho()?.userId ?? null;
  const { view, text } = address;
  const board = useCollection(
    'case',
    useCallback((all: ReadonlyMap<string, CaseView>) => boardOf(all.values(), { view, text, userId }), [view, text, userId]),
    sameBoard,
  );
  return (
    <div className="case-board">
      {COLUMNS.map((column) => (
        <BoardColumn
          key={column}
          column={column}
          ids={board[column].map(({ id }) => id)}
          late={board[column].filter(({ isOverdue }) => isOverdue).length}
          open={address.open}
          onOpen={onOpen}
        />
      ))}
    </div>
  );
}

/** The same cards in the same places: what is on them redraws by itself. */
const sameBoard = (a: Board, b: Board): boolean =>
  COLUMNS.every(
    (column) =>
      a[column].length === b[column].length &&
      a[column].every((one, at) => one.id === b[column][at]?.id && one.isOverdue === b[column][at]?.isOverdue),
  );

interface ColumnProps {
  readonly column: Column;
  readonly ids: readonly string[];
  readonly late: number;
  readonly open: string | null;
  readonly onOpen: (id: string) => void;
}

function BoardColumn({ column, ids, late, open, onOpen }: ColumnProps) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PX,
    overscan: 6,
    initialRect: { width: 320, height: 800 },
  });
  const shown = rows.getVirtualItems();
  return (
    <section className="case-column" data-region="" aria-label={t(`case.column.${column}`)}>
      <header>
        <h2>
          {t(`case.column.${column}`)} <Badge>{ids.length}</Badge>
        </h2>
        <p className="t3">{t(`case.column.${column}.what`)}</p>
        {late > 0 && <span className="c-breach">{t('case.lateCount', { n: late })}</span>}
      </header>
      <div className="case-cards" ref={scroller}>
        {ids.length === 0 && <p className="t3 case-empty">{t(`case.column.${column}.empty`)}</p>}
        <div style={{ height: shown[0]?.start ?? 0 }} />
        {shown.map(({ index }) => {
          const id = ids[index];
          return id === undefined ? null : <Card key={id} id={id} isOpen={id === open} onOpen={onOpen} />;
        })}
        <div style={{ height: rows.getTotalSize() - (shown.at(-1)?.end ?? 0) }} />
      </div>
    </section>
  );
}
