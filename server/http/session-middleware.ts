import { RedisStore } from 'connect-redis';
import type { Request, RequestHandler } from 'express';
import session, { type SessionData, Store } from 'express-session';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { Auth } from '../auth/auth.js';
import { authKeys } from '../auth/keys.js';
import { hashOf, newSessionId } from '../auth/session-ids.js';
import { restMs, type SessionAuth } from '../auth/sessions.js';

declare module 'express-session' {
  interface SessionData {
    auth?: SessionAuth;
  }
}

type Done = (error?: unknown) => void;

/** Hands everything on to connect-redis under the SHA-256 of the session id: the id itself is never stored. */
export class HashedStore extends Store {
  readonly #inner: RedisStore;

  constructor(inner: RedisStore) {
    super();
    this.#inner = inner;
  }

  override get(sessionId: string, done: (error: unknown, data?: SessionData | null) => void): void {
    void this.#inner.get(hashOf(sessionId), done);
  }

  override set(sessionId: string, data: SessionData, done?: Done): void {
    void this.#inner.set(hashOf(sessionId), data, done);
  }

  override destroy(sessionId: string, done?: Done): void {
    void this.#inner.destroy(hashOf(sessionId), done);
  }

  override touch(sessionId: string, data: SessionData, done?: Done): void {
    void this.#inner.touch(hashOf(sessionId), data, done);
  }
}

export interface SessionMiddlewareDeps {
  readonly auth: Pick<Auth, 'redis' | 'cookieName' | 'secret'>;
  readonly publicOrigin: string | null;
  readonly now: () => EpochMs;
}

export function createSessionMiddleware({ auth, publicOrigin, now }: SessionMiddlewareDeps): RequestHandler {
  const store = new HashedStore(
    new RedisStore({
      client: auth.redis,
      prefix: authKeys.sessionPrefix,
      ttl: (data: SessionData) => (data.auth ? Math.ceil(restMs(data.auth, now()) / 1_000) : 0),
    }),
  );
  return session({
    store,
    secret: auth.secret,
    name: auth.cookieName,
    genid: newSessionId,
    resave: false,
    saveUninitialized: false,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: publicOrigin?.startsWith('https:') ?? false },
  });
}

/**
 * A new id at every sign-in: one that somebody planted before is worth nothing. The cookie lives as long as the session may at most;
 * the earlier end by idling is Redis's matter.
 */
export async function beginSession(request: Request, auth: SessionAuth): Promise<string> {
  await callback((done) => request.session.regenerate(done));
  request.session.auth = auth;
  request.session.cookie.expires = new Date(auth.endsAt);
  await callback((done) => request.session.save(done));
  return hashOf(request.sessionID);
}

export const dropSession = (request: Request): Promise<void> => callback((done) => request.session.destroy(done));

const callback = (call: (done: (error: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())));
