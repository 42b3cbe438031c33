import { afterEach, describe, expect, test } from 'vitest';
import { onDuty } from '../../../server/connectors/simulator/agents.js';
import type { SimAgent } from '../../../server/connectors/simulator/model.js';
import { key, li, ofType, smallFloor, typesOf, wang, zhao } from './orders-rig.js';

let floor: ReturnType<typeof smallFloor>;
afterEach(() => {
  expect(floor.problems()).toEqual([]);
});

const onCall = () => {
  floor = smallFloor();
  const caller = floor.dial('logistics');
  floor.pass(5);
  expect(floor.stateOf(zhao)).toBe('talking');
  return caller;
};

describe('an agent’s state', () => {
  test('is not ready in all queues for as long as it was told, and ready again by command', () => {
    floor = smallFloor();
    const { told } = floor.order({ op: 'set-not-ready', agentKey: wang, reasonCode: 'TRAINING' });
    expect(ofType(told, 'member.seen').map(({ queueKey, paused, reason }) => ({ queueKey, paused, reason }))).toEqual([
      { queueKey: 'complaints', paused: true, reason: 'TRAINING' },
      { queueKey: 'vip', paused: true, reason: 'TRAINING' },
    ]);
    floor.pass(5 * 60);
    expect(floor.agent(wang)).toMatchObject({ state: 'not-ready', reasonCode: 'TRAINING' });
    expect(ofType(floor.order({ op: 'set-ready', agentKey: wang }).told, 'member.seen').map(({ paused }) => paused)).toEqual([
      false,
      false,
    ]);
    expect(floor.stateOf(wang)).toBe('ready');
    // The pause's own end, planned before, finds nothing to end.
    floor.order({ op: 'set-not-ready', agentKey: wang, reasonCode: 'MEETING' });
    floor.pass(9 * 60);
    expect(floor.stateOf(wang)).toBe('not-ready');
  });

  test('a commanded pause that everybody forgot is over after ten minutes', () => {
    floor = smallFloor();
    floor.order({ op: 'set-not-ready', agentKey: wang, reasonCode: 'FORCED' });
    floor.pass(11 * 60);
    expect(floor.stateOf(wang)).toBe('ready');
  });

  test('in wrap-up, a pause is told at once and the wrap-up goes its own way', () => {
    floor = smallFloor({ talk: () => ({ handleMs: 10_000 }) });
    floor.dial('logistics');
    floor.pass(14);
    expect(floor.stateOf(zhao)).toBe('acw');
    expect(typesOf(floor.order({ op: 'set-not-ready', agentKey: zhao, reasonCode: 'BREAK' }).told)).toEqual(['member.seen']);
    // Nobody asked for it to wait: the site takes it as the end of the wrap-up (AG-05).
    expect(floor.stateOf(zhao)).toBe('not-ready');
    floor.pass(30);
    expect(floor.stateOf(zhao)).toBe('not-ready');
    floor.order({ op: 'set-ready', agentKey: zhao });
    expect(floor.stateOf(zhao)).toBe('ready');
  });

  test('during a call the queues know at once, and the agent is off the phones after the call and its wrap-up', () => {
    onCall();
    const { told } = floor.order({ op: 'set-not-ready', agentKey: zhao, reasonCode: 'COACHING' });
    expect([typesOf(told), floor.stateOf(zhao)]).toEqual([['member.seen'], 'talking']);
    floor.pass(121);
    expect(floor.stateOf(zhao)).toBe('acw');
    floor.pass(20);
    expect(floor.agent(zhao)).toMatchObject({ state: 'not-ready', reasonCode: 'COACHING' });
  });

  test('a pause commanded during a long call is not used up by it', () => {
    floor = smallFloor({ talk: () => ({ handleMs: 20 * 60_000 }) });
    floor.dial('logistics');
    floor.pass(5);
    floor.order({ op: 'set-not-ready', agentKey: zhao, reasonCode: 'COACHING' });
    floor.pass(20 * 60 + 21);
    expect(floor.agent(zhao)).toMatchObject({ state: 'not-ready', reasonCode: 'COACHING' });
    floor.pass(60);
    expect(floor.stateOf(zhao)).toBe('ready');
  });

  test('a pause is taken back during the call: the agent is ready after it', () => {
    onCall();
    floor.order({ op: 'set-not-ready', agentKey: zhao, reasonCode: 'COACHING' });
    floor.order({ op: 'set-ready', agentKey: zhao });
    floor.pass(145);
    expect(floor.stateOf(zhao)).toBe('ready');
  });

  test('signed out is out of all queues at once; the call in hand goes on to its end, without a wrap-up', () => {
    onCall();
    const { told } = floor.order({ op: 'sign-out', agentKey: wang });
    expect(ofType(told, 'member.gone').map(({ queueKey }) => queueKey)).toEqual(['complaints', 'vip']);
    expect(floor.stateOf(wang)).toBe('logged-out');
    floor.order({ op: 'sign-out', agentKey: zhao });
    expect([floor.stateOf(zhao), floor.agent(zhao)?.memberships.size]).toEqual(['talking', 0]);
    floor.pass(125);
    expect(floor.agent(zhao)).toMatchObject({ state: 'logged-out' });
    expect(floor.agent(zhao)?.wrapUp).toBeUndefined();
    for (const op of ['sign-out', 'set-ready', 'end-wrap-up'] as const) {
      expect(floor.order({ op, agentKey: zhao }).failure).toBe('not-found');
    }
  });

  test('signed in again: back in the queues, warming up and then ready; twice is refused', () => {
    floor = smallFloor();
    floor.order({ op: 'sign-out', agentKey: wang });
    const queues = ['complaints', 'vip'].map((queueKey) => ({ queueKey: key(queueKey), penalty: 0 }));
    const { told, failure } = floor.order({ op: 'sign-in', agentKey: wang, name: '王磊', queues });
    expect([failure, ...ofType(told, 'member.seen').map(({ queueKey, reason }) => `${queueKey} ${reason}`)]).toEqual([
      'none',
      'complaints WARMUP',
      'vip WARMUP',
    ]);
    expect(floor.agent(wang)).toMatchObject({ state: 'not-ready', reasonCode: 'WARMUP' });
    expect(floor.order({ op: 'sign-in', agentKey: wang, name: '王磊', queues }).failure).toBe('refused');
    floor.pass(61);
    expect(floor.stateOf(wang)).toBe('ready');
    floor.dial('vip');
    floor.pass(5);
    expect(floor.stateOf(wang)).toBe('talking');
  });

  test('signed in to some of the queues only, an agent gets calls of these; to none that there is, not at all', () => {
    floor = smallFloor();
    floor.order({ op: 'sign-out', agentKey: wang });
    const into = (...keys: string[]) => keys.map((queueKey) => ({ queueKey: key(queueKey), penalty: 0 }));
    expect(floor.order({ op: 'sign-in', agentKey: wang, name: '王磊', queues: into('nosuch') }).failure).toBe('not-found');
    floor.order({ op: 'sign-in', agentKey: wang, name: '王磊', queues: into('vip') });
    floor.order({ op: 'set-ready', agentKey: wang });
    expect([...(floor.agent(wang)?.memberships.keys() ?? [])]).toHaveLength(1);
    floor.dial('vip');
    floor.pass(5);
    expect(floor.stateOf(wang)).toBe('talking');
  });

  test('who is signed out while the phone rings is not to have the call: the caller waits at the same place', () => {
    floor = smallFloor();
    const caller = floor.dial('logistics');
    floor.pass(0.5);
    const { told } = floor.order({ op: 'sign-out', agentKey: zhao });
    expect(typesOf(told)).toEqual(['visit.offer-ended', 'member.gone']);
    expect(floor.waiting('logistics')).toEqual([caller]);
    floor.pass(30);
    expect(floor.visit(caller)?.state).toBe('queued');
  });

  test('an agent who is away, and rung by name, is away for as long as before', () => {
    floor = smallFloor();
    floor.order({ op: 'set-not-ready', agentKey: zhao, reasonCode: 'ADMIN' });
    const caller = floor.dial('logistics');
    floor.order({ op: 'move-waiting', visitKey: caller, queueKey: key('logistics'), to: { kind: 'agent', agentKey: zhao } });
    floor.pass(145);
    expect(floor.visit(caller)?.state).toBe('closed');
    expect(floor.agent(zhao)).toMatchObject({ state: 'not-ready', reasonCode: 'ADMIN' });
    floor.pass(10 * 60);
    expect(floor.stateOf(zhao)).toBe('ready');
  });

  test('a wrap-up is ended by command, and there is none to end after it', () => {
    floor = smallFloor({ talk: () => ({ handleMs: 10_000 }) });
    floor.dial('logistics');
    floor.pass(14);
    expect(typesOf(floor.order({ op: 'end-wrap-up', agentKey: zhao }).told)).toEqual(['agent.wrap-up-ended']);
    expect(floor.order({ op: 'end-wrap-up', agentKey: zhao }).failure).toBe('refused');
    floor.pass(60);
    expect(ofType(floor.facts, 'agent.wrap-up-ended')).toHaveLength(1);
  });
});

describe('the day’s plan', () => {
  const isDueToRest = (forMs: number) => {
    const agent = floor.floor.agents.find((one) => one.key === zhao) as SimAgent;
    onDuty(floor.floor, agent, [{ at: floor.floor.now, what: 'pause', reason: 'MEAL', forMs }], 0);
    floor.pass(0.1);
    return floor.agent(zhao)?.reasonCode;
  };

  test('leaves alone for five minutes what a command has set, then goes on', () => {
    floor = smallFloor();
    floor.order({ op: 'set-ready', agentKey: zhao });
    expect(isDueToRest(60_000)).toBeUndefined();
    floor.order({ op: 'set-not-ready', agentKey: zhao, reasonCode: 'FORCED' });
    floor.pass(295);
    expect(isDueToRest(60_000)).toBe('FORCED');
    floor.pass(6);
    expect(isDueToRest(60_000)).toBe('MEAL');
  });

  test('does not put its own in the place of what was ordered during the call', () => {
    onCall();
    floor.order({ op: 'set-not-ready', agentKey: zhao, reasonCode: 'COACHING' });
    isDueToRest(60_000);
    floor.pass(145);
    expect(floor.agent(zhao)).toMatchObject({ state: 'not-ready', reasonCode: 'COACHING' });
    expect(isDueToRest(60_000)).toBe('COACHING');
  });
});

describe('a lent agent', () => {
  test('serves the other queue too: a caller who waits there is offered at once', () => {
    floor = smallFloor();
    floor.dial('complaints');
    floor.dial('complaints');
    floor.pass(5);
    const waits = floor.dial('complaints');
    const { told } = floor.order({ op: 'join-queue', agentKey: zhao, queueKey: key('complaints'), penalty: 2 });
    expect(told).toMatchObject([
      { type: 'member.seen', queueKey: 'complaints', penalty: 2 },
      { type: 'visit.offered', visitKey: waits, agentKey: zhao },
    ]);
    expect(floor.agent(zhao)?.memberships.size).toBe(2);
  });

  test('is given back, and gets no more of its calls', () => {
    floor = smallFloor();
    floor.order({ op: 'join-queue', agentKey: zhao, queueKey: key('vip') });
    expect(floor.order({ op: 'join-queue', agentKey: zhao, queueKey: key('vip') }).failure).toBe('refused');
    expect(typesOf(floor.order({ op: 'leave-queue', agentKey: zhao, queueKey: key('vip') }).told)).toEqual(['member.gone']);
    floor.order({ op: 'set-not-ready', agentKey: wang, reasonCode: 'BREAK' });
    const caller = floor.dial('vip');
    floor.pass(5);
    expect([floor.visit(caller)?.state, floor.stateOf(zhao)]).toEqual(['queued', 'ready']);
    expect(floor.order({ op: 'leave-queue', agentKey: zhao, queueKey: key('vip') }).failure).toBe('not-found');
    expect(floor.order({ op: 'join-queue', agentKey: zhao, queueKey: key('nowhere') }).failure).toBe('not-found');
  });

  test('out of the last queue is signed out', () => {
    floor = smallFloor();
    floor.order({ op: 'leave-queue', agentKey: zhao, queueKey: key('logistics') });
    expect(floor.stateOf(zhao)).toBe('logged-out');
  });
});

test('asked for its whole truth, it tells one that is what we hold', () => {
  onCall();
  floor.order({ op: 'pick-up', visitKey: floor.dial('logistics'), queueKey: key('logistics'), phoneKey: key('sim/desk-zhoumin') });
  const before = structuredClone([...floor.site.visits.values()].map(({ key: of, state, legs }) => ({ of, state, legs })));
  const { told } = floor.order({ op: 'resync' });
  expect(told).toMatchObject([{ type: 'source.resynced', visits: [{ visitKey: expect.any(String) }, { visitKey: expect.any(String) }] }]);
  expect([...floor.site.visits.values()].map(({ key: of, state, legs }) => ({ of, state, legs }))).toEqual(before);
});

test('what was ordered is not done by a node that lost the source meanwhile', () => {
  floor = smallFloor();
  expect(floor.order({ op: 'sign-out', agentKey: li }, { isHolder: false })).toEqual({ failure: 'interrupted', told: [] });
  expect(floor.stateOf(li)).toBe('ready');
});
