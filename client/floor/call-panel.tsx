import { useCallback, useRef } from 'react';
import { callerSeverity } from '../../shared/metrics/limits.js';
import type { AgentView, VisitView } from '../../shared/protocol/views.js';
import { formatDuration } from '../i18n/format.js';
import { useFormats, useT } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';
import { useEntity } from '../live/hooks.js';
import { EmptyState } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { stateText } from './agent-look.js';
import { useFloorActions } from './floor-context.js';
import { LANE_TICKS, lanePosition, percent, WATERLINE } from './lane-scale.js';
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
      <Facts visit={visit} />
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
  return (
    <>
      <header className="floor-dh">
        <Who visit={visit} />
        <p>
          <span className="floor-big">
            <Elapsed since={visit.heldSince ?? visit.answeredAt ?? visit.enteredAt} />
          </span>
          <span className="floor-note">{t(visit.state === 'holding' ? 'floor.call.holding' : 'floor.call.talking')}</span>
        </p>
      </header>
      <Facts visit={visit} />
    </>
  );
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
