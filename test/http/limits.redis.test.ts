import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../server/auth/limits.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type Answer, addPerson, GOOD_PASSWORD, startHttpRig } from './rig.js';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(async () => {
  const fresh = new Redis(redis.socketPath);
  await fresh.flushall();
  fresh.disconnect();
});
afterAll(async () => {
  await redis?.stop();
});

const from = (address: string) => ({ 'x-forwarded-for': address });

test('of 600 guesses at a supervisor’s password none gets in, few are looked at, and the supervisor still does', async () => {
  const rig = await startHttpRig(redis, { trustProxy: 1, limits: LIMITS });
  try {
    await addPerson(rig.auth, 'zhou', 'supervisor');
    const guess = (i: number) =>
      rig.call('POST', '/api/v1/session', null, { login: 'zhou', password: `guess-number-${i}` }, from(`203.0.113.${i % 6}`));
    const answers: Answer[] = [];
    for (let i = 0; i < 600; i += 20) answers.push(...(await Promise.all(Array.from({ length: 20 }, (_, k) => guess(i + k)))));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect(count(201)).toBe(0);
    // Eight tries at one account from each of six addresses; all others are turned away before any hashing.
    expect(count(401)).toBeLessThanOrEqual(6 * LIMITS.loginPerAccountAndAddress.points);
    expect(count(401) + count(429)).toBe(600);
    const limited = answers.find((answer) => answer.status === 429);
    expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0);
    // Not locked out: from an address of their own they get in at once, while the guesser's address stays closed.
    const honest = { login: 'zhou', password: GOOD_PASSWORD };
    expect((await rig.call('POST', '/api/v1/session', null, honest, from('198.51.100.7'))).status).toBe(201);
    expect((await rig.call('POST', '/api/v1/session', null, honest, from('203.0.113.1'))).status).toBe(429);
  } finally {
    await rig.close();
  }
});

test('a whole floor that signs in behind one address is not taken for a guesser', async () => {
  const rig = await startHttpRig(redis, { trustProxy: 1, siteId: 'floor', limits: LIMITS });
  try {
    for (let i = 0; i < LIMITS.loginPerAddress.points + 10; i++) await addPerson(rig.auth, `shift${i}`, 'agent');
    for (let i = 0; i < LIMITS.loginPerAddress.points + 10; i++) {
      const answer = await rig.call('POST', '/api/v1/session', null, { login: `shift${i}`, password: GOOD_PASSWORD }, from('192.0.2.80'));
      expect([i, answer.status]).toEqual([i, 201]);
    }
  } finally {
    await rig.close();
  }
});

test('one address that tries many names is stopped', async () => {
  const rig = await startHttpRig(redis, { trustProxy: 1, limits: LIMITS });
  try {
    const statuses: number[] = [];
    for (let i = 0; i < LIMITS.loginPerAddress.points + 5; i++) {
      const answer = await rig.call(
        'POST',
        '/api/v1/session',
        null,
        { login: `nobody${i}`, password: 'spray-and-pray' },
        from('192.0.2.99'),
      );
      statuses.push(answer.status);
    }
    expect(statuses.slice(0, LIMITS.loginPerAddress.points).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(LIMITS.loginPerAddress.points)).toEqual(Array(5).fill(429));
  } finally {
    await rig.close();
  }
});

test('an unknown name, a wrong password, a disabled person and a person of another site get the very same answer', async () => {
  const rig = await startHttpRig(redis);
  const elsewhere = await startHttpRig(redis, { siteId: 'other' });
  try {
    await addPerson(rig.auth, 'known', 'supervisor');
    await addPerson(elsewhere.auth, 'foreign', 'supervisor');
    const disabled = await addPerson(rig.auth, 'gone', 'agent');
    await rig.auth.accounts.change(disabled.userId, { disabled: true });
    const answers = [];
    for (const [login, password] of [
      ['unknown', GOOD_PASSWORD],
      ['known', 'wrong-password'],
      ['gone', GOOD_PASSWORD],
      ['foreign', GOOD_PASSWORD],
    ]) {
      const { status, text } = await rig.call('POST', '/api/v1/session', null, { login, password });
      answers.push(`${status} ${text}`);
    }
    expect(new Set(answers).size).toBe(1);
  } finally {
    await elsewhere.close();
    await rig.close();
  }
});

test('a client’s own word about its address is not believed without a proxy', async () => {
  const rig = await startHttpRig(redis, { siteId: 'bare', limits: { loginPerAddress: { points: 3, duration: 60 } } });
  try {
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) {
      const answer = await rig.call('POST', '/api/v1/session', null, { login: `n${i}x`, password: 'whatever-it-is' }, from(`10.0.0.${i}`));
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  } finally {
    await rig.close();
  }
});

test('a session that asks too much is told to wait, and can still sign out', async () => {
  const rig = await startHttpRig(redis, { limits: { apiPerSession: { points: 5, duration: 60 } } });
  try {
    const { cookie } = await rig.signIn('supervisor');
    const other = await rig.signIn('supervisor');
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push((await rig.call('GET', '/api/v1/me', cookie)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect((await rig.call('GET', '/api/v1/me', other.cookie)).status).toBe(200);
    expect((await rig.call('DELETE', '/api/v1/session', cookie)).status).toBe(204);
  } finally {
    await rig.close();
  }
});
