import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { AgentName } from './names.js';
import { useDoing } from './use-doing.js';

/** A no that waits for a second pair of eyes: it stands, or it becomes a yes. Whoever said it is refused here by the server. */
export function ReviewCard({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  const doing = useDoing();
  const review = (outcome: 'upheld' | 'overturned') => doing.run?.({ type: 'buffer.review', bufferId: buffer.id, outcome });
  const { decision } = buffer;
  return (
    <article className="buf-card is-small">
      <header className="row">
        <h3>
          <AgentName id={buffer.agentId} />
        </h3>
        <span className="grow" />
        <span className="t3 s12">{formats.time(decision?.at)}</span>
      </header>
      <p className="s12 t2">
        {t('buf.review.was', { name: decision?.byName ?? '–', why: t(`buf.decline.${decision?.code ?? 'MIN_STAFF'}`) })}
      </p>
      <p className="row">
        <Button size="small" kind="primary" disabled={doing.run === null} onClick={() => review('overturned')}>
          {t('buf.review.overturn')}
        </Button>
        <Button size="small" disabled={doing.run === null} onClick={() => review('upheld')}>
          {t('buf.review.uphold')}
        </Button>
      </p>
      {doing.failure !== null && (
        <p className="row buf-failed" role="alert">
          <Glyph name="octagon" />
          <span className="grow">{doing.failure}</span>
        </p>
      )}
    </article>
  );
}
