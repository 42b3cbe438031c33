import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useElapsedMs, useEntity } from '../live/hooks.js';
import { Tag } from '../ui/feedback.js';

/** The call in hand. The caller's number stays masked; a queue's name says what it is about. */
export function CurrentCall({ agent }: { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const visit = useEntity('visit', agent.visitId);
  const queue = useEntity('queue', visit?.queueId ?? agent.queueId);
  const talkedMs = useElapsedMs(visit?.answeredAt);
  if (visit === undefined) return null;
  const waitedMs = visit.answeredAt == null ? null : visit.answeredAt - visit.enteredAt;
  return (
    <section className="mine-call" aria-label={t('agent.call')}>
      <h3>{t('agent.call')}</h3>
      <p className="row">
        <b>{queue === undefined ? '–' : formats.name(queue)}</b>
        {visit.callerName != null && <span className="el">{visit.callerName}</span>}
        <span>{visit.callerMasked ?? t('agent.noNumber')}</span>
        {visit.tier != null && <Tag>{visit.tier}</Tag>}
      </p>
      <dl className="kv">
        {talkedMs !== null && (
          <>
            <dt>{t('agent.talked')}</dt>
            <dd>{formats.duration(talkedMs)}</dd>
          </>
        )}
        {waitedMs !== null && (
          <>
            <dt>{t('agent.waitedBefore')}</dt>
            <dd>{formats.duration(waitedMs)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
