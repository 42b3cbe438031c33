import type { EpochMs } from '../../shared/kernel/time.js';
import type { Logger } from '../ops/logger.js';
import type { AuthRedis } from './keys.js';
import type { Principal, Revocation, SessionWatch } from './principal.js';
import { followRevocations } from './revocations.js';
import { hashOf, sessionIdFrom } from './session-ids.js';
import type { Sessions } from './sessions.js';

/** Ended sessions that are remembered, newest kept. An older one is void anyway: its record is gone from Redis. */
const REMEMBERED = 50_000;
/** Sessions end by idling without anyone telling: those in use here are looked at this often. */
const SWEEP_EVERY_MS = 30_000;

export interface SessionWatchDeps {
  readonly redis: AuthRedis;
  readonly sessions: Sessions;
  readonly cookieName: string;
  readonly secret: string;
  readonly logger: Logger;
  readonly now: () => EpochMs;
}

export interface RunningSessionWatch extends SessionWatch {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Looks at every session in use on this node again. It does so by itself twice a minute. */
  sweep(): Promise<void>;
}

export function createSessionWatch({ redis, sessions, cookieName, secret, logger, now }: SessionWatchDeps): RunningSessionWatch {
  const listeners = new Set<(revocation: Revocation) => void>();
  const ended = new Set<string>();
  /** Handed out to sockets by `authenticate`; bounded by the sessions that live. */
  const inUse = new Map<string, Principal>();

  const revoke = (revocation: Revocation) => {
    if (ended.has(revocation.sessionHash)) return;
    ended.add(revocation.sessionHash);
    if (ended.size > REMEMBERED) ended.delete(ended.values().next().value ?? '');
    inUse.delete(revocation.sessionHash);
    for (const listener of listeners) listener(revocation);
  };

  const sweep = async () => {
    for (const [sessionHash, held] of inUse) {
      const current = held.expiresAt > now() ? await sessions.principalOf(sessionHash) : null;
      if (current === null) revoke({ sessionHash, userId: held.userId, reason: 'expired' });
    }
  };

  let sweptAt = now();
  let sweeping: Promise<void> | null = null;
  const sweepSoon = () => {
    sweeping ??= sweep()
      .catch((error: unknown) => logger.warn({ err: error }, 'sessions could not be looked at again'))
      .finally(() => {
        sweeping = null;
        sweptAt = now();
      });
  };
  const feed = followRevocations(redis, logger, {
    onRevoked: revoke,
    onGap: sweepSoon,
    onRead: () => {
      // Whichever way the clock was set.
      if (Math.abs(now() - sweptAt) >= SWEEP_EVERY_MS) sweepSoon();
    },
  });

  return {
    start: () => feed.start(),
    async stop() {
      await feed.stop();
      await sweeping;
    },
    sweep,
    async authenticate(cookieHeader) {
      const sessionId = sessionIdFrom(cookieHeader, cookieName, secret);
      if (sessionId === null) return null;
      const sessionHash = hashOf(sessionId);
      if (ended.has(sessionHash)) return null;
      const principal = await sessions.principalOf(sessionHash);
      // The news may have come while Redis was asked.
      if (principal === null || ended.has(sessionHash)) return null;
      inUse.set(sessionHash, principal);
      return principal;
    },
    onRevoked(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stillValid: (principal, at) => principal.expiresAt > at && !ended.has(principal.sessionHash),
    touch(principal) {
      const auth = { userId: principal.userId, endsAt: principal.expiresAt };
      sessions
        .touch(principal.sessionHash, auth)
        .catch((error: unknown) => logger.warn({ err: error }, 'a session could not be prolonged'));
    },
  };
}
