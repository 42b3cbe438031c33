import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../shared/domain/facts.js';
import { factsOf, isFact, type Scenario, visitOf } from './recordings.js';

/** What each recorded scenario must show beside its callers. One assertion a row. */

const pausesOf = (scenario: Scenario, member: string, queue: string) =>
  factsOf(scenario)
    .filter(isFact('member.seen'))
    .filter((fact) => fact.member === member && fact.queueKey === queue)
    .map((fact) => (fact.paused ? (fact.reason ?? '(no reason)') : 'ready'));

describe('pauses, one queue at a time', () => {
  test.each([
    [
      'an agent paused in all queues is told for each, and a changed reason again',
      'Alice Ng',
      'vip',
      ['Lunch', 'Training', 'ready', 'ready', 'ready'],
    ],
    ['the reason of the unpause is not the reason of a pause', "Bob O'Brien", 'sales', ['Coffee break, 10 min', 'ready', 'test']],
    ['a pause without a reason is one', 'Chen Wei', 'sales', ['(no reason)', 'ready', 'test']],
    ['a member added paused is paused', 'Júlia Santos', 'vip', ['Starting up']],
    ['a pause in one queue leaves the other', 'Émile Dupré', 'support', ['Admin', 'ready']],
  ] as const)('%s', (_title, member, queue, told) => {
    expect(pausesOf('04-pause-add-remove-members', member, queue)).toEqual(told);
  });

  test('an agent whom the queue paused itself, after a call that nobody took, says so', () => {
    expect(pausesOf('03-ring-no-answer-next-agent', 'Rosa Bianchi', 'complaints')).toEqual(['Auto-Pause']);
  });
});

describe('one person is one agent', () => {
  const resync = factsOf('01-join-answer-complete').find(isFact('source.resynced'));

  test('twenty people serve thirty-one memberships', () => {
    expect([resync?.agents.length, resync?.members.length]).toEqual([20, 31]);
  });
  test('a phone and the Local channel in front of it are the same agent', () => {
    expect(resync?.members.filter((member) => member.member === 'Émile Dupré').map((member) => [member.queueKey, member.agentKey])).toEqual(
      [
        ['support', 'PJSIP/1005'],
        ['sales', 'PJSIP/1005'],
      ],
    );
  });
  test('an agent known by an extension’s hint alone goes by the device', () => {
    expect(resync?.members.find((member) => member.member === 'Ivan Petrov')?.agentKey).toBe('PJSIP/1009');
  });
  test('a member added under another name is the person whose phone it is', () => {
    const added = factsOf('11-busy-hour')
      .filter(isFact('member.seen'))
      .find((fact) => fact.member === 'Dyn 1006');
    expect(added?.agentKey).toBe('PJSIP/1006');
  });
  test('the queues’ own thresholds are known', () => {
    expect(resync?.queues.map((queue) => [queue.queueKey, queue.thresholdMs])).toEqual([
      ['support', 30_000],
      ['complaints', 20_000],
      ['vip', 10_000],
      ['sales', 20_000],
    ]);
  });
});

describe('offers', () => {
  const ringAll = visitOf(factsOf('01-join-answer-complete'), 'Fred Angry');
  test('in a ring-all queue all seven phones ring', () => {
    expect(ringAll.filter(isFact('visit.offered'))).toHaveLength(7);
  });
  test('six of them were called in vain, and none of them missed a call', () => {
    expect(ringAll.filter(isFact('visit.offer-ended')).map((fact) => fact.how)).toEqual(Array(6).fill('cancelled'));
  });
  test('a ring that was given up with the caller is nobody’s fault', () => {
    const offers = visitOf(factsOf('02-abandon-while-waiting'), 'Ann Abandon').filter(isFact('visit.offer-ended'));
    expect(offers.map((fact) => fact.how)).toEqual(['cancelled']);
  });
  test('a ring is measured by the clock, not in the whole seconds of the PBX', () => {
    const offer = visitOf(factsOf('05-timeout-exitkey-exitempty-full'), 'Tim Eout').find(isFact('visit.offer-ended'));
    expect(offer?.ringMs).toBeGreaterThan(11_900);
    expect(offer?.ringMs).toBeLessThan(12_100);
  });
});

const offQueue = (scenario: Scenario, agentKey: string) =>
  factsOf(scenario)
    .filter(isFact('agent.off-queue-call'))
    .filter((fact) => fact.agentKey === agentKey)
    .map((fact) => fact.phase);

describe('calls that no queue knows', () => {
  test.each([
    [
      'an agent’s own outgoing call',
      '10-wrapup-and-device-state',
      'PJSIP/1001',
      ['dialing', 'talking', 'none', 'dialing', 'talking', 'none'],
    ],
    ['the colleague who is called', '10-wrapup-and-device-state', 'PJSIP/1002', ['ringing', 'talking', 'none']],
    ['a caller sent straight to an agent, until it is known who that is', '06-redirect-waiting-caller', 'PJSIP/1003', ['ringing', 'none']],
    ['calls out of a queue are none of them', '01-join-answer-complete', 'PJSIP/1010', []],
    ['nor is an agent who is listened to', '08-listen-whisper-barge', 'PJSIP/1001', []],
  ] as const)('%s', (_title, scenario, agentKey, phases) => {
    expect(offQueue(scenario, agentKey)).toEqual(phases);
  });

  test('a supervisor’s own phone is nobody’s agent', () => {
    const named = factsOf('08-listen-whisper-barge').filter((fact: Fact) => JSON.stringify(fact).includes('PJSIP/109'));
    expect(named).toEqual([]);
  });
});

describe('phones', () => {
  const reachable = (scenario: Scenario) =>
    factsOf(scenario)
      .filter(isFact('agent.reachable'))
      .map((fact) => [fact.agentKey, fact.reachable]);
  test('a phone that falls off the network can’t be rung until it is back', () => {
    expect(reachable('10-wrapup-and-device-state')).toEqual([
      ['PJSIP/1001', false],
      ['PJSIP/1001', true],
    ]);
  });
  test('a member whose phone does not exist can’t be rung', () => {
    expect(reachable('04-pause-add-remove-members')).toEqual([['PJSIP/4444', false]]);
  });
});

describe('refused at the door', () => {
  test('an empty queue and a full one are told, and nobody is counted as having entered', () => {
    const refused = factsOf('05-timeout-exitkey-exitempty-full').filter(isFact('visit.rejected'));
    expect(refused.map((fact) => [fact.queueKey, fact.reason])).toEqual([
      ['complaints', 'join-empty'],
      ['vip', 'full'],
    ]);
  });
});

describe('a call that goes on', () => {
  test('keeps the time at which its first queue was joined', () => {
    const facts = factsOf('06-redirect-waiting-caller')
      .filter(isFact('visit.joined'))
      .filter((fact) => fact.caller.name === 'Bouncer');
    expect(facts.map((fact) => fact.callEnteredAt ?? fact.occurredAt)).toEqual(Array(3).fill(facts[0]?.occurredAt));
  });
  test('is one call in each of its queues', () => {
    const facts = factsOf('06-redirect-waiting-caller')
      .filter(isFact('visit.joined'))
      .filter((fact) => fact.caller.name === 'Bouncer');
    expect(new Set(facts.map((fact) => fact.callKey)).size).toBe(1);
  });
  test('ends for the first agent when it was taken away, minutes before the PBX says so', () => {
    const [first] = visitOf(factsOf('07-reassign-mid-call'), 'Mid One').filter(isFact('visit.talk-ended'));
    const [, second] = visitOf(factsOf('07-reassign-mid-call'), 'Mid One').filter(isFact('visit.talk-ended'));
    expect((second?.occurredAt ?? 0) - (first?.occurredAt ?? 0)).toBeGreaterThan(6_900);
  });
  test('past the queue there is no wrap-up', () => {
    const [, second] = visitOf(factsOf('07-reassign-mid-call'), 'Mid One').filter(isFact('visit.talk-ended'));
    expect(second?.wrapUp).toBe(0);
  });
});

describe('settings', () => {
  test('a queue’s wrap-up time is learned from its configuration', () => {
    const seen = factsOf('07b-blindtransfer-with-local-member')
      .filter(isFact('queue.seen'))
      .filter((fact) => fact.wrapUpMs !== undefined);
    expect(seen.map((fact) => [fact.queueKey, fact.wrapUpMs]).sort()).toEqual([
      ['complaints', 8_000],
      ['sales', 5_000],
      ['support', 0],
      ['vip', 3_000],
    ]);
  });
  test('a customer’s tier is taken from the variable that holds it', () => {
    expect(visitOf(factsOf('01-join-answer-complete'), 'Evan Gold').find(isFact('visit.joined'))?.caller.tier).toBe('gold');
  });
});
