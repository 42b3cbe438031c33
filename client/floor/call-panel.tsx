import { useCallback, useRef, useState } from 'react';
import { callerSeverity } from '../../shared/metrics/limits.js';
import type { AgentView, VisitView } from '../../shared/protocol/views.js';
import { formatDuration } from '../i18n/format.js';
import { useFormats, useT } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';
import { useEntity, useFigures } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { ActLog } from './act-log.js';
import { useActionsOnCall } from './action-index.js';
import { stateText } from './agent-look.js';
import { CallSteps } from './call-steps.js';
import { useFloorActions } from './floor-context.js';
import { HelpRequest } from './help-request.js';
import { JoinBar } from './join-bar.js';
import { KeyHints } from './key-hints.js';
import { LANE_TICKS, lanePosition, percent, WATERLINE } from './lane-scale.js';
import { useMay } from './may.js';
import { MessageField } from './message-field.js';
import { Reassign } from './reassign.js';
import { Elapsed, useOnClock, useSiteTick } from './ticking.js';
import { TierTag } from './tier-tag.js';

/** One caller: how long against what was promised, where, who rings or talks, what went before. */
export function CallPanel({ id }: { id: VisitView['id'] }) {
  const t = useT();
  const visit = useEntity('visit', id);
  if (!visit) {
    return (
      <EmptyState title={t('floor.panel.gone')}>
        <p className="s12 t3">{t('floor.panel.callGone')}</p>
      </EmptyState>
    );
  }
  return visit.state === 'queued' || visit.state === 'ringing' ? <WaitingCall visit={visit} /> : <AnsweredCall visit={visit} />;
}

function Who({ visit }: { visit: VisitView }) {
  const t = useT();
  const formats = useFormats();
  const { open } = useFloorActions();
  const queue = useEntity('queue', visit.queueId);
  return (
    <div className="floor-dh-top">
      <h2 className="el">
        <button type="button" className="floor-plain" onClick={() => open({ kind: 'queue', id: visit.queueId })}>
          {queue ? formats.name(queue) : t('floor.panel.queue')}
        </button>
      </h2>
      <span className="t2 el">{visit.callerMasked ?? t('floor.caller.unknown')}</span>
      <TierTag tier={visit.tier} strong />
    </div>
  );
}

function WaitingCall({ visit }: { visit: VisitView }) {
  const t = useT();
  const may = useMay();
  const queue = useEntity('queue', visit.queueId);
  const thresholdMs = queue?.thresholdMs ?? 0;
  const severity = useOnClock((siteNow) => callerSeverity(siteNow - visit.enteredAt, thresholdMs));
  return (
    <>
      <header className={`floor-dh is-${severity}`}>
        <Who visit={visit} />
        <p>
          <span className={`floor-big is-${severity}`}>
            <Elapsed since={visit.enteredAt} />
          </span>
          <span className="floor-note">{t(visit.state === 'ringing' ? 'floor.call.ringing' : 'floor.call.waiting')}</span>
        </p>
        <Ruler since={visit.enteredAt} thresholdMs={thresholdMs} />
      </header>
      <Handover visit={visit} />
      {may('call.reassign') && <Reassign key={visit.id} visit={visit} />}
      <JoinBar visit={visit} />
      <CallSteps visit={visit} />
      <Facts visit={visit} />
      <Log visit={visit} />
      <KeyHints
        keys={[
          ['1–4', 'floor.hint.pick'],
          ['↵', 'floor.hint.confirm'],
          ['Z', 'floor.hint.undo'],
          ['Esc', 'floor.keys.back'],
        ]}
      />
    </>
  );
}

/** The same scale as the lane's, with its times written out. */
function Ruler({ since, thresholdMs }: { since: number; thresholdMs: number }) {
  const ref = useRef<HTMLDivElement>(null);
  useSiteTick(
    useCallback(
      (siteNow) => {
        const at = lanePosition(siteNow - since, thresholdMs);
        const inside = ref.current?.querySelector<HTMLElement>('.b');
        const outside = ref.current?.querySelector<HTMLElement>('.o');
        if (inside) inside.style.scale = `${Math.min(1, at / WATERLINE)} 1`;
        if (outside) outside.style.scale = `${Math.max(0, (at - WATERLINE) / (1 - WATERLINE))} 1`;
      },
      [since, thresholdMs],
    ),
  );
  return (
    <div ref={ref} className="floor-ruler" aria-hidden="true">
      <i className="tr" />
      <i className="b" />
      <i className="o" />
      <span className="m is-sla" style={{ left: percent(WATERLINE) }}>
        <span>SLA {formatDuration(thresholdMs)}</span>
      </span>
      {LANE_TICKS.filter((tick) => tick.at > WATERLINE).map((tick) => (
        <span key={tick.label} className="m is-minor" style={{ left: percent(tick.at) }}>
          <span>{tick.label}</span>
        </span>
      ))}
    </div>
  );
}

function AnsweredCall({ visit }: { visit: VisitView }) {
  const t = useT();
  const may = useMay();
  const agent = useEntity('agent', visit.agentId);
  const [isMoving, setMoving] = useState(false);
  return (
    <>
      <header className="floor-dh">
        <Who visit={visit} />
        {agent && (
          <p className="floor-with">
            <AgentLink id={agent.id} />
          </p>
        )}
        <p>
          <span className="floor-big">
            <Elapsed since={visit.heldSince ?? visit.answeredAt ?? visit.enteredAt} />
          </span>
          <span className="floor-note">
            {t(visit.state === 'holding' ? 'floor.call.holding' : 'floor.call.talking')}
            <TimesMean visit={visit} />
          </span>
        </p>
        {visit.abuseFlaggedAt != null && <p className="floor-flag">{t('floor.call.abuse.flagged')}</p>}
      </header>
      {agent?.help != null && <HelpRequest agent={agent} />}
      <JoinBar visit={visit} />
      {agent && (
        <section className="floor-ds">
          <MessageField
            agentId={agent.id}
            visitId={visit.id}
            deskOpen={agent.deskOpen}
            label={t('floor.message.whisper')}
            phrases={[1, 2, 3].map((n) => t(`floor.phrase.call.${n}` as 'floor.phrase.call.1'))}
          />
        </section>
      )}
      <Handover visit={visit} />
      <CallSteps visit={visit} />
      {may('call.reassign') &&
        (isMoving ? (
          <Reassign key={visit.id} visit={visit} />
        ) : (
          <section className="floor-ds">
            <Button size="small" onClick={() => setMoving(true)}>
              {t('floor.act.reassignTalking')}
            </Button>
          </section>
        ))}
      <Facts visit={visit} />
      <Log visit={visit} />
      <KeyHints
        keys={[
          ['L', 'floor.join.listen'],
          ['W', 'floor.join.whisper'],
          ['B', 'floor.join.barge'],
          ['Esc', 'floor.keys.back'],
        ]}
      />
    </>
  );
}

/** How this call's length compares with the queue's mean; nothing while it is still a usual one. */
function TimesMean({ visit }: { visit: VisitView }) {
  const t = useT();
  const formats = useFormats();
  const ahtMs = useFigures(visit.queueId, 'today')?.ahtMs ?? null;
  const tenths = useOnClock((siteNow) =>
    ahtMs === null || ahtMs === 0 || visit.answeredAt == null ? null : Math.round(((siteNow - visit.answeredAt) / ahtMs) * 10),
  );
  return tenths === null || tenths < 12 ? null : (
    <> · {t('floor.call.timesMean', { mean: formats.duration(ahtMs), times: (tenths / 10).toFixed(1) })}</>
  );
}

/** What the colleague before wrote for whoever takes the call. */
function Handover({ visit }: { visit: VisitView }) {
  const t = useT();
  const formats = useFormats();
  const { handover } = visit;
  if (handover == null) return null;
  return (
    <section className="floor-ds">
      <h3>
        {t('floor.call.handover')}
        <span className="floor-right">
          {handover.byName} · {formats.time(handover.at)}
        </span>
      </h3>
      <p className="floor-quote">{handover.text}</p>
    </section>
  );
}

function Log({ visit }: { visit: VisitView }) {
  const t = useT();
  return <ActLog title={t('floor.act.logCall')} ids={useActionsOnCall(visit.id)} />;
}

function Facts({ visit }: { visit: VisitView }) {
  const t = useT();
  const formats = useFormats();
  const { open } = useFloorActions();
  const queue = useEntity('queue', visit.queueId);
  const earlierMs = visit.enteredAt - visit.callEnteredAt;
  return (
    <section className="floor-ds">
      <dl className="floor-kv">
        {visit.callerName && (
          <>
            <dt>{t('floor.call.name')}</dt>
            <dd>{visit.callerName}</dd>
          </>
        )}
        <dt>{t('floor.call.queue')}</dt>
        <dd>
          <button type="button" className="floor-link" onClick={() => open({ kind: 'queue', id: visit.queueId })}>
            {queue ? formats.name(queue) : visit.queueId}
          </button>
        </dd>
        <dt>{t('floor.call.entered')}</dt>
        <dd>{formats.clock(visit.enteredAt)}</dd>
        {earlierMs > 0 && (
          <>
            <dt>{t('floor.call.earlier')}</dt>
            <dd>{t('floor.call.earlierText', { at: formats.clock(visit.callEnteredAt), total: formats.prose(earlierMs) })}</dd>
          </>
        )}
        <dt>{t('floor.call.priority')}</dt>
        <dd>{visit.priority}</dd>
        <dt>{t('floor.call.noAnswers')}</dt>
        <dd>{visit.ringNoAnswers}</dd>
        {visit.ringingAgentIds.length > 0 && (
          <>
            <dt>{t('floor.call.rings')}</dt>
            <dd>
              {visit.ringingAgentIds.map((id) => (
                <AgentLink key={id} id={id} />
              ))}
            </dd>
          </>
        )}
        {visit.agentId != null && (
          <>
            <dt>{t('floor.call.answeredBy')}</dt>
            <dd>
              <AgentLink id={visit.agentId} />
            </dd>
          </>
        )}
        {visit.answeredAt != null && (
          <>
            <dt>{t('floor.call.waited')}</dt>
            <dd>{formats.duration(visit.answeredAt - visit.enteredAt)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

export function AgentLink({ id }: { id: AgentView['id'] }) {
  const t = useT();
  const formats = useFormats();
  const { open } = useFloorActions();
  const agent = useEntity('agent', id);
  if (!agent) return null;
  const look = agentLook(agent);
  return (
    <button type="button" className="floor-link floor-agent-link" onClick={() => open({ kind: 'agent', id })}>
      <span className={look.tone}>
        <Glyph name={look.glyph} size="sm" label={stateText(t, agent)} />
      </span>
      {formats.name(agent)}
    </button>
  );
}
