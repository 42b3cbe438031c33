import { z } from 'zod';
import { commitIdSchema } from '../kernel/ids.js';
import { epochMsSchema } from '../kernel/time.js';
import { domainEventSchema } from './events.js';

/** Raised with every change of an event that an older build could misread; each raise brings an upcaster and a fixture. */
export const COMMIT_VERSION = 3;

/** Who caused a commit: a person, a connector, or the site's own clock. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), userId: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('connector'), source: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('clock') }),
  z.strictObject({ kind: z.literal('operator') }),
]);
export type Actor = z.infer<typeof actorSchema>;

/** What is handed to `append`; the log adds `at` and `prev`. One command's events, or one batch that a connector read. */
export const newCommitSchema = z.strictObject({
  v: z.literal(COMMIT_VERSION),
  id: commitIdSchema,
  by: actorSchema,
  /** What led to it, in a word: a command's type, `facts`, `deadline`. */
  cause: z.string().min(1).max(64),
  /** Real time at which the connector read the bytes behind it (epoch ms): where the latency on screen starts. */
  readAt: z.number().nonnegative().optional(),
  events: z.array(domainEventSchema).min(1).max(200_000),
});
export type NewCommit = z.infer<typeof newCommitSchema>;

/** A commit in the log. `at` is Redis's time, never earlier than the commit before. */
export const commitSchema = z.strictObject({ ...newCommitSchema.shape, at: epochMsSchema });
export type Commit = z.infer<typeof commitSchema>;
