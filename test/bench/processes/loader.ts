import { Redis } from 'ioredis';
import type { AppendAnswer, SiteLog } from '../../../server/log/log.js';
import { createRedisLog } from '../../../server/log/redis-log.js';
import { createLogger } from '../../../server/ops/logger.js';
import { createMeasures } from '../../../server/ops/measures.js';
import { createRedisConnections } from '../../../server/ops/redis.js';
import { RedisClock } from '../../../server/site/redis-clock.js';
import { Site } from '../../../server/site/site.js';
import { COMMIT_VERSION, type NewCommit } from '../../../shared/domain/commit.js';
import type { CommitId, Epoch, SiteId } from '../../../shared/kernel/ids.js';
import type { Position } from '../../../shared/kernel/position.js';
import { type Batch, SOURCE, SourceFloor } from '../floor/floor.js';
import { type FloorSize, openFloor } from '../floor/opening.js';
import { type Happening, Traffic } from '../floor/traffic.js';
import { cpuMicros, nowMicros, pause } from '../harness/clock.js';
import { serve } from '../harness/serve.js';
import { positionNumber } from './wire-client.js';

interface Target {
  /** Answers the position at which it was written. */
  write(commit: NewCommit, batch: Batch): Promise<string>;
}

const floor = new SourceFloor();
let traffic: Traffic;
let target: Target;
let commits = 0;
let again = 0;

/** A source that writes what happens into the log at a steady rate, whatever becomes of it: an open loop. */
const api = {
  /** `log`: through the product's append. `stream`: a plain XADD of the same text. */
  async start({
    redisPath,
    into,
    site,
    seed,
    ...size
  }: FloorSize & { redisPath: string; into: 'log' | 'stream'; site: string; seed: number }) {
    target = into === 'log' ? await appendTo(redisPath, site as SiteId) : addTo(redisPath, site);
    for (const batch of openFloor(floor, size, Date.now())) if (into === 'log') await target.write(commitOf(batch), batch);
    traffic = new Traffic(floor, size, seed);
  },

  /** Writes one thing and answers where it stands: once that is folded, all before it is. */
  async mark() {
    const batch = traffic.next(Date.now());
    return { position: await target.write(commitOf(batch), batch) };
  },

  /** So many commits a second for so long, of so many facts each. Times are when each was due, not when this process came to it. */
  async run({ perSecond, seconds, facts = 1 }: { perSecond: number; seconds: number; facts?: number }) {
    const count = Math.round(perSecond * seconds);
    const scheduledMicros = new Float64Array(count);
    const positions = new Float64Array(count);
    const before = { cpu: cpuMicros(), again };
    const started = nowMicros() + 2_000;
    const inLine = new Map<number, Promise<void>>();
    let next = 0;
    while (next < count) {
      const now = nowMicros();
      for (; next < count && started + (next * 1e6) / perSecond <= now; next++) {
        const nth = next;
        const happening = together(facts);
        scheduledMicros[nth] = started + (nth * 1e6) / perSecond;
        const commit = commitOf(happening);
        const written = (inLine.get(happening.line) ?? Promise.resolve())
          .then(() => target.write(commit, happening))
          .then((position) => {
            positions[nth] = positionNumber(position);
          });
        inLine.set(happening.line, written);
      }
      await pause(1);
    }
    await Promise.all(inLine.values());
    return { scheduledMicros, positions, cpuMicros: cpuMicros() - before.cpu, again: again - before.again };
  },

  /** Folds what was written so far as a node does, and saves that as the site's snapshot. */
  async snapshot({ redisPath, site: siteId }: { redisPath: string; site: string }) {
    const logger = createLogger({ level: 'warn' });
    const log = createRedisLog({ siteId: siteId as SiteId, redis: createRedisConnections({ url: `unix://${redisPath}` }, logger), logger });
    const site = new Site({ log, clock: new RedisClock(() => log.time()), logger, measures: createMeasures() });
    await site.start();
    await site.snapshot();
    const { agents, visits } = site.state();
    const { position } = site;
    await site.stop();
    await log.close();
    return { position, agents: agents.size, visits: visits.size };
  },

  /** As fast as it goes, a few hundred on their way at once. */
  async fill({ events }: { events: number }) {
    const inLine = new Map<number, Promise<unknown>>();
    let written = 0;
    for (let n = 0; written < events; n++) {
      const happening = traffic.next(Date.now());
      written += happening.events.length;
      const commit = commitOf(happening);
      inLine.set(
        happening.line,
        (inLine.get(happening.line) ?? Promise.resolve()).then(() => target.write(commit, happening)),
      );
      if (n % 256 === 255) await Promise.all(inLine.values());
    }
    await Promise.all(inLine.values());
    return { events: written };
  },
};

/** What an inbox gathers while its last commit is on its way: facts about different callers. */
function together(facts: number): Happening {
  const first = traffic.next(Date.now());
  const more = Array.from({ length: facts - 1 }, () => traffic.next(Date.now()));
  const all = [first, ...more];
  const distinct = (keys: 'reads' | 'touches') => [...new Set(all.flatMap((one) => one[keys]))];
  return { line: first.line, events: all.flatMap(({ events }) => events), reads: distinct('reads'), touches: distinct('touches') };
}

function commitOf({ events }: Batch): NewCommit {
  return {
    v: COMMIT_VERSION,
    id: `${SOURCE}/1/${process.pid}/${commits++}` as CommitId,
    by: { kind: 'connector', source: SOURCE },
    cause: 'facts',
    readAt: Date.now(),
    events: [...events],
  };
}

async function appendTo(redisPath: string, siteId: SiteId): Promise<Target> {
  const logger = createLogger({ level: 'warn' });
  const redis = createRedisConnections({ url: `unix://${redisPath}` }, logger);
  const log = createRedisLog({ siteId, redis, logger, maxInFlight: 100_000 });
  const { epoch, last } = await log.open();
  return new LogTarget(log, epoch, last);
}

class LogTarget implements Target {
  readonly #log: SiteLog;
  readonly #epoch: Epoch;
  /** The newest position that was answered: what a decision now would have been read at. */
  #readAt: Position;

  constructor(log: SiteLog, epoch: Epoch, last: Position) {
    this.#log = log;
    this.#epoch = epoch;
    this.#readAt = last;
  }

  async write(commit: NewCommit, { reads, touches }: Batch): Promise<string> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const answer: AppendAnswer = await this.#log.append({ epoch: this.#epoch, commit, readAt: this.#readAt, reads, touches });
      if (answer.outcome === 'appended' || answer.outcome === 'duplicate') {
        this.#readAt = answer.position;
        return answer.position;
      }
      if (answer.outcome !== 'stale' && answer.outcome !== 'not-confirmed') throw new Error(`append answered ${JSON.stringify(answer)}`);
      // The machine stood still for as long as two facts of one agent lie apart: as a node does, decide again.
      again += 1;
      await pause(1);
    }
    throw new Error('an append was never taken');
  }
}

function addTo(redisPath: string, stream: string): Target {
  const redis = new Redis({ path: redisPath });
  return { write: async (commit) => (await redis.xadd(stream, '*', 'commit', JSON.stringify(commit))) as string };
}

export type Loader = typeof api;
serve(api);
