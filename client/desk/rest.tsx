import type { BufferView } from '../../shared/protocol/buffer-views.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { useConnection } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { isUnderWay } from './own-buffer.js';
import { PauseButton } from './pause.js';

/** Two ways to catch one's breath, one tap each: a few minutes without a question, or some hours off the phones. */
export function Rest({ agent, buffer, onAsk }: { agent: AgentView; buffer: BufferView | undefined; onAsk: () => void }) {
  const t = useT();
  const isLocked = useConnection().state === 'stale';
  const canAsk = buffer === undefined || !isUnderWay(buffer);
  if (agent.state === 'logged-out') return null;
  return (
    <section className="mine-part mine-rest" aria-label={t('well.rest')}>
      <h3>{t('well.rest')}</h3>
      <PauseButton agent={agent} />
      {canAsk && (
        <div className="mine-rest-one">
          <Button size="wide" disabled={isLocked} aria-describedby="buffer-what" onClick={onAsk}>
            <Glyph name="waves" />
            {t('well.ask')}
          </Button>
          <p className="t3 s12" id="buffer-what">
            {t('well.ask.short')}
          </p>
        </div>
      )}
    </section>
  );
}
