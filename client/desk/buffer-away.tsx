import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { useDeskCommand } from './desk-actions.js';
import { LeftRing } from './left-ring.js';
import { usePostName } from './post-name.js';

/** Off the phones: where, until when, and the ways back. Asked to help, an agent need not answer. */
export function BufferAway({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const now = useSiteNow();
  const post = usePostName()(buffer.post);
  const startedAt = buffer.startedAt ?? buffer.startAt;
  const leftMs = now === null ? 0 : Math.max(0, buffer.endAt - now);
  return (
    <>
      <div className="row mine-away">
        <LeftRing ratio={leftMs / Math.max(1, buffer.endAt - startedAt)}>
          <b>{formats.time(buffer.endAt)}</b>
        </LeftRing>
        <div className="grow">
          <h2>{t('well.away', { time: formats.time(buffer.endAt) })}</h2>
          <p className="t2">{post ?? t('well.post.rest')}</p>
          <p className="t3">{t('well.away.checkIn')}</p>
        </div>
      </div>
      {buffer.helpAsked != null && (
        <p className="mine-told" role="status">
          {t('well.helpAsked', { name: buffer.helpAsked.byName })} {t('well.helpAsked.free')}
        </p>
      )}
      <label className="mine-switch">
        <input
          type="checkbox"
          checked={buffer.mayAsk}
          disabled={run === null}
          onChange={(event) => void run?.({ type: 'buffer.allow-asking', bufferId: buffer.id, on: event.target.checked })}
        />
        <span>
          {t('well.mayAsk')}
          <small>{t('well.mayAsk.what')}</small>
        </span>
      </label>
      <Button disabled={run === null} onClick={() => run?.({ type: 'buffer.early-return', bufferId: buffer.id })}>
        {t('well.earlyReturn')}
      </Button>
    </>
  );
}
