import { lazy, Suspense, useMemo, useState } from 'react';
import { agentLimit } from '../../shared/metrics/limits.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { agentLook } from '../i18n/state-look.js';
import { useEntity, useFigures, useWho } from '../live/hooks.js';
import { EmptyState, ErrorState, Skeleton } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { ActLog } from './act-log.js';
import { useActionsOnAgent } from './action-index.js';
import { limitText, stateText } from './agent-look.js';
import { AgentOverlays } from './agent-overlays.js';
import { AgentSteps } from './agent-steps.js';
import { fetchAgentDay } from './api.js';
import { CallRows } from './call-rows.js';
import { useFetched, useVisits } from './fetching.js';
import { useFloorActions } from './floor-context.js';
import { HelpRequest } from './help-request.js';
import { JoinBar } from './join-bar.js';
import { useAgentLimit } from './seat.js';
import { Elapsed } from './ticking.js';
import { TierTag } from './tier-tag.js';

const SharedStrain = lazy(() => import('./shared-strain.js').then((part) => ({ default: part.SharedStrain })));

/** The most that one answer holds: a day's calls of nearly everyone. */
const DAY_LIMIT = 200;

/** One agent: what they do and since when, the call in hand, and their day. Facts of the work only. */
export function AgentPanel({ id }: { id: AgentView['id'] }) {
  const t = useT();
  const agent = useEntity('agent', id);
  const visit = useEntity('visit', agent?.visitId);
  const actions = useActionsOnAgent(id);
  const role = useWho()?.role;
  const mayBeShared = role === 'lead' || role === 'supervisor';
  if (!agent) {
    return (
      <EmptyState title={t('floor.panel.gone')}>
        <p className="s12 t3">{t('floor.panel.entityGone', { what: t('floor.panel.agent') })}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <Head agent={agent} />
      {agent.help != null && <HelpRequest agent={agent} />}
      <AgentOverlays agent={agent} />
      {visit !== undefined && (visit.state === 'talking' || visit.state === 'holding') && <JoinBar visit={visit} />}
      <AgentSteps key={agent.id} agent={agent} />
      <Facts agent={agent} />
      {mayBeShared && (
        <Suspense>
          <SharedStrain agent={agent} />
        </Suspense>
      )}
      <ActLog title={t('floor.act.logAgent')} ids={actions} />
      <Day agent={agent} />
    </>
  );
}

function Head({ agent }: { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const figures = useFigures(agent.queueId ?? ('' as never), 'today');
  const [severity, kind] = useAgentLimit(agent);
  const look = agentLook(agent);
  const limit =
    kind === null
      ? undefined
      : agentLimit({ state: agent.state, reasonCode: agent.reasonCode, inStateMs: Number.MAX_SAFE_INTEGER, ahtMs: figures?.ahtMs });
  return (
    <header className="floor-dh">
      <div className="floor-dh-top">
        <span className={look.tone}>
          <Glyph name={look.glyph} label={stateText(t, agent)} />
        </span>
        <h2 className="el">{formats.name(agent)}</h2>
        {agent.nameEn && agent.nameEn !== agent.name && (
          <span className="t3 s12 el">{formats.language === 'en' ? agent.name : agent.nameEn}</span>
        )}
      </div>
      <p>
        <span className={`floor-big is-${severity ?? 'calm'}`}>
          <Elapsed since={agent.since} />
        </span>
        <span className="floor-note">
          {kind === null ? stateText(t, agent) : limitText(t, kind, agent)}
          {limit &&
            limit.limitMs > 0 &&
            agent.acwUntil == null &&
            ` · ${t('floor.agent.limit', { limit: formats.duration(limit.limitMs) })}`}
        </span>
      </p>
      <p className="floor-note">{t('floor.agent.inState', { state: stateText(t, agent), at: formats.clock(agent.since) })}</p>
    </header>
  );
}

function Facts({ agent }: { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const { open } = useFloorActions();
  const team = useEntity('team', agent.teamId);
  const visit = useEntity('visit', agent.visitId);
  return (
    <section className="floor-ds">
      <dl className="floor-kv">
        {visit && (
          <>
            <dt>{t('floor.agent.call')}</dt>
            <dd>
              <button type="button" className="floor-link" onClick={() => open({ kind: 'call', id: visit.id })}>
                {visit.callerMasked ?? t('floor.caller.unknown')}
              </button>{' '}
              <TierTag tier={visit.tier} />
            </dd>
          </>
        )}
        <dt>{t('floor.agent.team')}</dt>
        <dd>{team ? formats.name(team) : t('floor.team.none')}</dd>
        <dt>{t('floor.agent.queues')}</dt>
        <dd className="floor-wrap">
          {agent.queueIds.length === 0 ? t('common.none') : agent.queueIds.map((id) => <QueueLink key={id} id={id} />)}
        </dd>
        {agent.signedInAt != null && (
          <>
            <dt>{t('floor.agent.signedIn')}</dt>
            <dd>{formats.clock(agent.signedInAt)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function QueueLink({ id }: { id: AgentView['queueIds'][number] }) {
  const formats = useFormats();
  const { open } = useFloorActions();
  const queue = useEntity('queue', id);
  return queue ? (
    <button type="button" className="floor-link" onClick={() => open({ kind: 'queue', id })}>
      {formats.name(queue)}
    </button>
  ) : null;
}

function Day({ agent }: { agent: AgentView }) {
  const t = useT();
  const today = useFigures('site', 'today');
  // `from` is the site's midnight: the list begins anew when the day does.
  const from = today?.from;
  const query = useMemo(
    () => (from === undefined ? null : ({ measure: 'answered', agentId: agent.id, from, limit: DAY_LIMIT } as const)),
    [agent.id, from],
  );
  const visits = useVisits(query);
  return (
    <>
      <DayFigures agent={agent} />
      <section className="floor-ds floor-fill">
        <h3>
          {t('floor.agent.calls')} <b className="floor-right">{visits.total ?? ''}</b>
        </h3>
        <CallRows visits={visits} empty={t('floor.agent.noCalls')} of={agent.id} />
      </section>
    </>
  );
}

/** Their own state, as often as it changes, brings new figures; the last ones stay until then. */
const DAY_REFRESH_MS = 30_000;

function DayFigures({ agent }: { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const { state, retry } = useFetched(`${agent.id}|${agent.since}`, (signal) => fetchAgentDay(agent.id, signal), DAY_REFRESH_MS);
  const day = useLatest(agent.id, state.status === 'loading' ? undefined : state.value);
  if (state.status === 'error' && day === undefined)
    return <ErrorState title={t('floor.agent.noDay')} cause={t('floor.error.others')} retryLabel={t('common.retry')} onRetry={retry} />;
  if (day === undefined) return <Skeleton height={96} />;
  const shown = [
    [t('floor.agent.answered'), formats.number(day.answered)],
    [t('floor.agent.handling'), formats.duration(day.ahtMs)],
    [t('floor.agent.talk'), formats.duration(day.talkMs)],
    [t('floor.agent.hold'), formats.duration(day.holdMs)],
    [t('floor.agent.wrapUp'), formats.duration(day.acwMs)],
    [t('floor.agent.occupancy'), formats.percent(day.occupancyRatio)],
    [t('floor.agent.adherence'), formats.percent(day.adherenceRatio)],
    [t('floor.agent.conformance'), formats.percent(day.conformanceRatio)],
    [t('floor.agent.ringNoAnswer'), formats.number(day.ringNoAnswer)],
    [t('floor.agent.signedInFor'), formats.duration(day.signedInMs)],
  ] as const;
  return (
    <section className="floor-ds">
      <h3>
        {t('floor.agent.today')} <span className="floor-right">{t('floor.agent.ofCalls', { count: day.handled })}</span>
      </h3>
      <dl className="floor-figs">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What was last known of this very agent, while news are on their way. */
function useLatest<T>(of: string, value: T | undefined): T | undefined {
  const [held, setHeld] = useState<{ of: string; value: T } | undefined>();
  if (value !== undefined && (held?.of !== of || held.value !== value)) setHeld({ of, value });
  return value ?? (held?.of === of ? held.value : undefined);
}
