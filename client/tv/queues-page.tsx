import { useEffect, useRef, useState } from 'react';
import { useFormats, useT } from '../i18n/provider.js';
import { Glyph } from '../ui/glyph.js';
import { LANE_WATERLINE, lanePosition, MAX_ROWS, type WallNow, type WallQueue } from './wall-model.js';

/** Rows keep their places this long, so that somebody can read down the list. */
const RESORT_EVERY_MS = 10_000;

/** Every queue on one axis: its longest wait, measured in what was promised to its callers. */
export function QueuesPage({ now }: { now: WallNow | null }) {
  const t = useT();
  const rows = useSteadyOrder(now?.queues ?? []).slice(0, MAX_ROWS);
  return (
    <table className="tv-queues">
      <thead>
        <tr>
          <th className="mark">
            <span className="sr">{t('tv.severity')}</span>
          </th>
          <th className="name">{t('tv.queue')}</th>
          <th className="num waiting">{t('metric.waiting')}</th>
          <th className="lane">
            <span>SLA</span>
          </th>
          <th className="num longest">{t('tv.longest')}</th>
          <th className="num level">{t('metric.serviceLevel')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} trusted={now !== null} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, trusted }: { row: WallQueue; trusted: boolean }) {
  const t = useT();
  const formats = useFormats();
  const { severity, times } = row;
  const at = lanePosition(times);
  return (
    <tr className={severity}>
      <td className="mark">
        {severity !== 'calm' && (
          <Glyph name={severity === 'breach' ? 'octagon' : 'triangle'} label={t(`severity.${severity}`)} className={`c-${severity}`} />
        )}
      </td>
      <th scope="row" className="name">
        <span className="el">{formats.name(row.queue)}</span>
      </th>
      <td className={row.queue.waiting === 0 ? 'num idle' : severity === 'breach' ? 'num hot' : 'num'}>
        {trusted ? formats.number(row.queue.waiting) : '–'}
      </td>
      <td className="lane" aria-hidden="true">
        <i className="bar" style={{ width: `${Math.min(at, LANE_WATERLINE) * 100}%` }} />
        {at > LANE_WATERLINE && <i className="bar over" style={{ width: `${(at - LANE_WATERLINE) * 100}%` }} />}
      </td>
      <td className={row.longestWaitMs === 0 ? 'num idle' : times > 1 ? 'num hot' : 'num'}>
        {trusted && row.queue.oldestEnteredAt != null ? formats.duration(row.longestWaitMs) : '–'}
      </td>
      <td className={row.serviceLevelRatio !== null && row.serviceLevelRatio < row.queue.goalRatio ? 'num hot' : 'num'}>
        {trusted ? formats.percentValue(row.serviceLevelRatio, 0) : '–'}
      </td>
    </tr>
  );
}

/** The rows' present values, in an order that is renewed every ten seconds and when a queue comes or goes. */
function useSteadyOrder(rows: readonly WallQueue[]): readonly WallQueue[] {
  const [order, setOrder] = useState<readonly string[]>([]);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  const members = rows.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: sorted again when the number of queues changes
  useEffect(() => {
    const sort = () => setOrder(latest.current.map((row) => row.id));
    sort();
    const timer = window.setInterval(sort, RESORT_EVERY_MS);
    return () => window.clearInterval(timer);
  }, [members]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const placed = order.flatMap((id) => byId.get(id) ?? []);
  return placed.length === rows.length ? placed : rows;
}
