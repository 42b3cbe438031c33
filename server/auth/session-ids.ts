import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type AuthRedis, authKeys } from './keys.js';

/** 256 random bits. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

/** All that is stored of a session id, a link's token: whoever reads Redis can't use it to sign in. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** `__Host-` binds the cookie to this very host over TLS; browsers refuse the prefix on plain HTTP. */
export const cookieNameFor = (publicOrigin: string | null): string =>
  publicOrigin?.startsWith('https:') ? '__Host-breakwater' : 'breakwater';

/** The cookies' signing key: made by the first node, then the same for all. */
export async function sessionSecret(redis: AuthRedis): Promise<string> {
  await redis.set(authKeys.secret, randomBytes(32).toString('base64url'), { condition: 'NX' });
  const secret = await redis.get(authKeys.secret);
  if (!secret) throw new Error('the session secret could not be kept');
  return secret;
}

/**
 * The session id in a `Cookie` header, or null. Reads what express-session wrote: `s:` + id + `.` + HMAC-SHA256 in base64 without
 * padding, percent-encoded.
 */
export function sessionIdFrom(cookieHeader: string | undefined, cookieName: string, secret: string): string | null {
  const value = cookieValue(cookieHeader, cookieName);
  if (!value?.startsWith('s:')) return null;
  const dot = value.lastIndexOf('.');
  if (dot < 3) return null;
  const id = value.slice(2, dot);
  const expected = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '');
  const given = Buffer.from(value.slice(dot + 1));
  const wanted = Buffer.from(expected);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? id : null;
}

function cookieValue(header: string | undefined, name: string): string | null {
  // Browsers send a few kilobytes at most; more is somebody's experiment.
  if (!header || header.length > 16_384) return null;
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals < 0 || part.slice(0, equals).trim() !== name) continue;
    try {
      return decodeURIComponent(part.slice(equals + 1).trim());
    } catch {
      return null;
    }
  }
  return null;
}
