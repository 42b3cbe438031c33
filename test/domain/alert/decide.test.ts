import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES, isBuiltInRule, seedRules } from '../../../shared/domain/alert/default-rules.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import type { AlertId, QueueId, TeamId } from '../../../shared/kernel/ids.js';
import { agentIdOf } from '../../../shared/kernel/ids.js';
import { at, member, other, SOURCE } from '../../support/floor.js';
import { alertFloor, colleague, SALES, waitingRule } from './alert-floor.js';

function floorWithAlert() {
  const floor = alertFloor(waitingRule({ dwellMs: 0, clearDwellMs: 0 }));
  const watcher = floor.watcher();
  watcher.tick(0, { sales: 12 });
  const alertId = floor.open()[0]?.id as AlertId;
  return { ...floor, watcher, alertId, alert: () => floor.site.alerts.get(alertId) };
}
const code = (decided: { ok: boolean; error?: { code: string } }) => (decided.ok ? 'granted' : decided.error?.code);

describe('alerts in people’s hands', () => {
  test('one person acknowledges; a colleague who comes second is told who it was', () => {
    const floor = floorWithAlert();
    expect(code(floor.ask(1, { type: 'alert.acknowledge', alertId: floor.alertId }))).toBe('granted');
    expect(floor.alert()?.acknowledged).toMatchObject({ by: { name: '周敏' }, at: at(1) });
    expect(floor.ask(2, { type: 'alert.acknowledge', alertId: floor.alertId }, colleague)).toMatchObject({
      error: { code: 'conflict', byName: '周敏' },
    });
    expect(code(floor.ask(3, { type: 'alert.acknowledge', alertId: floor.alertId }))).toBe('unchanged');
  });

  test('whoever takes an alert has acknowledged it; it is not snatched away, but can be taken over later', () => {
    const floor = floorWithAlert();
    expect(code(floor.ask(1, { type: 'alert.take', alertId: floor.alertId }))).toBe('granted');
    expect(floor.alert()).toMatchObject({ owner: { name: '周敏' }, acknowledged: { by: { name: '周敏' } } });
    expect(floor.ask(2, { type: 'alert.take', alertId: floor.alertId }, colleague)).toMatchObject({
      error: { code: 'conflict', byName: '周敏' },
    });
    expect(code(floor.ask(61, { type: 'alert.take', alertId: floor.alertId }, colleague))).toBe('granted');
    expect(floor.alert()).toMatchObject({ owner: { name: '何建平' }, acknowledged: { by: { name: '周敏' } } });
  });

  test('what is over, or was never there, is refused by name', () => {
    const floor = floorWithAlert();
    floor.watcher.tick(1, {});
    expect(floor.ask(2, { type: 'alert.take', alertId: floor.alertId })).toMatchObject({
      error: { code: 'wrong-state', detail: 'cleared' },
    });
    expect(code(floor.ask(2, { type: 'alert.acknowledge', alertId: 'al-nowhere' as AlertId }))).toBe('not-found');
  });

  test('a lead reaches alerts of the queues that the lead’s agents serve, and no others', () => {
    const floor = floorWithAlert();
    const lead = { userId: 'u-lead', name: '沈蓓', role: 'lead', teamIds: ['t-one' as TeamId] } as const;
    expect(code(floor.ask(1, { type: 'alert.acknowledge', alertId: floor.alertId }, lead))).toBe('not-permitted');
    floor.tell(member(2, 'PJSIP/1001', 'sales'));
    const agent = floor.site.agents.get(agentIdOf(SOURCE, 'PJSIP/1001'));
    if (agent !== undefined) agent.teamId = 't-one' as TeamId;
    expect(code(floor.ask(3, { type: 'alert.acknowledge', alertId: floor.alertId }, lead))).toBe('granted');
  });

  test('each leaves one record, which counts for no action on the floor', () => {
    const floor = floorWithAlert();
    const decided = floor.ask(1, { type: 'alert.acknowledge', alertId: floor.alertId });
    expect(decided.ok && decided.value.events.map(({ type }) => type)).toEqual(['action.taken', 'alert.acknowledged']);
    expect(floor.alert()?.actions).toBe(0);
    expect([...floor.site.actions.values()]).toMatchObject([
      { kind: 'alert.acknowledge', state: 'confirmed', on: { alertId: floor.alertId } },
    ]);
  });
});

describe('rules in people’s hands', () => {
  const rule = waitingRule();
  test.each([
    ['a queue that nobody knows', { queueIds: ['q-nowhere' as QueueId] }, 'queue-gone'],
    ['a team that nobody knows', { teamIds: ['t-nowhere' as TeamId] }, 'not-found'],
    ['nothing new', {}, 'unchanged'],
    ['a name kept for what comes with the product', { id: 'r-std-mine' as never }, 'not-permitted'],
    ['another limit', { warn: 5 }, 'granted'],
  ])('a rule with %s: %s', (_, change, expected) => {
    expect(code(alertFloor(rule).ask(1, { type: 'rule.set', rule: { ...rule, ...change } as typeof rule }))).toBe(expected);
  });

  test('a queue that is gone can not be named any more', () => {
    const floor = alertFloor(rule);
    floor.tell(other(1, { type: 'queue.gone', queueKey: 'sales' }));
    expect(code(floor.ask(2, { type: 'rule.set', rule: { ...rule, queueIds: [SALES] } }))).toBe('queue-gone');
  });

  test('switching a rule off ends its alerts in the same breath; what it was worth stays', () => {
    const floor = floorWithAlert();
    expect(code(floor.ask(1, { type: 'rule.set', rule: { ...waitingRule({ dwellMs: 0, clearDwellMs: 0 }), enabled: false } }))).toBe(
      'granted',
    );
    expect(floor.alert()).toMatchObject({ clearedAt: at(1) });
    expect(floor.site.rules.get(rule.id)).toMatchObject({ raised: 1 });
  });

  test('a rule of the site’s own can be removed, with its alerts; one that came with the product is switched off instead', () => {
    const floor = floorWithAlert();
    floor.fold(seedRules(floor.site, at(1)));
    const [builtIn] = DEFAULT_RULES;
    expect(floor.ask(2, { type: 'rule.remove', ruleId: builtIn!.id })).toMatchObject({
      error: { code: 'wrong-state', detail: 'built-in' },
    });
    expect(floor.ask(2, { type: 'rule.set', rule: { ...builtIn!, metric: 'waiting' } })).toMatchObject({ error: { code: 'wrong-state' } });
    expect(code(floor.ask(2, { type: 'rule.set', rule: { ...builtIn!, enabled: false, warn: 1.5 } }))).toBe('granted');
    expect(floor.site.rules.get(builtIn!.id)).toMatchObject({ isBuiltIn: true, rule: { enabled: false, warn: 1.5 } });
    expect(code(floor.ask(3, { type: 'rule.remove', ruleId: rule.id }))).toBe('granted');
    expect([floor.site.rules.has(rule.id), floor.open()]).toEqual([false, []]);
  });

  test('supervisors set rules; leads and agents do not', () => {
    for (const role of ['lead', 'agent'] as const) {
      const by = { userId: 'u-x', name: '李', role, teamIds: [] };
      expect(code(alertFloor(rule).ask(1, { type: 'rule.set', rule: { ...rule, warn: 5 } }, by))).toBe('not-permitted');
    }
  });

  test('a site begins with all rules of the product, each once; what was changed stays as it was set', () => {
    const site = emptySite();
    expect(seedRules(site, at(0)).map(({ rule: { id } }) => id)).toEqual(DEFAULT_RULES.map(({ id }) => id));
    const floor = alertFloor(rule);
    floor.fold(seedRules(floor.site, at(0)));
    expect(seedRules(floor.site, at(1))).toEqual([]);
    expect([...floor.site.rules.values()].filter(({ isBuiltIn }) => isBuiltIn)).toHaveLength(DEFAULT_RULES.length);
    expect(DEFAULT_RULES.every(({ id }) => isBuiltInRule(id))).toBe(true);
    expect(new Set(DEFAULT_RULES.map(({ id }) => id)).size).toBe(DEFAULT_RULES.length);
  });
});
