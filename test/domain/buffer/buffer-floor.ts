import { EFFECT_OPS } from '../../../shared/domain/action/effects.js';
import { type Command, commandSchema } from '../../../shared/domain/commands.js';
import { consequencesOf } from '../../../shared/domain/consequences.js';
import { deadlinesOf, decideDeadline } from '../../../shared/domain/deadlines.js';
import { decide } from '../../../shared/domain/decide.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import type { Fact } from '../../../shared/domain/facts.js';
import type { Actor } from '../../../shared/domain/policy.js';
import type { Rejection } from '../../../shared/domain/rejection.js';
import { siteConfigSchema } from '../../../shared/domain/site-config.js';
import { agentIdOf, type CommitId, queueIdOf, teamIdOf, visitIdOf } from '../../../shared/kernel/ids.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../../shared/kernel/time.js';
import { answered, ended, joined, member, NINE, offered, other, queueSeen, SOURCE, testFloor } from '../../support/floor.js';

/** Minutes after nine, Saturday 21 November 2026, in Shanghai. */
export const at = (minutes: number): EpochMs => epochMs(NINE + minutes * MINUTE_MS);
export const key = (no: number): string => `PJSIP/${1_000 + no}`;
export const agentId = (no: number) => agentIdOf(SOURCE, key(no));
export const self = (no: number): Actor => ({ userId: `u-${no}`, name: `坐席${no}`, role: 'agent', teamIds: [], agentId: agentId(no) });
export const SALES = queueIdOf(SOURCE, 'sales');
export const COMPLAINTS = queueIdOf(SOURCE, '投诉');
export const chen: Actor = { userId: 'u-chen', name: '陈静', role: 'lead', teamIds: [teamIdOf('一组')] };
export const he: Actor = { userId: 'u-he', name: '何建平', role: 'lead', teamIds: [teamIdOf('二组')] };
export const zhou: Actor = { userId: 'u-zhou', name: '周敏', role: 'supervisor', teamIds: [] };
export const wang: Actor = { userId: 'u-wang', name: '王梅', role: 'supervisor', teamIds: [] };

export type RawCommand = { readonly type: Command['type'] } & Record<string, unknown>;
export type Answer = { readonly ok: true; readonly events: readonly DomainEvent[] } | { readonly ok: false; readonly error: Rejection };

export interface FloorWish {
  /** All of the first team but the last two, who are of the second; all serve `sales`. */
  readonly agents?: number;
  /** Calls expected in each half-hour of the day, of five minutes each. */
  readonly calls?: number | ((halfHour: number) => number);
  readonly buffer?: object;
  readonly posts?: readonly object[];
}

/** Twenty agents on the phones, and as many calls as is asked for. Ten need about eight, fifty about twenty of them. */
export function bufferFloor({ agents = 20, calls = 10, buffer = {}, posts }: FloorWish = {}) {
  const floor = testFloor();
  const numbers = Array.from({ length: agents }, (_, i) => i + 1);
  floor.fold({
    type: 'site.configured',
    occurredAt: at(0),
    config: siteConfigSchema.parse({
      name: '东湾客服中心',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '一组', lead: '陈静' }, { name: '二组' }],
      people: numbers.map((no) => ({ key: key(no), name: `坐席${no}`, team: no > agents - 2 ? '二组' : '一组' })),
      workforce: { buffer: { complaintQueues: ['投诉'], ...buffer }, ...(posts === undefined ? {} : { posts }) },
    }),
  });
  floor.tell(
    other(0, { type: 'source.status', status: 'connected' }),
    other(0, { type: 'source.capabilities', can: EFFECT_OPS }),
    queueSeen(0, 'sales'),
    queueSeen(0, '投诉'),
    ...numbers.map((no) => member(0, key(no), 'sales')),
  );
  const halfHours = Array.from({ length: 48 }, (_, i) => i);
  floor.fold({
    type: 'forecast.set',
    occurredAt: at(0),
    by: { userId: 'u-zhou', name: '周敏', role: 'supervisor' },
    queueId: SALES,
    date: '2026-11-21',
    startAt: epochMs(NINE - 9 * 60 * MINUTE_MS),
    intervalMs: (30 * MINUTE_MS) as never,
    calls: halfHours.map((i) => (typeof calls === 'number' ? calls : calls(i))),
    ahtMs: halfHours.map(() => 300_000),
  });

  let commands = 0;
  const foldAll = (events: readonly DomainEvent[]) => {
    for (const event of events) floor.fold(event);
    floor.events.push(...events);
  };
  const acting = {
    ...floor,
    foldAll,
    ask(minutes: number, by: Actor, raw: RawCommand, more: { hasSaidFive?: boolean; id?: string } = {}): Answer {
      const command = commandSchema.parse(raw);
      const id = (more.id ?? `command-${++commands}`) as CommitId;
      const context = { now: at(minutes), commitId: id, by, person: () => undefined, hasSaidFive: more.hasSaidFive === true };
      const decided = decide(floor.site, command, context);
      if (!decided.ok) return decided;
      foldAll(decided.value.events);
      return { ok: true, events: decided.value.events };
    },
    grant(minutes: number, by: Actor, raw: RawCommand, more: { hasSaidFive?: boolean } = {}): readonly DomainEvent[] {
      const answer = acting.ask(minutes, by, raw, more);
      if (!answer.ok) throw new Error(`${raw.type} was refused: ${JSON.stringify(answer.error)}`);
      return answer.events;
    },
    refusal(minutes: number, by: Actor, raw: RawCommand): Rejection | 'granted' {
      const answer = acting.ask(minutes, by, raw);
      return answer.ok ? 'granted' : answer.error;
    },
    /** What a source tells, with what follows from it, as a connector's batch is taken. */
    hear(...facts: Fact[]): DomainEvent[] {
      const told: DomainEvent[] = [];
      for (const fact of facts) {
        const before = structuredClone(floor.site);
        const events = floor.tell(fact);
        const brought = consequencesOf(before, events, fact.occurredAt);
        foldAll(brought);
        told.push(...events, ...brought);
      }
      return told;
    },
    /** The phone system does what it was asked about this agent's pauses. */
    obey(minutes: number, no: number, reason: string | null): DomainEvent[] {
      const queues = [...(floor.site.agents.get(agentId(no))?.memberships.keys() ?? [])];
      const keys = queues.map((id) => floor.site.queues.get(id)?.key ?? '');
      const seconds = minutes * 60;
      return acting.hear(...keys.map((queue) => member(seconds, key(no), queue, reason === null ? {} : { paused: true, reason })));
    },
    /** The call of `talks` ends; `wrapUp` in seconds. */
    hangUp: (minutes: number, no: number, wrapUp: number): DomainEvent[] =>
      acting.hear(ended(minutes * 60, `call-of-${no}`, key(no), 'caller', { wrapUp: wrapUp * 1_000 })),
    /** Everything that is due by then happens, each at its own time. */
    until(minutes: number): DomainEvent[] {
      const happened: DomainEvent[] = [];
      for (;;) {
        const [next] = [...deadlinesOf(floor.site)].filter(({ dueAt }) => dueAt <= at(minutes)).sort((a, b) => a.dueAt - b.dueAt);
        if (next === undefined) return happened;
        const { events } = decideDeadline(floor.site, next);
        if (events.length === 0) throw new Error(`nothing came of ${next.key}`);
        foldAll(events);
        happened.push(...events);
      }
    },
    /** The agent's last request. */
    buffer(no: number) {
      const found = [...floor.site.buffers.values()].filter((one) => one.agentId === agentId(no)).at(-1);
      if (found === undefined) throw new Error(`no request of ${no}`);
      return found;
    },
    relief: (no: number) => floor.site.reliefs.get(agentId(no)),
    state: (no: number) => floor.site.agents.get(agentId(no))?.state,
    covers: () => [...floor.site.covers.values()],
  };
  return acting;
}
export type BufferFloor = ReturnType<typeof bufferFloor>;

export const request = (more: object = {}): RawCommand => ({ type: 'buffer.request', startAt: 'now', shareReason: false, ...more });
export const on = (floor: BufferFloor, no: number, type: Command['type'], more: object = {}): RawCommand => ({
  type,
  bufferId: floor.buffer(no).id,
  ...more,
});
/** From the request to the shift itself, as it goes with people enough. */
export function goes(floor: BufferFloor, no: number, minutes = 0): void {
  floor.grant(minutes, self(no), request());
  floor.grant(minutes, self(no), on(floor, no, 'buffer.confirm', { when: 'now' }));
  floor.obey(minutes, no, 'BUFFER');
}
/** Twenty people: the second half-hour asks for more than are there, the rest for half of them. */
export const AMBER = (halfHour: number): number => (halfHour === 19 ? 108 : 60);
/** The half-hour that begins at nine asks for far more; the next ones do not. */
export const RED = (halfHour: number): number => (halfHour === 18 ? 150 : 40);
/** More than the least that must stay. */
export const SHORT = 200;

/** A call of theirs, flagged by themselves, five minutes after nine. */
export function abused(floor: BufferFloor, no: number): void {
  floor.hear(joined(60, 'angry', 'sales'), offered(61, 'angry', key(no)), answered(62, 'angry', key(no)));
  floor.grant(5, self(no), { type: 'call.flag-abuse', visitId: visitIdOf(SOURCE, 'angry') });
  floor.hear(ended(310, 'angry', key(no)));
}
/** The agent is in a call of their own from then on. */
export function talks(floor: BufferFloor, no: number, minutes: number): void {
  const seconds = minutes * 60;
  const call = `call-of-${no}`;
  floor.hear(joined(seconds, call, 'sales'), offered(seconds, call, key(no)), answered(seconds, call, key(no)));
}
