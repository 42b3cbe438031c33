import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { useT } from '../i18n/provider.js';
import { EmptyState } from '../ui/feedback.js';

interface Props {
  readonly people: readonly SheetPerson[];
  readonly rowPx: number;
  readonly renderLine: (person: SheetPerson, topPx: number) => ReactNode;
}

/** A line per person on a phone; only those in sight exist. */
export function PhoneRows({ people, rowPx, renderLine }: Props) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 4,
    useFlushSync: false,
    initialRect: { width: 390, height: 640 },
  });
  return (
    <div ref={scroller} className="rs-rows" data-region="">
      {people.length === 0 ? (
        <EmptyState title={t('roster.nobody')}>{t('roster.nobodyWhy')}</EmptyState>
      ) : (
        <ul className="rs-grid" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const person = people[index];
            return person === undefined ? null : renderLine(person, start);
          })}
        </ul>
      )}
    </div>
  );
}
