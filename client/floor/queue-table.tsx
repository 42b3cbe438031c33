// biome-ignore-all lint/a11y/useSemanticElements: rows of equal columns that lay out by themselves, of which a table element knows nothing
// biome-ignore-all lint/a11y/useFocusableInteractive: what is inside the cells takes the focus
import { ChevronDown, ChevronUp } from 'lucide-react';
import { memo, type ReactNode, useRef } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import type { QueueView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import type { QueueSort, SortKey } from './floor-address.js';
import { useFloorActions } from './floor-context.js';
import { onGridKeys } from './grid-keys.js';
import { LANE_TICKS, percent } from './lane-scale.js';
import { QueueRow } from './queue-row.js';
import { useQueueOrder } from './use-queue-order.js';
import { useSlide } from './use-slide.js';

/** Every queue as a row, every caller as a mark on its lane. */
export const QueueTable = memo(function QueueTable(props: {
  ids: readonly QueueView['id'][];
  sort: QueueSort;
  window: FigureWindow;
  openQueue: string | null;
  openCall: string | null;
  label: string;
}) {
  const table = useRef<HTMLDivElement>(null);
  const order = useQueueOrder(props.ids, props.sort, props.window, table);
  useSlide(table, order);
  const tabbable = order.find((id) => id === props.openQueue) ?? order[0];
  return (
    <div className="floor-scroll">
      <div ref={table} className="floor-q" role="grid" aria-label={props.label} onKeyDown={onGridKeys}>
        <Head sort={props.sort} />
        <div role="rowgroup">
          {order.map((id) => (
            <QueueRow
              key={id}
              queueId={id}
              window={props.window}
              selected={id === props.openQueue}
              tabbable={id === tabbable}
              openCall={props.openCall}
            />
          ))}
        </div>
      </div>
    </div>
  );
});

function Head({ sort }: { sort: QueueSort }) {
  const t = useT();
  return (
    <div role="rowgroup">
      <div role="row" className="floor-q-h">
        <SortHead by="name" sort={sort} className="qn">
          {t('floor.col.queue')}
        </SortHead>
        <SortHead by="serviceLevel" sort={sort}>
          {t('floor.col.serviceLevel')}
        </SortHead>
        <SortHead by="waiting" sort={sort}>
          {t('floor.col.waiting')}
        </SortHead>
        <div role="columnheader" className="floor-lane">
          <span className="sr">{t('floor.col.lane')}</span>
          <div className="floor-lane-in" aria-hidden="true">
            {LANE_TICKS.map((tick) => (
              <span key={tick.label} style={{ left: percent(tick.at) }}>
                {tick.label}
              </span>
            ))}
            <span className="sla">SLA</span>
          </div>
        </div>
        <SortHead by="longest" sort={sort}>
          {t('floor.col.longest')}
        </SortHead>
        <SortHead by="ready" sort={sort}>
          {t('floor.col.ready')}
        </SortHead>
        <SortHead by="aht" sort={sort}>
          {t('floor.col.aht')}
        </SortHead>
        <SortHead by="abandoned" sort={sort}>
          {t('floor.col.abandoned')}
        </SortHead>
      </div>
    </div>
  );
}

/** A first press sorts with what matters on top (the name: from the start), a second the other way, a third by pressure again. */
function SortHead({ by, sort, className = 'r', children }: { by: SortKey; sort: QueueSort; className?: string; children: ReactNode }) {
  const { change } = useFloorActions();
  const isMine = sort.by === by;
  const first = by !== 'name';
  const next: QueueSort = !isMine
    ? { by, descending: first }
    : sort.descending === first
      ? { by, descending: !first }
      : { by: 'pressure', descending: true };
  return (
    <div role="columnheader" className={className} aria-sort={isMine ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => change({ sort: next }, { replace: true })}>
        {children}
        {isMine &&
          (sort.descending ? <ChevronDown className="i sm" aria-hidden="true" /> : <ChevronUp className="i sm" aria-hidden="true" />)}
      </button>
    </div>
  );
}
