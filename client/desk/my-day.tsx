import { useEffect, useState } from 'react';
import type { AgentId } from '../../shared/kernel/ids.js';
import { type AgentDayAnswer, agentDaySchema } from '../../shared/protocol/http.js';
import { useFormats, useT } from '../i18n/provider.js';
import { request } from '../live/api.js';
import { useSiteNow } from '../live/hooks.js';
import { Skeleton } from '../ui/feedback.js';

const MINUTE_MS = 60_000;

/** The day so far in three numbers: no target, no colour, nobody to compare with. Asked for each minute and after each call. */
export function MyDay({ agentId, handOverId }: { agentId: AgentId; handOverId: string | null }) {
  const t = useT();
  const formats = useFormats();
  const minute = useSiteNow(MINUTE_MS);
  const [day, setDay] = useState<AgentDayAnswer | 'failed' | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again with each minute and each call
  useEffect(() => {
    if (minute === null) return;
    const stop = new AbortController();
    void request<AgentDayAnswer>(`/agents/${agentId}/day`, { answer: agentDaySchema, signal: stop.signal }).then(
      (answer) => !stop.signal.aborted && setDay(answer.ok ? answer.value : 'failed'),
      () => {
        // Aborted: a newer request is on its way.
      },
    );
    return () => stop.abort();
  }, [agentId, minute, handOverId]);
  return (
    <section className="mine-part" aria-label={t('desk.day')}>
      <h3>{t('desk.day')}</h3>
      {day === null && <Skeleton height={44} />}
      {day === 'failed' && <p className="t3">{t('desk.day.failed')}</p>}
      {day !== null && day !== 'failed' && (
        <dl className="mine-day">
          <div>
            <dt>{t('desk.day.answered')}</dt>
            <dd>{formats.number(day.answered)}</dd>
          </div>
          <div>
            <dt>{t('desk.day.aht')}</dt>
            <dd>{formats.duration(day.ahtMs)}</dd>
          </div>
          <div>
            <dt>{t('desk.day.signedIn')}</dt>
            <dd>{formats.duration(day.signedInMs)}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}
