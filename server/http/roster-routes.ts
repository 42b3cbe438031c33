import { skillBookOf } from '../../shared/domain/roster/served-queues.js';
import type { Queue, SiteState } from '../../shared/domain/site.js';
import type { QueueId, TeamId } from '../../shared/kernel/ids.js';
import { err, ok } from '../../shared/kernel/result.js';
import { localDate } from '../../shared/kernel/zone.js';
import { bufferSpansOf } from '../../shared/metrics/schedule.js';
import { agentOf, type Scope, scopeOf, seesQueue } from '../auth/scope.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';
import { AdherenceBook, adherenceRow } from './roster-adherence.js';
import { catalogueOf } from './roster-catalogue.js';
import { DemandBook } from './roster-demand.js';
import { rosterCsv } from './roster-export.js';
import { OffPlanBook } from './roster-impact.js';
import { myRosterOf } from './roster-mine.js';
import { daysOf, peopleOf } from './roster-range.js';
import { sheetOf } from './roster-sheet.js';
import { importRoster } from './roster-upload.js';
import { bare } from './roster-veil.js';

type RosterRoutes = Pick<
  Handlers,
  | 'GET /api/v1/roster/catalogue'
  | 'GET /api/v1/roster/sheet'
  | 'GET /api/v1/roster/demand'
  | 'GET /api/v1/roster/adherence'
  | 'POST /api/v1/roster/import'
  | 'GET /api/v1/roster/export.csv'
  | 'GET /api/v1/roster/mine'
  | 'GET /api/v1/me/adherence'
>;

/** Who works when, for those who plan and for those who are planned. A lead reads the lead's own teams, an agent their own roster. */
export function rosterRoutes(deps: HttpDeps): RosterRoutes {
  const { floor } = deps;
  const demandBook = new DemandBook(deps.knownCallDays);
  const adherence = new AdherenceBook();
  const offPlan = new OffPlanBook();
  return {
    'GET /api/v1/roster/catalogue': async () => ok(catalogueOf(floor.site())),

    'GET /api/v1/roster/sheet': async ({ query, principal }) => {
      const site = floor.site();
      const days = daysOf(query, site.config.timeZone);
      if (!days.ok) return days;
      const people = peopleOf(site, scopeOf(principal, site), query.teamId);
      if (!people.ok) return people;
      return ok({ position: floor.position(), ...sheetOf(site, people.value, days.value, floor.now()) });
    },

    'GET /api/v1/roster/demand': async ({ query, principal }) => {
      const site = floor.site();
      const days = daysOf(query, site.config.timeZone);
      if (!days.ok) return days;
      const queues = queuesIn(site, scopeOf(principal, site), query.teamId);
      return ok({ position: floor.position(), ...demandBook.demand(site, queues, days.value, floor.now()) });
    },

    'GET /api/v1/roster/adherence': async ({ query, principal }) => {
      const site = floor.site();
      const now = floor.now();
      const today = localDate(now, site.config.timeZone);
      const date = query.date ?? today;
      const scope = scopeOf(principal, site);
      const people = peopleOf(site, scope, query.teamId);
      if (!people.ok) return people;
      const rows = await adherence.rows(floor.site, people.value, { date, today, now });
      const impact =
        date === today ? offPlan.impact(floor.site(), floor.site().agents.values(), rows, (id) => seesQueue(scope, id), now) : [];
      return ok({ position: floor.position(), date, at: now, rows, impact });
    },

    'POST /api/v1/roster/import': ({ query, principal, upload }) => importRoster(deps, upload, query, principal),

    'GET /api/v1/roster/export.csv': async ({ query, principal }) => {
      const site = floor.site();
      const days = daysOf(query, site.config.timeZone);
      if (!days.ok) return days;
      const people = peopleOf(site, scopeOf(principal, site), query.teamId);
      if (!people.ok) return people;
      const { from, to, what } = query;
      return ok({ fileName: `roster-${from}-${to}.csv`, text: rosterCsv(site, people.value, days.value, what) });
    },

    'GET /api/v1/roster/mine': async ({ principal }) => {
      const site = floor.site();
      return ok({ position: floor.position(), ...myRosterOf(site, agentOf(principal, site), floor.now()) });
    },

    'GET /api/v1/me/adherence': async ({ principal }) => {
      const site = floor.site();
      const agent = agentOf(principal, site);
      if (agent === null) return err({ code: 'not-found' });
      const now = floor.now();
      const date = localDate(now, site.config.timeZone);
      const row = adherenceRow(site, agent, { date, today: date, now }, bufferSpansOf(site), bare);
      return ok({ date, at: now, row });
    },
  };
}

/** Of a team, the queues that its people can be counted on for, signed in or not; a lead's teams always count that way. */
function queuesIn(site: Readonly<SiteState>, scope: Scope, teamId: TeamId | undefined): Queue[] {
  const queues = [...site.queues.values()].filter(({ removed }) => !removed).sort((a, b) => a.order - b.order);
  if (scope.kind === 'site' && teamId === undefined) return queues;
  const skills = skillBookOf(site);
  const served = new Set<QueueId>();
  for (const agent of site.agents.values()) {
    const isIn = scope.kind === 'site' || (scope.kind === 'teams' && scope.agentIds.has(agent.id));
    if (isIn && (teamId === undefined || agent.teamId === teamId)) for (const id of skills.queuesOf(agent)) served.add(id);
  }
  return queues.filter(({ id }) => served.has(id));
}
