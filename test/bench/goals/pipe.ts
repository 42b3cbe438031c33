import { startTestRedis } from '../../support/redis.js';
import type { FloorSize } from '../floor/opening.js';
import { type Child, startChild } from '../harness/child.js';
import { quantile } from '../harness/stats.js';
import type { BareServer } from '../processes/bare-server.js';
import type { LiveServer } from '../processes/live-server.js';
import type { Loader } from '../processes/loader.js';
import type { Receivers } from '../processes/receivers.js';

/** From a source's write to the clients, whole: a loader, Redis, a server, and the clients of it. */
export interface Pipe {
  /** One window. Latencies in ms from the moment at which each event was due until each client knew it. */
  window(load: Load): Promise<PipeFigures>;
}

export interface Load {
  readonly perSecond: number;
  readonly seconds: number;
  /** At the same rate before the window: how often frames go out follows the rate of the second before. */
  readonly leadSeconds?: number;
}

export interface PipeFigures {
  readonly [name: string]: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the server, for each event, µs. */
  readonly cpuPerEvent: number;
  readonly framesPerSecond: number;
  readonly bytesPerClientSecond: number;
  /** Bytes to a client ÷ the bytes of what was news in them. */
  readonly bytesPerNews: number;
  /** Events that some client never learned of. */
  readonly missing: number;
  /** Appends that had to be decided again. */
  readonly again: number;
}

/** Without any file: how durable the log is costs both sides the same, and the disk of this machine is not what is measured. */
export const startMemoryRedis = () => startTestRedis(['--appendonly', 'no']);
export type Keep = <S extends { stop(): Promise<unknown> }>(thing: S) => S;

const CLIENTS = 100;
const LEAST_LEAD_SECONDS = 0.2;

/** The product: its append, its log's tail, its fold, its frames. */
export async function startProduct(keep: Keep, redisPath: string, site: string, size: FloorSize): Promise<Pipe> {
  const loader = keep(startChild<Loader>('loader'));
  const server = keep(startChild<LiveServer>('live-server'));
  const clients = keep(startChild<Receivers>('receivers'));
  await loader.call('start', { redisPath, into: 'log', site, seed: 1, ...size });
  const { port } = await server.call('start', { redisUrl: `unix://${redisPath}`, siteId: site as never });
  await clients.call('connect', { port, kind: 'live', count: CLIENTS });
  return pipe(loader, server, clients);
}

/** Reference P: a plain XADD of the same text, a blocking read, and each reply's bytes to everybody. */
export async function startBare(keep: Keep, redisPath: string, stream: string, size: FloorSize): Promise<Pipe> {
  const loader = keep(startChild<Loader>('loader'));
  const server = keep(startChild<BareServer>('bare-server'));
  const clients = keep(startChild<Receivers>('receivers'));
  await loader.call('start', { redisPath, into: 'stream', site: stream, seed: 1, ...size });
  const { port } = await server.call('start', undefined);
  await server.call('follow', { redisPath, stream });
  await clients.call('connect', { port, kind: 'raw', count: CLIENTS });
  return pipe(loader, server, clients);
}

/** What both kinds of server can be asked. */
type Measured = Pick<LiveServer, 'begin' | 'end'>;

function pipe(loader: Child<Loader>, server: Child<Measured>, clients: Child<Receivers>): Pipe {
  return {
    async window({ perSecond, seconds, leadSeconds = 0 }) {
      await loader.call('run', { perSecond, seconds: Math.max(LEAST_LEAD_SECONDS, leadSeconds) });
      await clients.call('begin', { times: true });
      await server.call('begin', undefined);
      const { positions, scheduledMicros, again } = await loader.call('run', { perSecond, seconds });
      const { cpuMicros } = await server.call('end', undefined);
      const { latencies, missing } = await clients.call('latencies', { positions, scheduledMicros });
      const { frames, bytes } = await clients.call('count', undefined);
      const news = await clients.call('news', undefined);
      return {
        p50: quantile(latencies, 0.5),
        p99: quantile(latencies, 0.99),
        cpuPerEvent: cpuMicros / positions.length,
        framesPerSecond: frames / CLIENTS / seconds,
        bytesPerClientSecond: bytes / CLIENTS / seconds,
        bytesPerNews: news.bytes / news.newsBytes,
        missing,
        again,
      };
    },
  };
}

/** What would make the figures worth nothing, said beside them. */
export function lossesIn(windows: readonly PipeFigures[]): string {
  const missing = windows.reduce((sum, { missing }) => sum + missing, 0);
  const again = windows.reduce((sum, { again }) => sum + again, 0);
  return `${missing > 0 ? `; ${missing} NOT DELIVERED` : ''}${again > 0 ? `; ${again} decided again` : ''}`;
}
