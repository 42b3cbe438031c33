import { type CSSProperties, type KeyboardEvent, useCallback, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { HOUR_MS } from '../../shared/kernel/time.js';
import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { useT } from '../i18n/provider.js';
import { type Axis, extent } from './axis.js';
import { useDayKeys } from './day-keys.js';
import { DayRow } from './day-row.js';
import { useRoster } from './hooks.js';
import { useDragging } from './use-dragging.js';
import { useRows } from './use-rows.js';

interface Props {
  readonly people: readonly SheetPerson[];
  readonly axis: Axis;
  readonly nowAt: number | null;
  readonly current: string | null;
  readonly onCurrent: (agentId: string) => void;
}

/** Everybody's day, one row each; only those in sight exist. One tab stop: arrows go from row to row. */
export function DayRows({ people, axis, nowAt, current, onCurrent }: Props) {
  const t = useT();
  const { isLocked } = useRoster();
  const scroller = useRef<HTMLDivElement>(null);
  const [markedPartAt, markPart] = useState<number | null>(null);
  const here = people.some(({ agentId }) => agentId === current) ? current : (people[0]?.agentId ?? null);
  const focused = people.findIndex(({ agentId }) => agentId === here);
  const virtualizer = useRows({ scroller, count: people.length, focused, heightName: '--rs-row', usualPx: 44 });
  const select = useCallback(
    (agentId: string) => {
      markPart(null);
      onCurrent(agentId);
    },
    [onCurrent],
  );
  const goTo = useCallback(
    (index: number) => {
      const person = people[Math.max(0, Math.min(people.length - 1, index))];
      if (person === undefined) return;
      // Drawn at once, so that the next key, however soon, is pressed where this one led.
      flushSync(() => select(person.agentId));
      scroller.current?.querySelector<HTMLElement>(`[data-agent="${person.agentId}"]`)?.focus({ preventScroll: true });
      virtualizer.scrollToIndex(people.indexOf(person));
    },
    [people, select, virtualizer],
  );
  const onKey = useDayKeys({ people, axis, current: here, goTo, markedPartAt, markPart });
  const dragging = useDragging({ axis, isLocked, onSelect: select });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Keys pressed in the row's menu are the menu's.
    if ((event.target as HTMLElement).dataset.agent !== undefined) onKey(event);
  };
  return (
    <div ref={scroller} className="rs-rows" data-region="">
      {/* biome-ignore lint/a11y/useSemanticElements: bars on a time axis are no table cells */}
      <div
        className="rs-grid"
        role="grid"
        aria-label={t('roster.rows')}
        aria-rowcount={people.length}
        style={{ height: virtualizer.getTotalSize(), ...hourLines(axis) }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const agentId = (event.target as HTMLElement).dataset.agent;
          if (agentId !== undefined && agentId !== here) select(agentId);
        }}
        {...dragging}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const person = people[index];
          return person === undefined ? null : (
            <DayRow
              key={person.agentId}
              person={person}
              axis={axis}
              index={index}
              top={start}
              isCurrent={person.agentId === here}
              nowAt={nowAt}
              markedPartAt={person.agentId === here ? markedPartAt : null}
            />
          );
        })}
        {nowAt !== null && (
          <div className="rs-now-line" aria-hidden="true">
            <i style={{ left: extent(axis, axis.startAt, nowAt).width }} />
          </div>
        )}
      </div>
    </div>
  );
}

const hourLines = ({ startAt, endAt }: Axis) => ({ '--rs-hour': `${(HOUR_MS / (endAt - startAt)) * 100}%` }) as CSSProperties;
