import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { logKeys } from '../../server/log/keys.js';
import type { AppendAnswer, SiteLog } from '../../server/log/log.js';
import { createRedisLog, type RedisLogOptions } from '../../server/log/redis-log.js';
import { createRedisConnections } from '../../server/ops/redis.js';
import { siteIdSchema } from '../../shared/kernel/ids.js';
import { ORIGIN, type Position } from '../../shared/kernel/position.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { appendChain, commitId, commitOf, readAll, serverPid, silent, until, watch } from './rigs.js';

const siteId = siteIdSchema.parse('main');
const keys = logKeys(siteId);

/** What a test started, ended in reverse order even when it failed. */
const started: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of started.splice(0).reverse()) await end();
});

async function start(extra: readonly string[] = []): Promise<TestRedis> {
  const server = await startTestRedis(extra);
  started.push(() => server.stop());
  return server;
}
async function openLog(url: string, options: Partial<RedisLogOptions> = {}): Promise<SiteLog> {
  const log = createRedisLog({ siteId, redis: createRedisConnections({ url }, silent), logger: silent, ...options });
  started.push(() => log.close());
  await log.open();
  return log;
}
async function proxied(server: TestRedis): Promise<FaultProxy & { url: string }> {
  const proxy = await startFaultProxy({ path: server.socketPath });
  started.push(() => proxy.close());
  return { ...proxy, url: `redis://127.0.0.1:${proxy.port}` };
}
function hand(server: TestRedis): Redis {
  const redis = new Redis(server.socketPath);
  redis.on('error', () => {});
  started.push(() => redis.disconnect());
  return redis;
}
/** Stops a server as a machine under load would, until the test is over at the latest. */
async function freeze(server: TestRedis): Promise<{ thaw(): void }> {
  const pid = await serverPid(server.url);
  process.kill(pid, 'SIGSTOP');
  let isFrozen = true;
  const thaw = () => {
    if (isFrozen) process.kill(pid, 'SIGCONT');
    isFrozen = false;
  };
  started.push(thaw);
  return { thaw };
}

describe('when Redis dies', () => {
  test('no confirmed commit is lost, none is doubled, and a node that follows sees each once, in order', async () => {
    const server = await start();
    const log = await openLog(server.url);
    const { epoch } = await log.open();
    const tail = watch(log);
    const confirmed = new Map<string, Position>();
    let isOver = false;
    // Each writer goes on with the same id until it is told where its commit lies.
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; !isOver; n++) {
        const commit = commitOf(`writer-${writer}-${n}`);
        let answer: AppendAnswer;
        do {
          answer = await log.append({ epoch, commit, readAt: ORIGIN, reads: [], touches: [`writer:${writer}`] });
          if (answer.outcome === 'not-confirmed') await new Promise((resolve) => setTimeout(resolve, 5));
        } while (answer.outcome === 'not-confirmed' && !isOver);
        if ('position' in answer) confirmed.set(commit.id, answer.position);
      }
    });
    for (let round = 1; round <= 3; round++) {
      const before = confirmed.size;
      await until(() => confirmed.size >= before + 200, 'commits are confirmed');
      await server.kill9();
      await server.restart();
    }
    const before = confirmed.size;
    await until(() => confirmed.size >= before + 200, 'commits are confirmed after the last restart');
    isOver = true;
    await Promise.all(writers);

    const entries = await readAll(log);
    const inLog = new Map(entries.map((entry) => ['commit' in entry ? entry.commit.id : '', entry.position]));
    expect(inLog.size).toBe(entries.length);
    expect([...confirmed].filter(([id, position]) => inLog.get(commitId(id)) !== position)).toEqual([]);
    await until(() => tail.entries.length >= entries.length, 'the tail has caught up');
    expect(tail.entries.map((entry) => entry.position)).toEqual(entries.map((entry) => entry.position));
    expect(tail.lost).toEqual([]);
  });

  test('and its disk lost the end of the log, the node that knew more is told, and a new epoch begins', async () => {
    const server = await start();
    const log = await openLog(server.url);
    const positions = await appendChain(log, ['commit-1', 'commit-2', 'commit-3']);
    const { epoch } = await log.open();
    const tail = watch(log);
    await until(() => tail.entries.length === 3, 'it has seen all');
    await server.kill9();
    const folder = join(server.dir, 'appendonlydir');
    const file = (await readdir(folder)).find((name) => name.endsWith('.incr.aof'));
    const path = join(folder, file as string);
    await truncate(path, (await stat(path)).size - 40);
    await server.restart();
    await until(() => tail.lost.length > 0, 'it is told');
    expect(tail.lost).toEqual(['forked']);
    expect(await log.renewEpoch(epoch, positions[2] as Position)).not.toBe(epoch);
    expect((await readAll(log)).map((entry) => entry.position)).toEqual(positions.slice(0, 2));
  });
});

describe('when Redis stands still', () => {
  test('a command is not confirmed, never failed; afterwards the log tells what became of it', async () => {
    const server = await start();
    const log = await openLog(server.url);
    const { epoch } = await log.open();
    const request = { epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: ['site'], touches: ['site'] };
    const { thaw } = await freeze(server);
    expect(await log.append(request)).toMatchObject({ outcome: 'not-confirmed' });
    thaw();
    // The bytes had left: it was written after all.
    await until(async () => (await log.find(commitId('commit-1'))) !== null, 'the commit is found');
    let answer = await log.append(request);
    await until(async () => {
      if (answer.outcome === 'not-confirmed') answer = await log.append(request);
      return answer.outcome !== 'not-confirmed';
    }, 'an answer');
    expect(answer).toEqual({ outcome: 'duplicate', position: await log.find(commitId('commit-1')) });
    expect(await readAll(log)).toHaveLength(1);
  });

  test('a follower gives no sign of life meanwhile, and goes on where it was', async () => {
    const server = await start();
    const log = await openLog(server.url);
    const tail = watch(log);
    await until(() => tail.aliveCount() > 0, 'it follows');
    const { thaw } = await freeze(server);
    const before = tail.aliveCount();
    // A question to the same silent server: by the time it is given up, seconds have gone by.
    await expect(log.time()).rejects.toThrow();
    expect(tail.aliveCount()).toBe(before);
    thaw();
    await until(
      async () =>
        appendChain(log, ['commit-1']).then(
          () => true,
          () => false,
        ),
      'an append',
    );
    await until(() => tail.entries.length === 1, 'it sees the commit');
    expect(tail.lost).toEqual([]);
  });
});

describe('when the network fails', () => {
  test('a commit whose answer was lost is in the log once, and the retry is told where', async () => {
    const server = await start();
    const proxy = await proxied(server);
    const log = await openLog(proxy.url);
    const { epoch } = await log.open();
    const request = { epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: ['site'], touches: ['site'] };
    proxy.faults.dropDown = true;
    const lost = log.append(request);
    await until(async () => (await hand(server).xlen(keys.log)) === 1, 'it was written');
    proxy.resetOpen();
    expect(await lost).toMatchObject({ outcome: 'not-confirmed' });
    proxy.faults.dropDown = false;
    let answer: AppendAnswer = await lost;
    await until(async () => {
      answer = await log.append(request);
      return answer.outcome !== 'not-confirmed';
    }, 'an answer');
    expect(answer.outcome).toBe('duplicate');
    expect(await readAll(log)).toHaveLength(1);
  });

  test('a dead connection that nobody closed does not stop a follower: it builds a new one', async () => {
    const server = await start();
    const proxy = await proxied(server);
    const near = await openLog(server.url);
    const far = await openLog(proxy.url);
    const tail = watch(far);
    await until(() => tail.aliveCount() > 0, 'it follows');
    proxy.freezeOpen();
    await appendChain(near, ['commit-1', 'commit-2']);
    await until(() => tail.entries.length === 2, 'it sees what it missed');
    expect(tail.ids()).toEqual(['commit-1', 'commit-2']);
    expect(tail.lost).toEqual([]);
  });

  test('appends find their way again after such a death', async () => {
    const server = await start();
    const proxy = await proxied(server);
    const log = await openLog(proxy.url);
    const { epoch } = await log.open();
    const request = { epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: [], touches: [] };
    proxy.freezeOpen();
    expect(await log.append(request)).toMatchObject({ outcome: 'not-confirmed' });
    await until(async () => (await log.append(request)).outcome === 'appended', 'it is appended');
  });
});

describe('when Redis is full', () => {
  test('a commit is refused before anything is written, and accepted under the same id once there is room', async () => {
    const server = await start();
    const log = await openLog(server.url);
    const { epoch } = await log.open();
    const request = { epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: ['site'], touches: ['site'] };
    const redis = hand(server);
    await redis.config('SET', 'maxmemory', '1');
    const answer = await log.append(request);
    expect(answer).toMatchObject({ outcome: 'not-confirmed', reason: expect.stringContaining('OOM') });
    expect([await redis.exists(keys.log, keys.touched), await log.find(commitId('commit-1')), await readAll(log)]).toEqual([0, null, []]);
    await redis.config('SET', 'maxmemory', '0');
    expect(await log.append(request)).toMatchObject({ outcome: 'appended' });
  });

  test('a snapshot that could not be written is an error, not a silence', async () => {
    const server = await start();
    const log = await openLog(server.url);
    const [position] = await appendChain(log, ['commit-1']);
    await hand(server).config('SET', 'maxmemory', '1');
    await expect(log.saveSnapshot({ position: position as Position, stateVersion: 1, body: '{}' })).rejects.toThrow();
    expect(await log.loadSnapshot()).toBeNull();
  });
});

describe('when a snapshot is damaged', () => {
  test.each([
    [
      'a bit is flipped',
      async (redis: Redis, key: string) => {
        const body = (await redis.hgetBuffer(key, 'body')) as Buffer;
        body[body.length >> 1] = (body[body.length >> 1] as number) ^ 1;
        await redis.hset(key, 'body', body);
      },
    ],
    [
      'it is cut short',
      async (redis: Redis, key: string) => {
        const body = (await redis.hgetBuffer(key, 'body')) as Buffer;
        await redis.hset(key, 'body', body.subarray(0, body.length - 3));
      },
    ],
    ['its version was changed', async (redis: Redis, key: string) => void (await redis.hset(key, 'stateVersion', '2'))],
    ['it is gone', async (redis: Redis, key: string) => void (await redis.del(key))],
  ])('%s: the node starts from the one before', async (_, damage) => {
    const server = await start();
    const problems: string[] = [];
    const log = await openLog(server.url, { onDamaged: (_position, problem) => problems.push(problem) });
    const positions = await appendChain(log, ['commit-1', 'commit-2']);
    for (const position of positions) await log.saveSnapshot({ position, stateVersion: 1, body: JSON.stringify({ n: 'x'.repeat(500) }) });
    await damage(hand(server), keys.snap(positions[1] as Position));
    expect(await log.loadSnapshot()).toMatchObject({ position: positions[0], stateVersion: 1 });
    expect(problems).toHaveLength(1);
  });
});

describe('with a replica that must hold every commit', () => {
  /** A port that was free a moment ago. */
  async function freePort(): Promise<number> {
    const probe = await startFaultProxy({ port: 1 });
    await probe.close();
    return probe.port;
  }

  async function pair() {
    const source = await freePort();
    const master = await start(['--port', String(source), '--bind', '127.0.0.1']);
    const replica = await start(['--replicaof', '127.0.0.1', String(source), '--repl-diskless-sync-delay', '0']);
    // A replica that is still writing its first append-only file refuses to be stopped in order.
    started.push(() => replica.kill9());
    const redis = hand(master);
    await until(async () => /state=online/.test(await redis.info('replication')), 'the replica is online');
    const log = await openLog(master.url, { replicas: { count: 1, waitMs: 800 } });
    return { master, replica, redis, log };
  }
  test('what only one server holds is not confirmed; once the replica has it, the same id is', async () => {
    const { replica, log } = await pair();
    const { epoch } = await log.open();
    const base = { epoch, reads: [], touches: [] };
    const first = await log.append({ ...base, commit: commitOf('commit-1'), readAt: ORIGIN });
    expect(first).toMatchObject({ outcome: 'appended' });
    expect(await hand(replica).xlen(keys.log)).toBe(1);

    const { thaw } = await freeze(replica);
    const second = { ...base, commit: commitOf('commit-2'), readAt: ORIGIN };
    expect(await log.append(second)).toMatchObject({ outcome: 'not-confirmed', reason: expect.stringContaining('0 of 1') });
    // A retry must not be confirmed either, only because it adds nothing.
    expect(await log.append(second)).toMatchObject({ outcome: 'not-confirmed' });
    thaw();
    await until(async () => (await log.append(second)).outcome === 'duplicate', 'it is confirmed');
    expect(await hand(replica).xlen(keys.log)).toBe(2);
  });

  test('a server that has forgotten the script is sent it again, and what is confirmed is still on the replica', async () => {
    const { redis, replica, log } = await pair();
    const { epoch } = await log.open();
    await log.append({ epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: [], touches: [] });
    await redis.script('FLUSH');
    const answer = await log.append({ epoch, commit: commitOf('commit-2'), readAt: ORIGIN, reads: [], touches: [] });
    expect(answer.outcome).toBe('appended');
    expect(await hand(replica).xlen(keys.log)).toBe(2);
  });
});
