import type { CoverView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection, useLookup, useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { useDeskCommand } from './desk-actions.js';

/** 支援换岗: asked to take over for a while. Why is nobody's business, and a no has no consequence. */
export function CoverOffers({ agentId }: { agentId: string }) {
  const offers = useCollection('cover', (all) => [...all.values()].filter((one) => one.agentId === agentId));
  const now = useSiteNow();
  return offers
    .filter(
      ({ state, until, endAt }) =>
        (state === 'open' && (now === null || now < until)) || (state === 'accepted' && (now === null || now < endAt)),
    )
    .map((offer) => <CoverCard key={offer.id} offer={offer} />);
}

function CoverCard({ offer }: { offer: CoverView }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const lookup = useLookup();
  const queues = offer.queueIds.flatMap((id) => lookup('queue', id) ?? []).map((queue) => formats.name(queue));
  const answer = (accept: boolean) => void run?.({ type: 'cover.answer', coverId: offer.id, accept });
  const span = t('well.coverOffer.span', {
    from: formats.time(offer.startAt),
    to: formats.time(offer.endAt),
    queues: formats.list(queues),
  });
  if (offer.state === 'accepted') {
    return (
      <section className="mine-part" aria-label={t('well.coverOffer')}>
        <p>{t('well.coverOffer.taken', { span })}</p>
      </section>
    );
  }
  return (
    <section className="mine-part mine-break" aria-label={t('well.coverOffer')} role="status">
      <div>
        <h2>{t('well.coverOffer')}</h2>
        <p className="t2">{span}</p>
        <p className="t3">{t('well.coverOffer.free', { time: formats.time(offer.until) })}</p>
      </div>
      <div className="mine-answers">
        <Button kind="primary" disabled={run === null} onClick={() => answer(true)}>
          {t('well.coverOffer.yes')}
        </Button>
        <Button disabled={run === null} onClick={() => answer(false)}>
          {t('well.coverOffer.no')}
        </Button>
      </div>
    </section>
  );
}
