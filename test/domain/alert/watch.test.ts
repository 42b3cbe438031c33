import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBeyond } from '../../../shared/domain/alert/level.js';
import { decideChanges } from '../../../shared/domain/alert/watch.js';
import { deadlineOf, decideDeadline } from '../../../shared/domain/deadlines.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import { entitiesOf } from '../../../shared/domain/entities.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import { evolve } from '../../../shared/domain/evolve.js';
import { entityKey, STATE_VERSION } from '../../../shared/domain/site.js';
import { decodeSnapshot, encodeSnapshot } from '../../../shared/domain/snapshot.js';
import type { Position } from '../../../shared/kernel/position.js';
import { at, noTouch, other } from '../../support/floor.js';
import { alertFloor, SALES, waitingRule } from './alert-floor.js';

const types = (events: readonly DomainEvent[]) => events.map(({ type }) => type);

describe('coming and going', () => {
  test('a queue that is over its limit for five seconds is an alert; for four it is not', () => {
    const floor = alertFloor();
    const { tick } = floor.watcher();
    expect(tick(0, { sales: 12 })).toEqual([]);
    expect(tick(4, { sales: 12 })).toEqual([]);
    expect(tick(5, { sales: 12 })).toMatchObject([
      { type: 'alert.raised', level: 'warn', value: 12, limit: 10, subject: { kind: 'queue', queueId: SALES }, evidence: { waiting: 3 } },
    ]);
    expect(floor.open()).toMatchObject([{ level: 'warn', value: 12, raisedAt: at(5) }]);
    expect(floor.site.rules.get(waitingRule().id)).toMatchObject({ raised: 1, acted: 0 });
  });

  test('a moment inside the limit begins the five seconds anew', () => {
    const { tick } = alertFloor().watcher();
    tick(0, { sales: 12 });
    tick(3, { sales: 9 });
    expect(tick(5, { sales: 12 })).toEqual([]);
    expect(tick(9, { sales: 12 })).toEqual([]);
    expect(types(tick(10, { sales: 12 }))).toEqual(['alert.raised']);
  });

  test('a value at the limit has reached it', () => {
    const { tick } = alertFloor(waitingRule({ dwellMs: 0 })).watcher();
    expect(types(tick(0, { sales: 10 }))).toEqual(['alert.raised']);
  });

  test('where low is bad, a value at the goal meets it', () => {
    const rule = waitingRule({ metric: 'serviceLevelRatio', bad: 'below', warn: 0.8, critical: 0.6, dwellMs: 0 });
    const { tick } = alertFloor(rule).watcher();
    expect(tick(0, { sales: 0.8 })).toEqual([]);
    expect(tick(1, { sales: 0.79 })).toMatchObject([{ type: 'alert.raised', level: 'warn', limit: 0.8 }]);
    expect(tick(2, { sales: 0.5 })).toMatchObject([{ type: 'alert.level-changed', level: 'critical', limit: 0.6 }]);
  });

  test('an alert is over after fifteen seconds inside, and not before', () => {
    const floor = alertFloor();
    const { tick } = floor.watcher();
    tick(0, { sales: 12 });
    tick(5, { sales: 12 });
    tick(6, { sales: 3 });
    expect(tick(20, { sales: 3 })).toEqual([]);
    expect(tick(21, { sales: 3 })).toMatchObject([{ type: 'alert.cleared', how: 'better' }]);
    expect(floor.open()).toEqual([]);
  });

  test('while it is on its way out it says so, once: what would help is not needed now', () => {
    const floor = alertFloor(waitingRule({ margin: 2 }));
    const { tick } = floor.watcher();
    tick(0, { sales: 25 });
    tick(5, { sales: 25 });
    expect(tick(6, { sales: 12 })).toEqual([]);
    expect(tick(7, { sales: 3 })).toMatchObject([{ type: 'alert.eased' }]);
    expect(floor.open()).toMatchObject([{ level: 'critical', easedAt: at(7) }]);
    // On the edge it is neither worse nor over.
    expect(tick(8, { sales: 9 })).toEqual([]);
    expect(tick(9, { sales: 3 })).toEqual([]);
    expect(tick(10, { sales: 11 })).toMatchObject([{ type: 'alert.relapsed' }]);
    expect(floor.open()[0]?.easedAt).toBeUndefined();
    tick(11, { sales: 0 });
    expect(types(tick(26, { sales: 0 }))).toEqual(['alert.cleared']);
    expect(floor.site.alerts.values().next().value?.easedAt).toBeUndefined();
  });

  test('of two watchers one says that it is on its way out, and what got worse in between is not told as better', () => {
    const floor = alertFloor();
    const [first, second] = [floor.watcher(), floor.watcher()];
    for (const seconds of [0, 5]) for (const { tick } of [first, second]) tick(seconds, { sales: 12 });
    const [one, other] = [first.see(6, { sales: 3 }), second.see(6, { sales: 3 })];
    expect(types(floor.fold(decideChanges(floor.site, one, floor.measuring, at(6)).events))).toEqual(['alert.eased']);
    expect(decideChanges(floor.site, other, floor.measuring, at(6)).events).toEqual([]);
    const back = first.see(7, { sales: 12 });
    first.see(7, { sales: 3 });
    expect(decideChanges(floor.site, back, floor.measuring, at(7)).events).toEqual([]);
  });

  test('a value on the edge keeps its alert until it is better by the margin', () => {
    const floor = alertFloor(waitingRule({ margin: 2 }));
    const { tick } = floor.watcher();
    tick(0, { sales: 12 });
    tick(5, { sales: 12 });
    for (let second = 6; second < 60; second++) expect(tick(second, { sales: second % 2 === 0 ? 9 : 8 })).toEqual([]);
    tick(60, { sales: 7 });
    expect(types(tick(75, { sales: 7 }))).toEqual(['alert.cleared']);
  });

  test('it gets worse in five seconds and better in fifteen, step by step', () => {
    const { tick } = alertFloor().watcher();
    tick(0, { sales: 25 });
    expect(tick(5, { sales: 25 })).toMatchObject([{ type: 'alert.raised', level: 'critical', limit: 20 }]);
    tick(6, { sales: 15 });
    expect(tick(20, { sales: 15 })).toEqual([]);
    expect(tick(21, { sales: 15 })).toMatchObject([{ type: 'alert.level-changed', level: 'warn', value: 15, limit: 10 }]);
    tick(22, { sales: 21 });
    expect(tick(27, { sales: 21 })).toMatchObject([{ type: 'alert.level-changed', level: 'critical' }]);
    tick(28, { sales: 0 });
    expect(tick(43, { sales: 0 })).toMatchObject([{ type: 'alert.cleared', how: 'better' }]);
  });

  test('a number that nobody can tell raises nothing, and ends what was raised', () => {
    const { tick } = alertFloor().watcher();
    tick(0, { sales: null });
    expect(tick(60, { sales: null })).toEqual([]);
    tick(61, { sales: 12 });
    tick(66, { sales: 12 });
    tick(67, { sales: null });
    expect(types(tick(82, { sales: null }))).toEqual(['alert.cleared']);
  });

  test('a queue that is gone takes its alert along at once', () => {
    const floor = alertFloor();
    const { tick } = floor.watcher();
    tick(0, { sales: 12 });
    tick(5, { sales: 12 });
    floor.tell(other(6, { type: 'queue.gone', queueKey: 'sales' }));
    expect(tick(7, {})).toMatchObject([{ type: 'alert.cleared', how: 'gone' }]);
  });

  test('while its source is not heard, an alert stays and none is raised', () => {
    const floor = alertFloor();
    const { tick } = floor.watcher();
    tick(0, { sales: 12 });
    tick(5, { sales: 12 });
    floor.setFrozen(true);
    expect(tick(6, { sales: 0, vip: 50 })).toEqual([]);
    expect(tick(600, { sales: 0, vip: 50 })).toEqual([]);
    floor.setFrozen(false);
    expect(types(tick(601, { sales: 0, vip: 50 }))).toEqual(['alert.eased']);
    expect(types(tick(606, { sales: 0, vip: 50 }))).toEqual(['alert.raised']);
  });
});

describe('not too often, and not at night', () => {
  test('the same queue is told of again five minutes after it was last told of, unless it is worse', () => {
    const floor = alertFloor(waitingRule({ dwellMs: 0, clearDwellMs: 0 }));
    const { tick } = floor.watcher();
    expect(types(tick(0, { sales: 12 }))).toEqual(['alert.raised']);
    expect(types(tick(10, { sales: 1 }))).toEqual(['alert.cleared']);
    expect(tick(60, { sales: 12 })).toEqual([]);
    expect(tick(299, { sales: 12 })).toEqual([]);
    expect(types(tick(300, { sales: 12 }))).toEqual(['alert.raised']);
    expect(types(tick(310, { sales: 1 }))).toEqual(['alert.cleared']);
    expect(tick(320, { sales: 25 })).toMatchObject([{ type: 'alert.raised', level: 'critical' }]);
    expect(types(tick(330, { sales: 1 }))).toEqual(['alert.cleared']);
    expect(tick(340, { sales: 25 })).toEqual([]);
  });

  test('another queue is told of at once', () => {
    const { tick } = alertFloor(waitingRule({ dwellMs: 0 })).watcher();
    tick(0, { sales: 12 });
    expect(types(tick(1, { sales: 12, vip: 12 }))).toEqual(['alert.raised']);
  });

  // Nine in the morning in Shanghai is second 0.
  test.each([
    [{ from: '08:30', to: '09:30' }, 0, true],
    [{ from: '08:30', to: '09:30' }, 1_799, true],
    [{ from: '08:30', to: '09:30' }, 1_800, false],
    [{ from: '22:00', to: '09:05' }, 0, true],
    [{ from: '22:00', to: '09:05' }, 300, false],
    [{ from: '22:00', to: '09:05' }, 13 * 3_600, true],
    [{ from: '09:00', to: '09:00' }, 0, false],
  ])('in quiet hours %j, %i s after nine, a warning is held back: %s; what is critical is told', (quiet, seconds, isHeld) => {
    const floor = alertFloor(waitingRule({ dwellMs: 0, quiet }));
    const { tick } = floor.watcher();
    expect(tick(seconds, { sales: 12 })).toHaveLength(isHeld ? 0 : 1);
    expect(tick(seconds, { sales: 12, vip: 20 })).toMatchObject([{ type: 'alert.raised', level: 'critical' }]);
  });

  test('what was held back is told when the quiet hours end', () => {
    const { tick } = alertFloor(waitingRule({ quiet: { from: '08:00', to: '09:10' } })).watcher();
    expect(tick(0, { sales: 12 })).toEqual([]);
    expect(tick(599, { sales: 12 })).toEqual([]);
    expect(types(tick(600, { sales: 12 }))).toEqual(['alert.raised']);
  });
});

describe('two watchers', () => {
  test('both notice; one raises, and the other finds it done', () => {
    const floor = alertFloor();
    const [one, two] = [floor.watcher(), floor.watcher()];
    for (const watcher of [one, two]) watcher.see(0, { sales: 12 });
    const [first, second] = [one.see(5, { sales: 12 }), two.see(5, { sales: 12 })];
    expect([first.length, second.length]).toEqual([1, 1]);
    const byFirst = decideChanges(floor.site, first, floor.measuring, at(5));
    // On the same state the second one names it the same, and rests on the same entities: the log takes only one.
    expect(decideChanges(floor.site, second, floor.measuring, at(5))).toEqual(byFirst);
    const [raised] = byFirst.events;
    expect(entitiesOf(raised as DomainEvent).some((key) => byFirst.reads.includes(key))).toBe(true);
    floor.fold(byFirst.events);
    expect(decideChanges(floor.site, second, floor.measuring, at(5)).events).toEqual([]);
    expect(floor.open()).toHaveLength(1);
  });

  test('a value that got better before the commit is not raised after all', () => {
    const floor = alertFloor();
    const watcher = floor.watcher();
    watcher.see(0, { sales: 12 });
    const changes = watcher.see(5, { sales: 12 });
    watcher.see(5, { sales: 2 });
    expect(decideChanges(floor.site, changes, floor.measuring, at(5)).events).toEqual([]);
  });
});

test('a snooze ends by itself', () => {
  const floor = alertFloor(waitingRule({ dwellMs: 0 }));
  floor.watcher().tick(0, { sales: 12 });
  const [alert] = floor.open();
  const key = entityKey('alert', alert?.id ?? '');
  expect(floor.ask(10, { type: 'alert.snooze', alertId: alert!.id, forMs: 60_000 as never, reason: '值班经理已知' }).ok).toBe(true);
  expect(floor.open()).toMatchObject([{ snoozed: { by: { name: '周敏' }, until: at(70), reason: '值班经理已知' } }]);
  const deadline = deadlineOf(floor.site, key);
  expect(deadline).toEqual({ key, dueAt: at(70) });
  floor.fold(decideDeadline(floor.site, deadline!).events);
  expect(floor.open()[0]?.snoozed).toBeUndefined();
  expect(deadlineOf(floor.site, key)).toBeUndefined();
});

test('cleared alerts are in sight for a quarter of an hour', () => {
  const floor = alertFloor(waitingRule({ dwellMs: 0, clearDwellMs: 0 }));
  const { tick } = floor.watcher();
  tick(0, { sales: 12 });
  tick(1, {});
  tick(900, { vip: 12 });
  expect(floor.site.alerts.size).toBe(2);
  tick(902, { vip: 12, sales: 12 });
  expect(floor.site.alerts.size).toBe(2);
  expect([...floor.site.alerts.values()].map(({ raisedAt }) => raisedAt)).toEqual([at(900), at(902)]);
});

const step = fc.record({
  afterMs: fc.constantFrom(500, 1_000, 4_000, 16_000, 301_000),
  sales: fc.constantFrom(0, 8, 10, 15, 25, null),
  vip: fc.constantFrom(0, 12, undefined),
  frozen: fc.boolean(),
  command: fc.constantFrom('none', 'off', 'on', 'remove', 'narrow'),
});

test('whatever happens, one alert at most is open for a rule and queue, and it ends only by what ends it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 3 }), (steps, margin) => {
      const rule = waitingRule({ margin });
      const floor = alertFloor(rule);
      const watchers = [floor.watcher(), floor.watcher()];
      const log: DomainEvent[] = [];
      let ms = 0;
      steps.forEach(({ afterMs, sales, vip, frozen, command }, i) => {
        ms += afterMs;
        const now = ms / 1_000;
        floor.setFrozen(frozen);
        const values = { sales, ...(vip === undefined ? {} : { vip }) };
        // Two watchers look at the same time and write one after the other.
        const looks = watchers.map((watcher) => watcher.see(now, values));
        for (const changes of looks) {
          const { events } = decideChanges(floor.site, changes, floor.measuring, at(now));
          for (const event of events) {
            if (event.type === 'alert.cleared' && event.how === 'better') {
              const key = floor.site.queues.get(floor.site.alerts.get(event.alertId)?.subject.queueId as never)?.key ?? '';
              expect(isBeyond(rule, rule.warn, (values as Record<string, number | null>)[key] ?? null)).toBe(false);
              expect(frozen).toBe(false);
            }
          }
          log.push(...floor.fold(events));
          const pairs = floor.open().map(({ ruleId, subject }) => `${ruleId}|${subject.id}`);
          expect(new Set(pairs).size).toBe(pairs.length);
        }
        if (command === 'off' || command === 'on') floor.ask(now, { type: 'rule.set', rule: { ...rule, enabled: command === 'on' } });
        if (command === 'narrow') floor.ask(now, { type: 'rule.set', rule: { ...rule, queueIds: [SALES] } });
        if (command === 'remove' && i % 3 === 0) floor.ask(now, { type: 'rule.remove', ruleId: rule.id });
        // Nothing stays open under a rule that is off or gone.
        if (!(floor.site.rules.get(rule.id)?.rule.enabled ?? false)) expect(floor.open()).toEqual([]);
      });
      expect(decodeSnapshot(encodeSnapshot(floor.site), STATE_VERSION)).toEqual(floor.site);
    }),
    { numRuns: 200 },
  );
});

test('an alert event touches what it names', () => {
  const floor = alertFloor(waitingRule({ dwellMs: 0, clearDwellMs: 0 }));
  const { tick } = floor.watcher();
  const events = [...tick(0, { sales: 12 }), ...tick(1, { sales: 30 }), ...tick(2, {})];
  expect(types(events)).toEqual(['alert.raised', 'alert.level-changed', 'alert.cleared']);
  const site = emptySite();
  const touched = new Set<string>();
  const notes = { ...noTouch, touch: (key: string) => void touched.add(key) };
  evolve(site, { type: 'rule.set', occurredAt: at(0), rule: waitingRule() }, { position: '1-0' as Position, at: at(0) }, notes);
  for (const [i, event] of events.entries()) {
    touched.clear();
    evolve(site, event, { position: `${i + 2}-0` as Position, at: at(0) }, notes);
    expect([...touched].filter((key) => !(entitiesOf(event) as string[]).includes(key))).toEqual([]);
    expect(touched.size).toBeGreaterThan(0);
  }
});
