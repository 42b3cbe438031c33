import { EFFECT_OPS } from '../../../shared/domain/action/effects.js';
import { type Command, commandSchema } from '../../../shared/domain/commands.js';
import { deadlinesOf, decideDeadline } from '../../../shared/domain/deadlines.js';
import { decide } from '../../../shared/domain/decide.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import type { Actor } from '../../../shared/domain/policy.js';
import type { Rejection } from '../../../shared/domain/rejection.js';
import { siteConfigSchema } from '../../../shared/domain/site-config.js';
import { type ActionId, actionIdOf, agentIdOf, type CommitId, queueIdOf, teamIdOf, visitIdOf } from '../../../shared/kernel/ids.js';
import { at, member, other, queueSeen, SOURCE, testFloor } from '../../support/floor.js';

export const LI = 'PJSIP/1001';
export const TOM = 'PJSIP/1002';
/** Of another team, in another queue. */
export const ZHAO = 'PJSIP/1003';

export const agent = (key: string) => agentIdOf(SOURCE, key);
export const queue = (key: string) => queueIdOf(SOURCE, key);
export const visit = (key: string) => visitIdOf(SOURCE, key);

const person = (userId: string, name: string, role: Actor['role'], phone: string | null, more: Partial<Actor> = {}): Actor => ({
  userId,
  name,
  role,
  teamIds: [],
  ...(phone === null ? {} : { phoneKey: phone, agentId: agent(phone) }),
  ...more,
});
/** Two supervisors with phones of their own, a lead, an administrator without a phone, and agents. */
export const MEI = person('u-mei', '王梅', 'supervisor', 'PJSIP/9001');
export const HAO = person('u-hao', '陈浩', 'supervisor', 'PJSIP/9002');
export const LEAD = person('u-lin', '林组长', 'lead', 'PJSIP/9003', { teamIds: [teamIdOf('一组')] });
export const ADMIN = person('u-adm', '管理员', 'admin', null);
export const LI_SELF = person('u-li', '李婉清', 'agent', LI);
export const TOM_SELF = person('u-tom', 'Tom', 'agent', TOM);

const CONFIG = siteConfigSchema.parse({
  name: '测试',
  timeZone: 'Asia/Shanghai',
  teams: [{ name: '一组' }, { name: '二组' }],
  people: [
    { key: LI, name: '李婉清', team: '一组' },
    { key: TOM, name: 'Tom', team: '一组' },
    { key: ZHAO, name: '赵敏', team: '二组' },
  ],
});

export type Answer =
  | { readonly ok: true; readonly actionId: ActionId; readonly events: readonly DomainEvent[] }
  | { readonly ok: false; readonly error: Rejection };

/** Any command, as a browser would send it: ids are plain strings. */
export type RawCommand = { readonly type: Command['type'] } & Record<string, unknown>;

/** Li and Tom serve `sales`, Tom `vip` too, Zhao only `support`; the phone system can do all that can be asked of one. */
export function actingFloor() {
  const floor = testFloor();
  floor.fold({ type: 'site.configured', occurredAt: at(0), config: CONFIG });
  floor.tell(other(0, { type: 'source.status', status: 'connected' }), other(0, { type: 'source.capabilities', can: EFFECT_OPS }));
  for (const key of ['sales', 'vip', 'support']) floor.tell(queueSeen(0, key));
  floor.tell(member(0, LI, 'sales'), member(0, TOM, 'sales'), member(0, TOM, 'vip'), member(0, ZHAO, 'support'));
  let commands = 0;

  const foldAll = (events: readonly DomainEvent[]) => {
    for (const event of events) floor.fold(event);
    floor.events.push(...events);
  };
  const acting = {
    ...floor,
    foldAll,
    /** A command by somebody at a moment; granted, it is folded at once. */
    ask(seconds: number, by: Actor, raw: RawCommand, id: string = `command-${++commands}`): Answer {
      const command = commandSchema.parse(raw);
      const context = { now: at(seconds), commitId: id as CommitId, by, person: () => undefined };
      const decided = decide(floor.site, command, context);
      if (!decided.ok) return decided;
      foldAll(decided.value.events);
      return { ok: true, actionId: actionIdOf(id), events: decided.value.events };
    },
    /** As `ask`, for what must be granted. */
    grant(seconds: number, by: Actor, raw: RawCommand, id?: string): ActionId {
      const answer = acting.ask(seconds, by, raw, id);
      if (!answer.ok) throw new Error(`${raw.type} was refused: ${JSON.stringify(answer.error)}`);
      return answer.actionId;
    },
    /** As `ask`, for what must be refused. */
    refusal(seconds: number, by: Actor, raw: RawCommand): Rejection | 'granted' {
      const answer = acting.ask(seconds, by, raw);
      return answer.ok ? 'granted' : answer.error;
    },
    /** The holder of the source takes a request up. */
    start(seconds: number, actionId: ActionId): void {
      foldAll([{ type: 'action.started', occurredAt: at(seconds), actionId, fence: 1 }]);
    },
    /** Everything that was due by then happens, each at its own time. */
    until(seconds: number): DomainEvent[] {
      const happened: DomainEvent[] = [];
      for (;;) {
        const [next] = [...deadlinesOf(floor.site)].filter(({ dueAt }) => dueAt <= at(seconds)).sort((a, b) => a.dueAt - b.dueAt);
        if (next === undefined) return happened;
        const { events } = decideDeadline(floor.site, next);
        if (events.length === 0) throw new Error(`nothing came of ${next.key}`);
        foldAll(events);
        happened.push(...events);
      }
    },
    desk(seconds: number, key: string, isOpen = true): void {
      foldAll([{ type: 'desk.changed', occurredAt: at(seconds), agentId: agent(key), isOpen }]);
    },
    action: (id: ActionId) => floor.site.actions.get(id),
    agent: (key: string) => floor.site.agents.get(agent(key)),
    visit: (key: string) => floor.site.visits.get(visit(key)),
    queue: (key: string) => floor.site.queues.get(queue(key)),
  };
  return acting;
}
export type ActingFloor = ReturnType<typeof actingFloor>;

export const reassign = (visitKey: string, toAgent: string, more: object = {}): RawCommand => ({
  type: 'call.reassign',
  visitId: visit(visitKey),
  to: { kind: 'agent', agentId: agent(toAgent) },
  ...more,
});
export const moveTo = (visitKey: string, toQueue: string, priority?: number): RawCommand => ({
  type: 'call.reassign',
  visitId: visit(visitKey),
  to: { kind: 'queue', queueId: queue(toQueue), ...(priority === undefined ? {} : { priority }) },
});
/** A command that needs nothing but the call. */
export const onCall = (type: Command['type'], visitKey: string, more: object = {}): RawCommand => ({
  type,
  visitId: visit(visitKey),
  ...more,
});
