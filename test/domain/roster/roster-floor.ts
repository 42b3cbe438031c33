import { type CommandOf, type CommandType, commandSchema } from '../../../shared/domain/commands.js';
import { consequencesOf } from '../../../shared/domain/consequences.js';
import { deadlinesOf, decideDeadline } from '../../../shared/domain/deadlines.js';
import { decide } from '../../../shared/domain/decide.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import type { Actor } from '../../../shared/domain/policy.js';
import type { Rejection } from '../../../shared/domain/rejection.js';
import type { Duty } from '../../../shared/domain/roster/duty.js';
import type { Shift } from '../../../shared/domain/roster/shift.js';
import { siteConfigSchema } from '../../../shared/domain/site-config.js';
import { type AgentId, agentIdOf, type CommitId, queueIdOf, type ShiftId, teamIdOf } from '../../../shared/kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS } from '../../../shared/kernel/time.js';
import { member, NINE, other, queueSeen, SOURCE, testFloor } from '../../support/floor.js';

/** Saturday 21 November 2026, 09:00 in Shanghai. Rosters are planned for the week from Monday 23. */
export const NOW = epochMs(NINE);
export const MONDAY = '2026-11-23';
export const day = (n: number): string => new Date(Date.UTC(2026, 10, 23 + n)).toISOString().slice(0, 10);

export const LI = agentIdOf(SOURCE, 'PJSIP/1001');
export const TOM = agentIdOf(SOURCE, 'PJSIP/1002');
export const ZOE = agentIdOf(SOURCE, 'PJSIP/1003');
export const SALES = queueIdOf(SOURCE, 'sales');
export const MORNING = teamIdOf('早班一组');
export const EVENING = teamIdOf('晚班组');

export const chen: Actor = { userId: 'u-chen', name: '陈静', role: 'lead', teamIds: [MORNING] };
export const he: Actor = { userId: 'u-he', name: '何建平', role: 'lead', teamIds: [MORNING, EVENING] };
export const zhou: Actor = { userId: 'u-zhou', name: '周敏', role: 'supervisor', teamIds: [] };
export const li: Actor = { userId: 'u-li', name: '李婉清', role: 'agent', teamIds: [], agentId: LI };
export const tom: Actor = { userId: 'u-tom', name: 'Tom', role: 'agent', teamIds: [], agentId: TOM };
export const zoe: Actor = { userId: 'u-zoe', name: 'Zoe', role: 'agent', teamIds: [], agentId: ZOE };

type Raw<T extends CommandType> = { type: T } & Record<string, unknown>;

/** Li and Tom of the morning, Zoe of the evening; all serve sales, Zoe serves VIP too. */
export function rosterFloor(workforce: object = {}, people: Record<string, object> = {}) {
  const floor = testFloor();
  floor.fold({
    type: 'site.configured',
    occurredAt: NOW,
    config: siteConfigSchema.parse({
      name: '东湾客服中心',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '早班一组' }, { name: '晚班组' }],
      people: [
        { key: 'PJSIP/1001', name: '李婉清', team: '早班一组', ...people['1001'] },
        { key: 'PJSIP/1002', name: 'Tom', team: '早班一组', ...people['1002'] },
        { key: 'PJSIP/1003', name: 'Zoe', team: '晚班组', ...people['1003'] },
      ],
      workforce,
    }),
  });
  floor.tell(
    queueSeen(0, 'sales'),
    queueSeen(0, 'vip'),
    ...['PJSIP/1001', 'PJSIP/1002', 'PJSIP/1003'].map((agentKey) => other(0, { type: 'agent.seen', agentKey, name: agentKey })),
    ...['PJSIP/1001', 'PJSIP/1002', 'PJSIP/1003'].map((agentKey) => member(0, agentKey, 'sales')),
    member(0, 'PJSIP/1003', 'vip'),
  );
  let commands = 0;
  let now: EpochMs = NOW;
  const fold = (events: readonly DomainEvent[]) => {
    for (const event of events) floor.fold(event);
  };
  const ask = <T extends CommandType>(by: Actor, raw: Raw<T>) => {
    commands += 1;
    const command = commandSchema.parse(raw) as CommandOf<T>;
    return decide(floor.site, command, { now, commitId: `command-${commands}` as CommitId, by, person: () => undefined });
  };
  return {
    ...floor,
    now: () => now,
    after: (ms: number) => {
      now = epochMs(now + ms);
    },
    /** What the command would lead to; nothing happens. */
    ask,
    /** Granted and folded, or it throws. */
    do: <T extends CommandType>(by: Actor, raw: Raw<T>): DomainEvent[] => {
      const answer = ask(by, raw);
      if (!answer.ok) throw new Error(`${raw.type} was refused: ${JSON.stringify(answer.error)}`);
      fold(answer.value.events);
      return answer.value.events;
    },
    refusal: <T extends CommandType>(by: Actor, raw: Raw<T>): Rejection | undefined => {
      const answer = ask(by, raw);
      return answer.ok ? undefined : answer.error;
    },
    /** Everything that is due by now. */
    fallDue: () => {
      const due = [...deadlinesOf(floor.site)].filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
      const events = due.flatMap((deadline) => {
        const { events: happened } = decideDeadline(floor.site, deadline);
        fold(happened);
        return happened;
      });
      return events;
    },
    follow: (events: readonly DomainEvent[]) => consequencesOf(floor.site, events, now),
    duty: (agentId: AgentId): Duty => {
      const duty = floor.site.duties.get(agentId);
      if (duty === undefined) throw new Error('has no duty');
      return duty;
    },
  };
}
export type RosterFloor = ReturnType<typeof rosterFloor>;

/** Nine to six with a meal at noon, unless said otherwise. */
export const dayShift = (businessDate: string, more: object = {}) => ({
  businessDate,
  startLocal: '09:00',
  endLocal: '18:00',
  segments: [
    { fromMin: 0, activity: 'phone' },
    { fromMin: 180, activity: 'meal' },
    { fromMin: 240, activity: 'phone' },
  ],
  ...more,
});
export const setShift = (agentId: AgentId, shift: object, more: object = {}) => ({ type: 'shift.set' as const, agentId, shift, ...more });
export const idOf = (floor: RosterFloor, agentId: AgentId, at = 0): ShiftId => {
  const { draft, published } = floor.duty(agentId).entries[at] ?? {};
  return (draft ?? published)?.id as ShiftId;
};
export const HOUR = HOUR_MS;

/** As an older calendar resolved it, by which the clocks of that zone stood an hour otherwise. */
export const anHourOff = (shift: Shift): Shift => {
  const off = (at: number) => epochMs(at + HOUR_MS);
  return {
    ...shift,
    startAt: off(shift.startAt),
    endAt: off(shift.endAt),
    segments: shift.segments.map((one) => ({ ...one, startAt: off(one.startAt), endAt: off(one.endAt) })),
  };
};
