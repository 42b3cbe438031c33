import type { SiteId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { Logger } from '../ops/logger.js';
import { type Accounts, createAccounts } from './accounts.js';
import type { AuthRedis } from './keys.js';
import { createLimits, type Limits, type LimitsDeps } from './limits.js';
import { createPasswords, type Passwords } from './passwords.js';
import { cookieNameFor, sessionSecret } from './session-ids.js';
import { createSessionWatch, type RunningSessionWatch } from './session-watch.js';
import { createSessions, type Sessions } from './sessions.js';
import { createTvLinks, type TvLinks } from './tv-links.js';
import { createUsers, type Users } from './users.js';

/** All of sign-in and sessions, joined. `watch` must be started before sockets are let in, and stopped at the end. */
export interface Auth {
  readonly redis: AuthRedis;
  readonly users: Users;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly tvLinks: TvLinks;
  readonly limits: Limits;
  readonly watch: RunningSessionWatch;
  readonly cookieName: string;
  readonly secret: string;
}

export interface AuthDeps {
  readonly redis: AuthRedis;
  readonly siteId: SiteId;
  readonly publicOrigin: string | null;
  readonly logger: Logger;
  readonly now: () => EpochMs;
  readonly delay: (ms: number) => Promise<void>;
  /** Absent: as in production. Tests and benches that sign in hundreds of people give cheaper ones. */
  readonly passwords?: Passwords;
  readonly limits?: LimitsDeps['limits'];
}

export async function createAuth({ redis, siteId, publicOrigin, logger, now, delay, ...given }: AuthDeps): Promise<Auth> {
  const users = createUsers(redis);
  const tvLinks = createTvLinks(redis, siteId, now);
  const sessions = createSessions({ redis, siteId, users, tvLinks, now });
  const limits = createLimits({ redis, delay, ...(given.limits ? { limits: given.limits } : {}) });
  const accounts = createAccounts({ siteId, users, sessions, passwords: given.passwords ?? createPasswords(), limits, now });
  const cookieName = cookieNameFor(publicOrigin);
  const secret = await sessionSecret(redis);
  const watch = createSessionWatch({ redis, sessions, cookieName, secret, logger, now });
  return { redis, users, accounts, sessions, tvLinks, limits, watch, cookieName, secret };
}
