import { err, ok } from '../../shared/kernel/result.js';
import { unreachable } from '../../shared/kernel/unreachable.js';
import type { UserView } from '../../shared/protocol/http.js';
import type { AccountRefusal } from '../auth/accounts.js';
import type { User } from '../auth/users.js';
import type { HttpDeps } from './deps.js';
import type { Handlers } from './handler.js';
import type { Refusal } from './problem.js';

type PeopleRoutes = Pick<
  Handlers,
  'GET /api/v1/users' | 'POST /api/v1/users' | 'PATCH /api/v1/users/:userId' | 'GET /api/v1/users/:userId/sessions'
>;

export function peopleRoutes({ auth, config }: HttpDeps): PeopleRoutes {
  const { accounts, sessions, users } = auth;
  return {
    'GET /api/v1/users': async () => ok({ users: (await users.list(config.siteId)).map(viewOf) }),

    'POST /api/v1/users': async ({ body }) => {
      const added = await accounts.add(body);
      return added.ok ? ok(viewOf(added.value)) : err(refusalOf(added.error));
    },

    'PATCH /api/v1/users/:userId': async ({ params, body }) => {
      const changed = await accounts.change(params.userId, body);
      return changed.ok ? ok(viewOf(changed.value)) : err(refusalOf(changed.error));
    },

    'GET /api/v1/users/:userId/sessions': async ({ params, principal }) => {
      const user = await users.get(params.userId);
      if (!user?.siteIds.includes(config.siteId)) return err({ code: 'not-found' });
      return ok({ sessions: await sessions.list(user.userId, principal.sessionHash) });
    },
  };
}

/** An allow-list: what is not named here (the password's hash first of all) never leaves. */
function viewOf({ userId, login, displayName, role, teams, agentKey, language, disabled, createdAt }: User): UserView {
  return { userId, login, displayName, role, teams, agentKey, language, disabled, createdAt };
}

function refusalOf(refusal: AccountRefusal): Refusal {
  switch (refusal.code) {
    case 'gone':
      return { code: 'not-found' };
    case 'field':
      return { code: refusal.field === 'login' ? 'conflict' : 'bad-request', errors: [{ field: refusal.field, reason: refusal.reason }] };
    case 'last-admin':
      return { code: 'conflict', title: 'This is the last admin: nobody could mend anything any more' };
    default:
      return unreachable(refusal);
  }
}
