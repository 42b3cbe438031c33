import { useState } from 'react';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { useDeskCommand } from './desk-actions.js';
import { EapCard } from './eap-card.js';
import { isUnderWay } from './own-buffer.js';
import { useStrain } from './strain-data.js';

const IN_CONTACT: ReadonlySet<AgentView['state']> = new Set(['talking', 'holding', 'ringing', 'dialing']);

/** A suggestion, never more: a pause, or some hours off the phones. Put away with one tap, for now or for the shift. */
export function Suggestion({ agent, buffer, onAsk }: { agent: AgentView; buffer: BufferView | undefined; onAsk: () => void }) {
  const t = useT();
  const run = useDeskCommand();
  const { mine, change } = useStrain();
  const [putAway, setPutAway] = useState<number | null>(null);
  const computedAt = mine?.strain?.computedAt ?? 0;
  const suggestion = mine?.suggestion ?? null;
  const isResting = agent.state === 'not-ready' || agent.state === 'logged-out' || (buffer !== undefined && isUnderWay(buffer));
  if (suggestion === null || isResting || (putAway !== null && computedAt < putAway + SILENT_FOR_MS)) return null;
  return (
    <section className="mine-part mine-break" role="status" aria-label={t('well.suggestion')}>
      <p>{t(`well.suggestion.${suggestion}`)}</p>
      <div className="mine-after">
        {suggestion === 'buffer' ? (
          <Button kind="primary" onClick={onAsk}>
            {t('well.suggestion.look')}
          </Button>
        ) : (
          <Button
            kind="primary"
            disabled={run === null}
            onClick={() => run?.({ type: 'micro-pause.take', when: IN_CONTACT.has(agent.state) ? 'after-call' : 'now' })}
          >
            {t(IN_CONTACT.has(agent.state) ? 'well.pause.afterCall' : 'well.pause.take')}
          </Button>
        )}
        <Button onClick={() => setPutAway(computedAt)}>{t('well.suggestion.no')}</Button>
        <Button kind="quiet" onClick={() => change({ isSnoozed: true })}>
          {t('well.suggestion.snooze')}
        </Button>
      </div>
      {suggestion === 'buffer' && (
        <>
          <EapCard />
          {mine?.sharedUntil === null && (
            <div className="mine-after">
              <Button kind="quiet" onClick={() => change({ isShared: true })}>
                {t('well.suggestion.tell')}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** As long as the server keeps from suggesting again. */
const SILENT_FOR_MS = 45 * 60_000;
