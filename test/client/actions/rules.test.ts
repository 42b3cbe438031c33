import { describe, expect, test } from 'vitest';
import { grouped, inOrder } from '../../../client/alerts/order.js';
import { draftOf, newRule, ruleOf, withSubject } from '../../../client/alerts/rule-draft.js';
import { DEFAULT_RULES } from '../../../shared/domain/alert/default-rules.js';
import type { AlertView } from '../../../shared/protocol/views.js';

describe('a rule in the editor', () => {
  test.each(DEFAULT_RULES.map((rule) => [rule.id, rule] as const))('%s is the same rule after it was shown and read', (_, rule) => {
    expect(ruleOf(draftOf(rule), rule)).toEqual({ rule });
  });
  test('is typed in seconds and percent', () => {
    const level = DEFAULT_RULES.find(({ metric }) => metric === 'serviceLevelRatio');
    expect(level && draftOf(level)).toMatchObject({ warn: '80', critical: '60', margin: '2' });
  });
  test('names the field that is wrong', () => {
    const rule = newRule(new Set());
    const draft = { ...draftOf(rule), name: '长队' };
    expect(ruleOf({ ...draft, warn: '', critical: '' }, rule)).toEqual({ field: 'warn' });
    expect(ruleOf({ ...draft, warn: '10', critical: '5' }, rule)).toEqual({ field: 'critical' });
    expect(ruleOf({ ...draft, warn: 'many' }, rule)).toEqual({ field: 'warn' });
    expect(ruleOf({ ...draft, quietFrom: '22:00' }, rule)).toEqual({ field: 'quiet' });
    expect(ruleOf({ ...draft, name: ' ' }, rule)).toEqual({ field: 'name' });
  });
  test('about something else measures something else', () => {
    expect(withSubject(draftOf(newRule(new Set())), 'agent')).toMatchObject({ metric: 'notReadyMs', warn: '' });
  });
  test('gets an id that nobody has', () => {
    expect(newRule(new Set(['r-own-1'])).id).toBe('r-own-2');
  });
});

const alert = (id: string, more: object = {}) =>
  ({ id, ruleId: 'r-1', level: 'critical', raisedAt: 120_000, ...more }) as unknown as AlertView;

describe('the order of the rail', () => {
  test('critical before warnings, unanswered before acknowledged, those on their way out, snoozed and cleared last', () => {
    const all = [
      alert('eased', { easedAt: 1 }),
      alert('cleared', { clearedAt: 1 }),
      alert('snoozed', { snoozed: {} }),
      alert('warn', { level: 'warn' }),
      alert('known', { acknowledged: {} }),
      alert('new'),
    ];
    expect(inOrder(all).map(({ id }) => id)).toEqual(['new', 'known', 'warn', 'eased', 'snoozed', 'cleared']);
  });
  test('more than five of one rule within a minute are one entry; five are five', () => {
    const five = Array.from({ length: 5 }, (_, n) => alert(`a${n}`));
    expect(grouped(inOrder(five))).toHaveLength(5);
    const [group, ...rest] = grouped(inOrder([...five, alert('a5'), alert('other', { ruleId: 'r-2' })]));
    expect([group?.others.length, rest.length]).toEqual([5, 1]);
  });
});
