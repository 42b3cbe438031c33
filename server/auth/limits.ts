import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type DurationMs, durationMs } from '../../shared/kernel/time.js';
import type { AuthRedis } from './keys.js';
import { canonicalLogin } from './users.js';

/**
 * Limits against guessing and flooding, counted in Redis for all nodes together; while Redis is away each node counts alone.
 * An account is never locked: a lock would let anyone keep a supervisor off the floor. Guessing at one account from many addresses
 * is slowed down instead.
 */
export const LIMITS = {
  /** Sign-ins from one address that failed or are under way. A whole floor may sit behind one address, so successes are given back. */
  loginPerAddress: { points: 50, duration: 15 * 60 },
  /** One account from one address: a person mistypes a few times. */
  loginPerAccountAndAddress: { points: 8, duration: 15 * 60 },
  /** One account from everywhere; beyond it each try waits. */
  loginPerAccount: { points: 30, duration: 60 * 60 },
  /** A television posts its token once; a guesser many times. */
  tvPerAddress: { points: 20, duration: 15 * 60 },
  /** A busy screen asks a few times a minute; opening every number in a hurry is below one a second. */
  apiPerSession: { points: 300, duration: 60 },
  /** Before sign-in: the sign-in page and its data, for a floor that begins its shift behind one address. */
  anonymousPerAddress: { points: 600, duration: 60 },
} as const;
export type LimitName = keyof typeof LIMITS;

/** The longest that a guessed-at account's own user waits: they get in, if slowly. */
const MAX_DELAY_MS = 1_000;
const DELAY_STEP_MS = 50;

/** Null: go on. Otherwise come back after this. */
export type LimitAnswer = { readonly retryAfterMs: DurationMs } | null;

export interface Limits {
  /** Before a password is looked at. Counts the try; also waits where the account is being guessed at. */
  loginBegins(address: string, login: string): Promise<LimitAnswer>;
  /** The password was right: the try is given back. */
  loginSucceeded(address: string, login: string): Promise<void>;
  take(name: 'tvPerAddress' | 'anonymousPerAddress', address: string): Promise<LimitAnswer>;
  takeForSession(sessionHash: string): Promise<LimitAnswer>;
}

export interface LimitsDeps {
  readonly redis: AuthRedis;
  readonly delay: (ms: number) => Promise<void>;
  /** For tests and benches that sign in hundreds of people. */
  readonly limits?: Readonly<Record<LimitName, { readonly points: number; readonly duration: number }>>;
}

export function createLimits({ redis, delay, limits = LIMITS }: LimitsDeps): Limits {
  const limiter = (name: LimitName): RateLimiterAbstract =>
    new RateLimiterRedis({
      storeClient: redis,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix: `limit:${name}`,
      ...limits[name],
      insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, ...limits[name] }),
    });
  const perAddress = limiter('loginPerAddress');
  const perBoth = limiter('loginPerAccountAndAddress');
  const perAccount = limiter('loginPerAccount');
  const simple = { tvPerAddress: limiter('tvPerAddress'), anonymousPerAddress: limiter('anonymousPerAddress') };
  const perSession = limiter('apiPerSession');

  return {
    async loginBegins(address, login) {
      const [addressKey, accountKey] = [addressKeyOf(address), accountKeyOf(login)];
      const refused = (await take(perAddress, addressKey)) ?? (await take(perBoth, `${accountKey}:${addressKey}`));
      if (refused) return refused;
      const beyond = await overdraw(perAccount, accountKey);
      if (beyond > 0) await delay(Math.min(MAX_DELAY_MS, beyond * DELAY_STEP_MS));
      return null;
    },
    async loginSucceeded(address, login) {
      const [addressKey, accountKey] = [addressKeyOf(address), accountKeyOf(login)];
      await Promise.all([perAddress.reward(addressKey), perBoth.delete(`${accountKey}:${addressKey}`), perAccount.reward(accountKey)]);
    },
    take: (name, address) => take(simple[name], addressKeyOf(address)),
    takeForSession: (sessionHash) => take(perSession, sessionHash),
  };
}

async function take(limiter: RateLimiterAbstract, key: string): Promise<LimitAnswer> {
  try {
    await limiter.consume(key);
    return null;
  } catch (error) {
    if (error instanceof RateLimiterRes) return { retryAfterMs: durationMs(Math.max(1_000, error.msBeforeNext)) };
    throw new Error('a limit could not be counted', { cause: error });
  }
}

/** Counts, and tells by how much the limit is exceeded. */
async function overdraw(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.consumedPoints - limiter.points;
    throw new Error('a limit could not be counted', { cause: error });
  }
}

/** Addresses and names are personal data: Redis gets a short hash. An IPv6 customer has a whole /64 to choose from, so that counts as one. */
const addressKeyOf = (address: string) => shortHash(isIPv6(address) && !address.startsWith('::ffff:') ? networkOf(address) : address);
const accountKeyOf = (login: string) => shortHash(canonicalLogin(login));
const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 20);

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::', 2);
  const left = head.split(':').filter((group) => group !== '');
  const right = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
