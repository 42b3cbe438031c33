import { useEffect, useState } from 'react';
import type { AgentId } from '../../shared/kernel/ids.js';
import { type VisitPage, type VisitRow, visitPageSchema } from '../../shared/protocol/http.js';
import { startOfDay } from '../i18n/day.js';
import { useFormats, useT } from '../i18n/provider.js';
import { type ApiError, request } from '../live/api.js';
import { useEntity, useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { ErrorState, Skeleton } from '../ui/feedback.js';

const PAGE = 50;
/** A call that has just ended is written down a moment later. */
const AFTER_CALL_MS = 2_000;
const MINUTE_MS = 60_000;

interface Calls {
  readonly rows: readonly VisitRow[];
  readonly total: number | null;
  readonly next: string | null;
}

/** The calls that I had today, newest first. Asked for anew when another call is in hand, or none. */
export function CallsToday({ agentId, handOverId }: { agentId: AgentId; handOverId: string | null }) {
  const t = useT();
  const formats = useFormats();
  const minute = useSiteNow(MINUTE_MS);
  const from = minute === null ? null : startOfDay(minute, formats.timeZone);
  const { calls, error, more, again } = useCalls(agentId, from, handOverId);
  return (
    <section className="mine-part" aria-label={t('desk.today')}>
      <h3>
        {t('desk.today')} {calls !== null && <span className="t3">{formats.number(calls.total ?? calls.rows.length)}</span>}
      </h3>
      {error !== null && (
        <ErrorState title={t('desk.todayFailed')} cause={t(`error.${error.code}`)} retryLabel={t('common.retry')} onRetry={again} />
      )}
      {calls === null && error === null && <Skeleton height={120} />}
      {calls !== null && calls.rows.length === 0 && error === null && <p className="t3">{t('desk.todayNone')}</p>}
      {calls !== null && calls.rows.length > 0 && <CallTable rows={calls.rows} agentId={agentId} />}
      {calls !== null && calls.next !== null && <Button onClick={more}>{t('desk.more')}</Button>}
    </section>
  );
}

function useCalls(agentId: AgentId, from: number | null, handOverId: string | null) {
  const [calls, setCalls] = useState<Calls | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [attempt, setAttempt] = useState(0);
  const page = (cursor: string | undefined, signal?: AbortSignal) =>
    request<VisitPage>('/visits', {
      query: { agentId, from: from ?? undefined, limit: PAGE, cursor },
      answer: visitPageSchema,
      ...(signal === undefined ? {} : { signal }),
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for another call in hand, another day, and on demand
  useEffect(() => {
    if (from === null) return;
    const stop = new AbortController();
    const timer = window.setTimeout(
      () => {
        page(undefined, stop.signal).then(
          (answer) => {
            if (stop.signal.aborted) return;
            setError(answer.ok ? null : answer.error);
            if (answer.ok) setCalls({ rows: answer.value.visits, total: answer.value.total, next: answer.value.next });
          },
          () => {
            // Aborted: a newer request is on its way.
          },
        );
      },
      calls === null ? 0 : AFTER_CALL_MS,
    );
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [agentId, from, handOverId, attempt]);
  const more = () => {
    if (calls?.next == null) return;
    void page(calls.next).then((answer) => {
      if (!answer.ok) return setError(answer.error);
      const { visits, total, next } = answer.value;
      setCalls((before) => ({ rows: [...(before?.rows ?? []), ...visits], total, next }));
    });
  };
  return { calls, error, more, again: () => setAttempt((n) => n + 1) };
}

function CallTable({ rows, agentId }: { rows: readonly VisitRow[]; agentId: AgentId }) {
  const t = useT();
  return (
    <table className="tb mine-calls">
      <thead>
        <tr>
          <th>{t('desk.at')}</th>
          <th>{t('desk.queue')}</th>
          <th>{t('desk.caller')}</th>
          <th className="num">{t('desk.length')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <CallLine key={row.visitId} row={row} agentId={agentId} />
        ))}
      </tbody>
    </table>
  );
}

function CallLine({ row, agentId }: { row: VisitRow; agentId: AgentId }) {
  const t = useT();
  const formats = useFormats();
  const queue = useEntity('queue', row.queueId);
  const mine = row.legs.filter((leg) => leg.agentId === agentId);
  const going = mine.some((leg) => leg.endedAt === undefined);
  const talkMs = mine.reduce((sum, leg) => sum + ((leg.endedAt ?? leg.startedAt) - leg.startedAt), 0);
  return (
    <tr>
      <td>{formats.time(mine[0]?.startedAt ?? row.enteredAt)}</td>
      <td className="el">{queue === undefined ? '–' : formats.name(queue)}</td>
      <td className="el">{row.callerMasked}</td>
      <td className="num">{going ? t('desk.going') : formats.duration(talkMs)}</td>
    </tr>
  );
}
