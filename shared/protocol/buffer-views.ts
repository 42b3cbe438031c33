import { z } from 'zod';
import { bufferCheckSchema, bufferStateSchema, declineCodeSchema, reliefHowSchema } from '../domain/buffer/words.js';
import { agentIdSchema, bufferIdSchema, coverIdSchema, queueIdSchema } from '../kernel/ids.js';
import { durationMsSchema, epochMsSchema } from '../kernel/time.js';

/**
 * Buffer shifts as browsers hold them. Who gets which field is in the table of `domain/redact.ts`: the agent, the leads of the
 * agent's team and the supervisors alone have any. To everybody else it is back office (B.4.4).
 */
export const bufferViewSchema = z.strictObject({
  id: bufferIdSchema,
  agentId: agentIdSchema,
  state: bufferStateSchema,
  requestedAt: epochMsSchema,
  wantedAt: epochMsSchema,
  lengthMs: durationMsSchema,
  /** As wished, then as decided, then as it was. */
  startAt: epochMsSchema,
  endAt: epochMsSchema,
  wishedPost: z.string().nullish(),
  /** The code of the back-office post; names come by `GET /api/v1/me/wellbeing` and `GET /api/v1/buffers/:bufferId/impact`. */
  post: z.string().nullish(),
  /** What it does to the customers; never anything about the agent. */
  check: bufferCheckSchema.nullish(),
  /** A person may decide until then; then it is approved, or the proposed start is taken. */
  decideBy: epochMsSchema.nullish(),
  /** Taken if nobody decides. Absent while `decideBy` is there: then silence approves. */
  proposedStartAt: epochMsSchema.nullish(),
  /** No start may be put later than this. */
  latestStartAt: epochMsSchema.nullish(),
  /** Whether a no is possible at all (BS-R6). */
  mayDecline: z.boolean(),
  /** A conversation is offered, and a person decides (BS-R4). */
  isThird: z.boolean(),
  decision: z
    .strictObject({
      outcome: z.enum(['approved', 'deferred', 'declined']),
      at: epochMsSchema,
      /** Absent: by itself. */
      byName: z.string().optional(),
      code: declineCodeSchema.optional(),
    })
    .nullish(),
  /** Of a no that waits for a second person: who said it, since they are not that person. */
  declinedById: z.string().nullish(),
  /** Of a no: what the second person made of it; absent: not yet looked at. */
  review: z.strictObject({ outcome: z.enum(['upheld', 'overturned']), byName: z.string(), at: epochMsSchema }).nullish(),
  /** Too few would stay: looked at again then. A supervisor takes the agent off the phones (`relief`). */
  blockedUntil: epochMsSchema.nullish(),
  /** A post, and a colleague, are sought until then. */
  arrangeBy: epochMsSchema.nullish(),
  cover: z.enum(['not-needed', 'sought', 'found', 'none']),
  partnerId: agentIdSchema.nullish(),
  /** Who is asked and has not answered. Who said no is not told. */
  askedIds: z.array(agentIdSchema),
  /** The agent confirms by then, or it lapses without a trace against them. */
  confirmBy: epochMsSchema.nullish(),
  /** Confirmed: goes after the call in hand. */
  isLeaving: z.boolean(),
  startedAt: epochMsSchema.nullish(),
  extensions: z.number().int(),
  /** May still be extended. */
  mayExtend: z.boolean(),
  /** More is needed than may be added: a plan with manager and HR. */
  needsPlan: z.boolean(),
  /** No answer at the end: a gentle word now, the wellbeing contact's call later. */
  unanswered: z.enum(['ping', 'call']).nullish(),
  /** 可询问 */
  mayAsk: z.boolean(),
  helpAsked: z.strictObject({ byName: z.string(), at: epochMsSchema, until: epochMsSchema }).nullish(),
  landingUntil: epochMsSchema.nullish(),
  /** Queues that the agent is kept from until then. */
  keptFrom: z.array(queueIdSchema),
  hasReason: z.boolean(),
  isReasonShared: z.boolean(),
  /** Who read the reason. */
  openedBy: z.array(z.strictObject({ name: z.string(), at: epochMsSchema })),
  /** Called off by an emergency, and offered again: one tap asks for it anew. */
  isReoffered: z.boolean(),
  closedAt: epochMsSchema.nullish(),
});
export type BufferView = z.infer<typeof bufferViewSchema>;

/** 支援换岗, on the page of the one who is asked. */
export const coverViewSchema = z.strictObject({
  id: coverIdSchema,
  agentId: agentIdSchema,
  startAt: epochMsSchema,
  endAt: epochMsSchema,
  queueIds: z.array(queueIdSchema),
  offeredAt: epochMsSchema,
  until: epochMsSchema,
  /** `ended`: somebody else was first, or it is not needed any more. */
  state: z.enum(['open', 'accepted', 'declined', 'ended']),
});
export type CoverView = z.infer<typeof coverViewSchema>;

/** An agent who needs relief now; over when they are off the phones. */
export const reliefViewSchema = z.strictObject({
  /** The agent's. */
  id: agentIdSchema,
  since: epochMsSchema,
  taken: z.strictObject({ byName: z.string(), how: reliefHowSchema, at: epochMsSchema }).nullish(),
});
export type ReliefView = z.infer<typeof reliefViewSchema>;
