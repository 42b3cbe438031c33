import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { ShiftBar } from './shift-bar.js';
import { nextRest, piecesOf, shiftAt } from './shift-plan.js';
import { useShifts } from './shifts-data.js';

const MINUTE_MS = 60_000;
const HALF_DAY_MS = 12 * 60 * MINUTE_MS;

/** Today's shift, where we are in it, and when the next rest is. Nothing while none is planned near. */
export function TodayShift() {
  const t = useT();
  const formats = useFormats();
  const { roster } = useShifts();
  const now = useSiteNow(MINUTE_MS);
  const shift = now === null || roster === null ? undefined : shiftAt(roster.shifts, now);
  if (now === null || roster === null || shift === undefined || shift.startAt - now > HALF_DAY_MS) return null;
  const pieces = piecesOf(shift, roster.overlays);
  const rest = nextRest(pieces, now);
  return (
    <section className="mine-part mine-today" aria-label={t('shifts.today')}>
      <header className="row">
        <h3 className="grow">{t('shifts.today.span', { from: formats.time(shift.startAt), to: formats.time(shift.endAt) })}</h3>
        {now < shift.startAt ? (
          <span className="s12">{t('shifts.starts', { in: formats.prose(shift.startAt - now) })}</span>
        ) : (
          rest !== undefined && <span className="s12">{restText(rest)}</span>
        )}
      </header>
      <ShiftBar startAt={shift.startAt} endAt={shift.endAt} pieces={pieces} now={now} />
    </section>
  );

  function restText({ startAt, endAt, activity }: { startAt: number; endAt: number; activity: string }): string {
    if (now === null || startAt <= (now ?? 0)) return t('shifts.resting', { time: formats.time(endAt) });
    return t(activity === 'meal' ? 'shifts.next.meal' : 'shifts.next.break', {
      time: formats.time(startAt),
      in: formats.prose(startAt - now),
    });
  }
}
