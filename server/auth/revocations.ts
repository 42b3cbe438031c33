import { z } from 'zod';
import type { Logger } from '../ops/logger.js';
import { type AuthRedis, authKeys } from './keys.js';
import type { Revocation } from './principal.js';

export const revocationSchema = z.strictObject({
  sessionHash: z.string(),
  userId: z.string(),
  reason: z.enum(['signed-out', 'ended-elsewhere', 'user-disabled', 'role-changed', 'password-changed', 'link-revoked', 'expired']),
});

/** A node that was away for longer than this many revocations checks all its sessions anyway when it is back. */
const KEPT = 10_000;
const BLOCK_MS = 1_000;
const RETRY_MS = 250;

/** The stream in which every node reads that a session has ended. */
export interface RevocationFeed {
  /** Follows from now on; resolves when nothing published after it can be missed. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export const publishTo = (redis: AuthRedis, revocation: Revocation) =>
  redis.xAdd(authKeys.revocations, '*', { ...revocation }, { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: KEPT } });

const replySchema = z
  .array(z.object({ messages: z.array(z.object({ id: z.string(), message: z.record(z.string(), z.string()) })) }))
  .min(1)
  .nullable();

/**
 * `onGap` is called after the connection was broken: what was published meanwhile may have been trimmed, so whoever holds
 * sessions must look at them again. `onRead` comes about once a second.
 */
export function followRevocations(
  redis: AuthRedis,
  logger: Logger,
  handler: { onRevoked(revocation: Revocation): void; onGap(): void; onRead(): void },
): RevocationFeed {
  // Blocking reads need a connection of their own.
  const connection = redis.duplicate();
  connection.on('error', (error: unknown) => logger.warn({ err: error }, 'revocation feed: connection error'));
  let from = '0-0';
  let stopping = false;
  let loop: Promise<void> = Promise.resolve();

  const readOnce = async () => {
    const reply = replySchema.parse(await connection.xRead({ key: authKeys.revocations, id: from }, { BLOCK: BLOCK_MS, COUNT: 500 }));
    for (const { id, message } of reply?.[0]?.messages ?? []) {
      from = id;
      const parsed = revocationSchema.safeParse(message);
      if (parsed.success) handler.onRevoked(parsed.data);
      else logger.error({ id }, 'revocation feed: unreadable entry');
    }
  };
  const run = async () => {
    let broken = false;
    while (!stopping) {
      try {
        await readOnce();
        if (broken) handler.onGap();
        broken = false;
        handler.onRead();
      } catch (error) {
        if (stopping) return;
        broken = true;
        logger.warn({ err: error }, 'revocation feed: read failed');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  };
  return {
    async start() {
      await connection.connect();
      const newest = await connection.xRevRange(authKeys.revocations, '+', '-', { COUNT: 1 });
      from = newest?.[0]?.id ?? '0-0';
      loop = run();
    },
    async stop() {
      stopping = true;
      connection.destroy();
      await loop;
    },
  };
}
