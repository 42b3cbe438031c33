import { createHmac, timingSafeEqual } from 'node:crypto';
import { SECOND_MS } from '../../shared/kernel/time.js';

/**
 * Signatures as Standard Webhooks has them: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, one for each active secret,
 * separated by spaces. The timestamp is in seconds. What is signed is the very bytes: JSON that was written anew does not match.
 */
export interface SignedHeaders {
  readonly id: string;
  /** As it stands in the header: seconds since 1970. */
  readonly timestamp: string;
  readonly signature: string;
}

export const SIGNATURE_HEADERS = { id: 'webhook-id', timestamp: 'webhook-timestamp', signature: 'webhook-signature' } as const;

/** Older or newer than this is refused: what was overheard can't be used for long. */
export const TOLERANCE_MS = 300 * SECOND_MS;
/** As many as a sender may have while a secret is being changed, and one more. */
const MAX_SIGNATURES = 5;

/** `whsec_` and base64, as the standard writes them; else the text's own bytes. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');

const hmac = (secret: string, id: string, timestamp: string, body: Buffer | string): Buffer =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();

export function sign(secrets: readonly string[], id: string, nowMs: number, body: Buffer | string): SignedHeaders {
  const timestamp = String(Math.floor(nowMs / SECOND_MS));
  const signature = secrets.map((secret) => `v1,${hmac(secret, id, timestamp, body).toString('base64')}`).join(' ');
  return { id, timestamp, signature };
}

export type Verdict = 'good' | 'incomplete' | 'too-old' | 'forged';

/** Takes the same time for every wrong signature. The time is looked at first: it needs no secret. */
export function verify(secrets: readonly string[], headers: Partial<SignedHeaders>, body: Buffer, nowMs: number): Verdict {
  const { id, timestamp, signature } = headers;
  if (!id || !timestamp || !signature || !/^[\w.:-]{1,100}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return 'incomplete';
  if (Math.abs(nowMs - Number(timestamp) * SECOND_MS) > TOLERANCE_MS) return 'too-old';
  const given = signature.split(' ', MAX_SIGNATURES).flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []));
  let isGood = false;
  for (const secret of secrets) {
    const wanted = hmac(secret, id, timestamp, body);
    for (const one of given) if (one.length === wanted.length && timingSafeEqual(one, wanted)) isGood = true;
  }
  return isGood ? 'good' : 'forged';
}
