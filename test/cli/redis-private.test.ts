import { expect, test } from 'vitest';
import { maxMemoryBytes, redisArguments, socketPathOf } from '../../server/cli/launch/redis-private.mjs';

test('a data folder too deep for a unix socket gets one among the temporary files, always the same', () => {
  const machine = { temporary: '/tmp', uid: 1000 };
  const deep = `/srv/${'floor/'.repeat(20)}data`;
  expect(socketPathOf('/srv/data', machine)).toBe('/srv/data/redis.sock');
  expect(socketPathOf(deep, machine)).toMatch(/^\/tmp\/breakwater-1000-[0-9a-f]{16}\/redis\.sock$/);
  expect(socketPathOf(deep, machine)).toBe(socketPathOf(deep, machine));
  expect(socketPathOf(`${deep}2`, machine)).not.toBe(socketPathOf(deep, machine));
});

test('the length of a path counts in bytes: a folder with a Chinese name reaches the limit sooner', () => {
  const name = '呼叫中心数据'.repeat(6);
  expect(`/srv/${name}/redis.sock`.length).toBeLessThan(107);
  expect(socketPathOf(`/srv/${name}`, { temporary: '/tmp', uid: 1 })).toMatch(/^\/tmp\//);
});

test('Redis takes half of the memory there is, of the container where that is less', () => {
  const gib = 2 ** 30;
  expect(maxMemoryBytes({ totalBytes: 8 * gib, limitBytes: 0 })).toBe(4 * gib);
  expect(maxMemoryBytes({ totalBytes: 8 * gib, limitBytes: 2 * gib })).toBe(gib);
  // Without a limit some systems report one larger than any machine.
  expect(maxMemoryBytes({ totalBytes: 8 * gib, limitBytes: 2 ** 63 })).toBe(4 * gib);
});

test('what Redis answered is on disk, no part of the log is ever evicted, and no port is open', () => {
  const line = redisArguments({ dir: '/d', socketPath: '/s', maxMemory: 1 }).join(' ');
  expect(line).toContain('--appendonly yes --appendfsync always');
  expect(line).toContain('--maxmemory-policy noeviction');
  expect(line).toContain('--port 0');
});
