import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useLookup } from '../live/hooks.js';
import { Button } from '../ui/button.js';

/** What came of it. A no says why, in the team's terms, and that somebody else looks at it: asking again is one tap away. */
export function BufferClosed({ buffer, onAsk, onRead }: { buffer: BufferView; onAsk: () => void; onRead: () => void }) {
  return (
    <>
      {buffer.state === 'returned' ? <Back buffer={buffer} /> : <NotNow buffer={buffer} />}
      <After buffer={buffer} onAsk={onAsk} onRead={onRead} />
    </>
  );
}

function Back({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  const lookup = useLookup();
  const names = buffer.keptFrom.flatMap((id) => lookup('queue', id) ?? []).map((queue) => formats.name(queue));
  return (
    <>
      <h2>{t('well.back')}</h2>
      {buffer.landingUntil != null && (
        <p className="t2">
          {names.length === 0
            ? t('well.back.landing', { time: formats.time(buffer.landingUntil) })
            : t('well.back.kept', { time: formats.time(buffer.landingUntil), queues: formats.list(names) })}
        </p>
      )}
    </>
  );
}

function NotNow({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const { state, decision, review } = buffer;
  if (state === 'declined') {
    return (
      <>
        <h2>{t('well.declined')}</h2>
        <p className="t2">{t(`well.declined.${decision?.code ?? 'MIN_STAFF'}`)}</p>
        <p className="t2">{review == null ? t('well.review.open') : t(`well.review.${review.outcome}`, { name: review.byName })}</p>
      </>
    );
  }
  if (state === 'cancelled') {
    return (
      <>
        <h2>{t('well.cancelled')}</h2>
        <p className="t2">{t(buffer.isReoffered ? 'well.cancelled.again' : 'well.cancelled.what')}</p>
      </>
    );
  }
  return (
    <>
      <h2>{t('well.expired')}</h2>
      <p className="t2">{t('well.expired.what')}</p>
    </>
  );
}

function After({ buffer, onAsk, onRead }: { buffer: BufferView; onAsk: () => void; onRead: () => void }) {
  const t = useT();
  return (
    <div className="row mine-after">
      {buffer.state !== 'returned' && <Button onClick={onAsk}>{t('well.askAgain')}</Button>}
      <Button kind="quiet" onClick={onRead}>
        {t('well.gotIt')}
      </Button>
    </div>
  );
}
