import { useState } from 'react';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { MyRoster } from '../../shared/protocol/roster-http.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { ErrorState, Skeleton, Tag } from '../ui/feedback.js';
import { useDeskCommand } from './desk-actions.js';
import { OwnAdherence } from './own-adherence.js';
import { keepSeenShifts, readSeenShifts } from './seen-shifts.js';
import { ShiftBar } from './shift-bar.js';
import { piecesOf } from './shift-plan.js';
import { isUnread, useShifts } from './shifts-data.js';
import { SwapAsk } from './swap-ask.js';
import { Swaps, SwapsToAnswer } from './swaps.js';

const MINUTE_MS = 60_000;

/** My roster: what is published and to come, what changed since I last said that I know, and how far I keep to it. */
export function Shifts({ agent }: { agent: AgentView }) {
  const t = useT();
  const { roster, hasFailed, again } = useShifts();
  if (hasFailed) {
    return <ErrorState title={t('shifts.failed')} cause={t('well.unreachable')} retryLabel={t('common.retry')} onRetry={again} />;
  }
  if (roster === null) return <Loading />;
  return (
    <>
      <SwapsToAnswer agentId={agent.id} />
      <Unread roster={roster} agentId={agent.id} />
      <Coming roster={roster} agentId={agent.id} />
      <Swaps agentId={agent.id} roster={roster} />
      <OwnAdherence agentId={agent.id} />
    </>
  );
}

function Loading() {
  const t = useT();
  return (
    <div className="mine-part" aria-busy="true">
      <span className="sr" role="status">
        {t('common.loading')}
      </span>
      <Skeleton height={60} />
      <Skeleton height={60} />
    </div>
  );
}

/** A roster was published or changed: acknowledged with one tap, for the very version on screen. */
function Unread({ roster, agentId }: { roster: MyRoster; agentId: string }) {
  const t = useT();
  const run = useDeskCommand();
  const { again } = useShifts();
  const [isDone, setDone] = useState<number | null>(null);
  if (!isUnread(roster) || isDone === roster.publishedVersion) return null;
  const acknowledge = async () => {
    const granted = await run?.({ type: 'roster.acknowledge', version: roster.publishedVersion });
    if (granted !== true) return;
    keepSeenShifts(
      agentId,
      roster.shifts.map(({ id }) => id),
    );
    setDone(roster.publishedVersion);
    again();
  };
  return (
    <section className="mine-part mine-unread" aria-label={t('shifts.changed')} role="status">
      <p>{t(roster.acknowledgedVersion === null ? 'shifts.published' : 'shifts.changed.what')}</p>
      <Button kind="primary" disabled={run === null} onClick={() => void acknowledge()}>
        {t('shifts.acknowledge')}
      </Button>
    </section>
  );
}

/** Day by day, under their weeks; what is new since the last acknowledgement is marked. */
function Coming({ roster, agentId }: { roster: MyRoster; agentId: string }) {
  const t = useT();
  const formats = useFormats();
  const now = useSiteNow(MINUTE_MS);
  const [seen] = useState(() => readSeenShifts(agentId));
  const [changing, setChanging] = useState<Shift | null>(null);
  const coming = roster.shifts.filter(({ endAt }) => now === null || endAt > now);
  const marksNew = seen !== null && isUnread(roster);
  if (coming.length === 0) {
    return (
      <section className="mine-part" aria-label={t('shifts.coming')}>
        <h3>{t('shifts.coming')}</h3>
        <p className="t2">{t('shifts.none')}</p>
      </section>
    );
  }
  const weeks = weeksOf(coming).map(({ week, shifts }) => (
    <section key={week} className="mine-part" aria-label={t('shifts.week', { day: formats.date(shifts[0]?.startAt) })}>
      <h3 className="row">
        <span className="grow">{t('shifts.week', { day: formats.shortDate(shifts[0]?.startAt ?? 0) })}</span>
        <span>{t('shifts.hours', { n: formats.number(hoursIn(shifts)) })}</span>
      </h3>
      <ul className="mine-shifts">
        {shifts.map((shift) => (
          <li key={shift.id}>
            <p className="row">
              <b>{formats.date(shift.startAt)}</b>
              <span className="grow">
                {formats.time(shift.startAt)}–{formats.time(shift.endAt)}
              </span>
              {marksNew && !seen.has(shift.id) && <Tag strong>{t('shifts.new')}</Tag>}
              {now !== null && shift.startAt > now && (
                <Button size="small" kind="quiet" onClick={() => setChanging(shift)}>
                  {t('swaps.change')}
                </Button>
              )}
            </p>
            <ShiftBar startAt={shift.startAt} endAt={shift.endAt} pieces={piecesOf(shift, roster.overlays)} now={now} />
            {shift.note !== undefined && <p className="t3 s12">{shift.note}</p>}
          </li>
        ))}
      </ul>
    </section>
  ));
  return (
    <>
      {weeks}
      {changing !== null && <SwapAsk shift={changing} roster={roster} onClose={() => setChanging(null)} />}
    </>
  );
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const hoursIn = (shifts: readonly Shift[]) => shifts.reduce((sum, { startAt, endAt }) => sum + (endAt - startAt) / HOUR_MS, 0);

/** By the Monday of their business date. */
function weeksOf(shifts: readonly Shift[]): { readonly week: number; readonly shifts: readonly Shift[] }[] {
  const weeks = new Map<number, Shift[]>();
  for (const shift of shifts) {
    // Day 0 was a Thursday.
    const week = Math.floor((Date.parse(`${shift.businessDate}T00:00:00Z`) / DAY_MS + 3) / 7);
    weeks.set(week, [...(weeks.get(week) ?? []), shift]);
  }
  return [...weeks].map(([week, of]) => ({ week, shifts: of }));
}
