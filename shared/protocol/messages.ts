import { z } from 'zod';
import { commandSchema } from '../domain/commands.js';
import { REJECTION_CODES } from '../domain/rejection.js';
import { actionIdSchema, agentIdSchema, commitIdSchema, epochSchema, teamIdSchema } from '../kernel/ids.js';
import { positionSchema } from '../kernel/position.js';
import { epochMsSchema } from '../kernel/time.js';
import { VIEW_KINDS, type ViewKind, type ViewOf } from './views.js';

/** The wire. Both ends type their socket with `ClientToServer` and `ServerToClient`; there are no other event names. */

export const roleSchema = z.enum(['agent', 'lead', 'supervisor', 'admin', 'wall']);
export type Role = z.infer<typeof roleSchema>;

/** First message of a browser. With `resume`, only what changed since is sent. */
export const helloSchema = z.strictObject({
  protocol: z.number().int(),
  resume: z
    .strictObject({
      epoch: epochSchema,
      position: positionSchema,
      /** `serverAt` of the last heartbeat or frame: figures that changed without a commit since then are sent again. */
      asOf: epochMsSchema,
      /** `node` of the welcome that came before that: back at the same node, only figures that really changed are sent again. */
      node: z.string().max(64).optional(),
    })
    .optional(),
});
export type Hello = z.infer<typeof helloSchema>;

/** Answer to `hello`: who the server takes this browser for. */
export const welcomeSchema = z.strictObject({
  protocol: z.number().int(),
  userId: z.string(),
  displayName: z.string(),
  role: roleSchema,
  /** An agent's own id; a lead's teams. */
  agentId: agentIdSchema.nullish(),
  teamIds: z.array(teamIdSchema),
  /** This person's own phone is known: listening, barging and picking up can ring it. */
  hasPhone: z.boolean(),
  resumed: z.boolean(),
  /** Which node this is, since its start. */
  node: z.string().max(64),
});
export type Welcome = z.infer<typeof welcomeSchema>;

export type ChangedRecord<K extends ViewKind = ViewKind> = { id: string } & { [F in keyof ViewOf<K>]?: ViewOf<K>[F] | null };
/**
 * The entities that changed between two positions, with the fields that changed; `null` clears one. `from: null` means: this is
 * all there is, drop what you hold. A client whose position is not `from` says hello again with its own.
 * `from` equals `to` when only the passing of time changed figures.
 */
export const frameSchema = z.strictObject({
  epoch: epochSchema,
  from: positionSchema.nullable(),
  to: positionSchema,
  /** Real time of the node when it built the frame (Redis's clock). */
  at: epochMsSchema,
  /** When the oldest bytes behind this frame were read by their connector (same clock): the start of the latency shown. */
  readAt: z.number().optional(),
  changed: z.partialRecord(z.enum(VIEW_KINDS as [ViewKind, ...ViewKind[]]), z.array(z.looseObject({ id: z.string() }))),
  gone: z.partialRecord(z.enum(VIEW_KINDS as [ViewKind, ...ViewKind[]]), z.array(z.string())),
});
export type Frame = Omit<z.infer<typeof frameSchema>, 'changed' | 'gone'> & {
  changed: { [K in ViewKind]?: ChangedRecord<K>[] };
  gone: { [K in ViewKind]?: string[] };
};

/** Why what is shown can't be trusted as live, and since when (real time, Redis's clock). */
export const staleReasonSchema = z.strictObject({
  because: z.enum(['connector-lost', 'source-silent', 'fold-stalled', 'log-unreachable']),
  /** The source concerned, where it is one. */
  source: z.string().optional(),
  since: epochMsSchema,
});
export type StaleReason = z.infer<typeof staleReasonSchema>;

/** Once a second. None for 3 s: behind; none for 15 s: stale. */
export const heartbeatSchema = z.strictObject({
  epoch: epochSchema,
  position: positionSchema,
  serverAt: epochMsSchema,
  /** The site clock, and how many times faster than real time it runs. */
  siteNow: epochMsSchema,
  rate: z.number().positive(),
  stale: z.array(staleReasonSchema),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** A command keeps its id through every retry; a new try after a refusal has a new one. */
export const commandRequestSchema = z.strictObject({ id: commitIdSchema, issuedAt: epochMsSchema, command: commandSchema });
export type CommandRequest = z.infer<typeof commandRequestSchema>;

/** The domain's own refusals, and those of the way there. */
export const rejectionSchema = z.strictObject({
  code: z.enum([...REJECTION_CODES, 'bad-request', 'expired', 'too-many', 'unavailable']),
  /** The field at fault. */
  field: z.string().optional(),
  detail: z.string().max(300).optional(),
  /** Who was first, for `conflict`: with what, and in which action. */
  byName: z.string().max(64).optional(),
  /** When that person did. */
  at: epochMsSchema.optional(),
  actionId: actionIdSchema.optional(),
  /** For `partly-refused`: what was wrong with which of the many, by its place in the command. */
  items: z
    .array(
      z.strictObject({
        index: z.number().int().nonnegative(),
        code: z.enum(REJECTION_CODES),
        field: z.string().optional(),
        detail: z.string().max(300).optional(),
        byName: z.string().max(64).optional(),
        at: epochMsSchema.optional(),
      }),
    )
    .max(500)
    .optional(),
});
export type WireRejection = z.infer<typeof rejectionSchema>;
export const commandAnswerSchema = z.discriminatedUnion('outcome', [
  /** `actionId`: the action that it became, in which its outcome shows. */
  z.strictObject({ outcome: z.literal('accepted'), epoch: epochSchema, position: positionSchema, actionId: actionIdSchema }),
  z.strictObject({ outcome: z.literal('refused'), rejection: rejectionSchema }),
  z.strictObject({ outcome: z.literal('not-confirmed'), commitId: commitIdSchema }),
]);
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;

/** Why the server is about to close this socket; the browser acts on it (sign in again, reload, come back later). */
export const goodbyeSchema = z.strictObject({
  because: z.enum(['signed-out', 'protocol', 'moving', 'too-slow', 'too-many', 'bad-message']),
  /** Come back after this, plus jitter. */
  retryAfterMs: z.number().nonnegative().optional(),
});
export type Goodbye = z.infer<typeof goodbyeSchema>;

export type ClientToServer = {
  hello: (hello: Hello) => void;
  command: (request: CommandRequest, answer: (answer: CommandAnswer) => void) => void;
  /** At most 4 a second: lets the server notice a browser that no longer reads. */
  seen: (position: string) => void;
};
export type ServerToClient = {
  welcome: (welcome: Welcome) => void;
  frame: (frame: Frame) => void;
  heartbeat: (beat: Heartbeat) => void;
  goodbye: (goodbye: Goodbye) => void;
};
