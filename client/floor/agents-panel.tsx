import { memo, useCallback, useMemo } from 'react';
import type { AgentStateName } from '../../shared/domain/site.js';
import type { AgentLimitKind } from '../../shared/metrics/limits.js';
import type { AgentView as AgentRecord, TeamView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { STATE_ORDER, stateLook } from '../i18n/state-look.js';
import { useCollection, useEntity } from '../live/hooks.js';
import { useLiveSession } from '../live/provider.js';
import type { LiveStore } from '../live/store.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/feedback.js';
import { Segmented } from '../ui/field.js';
import { Glyph } from '../ui/glyph.js';
import { AgentFilters } from './agent-filters.js';
import { matchesAgent } from './filters.js';
import { AGENT_VIEWS, type AgentView, type FloorAddress, NO_TEAM } from './floor-address.js';
import { useFloorActions } from './floor-context.js';
import { agentsPastLimit } from './past-limit.js';
import { useSampled } from './sampled.js';
import { SeatGrid, type SeatGroup } from './seat-grid.js';
import { seatLines } from './seat-lines.js';

const LEGEND: readonly AgentStateName[] = ['ready', 'talking', 'holding', 'ringing', 'acw', 'not-ready', 'logged-out'];

/** Everybody, as seats by team, by state, or only those past a limit. */
export const AgentsPanel = memo(function AgentsPanel({ address, onlyExceptions }: { address: FloorAddress; onlyExceptions: boolean }) {
  const t = useT();
  const { change } = useFloorActions();
  const all = useCollection('agent', countSeats);
  const groups = useGroups(address, onlyExceptions ? 'exceptions' : address.agents);
  const exceptions = useExceptionCount(address);
  const shown = groups.reduce((sum, group) => sum + group.agentIds.length, 0);
  const view = onlyExceptions ? 'exceptions' : address.agents;
  const labels: Record<AgentView, string> = {
    seats: t('floor.agents.seats'),
    states: t('floor.agents.states'),
    exceptions: t('floor.agents.exceptions', { count: exceptions }),
  };
  return (
    <section className="floor-pan floor-agents" data-region="" aria-label={t('floor.agents')}>
      <div className="floor-h">
        <h2>
          {t('floor.agents')} <small>{view === 'exceptions' || shown === all ? all : `${shown}/${all}`}</small>
        </h2>
        {!onlyExceptions && (
          <Segmented
            label={t('floor.agents.view')}
            value={address.agents}
            options={AGENT_VIEWS.map((value) => ({ value, label: labels[value] }))}
            onChange={(agents) => change({ agents })}
          />
        )}
        {!onlyExceptions && <AgentFilters address={address} />}
        <ul className="floor-legend floor-right" aria-hidden="true">
          {LEGEND.map((state) => {
            const look = stateLook(state);
            return (
              <li key={state}>
                <span className={look.tone}>
                  <Glyph name={look.glyph} size="sm" />
                </span>
                {t(stateLook(state).key)}
              </li>
            );
          })}
        </ul>
      </div>
      {shown > 0 ? (
        <Groups view={view} groups={groups} openAgent={address.open?.kind === 'agent' ? address.open.id : null} />
      ) : (
        <NoSeats view={view} any={all > 0} />
      )}
    </section>
  );
});

function NoSeats({ view, any }: { view: AgentView; any: boolean }) {
  const t = useT();
  const { change } = useFloorActions();
  if (!any) return <EmptyState title={t('floor.agents.empty')} />;
  if (view === 'exceptions') return <EmptyState title={t('floor.agents.noExceptions')} />;
  return (
    <EmptyState title={t('floor.nothingMatches', { what: t('floor.what.agents') })}>
      <Button size="small" onClick={() => change({ queueIds: [], teamIds: [], states: [], text: '' })}>
        {t('floor.filter.clear')}
      </Button>
    </EmptyState>
  );
}

function Groups({ view, groups, openAgent }: { view: AgentView; groups: readonly SeatGroup[]; openAgent: string | null }) {
  const t = useT();
  const renderLabel = useCallback(
    (group: SeatGroup, slim: boolean) => {
      if (view === 'seats') return <TeamLabel teamId={group.id} slim={slim} />;
      if (view === 'states') return <StateLabel state={group.id as AgentStateName} count={group.agentIds.length} />;
      return (
        <>
          <b>{t(limitLabel(group.id as AgentLimitKind))}</b>
          <span>{group.agentIds.length}</span>
        </>
      );
    },
    [view, t],
  );
  return <SeatGrid groups={groups} label={t('floor.agents')} openAgent={openAgent} renderLabel={renderLabel} />;
}

const limitLabel = (kind: AgentLimitKind) => (kind === 'not-ready' ? 'state.not-ready' : (`floor.limit.${kind}` as const));

function StateLabel({ state, count }: { state: AgentStateName; count: number }) {
  const t = useT();
  return (
    <>
      <b>{t(stateLook(state).key)}</b>
      <span>{count}</span>
    </>
  );
}

function TeamLabel({ teamId, slim }: { teamId: string; slim: boolean }) {
  const t = useT();
  const formats = useFormats();
  const team = useEntity('team', teamId === NO_TEAM ? null : teamId) as TeamView | undefined;
  const { indexes } = useLiveSession();
  const counts = useSampled(
    useCallback(
      (store: LiveStore) => {
        const ids = indexes.agents.ids(`team|${teamId === NO_TEAM ? '' : teamId}`);
        let ready = 0;
        let staffed = 0;
        for (const id of ids) {
          const state = store.get('agent', id)?.state;
          if (state === 'ready') ready++;
          if (state !== 'logged-out') staffed++;
        }
        return { ready, staffed, all: ids.length };
      },
      [indexes, teamId],
    ),
  );
  return (
    <>
      <b className="el">{team ? formats.name(team) : t('floor.team.none')}</b>
      {!slim && team?.lead && <span className="el lead">{team.lead}</span>}
      <span>
        <i className="st-ready">
          <Glyph name={stateLook('ready').glyph} size="sm" />
        </i>
        <span className="word">{t('floor.team.ready')} </span>
        <b>{counts.ready}</b> · {counts.staffed}/{counts.all}
      </span>
    </>
  );
}

const countSeats = (agents: ReadonlyMap<string, AgentRecord>): number => {
  let seats = 0;
  for (const { isPhone } of agents.values()) if (isPhone !== true) seats++;
  return seats;
};

const sameGroups = (a: readonly SeatGroup[], b: readonly SeatGroup[]) =>
  a.length === b.length &&
  a.every((group, i) => {
    const other = b[i] as SeatGroup;
    return (
      group.id === other.id &&
      group.agentIds.length === other.agentIds.length &&
      group.agentIds.every((id, at) => id === other.agentIds[at])
    );
  });

function useGroups(address: FloorAddress, view: AgentView): readonly SeatGroup[] {
  const { queueIds, teamIds, states, text } = address;
  const filter = useMemo(() => matchesAgent({ queueIds, teamIds, states, text }), [queueIds, teamIds, states, text]);
  return useSampled(
    useCallback(
      (store: LiveStore, siteNow: number): readonly SeatGroup[] => {
        const agents = [...store.all('agent').values()].filter((agent) => filter(agent, store));
        if (view === 'seats') return byTeam(agents, store);
        if (view === 'states') return byState(agents);
        return byLimit(agents, store, siteNow);
      },
      [filter, view],
    ),
    sameGroups,
  );
}

function byTeam(agents: readonly AgentRecord[], store: LiveStore): readonly SeatGroup[] {
  const lines = seatLines(agents, [...store.all('team').values()], Number.MAX_SAFE_INTEGER);
  return lines.map((line) => ({ id: line.teamId, agentIds: line.agentIds as AgentRecord['id'][] }));
}

const inOrder = (a: AgentRecord, b: AgentRecord) => a.order - b.order || (a.id < b.id ? -1 : 1);

function byState(agents: readonly AgentRecord[]): readonly SeatGroup[] {
  return STATE_ORDER.map((state) => ({
    id: state,
    agentIds: agents
      .filter((agent) => agent.state === state)
      .sort(inOrder)
      .map((agent) => agent.id),
  })).filter((group) => group.agentIds.length > 0);
}

function byLimit(agents: readonly AgentRecord[], store: LiveStore, siteNow: number): readonly SeatGroup[] {
  const groups = new Map<string, AgentRecord[]>();
  for (const { agent, limit } of agentsPastLimit(agents, (id) => store.get('figures', `${id}|today`)?.ahtMs ?? null, siteNow)) {
    groups.set(limit.kind, [...(groups.get(limit.kind) ?? []), agent]);
  }
  // Within a group the site's order: who is longest over stands in the rail, and seats must not jump.
  return [...groups].map(([id, group]) => ({ id, agentIds: group.sort(inOrder).map((agent) => agent.id) }));
}

function useExceptionCount(address: FloorAddress): number {
  const { queueIds, teamIds, states, text } = address;
  const filter = useMemo(() => matchesAgent({ queueIds, teamIds, states, text }), [queueIds, teamIds, states, text]);
  return useSampled(
    useCallback(
      (store: LiveStore, siteNow: number) => {
        const agents = [...store.all('agent').values()].filter((agent) => filter(agent, store));
        return agentsPastLimit(agents, (id) => store.get('figures', `${id}|today`)?.ahtMs ?? null, siteNow).length;
      },
      [filter],
    ),
  );
}
