import { describe, expect, test } from 'vitest';
import { deliveriesOf } from '../../server/outbox/deliveries-of.js';
import { deliveryId } from '../../server/outbox/delivery.js';
import { envelope } from '../../server/outbox/payload.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { alertFloor, SALES, waitingRule } from '../domain/alert/alert-floor.js';
import { caseFloor, LI, li, ZHOU } from '../domain/escalation/case-floor.js';

const loud = waitingRule({ dwellMs: 0, clearDwellMs: 0, webhook: true });

/** What goes out for all that a watcher told. */
function told(rule = loud) {
  const floor = alertFloor(rule);
  const { tick } = floor.watcher();
  const out = (events: readonly DomainEvent[]) => events.flatMap((event) => deliveriesOf(event, floor.site, 'main'));
  return { floor, out, tick: (seconds: number, values: Record<string, number>) => out(tick(seconds, values)) };
}

describe('alerts', () => {
  test('a rule with its webhook on tells of being raised, getting worse, and being over, under one alert id', () => {
    const { tick } = told();
    const [raised, worse, over] = [...tick(0, { sales: 12 }), ...tick(1, { sales: 30 }), ...tick(2, { sales: 0 })];
    expect(raised).toMatchObject({
      target: 'alerts',
      type: 'alert.raised',
      data: {
        site: { id: 'main', name: 'Breakwater' },
        rule: { id: 'r-waiting', name: '排队过多' },
        level: 'warn',
        subject: { kind: 'queue', id: SALES, name: 'sales' },
        metric: 'waiting',
        value: 12,
        limit: 10,
        evidence: { waiting: 3 },
        raisedAt: '2026-11-21T01:00:00.000Z',
      },
    });
    expect(worse).toMatchObject({ type: 'alert.level-changed', data: { level: 'critical', value: 30, limit: 20 } });
    expect(over).toMatchObject({ type: 'alert.cleared', data: { how: 'better' } });
    expect(new Set([raised, worse, over].map((draft) => draft?.key)).size).toBe(1);
  });

  test('a rule with its webhook off tells nobody', () => {
    const { tick } = told({ ...loud, webhook: false });
    expect([...tick(0, { sales: 12 }), ...tick(1, { sales: 30 }), ...tick(2, { sales: 0 })]).toEqual([]);
  });

  test('that a rule was taken away, and its alerts with it, is told', () => {
    const { floor, out, tick } = told();
    tick(0, { sales: 12 });
    const decided = floor.ask(1, { type: 'rule.remove', ruleId: loud.id });
    expect(decided.ok && out(decided.value.events)).toMatchObject([
      { type: 'alert.cleared', data: { how: 'rule', subject: { name: 'sales' } } },
    ]);
  });

  test('the body is one that Standard Webhooks’ receivers know', () => {
    const [raised] = told().tick(0, { sales: 12 });
    const body = JSON.parse(envelope(raised!.type, raised!.occurredAt, raised!.data)) as Record<string, unknown>;
    expect(Object.keys(body)).toEqual(['type', 'timestamp', 'data']);
    expect(body.timestamp).toBe('2026-11-21T01:00:00.000Z');
  });
});

describe('tickets', () => {
  function sent() {
    const floor = caseFloor();
    const one = floor.open(LI, {
      visitId: floor.call('a', li, { tier: 'gold', name: '王先生' }),
      text: '付款后订单未支付，回电 13812342764',
    });
    const outcome = floor.try(ZHOU, { type: 'case.send-ticket', caseId: one.id });
    return { floor, one, drafts: () => (outcome.ok ? outcome.events : []).flatMap((event) => deliveriesOf(event, floor.site, 'main')) };
  }

  test('a case that is sent to the tracker goes out with what a department needs, and without who called', () => {
    const { one, drafts } = sent();
    expect(drafts()).toMatchObject([
      {
        target: 'tracker',
        key: one.id,
        type: 'case.ticket-requested',
        data: { externalKey: one.id, no: 1, caseType: 'TECH', grade: one.one().proposedGrade, queue: 'sales' },
      },
    ]);
    const text = JSON.stringify(drafts());
    expect(text).toContain('付款后订单未支付');
    expect(text).not.toMatch(/13812342764|2764|caller|hash|tier|gold|王先生|李娜|周敏|u-li/);
  });

  test('a case that was linked by hand meanwhile is not sent', () => {
    const { one, drafts } = sent();
    one.do(ZHOU, 'case.link-ticket', { key: 'BUG-7' });
    expect(drafts()).toEqual([]);
  });
});

test('a delivery is named by its place in the log', () => {
  expect(deliveryId('main', '1795308497381-0' as never, 2)).toBe('main_1795308497381-0_2');
});
