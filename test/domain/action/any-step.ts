import fc from 'fast-check';
import { EFFECT_OPS, type Effect } from '../../../shared/domain/action/effects.js';
import type { Fact } from '../../../shared/domain/facts.js';
import type { Actor } from '../../../shared/domain/policy.js';
import { isWaiting, openLeg } from '../../../shared/domain/visit/leg.js';
import type { ActionId } from '../../../shared/kernel/ids.js';
import { abandoned, answered, anyFact, ended, joined, member, offerEnded, offered, other, queueSeen } from '../../support/floor.js';
import {
  type ActingFloor,
  ADMIN,
  agent,
  HAO,
  LEAD,
  LI,
  LI_SELF,
  MEI,
  queue,
  type RawCommand,
  TOM,
  TOM_SELF,
  visit,
} from './acting-floor.js';

/**
 * What may happen on a floor, in any order: a source that tells anything, people who command anything, also of what is not there or
 * not theirs, the same command again, requests that are taken up and carried out or not, and time that goes by.
 */
export type Step =
  | { readonly kind: 'fact'; readonly fact: Fact }
  /** A call goes on in one of the ways that a call can, or a new one comes. */
  | { readonly kind: 'life'; readonly nth: number; readonly way: number; readonly key: string }
  /** All is well again: the source is there, the agents are signed in, and their desks are open. */
  | { readonly kind: 'mend' }
  | { readonly kind: 'command'; readonly by: Actor; readonly raw: RawCommand; readonly nth: number }
  /** The same command a second time, under the same id. */
  | { readonly kind: 'again'; readonly nth: number }
  /** A request is taken up, and the source does what it is asked for. */
  | { readonly kind: 'start'; readonly nth: number }
  | { readonly kind: 'obey'; readonly nth: number }
  | { readonly kind: 'desk'; readonly key: string; readonly isOpen: boolean }
  | { readonly kind: 'time'; readonly seconds: number };

/** Small enough that people and calls meet often. */
const LATER_VISIT = visit('later');
const visitId = fc.oneof(
  { weight: 12, arbitrary: fc.constant(LATER_VISIT) },
  { weight: 1, arbitrary: fc.constantFrom('call1', 'call1#2', 'forged').map(visit) },
);
const agentKey = fc.constantFrom(LI, TOM, 'constructor', MEI.phoneKey ?? '');
const agentId = fc.oneof({ weight: 9, arbitrary: agentKey.map(agent) }, { weight: 1, arbitrary: fc.constant(agent('forged')) });
const queueId = fc.constantFrom('sales', 'vip', '投诉', 'forged').map(queue);
const reason = fc.constantFrom('现场安排', 'x');
const when = fc.constantFrom('now', 'after-call');
const type = <T extends RawCommand['type']>(name: T) => fc.constant(name);

/** Calls and actions are chosen among the known ones when the command is given: mostly those that are open. */
const LATER = 'x-later' as ActionId;
const weighted = (weight: number, arbitrary: fc.Arbitrary<RawCommand>) => ({ weight, arbitrary });

const anyCommand: fc.Arbitrary<RawCommand> = fc.oneof(
  weighted(
    8,
    fc.record({
      type: type('call.reassign'),
      visitId,
      to: fc.oneof(
        fc.record({ kind: fc.constant('agent'), agentId }),
        fc.record({ kind: fc.constant('queue'), queueId }),
        fc.record({ kind: fc.constant('queue'), queueId, priority: fc.constantFrom(0, 5) }),
      ),
    }),
  ),
  weighted(3, fc.record({ type: type('call.set-priority'), visitId, priority: fc.constantFrom(0, 3, 7) })),
  weighted(2, fc.record({ type: type('call.withdraw'), visitId, reason })),
  weighted(3, fc.record({ type: type('call.pick-up'), visitId })),
  weighted(2, fc.record({ type: type('call.disconnect'), visitId, reason })),
  weighted(6, fc.record({ type: type('call.monitor'), visitId, mode: fc.constantFrom('listen', 'whisper', 'barge') })),
  weighted(2, fc.record({ type: type('call.stop-monitor'), visitId })),
  weighted(4, fc.record({ type: type('call.take-over'), visitId })),
  weighted(2, fc.record({ type: type('call.flag-abuse'), visitId })),
  weighted(5, fc.record({ type: type('offer.accept'), actionId: fc.constant(LATER) })),
  weighted(2, fc.record({ type: type('offer.decline'), actionId: fc.constant(LATER) })),
  weighted(6, fc.record({ type: type('action.undo'), actionId: fc.constant(LATER) })),
  weighted(
    6,
    fc.record({
      type: type('agent.set-state'),
      agentId,
      to: fc.oneof(
        fc.constant({ state: 'ready' }),
        fc.record({ state: fc.constant('not-ready'), reasonCode: fc.constantFrom('BREAK', 'MEETING', 'MICRO_PAUSE') }),
      ),
      when,
      reason,
    }),
  ),
  weighted(2, fc.record({ type: type('agent.sign-out'), agentId, when, reason })),
  weighted(2, fc.record({ type: type('agent.sign-in') })),
  weighted(1, fc.record({ type: type('agent.cancel-pending'), agentId })),
  weighted(1, fc.record({ type: type('agent.end-wrap-up'), agentId })),
  weighted(1, fc.record({ type: type('agent.message'), agentId, text: fc.constant('请看一下排队') })),
  weighted(1, fc.record({ type: type('message.read'), actionId: fc.constant(LATER) })),
  weighted(3, fc.record({ type: type('agent.borrow'), agentId, queueId, forMs: fc.constantFrom(300_000, 3_600_000) })),
  weighted(1, fc.record({ type: type('agent.return'), agentId })),
  weighted(3, fc.record({ type: type('help.raise') })),
  weighted(1, fc.record({ type: type('help.acknowledge'), agentId })),
  weighted(1, fc.record({ type: type('help.close'), agentId })),
  weighted(2, fc.record({ type: type('break.answer'), accept: fc.boolean() })),
  weighted(1, fc.record({ type: type('source.resync'), source: fc.constantFrom('test', 'forged') })),
);

const PEOPLE = [MEI, HAO, LEAD, LI_SELF, TOM_SELF, ADMIN];
const nth = fc.nat({ max: 5 });

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: anyFact.map((fact): Step => ({ kind: 'fact', fact })) },
  {
    weight: 14,
    arbitrary: fc
      .record({ by: fc.constantFrom(MEI, MEI, ...PEOPLE), raw: anyCommand, nth })
      .map((step): Step => ({ kind: 'command', ...step })),
  },
  {
    weight: 10,
    arbitrary: fc.record({ nth, way: fc.nat({ max: 4 }), key: fc.constantFrom(LI, TOM) }).map((step): Step => ({ kind: 'life', ...step })),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'mend' }) },
  { weight: 1, arbitrary: nth.map((n): Step => ({ kind: 'again', nth: n })) },
  { weight: 4, arbitrary: nth.map((n): Step => ({ kind: 'start', nth: n })) },
  { weight: 12, arbitrary: nth.map((n): Step => ({ kind: 'obey', nth: n })) },
  { weight: 2, arbitrary: fc.record({ key: agentKey, isOpen: fc.boolean() }).map((step): Step => ({ kind: 'desk', ...step })) },
  { weight: 5, arbitrary: fc.constantFrom(1, 1, 1, 4, 4, 12, 60).map((seconds): Step => ({ kind: 'time', seconds })) },
);
export const anySteps = fc.array(anyStep, { minLength: 40, maxLength: 120, size: 'max' });

/** Before anything happens: three calls, one with Li, and open desks. */
export const opening = (): Fact[] => [
  ...mended(1),
  ...['call1', 'call2', 'call3'].map((key, i) => joined(2 + i, key, i === 2 ? 'vip' : 'sales', { priority: i })),
  answered(6, 'call2', LI),
];

export const mended = (seconds: number): Fact[] => [
  other(seconds, { type: 'source.status', status: 'connected' }),
  other(seconds, { type: 'source.capabilities', can: EFFECT_OPS }),
  ...['sales', 'vip', '投诉'].map((key) => queueSeen(seconds, key, { wrapUpMs: 8_000 })),
  ...[LI, TOM].map((key) => other(seconds, { type: 'agent.reachable', agentKey: key, reachable: true })),
  ...[LI, TOM].map((key) => other(seconds, { type: 'agent.off-queue-call', agentKey: key, phase: 'none' })),
  member(seconds, LI, 'sales'),
  member(seconds, TOM, 'sales'),
  member(seconds, TOM, 'vip'),
];

/** The command with a call, an action and a person in it that are there, where it leaves these open. */
export function resolved(floor: ActingFloor, by: Actor, raw: RawCommand, n: number): { by: Actor; raw: RawCommand } {
  const { site } = floor;
  const listened = openVisits(floor).find(({ monitors }) => monitors.length > 0);
  if (n < 4 && listened !== undefined && (raw.type === 'call.take-over' || raw.type === 'call.stop-monitor')) {
    const listener = PEOPLE.find(({ userId }) => userId === listened.monitors[0]?.by.userId);
    return { by: listener ?? by, raw: { ...raw, visitId: listened.id } };
  }
  if (raw.visitId === LATER_VISIT) return { by, raw: { ...raw, visitId: openVisits(floor)[n % 4]?.id ?? visit('forged') } };
  if (raw.actionId !== LATER) return { by, raw };
  const known = [...new Set([...[...site.openActions].reverse(), ...[...site.actions.keys()].reverse()])];
  const offered = known.find((id) => site.actions.get(id)?.state === 'offered');
  const asked = SELVES.find(({ agentId: self }) => offered !== undefined && self === site.actions.get(offered)?.on.toAgentId);
  // Who is asked answers more often than anybody else does.
  if (raw.type.startsWith('offer.') && n < 4 && asked !== undefined) return { by: asked, raw: { ...raw, actionId: offered } };
  return { by, raw: { ...raw, actionId: known[n % (known.length + 1)] ?? 'x-forged' } };
}
const SELVES = [LI_SELF, TOM_SELF];

const openVisits = (floor: ActingFloor) => [...floor.site.calls.values()].flatMap((id) => floor.site.visits.get(id) ?? []);

/** What a source tells of a call that goes on, in one of five ways. */
export function lived(floor: ActingFloor, seconds: number, { nth: n, way, key }: Extract<Step, { kind: 'life' }>, join: number): Fact[] {
  const one = openVisits(floor)[n];
  if (one === undefined) return [joined(seconds, `new${join}`, way % 2 === 0 ? 'sales' : 'vip', { priority: way })];
  const holder = openLeg(one);
  const heldBy = holder === undefined ? undefined : floor.site.agents.get(holder.agentId)?.key;
  const ways =
    heldBy === undefined
      ? [
          offered(seconds, one.key, key),
          answered(seconds, one.key, key),
          offerEnded(seconds, one.key, key, 'no-answer'),
          abandoned(seconds, one.key),
          other(seconds, { type: 'visit.priority-changed', visitKey: one.key, priority: 4 }),
        ]
      : [
          other(seconds, { type: 'visit.held', visitKey: one.key, agentKey: heldBy }),
          other(seconds, { type: 'visit.resumed', visitKey: one.key, agentKey: heldBy }),
          ended(seconds, one.key, heldBy),
          ended(seconds, one.key, heldBy, 'blind-transfer'),
          other(seconds, { type: 'visit.handed-over', visitKey: one.key, agentKey: key }),
        ];
  return ways.slice(way, way + 1);
}

export function openAction(floor: ActingFloor, n: number, state: 'requested' | 'started'): ActionId | undefined {
  const open = [...floor.site.openActions].filter((id) => floor.action(id)?.state === state);
  return open[open.length - 1 - (n % (open.length + 1))];
}

/** What a source that does as it is asked tells then. */
export function obeyed(floor: ActingFloor, seconds: number, effect: Effect, join: number): Fact[] {
  switch (effect.op) {
    case 'move-waiting':
    case 'move-talking':
      return moved(floor, seconds, effect, join);
    case 'set-priority':
      return [other(seconds, { type: 'visit.priority-changed', visitKey: effect.visitKey, priority: effect.priority })];
    case 'withdraw':
      return [other(seconds, { type: 'visit.left', visitKey: effect.visitKey, reason: 'withdrawn' })];
    case 'pick-up':
      return [other(seconds, { type: 'visit.answered', visitKey: effect.visitKey, agentKey: effect.phoneKey })];
    case 'take-over':
      return [other(seconds, { type: 'visit.handed-over', visitKey: effect.visitKey, agentKey: effect.phoneKey })];
    case 'disconnect':
      return effect.agentKey === undefined
        ? [other(seconds, { type: 'visit.abandoned', visitKey: effect.visitKey })]
        : [other(seconds, { type: 'visit.talk-ended', visitKey: effect.visitKey, agentKey: effect.agentKey, by: 'agent' })];
    case 'monitor': {
      const { visitKey, agentKey: heard, mode, monitorKey } = effect;
      return [other(seconds, { type: 'monitor.started', visitKey, agentKey: heard, mode, monitorKey })];
    }
    case 'stop-monitor':
      return [other(seconds, { type: 'monitor.stopped', monitorKey: effect.monitorKey })];
    case 'set-ready':
    case 'set-not-ready':
      return membershipsOf(floor, effect.agentKey).map((queueKey) =>
        other(seconds, {
          type: 'member.seen',
          agentKey: effect.agentKey,
          queueKey,
          paused: effect.op === 'set-not-ready',
          ...(effect.op === 'set-not-ready' ? { reason: effect.reasonCode } : {}),
        }),
      );
    case 'sign-out':
      return membershipsOf(floor, effect.agentKey).map((queueKey) =>
        other(seconds, { type: 'member.gone', agentKey: effect.agentKey, queueKey }),
      );
    case 'sign-in':
      return effect.queues.map(({ queueKey }) =>
        other(seconds, { type: 'member.seen', agentKey: effect.agentKey, queueKey, paused: true, reason: 'WARMUP' }),
      );
    case 'end-wrap-up':
      return [other(seconds, { type: 'agent.wrap-up-ended', agentKey: effect.agentKey })];
    case 'join-queue':
      return [other(seconds, { type: 'member.seen', agentKey: effect.agentKey, queueKey: effect.queueKey, paused: false })];
    case 'leave-queue':
      return [other(seconds, { type: 'member.gone', agentKey: effect.agentKey, queueKey: effect.queueKey })];
    default:
      return [];
  }
}

/** A caller turns up where they were sent: a new stay in another queue, or at an agent's phone. */
function moved(
  floor: ActingFloor,
  seconds: number,
  { visitKey, to }: Extract<Effect, { op: 'move-waiting' | 'move-talking' }>,
  join: number,
): Fact[] {
  const before = floor.visit(visitKey);
  if (to.kind === 'agent') {
    const how = before !== undefined && isWaiting(before) ? 'visit.answered' : 'visit.handed-over';
    return [other(seconds, { type: how, visitKey, agentKey: to.agentKey })];
  }
  const [callKey] = visitKey.split('#');
  const priority = to.priority ?? before?.priority;
  const key = `${callKey}#${10 + join}`;
  return [
    other(seconds, {
      type: 'visit.joined',
      visitKey: key,
      queueKey: to.queueKey,
      callKey,
      caller: { masked: '' },
      ...(priority === undefined ? {} : { priority }),
      ...(before === undefined ? {} : { callEnteredAt: before.callEnteredAt }),
    }),
  ];
}

const membershipsOf = (floor: ActingFloor, key: string): string[] =>
  [...(floor.agent(key)?.memberships.keys() ?? [])].flatMap((id) => floor.site.queues.get(id)?.key ?? []);
