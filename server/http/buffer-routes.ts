import { LEAST_PEOPLE } from '../../shared/domain/buffer/ledger.js';
import { mayDecide } from '../../shared/domain/buffer/opening.js';
import { monthsOfSite, monthsOfTeams } from '../../shared/domain/buffer/told-months.js';
import { err, ok } from '../../shared/kernel/result.js';
import { durationMs, HOUR_MS } from '../../shared/kernel/time.js';
import { decisionsOf, inTimeRatio } from '../../shared/metrics/buffer-decisions.js';
import { actorOf } from '../auth/actor.js';
import { agentOf } from '../auth/scope.js';
import { strainOfTeams } from '../wellbeing/strain-teams.js';
import { impactOf, previewOf } from './buffer-effect.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';

type BufferRoutes = Pick<
  Handlers,
  | 'POST /api/v1/buffers/preview'
  | 'GET /api/v1/buffers/:bufferId/impact'
  | 'GET /api/v1/buffers/:bufferId/reason'
  | 'DELETE /api/v1/buffers/:bufferId/reason'
  | 'GET /api/v1/buffers/totals'
  | 'GET /api/v1/strain/teams'
>;

export function bufferRoutes({ floor, wellbeing: { reasons, strain } }: HttpDeps): BufferRoutes {
  return {
    'POST /api/v1/buffers/preview': async ({ principal, body }) => {
      const agent = agentOf(principal, floor.site());
      return agent === null ? err({ code: 'not-found' }) : ok(previewOf(floor.site(), agent, body, floor.now()));
    },

    'GET /api/v1/buffers/:bufferId/impact': async ({ principal, params, query }) => {
      const site = floor.site();
      const buffer = site.buffers.get(params.bufferId);
      const agent = buffer === undefined ? undefined : site.agents.get(buffer.agentId);
      if (buffer === undefined || agent === undefined || !mayDecide(site, actorOf(principal, site), buffer))
        return err({ code: 'not-found' });
      return ok(impactOf(site, buffer, agent, query.startAt, floor.now()));
    },

    'GET /api/v1/buffers/:bufferId/reason': async ({ principal, params }) => {
      const site = floor.site();
      if (principal.role === 'agent') {
        const agent = agentOf(principal, site);
        const text = agent === null ? null : await reasons.own(params.bufferId, agent.id, principal.userId);
        return text === null ? err({ code: 'not-found' }) : ok({ text });
      }
      const opened = await reasons.open(params.bufferId, actorOf(principal, site));
      if (opened === 'not-written-down') return err({ code: 'unavailable', title: 'That you opened it could not be written down' });
      return opened === 'nothing' ? err({ code: 'not-found' }) : ok(opened);
    },

    'DELETE /api/v1/buffers/:bufferId/reason': async ({ principal, params }) => {
      const agent = agentOf(principal, floor.site());
      const isErased = agent !== null && (await reasons.erase(params.bufferId, agent.id, principal.userId));
      return isErased ? ok(undefined) : err({ code: 'not-found' });
    },

    'GET /api/v1/buffers/totals': async ({ principal }) => {
      const site = floor.site();
      const decisions = decisionsOf(site.bufferRecords).filter(({ userId }) => principal.role !== 'lead' || userId === principal.userId);
      return ok({
        least: LEAST_PEOPLE,
        totals: (principal.role === 'lead' ? monthsOfTeams(site, [...principal.teamIds]) : monthsOfSite(site)).map(
          ({ totalMs, teamId, ...sums }) => ({
            ...sums,
            teamId: teamId ?? null,
            hours: Math.round((totalMs / HOUR_MS) * 10) / 10,
          }),
        ),
        decisions: decisions.map(({ medianMs, ...each }) => ({ ...each, medianMs: medianMs === null ? null : durationMs(medianMs) })),
        inTimeRatio: inTimeRatio(site.bufferRecords),
      });
    },

    'GET /api/v1/strain/teams': async ({ principal, query }) => {
      const site = floor.site();
      const seen = principal.role === 'lead' ? [...principal.teamIds] : [...site.teams.keys()];
      const teamIds = seen.filter((teamId) => query.teamId === undefined || teamId === query.teamId);
      return ok(strain.isOffered ? await strainOfTeams(strain, site, teamIds) : { teams: [] });
    },
  };
}
