import { expect } from 'vitest';
import { type Command, commandSchema } from '../../../shared/domain/commands.js';
import { consequencesOf } from '../../../shared/domain/consequences.js';
import { deadlineOf, decideDeadline } from '../../../shared/domain/deadlines.js';
import { decide } from '../../../shared/domain/decide.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import type { Case } from '../../../shared/domain/escalation/case.js';
import { type DomainEvent, domainEventSchema } from '../../../shared/domain/events.js';
import { evolve } from '../../../shared/domain/evolve.js';
import { type Person, personOf } from '../../../shared/domain/person.js';
import type { Actor } from '../../../shared/domain/policy.js';
import type { Rejection } from '../../../shared/domain/rejection.js';
import { entityKey, type SiteState, STATE_VERSION } from '../../../shared/domain/site.js';
import { siteConfigSchema } from '../../../shared/domain/site-config.js';
import { decodeSnapshot, encodeSnapshot } from '../../../shared/domain/snapshot.js';
import {
  type ActionId,
  actionIdOf,
  agentIdOf,
  type CaseId,
  type CommitId,
  caseIdOf,
  type ExternalKey,
  queueIdOf,
  teamIdOf,
  type VisitId,
  visitIdOf,
} from '../../../shared/kernel/ids.js';
import type { Position } from '../../../shared/kernel/position.js';
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.js';
import { projectCase } from '../../../shared/protocol/project-case.js';
import { caseViewSchema } from '../../../shared/protocol/views.js';
import { freeze, noTouch, SOURCE } from '../../support/floor.js';

/** Monday 23 November 2026, 10:00 in Shanghai: an ordinary morning, with all hours open. */
export const TEN = Date.UTC(2026, 10, 23, 2, 0, 0);
export const S = SECOND_MS;
export const M = MINUTE_MS;
export const H = HOUR_MS;
export const D = 24 * HOUR_MS;

export const li = agentIdOf(SOURCE, 'PJSIP/1001');
export const tom = agentIdOf(SOURCE, 'PJSIP/1002');
export const sales = queueIdOf(SOURCE, 'sales');
const actor = (userId: string, name: string, role: Actor['role'], more: Partial<Actor> = {}): Actor => ({
  userId,
  name,
  role,
  teamIds: [],
  ...more,
});
/** 李娜 and 汤姆 take calls, in two teams with a lead each; 周敏 and 孙浩 supervise. */
export const LI = actor('u-li', '李娜', 'agent', { agentId: li });
export const TOM = actor('u-tom', '汤姆', 'agent', { agentId: tom });
export const LIU = actor('u-liu', '刘组长', 'lead', { teamIds: [teamIdOf('一组')] });
export const WU = actor('u-wu', '吴组长', 'lead', { teamIds: [teamIdOf('二组')] });
export const ZHOU = actor('u-zhou', '周敏', 'supervisor');
export const SUN = actor('u-sun', '孙浩', 'supervisor');
export const ADMIN = actor('u-admin', '管理员', 'admin');
export const PEOPLE = [LI, TOM, LIU, WU, ZHOU, SUN, ADMIN];

export type Said<T extends Command['type'] = Command['type']> = { readonly type: T } & Record<string, unknown>;
export type Outcome =
  | { readonly ok: true; readonly events: DomainEvent[]; readonly actionId: ActionId }
  | { readonly ok: false; readonly rejection: Rejection };

export interface FloorOptions {
  readonly timeZone?: string;
  readonly startAt?: number;
  readonly escalation?: object;
}

/** A small floor with a clock of its own. Whatever is decided is parsed as the log would, folded frozen, and its deadlines come true. */
export function caseFloor({ timeZone = 'Asia/Shanghai', startAt = TEN, escalation = {} }: FloorOptions = {}) {
  let site: SiteState = emptySite();
  let now = startAt;
  let commits = 0;
  const events: DomainEvent[] = [];
  const fold = (event: DomainEvent): void => {
    evolve(site, freeze(structuredClone(event)), { position: `${events.length + 1}-0` as Position, at: epochMs(now) }, noTouch);
    events.push(event);
  };
  const append = (raw: readonly DomainEvent[]): DomainEvent[] => {
    const parsed = raw.map((event) => domainEventSchema.parse(structuredClone(event)));
    expect(parsed).toEqual(raw);
    for (const event of parsed) fold(event);
    return parsed;
  };
  const base = () => ({ occurredAt: epochMs(now) });
  const config = siteConfigSchema.parse({
    name: '东湾',
    timeZone,
    escalation,
    teams: [
      { name: '一组', lead: '刘组长' },
      { name: '二组', lead: '吴组长' },
    ],
    people: [
      { key: 'PJSIP/1001', name: '李娜', team: '一组' },
      { key: 'PJSIP/1002', name: '汤姆', team: '二组' },
    ],
  });
  append([
    { type: 'site.configured', ...base(), config },
    { type: 'queue.described', ...base(), queueId: sales, source: SOURCE, key: 'sales' as ExternalKey },
    { type: 'agent.described', ...base(), agentId: li, source: SOURCE, key: 'PJSIP/1001' as ExternalKey, name: '1001' },
    { type: 'agent.described', ...base(), agentId: tom, source: SOURCE, key: 'PJSIP/1002' as ExternalKey, name: '1002' },
    { type: 'member.changed', ...base(), agentId: li, queueId: sales, paused: false },
    { type: 'member.changed', ...base(), agentId: tom, queueId: sales, paused: false },
  ]);

  /** 刘组长 is on duty for both teams. */
  const people = { custodian: () => personOf(LIU) };

  const floor = {
    events,
    get site(): SiteState {
      return site;
    },
    get now(): EpochMs {
      return epochMs(now);
    },
    append,
    base,

    /** Somebody's wish, as it comes over the socket. */
    try(by: Actor, said: Said): Outcome {
      const commitId = `test/commit-${++commits}` as CommitId;
      const command = commandSchema.parse(said);
      const context = {
        ...people,
        now: epochMs(now),
        commitId,
        by,
        person: (userId: string): Person | undefined => PEOPLE.find((each) => each.userId === userId),
      };
      const decided = decide(site, command, context);
      if (!decided.ok) return { ok: false, rejection: decided.error };
      const made = append(decided.value.events);
      expect(made.filter((event) => event.type === 'action.taken')).toHaveLength(1);
      expect(made[0]?.type).toBe('action.taken');
      return { ok: true, events: made, actionId: actionIdOf(commitId) };
    },
    do(by: Actor, said: Said): ActionId {
      const outcome = floor.try(by, said);
      if (!outcome.ok) throw new Error(`${said.type} refused: ${JSON.stringify(outcome.rejection)}`);
      return outcome.actionId;
    },
    refused(by: Actor, said: Said): Rejection {
      const before = encodeSnapshot(site);
      const outcome = floor.try(by, said);
      if (outcome.ok) throw new Error(`${said.type} was accepted`);
      expect(encodeSnapshot(site)).toBe(before);
      return outcome.rejection;
    },

    /** Opens a case and gives a hand to work on it with. */
    open(by: Actor, more: Record<string, unknown> = {}) {
      floor.do(by, { type: 'case.open', caseType: 'TECH', text: '登录不上', ...more });
      return floor.caseOf(caseIdOf(`test/commit-${commits}`));
    },
    caseOf(id: CaseId) {
      const one = (): Case => {
        const found = site.cases.get(id);
        if (found === undefined) throw new Error('no such case');
        return found;
      };
      return {
        id,
        one,
        view: () => caseViewSchema.parse(projectCase(site, one())),
        do: (by: Actor, type: Said['type'], more: object = {}) => floor.do(by, { type, caseId: id, ...more }),
        refused: (by: Actor, type: Said['type'], more: object = {}) => floor.refused(by, { type, caseId: id, ...more }),
        timer: (code: string) => one().timers.find((timer) => timer.code === code),
        /** What the clocks did, as `T1 warned +24000`: from the start of the test. */
        marks: (code?: string) =>
          events.flatMap((event) => {
            if (!('caseId' in event) || event.caseId !== id || !('code' in event) || event.type === 'case.grade-raised') return [];
            if (code !== undefined && event.code !== code) return [];
            const level = event.type === 'case.timer-escalated' ? event.level : event.type.slice('case.timer-'.length);
            return [[event.code, level, event.occurredAt - startAt] as const];
          }),
      };
    },

    /** Time passes; what is due happens, each at its own instant, and nothing twice. */
    pass(ms: number): void {
      const until = now + ms;
      for (let i = 0; ; i++) {
        if (i > 5_000) throw new Error('deadlines spin');
        const next = nextDue(site);
        if (next === undefined || next.dueAt > until) break;
        now = Math.max(now, next.dueAt);
        comeTrue(next);
      }
      now = until;
    },
    /** Time passes, and no node has looked at the clock yet. */
    sleep(ms: number): void {
      now += ms;
    },
    /** The whole site goes down for a while, and comes back from its snapshot. */
    restart(downMs = 0): void {
      now += downMs;
      const again = decodeSnapshot(encodeSnapshot(site), STATE_VERSION);
      expect(again).toEqual(site);
      site = again;
      for (let i = 0; ; i++) {
        if (i > 5_000) throw new Error('deadlines spin');
        const next = nextDue(site);
        if (next === undefined || next.dueAt > now) break;
        comeTrue(next);
      }
    },
    /** A caller whom an agent has on the line. */
    call(name: string, agentId = li, caller: object = {}): VisitId {
      const visitId = visitIdOf(SOURCE, name);
      append([
        {
          type: 'visit.entered',
          ...base(),
          visitId,
          source: SOURCE,
          key: name as ExternalKey,
          callId: `c-${name}` as never,
          queueId: sales,
          caller: { masked: '138****2764', hash: 'hash-of-wang', ...caller },
          callEnteredAt: epochMs(now),
        },
        { type: 'visit.answered', ...base(), visitId, agentId },
      ]);
      return visitId;
    },
    /** The caller goes, and all that follows from it. */
    hangUp(visitId: VisitId, agentId: typeof li): void {
      const happened: DomainEvent[] = [{ type: 'visit.talk-ended', ...base(), visitId, agentId, by: 'caller' }];
      append([...happened, ...consequencesOf(site, happened, epochMs(now))]);
    },
    /** Signs an agent out of the only queue, or pauses them there. */
    leaves(agentId: typeof li): void {
      append([{ type: 'member.removed', ...base(), agentId, queueId: sales }]);
    },
    pauses(agentId: typeof li, reason: string): void {
      append([{ type: 'member.changed', ...base(), agentId, queueId: sales, paused: true, reason }]);
    },
  };

  function comeTrue(due: { readonly key: CaseId; readonly dueAt: EpochMs }): void {
    const { events: happened, reads } = decideDeadline(site, { key: entityKey('case', due.key), dueAt: due.dueAt }, people);
    expect(happened.length).toBeGreaterThan(0);
    expect(reads).toContain(entityKey('case', due.key));
    append(happened);
    const after = deadlineOf(site, entityKey('case', due.key));
    // Later, or gone: a deadline that stays would be appended for ever.
    expect(after === undefined || after.dueAt > due.dueAt).toBe(true);
  }
  return floor;
}

function nextDue(site: SiteState): { key: CaseId; dueAt: EpochMs } | undefined {
  let next: { key: CaseId; dueAt: EpochMs } | undefined;
  for (const id of site.cases.keys()) {
    const due = deadlineOf(site, entityKey('case', id));
    if (due !== undefined && (next === undefined || due.dueAt < next.dueAt)) next = { key: id, dueAt: due.dueAt };
  }
  return next;
}

export type CaseFloor = ReturnType<typeof caseFloor>;
export type Hand = ReturnType<CaseFloor['open']>;

export const W2H = { what: '登录失败', who: '企业用户', when: '今早', where: 'App', why: '升级', how: '验证码', howMuch: '三人' };

/** The usual ways forward, row after row. */
export const toGraded = (one: Hand, by: Actor, grade = 'P3', more: object = {}) =>
  one.do(by, 'case.grade', { grade, caseType: one.one().caseType, ...more });
export function toAttributing(one: Hand, by: Actor, grade = 'P3', fiveW2H: object = W2H): void {
  toGraded(one, by, grade);
  one.do(by, 'case.attribute', { causeClass: 'product', fiveW2H });
}
export function toSolving(one: Hand, by: Actor, grade = 'P3'): void {
  toAttributing(one, by, grade);
  one.do(by, 'case.to-supervisor', { reason: '超出权限' });
}
export function toProposed(one: Hand, by: Actor, floor: CaseFloor, grade = 'P3'): void {
  toSolving(one, by, grade);
  one.do(by, 'case.plan', { text: '今天恢复', etaAt: floor.now + 8 * H });
}
export function toConfirm(one: Hand, by: Actor, floor: CaseFloor, grade = 'P3'): void {
  toProposed(one, by, floor, grade);
  one.do(by, 'case.tell-customer', { channel: 'phone', text: '今天 18 点前恢复' });
}
export function toResolved(one: Hand, by: Actor, floor: CaseFloor, grade = 'P3'): void {
  toConfirm(one, by, floor, grade);
  one.do(by, 'case.customer-answer', { answer: 'accepted' });
}
