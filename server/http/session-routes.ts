import { teamIdOf } from '../../shared/kernel/ids.js';
import { err, ok } from '../../shared/kernel/result.js';
import { unreachable } from '../../shared/kernel/unreachable.js';
import type { Me } from '../../shared/protocol/http.js';
import type { SignInRefusal } from '../auth/accounts.js';
import { DEMO_ACCOUNTS } from '../auth/demo-accounts.js';
import type { Principal } from '../auth/principal.js';
import { seatOf } from '../auth/scope.js';
import type { FloorView, HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';
import type { Refusal } from './problem.js';

type SessionRoutes = Pick<
  Handlers,
  | 'GET /api/v1/site'
  | 'POST /api/v1/session'
  | 'DELETE /api/v1/session'
  | 'GET /api/v1/me'
  | 'PATCH /api/v1/me'
  | 'PUT /api/v1/me/password'
  | 'GET /api/v1/sessions'
  | 'DELETE /api/v1/sessions/:sessionHash'
>;

export function sessionRoutes({ auth, floor, config, measures, version }: HttpDeps): SessionRoutes {
  const { accounts, sessions, users } = auth;
  return {
    'GET /api/v1/site': async () => {
      const { name, nameEn } = floor.site().config;
      const demoAccounts = config.demo ? DEMO_ACCOUNTS.map((account) => ({ ...account })) : [];
      return ok({ siteId: config.siteId, name, nameEn: nameEn ?? null, demo: config.demo, version, demoAccounts });
    },

    'POST /api/v1/session': async ({ body, address, device, session }) => {
      const signedIn = await accounts.signIn({ ...body, address });
      if (!signedIn.ok) {
        measures.signIn(signedIn.error.code === 'too-many' ? 'limited' : 'refused');
        return err(refusalOf(signedIn.error));
      }
      measures.signIn('accepted');
      const record = sessions.forUser(signedIn.value, device);
      const sessionHash = await session.begin(record);
      await sessions.begun(sessionHash, record);
      const principal = await sessions.principalFrom(sessionHash, record);
      // Disabled in the very moment of signing in.
      return principal ? ok(meOf(principal, floor)) : err({ code: 'wrong-credentials' });
    },

    'DELETE /api/v1/session': async ({ principal, session }) => {
      await sessions.end(principal.sessionHash, principal.userId, 'signed-out');
      await session.end();
      return ok(undefined);
    },

    'GET /api/v1/me': async ({ principal }) => ok(meOf(principal, floor)),

    'PATCH /api/v1/me': async ({ principal, body }) => {
      const changed = await users.update(principal.userId, (user) => ({ ...user, language: body.language }));
      return changed.ok ? ok(meOf({ ...principal, language: changed.value.language }, floor)) : err({ code: 'not-found' });
    },

    'PUT /api/v1/me/password': async ({ principal, body, address, session }) => {
      const changed = await accounts.changePassword(principal.userId, { ...body, address });
      if (!changed.ok) {
        const refusal = changed.error;
        if (refusal.code === 'field') return err({ code: 'bad-request', errors: [{ field: 'next', reason: refusal.reason }] });
        if (refusal.code === 'wrong-credentials') return err({ code: 'bad-request', errors: [{ field: 'current', reason: 'is wrong' }] });
        return err(refusal.code === 'too-many' ? refusalOf(refusal) : { code: 'not-found' });
      }
      await session.end();
      return ok(undefined);
    },

    'GET /api/v1/sessions': async ({ principal }) => ok({ sessions: await sessions.list(principal.userId, principal.sessionHash) }),

    'DELETE /api/v1/sessions/:sessionHash': async ({ principal, params }) => {
      const owner = await sessions.ownerOf(params.sessionHash);
      // Somebody else's session looks like none: its hash tells nothing.
      if (owner === null || (owner !== principal.userId && principal.role !== 'admin')) return err({ code: 'not-found' });
      await sessions.end(params.sessionHash, owner, 'ended-elsewhere');
      return ok(undefined);
    },
  };
}

export function meOf(principal: Principal, floor: FloorView): Me {
  const { userId, displayName, role, language, teams, expiresAt } = principal;
  const agentId = seatOf(principal, floor.site())?.id ?? null;
  return { userId, displayName, role, language, teams: [...teams], teamIds: teams.map(teamIdOf), agentId, sessionEndsAt: expiresAt };
}

function refusalOf(refusal: SignInRefusal): Refusal {
  switch (refusal.code) {
    case 'wrong-credentials':
      return { code: 'wrong-credentials' };
    case 'too-many':
      return { code: 'too-many-requests', retryAfterMs: refusal.retryAfterMs };
    default:
      return unreachable(refusal);
  }
}
