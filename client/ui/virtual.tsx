import { useVirtualizer } from '@tanstack/react-virtual';
import { type AriaRole, type ReactNode, useRef } from 'react';

interface VirtualProps {
  readonly count: number;
  /** Of one row, px. */
  readonly rowHeight: number;
  readonly label: string;
  readonly role?: AriaRole;
  readonly className?: string;
  /** Rows drawn beyond the edges. */
  readonly overscan?: number;
  readonly itemKey: (index: number) => string;
}

/** Rows of one height, of which only those in sight exist. For anything that may be longer than two hundred. */
export function VirtualList(props: VirtualProps & { renderRow: (index: number) => ReactNode }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: props.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => props.rowHeight,
    overscan: props.overscan ?? 8,
    getItemKey: props.itemKey,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroller} className={['virtual', props.className].filter(Boolean).join(' ')} aria-label={props.label} tabIndex={0}>
      <div className="virtual-space" style={{ height: virtualizer.getTotalSize() }} role={props.role ?? 'list'}>
        {virtualizer.getVirtualItems().map((item) => (
          <div
            key={item.key}
            className="virtual-item"
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            role="presentation"
          >
            {props.renderRow(item.index)}
          </div>
        ))}
      </div>
    </section>
  );
}

/** A grid of equal cells, filled row by row, of which only the rows in sight exist. */
export function VirtualGrid(props: VirtualProps & { columns: number; renderCell: (index: number) => ReactNode }) {
  const { columns } = props;
  const cells = (row: number) => {
    const first = row * columns;
    return Array.from({ length: Math.min(columns, props.count - first) }, (_, at) => first + at);
  };
  return (
    <VirtualList
      {...props}
      count={Math.ceil(props.count / columns)}
      itemKey={(row) => props.itemKey(row * columns)}
      renderRow={(row) => (
        <div style={{ display: 'grid', gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, height: '100%' }} role="presentation">
          {cells(row).map((index) => (
            <div key={props.itemKey(index)} role="presentation" style={{ display: 'grid', minWidth: 0 }}>
              {props.renderCell(index)}
            </div>
          ))}
        </div>
      )}
    />
  );
}
