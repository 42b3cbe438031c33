import type { LedgerLine } from '../../shared/domain/roster/duty.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import { ok } from '../../shared/kernel/result.js';
import { durationMs } from '../../shared/kernel/time.js';
import type { LedgerRow, SwapOffer } from '../../shared/protocol/swap-http.js';
import { agentOf, scopeOf, seesAgent } from '../auth/scope.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';

/** What colleagues give away, and who gave and took before. */
export function swapRoutes({ floor }: HttpDeps): Pick<Handlers, 'GET /api/v1/roster/swaps'> {
  return {
    'GET /api/v1/roster/swaps': async ({ principal }) => {
      const site = floor.site();
      const agent = agentOf(principal, site);
      const scope = scopeOf(principal, site);
      const isOfLedger =
        principal.role === 'agent' ? (other: Agent) => isOfTeamOf(agent, other) : (other: Agent) => seesAgent(scope, other.id);
      return ok({ position: floor.position(), offers: agent === null ? [] : offersTo(site, agent), ledger: ledgerOf(site, isOfLedger) });
    },
  };
}

/** The whole team sees who gave and who took; of somebody in no team it is their own alone. */
const isOfTeamOf = (agent: Agent | null, other: Agent): boolean =>
  agent !== null && (other.id === agent.id || (other.teamId !== undefined && other.teamId === agent.teamId));

function offersTo(site: Readonly<SiteState>, agent: Agent): SwapOffer[] {
  return [...site.swaps.values()].flatMap(({ id, kind, state, agentId, gives, span, expiresAt }): SwapOffer[] => {
    const asker = site.agents.get(agentId);
    const isOpen = state === 'open' && asker !== undefined && asker.id !== agent.id && isOfTeamOf(agent, asker);
    if (!isOpen || gives === undefined || (kind !== 'give' && kind !== 'partial')) return [];
    return [{ id, kind, agentId, agentName: asker.name, gives: { ...gives }, span: span === undefined ? null : { ...span }, expiresAt }];
  });
}

type Sums = LedgerRow['gave'];

/** Those with whom anything changed hands, and whoever else is in the same team: that somebody never took a night says something too. */
function ledgerOf(site: Readonly<SiteState>, isOfLedger: (agent: Agent) => boolean): LedgerRow[] {
  const gave = sumsBy(site.swapLedger, ({ fromAgentId }) => fromAgentId);
  const took = sumsBy(site.swapLedger, ({ toAgentId }) => toAgentId);
  const isActive = (agent: Agent) => gave.has(agent.id) || took.has(agent.id);
  const people = [...site.agents.values()].filter((agent) => agent.isPhone !== true && isOfLedger(agent));
  const teams = new Set(people.filter(isActive).map(({ teamId }) => teamId));
  return people
    .filter((agent) => isActive(agent) || (agent.teamId !== undefined && teams.has(agent.teamId)))
    .sort((a, b) => a.order - b.order)
    .map((agent) => ({
      agentId: agent.id,
      name: agent.name,
      nameEn: agent.nameEn ?? null,
      teamId: agent.teamId ?? null,
      gave: gave.get(agent.id) ?? NOTHING,
      took: took.get(agent.id) ?? NOTHING,
    }));
}

const NOTHING: Sums = { shifts: 0, paidMs: durationMs(0), nights: 0, weekends: 0 };

function sumsBy(ledger: readonly LedgerLine[], whose: (line: LedgerLine) => AgentId | undefined): Map<AgentId, Sums> {
  const sums = new Map<AgentId, Sums>();
  for (const line of ledger) {
    const agentId = whose(line);
    if (agentId === undefined) continue;
    const { shifts, paidMs, nights, weekends } = sums.get(agentId) ?? NOTHING;
    sums.set(agentId, {
      shifts: shifts + 1,
      paidMs: durationMs(paidMs + line.paidMs),
      nights: nights + Number(line.isNight),
      weekends: weekends + Number(line.isWeekend),
    });
  }
  return sums;
}
