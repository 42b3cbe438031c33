import { isOpen } from '../../shared/domain/visit/leg.js';
import { err, ok } from '../../shared/kernel/result.js';
import { epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { planLoan } from '../../shared/metrics/borrow.js';
import { occupancySince } from '../../shared/metrics/occupancy.js';
import { suggestAgents } from '../../shared/metrics/suggest.js';
import { MOST_CANDIDATES, MOST_SUGGESTED } from '../../shared/protocol/suggestions.js';
import { scopeOf, seesAgent, seesQueue } from '../auth/scope.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';

type SuggestionRoutes = Pick<Handlers, 'GET /api/v1/visits/:visitId/suggestions' | 'GET /api/v1/queues/:queueId/borrow'>;

/** Who could help, for whoever is about to act. A lead is shown, and suggested, the lead's own queues and agents. */
export function suggestionRoutes({ floor }: HttpDeps): SuggestionRoutes {
  return {
    'GET /api/v1/visits/:visitId/suggestions': async ({ params, principal }) => {
      const site = floor.site();
      const visit = site.visits.get(params.visitId);
      const scope = scopeOf(principal, site);
      if (visit === undefined || !isOpen(visit) || !seesQueue(scope, visit.queueId)) return err({ code: 'not-found' });
      const now = floor.now();
      const suggestions = suggestAgents(site, {
        visit,
        now,
        occupancy: occupancySince(site, epochMs(Math.max(0, now - HOUR_MS)), now),
        mayAsk: (agentId) => seesAgent(scope, agentId),
        most: MOST_SUGGESTED,
      });
      return ok({ visitId: visit.id, suggestions });
    },

    'GET /api/v1/queues/:queueId/borrow': async ({ params, query, principal }) => {
      const site = floor.site();
      const queue = site.queues.get(params.queueId);
      const scope = scopeOf(principal, site);
      if (queue === undefined || queue.removed || !seesQueue(scope, queue.id)) return err({ code: 'not-found' });
      const now = floor.now();
      const { agents, agentIds, forMs } = query;
      const plan = planLoan(site, { queue, agents, agentIds, now, mayLend: (agentId) => seesAgent(scope, agentId) });
      const chosen = new Set(plan.chosen);
      // Whoever is chosen comes along, however far down the list.
      const shown = plan.candidates.filter(({ agentId }, at) => at < MOST_CANDIDATES - chosen.size || chosen.has(agentId));
      return ok({
        queueId: queue.id,
        until: epochMs(now + forMs),
        candidates: shown.slice(0, MOST_CANDIDATES),
        chosen: [...plan.chosen],
        effects: [...plan.effects],
        most: plan.most,
      });
    },
  };
}
