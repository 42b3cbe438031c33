import type { ReactNode } from 'react';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { MyRoster, OpenShiftView } from '../../shared/protocol/roster-http.js';
import type { SwapOffer } from '../../shared/protocol/swap-http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { useDeskCommand } from './desk-actions.js';
import { dayAndTime } from './swap-words.js';

const HALF_HOUR_MS = 30 * 60_000;

interface Props {
  readonly roster: MyRoster;
  readonly offers: readonly SwapOffer[];
  readonly renderOffer: (offer: SwapOffer) => ReactNode;
}

/** What anybody with the skill may take: shifts that nobody has, overtime, hours off, and what colleagues give away. */
export function OpenShifts({ roster, offers, renderOffer }: Props) {
  const t = useT();
  const open = roster.openShifts.filter(({ free, takenBy }) => free > 0 && (roster.agentId === null || !takenBy.includes(roster.agentId)));
  return (
    <section className="mine-part" aria-label={t('swaps.open')}>
      <h3>{t('swaps.open')}</h3>
      {open.length === 0 && offers.length === 0 && <p className="t2">{t('swaps.open.none')}</p>}
      <ul className="mine-lines">
        {open.map((one) => (
          <OpenShift key={one.id} open={one} roster={roster} />
        ))}
        {offers.map(renderOffer)}
      </ul>
    </section>
  );
}

function OpenShift({ open, roster }: { open: OpenShiftView; roster: MyRoster }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const own = open.kind === 'vto' ? meeting(open, roster) : null;
  const take = () => {
    if (open.kind === 'vto') {
      if (own === null) return;
      void run?.({ type: 'swap.open', wish: { kind: 'vto', openShiftId: open.id, ...own } });
    } else void run?.({ type: 'swap.open', wish: { kind: open.kind === 'ot' ? 'ot' : 'pickup', openShiftId: open.id } });
  };
  if (open.kind === 'vto' && own === null) return null;
  return (
    <li>
      <span>
        {t(`swaps.open.${open.kind}`)} · {dayAndTime(formats, own ?? open.shift)}
      </span>
      <Button size="small" disabled={run === null} onClick={take}>
        {t(open.kind === 'vto' ? 'swaps.takeOff' : 'swaps.take')}
      </Button>
    </li>
  );
}

/** Where the hours off that are offered meet a shift of mine, for half an hour at least. */
function meeting({ shift }: OpenShiftView, { shifts }: MyRoster) {
  for (const mine of shifts) {
    const startAt = Math.max(mine.startAt, shift.startAt) as EpochMs;
    const endAt = Math.min(mine.endAt, shift.endAt) as EpochMs;
    if (endAt - startAt >= HALF_HOUR_MS) return { shiftId: mine.id, startAt, endAt };
  }
  return null;
}
