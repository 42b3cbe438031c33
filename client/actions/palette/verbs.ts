import { commandedReasonSchema, monitorModeSchema } from '../../../shared/domain/action/commands.js';
import type { EffectOp } from '../../../shared/domain/action/effects.js';
import type { Command } from '../../../shared/domain/commands.js';
import type { AgentId, QueueId, VisitId } from '../../../shared/kernel/ids.js';
import { durationMs } from '../../../shared/kernel/time.js';
import type { MessageKey } from '../../i18n/catalog.js';

/** What a verb has to be told, one after the other. */
export type Slot =
  | 'waiting-call'
  | 'talking-call'
  | 'any-call'
  | 'agent'
  | 'helper'
  | 'agent-or-queue'
  | 'queue'
  | 'priority'
  | 'reason-code'
  | 'when'
  | 'duration'
  /** Free words; `confirm` is the second step of what can not be undone. */
  | 'reason'
  | 'text'
  | 'confirm';

/** What was chosen for each slot: an option's id, or words. */
export type Chosen = readonly string[];

export interface Verb {
  readonly id: string;
  readonly title: MessageKey;
  /** Other words it is found by, in Latin letters. */
  readonly also: readonly string[];
  readonly slots: readonly Slot[];
  /** Rings this person's own phone. */
  readonly needsPhone?: boolean;
  /** What the phone system must be able to do. */
  readonly ops?: readonly EffectOp[];
  build(chosen: Chosen): Command;
}

const call = (chosen: Chosen) => (chosen[0] ?? '') as VisitId;
const agent = (chosen: Chosen) => (chosen[0] ?? '') as AgentId;
const at = (chosen: Chosen, slot: number) => chosen[slot] ?? '';

const monitor = (mode: 'listen' | 'whisper' | 'barge', also: readonly string[]): Verb => ({
  id: mode,
  title: `act.mode.${monitorModeSchema.parse(mode)}`,
  also,
  slots: ['talking-call'],
  needsPhone: true,
  ops: ['monitor'],
  build: (chosen) => ({ type: 'call.monitor', visitId: call(chosen), mode }),
});

export const VERBS: readonly Verb[] = [
  {
    id: 'reassign',
    title: 'act.kind.call.reassign',
    also: ['gaipai', 'reassign', 'transfer', 'zhuan'],
    slots: ['any-call', 'agent-or-queue'],
    ops: ['move-waiting', 'move-talking'],
    build: (chosen) => {
      const target = at(chosen, 1);
      const to = target.startsWith('q-')
        ? ({ kind: 'queue', queueId: target as QueueId } as const)
        : ({ kind: 'agent', agentId: target as AgentId } as const);
      return { type: 'call.reassign', visitId: call(chosen), to };
    },
  },
  {
    id: 'priority',
    title: 'act.kind.call.set-priority',
    also: ['priority', 'youxianji'],
    slots: ['waiting-call', 'priority'],
    ops: ['set-priority'],
    build: (chosen) => ({ type: 'call.set-priority', visitId: call(chosen), priority: Number(at(chosen, 1)) }),
  },
  {
    id: 'pick-up',
    title: 'act.kind.call.pick-up',
    also: ['pickup', 'daijie'],
    slots: ['waiting-call'],
    needsPhone: true,
    ops: ['pick-up'],
    build: (chosen) => ({ type: 'call.pick-up', visitId: call(chosen) }),
  },
  {
    id: 'withdraw',
    title: 'act.kind.call.withdraw',
    also: ['withdraw'],
    slots: ['waiting-call', 'reason'],
    ops: ['withdraw'],
    build: (chosen) => ({ type: 'call.withdraw', visitId: call(chosen), reason: at(chosen, 1) }),
  },
  monitor('listen', ['listen', 'jianting', 'monitor']),
  monitor('whisper', ['whisper', 'eryu', 'miyu', 'coach']),
  monitor('barge', ['barge', 'qiangcha']),
  {
    id: 'stop-monitor',
    title: 'act.kind.call.stop-monitor',
    also: ['stop'],
    slots: ['talking-call'],
    ops: ['stop-monitor'],
    build: (chosen) => ({ type: 'call.stop-monitor', visitId: call(chosen) }),
  },
  {
    id: 'take-over',
    title: 'act.kind.call.take-over',
    also: ['take over', 'jieguan', 'intercept'],
    slots: ['talking-call', 'confirm'],
    needsPhone: true,
    ops: ['take-over'],
    build: (chosen) => ({ type: 'call.take-over', visitId: call(chosen) }),
  },
  {
    id: 'disconnect',
    title: 'act.kind.call.disconnect',
    also: ['disconnect', 'hang up', 'guaduan'],
    slots: ['any-call', 'reason', 'confirm'],
    ops: ['disconnect'],
    build: (chosen) => ({ type: 'call.disconnect', visitId: call(chosen), reason: at(chosen, 1) }),
  },
  {
    id: 'not-ready',
    title: 'act.verb.not-ready',
    also: ['not ready', 'pause', 'shimang', '置忙'],
    slots: ['agent', 'reason-code', 'when', 'reason'],
    ops: ['set-not-ready'],
    build: (chosen) => ({
      type: 'agent.set-state',
      agentId: agent(chosen),
      to: { state: 'not-ready', reasonCode: commandedReasonSchema.parse(at(chosen, 1)) },
      when: at(chosen, 2) === 'after-call' ? 'after-call' : 'now',
      reason: at(chosen, 3),
    }),
  },
  {
    id: 'ready',
    title: 'act.verb.ready',
    also: ['ready', 'shixian', 'unpause', '置闲'],
    slots: ['agent', 'reason'],
    ops: ['set-ready'],
    build: (chosen) => ({ type: 'agent.set-state', agentId: agent(chosen), to: { state: 'ready' }, when: 'now', reason: at(chosen, 1) }),
  },
  {
    id: 'sign-out',
    title: 'act.kind.agent.sign-out',
    also: ['sign out', 'logout', 'qianchu'],
    slots: ['agent', 'when', 'reason'],
    ops: ['sign-out'],
    build: (chosen) => ({
      type: 'agent.sign-out',
      agentId: agent(chosen),
      when: at(chosen, 1) === 'after-call' ? 'after-call' : 'now',
      reason: at(chosen, 2),
    }),
  },
  {
    id: 'end-wrap-up',
    title: 'act.kind.agent.end-wrap-up',
    also: ['wrap-up', 'acw'],
    slots: ['agent', 'reason'],
    ops: ['end-wrap-up'],
    build: (chosen) => ({ type: 'agent.end-wrap-up', agentId: agent(chosen), reason: at(chosen, 1) }),
  },
  {
    id: 'message',
    title: 'act.kind.agent.message',
    also: ['message', 'xiaoxi', 'nudge'],
    slots: ['agent', 'text'],
    build: (chosen) => ({ type: 'agent.message', agentId: agent(chosen), text: at(chosen, 1) }),
  },
  {
    id: 'borrow',
    title: 'act.kind.agent.borrow',
    also: ['borrow', 'jiediao'],
    slots: ['agent', 'queue', 'duration'],
    ops: ['join-queue'],
    build: (chosen) => ({
      type: 'agent.borrow',
      agentId: agent(chosen),
      queueId: at(chosen, 1) as QueueId,
      forMs: durationMs(Number(at(chosen, 2)) * 60_000) as never,
    }),
  },
  {
    id: 'return',
    title: 'act.kind.agent.return',
    also: ['return', 'guihuan'],
    slots: ['agent'],
    ops: ['leave-queue'],
    build: (chosen) => ({ type: 'agent.return', agentId: agent(chosen) }),
  },
  {
    id: 'help',
    title: 'act.kind.help.acknowledge',
    also: ['help', 'qiuzhu', 'hand'],
    slots: ['helper'],
    build: (chosen) => ({ type: 'help.acknowledge', agentId: agent(chosen) }),
  },
];
