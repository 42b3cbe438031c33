import type { AgentView, VisitView } from '../../shared/protocol/views.js';
import { useOpenCase } from '../actions/open-case.js';
import { useFormats, useT } from '../i18n/provider.js';
import { tierName } from '../i18n/tier-name.js';
import { useElapsedMs, useEntity } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Tag } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { useDeskCommand } from './desk-actions.js';
import { Help } from './help.js';

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
    <section className="mine-call" aria-label={t('desk.call')}>
      <h3>{t('desk.call')}</h3>
      <p className="row">
        <b>{queue === undefined ? '–' : formats.name(queue)}</b>
        {visit.callerName != null && <span className="el">{visit.callerName}</span>}
        <span>{visit.callerMasked ?? t('desk.noNumber')}</span>
        {visit.tier != null && <Tag>{tierName(t, visit.tier)}</Tag>}
      </p>
      <dl className="kv">
        {talkedMs !== null && (
          <>
            <dt>{t('desk.talked')}</dt>
            <dd>{formats.duration(talkedMs)}</dd>
          </>
        )}
        {waitedMs !== null && (
          <>
            <dt>{t('desk.waitedBefore')}</dt>
            <dd>{formats.duration(waitedMs)}</dd>
          </>
        )}
      </dl>
      {visit.handover != null && (
        <figure className="mine-told">
          <figcaption className="t3">{t('desk.handover', { name: visit.handover.byName })}</figcaption>
          <blockquote>{visit.handover.text}</blockquote>
        </figure>
      )}
      <Listeners visit={visit} />
      <Help agent={agent} />
      <CallButtons agent={agent} visit={visit} />
    </section>
  );
}

const LISTENING = { listen: 'desk.listening', whisper: 'desk.whispering', barge: 'desk.barging' } as const;

/** Who listens, as the site's policy has it: nobody is overheard without a word here. */
function Listeners({ visit }: { visit: VisitView }) {
  const t = useT();
  return visit.monitors.map((monitor) => (
    <p key={monitor.userId} className="mine-told row" role="status">
      <Glyph name="headset" />
      {t(LISTENING[monitor.mode], { name: monitor.name })}
    </p>
  ));
}

function CallButtons({ agent, visit }: { agent: AgentView; visit: VisitView }) {
  const t = useT();
  const run = useDeskCommand();
  const openCase = useOpenCase();
  if (visit.agentId !== agent.id) return null;
  return (
    <div className="mine-buttons">
      {agent.help == null && (
        <Button disabled={run === null} onClick={() => run?.({ type: 'help.raise' })}>
          <Glyph name="question" />
          {t('desk.help.raise')}
        </Button>
      )}
      <Button disabled={run === null || visit.abuseFlaggedAt != null} onClick={() => run?.({ type: 'call.flag-abuse', visitId: visit.id })}>
        {t(visit.abuseFlaggedAt == null ? 'desk.abuse' : 'desk.abuse.flagged')}
      </Button>
      {openCase !== null && (
        <Button disabled={run === null} onClick={() => openCase(visit.id)}>
          {t('desk.escalate')}
        </Button>
      )}
    </div>
  );
}
