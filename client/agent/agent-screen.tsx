import './agent.css';
import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';
import { useElapsedMs, useEntity, useHasView, useWho } from '../live/hooks.js';
import { EmptyState, Skeleton } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { CallsToday } from './calls-today.js';
import { CurrentCall } from './current-call.js';
import { MyQueues } from './my-queues.js';

/** An agent's own page: what I do now, my call, my queues, my calls of today. Calm: no timer turns red here. */
export function AgentScreen() {
  const t = useT();
  const known = useHasView();
  const who = useWho();
  const agent = useEntity('agent', who?.agentId);
  if (!known) return <Loading />;
  if (agent === undefined) {
    return (
      <div className="mine">
        <EmptyState title={t('agent.unknown')}>{t('agent.unknownWhy')}</EmptyState>
      </div>
    );
  }
  return (
    <div className="mine">
      <Now agent={agent} />
      <CurrentCall agent={agent} />
      <MyQueues queueIds={agent.queueIds} />
      <CallsToday agentId={agent.id} handOverId={agent.visitId ?? null} />
    </div>
  );
}

function Now({ agent }: { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const elapsedMs = useElapsedMs(agent.since);
  const look = agentLook(agent);
  return (
    <section className="mine-now" aria-label={t('agent.state')}>
      <span className={look.tone}>
        <Glyph name={look.glyph} />
      </span>
      <div className="grow">
        <h2>{look.ownWord ?? t(look.key)}</h2>
        <p className="t3">{formats.name(agent)}</p>
      </div>
      <time className="mine-timer">{formats.duration(elapsedMs)}</time>
    </section>
  );
}

function Loading() {
  const t = useT();
  return (
    <div className="mine" aria-busy="true">
      <span className="sr" role="status">
        {t('common.loading')}
      </span>
      <Skeleton height={72} />
      <Skeleton height={48} />
      <Skeleton height={120} />
      <Skeleton height={200} />
    </div>
  );
}
