import type { SiteState } from '../../shared/domain/site.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import { err, ok } from '../../shared/kernel/result.js';
import { durationMs, type EpochMs, epochMs } from '../../shared/kernel/time.js';
import { startOfDay } from '../../shared/kernel/zone.js';
import { agentDayOf } from '../../shared/metrics/agent-day.js';
import { conformanceRatio } from '../../shared/metrics/conformance.js';
import type { VisitRow } from '../../shared/protocol/http.js';
import { type Scope, scopeOf, seesAgent, seesQueue } from '../auth/scope.js';
import { waitMsOf } from '../history/visit-filter.js';
import { KEPT_MS } from '../history/visit-keys.js';
import type { VisitRecord } from '../history/visit-record.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';
import { adherenceRatioOf } from './roster-adherence.js';

type HistoryRoutes = Pick<Handlers, 'GET /api/v1/visits' | 'GET /api/v1/series' | 'GET /api/v1/agents/:agentId/day'>;

export function historyRoutes({ floor, visits, series }: HttpDeps): HistoryRoutes {
  return {
    'GET /api/v1/visits': async ({ query, principal }) => {
      const site = floor.site();
      const now = floor.now();
      const scope = scopeOf(principal, site);
      const { queueId, agentId, from, to, ...rest } = query;
      if (scope.kind !== 'self' && queueId !== undefined && !seesQueue(scope, queueId)) return err({ code: 'not-found' });
      if (agentId !== undefined && !seesAgent(scope, agentId)) return err({ code: 'not-found' });
      const whose = scope.kind === 'self' ? scope.agentId : agentId;
      // An agent whom the source does not know has no calls.
      if (whose === null) return ok({ visits: [], total: 0, next: null });
      const earliest = earliestFor(scope, site, now);
      const page = await visits.query({
        ...rest,
        queueId,
        agentId: whose,
        from: epochMs(Math.max(from ?? earliest, earliest)),
        to: to ?? epochMs(now + 1),
        mayRead: (visit) => mayRead(scope, visit),
      });
      return ok({ visits: page.visits.map((visit) => rowOf(visit, scope, floor.site())), total: page.total, next: page.next });
    },

    'GET /api/v1/series': async ({ query, principal }) => {
      const answer = series(query, scopeOf(principal, floor.site()));
      return answer === null ? err({ code: 'not-found' }) : ok(answer);
    },

    'GET /api/v1/agents/:agentId/day': async ({ params, principal }) => {
      const site = floor.site();
      const agent = site.agents.get(params.agentId);
      if (agent === undefined || !seesAgent(scopeOf(principal, site), agent.id)) return err({ code: 'not-found' });
      const now = floor.now();
      const day = agentDayOf(agent, startOfDay(now, site.config.timeZone), now);
      return ok({
        agentId: agent.id,
        ...day,
        adherenceRatio: adherenceRatioOf(site, agent, now),
        conformanceRatio: conformanceRatio(site, agent, now),
        signedInMs: durationMs(day.signedInMs),
      });
    },
  };
}

/** An agent sees the calls of today; all others what is kept. */
const earliestFor = (scope: Scope, site: Readonly<SiteState>, now: EpochMs): EpochMs =>
  scope.kind === 'self' ? startOfDay(now, site.config.timeZone) : epochMs(Math.max(0, now - KEPT_MS));

const mayRead = (scope: Scope, visit: VisitRecord): boolean =>
  scope.kind === 'self' ? visit.legs.some((leg) => leg.agentId === scope.agentId) : seesQueue(scope, visit.queueId);

/** An allow-list, field by field. Agents of teams that the reader does not see are not named. */
function rowOf(visit: VisitRecord, scope: Scope, site: Readonly<SiteState>): VisitRow {
  const { visitId, callId, queueId, enteredAt, outcome, answeredAt, closedAt, callerMasked, callerName, tier, ringNoAnswers } = visit;
  const legs = visit.legs.map(({ agentId, startedAt, endedAt, endedBy, holdMs, acwMs }) => ({
    ...(seesAgent(scope, agentId) ? { agentId, ...nameOf(agentId, site) } : {}),
    startedAt,
    ...present({ endedAt, endedBy }),
    holdMs,
    ...present({ acwMs }),
  }));
  const always = { visitId, callId, queueId, enteredAt, outcome, waitMs: waitMsOf(visit), callerMasked, ringNoAnswers, legs };
  return { ...always, ...present({ answeredAt, closedAt, callerName, tier }) };
}

const nameOf = (agentId: AgentId, site: Readonly<SiteState>) => present({ agentName: site.agents.get(agentId)?.name });

function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
