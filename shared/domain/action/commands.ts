import { z } from 'zod';
import { actionIdSchema, agentIdSchema, alertIdSchema, queueIdSchema, visitIdSchema } from '../../kernel/ids.js';
import { durationMsSchema } from '../../kernel/time.js';
import { words } from '../text.js';

/**
 * What people do to calls and agents. Each accepted one leaves exactly one action (see `action.ts`), which is its record; those that
 * reach into a phone system stay open until that has confirmed or refused them, or their time is up.
 */
const reason = words(200);
/** The alert that led to it: evidence, action and outcome stay together. */
const because = { alertId: alertIdSchema.optional() };
const priority = z.number().int().min(-100).max(100);

export const monitorModeSchema = z.enum(['listen', 'whisper', 'barge']);
export type MonitorMode = z.infer<typeof monitorModeSchema>;

/** Reason codes that a command may set. BUFFER and MICRO_PAUSE are never forced; RONA, REJECT and SYSTEM are the system's. */
export const commandedReasonSchema = z.enum([
  'BREAK',
  'MEAL',
  'TRAINING',
  'MEETING',
  'COACHING',
  'BACKOFFICE',
  'ADMIN',
  'PERSONAL',
  'MICRO_PAUSE',
]);
/** And what a wish of one's own may come to: going into a buffer shift, coming back from one. */
export const wishedReasonSchema = z.enum([...commandedReasonSchema.options, 'BUFFER', 'WARMUP']);
export const whenSchema = z.enum(['now', 'after-call']);

export const callCommands = [
  /** A waiting or a talking call to an agent, or to another queue. Many at once are many commands. */
  z.strictObject({
    type: z.literal('call.reassign'),
    visitId: visitIdSchema,
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('agent'), agentId: agentIdSchema }),
      z.strictObject({ kind: z.literal('queue'), queueId: queueIdSchema, priority: priority.optional() }),
    ]),
    /** Handover note: travels with the call, so that the customer does not repeat the story. */
    note: words(500).optional(),
    ...because,
  }),
  z.strictObject({ type: z.literal('call.set-priority'), visitId: visitIdSchema, priority, ...because }),
  /** Takes a waiting caller out of the queue, to where the dial plan goes on. */
  z.strictObject({ type: z.literal('call.withdraw'), visitId: visitIdSchema, reason, ...because }),
  /** 代接: the supervisor's own phone takes a waiting or ringing call. */
  z.strictObject({ type: z.literal('call.pick-up'), visitId: visitIdSchema, ...because }),
  /** 强制挂断: ends the call. Not to be confused with taking over. */
  z.strictObject({ type: z.literal('call.disconnect'), visitId: visitIdSchema, reason, ...because }),
  /** Begins to listen, whisper or barge, or changes between them. */
  z.strictObject({ type: z.literal('call.monitor'), visitId: visitIdSchema, mode: monitorModeSchema, ...because }),
  z.strictObject({ type: z.literal('call.stop-monitor'), visitId: visitIdSchema }),
  /** 接管: only while monitoring this call; the agent is released to wrap-up without any mark against them. */
  z.strictObject({ type: z.literal('call.take-over'), visitId: visitIdSchema }),
  /** 遇到辱骂: by the agent on the call, or by a supervisor. */
  z.strictObject({ type: z.literal('call.flag-abuse'), visitId: visitIdSchema }),
] as const;

export const actionCommands = [
  /** The desk's answer to a call that is offered before the phone system moves it. */
  z.strictObject({ type: z.literal('offer.accept'), actionId: actionIdSchema }),
  z.strictObject({ type: z.literal('offer.decline'), actionId: actionIdSchema, reason: words(200).optional() }),
  /** Takes back what has not happened yet; of what has happened, does the inverse as a new action. */
  z.strictObject({ type: z.literal('action.undo'), actionId: actionIdSchema }),
] as const;

export const agentCommands = [
  /** One's own state from the desk, or another's by force; then a reason is required. `after-call`: pending until the contact is over. */
  z.strictObject({
    type: z.literal('agent.set-state'),
    agentId: agentIdSchema,
    to: z.discriminatedUnion('state', [
      z.strictObject({ state: z.literal('ready') }),
      z.strictObject({ state: z.literal('not-ready'), reasonCode: commandedReasonSchema }),
    ]),
    when: whenSchema,
    reason: reason.optional(),
    ...because,
  }),
  z.strictObject({ type: z.literal('agent.sign-out'), agentId: agentIdSchema, when: whenSchema, reason: reason.optional(), ...because }),
  /** One's own: who is signed in is on duty, and nobody else says that of a person. Back into the queues that were left together. */
  z.strictObject({ type: z.literal('agent.sign-in') }),
  z.strictObject({ type: z.literal('agent.cancel-pending'), agentId: agentIdSchema }),
  /** One's own without a word; another's with a reason (AG-P3). */
  z.strictObject({ type: z.literal('agent.end-wrap-up'), agentId: agentIdSchema, reason: reason.optional(), ...because }),
  /** One line to an agent's desk; a whisper in writing when a call is named. */
  z.strictObject({ type: z.literal('agent.message'), agentId: agentIdSchema, text: words(300), visitId: visitIdSchema.optional() }),
  z.strictObject({ type: z.literal('message.read'), actionId: actionIdSchema }),
  /** Lends an agent to another queue; the site takes them back when the time is over. Several agents are several commands. */
  z.strictObject({
    type: z.literal('agent.borrow'),
    agentId: agentIdSchema,
    queueId: queueIdSchema,
    forMs: durationMsSchema.min(300_000).max(28_800_000),
    ...because,
  }),
  z.strictObject({ type: z.literal('agent.return'), agentId: agentIdSchema }),
  /** 举手: the agent on a call asks for help. */
  z.strictObject({ type: z.literal('help.raise'), text: words(120).optional() }),
  z.strictObject({ type: z.literal('help.acknowledge'), agentId: agentIdSchema, ...because }),
  /** By the agent: no longer needed. By who helps: done. */
  z.strictObject({ type: z.literal('help.close'), agentId: agentIdSchema }),
  /** The pause that is offered after an abusive call (AG-20): taken, or declined with one key. */
  z.strictObject({ type: z.literal('break.answer'), accept: z.boolean() }),
  /** Asks the source for its whole truth: the remedy for calls without a leg and members known to one side only. */
  z.strictObject({ type: z.literal('source.resync'), source: z.string().min(1).max(64), ...because }),
] as const;
