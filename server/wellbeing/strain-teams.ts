import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { TeamId } from '../../shared/kernel/ids.js';
import { computeToldCounts } from '../../shared/metrics/told-counts.js';
import { type StrainBand, type StrainTeams, strainBandSchema } from '../../shared/protocol/buffer-http.js';
import type { Scored, StrainDesk } from './strain-desk.js';

const BANDS = strainBandSchema.options;
/** Looked up side by side. */
const AT_ONCE = 20;

/**
 * How teams are: counts by band of those who do not share theirs, so that nobody is told of by taking the others away; and, by name,
 * who shares theirs at this moment.
 */
export async function strainOfTeams(desk: StrainDesk, site: Readonly<SiteState>, teamIds: readonly TeamId[]): Promise<StrainTeams> {
  const wanted = new Set(teamIds);
  const agents = [...site.agents.values()].filter(({ teamId, isPhone }) => teamId !== undefined && wanted.has(teamId) && !isPhone);
  const scored = await scoresOf(desk, agents);
  return {
    teams: teamIds.map((teamId) => {
      const own = scored.filter(({ agent }) => agent.teamId === teamId);
      const shared = own.flatMap(({ agent, score }) => {
        const until = desk.sharedUntil(agent, score);
        return until === null ? [] : [{ agentId: agent.id, band: score.shown.band, score: score.strain.score, until }];
      });
      const sharing = new Set(shared.map(({ agentId }) => agentId));
      return { teamId, bands: countsOf(own.filter(({ agent }) => !sharing.has(agent.id)).map(({ score }) => score.shown.band)), shared };
    }),
  };
}

async function scoresOf(desk: StrainDesk, agents: readonly Agent[]): Promise<{ agent: Agent; score: Scored }[]> {
  const scored: { agent: Agent; score: Scored }[] = [];
  for (let i = 0; i < agents.length; i += AT_ONCE) {
    const some = agents.slice(i, i + AT_ONCE);
    const scores = await Promise.all(some.map((agent) => desk.scored(agent)));
    some.forEach((agent, at) => {
      const score = scores[at];
      if (score != null) scored.push({ agent, score });
    });
  }
  return scored;
}

function countsOf(bands: readonly StrainBand[]): StrainTeams['teams'][number]['bands'] {
  const told = computeToldCounts(BANDS.map((band) => bands.filter((each) => each === band).length));
  const of = (band: StrainBand) => told?.[BANDS.indexOf(band)] ?? 0;
  return told === undefined ? null : { calm: of('calm'), watch: of('watch'), elevated: of('elevated'), high: of('high') };
}
