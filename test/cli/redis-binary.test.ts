import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { packagesToFetch } from '../../server/cli/launch/apt-unpack.mjs';
import { noRedisMessage } from '../../server/cli/launch/no-redis.mjs';
import { findRedis, isNewEnough, parseVersion } from '../../server/cli/launch/redis-binary.mjs';

/** A machine of folders, in which a "server" is a script that prints a version. */
let machine: string;
let cache: string;
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'breakwater-ladder-'));
  cache = join(machine, 'cache');
  const made = machine;
  onTestFinished(() => rmSync(made, { recursive: true }));
});
function put(path: string, prints: string): string {
  const bin = join(machine, path);
  mkdirSync(join(bin, '..'), { recursive: true });
  writeFileSync(bin, `#!/bin/sh\necho '${prints}'\n`);
  chmodSync(bin, 0o755);
  return bin;
}
const redis = (version: string) => `Redis server v=${version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1`;
const find = (env: Record<string, string> = {}) =>
  findRedis({ env: { PATH: join(machine, 'path'), ...env }, cache, places: [join(machine, 'usual')] });

test('the program named by REDIS_SERVER_BIN goes before any other', () => {
  put('path/redis-server', redis('7.2.0'));
  const named = put('own/redis', redis('7.0.1'));
  expect(find({ REDIS_SERVER_BIN: named }).found).toMatchObject({
    bin: named,
    how: 'named',
    version: { name: 'Redis', version: [7, 0, 1] },
  });
});

test('a named program that does not do is told, never quietly replaced', () => {
  put('path/redis-server', redis('7.2.0'));
  const answer = find({ REDIS_SERVER_BIN: join(machine, 'nowhere') });
  expect(answer.found).toBeNull();
  expect(answer.refused).toEqual([{ bin: join(machine, 'nowhere'), why: 'is not a program that can be run' }]);
});

test('PATH goes before the usual places, and these before a private copy', () => {
  const privateCopy = put('cache/usr/bin/redis-server', redis('7.0.15'));
  expect(find().found).toMatchObject({ bin: privateCopy, how: 'private' });
  const usual = put('usual/valkey-server', 'Valkey server v=8.0.1 sha=0 malloc=jemalloc bits=64 build=1');
  expect(find().found).toMatchObject({ bin: usual, how: 'system', version: { name: 'Valkey', version: [8, 0, 1] } });
  const path = put('path/redis-server', redis('7.4.0'));
  expect(find().found).toMatchObject({ bin: path, how: 'system' });
});

test('a Redis too old for the log is passed over for a private copy, with the reason kept', () => {
  const old = put('path/redis-server', redis('6.0.16'));
  const privateCopy = put('cache/usr/bin/redis-server', redis('7.0.15'));
  const answer = find();
  expect(answer.found?.bin).toBe(privateCopy);
  expect(answer.refused).toEqual([{ bin: old, why: 'is Redis 6.0.16; 7.0 (Valkey 7.2) or newer is needed' }]);
});

test('a private copy is run with its own libraries', () => {
  put('cache/usr/bin/redis-server', redis('7.0.15'));
  mkdirSync(join(cache, 'usr/lib/x86_64-linux-gnu'), { recursive: true });
  expect(find().found?.env.LD_LIBRARY_PATH?.split(':')).toContain(join(cache, 'usr/lib/x86_64-linux-gnu'));
});

test.each([
  [redis('7.0.0'), true],
  [redis('6.2.14'), false],
  ['Valkey server v=7.2.5 sha=00000000:0 malloc=libc bits=64 build=1', true],
  ['Valkey server v=7.1.9 sha=00000000:0 malloc=libc bits=64 build=1', false],
])('%s: new enough is %s', (text, expected) => {
  const version = parseVersion(text);
  expect(version && isNewEnough(version)).toBe(expected);
});

test('the packages that apt names are asked for by name and version, so that apt checks their hashes', () => {
  const printed = [
    'Reading package lists...',
    "'http://deb.debian.org/debian/pool/main/j/jemalloc/libjemalloc2_5.3.0-1_amd64.deb' libjemalloc2_5.3.0-1_amd64.deb 275020 SHA256:9ef1",
    "'http://deb.debian.org/debian-security/pool/r/redis-server_7.0.15-1%7edeb12u10_amd64.deb' redis-server_5%3a7.0.15-1~deb12u10_amd64.deb 72344 ",
  ].join('\n');
  expect(packagesToFetch(printed)).toEqual(['libjemalloc2=5.3.0-1', 'redis-server=5:7.0.15-1~deb12u10']);
});

test('who has no Redis reads what to type, in both languages, and what was tried', () => {
  const message = noRedisMessage([{ bin: '/usr/bin/redis-server', why: 'is Redis 6.0.16' }]);
  expect(message).toContain('sudo apt-get install redis-server');
  expect(message).toContain('未找到 Redis');
  expect(message).toContain('/usr/bin/redis-server: is Redis 6.0.16');
});
