import { reliefHowSchema } from '../../shared/domain/buffer/words.js';
import type { ReliefView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { AgentName } from './names.js';
import { useDoing } from './use-doing.js';

const bySince = (all: ReadonlyMap<string, ReliefView>) => [...all.values()].sort((a, b) => a.since - b.since);

/** Somebody has to come off the phones now. There is no button that closes it: it is over when they are off. */
export function Reliefs() {
  const t = useT();
  const reliefs = useCollection('relief', bySince);
  if (reliefs.length === 0) return null;
  return (
    <section className="buf-reliefs" aria-label={t('buf.relief.title')} role="alert">
      {reliefs.map((relief) => (
        <Relief key={relief.id} relief={relief} />
      ))}
    </section>
  );
}

function Relief({ relief }: { relief: ReliefView }) {
  const t = useT();
  const formats = useFormats();
  const doing = useDoing();
  const { taken } = relief;
  return (
    <article>
      <h2 className="row">
        <Glyph name="octagon" />
        <span className="grow">
          <AgentName id={relief.id} /> {t('buf.relief')}
        </span>
        <span className="s12">{t('buf.relief.since', { time: formats.time(relief.since) })}</span>
      </h2>
      <p className="s12">
        {taken == null
          ? t('buf.relief.what')
          : t('buf.relief.taken', { name: taken.byName, how: t(`buf.relief.how.${taken.how}`), time: formats.time(taken.at) })}
      </p>
      <div className="row buf-hows">
        {reliefHowSchema.options.map((how) => (
          <Button
            key={how}
            size="small"
            kind={taken == null && how === 'own-pick-up' ? 'act-now' : 'secondary'}
            disabled={doing.run === null}
            aria-pressed={taken?.how === how}
            onClick={() => doing.run?.({ type: 'relief.give', agentId: relief.id, how })}
          >
            {t(`buf.relief.how.${how}`)}
          </Button>
        ))}
      </div>
      {doing.failure !== null && <p className="s12">{doing.failure}</p>}
    </article>
  );
}
