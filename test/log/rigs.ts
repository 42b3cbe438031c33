import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { logKeys } from '../../server/log/keys.js';
import type { LogEntry, LostReason, SiteLog, UnreadableEntry } from '../../server/log/log.js';
import { createMemoryLog } from '../../server/log/memory-log.js';
import { createMemoryStore } from '../../server/log/memory-store.js';
import { createRedisLog } from '../../server/log/redis-log.js';
import { createRedisConnections } from '../../server/ops/redis.js';
import type { NewCommit } from '../../shared/domain/commit.js';
import { COMMIT_VERSION } from '../../shared/domain/commit.js';
import { type CommitId, commitIdSchema, queueIdSchema, siteIdSchema } from '../../shared/kernel/ids.js';
import { comparePositions, ORIGIN, type Position } from '../../shared/kernel/position.js';
import { epochMs } from '../../shared/kernel/time.js';

/** Quiet: what goes wrong in these tests goes wrong on purpose. */
export const silent = pino({ level: 'silent' });

/** A log under test, and the hands to damage what lies beneath it. */
export interface LogRig {
  readonly log: SiteLog;
  /** Snapshots that a load had to skip. */
  readonly damaged: string[];
  /** A second node of the same site. */
  anotherNode(): SiteLog;
  /** Puts an entry into the log past `append`, as a bug or a later build might. */
  inject(fields: Record<string, string>, id?: string): Promise<Position>;
  /** Loses the newest entries, as a fail-over to a lagging replica does. */
  loseTail(count: number): Promise<void>;
  /** Loses the log alone. */
  loseLog(): Promise<void>;
  /** Loses all of the site, as when Redis comes back empty. */
  loseAll(): Promise<void>;
  setEpoch(epoch: string): Promise<void>;
  close(): Promise<void>;
}

/** A log that begins again within the same millisecond would give out the same ids again. */
const nextMillisecond = () => delay(2);

export type MakeRig = () => Promise<LogRig>;

export const memoryRig: MakeRig = async () => {
  const store = createMemoryStore();
  const damaged: string[] = [];
  const nodes: SiteLog[] = [];
  const anotherNode = () => {
    const log = createMemoryLog({ now: Date.now, store, onDamaged: (_, problem) => damaged.push(problem) });
    nodes.push(log);
    return log;
  };
  const wake = () => {
    for (const watcher of store.watchers) watcher();
  };
  return {
    log: anotherNode(),
    damaged,
    anotherNode,
    async inject(fields, id) {
      const [ms, seq] = store.lastId.split('-').map(Number) as [number, number];
      const position = (id ?? (Date.now() > ms ? `${Date.now()}-0` : `${ms}-${seq + 1}`)) as Position;
      store.entries.push([position, Object.entries(fields).flat()]);
      if (comparePositions(position, store.lastId) > 0) store.lastId = position;
      wake();
      return position;
    },
    async loseTail(count) {
      store.entries = store.entries.slice(0, Math.max(0, store.entries.length - count));
      wake();
    },
    async loseLog() {
      await nextMillisecond();
      store.entries = [];
      store.lastId = ORIGIN;
      wake();
    },
    async loseAll() {
      Object.assign(store, { entries: [], lastId: ORIGIN, epoch: null, floor: null });
      for (const map of [store.ids, store.touched, store.dead, store.snapshots]) map.clear();
      wake();
    },
    async setEpoch(epoch) {
      store.epoch = epoch;
      wake();
    },
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
};

let sites = 0;

/** Every rig is a site of its own on the shared server. */
export const redisRig = async (url: string): Promise<LogRig> => {
  const siteId = siteIdSchema.parse(`test-${process.pid}-${++sites}`);
  const keys = logKeys(siteId);
  const connections = createRedisConnections({ url }, silent);
  const hand = connections.general();
  const damaged: string[] = [];
  const nodes: SiteLog[] = [];
  const anotherNode = () => {
    const log = createRedisLog({ siteId, redis: connections, logger: silent, onDamaged: (_, problem) => damaged.push(problem) });
    nodes.push(log);
    return log;
  };
  return {
    log: anotherNode(),
    damaged,
    anotherNode,
    inject: async (fields, id = '*') => (await hand.xadd(keys.log, id, ...Object.entries(fields).flat())) as Position,
    async loseTail(count) {
      const tail = await hand.xrevrange(keys.log, '+', '-', 'COUNT', count);
      await hand.xdel(keys.log, ...tail.map(([id]) => id));
    },
    async loseLog() {
      await nextMillisecond();
      await hand.del(keys.log);
    },
    loseAll: async () => void (await hand.del(...(await hand.keys(`{site:${siteId}}:*`)))),
    setEpoch: async (epoch) => void (await hand.set(keys.epoch, epoch)),
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
      hand.disconnect();
    },
  };
};

const queue = queueIdSchema.parse('q-support');

/** The smallest commit that says which one it is: `note` travels in its event. */
export function commitOf(id: string, note = 1): NewCommit {
  return {
    v: COMMIT_VERSION,
    id: commitIdSchema.parse(id),
    by: { kind: 'operator' },
    cause: 'test',
    events: [{ type: 'queue.removed', occurredAt: epochMs(note), queueId: queue }],
  };
}

export const commitId = (text: string): CommitId => commitIdSchema.parse(text);

/** All entries after `from`. */
export async function readAll(log: SiteLog, from: Position = ORIGIN): Promise<(LogEntry | UnreadableEntry)[]> {
  const all: (LogEntry | UnreadableEntry)[] = [];
  for await (const page of log.read(from)) all.push(...page);
  return all;
}

/** Appends commits one after the other, each decided on the one before. */
export async function appendChain(log: SiteLog, ids: readonly string[]): Promise<Position[]> {
  const { epoch, last } = await log.open();
  const positions: Position[] = [];
  let readAt = last;
  for (const [i, id] of ids.entries()) {
    const request = { epoch, commit: commitOf(id, i), readAt, reads: ['site'], touches: ['site'] };
    let answer = await log.append(request);
    // A machine under load may keep an answer waiting: then it is asked again, as any caller would.
    while (answer.outcome === 'not-confirmed') {
      await delay(5);
      answer = await log.append(request);
    }
    if (!('position' in answer)) throw new Error(`${id}: ${JSON.stringify(answer)}`);
    readAt = answer.position;
    positions.push(readAt);
  }
  return positions;
}

/** Follows a log and keeps what it is told. */
export function watch(log: SiteLog, from: Position = ORIGIN) {
  const entries: (LogEntry | UnreadableEntry)[] = [];
  const lost: LostReason[] = [];
  let alive = 0;
  const tail = log.tail(from, {
    onEntries: (page) => void entries.push(...page),
    onAlive: () => void alive++,
    onLost: (reason) => void lost.push(reason),
  });
  return {
    entries,
    lost,
    aliveCount: () => alive,
    ids: () => entries.map((entry) => ('commit' in entry ? entry.commit.id : `unreadable: ${entry.problem}`)),
    stop: () => tail.stop(),
  };
}

/** Waits for a fact, not for a time: the limit only ends a test that would hang. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string, withinMs = 20_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`);
    await delay(5);
  }
}

/** Signals the server itself: a test may stop it as a busy machine would. */
export async function serverPid(url: string): Promise<number> {
  const redis = new Redis(url.replace('unix://', ''));
  const info = await redis.info('server');
  redis.disconnect();
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}
