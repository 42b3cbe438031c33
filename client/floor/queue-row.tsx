// biome-ignore-all lint/a11y/useSemanticElements: rows of equal columns that lay out by themselves, of which a table element knows nothing
// biome-ignore-all lint/a11y/useFocusableInteractive: what is inside the cells takes the focus
import { memo } from 'react';
import type { FigureWindow } from '../../shared/metrics/figure-windows.js';
import { callerSeverity, queueSeverity, type Severity, severityRank } from '../../shared/metrics/limits.js';
import type { FiguresView, QueueView } from '../../shared/protocol/views.js';
import { NONE } from '../i18n/format.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity, useFigures } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { useFloorActions } from './floor-context.js';
import { Lane } from './lane.js';
import { NumberButton } from './number-button.js';
import { longestWaitOf, staffedOf } from './queue-rows.js';
import { Elapsed, useOnClock } from './ticking.js';

/** One queue. Re-renders when its record, its figures or its severity changes. */
export const QueueRow = memo(function QueueRow(props: {
  queueId: QueueView['id'];
  window: FigureWindow;
  selected: boolean;
  /** The one row that Tab reaches. */
  tabbable: boolean;
  openCall: string | null;
}) {
  const queue = useEntity('queue', props.queueId);
  const figures = useFigures(props.queueId, props.window);
  return queue === undefined ? null : <Row {...props} queue={queue} figures={figures} />;
});

function Row({
  queue,
  figures,
  selected,
  tabbable,
  openCall,
}: {
  queue: QueueView;
  figures: FiguresView | undefined;
  selected: boolean;
  tabbable: boolean;
  openCall: string | null;
}) {
  const formats = useFormats();
  const { open } = useFloorActions();
  const name = formats.name(queue);
  const severity = useQueueSeverity(queue, figures);
  const level = figures?.serviceLevelRatio ?? null;
  const levelIsLow = level !== null && level < queue.goalRatio;
  const hot = (isIt: boolean) => (severity !== 'calm' && isIt ? 'hot' : undefined);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the row's name is a button that does the same
    <div
      role="row"
      className={`floor-q-row is-${severity}`}
      aria-selected={selected}
      data-item={queue.id}
      onClick={() => open({ kind: 'queue', id: queue.id })}
    >
      <span role="rowheader" className="qn">
        <span className="mark">
          <SeverityMark severity={severity} />
        </span>
        <button
          type="button"
          className="el"
          data-cell=""
          tabIndex={tabbable ? 0 : -1}
          title={name}
          aria-expanded={selected}
          onClick={(event) => {
            event.stopPropagation();
            open({ kind: 'queue', id: queue.id });
          }}
        >
          {name}
        </button>
        {queue.code && <span className="code">{queue.code}</span>}
      </span>
      <span role="gridcell" className="r">
        <NumberButton metric="serviceLevel" scope={queue.id} className={hot(levelIsLow)} roving>
          {formats.percentValue(level)}
        </NumberButton>
      </span>
      <span role="gridcell" className="r">
        <NumberButton metric="waiting" scope={queue.id} className={queue.waiting === 0 ? 'zero' : hot(severity === 'breach')} roving>
          {formats.number(queue.waiting)}
        </NumberButton>
      </span>
      <span role="gridcell" className="floor-lane">
        <Lane queueId={queue.id} thresholdMs={queue.thresholdMs} openCall={openCall} />
      </span>
      <span role="gridcell" className="r">
        <LongestWait queue={queue} severity={severity} />
      </span>
      <span role="gridcell" className="r">
        <ReadyOn queue={queue} pressed={severity !== 'calm'} />
      </span>
      <span role="gridcell" className="r">
        <NumberButton metric="aht" scope={queue.id} className="t2" roving>
          {formats.duration(figures?.ahtMs)}
        </NumberButton>
      </span>
      <span role="gridcell" className="r">
        <NumberButton metric="abandonRate" scope={queue.id} className={hot(severity === 'breach') ?? 't2'} roving>
          {formats.percentValue(figures?.abandonRatio)}
        </NumberButton>
      </span>
    </div>
  );
}

function LongestWait({ queue, severity }: { queue: QueueView; severity: Severity }) {
  const due = useOnClock((siteNow) => callerSeverity(longestWaitOf(queue, siteNow), queue.thresholdMs));
  const waits = queue.oldestEnteredAt != null;
  const look = !waits ? 'zero' : severityRank(severity) > 0 && due === 'breach' ? 'hot' : due === 'calm' ? undefined : 'due';
  return (
    <NumberButton metric="longestWait" scope={queue.id} className={look} roving>
      {waits ? <Elapsed since={queue.oldestEnteredAt} /> : NONE}
    </NumberButton>
  );
}

/** Nobody ready is news only where somebody is late for it. */
function ReadyOn({ queue, pressed }: { queue: QueueView; pressed: boolean }) {
  const { ready } = queue.agents;
  const staffed = staffedOf(queue.agents);
  const look = ready > 0 ? 'b' : pressed && queue.waiting > 0 ? 'hot' : 't3';
  return (
    <NumberButton metric="staffed" scope={queue.id} roving>
      <span className={look}>{ready}</span>
      <span className="t3">&thinsp;/&thinsp;{staffed}</span>
    </NumberButton>
  );
}

export function SeverityMark({ severity }: { severity: Severity }) {
  const t = useT();
  if (severity === 'calm') return null;
  return severity === 'breach' ? (
    <Glyph name="octagon" size="sm" className="c-breach" label={t('severity.breach')} />
  ) : (
    <Glyph name="triangle" size="sm" className="c-watch" label={t('severity.watch')} />
  );
}

export const useQueueSeverity = (queue: QueueView, figures: FiguresView | undefined): Severity =>
  useOnClock((siteNow) =>
    queueSeverity({
      longestWaitMs: longestWaitOf(queue, siteNow),
      thresholdMs: queue.thresholdMs,
      serviceLevelRatio: figures?.serviceLevelRatio ?? null,
      goalRatio: queue.goalRatio,
    }),
  );
