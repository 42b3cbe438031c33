import { memo, useCallback, useRef } from 'react';
import { callerSeverity } from '../../shared/metrics/limits.js';
import type { QueueView } from '../../shared/protocol/views.js';
import { formatDuration } from '../i18n/format.js';
import { useT } from '../i18n/provider.js';
import { useWaitingIdsOfQueue } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';
import { useFloorActions } from './floor-context.js';
import { LANE_TICKS, lanePosition, percent, WATERLINE } from './lane-scale.js';
import { useSiteTick } from './ticking.js';

/** More marks than this on one line can't be told apart; the rest is a number. */
const MAX_MARKS = 60;

/** One mark per caller, the oldest furthest to the right; the threshold is the line. Marks move without React. */
export const Lane = memo(function Lane({
  queueId,
  thresholdMs,
  openCall,
}: {
  queueId: QueueView['id'];
  thresholdMs: number;
  openCall: string | null;
}) {
  const t = useT();
  const { store } = useLiveSession();
  const { open } = useFloorActions();
  const ids = useWaitingIdsOfQueue(queueId);
  const lane = useRef<HTMLDivElement>(null);
  const shown = ids.slice(0, MAX_MARKS);

  useSiteTick(
    useCallback(
      (siteNow) => {
        if (lane.current) drawLane(lane.current, ids.slice(0, MAX_MARKS), (id) => store.get('visit', id)?.enteredAt, thresholdMs, siteNow);
        const oldest = ids[0] === undefined ? undefined : store.get('visit', ids[0])?.enteredAt;
        const label =
          oldest === undefined ? t('floor.lane.none') : t('floor.lane', { count: ids.length, longest: formatDuration(siteNow - oldest) });
        if (lane.current?.getAttribute('aria-label') !== label) lane.current?.setAttribute('aria-label', label);
      },
      [ids, store, thresholdMs, t],
    ),
  );

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a mark is a shortcut for the pointer; by keyboard the same callers are in the list and in the queue's panel
    <div
      ref={lane}
      role="img"
      // Until the clock is known; then it says for how long, too.
      aria-label={ids.length === 0 ? t('floor.lane.none') : t('floor.lane.count', { count: ids.length })}
      className="floor-lane-in"
      onClick={(event) => {
        const visit = (event.target as HTMLElement).dataset.visit;
        if (visit === undefined) return;
        event.stopPropagation();
        open({ kind: 'call', id: visit });
      }}
    >
      <LaneGrid />
      <i className="tail" />
      <i className="over" />
      {shown.map((id) => (
        <i key={id} className={id === openCall ? 'mk is-open' : 'mk'} data-visit={id} />
      ))}
      {ids.length > MAX_MARKS && <span className="more">{t('floor.lane.more', { count: ids.length - MAX_MARKS })}</span>}
    </div>
  );
});

export const LaneGrid = () => LANE_TICKS.map((tick) => <i key={tick.label} className="gt" style={{ left: percent(tick.at) }} />);

/** `cqw` is a hundredth of the lane's width: moving a mark is a transform, and costs no layout. */
function drawLane(
  lane: HTMLElement,
  ids: readonly string[],
  enteredAt: (id: string) => number | undefined,
  thresholdMs: number,
  siteNow: number,
): void {
  let furthest = 0;
  for (const mark of lane.querySelectorAll<HTMLElement>('.mk')) {
    const entered = enteredAt(mark.dataset.visit ?? '');
    if (entered === undefined) continue;
    const waitMs = Math.max(0, siteNow - entered);
    const at = lanePosition(waitMs, thresholdMs);
    furthest = Math.max(furthest, at);
    mark.style.translate = `${(at * 100).toFixed(2)}cqw`;
    const severity = callerSeverity(waitMs, thresholdMs);
    mark.classList.toggle('is-watch', severity === 'watch');
    mark.classList.toggle('is-breach', severity === 'breach');
    mark.title = formatDuration(waitMs);
  }
  const tail = lane.querySelector<HTMLElement>('.tail');
  const over = lane.querySelector<HTMLElement>('.over');
  if (tail) tail.style.scale = `${ids.length === 0 ? 0 : Math.min(1, furthest / WATERLINE)} 1`;
  if (over) over.style.scale = `${Math.max(0, (furthest - WATERLINE) / (1 - WATERLINE))} 1`;
}
