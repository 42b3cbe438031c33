import type { SessionClient } from '../ops/redis.js';

/** npm `redis`, since that is what the session store accepts. */
export type AuthRedis = SessionClient;

/** Accounts and sessions lie outside any site: one person may work for several sites of one Redis. */
export const authKeys = {
  user: (userId: string) => `auth:user:id:${userId}`,
  /** Lower-case login name → user id. */
  login: (login: string) => `auth:user:login:${login}`,
  userIds: 'auth:user:ids',
  /** Followed by the SHA-256 of the session id. */
  sessionPrefix: 'auth:session:id:',
  session: (sessionHash: string) => `auth:session:id:${sessionHash}`,
  /** Sorted set: session hash by when it ends at the latest. */
  sessionsOf: (userId: string) => `auth:session:of:${userId}`,
  /** Signs cookies; one for all nodes, made by the first. */
  secret: 'auth:session:secret',
  revocations: 'auth:revocations',
  tvLink: (linkId: string) => `auth:user:tv:id:${linkId}`,
  /** SHA-256 of a link's token → link id. */
  tvToken: (tokenHash: string) => `auth:user:tv:token:${tokenHash}`,
  tvLinks: (siteId: string) => `auth:user:tv:of:${siteId}`,
} as const;
