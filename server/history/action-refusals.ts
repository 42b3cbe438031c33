import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';
import { z } from 'zod';
import type { Command } from '../../shared/domain/commands.js';
import type { SiteId } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import { type RefusedCommand, refusedCommandSchema } from '../../shared/protocol/http.js';
import type { CommandRequest, Role } from '../../shared/protocol/messages.js';
import { COMMIT_ID_TTL_MS } from '../log/limits.js';
import type { Logger } from '../ops/logger.js';
import type { Measures } from '../ops/measures.js';
import { refusalsKey, refusedKey } from './action-keys.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    breakwaterNoteRefusal(...keysAndArguments: (string | number)[]): Result<'noted' | 'known', Context>;
  }
}

const script = { lua: readFileSync(new URL('./note-refusal.lua', import.meta.url), 'utf8'), numberOfKeys: 2 };

/** Some 2 MB. Screens offer nobody what they may not do, so an ordinary day has a handful. */
const MOST_KEPT = 10_000;
/** Refusals whose note is on its way. When Redis does not answer, more are counted, and are not noted. */
const MOST_UNDER_WAY = 100;

/** Of whoever asked, what is kept. */
export interface Asker {
  readonly userId: string;
  readonly displayName: string;
  readonly role: Role;
}

/**
 * Commands that were refused because the role, or its scope, does not cover them: one entry each. Who, when, what kind and at what;
 * none of the command's texts.
 */
export interface RefusalBook {
  /** At once, and never fails: nobody's answer waits for it. */
  note(request: CommandRequest, by: Asker): void;
  /** Newest first. */
  read(query: { readonly limit: number; readonly cursor?: Position | undefined }): Promise<RefusalPage>;
}
export interface RefusalPage {
  readonly refusals: RefusedCommand[];
  readonly next: Position | null;
}

export interface RefusalBookDeps {
  readonly redis: Redis;
  readonly siteId: SiteId;
  /** The site clock. */
  readonly now: () => EpochMs;
  readonly measures: Pick<Measures, 'commandRefused'>;
  readonly logger: Logger;
}

export function createRefusalBook({ redis, siteId, now, measures, logger }: RefusalBookDeps): RefusalBook {
  redis.defineCommand('breakwaterNoteRefusal', script);
  let underWay = 0;

  const write = async ({ id, command }: CommandRequest, { userId, displayName, role }: Asker) => {
    const targetId = targetOf(command);
    const fields = {
      ...{ at: now(), userId, name: displayName, role, kind: command.type },
      ...(targetId === undefined ? {} : { targetId }),
      code: 'not-permitted',
    };
    // An id is the browser's own: with another command under it, this is another try.
    const which = [userId, id, command.type, targetId ?? ''].join('|');
    await redis.breakwaterNoteRefusal(
      refusedKey(siteId, which),
      refusalsKey(siteId),
      COMMIT_ID_TTL_MS,
      MOST_KEPT,
      ...Object.entries(fields).flat(),
    );
  };

  return {
    note(request, by) {
      measures.commandRefused(by.role);
      if (underWay >= MOST_UNDER_WAY) return;
      underWay += 1;
      write(request, by)
        .catch((error: unknown) => logger.error({ err: error, command: request.command.type }, 'a refusal could not be noted'))
        .finally(() => {
          underWay -= 1;
        });
    },
    async read({ limit, cursor }) {
      const entries = await redis.xrevrange(refusalsKey(siteId), cursor === undefined ? '+' : `(${cursor}`, '-', 'COUNT', limit + 1);
      const refusals = entries.slice(0, limit).map(([id, fields]) => parseEntry(id, fields));
      return { refusals, next: entries.length > limit ? (refusals.at(-1)?.id ?? null) : null };
    },
  };
}

const storedSchema = refusedCommandSchema.extend({ at: z.coerce.number().pipe(refusedCommandSchema.shape.at) });

function parseEntry(id: string, flat: readonly string[]): RefusedCommand {
  const fields = Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1]]] : [])));
  return storedSchema.parse({ id, ...fields });
}

/** What a command is aimed at, the most telling first. */
const TARGETS = ['visitId', 'caseId', 'agentId', 'alertId', 'ruleId', 'actionId', 'source'] as const;

function targetOf(command: Command): string | undefined {
  const fields: Readonly<Record<string, unknown>> = { ...command };
  for (const name of TARGETS) if (typeof fields[name] === 'string') return fields[name];
  return undefined;
}
