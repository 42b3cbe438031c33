import { z } from 'zod';
import { agentIdSchema, bufferIdSchema, coverIdSchema } from '../../kernel/ids.js';
import { durationMsSchema, epochMsSchema, HOUR_MS, MINUTE_MS } from '../../kernel/time.js';
import { whenSchema } from '../action/commands.js';
import { codeSchema } from '../roster/words.js';
import { words } from '../text.js';
import { declineCodeSchema, privateRefSchema, reliefHowSchema } from './words.js';

/**
 * What people wish for around a buffer shift (domain B.4). No private text is in any of these: a reason is handed over beforehand, by
 * `POST /api/v1/private`, and only named here. Check-ins, counselling and calls for urgent help never come as commands at all.
 */
const onBuffer = { bufferId: bufferIdSchema };

/** BS-R3: as long as the shift lasts, which is never more than this. */
const lengthMs = durationMsSchema.min(30 * MINUTE_MS).max(12 * HOUR_MS);

export const bufferCommands = [
  /** The agent, in one tap. Checked and answered in the same commit (BS-01…05). */
  z.strictObject({
    type: z.literal('buffer.request'),
    startAt: z.union([z.literal('now'), epochMsSchema]),
    /** None: the site's usual length, or the rest of the shift. */
    lengthMs: lengthMs.optional(),
    post: codeSchema.optional(),
    reasonRef: privateRefSchema.optional(),
    /** Whoever decides may open the reason; the agent sees who did (BS-N5). */
    shareReason: z.boolean(),
  }),
  z.strictObject({ type: z.literal('buffer.withdraw'), ...onBuffer }),
  /** Who decides sees what it does to the customers, and says when; or no, with a code, where that is allowed (BS-R6). */
  z.strictObject({
    type: z.literal('buffer.decide'),
    ...onBuffer,
    decision: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('approve') }),
      z.strictObject({ kind: z.literal('other-start'), startAt: epochMsSchema }),
      z.strictObject({ kind: z.literal('decline'), code: declineCodeSchema }),
    ]),
  }),
  /** A second person looks at a no: it stands, or the request is approved after all. */
  z.strictObject({ type: z.literal('buffer.review'), ...onBuffer, outcome: z.enum(['upheld', 'overturned']) }),
  z.strictObject({ type: z.literal('buffer.assign-post'), ...onBuffer, post: codeSchema }),
  /** Asks these colleagues to take over for the time, beside those whom the site asks by itself. */
  z.strictObject({ type: z.literal('buffer.ask-cover'), ...onBuffer, agentIds: z.array(agentIdSchema).min(1).max(3) }),
  /** The agent goes: now, or after the call in hand (BS-12). */
  z.strictObject({ type: z.literal('buffer.confirm'), ...onBuffer, when: whenSchema }),
  z.strictObject({ type: z.literal('buffer.early-return'), ...onBuffer }),
  /** `more`: by so long, at most twice, each at most the site's usual length (BS-18). */
  z.strictObject({
    type: z.literal('buffer.check-in'),
    ...onBuffer,
    answer: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('ready') }),
      z.strictObject({ kind: z.literal('more'), byMs: durationMsSchema.min(5 * MINUTE_MS).max(8 * HOUR_MS) }),
    ]),
  }),
  /** 可询问: whether colleagues may ask for help during the shift (BS-23). */
  z.strictObject({ type: z.literal('buffer.allow-asking'), ...onBuffer, on: z.boolean() }),
  /** Only where the agent allowed it. There is no answering no: it just passes. */
  z.strictObject({ type: z.literal('buffer.ask-help'), ...onBuffer }),
  /** A site emergency: what has not begun is off, and is offered again within a day (BS-22). */
  z.strictObject({ type: z.literal('buffer.cancel'), ...onBuffer, reason: words(200) }),

  /** 支援换岗: a colleague's answer. What it is for is not told. */
  z.strictObject({ type: z.literal('cover.answer'), coverId: coverIdSchema, accept: z.boolean() }),
  /** Whether one wants to be asked at all (BS-R8). */
  z.strictObject({ type: z.literal('cover.opt-in'), on: z.boolean() }),

  /** "Needs relief now": all that anybody learns of it (BS-R10). */
  z.strictObject({ type: z.literal('relief.ask') }),
  /** How the supervisor takes them off the phones. The task is over when they are off, not before. */
  z.strictObject({ type: z.literal('relief.give'), agentId: agentIdSchema, how: reliefHowSchema }),

  /** 情绪小休: needs nobody's yes and no reason (B.4.1). */
  z.strictObject({ type: z.literal('micro-pause.take'), when: whenSchema }),
  z.strictObject({ type: z.literal('micro-pause.end') }),
] as const;
