import type { AgentId } from '../../shared/kernel/ids.js';
import type { MyRoster } from '../../shared/protocol/roster-http.js';
import type { SwapOffer } from '../../shared/protocol/swap-http.js';
import type { SwapView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { Button } from '../ui/button.js';
import { useDeskCommand } from './desk-actions.js';
import { Ledger } from './ledger.js';
import { OpenShifts } from './open-shifts.js';
import { fetchSwapBoard } from './shifts-api.js';
import { useShifts } from './shifts-data.js';
import { dayAndTime, swapText } from './swap-words.js';
import { isForMe, isOpenSwap, useSwaps } from './swaps-live.js';

const HOUR_MS = 3_600_000;

/** Asked by a colleague: answered here, and a no needs no reason. */
export function SwapsToAnswer({ agentId }: { agentId: AgentId }) {
  const swaps = useSwaps().filter((swap) => isForMe(swap, agentId));
  return swaps.map((swap) => <Asked key={swap.id} swap={swap} />);
}

function Asked({ swap }: { swap: SwapView }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const answer = (accepted: boolean) => void run?.({ type: 'swap.answer', swapId: swap.id, accepted });
  return (
    <section className="mine-part mine-break" role="status" aria-label={t('swaps.asked')}>
      <div>
        <h2>{t('swaps.asked')}</h2>
        <p>{swapText(t, formats, swap, false)}</p>
        <p className="t3">{t('swaps.free', { time: dayTime(swap.expiresAt) })}</p>
      </div>
      <div className="mine-answers">
        <Button kind="primary" disabled={run === null} onClick={() => answer(true)}>
          {t('swaps.yes')}
        </Button>
        <Button disabled={run === null} onClick={() => answer(false)}>
          {t('swaps.no')}
        </Button>
      </div>
    </section>
  );

  function dayTime(at: number): string {
    return `${formats.shortDate(at)} ${formats.time(at)}`;
  }
}

/** What I asked for, what colleagues offer, what is free for anybody, and how it evens out over the team. */
export function Swaps({ agentId, roster }: { agentId: AgentId; roster: MyRoster }) {
  const { version } = useShifts();
  const hour = useSiteNow(HOUR_MS);
  const swaps = useSwaps();
  const live = swaps.map(({ id, state }) => `${id}${state}`).join();
  const { value: board } = useFetched(hour === null ? null : `${agentId}|${version}|${live}|${hour}`, fetchSwapBoard);
  return (
    <>
      <OwnSwaps swaps={swaps.filter((swap) => swap.agentId === agentId || swap.toAgentId === agentId)} agentId={agentId} />
      <OpenShifts roster={roster} offers={board?.offers ?? []} renderOffer={(offer) => <Offer key={offer.id} offer={offer} />} />
      {board !== null && <Ledger rows={board.ledger} agentId={agentId} />}
    </>
  );
}

function OwnSwaps({ swaps, agentId }: { swaps: readonly SwapView[]; agentId: AgentId }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const shown = swaps.filter((swap) => !isForMe(swap, agentId));
  if (shown.length === 0) return null;
  return (
    <section className="mine-part" aria-label={t('swaps.own')}>
      <h3>{t('swaps.own')}</h3>
      <ul className="mine-lines">
        {shown.map((swap) => (
          <li key={swap.id}>
            <span>{swapText(t, formats, swap, swap.agentId === agentId)}</span>
            <span className="row">
              <span className="t2">{t(`swaps.state.${swap.state}`, { name: swap.decidedByName ?? '' })}</span>
              {swap.agentId === agentId && isOpenSwap(swap) && (
                <Button size="small" kind="quiet" disabled={run === null} onClick={() => run?.({ type: 'swap.withdraw', swapId: swap.id })}>
                  {t('swaps.withdraw')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A colleague's shift that is open to the team. */
function Offer({ offer }: { offer: SwapOffer }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  return (
    <li>
      <span>{t('swaps.offer', { name: offer.agentName, span: dayAndTime(formats, offer.span ?? offer.gives) })}</span>
      <Button size="small" disabled={run === null} onClick={() => run?.({ type: 'swap.volunteer', swapId: offer.id })}>
        {t('swaps.take')}
      </Button>
    </li>
  );
}
