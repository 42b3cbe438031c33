import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { AgentView } from '../../shared/protocol/views.js';
import { useDrawnRows } from '../ui/drawn-rows.js';
import { useRowHeight } from '../ui/use-row-height.js';
import { useSize } from '../ui/use-size.js';
import { useFloorActions } from './floor-context.js';
import { Seat } from './seat.js';
import { type Arrow, placeOf, SEATS_PER_LINE, type SeatLine, seatAfter, seatHeightPx } from './seat-lines.js';

/** A seat narrower than this has no room for a name, a word and a time; with only the name it needs less. */
const SEAT_PX = 104;
const SLIM_SEAT_PX = 80;
/** One line of 12 px text. */
const SLIM_LINE_PX = 18;
const LABEL_PX = 136;
/** Below this share of the density's height two lines of text don't fit. */
const SLIM_BELOW = 0.8;
/** Below this the two lines stand close together. */
const TIGHT_BELOW = 0.9;

/** A group of seats: a team, a state, a kind of limit. */
export interface SeatGroup {
  readonly id: string;
  readonly agentIds: readonly AgentView['id'][];
}

const ARROWS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']);

/**
 * Seats in lines, group after group. Lines that fit fill the panel; more scroll, and only those in sight exist. The grid is one
 * tab stop, arrows move inside it.
 */
export const SeatGrid = memo(function SeatGrid(props: {
  groups: readonly SeatGroup[];
  label: string;
  openAgent: string | null;
  renderLabel: (group: SeatGroup, slim: boolean) => React.ReactNode;
}) {
  const { open } = useFloorActions();
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  const tile = useRowHeight('--tile', 38, '.floor');
  const [focused, setFocused] = useState<string | null>(null);
  const { lines, lineHeight, seatsPerLine } = useMemo(
    () => fitSeats(props.groups, { width, height, tile }),
    [props.groups, width, height, tile],
  );
  const slim = lineHeight < tile * SLIM_BELOW;
  const ids = useMemo(() => new Set(lines.flatMap((line) => line.agentIds)), [lines]);
  const wanted = focused ?? props.openAgent;
  const tabbable = wanted !== null && ids.has(wanted) ? wanted : (lines[0]?.agentIds[0] ?? null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 4,
    rangeExtractor: useDrawnRows(tabbable === null ? -1 : (placeOf(lines, tabbable)?.line ?? -1)),
    useFlushSync: false,
    initialRect: { width: 1200, height: 456 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the panel or the density changed all heights
  useEffect(() => virtualizer.measure(), [lineHeight]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!ARROWS.has(event.key)) return;
    const next = seatAfter(lines, (event.target as HTMLElement).dataset.item ?? null, event.key as Arrow);
    if (next === null) return;
    event.preventDefault();
    // Drawn at once, so that the next key, however soon, is pressed where this one led.
    flushSync(() => setFocused(next));
    scroller.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(next)}"]`)?.focus({ preventScroll: true });
    virtualizer.scrollToIndex(placeOf(lines, next)?.line ?? 0);
  };

  const items = virtualizer.getVirtualItems();
  const inSight = items
    .map((item) => ({ item, line: lines[item.index] }))
    .filter((one): one is { item: typeof one.item; line: SeatLine } => one.line !== undefined);
  const groupsInSight = [...new Set(inSight.map(({ line }) => line.teamId))];
  return (
    <div ref={scroller} className="floor-scroll">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of seats is no group of fields */}
      <div
        className={`floor-seats${slim ? ' is-slim' : lineHeight < tile * TIGHT_BELOW ? ' is-tight' : ''}`}
        style={{ height: virtualizer.getTotalSize() }}
        role="group"
        aria-label={props.label}
        onKeyDown={onKeyDown}
        onFocus={(event) => setFocused((event.target as HTMLElement).dataset.item ?? null)}
        onClick={(event) => {
          const id = (event.target as HTMLElement).closest<HTMLElement>('[data-item]')?.dataset.item;
          if (id !== undefined) open({ kind: 'agent', id });
        }}
      >
        {groupsInSight.map((id) => {
          const group = props.groups.find((one) => one.id === id);
          const first = lines.findIndex((line) => line.teamId === id);
          const count = lines[first]?.lines ?? 1;
          return (
            group && (
              <div
                key={id}
                className="floor-team-block"
                style={{ transform: `translateY(${first * lineHeight}px)`, height: count * lineHeight }}
              >
                <div className="floor-team-label" style={{ maxHeight: count * lineHeight }}>
                  {props.renderLabel(group, slim)}
                </div>
              </div>
            )
          );
        })}
        {inSight.map(({ item, line }) => (
          <Line
            key={`${line.teamId}|${line.line}`}
            line={line}
            top={item.index * lineHeight}
            height={lineHeight}
            seats={seatsPerLine}
            slim={slim}
            tabbable={tabbable !== null && line.agentIds.includes(tabbable) ? tabbable : null}
            openAgent={props.openAgent !== null && line.agentIds.includes(props.openAgent) ? props.openAgent : null}
          />
        ))}
      </div>
    </div>
  );
});

const Line = memo(function Line(props: {
  line: SeatLine;
  top: number;
  height: number;
  seats: number;
  slim: boolean;
  tabbable: string | null;
  openAgent: string | null;
}) {
  const { line } = props;
  return (
    <div
      className={line.line === line.lines - 1 ? 'floor-line is-last' : 'floor-line'}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
    >
      <span className="floor-team" />
      <div className="floor-line-seats" style={{ gridTemplateColumns: `repeat(${props.seats}, minmax(0, 1fr))` }}>
        {line.agentIds.map((id) => (
          <Seat key={id} id={id as AgentView['id']} selected={id === props.openAgent} tabbable={id === props.tabbable} slim={props.slim} />
        ))}
      </div>
    </div>
  );
});

/**
 * Whole seats if they all fit, else slim ones if those do, else whole ones that scroll: on a laptop 120 seats are still in sight,
 * and thousands are still readable.
 */
function fitSeats(groups: readonly SeatGroup[], { width, height, tile }: { width: number; height: number; tile: number }) {
  const room = Math.max(0, width - LABEL_PX);
  const perLine = (seatPx: number) => Math.max(2, Math.min(SEATS_PER_LINE, Math.floor(room / seatPx)));
  const [wide, narrow] = [perLine(SEAT_PX), perLine(SLIM_SEAT_PX)];
  const whole = linesOf(groups, wide);
  const slim = linesOf(groups, narrow);
  const slimHeight = seatHeightPx(height, slim.length, SLIM_LINE_PX, tile);
  const isSlim = height / Math.max(1, whole.length) < tile * SLIM_BELOW && slimHeight < tile * SLIM_BELOW;
  return isSlim
    ? { lines: slim, lineHeight: slimHeight, seatsPerLine: narrow }
    : { lines: whole, lineHeight: seatHeightPx(height, whole.length, tile * SLIM_BELOW, tile), seatsPerLine: wide };
}

function linesOf(groups: readonly SeatGroup[], seatsPerLine: number): readonly SeatLine[] {
  return groups.flatMap(({ id, agentIds }) => {
    const lines = Math.ceil(agentIds.length / seatsPerLine);
    return Array.from({ length: lines }, (_, line) => ({
      teamId: id,
      agentIds: agentIds.slice(line * seatsPerLine, (line + 1) * seatsPerLine),
      line,
      lines,
    }));
  });
}
