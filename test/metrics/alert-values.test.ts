import { describe, expect, test } from 'vitest';
import { type AlertRule, alertRuleSchema } from '../../shared/domain/alert/rule.js';
import type { SiteState } from '../../shared/domain/site.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { agentIdOf, queueIdOf, visitIdOf } from '../../shared/kernel/ids.js';
import { type AlertMoment, measuringAt } from '../../shared/metrics/alert-values.js';
import { figuresOf } from '../../shared/metrics/figures.js';
import {
  abandoned,
  answered,
  at,
  ended,
  joined,
  member,
  offerEnded,
  offered,
  other,
  queueSeen,
  SOURCE,
  testFloor,
} from '../support/floor.js';

const li = 'PJSIP/1001';
const tom = 'PJSIP/1002';
const [LI, SALES] = [agentIdOf(SOURCE, li), queueIdOf(SOURCE, 'sales')];

const rule = (subject: string, metric: string, more: object = {}): AlertRule =>
  alertRuleSchema.parse({ id: 'r-x', name: 'x', enabled: true, subject, metric, bad: 'above', warn: 1, ...more });

const momentAt = (site: SiteState, seconds: number, more: Partial<AlertMoment> = {}): AlertMoment => ({
  now: at(seconds),
  figures: (queueId) => figuresOf(site, queueId, '30m', at(seconds), new Map()),
  staleSources: new Set(),
  silentMs: new Map(),
  undeliveredMs: new Map(),
  ...more,
});

function floorWith(...people: string[]) {
  const floor = testFloor();
  floor.fold({
    type: 'site.configured',
    occurredAt: at(0),
    config: siteConfigSchema.parse({
      name: '站',
      timeZone: 'Asia/Shanghai',
      people: people.map((key) => ({ key, team: '一组' })),
      teams: [{ name: '一组' }],
    }),
  });
  floor.tell(queueSeen(0, 'sales', { thresholdMs: 15_000 }), member(0, li, 'sales'), member(0, tom, 'sales'));
  return {
    ...floor,
    read(seconds: number, of: AlertRule, more: Partial<AlertMoment> = {}) {
      return [
        ...measuringAt(momentAt(floor.site, seconds, more))
          .measure(floor.site, of)
          .values(),
      ];
    },
  };
}

describe('queues', () => {
  test('the oldest caller’s wait is held against the queue’s own promise', () => {
    const floor = floorWith();
    floor.tell(joined(10, 'a', 'sales'), joined(30, 'b', 'sales'));
    expect(floor.read(40, rule('queue', 'longestWaitOfThresholdRatio'))).toEqual([
      { subject: { kind: 'queue', id: SALES, queueId: SALES }, value: 2, evidence: { waiting: 2, longestWaitMs: 30_000, readyAgents: 2 } },
    ]);
    expect(floor.read(40, rule('queue', 'waiting'))).toMatchObject([{ value: 2 }]);
  });

  test('who waits while somebody is ready does not wait for want of people', () => {
    const floor = floorWith();
    floor.tell(joined(10, 'a', 'sales'));
    const nobodyReady = rule('queue', 'waitingWithNobodyReady');
    expect(floor.read(11, nobodyReady)).toMatchObject([{ value: 0 }]);
    floor.tell(member(12, li, 'sales', { paused: true }), member(12, tom, 'sales', { paused: true }));
    expect(floor.read(13, nobodyReady)).toMatchObject([{ value: 1, evidence: { readyAgents: 0 } }]);
  });

  test('a ratio over fewer calls than the rule asks for is no ratio', () => {
    const floor = floorWith();
    floor.tell(joined(0, 'a', 'sales'), answered(30, 'a', li), ended(60, 'a', li), joined(60, 'b', 'sales'), abandoned(90, 'b'));
    expect(floor.read(100, rule('queue', 'abandonRatio'))).toMatchObject([{ value: 0.5, evidence: { offered: 2, serviceLevelRatio: 0 } }]);
    expect(floor.read(100, rule('queue', 'abandonRatio', { minOffered: 3 }))).toMatchObject([{ value: null }]);
  });

  test('a rule that names queues looks at these alone', () => {
    const floor = floorWith();
    floor.tell(queueSeen(1, 'vip'));
    expect(floor.read(2, rule('queue', 'waiting', { queueIds: [SALES] }))).toHaveLength(1);
    expect(floor.read(2, rule('queue', 'waiting'))).toHaveLength(2);
  });

  test('of a source that is not heard nothing is measured, and its queues stay as they are', () => {
    const floor = floorWith();
    const more = { staleSources: new Set([SOURCE]) };
    expect(floor.read(2, rule('queue', 'waiting'), more)).toEqual([]);
    const measuring = measuringAt(momentAt(floor.site, 2, more));
    expect(measuring.isFrozen(floor.site, { kind: 'queue', id: SALES, queueId: SALES })).toBe(true);
    expect(measuring.isFrozen(floor.site, { kind: 'source', id: SOURCE })).toBe(false);
  });
});

describe('people', () => {
  test('a team is measured by who is signed in', () => {
    const floor = floorWith(li, tom);
    floor.tell(member(5, tom, 'sales', { paused: true, reason: 'MEAL' }));
    expect(floor.read(6, rule('team', 'notReadyRatio'))).toMatchObject([{ subject: { kind: 'team' }, value: 0.5 }]);
    expect(floor.read(6, rule('team', 'readyAgents'))).toMatchObject([{ value: 1 }]);
    expect(floor.read(6, rule('team', 'staffedAgents'))).toMatchObject([{ value: 2 }]);
  });

  test('a pause is too long by its reason’s limit; a reason without one is not measured', () => {
    const floor = floorWith();
    floor.tell(member(0, li, 'sales', { paused: true, reason: 'MEAL' }), member(0, tom, 'sales', { paused: true, reason: 'TRAINING' }));
    expect(floor.read(3_600, rule('agent', 'notReadyOverLimitMs'))).toEqual([]);
    expect(floor.read(3_660, rule('agent', 'notReadyOverLimitMs'))).toMatchObject([
      { subject: { agentId: LI }, value: 60_000, evidence: { since: at(0), detail: 'MEAL' } },
    ]);
    expect(floor.read(60, rule('agent', 'notReadyMs'))).toHaveLength(2);
  });

  test('a micro-pause shows as a break, and is long when a break would be', () => {
    const floor = floorWith();
    floor.tell(
      member(0, li, 'sales', { paused: true, reason: 'MICRO_PAUSE' }),
      member(0, tom, 'sales', { paused: true, reason: 'buffer' }),
    );
    expect(floor.read(14 * 60, rule('agent', 'notReadyOverLimitMs'))).toEqual([]);
    expect(floor.read(16 * 60, rule('agent', 'notReadyOverLimitMs'))).toMatchObject([{ evidence: { detail: 'BREAK' }, value: 60_000 }]);
    const told = JSON.stringify(floor.read(16 * 60, rule('agent', 'notReadyMs')));
    expect(told).not.toMatch(/MICRO|BUFFER/i);
  });

  test('hold, wrap-up and talk are measured from when they began', () => {
    const floor = floorWith();
    floor.tell(joined(0, 'a', 'sales'), answered(10, 'a', li), other(40, { type: 'visit.held', visitKey: 'a', agentKey: li }));
    expect(floor.read(101, rule('agent', 'holdMs'))).toMatchObject([{ subject: { agentId: LI }, value: 61_000 }]);
    floor.tell(ended(110, 'a', li, 'caller', { wrapUp: 'until-told' }));
    expect(floor.read(130, rule('agent', 'acwMs'))).toMatchObject([{ value: 20_000 }]);
    expect(floor.read(130, rule('agent', 'holdMs'))).toEqual([]);
  });

  test('a raised hand counts until somebody answers it', () => {
    const floor = floorWith();
    floor.tell(joined(0, 'a', 'sales'), answered(10, 'a', li));
    const agent = floor.site.agents.get(LI);
    if (agent !== undefined) agent.help = { visitId: visitIdOf(SOURCE, 'a'), raisedAt: at(20), spreadTo: 'lead' };
    expect(floor.read(50, rule('agent', 'helpUnansweredMs'))).toMatchObject([{ value: 30_000, evidence: { since: at(20) } }]);
    if (agent?.help !== undefined) agent.help.acknowledged = { by: { userId: 'u', name: 'u', role: 'supervisor' }, at: at(51) };
    expect(floor.read(60, rule('agent', 'helpUnansweredMs'))).toEqual([]);
  });

  test('a call that rang out three times is one alert’s worth of rings', () => {
    const floor = floorWith();
    floor.tell(joined(0, 'a', 'sales'));
    for (const second of [1, 11, 21]) floor.tell(offered(second, 'a', li), offerEnded(second + 9, 'a', li, 'no-answer'));
    expect(floor.read(40, rule('call', 'ringNoAnswers'))).toMatchObject([
      { subject: { kind: 'call', id: visitIdOf(SOURCE, 'a'), queueId: SALES }, value: 3, evidence: { longestWaitMs: 40_000 } },
    ]);
    floor.tell(answered(41, 'a', tom));
    expect(floor.read(42, rule('call', 'ringNoAnswers'))).toEqual([]);
  });

  test('how long sources are silent, and receivers take nothing, is told from outside', () => {
    const floor = floorWith();
    expect(floor.read(1, rule('source', 'silentMs'), { silentMs: new Map([['asterisk', 20_000]]) })).toMatchObject([
      { subject: { kind: 'source', id: 'asterisk' }, value: 20_000 },
    ]);
    const undelivered = { kind: 'source', id: 'webhook:alerts' } as const;
    expect(floor.read(1, rule('source', 'undeliveredMs'), { undeliveredMs: new Map([['webhook:alerts', 9]]) })).toMatchObject([
      { subject: undelivered },
    ]);
    expect(measuringAt(momentAt(floor.site, 1, { undeliveredMs: null })).isFrozen(floor.site, undelivered)).toBe(true);
  });
});

describe('ghosts', () => {
  const gone = rule('ghost', 'agentGoneMs');
  const desk = (floor: ReturnType<typeof floorWith>, seconds: number, isOpen: boolean) =>
    floor.fold({ type: 'desk.changed', occurredAt: at(seconds), agentId: LI, isOpen });

  test('an agent whose desk was open and is closed, while calls may come, is gone', () => {
    const floor = floorWith();
    desk(floor, 10, true);
    expect(floor.read(20, gone)).toEqual([]);
    desk(floor, 30, false);
    expect(floor.read(150, gone)).toMatchObject([
      { subject: { kind: 'ghost', agentId: LI }, value: 120_000, evidence: { detail: 'desk-closed' } },
    ]);
    floor.tell(member(160, li, 'sales', { paused: true, reason: 'MEAL' }));
    expect(floor.read(161, gone)).toEqual([]);
  });

  test('an agent who closed the desk before signing in works with the phone alone', () => {
    const floor = floorWith();
    desk(floor, 10, false);
    floor.tell(other(20, { type: 'member.gone', agentKey: li, queueKey: 'sales' }), member(30, li, 'sales'));
    expect(floor.read(600, gone)).toEqual([]);
  });

  test('a device that can not be reached is gone', () => {
    const floor = floorWith();
    floor.tell(other(10, { type: 'agent.reachable', agentKey: li, reachable: false }));
    expect(floor.read(130, gone)).toMatchObject([{ value: 120_000, evidence: { since: at(10), detail: 'device-unreachable' } }]);
  });

  test('a wrap-up whose end nobody told is endless; one with an end is not', () => {
    const floor = floorWith();
    floor.tell(joined(0, 'a', 'sales'), answered(1, 'a', li), ended(10, 'a', li, 'caller', { wrapUp: 'until-told' }));
    floor.tell(joined(0, 'b', 'sales'), answered(1, 'b', tom), ended(10, 'b', tom, 'caller', { wrapUp: 30_000 }));
    expect(floor.read(20, rule('ghost', 'endlessWrapUpMs'))).toMatchObject([{ subject: { agentId: LI }, value: 10_000 }]);
  });

  test('a call older than four hours is one whose end was never told', () => {
    const floor = floorWith();
    floor.tell(joined(0, 'a', 'sales'), answered(1, 'a', li));
    const noLeg = rule('ghost', 'callWithoutLegMs');
    expect(floor.read(4 * 3_600 - 1, noLeg)).toEqual([]);
    expect(floor.read(4 * 3_600 + 60, noLeg)).toMatchObject([
      { subject: { visitId: visitIdOf(SOURCE, 'a') }, value: 60_000, evidence: { detail: 'older-than-4h' } },
    ]);
  });

  test('a call that its agent does not have is nobody’s', () => {
    const floor = floorWith();
    floor.tell(joined(0, 'a', 'sales'), answered(10, 'a', li));
    delete floor.site.agents.get(LI)?.visitId;
    expect(floor.read(70, rule('ghost', 'callWithoutLegMs'))).toMatchObject([{ value: 60_000, evidence: { detail: 'no-agent-has-it' } }]);
  });

  test('a member whom the site file does not name is known to one side only; a site without names knows all', () => {
    const oneSided = rule('ghost', 'oneSidedMemberMs');
    expect(floorWith().read(60, oneSided)).toEqual([]);
    const floor = floorWith(tom);
    expect(floor.read(60, oneSided)).toMatchObject([{ subject: { agentId: LI }, value: 60_000, evidence: { detail: 'not-in-site-file' } }]);
    floor.tell(other(70, { type: 'queue.gone', queueKey: 'sales' }));
    expect(floor.read(80, oneSided).map(({ evidence }) => evidence.detail)).toEqual(['not-in-site-file', 'queue-gone']);
  });
});

test('a rule of agents goes through ten thousand of them once; rules of queues and calls do not go through them at all', () => {
  const floor = floorWith();
  const facts = Array.from({ length: 10_000 }, (_, i) => member(1, `PJSIP/${2_000 + i}`, 'sales'));
  floor.tell(...facts);
  let looked = 0;
  const agents = floor.site.agents;
  const counted = new Proxy(agents, {
    get(target, name) {
      if (name === 'values') looked += 1;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const site = { ...floor.site, agents: counted };
  const measuring = measuringAt(momentAt(floor.site, 60));
  for (const metric of ['acwMs', 'holdMs', 'notReadyMs']) measuring.measure(site, rule('agent', metric));
  measuring.measure(site, rule('queue', 'waiting'));
  measuring.measure(site, rule('call', 'ringNoAnswers'));
  expect(looked).toBe(3);
});
