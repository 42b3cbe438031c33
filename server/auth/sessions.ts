import { z } from 'zod';
import { siteIdSchema, teamIdOf } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, epochMsSchema, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { type SessionView, userIdSchema } from '../../shared/protocol/http.js';
import { type AuthRedis, authKeys } from './keys.js';
import type { Principal, Revocation, RevocationReason } from './principal.js';
import { publishTo } from './revocations.js';
import type { TvLinks } from './tv-links.js';
import type { User, Users } from './users.js';

/** ASVS 5.0, 7.3: people's sessions end half an hour after the last use, and after a shift in any case. */
export const PERSON_IDLE_MS = 30 * MINUTE_MS;
export const PERSON_LIVES_MS = 12 * HOUR_MS;
/** A television nobody touches: off over a long holiday it comes back by itself; within half a year somebody renews it. */
export const DEVICE_IDLE_MS = 14 * 24 * HOUR_MS;
export const DEVICE_LIVES_MS = 180 * 24 * HOUR_MS;
/** A postponed end is written at most this often for each session. */
const TOUCH_EVERY_MS = MINUTE_MS;
/** The oldest one ends when a person signs in once more. */
export const MAX_SESSIONS_PER_USER = 20;

/** What a session knows, kept under `auth` in express-session's record. Whose it is; never what they may do: that is read afresh. */
export const sessionAuthSchema = z.strictObject({
  userId: userIdSchema,
  siteId: siteIdSchema,
  /** `authVersion` of the user when the session began; 0 for a device. */
  authVersion: z.number().int().nonnegative(),
  startedAt: epochMsSchema,
  endsAt: epochMsSchema,
  device: z.string().max(60),
});
export type SessionAuth = z.infer<typeof sessionAuthSchema>;
const storedSchema = z.object({ auth: sessionAuthSchema.optional() });

export const isDevice = (userId: string): boolean => userId.startsWith('tv-');
const idleMsOf = (auth: SessionAuth) => (isDevice(auth.userId) ? DEVICE_IDLE_MS : PERSON_IDLE_MS);
/** How long a session lives on if nobody touches it again. */
export const restMs = (auth: SessionAuth, now: EpochMs): number => Math.min(idleMsOf(auth), auth.endsAt - now);

export interface SessionsDeps {
  readonly redis: AuthRedis;
  readonly siteId: SessionAuth['siteId'];
  readonly users: Users;
  readonly tvLinks: TvLinks;
  readonly now: () => EpochMs;
}

export interface Sessions {
  forUser(user: User, device: string): SessionAuth;
  forDevice(linkId: string, device: string): SessionAuth;
  /** Who is behind a session now, or null: it ended, its user is disabled or changed, or it belongs to another site. */
  principalOf(sessionHash: string): Promise<Principal | null>;
  /** The same, of a record that was just read. */
  principalFrom(sessionHash: string, auth: SessionAuth): Promise<Principal | null>;
  /** Notes a new session under its user; the oldest ones above the limit end. */
  begun(sessionHash: string, auth: SessionAuth): Promise<void>;
  /** Whose session this is, if it lives. */
  ownerOf(sessionHash: string): Promise<string | null>;
  list(userId: string, current: string | null): Promise<SessionView[]>;
  end(sessionHash: string, userId: string, reason: RevocationReason): Promise<void>;
  endAll(userId: string, reason: RevocationReason, except?: string): Promise<number>;
  /** Postpones the idle end. */
  touch(sessionHash: string, auth: Pick<SessionAuth, 'userId' | 'endsAt'>): Promise<void>;
}

export function createSessions({ redis, siteId, users, tvLinks, now }: SessionsDeps): Sessions {
  const read = async (sessionHash: string): Promise<SessionAuth | null> => {
    const text = await redis.get(authKeys.session(sessionHash));
    if (text === null) return null;
    return storedSchema.parse(JSON.parse(text)).auth ?? null;
  };

  const start = (userId: string, authVersion: number, device: string, livesMs: number): SessionAuth => ({
    userId,
    siteId,
    authVersion,
    startedAt: now(),
    endsAt: epochMs(now() + livesMs),
    device,
  });

  const principalFrom = async (sessionHash: string, auth: SessionAuth): Promise<Principal | null> => {
    if (auth.siteId !== siteId || auth.endsAt <= now()) return null;
    if (isDevice(auth.userId)) {
      const link = await tvLinks.get(auth.userId);
      if (!link) return null;
      const base = { userId: auth.userId, sessionHash, expiresAt: auth.endsAt, language: 'zh' } as const;
      return { ...base, role: 'wall', teamIds: [], teams: [], displayName: link.name };
    }
    const user = await users.get(auth.userId);
    const isGood = user && !user.disabled && user.authVersion === auth.authVersion && user.siteIds.includes(siteId);
    return isGood ? principalOfUser(user, sessionHash, auth.endsAt) : null;
  };

  const end = async (sessionHash: string, userId: string, reason: RevocationReason) => {
    const revocation: Revocation = { sessionHash, userId, reason };
    // Gone first, told afterwards: a node that asks upon the news finds nothing.
    await redis.multi().del(authKeys.session(sessionHash)).zRem(authKeys.sessionsOf(userId), sessionHash).exec();
    await publishTo(redis, revocation);
  };

  const living = async (userId: string) => {
    const key = authKeys.sessionsOf(userId);
    await redis.zRemRangeByScore(key, '-inf', now());
    return redis.zRange(key, 0, -1);
  };

  const lastTouchAt = new Map<string, number>();

  return {
    forUser: (user, device) => start(user.userId, user.authVersion, device, PERSON_LIVES_MS),
    forDevice: (linkId, device) => start(linkId, 0, device, DEVICE_LIVES_MS),
    principalFrom,
    async principalOf(sessionHash) {
      const auth = await read(sessionHash);
      return auth && principalFrom(sessionHash, auth);
    },
    async begun(sessionHash, auth) {
      const key = authKeys.sessionsOf(auth.userId);
      const longest = isDevice(auth.userId) ? DEVICE_LIVES_MS : PERSON_LIVES_MS;
      await redis.multi().zAdd(key, { score: auth.endsAt, value: sessionHash }).pExpire(key, longest).exec();
      const hashes = await living(auth.userId);
      const tooMany = hashes.slice(0, Math.max(0, hashes.length - MAX_SESSIONS_PER_USER));
      for (const oldest of tooMany) await end(oldest, auth.userId, 'ended-elsewhere');
    },
    ownerOf: async (sessionHash) => (await read(sessionHash))?.userId ?? null,
    async list(userId, current) {
      const views: SessionView[] = [];
      for (const sessionHash of await living(userId)) {
        const [auth, ttlMs] = await Promise.all([read(sessionHash), redis.pTTL(authKeys.session(sessionHash))]);
        if (!auth || ttlMs < 0) {
          // Ended by idling: Redis dropped it, and this index is told now.
          await redis.zRem(authKeys.sessionsOf(userId), sessionHash);
          continue;
        }
        const lastSeenAt = epochMs(Math.max(auth.startedAt, Math.min(now(), now() - (restMs(auth, now()) - ttlMs))));
        const { startedAt, endsAt, device } = auth;
        views.push({ sessionHash, current: sessionHash === current, startedAt, lastSeenAt, endsAt, device });
      }
      return views;
    },
    end,
    async endAll(userId, reason, except) {
      const hashes = (await living(userId)).filter((hash) => hash !== except);
      for (const hash of hashes) await end(hash, userId, reason);
      return hashes.length;
    },
    async touch(sessionHash, { userId, endsAt }) {
      const at = now();
      if (at - (lastTouchAt.get(sessionHash) ?? 0) < TOUCH_EVERY_MS) return;
      // Bounded: forgetting only costs an extra write.
      if (lastTouchAt.size > 20_000) lastTouchAt.clear();
      lastTouchAt.set(sessionHash, at);
      const idleMs = isDevice(userId) ? DEVICE_IDLE_MS : PERSON_IDLE_MS;
      await redis.pExpire(authKeys.session(sessionHash), Math.max(1, Math.min(idleMs, endsAt - at)));
    },
  };
}

function principalOfUser(user: User, sessionHash: string, expiresAt: EpochMs): Principal {
  const teams = user.role === 'lead' ? user.teams : [];
  return {
    userId: user.userId,
    sessionHash,
    role: user.role,
    teamIds: teams.map(teamIdOf),
    teams,
    ...(user.agentKey === null ? {} : { agentKey: user.agentKey }),
    displayName: user.displayName,
    language: user.language,
    expiresAt,
  };
}
