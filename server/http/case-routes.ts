import { entryFor } from '../../shared/domain/escalation/authority.js';
import { type Case, isCaseOpen } from '../../shared/domain/escalation/case.js';
import type { Department, EscalationConfig } from '../../shared/domain/escalation/config.js';
import { responseOf } from '../../shared/domain/escalation/departments.js';
import { newestPolicy } from '../../shared/domain/escalation/policy.js';
import { causeClassSchema, gradeSchema } from '../../shared/domain/escalation/words.js';
import type { Audience } from '../../shared/domain/redact.js';
import type { SiteState } from '../../shared/domain/site.js';
import { err, ok } from '../../shared/kernel/result.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { CaseEntryView, EscalationPolicy, PersonRole } from '../../shared/protocol/http.js';
import { projectCase } from '../../shared/protocol/project-case.js';
import { redactView, type Sees } from '../../shared/protocol/redact-views.js';
import type { CaseView } from '../../shared/protocol/views.js';
import type { Principal } from '../auth/principal.js';
import { scopeOf, seesAgent, seesQueue } from '../auth/scope.js';
import { caseFigureDetail, caseFigures, spanOf } from './case-figures.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';
import { turns } from './turns.js';

type CaseRoutes = Pick<
  Handlers,
  | 'GET /api/v1/cases'
  | 'GET /api/v1/cases/:caseId'
  | 'GET /api/v1/escalations/figures'
  | 'GET /api/v1/escalations/figures/:figure'
  | 'GET /api/v1/escalations/policy'
  | 'GET /api/v1/people'
>;

export function caseRoutes({ floor, people }: HttpDeps): CaseRoutes {
  return {
    'GET /api/v1/cases': async ({ query, principal }) => {
      const site = floor.site();
      const shown = readerOf(principal, site);
      const matches = [...site.cases.values()]
        .filter((one) => isCaseOpen(one) === (query.state === 'open') && (query.q === undefined || isFound(one, query.q)))
        .map((one) => ({ one, view: shown(one) }))
        .filter(({ view }) => view !== undefined)
        .sort((a, b) => b.one.no - a.one.no);
      const from = query.cursor ?? Number.POSITIVE_INFINITY;
      const page = matches.filter(({ one }) => one.no < from);
      const cases = page.slice(0, query.limit);
      const next = page.length > cases.length ? String(cases.at(-1)?.one.no) : null;
      return ok({ cases: cases.map(({ view }) => view as CaseView), total: matches.length, next });
    },

    'GET /api/v1/cases/:caseId': async ({ params, principal }) => {
      const site = floor.site();
      const one = site.cases.get(params.caseId);
      const view = one === undefined ? undefined : readerOf(principal, site)(one);
      if (one === undefined || view === undefined) return err({ code: 'not-found' });
      return ok({ case: view, entries: one.entries.map(entryOf) });
    },

    'GET /api/v1/escalations/figures': async ({ query, principal }) => {
      const site = floor.site();
      return ok(await caseFigures(await seenBy(principal, site), spanOf(site, query.window, floor.now())));
    },

    'GET /api/v1/escalations/figures/:figure': async ({ params, query, principal }) => {
      const site = floor.site();
      return ok(await caseFigureDetail(await seenBy(principal, site), params.figure, spanOf(site, query.window, floor.now())));
    },

    'GET /api/v1/escalations/policy': async ({ principal }) => ok(policyFor(floor.site().config.escalation, principal, floor.now())),

    /** Names alone: no account, no team, no agent. */
    'GET /api/v1/people': async () =>
      ok({
        people: people
          .all()
          .map(({ userId, name, role }) => ({ userId, name, role: role as PersonRole }))
          .sort((a, b) => a.name.localeCompare(b.name)),
      }),
  };
}

const entryOf = ({ at, by, kind, what, text }: Case['entries'][number]): CaseEntryView => ({
  at,
  byName: by.name,
  byId: by.userId,
  kind,
  ...(what === undefined ? {} : { what }),
  ...(text === undefined ? {} : { text }),
});

/** What frames show to this person's audience; and, whatever the team, the cases that the very person has, had, or is asked about. */
function readerOf(principal: Principal, site: Readonly<SiteState>): (one: Readonly<Case>) => CaseView | undefined {
  const scope = scopeOf(principal, site);
  const sees: Sees = { agent: (id) => seesAgent(scope, id), queue: (id) => seesQueue(scope, id), agentCounts: () => null };
  const audience = audienceOf(principal);
  return (one) => {
    const view = projectCase(site, one);
    return isOn(one, principal.userId) ? view : (redactView(audience, sees, 'case', view) as CaseView | undefined);
  };
}

async function seenBy(principal: Principal, site: Readonly<SiteState>): Promise<Case[]> {
  const shown = readerOf(principal, site);
  const turn = turns();
  const seen: Case[] = [];
  // As they are now: meanwhile some may come and go.
  for (const one of [...site.cases.values()]) {
    if (shown(one) !== undefined) seen.push(one);
    await turn();
  }
  return seen;
}

function audienceOf({ role, teamIds }: Principal): Audience {
  if (role === 'lead') return { kind: 'lead', teamIds };
  if (role === 'wall') return { kind: 'wall' };
  return role === 'agent' ? { kind: 'agent', agentId: null } : { kind: 'site' };
}

const isOn = ({ owner, firstResponder, offered, mentions }: Readonly<Case>, userId: string): boolean =>
  [owner, firstResponder, offered?.to, ...mentions].some((person) => person?.userId === userId);

function isFound(one: Readonly<Case>, q: string): boolean {
  const sought = q.toLowerCase();
  const texts = [`e-${one.no}`, one.text, one.owner.name, one.firstResponder.name, one.caller?.masked, one.resolution, one.ticket?.key];
  return texts.some((text) => text?.toLowerCase().includes(sought));
}

function policyFor(config: EscalationConfig, { role }: Principal, now: EpochMs): EscalationPolicy {
  const { version, timers } = newestPolicy(config);
  const codes = [...new Map(config.authority.map((entry) => [entry.code, entry])).values()];
  return {
    version,
    timers,
    contactHours: config.contactHours,
    serviceHours: config.serviceHours,
    departments: config.departments.map((department) => departmentFor(config, department)),
    authority: codes.map(({ code, name, nameEn, unit }) => {
      const mine = role === 'wall' ? undefined : entryFor(config, code, role, now);
      return {
        ...{ code, name, nameEn: nameEn ?? null, unit },
        mine: mine === undefined ? null : limitsOf(mine),
      };
    }),
    causeClasses: [...causeClassSchema.options],
  };
}

const limitsOf = ({ maxAmountPerCase, maxPerCustomer30d, requiresEvidence }: EscalationConfig['authority'][number]) => ({
  maxAmountPerCase,
  maxPerCustomer30d,
  requiresEvidence,
});

function departmentFor(config: EscalationConfig, { code, name, nameEn, dutyContact, tracker }: Department) {
  const response = gradeSchema.options.map((grade) => {
    const { ackMin, preliminaryMin, updateH } = responseOf(config, code, undefined, grade);
    return [grade, { ackMin, preliminaryMin: preliminaryMin ?? null, updateH: updateH ?? null }] as const;
  });
  return {
    code,
    name,
    nameEn: nameEn ?? null,
    dutyContact: dutyContact ?? null,
    tracker,
    response: Object.fromEntries(response) as EscalationPolicy['departments'][number]['response'],
  };
}
