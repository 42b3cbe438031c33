import { describe, expect, test } from 'vitest';
import { redisTarget, retryDelayMs } from '../../server/ops/redis.js';

describe('where Redis is', () => {
  test.each([
    ['redis://127.0.0.1:6380', { host: '127.0.0.1', port: 6_380 }],
    ['redis://redis.example.org', { host: 'redis.example.org', port: 6_379 }],
    ['redis://ops:p%40ss@[::1]:6379/3', { host: '::1', port: 6_379, username: 'ops', password: 'p@ss', db: 3 }],
    ['rediss://redis.example.org/1', { host: 'redis.example.org', port: 6_379, db: 1, tls: { servername: 'redis.example.org' } }],
    ['unix:///var/lib/breakwater/redis.sock', { path: '/var/lib/breakwater/redis.sock' }],
    ['unix:///srv/a b%41/redis.sock?db=2', { path: '/srv/a b%41/redis.sock', db: 2 }],
  ])('%s', (url, expected) => {
    expect(redisTarget({ url })).toEqual(expected);
  });

  test('Sentinels are asked for the master; the URL then only tells how to sign in', () => {
    const target = redisTarget({
      url: 'redis://ops:secret@ignored:1/2',
      sentinels: 'a:26379, b:26380,[::1]:26381,c',
      sentinelName: 'floor',
    });
    expect(target).toMatchObject({
      name: 'floor',
      username: 'ops',
      password: 'secret',
      db: 2,
      failoverDetector: true,
      sentinels: [
        { host: 'a', port: 26_379 },
        { host: 'b', port: 26_380 },
        { host: '::1', port: 26_381 },
        { host: 'c', port: 26_379 },
      ],
    });
    expect(target).not.toHaveProperty('host');
  });

  test.each([
    [{}, 'REDIS_URL or REDIS_SENTINELS'],
    [{ url: 'localhost' }, 'REDIS_URL'],
    [{ url: 'http://localhost' }, 'REDIS_URL'],
    [{ url: 'redis://localhost/floor' }, 'REDIS_URL'],
    [{ sentinels: 'a:1' }, 'REDIS_SENTINEL_NAME'],
    [{ sentinels: 'a:one', sentinelName: 'floor' }, 'REDIS_SENTINELS'],
    [{ sentinels: ',', sentinelName: 'floor' }, 'REDIS_SENTINELS'],
  ])('a wrong setting names the variable: %j', (settings, variable) => {
    expect(() => redisTarget(settings)).toThrow(variable);
  });

  test('a password never shows in what is said about a wrong setting', () => {
    expect(() => redisTarget({ url: 'redis://ops:secret@host:notaport' })).toThrow(/^(?!.*secret)/);
  });

  test('nodes come back soon, ever more patiently, and not in step', () => {
    expect([1, 2, 3, 8, 1_000].map((attempt) => retryDelayMs(attempt, () => 1))).toEqual([50, 100, 200, 1_000, 1_000]);
    expect(retryDelayMs(3, () => 0)).toBe(100);
  });
});
