import type { Audience } from '../../shared/domain/redact.js';
import type { SiteState } from '../../shared/domain/site.js';
import { ok } from '../../shared/kernel/result.js';
import { redactView, type Sees } from '../../shared/protocol/redact-views.js';
import type { ActionView } from '../../shared/protocol/views.js';
import type { Principal } from '../auth/principal.js';
import { scopeOf, seesAgent, seesQueue } from '../auth/scope.js';
import type { ActionRecord } from '../history/action-record.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';

type ActionRoutes = Pick<Handlers, 'GET /api/v1/actions' | 'GET /api/v1/refusals'>;

export function actionRoutes({ floor, actions, refusals }: HttpDeps): ActionRoutes {
  return {
    'GET /api/v1/actions': async ({ query, principal }) => {
      const show = readerOf(principal, floor.site());
      const page = await actions.query({ ...query, show: (record) => show(asItStands(record, floor.site())) });
      return ok({ actions: [...page.actions], next: page.next });
    },
    'GET /api/v1/refusals': async ({ query }) => ok(await refusals.read(query)),
  };
}

/** The record has how it began and how it ended; in between, the floor knows. */
function asItStands(record: ActionRecord, site: Readonly<SiteState>): ActionRecord {
  const live = record.settledAt === undefined ? site.actions.get(record.id) : undefined;
  if (live === undefined || live.settledAt !== undefined) return record;
  return { ...record, state: live.state };
}

/** What frames show to this person's audience of an action, whoever's it is by now: teams are as of today. */
function readerOf(principal: Principal, site: Readonly<SiteState>): (record: ActionRecord) => ActionRecord | undefined {
  const scope = scopeOf(principal, site);
  const audience: Audience = principal.role === 'lead' ? { kind: 'lead', teamIds: principal.teamIds } : { kind: 'site' };
  const sees: Sees = { agent: (id) => seesAgent(scope, id), queue: (id) => seesQueue(scope, id), agentCounts: () => null };
  return ({ isLost, ...record }) => {
    const view = redactView(audience, sees, 'action', record satisfies ActionView);
    if (view === undefined) return undefined;
    const shown = Object.entries(view).filter(([field, value]) => field in record && value !== undefined);
    return { ...(Object.fromEntries(shown) as ActionRecord), ...(isLost === undefined ? {} : { isLost }) };
  };
}
