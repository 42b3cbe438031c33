// biome-ignore-all lint/a11y/useSemanticElements: rows of equal columns that lay out by themselves, of which a table element knows nothing
// biome-ignore-all lint/a11y/useFocusableInteractive: what is inside the cells takes the focus
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { callerSeverity } from '../../shared/metrics/limits.js';
import type { VisitView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { useRowHeight } from '../ui/use-row-height.js';
import { useMoving } from './action-index.js';
import { useFloorActions } from './floor-context.js';
import { type Chosen, toggled, useMark, withRange } from './floor-marks.js';
import { useMay } from './may.js';
import { Elapsed, useOnClock } from './ticking.js';
import { TierTag } from './tier-tag.js';
import { WaitBar } from './wait-bar.js';

/** Callers who wait, the longest first. Only those in sight exist in the page. */
export function CallerList({ ids, openCall, label }: { ids: readonly VisitView['id'][]; openCall: string | null; label: string }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight('--row', 32, '.floor');
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
  const { chosen } = useFloorActions();
  const latest = useRef(ids);
  latest.current = ids;
  const choose = useCallback(
    (id: string, isRange: boolean) => chosen.set(isRange ? withRange(chosen.get(), id, latest.current) : toggled(chosen.get(), id)),
    [chosen],
  );
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
                onChoose={choose}
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
  /** `isRange`: with everything between it and the one chosen before. */
  onChoose: (id: string, isRange: boolean) => void;
}) {
  const t = useT();
  const formats = useFormats();
  const { open, chosen } = useFloorActions();
  const isChosen = useMark(
    chosen,
    useCallback((ids: Chosen) => ids.includes(props.id), [props.id]),
  );
  const isMoving = useMoving(props.id) !== undefined;
  const mayChoose = useMay()('call.reassign');
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
      className={['floor-w-row', `is-${severity}`, props.selected && 'is-open', isChosen && 'is-chosen', isMoving && 'is-moving']
        .filter(Boolean)
        .join(' ')}
      style={{ position: 'absolute', insetInline: 0, top: 0, transform: `translateY(${props.top}px)` }}
      data-item={props.id}
      tabIndex={props.tabbable ? 0 : -1}
      aria-current={props.selected ? 'true' : undefined}
      onFocus={() => props.onFocus(props.id)}
      onClick={(event) => {
        if (mayChoose && (event.shiftKey || event.ctrlKey || event.metaKey)) props.onChoose(props.id, event.shiftKey);
        else open({ kind: 'call', id: props.id });
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === ' ' && mayChoose) {
          event.preventDefault();
          props.onChoose(props.id, event.shiftKey);
        }
        // On the one that is open already, and with several chosen, Enter does the first action of what is open.
        if (event.key === 'Enter' && !props.selected && chosen.get().length === 0) {
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
        <span className="no">{props.index + 1}</span>
        {mayChoose && (
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t('floor.callers.choose', { caller: visit.callerMasked ?? t('floor.caller.unknown') })}
            checked={isChosen}
            readOnly
            onClick={(event) => {
              event.stopPropagation();
              props.onChoose(props.id, event.shiftKey);
            }}
          />
        )}
      </span>
      <span role="cell" className="qu el">
        {queue ? formats.name(queue) : ''}
      </span>
      <span role="cell" className="nr">
        <span className="nw">{visit.callerMasked ?? t('floor.caller.unknown')}</span>
        <TierTag tier={visit.tier} />
        {isMoving && <Glyph name="spinner" size="sm" label={t('floor.callers.moving')} />}
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
