import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';
import type { AgentId, SiteId } from '../../shared/kernel/ids.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    breakwaterDesks(...keysAndArguments: (string | number)[]): Result<readonly string[], Context>;
  }
}

const script = { lua: readFileSync(new URL('./desks.lua', import.meta.url), 'utf8'), numberOfKeys: 1 };

/** An entry that is not told again is void after this: a node that died takes its desks with it. */
const SPAN_MS = 15_000;

export const desksKey = (siteId: SiteId): string => `{site:${siteId}}:desks`;

/** Which agents have a page open, on any node of the site. */
export interface DeskBook {
  /** Tells what is open here, still or anew, and what closed here; answers whose desk is open anywhere. */
  tell(open: Iterable<AgentId>, closed: Iterable<AgentId>): Promise<ReadonlySet<AgentId>>;
}

export interface DeskBookOptions {
  readonly redis: Redis;
  readonly siteId: SiteId;
  /** Unique for each start of a node. */
  readonly nodeId: string;
  readonly spanMs?: number;
}

export function createDeskBook({ redis, siteId, nodeId, spanMs = SPAN_MS }: DeskBookOptions): DeskBook {
  redis.defineCommand('breakwaterDesks', script);
  const entriesOf = (ids: Iterable<AgentId>) => Array.from(ids, (id) => `${id}|${nodeId}`);
  return {
    async tell(open, closed) {
      const opened = entriesOf(open);
      const entries = await redis.breakwaterDesks(desksKey(siteId), spanMs, opened.length, ...opened, ...entriesOf(closed));
      return new Set(entries.map((entry) => entry.slice(0, entry.indexOf('|')) as AgentId));
    },
  };
}
