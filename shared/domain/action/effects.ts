import { z } from 'zod';
import { externalKeySchema } from '../../kernel/ids.js';
import { monitorModeSchema, wishedReasonSchema } from './commands.js';

/**
 * What a source is asked to do, in its own keys. Written into the log with the action, carried out at most once by whoever holds the
 * source's lease then. A connector answers only whether the source took the request; that it happened is told by the source's facts.
 */
/** A stay's own key tells every connector which call it is; the queue's is there for words and for sources that ask by queue. */
const visit = { visitKey: externalKeySchema, queueKey: externalKeySchema };
const agentKey = externalKeySchema;

/** How a source reaches an agent in a queue, in its own words: told when the agent leaves, given back when they sign in again. */
export const memberViaSchema = z.strictObject({ interface: z.string().min(1).max(200), stateInterface: z.string().max(200).optional() });
export type MemberVia = z.infer<typeof memberViaSchema>;

export const effectSchema = z.discriminatedUnion('op', [
  /** A caller who waits. */
  z.strictObject({
    op: z.literal('move-waiting'),
    ...visit,
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('agent'), agentKey }),
      z.strictObject({ kind: z.literal('queue'), queueKey: externalKeySchema, priority: z.number().int().optional() }),
    ]),
  }),
  /** A caller who talks to `agentKey`: that agent is released. */
  z.strictObject({
    op: z.literal('move-talking'),
    ...visit,
    agentKey,
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('agent'), agentKey }),
      z.strictObject({ kind: z.literal('queue'), queueKey: externalKeySchema, priority: z.number().int().optional() }),
    ]),
  }),
  z.strictObject({ op: z.literal('set-priority'), ...visit, priority: z.number().int() }),
  z.strictObject({ op: z.literal('withdraw'), ...visit }),
  z.strictObject({ op: z.literal('pick-up'), ...visit, phoneKey: externalKeySchema }),
  /** `agentKey`: who talks to the caller, if anybody. */
  z.strictObject({ op: z.literal('disconnect'), ...visit, agentKey: agentKey.optional() }),
  /** `monitorKey` comes back in `monitor.started` and `monitor.stopped`. */
  z.strictObject({
    op: z.literal('monitor'),
    ...visit,
    agentKey,
    phoneKey: externalKeySchema,
    mode: monitorModeSchema,
    monitorKey: externalKeySchema,
    /** A monitoring of the same phone that this one takes the place of: a change of mode. */
    replaces: externalKeySchema.optional(),
  }),
  z.strictObject({ op: z.literal('stop-monitor'), monitorKey: externalKeySchema }),
  z.strictObject({ op: z.literal('take-over'), ...visit, agentKey, phoneKey: externalKeySchema, monitorKey: externalKeySchema }),
  /** In all queues the agent serves. During a call the source lets the call go on and applies it afterwards. */
  z.strictObject({ op: z.literal('set-ready'), agentKey }),
  z.strictObject({ op: z.literal('set-not-ready'), agentKey, reasonCode: z.union([wishedReasonSchema, z.literal('FORCED')]) }),
  z.strictObject({ op: z.literal('sign-out'), agentKey }),
  /** Into these queues, off the phones until the agent is ready (AG-01). */
  z.strictObject({
    op: z.literal('sign-in'),
    agentKey,
    name: z.string().min(1).max(120),
    queues: z
      .array(
        z.strictObject({
          queueKey: externalKeySchema,
          penalty: z.number().int().min(0),
          /** What the source called the agent there. */
          member: z.string().min(1).max(120).optional(),
          via: memberViaSchema.optional(),
        }),
      )
      .min(1),
  }),
  z.strictObject({ op: z.literal('end-wrap-up'), agentKey }),
  z.strictObject({ op: z.literal('join-queue'), agentKey, queueKey: externalKeySchema, penalty: z.number().int().min(0).optional() }),
  z.strictObject({ op: z.literal('leave-queue'), agentKey, queueKey: externalKeySchema }),
  z.strictObject({ op: z.literal('resync') }),
]);
export type Effect = z.infer<typeof effectSchema>;
export type EffectOp = Effect['op'];
export type EffectOf<Op extends EffectOp> = Extract<Effect, { op: Op }>;
export const EFFECT_OPS = effectSchema.options.map((option) => option.shape.op.value) as readonly EffectOp[];
export const effectOpSchema = z.enum(EFFECT_OPS as [EffectOp, ...EffectOp[]]);

/** Why a source did not do what it was asked. Words of the source's own go into `detail`. */
export const failureCodeSchema = z.enum([
  'not-supported', // this source can't do that
  'not-configured', // it could, were it told how (a context of the dial plan, a phone)
  'not-found', // the call or agent is not there (any more)
  'caller-gone', // the caller hung up, left, or was answered elsewhere before it could happen
  'no-answer', // the phone that was to ring was not answered
  'busy',
  'refused', // the source said no, in its own words
  'unreachable', // the source could not be asked
  'interrupted', // the node that carried it out was lost; what became of it shows in the call itself
]);
export type FailureCode = z.infer<typeof failureCodeSchema>;
export const failureSchema = z.strictObject({ code: failureCodeSchema, detail: z.string().max(200).optional() });
export type Failure = z.infer<typeof failureSchema>;
