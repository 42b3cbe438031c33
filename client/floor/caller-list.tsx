// biome-ignore-all lint/a11y/useSemanticElements: rows of equal columns that lay out by themselves, of which a table element knows nothing
// biome-ignore-all lint/a11y/useFocusableInteractive: what is inside the cells takes the focus
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, useState } from 'react';
import { callerSeverity } from '../../shared/metrics/limits.js';
import type { VisitView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { useFloorActions } from './floor-context.js';
import { Elapsed, useOnClock } from './ticking.js';
import { TierTag } from './tier-tag.js';
import { useRowHeight } from './use-row-height.js';
import { WaitBar } from './wait-bar.js';

/** Callers who wait, the longest first. Only those in sight exist in the page. */
export function CallerList({ ids, openCall, label }: { ids: readonly VisitView['id'][]; openCall: string | null; label: string }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight('--row', 32);
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    useFlushSync: false,
    getItemKey: (index) => ids[index] ?? index,
    initialRect: { width: 400, height: 600 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a density that was switched changes all heights
  useEffect(() => virtualizer.measure(), [rowHeight]);
  const [focused, setFocused] = useState<string | null>(null);
  const tabbable = ids.find((id) => id === (focused ?? openCall)) ?? ids[0];
  return (
    <div className="floor-w" role="table" aria-label={label} aria-rowcount={ids.length + 1}>
      <div role="rowgroup">
        <div className="floor-w-row floor-w-h" role="row" aria-rowindex={1}>
          <span role="columnheader" className="rk">
            <span className="sr">{t('floor.callers.col.rank')}</span>
          </span>
          <span role="columnheader">{t('floor.col.queue')}</span>
          <span role="columnheader">{t('floor.callers.col.caller')}</span>
          <span role="columnheader">
            <span className="sr">{t('floor.callers.col.age')}</span>
          </span>
          <span role="columnheader" className="tm">
            {t('floor.callers.col.wait')}
          </span>
        </div>
      </div>
      <div ref={scroller} className="floor-scroll" role="rowgroup">
        <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map((item) => {
            const id = ids[item.index];
            return id === undefined ? null : (
              <CallerRow
                key={id}
                id={id}
                index={item.index}
                top={item.start}
                selected={id === openCall}
                tabbable={id === tabbable}
                onFocus={setFocused}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const CallerRow = memo(function CallerRow(props: {
  id: VisitView['id'];
  index: number;
  top: number;
  selected: boolean;
  tabbable: boolean;
  onFocus: (id: string) => void;
}) {
  const t = useT();
  const formats = useFormats();
  const { open } = useFloorActions();
  const visit = useEntity('visit', props.id);
  const queue = useEntity('queue', visit?.queueId);
  const thresholdMs = queue?.thresholdMs ?? 0;
  const enteredAt = visit?.enteredAt ?? 0;
  const severity = useOnClock((siteNow) => callerSeverity(siteNow - enteredAt, thresholdMs));
  if (!visit) return null;
  return (
    <div
      role="row"
      aria-rowindex={props.index + 2}
      className={`floor-w-row is-${severity}${props.selected ? ' is-open' : ''}`}
      style={{ position: 'absolute', insetInline: 0, top: 0, transform: `translateY(${props.top}px)` }}
      data-item={props.id}
      tabIndex={props.tabbable ? 0 : -1}
      aria-current={props.selected ? 'true' : undefined}
      onFocus={() => props.onFocus(props.id)}
      onClick={() => open({ kind: 'call', id: props.id })}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          open({ kind: 'call', id: props.id });
        }
        const step = event.key === 'ArrowDown' ? 'nextElementSibling' : event.key === 'ArrowUp' ? 'previousElementSibling' : null;
        const next = step === null ? null : event.currentTarget[step];
        if (next instanceof HTMLElement) {
          event.preventDefault();
          next.focus();
        }
      }}
    >
      <span role="cell" className="rk">
        {props.index + 1}
      </span>
      <span role="cell" className="qu el">
        {queue ? formats.name(queue) : ''}
      </span>
      <span role="cell" className="nr">
        <span className="nw">{visit.callerMasked ?? t('floor.caller.unknown')}</span>
        <TierTag tier={visit.tier} />
      </span>
      <span role="cell">
        <WaitBar since={visit.enteredAt} thresholdMs={thresholdMs} />
      </span>
      <span role="cell" className="tm">
        <Elapsed since={visit.enteredAt} />
      </span>
    </div>
  );
});
