import { afterEach, describe, expect, test } from 'vitest';
import { desk, key, li, ofType, smallFloor, typesOf, wang, zhao } from './orders-rig.js';

let floor: ReturnType<typeof smallFloor>;
afterEach(() => {
  expect(floor.problems()).toEqual([]);
});

/** Li and Wang are on calls; a third caller waits for complaints. */
function busy(ways: Parameters<typeof smallFloor>[0] = {}) {
  floor = smallFloor(ways);
  const [first, second] = [floor.dial('complaints'), floor.dial('complaints')];
  floor.pass(5);
  const waits = floor.dial('complaints');
  floor.pass(1);
  const held = floor.site.agents.get(floor.agent(li)?.id as never)?.visitId;
  const lis = floor.visit(first)?.id === held ? first : second;
  return { lis, wangs: lis === first ? second : first, waits };
}
const on = (visitKey: ReturnType<typeof key>, queueKey = 'complaints') => ({ visitKey, queueKey: key(queueKey) });

describe('a caller who waits', () => {
  test('is sent to a colleague of another queue: the phone rings, and the answer is the same stay’s', () => {
    const { waits } = busy();
    const { failure, told } = floor.order({ op: 'move-waiting', ...on(waits), to: { kind: 'agent', agentKey: zhao } });
    expect({ failure, told: typesOf(told) }).toEqual({ failure: 'none', told: ['visit.offered'] });
    expect(floor.stateOf(zhao)).toBe('ringing');
    floor.pass(4);
    expect(floor.visit(waits)).toMatchObject({ state: 'talking', outcome: 'answered', legs: [{ agentId: floor.agent(zhao)?.id }] });
  });

  test('whose new agent does not pick up is back at the place held before', () => {
    let rings = 0;
    const { waits } = busy({ ring: () => (++rings > 2 ? { how: 'no-answer', afterMs: 20_000 } : { how: 'answered', afterMs: 3_000 }) });
    const behind = floor.dial('complaints');
    floor.order({ op: 'move-waiting', ...on(waits), to: { kind: 'agent', agentKey: zhao } });
    floor.pass(25);
    expect(floor.waiting('complaints')).toEqual([waits, behind]);
    expect(floor.agent(zhao)).toMatchObject({ state: 'not-ready', reasonCode: 'RONA' });
    expect([floor.floor.queues[0]?.waiting.first?.key, floor.floor.queues[0]?.waiting.last?.key]).toEqual([waits, behind]);
  });

  test('is rung at an agent in wrap-up: the wrap-up is over; one on a call is busy; one who is gone is not found', () => {
    const { lis, waits } = busy();
    const to = (agentKey: typeof li) => ({ op: 'move-waiting', ...on(waits), to: { kind: 'agent', agentKey } }) as const;
    expect(floor.order(to(li)).failure).toBe('busy');
    expect(floor.order(to(key('SIM/99'))).failure).toBe('not-found');
    floor.order({ op: 'sign-out', agentKey: zhao });
    expect(floor.order(to(zhao)).failure).toBe('not-found');
    floor.order({ op: 'disconnect', ...on(lis), agentKey: li });
    expect(floor.stateOf(li)).toBe('acw');
    expect(typesOf(floor.order(to(li)).told)).toEqual(['agent.wrap-up-ended', 'visit.offered']);
    expect(floor.stateOf(li)).toBe('ringing');
  });

  test('goes to another queue with the time and the priority of before, as its next stay', () => {
    const { waits } = busy();
    floor.order({ op: 'set-priority', ...on(waits), priority: 9 });
    floor.order({ op: 'set-not-ready', agentKey: zhao, reasonCode: 'MEETING' });
    const { told } = floor.order({ op: 'move-waiting', ...on(waits), to: { kind: 'queue', queueKey: key('logistics') } });
    expect(typesOf(told)).toEqual(['visit.left', 'visit.joined']);
    expect(floor.visit(waits)?.outcome).toBe('redirected');
    const [next] = floor.waiting('logistics');
    expect(floor.visit(next ?? '')).toMatchObject({
      priority: 9,
      callId: floor.visit(waits)?.callId,
      callEnteredAt: floor.visit(waits)?.callEnteredAt,
    });
    expect(floor.order({ op: 'withdraw', ...on(waits) }).failure).toBe('caller-gone');
  });

  test('comes before all others once the priority says so', () => {
    const { lis, waits } = busy();
    const last = floor.dial('complaints');
    const { told } = floor.order({ op: 'set-priority', ...on(last), priority: 50 });
    expect(told).toMatchObject([{ type: 'visit.priority-changed', priority: 50 }]);
    floor.order({ op: 'disconnect', ...on(lis), agentKey: li });
    floor.pass(21);
    expect([floor.visit(last)?.state, floor.visit(waits)?.state]).toEqual(['ringing', 'queued']);
  });

  test('is withdrawn, or cut off, and is then in no line', () => {
    const { waits } = busy();
    const other = floor.dial('complaints');
    expect(floor.order({ op: 'withdraw', ...on(waits) }).failure).toBe('none');
    expect(floor.order({ op: 'disconnect', ...on(other) }).failure).toBe('none');
    expect([floor.visit(waits)?.outcome, floor.visit(other)?.outcome]).toEqual(['withdrawn', 'system']);
    floor.pass(300);
    expect(floor.floor.queues[0]?.waiting.size).toBe(0);
  });

  test('is picked up by the supervisor’s own phone while it rings at an agent, who is free again at once', () => {
    floor = smallFloor();
    const ringing = floor.dial('logistics');
    floor.pass(0.5);
    const { told } = floor.order({ op: 'pick-up', ...on(ringing, 'logistics'), phoneKey: desk });
    expect(typesOf(told)).toEqual(['visit.offer-ended', 'agent.seen', 'visit.answered']);
    expect(floor.stateOf(zhao)).toBe('ready');
    expect(floor.agent(desk)).toMatchObject({ name: '周敏', state: 'talking' });
    floor.pass(125);
    // No wrap-up, no shift: a phone is nobody's seat.
    expect(floor.agent(desk)).toMatchObject({ state: 'logged-out' });
    expect(floor.visit(ringing)?.state).toBe('closed');
  });

  test('one phone can’t pick up two', () => {
    const { waits } = busy();
    const other = floor.dial('complaints');
    floor.order({ op: 'pick-up', ...on(waits), phoneKey: desk });
    expect(floor.order({ op: 'pick-up', ...on(other), phoneKey: desk }).failure).toBe('busy');
    expect(floor.waiting('complaints')).toEqual([other]);
  });
});

describe('a caller who talks', () => {
  test('goes to a colleague when that one answers; until then nobody is let go', () => {
    const { lis } = busy();
    expect(floor.order({ op: 'move-talking', ...on(lis), agentKey: li, to: { kind: 'agent', agentKey: zhao } }).failure).toBe('none');
    expect([floor.stateOf(li), floor.stateOf(zhao)]).toEqual(['talking', 'ringing']);
    floor.pass(4);
    expect([floor.stateOf(li), floor.stateOf(zhao)]).toEqual(['acw', 'talking']);
    expect(floor.visit(lis)?.legs).toMatchObject([{ endedBy: 'moved' }, { kind: 'handover', agentId: floor.agent(zhao)?.id }]);
    floor.pass(150);
    expect([floor.stateOf(zhao), floor.visit(lis)?.state]).toEqual(['ready', 'closed']);
  });

  test('who hangs up meanwhile leaves the colleague free', () => {
    const { lis } = busy({ talk: () => ({ handleMs: 3_900 }) });
    floor.order({ op: 'move-talking', ...on(lis), agentKey: li, to: { kind: 'agent', agentKey: zhao } });
    expect(floor.stateOf(zhao)).toBe('ringing');
    floor.pass(5);
    expect(ofType(floor.facts, 'visit.handed-over')).toEqual([]);
    expect(floor.stateOf(zhao)).toBe('ready');
  });

  test('goes to a queue, whose agents get it next', () => {
    const { lis } = busy();
    const { told } = floor.order({ op: 'move-talking', ...on(lis), agentKey: li, to: { kind: 'queue', queueKey: key('logistics') } });
    expect(typesOf(told)).toEqual(['visit.talk-ended', 'visit.joined', 'visit.offered']);
    expect([floor.stateOf(li), floor.stateOf(zhao)]).toEqual(['acw', 'ringing']);
  });

  test('is taken over: the agent wraps up as ever, and the supervisor goes on to the end', () => {
    const { lis } = busy();
    floor.order({ op: 'monitor', ...on(lis), agentKey: li, phoneKey: desk, mode: 'barge', monitorKey: key('x-m') });
    const { told } = floor.order({ op: 'take-over', ...on(lis), agentKey: li, phoneKey: desk, monitorKey: key('x-m') });
    expect(typesOf(told)).toEqual(['monitor.stopped', 'visit.talk-ended', 'agent.seen', 'visit.handed-over']);
    expect(floor.visit(lis)?.legs).toMatchObject([{ endedBy: 'taken-over' }, { agentId: floor.agent(desk)?.id }]);
    expect([floor.stateOf(li), floor.stateOf(desk)]).toEqual(['acw', 'talking']);
    floor.pass(200);
    expect([floor.visit(lis)?.state, floor.stateOf(desk)]).toEqual(['closed', 'logged-out']);
  });

  test('is cut off by force', () => {
    const { lis } = busy();
    expect(floor.order({ op: 'disconnect', ...on(lis), agentKey: li }).told).toMatchObject([{ type: 'visit.talk-ended', by: 'forced' }]);
  });

  test('can’t be had from whoever does not have it, or any more', () => {
    const { lis } = busy();
    expect(floor.order({ op: 'disconnect', ...on(lis), agentKey: wang }).failure).toBe('not-found');
    floor.order({ op: 'disconnect', ...on(lis), agentKey: li });
    expect(floor.order({ op: 'disconnect', ...on(lis), agentKey: li }).failure).toBe('caller-gone');
    expect(floor.order({ op: 'set-priority', ...on(lis), priority: 3 }).failure).toBe('caller-gone');
  });
});

describe('listening in', () => {
  const monitor = (visitKey: typeof li, monitorKey: string, more: object = {}) =>
    ({ op: 'monitor', ...on(visitKey), agentKey: li, phoneKey: desk, mode: 'listen', monitorKey: key(monitorKey), ...more }) as const;

  test('begins, changes its mode, and ends', () => {
    const { lis } = busy();
    expect(floor.order(monitor(lis, 'x-1')).told).toMatchObject([{ type: 'monitor.started', mode: 'listen', monitorKey: 'x-1' }]);
    expect(floor.order(monitor(lis, 'x-2', { mode: 'whisper', replaces: 'x-1' })).told).toMatchObject([
      { type: 'monitor.stopped', monitorKey: 'x-1' },
      { type: 'monitor.started', mode: 'whisper', monitorKey: 'x-2' },
    ]);
    expect(floor.order({ op: 'stop-monitor', monitorKey: key('x-2') }).told).toMatchObject([{ type: 'monitor.stopped' }]);
    expect(floor.order({ op: 'stop-monitor', monitorKey: key('x-2') }).failure).toBe('not-found');
    expect(floor.stateOf(li)).toBe('talking');
  });

  test('one phone listens to one call', () => {
    const { lis, wangs } = busy();
    floor.order(monitor(lis, 'x-1'));
    expect(floor.order(monitor(wangs, 'x-2', { agentKey: wang })).failure).toBe('busy');
    expect(floor.order(monitor(wangs, 'x-2', { agentKey: wang, phoneKey: key('sim/desk-linfeng') })).failure).toBe('none');
  });

  test('ends with the call', () => {
    const { lis } = busy();
    floor.order(monitor(lis, 'x-1'));
    floor.pass(130);
    expect(ofType(floor.facts, 'monitor.stopped')).toMatchObject([{ monitorKey: 'x-1' }]);
    expect(floor.floor.monitors.size).toBe(0);
  });

  test('a lead who is an agent too is not rung for calls meanwhile, and is free after it', () => {
    const { lis } = busy();
    floor.order(monitor(lis, 'x-1', { phoneKey: zhao }));
    const caller = floor.dial('logistics');
    floor.pass(10);
    expect([floor.stateOf(zhao), floor.visit(caller)?.state]).toEqual(['talking', 'queued']);
    floor.order({ op: 'stop-monitor', monitorKey: key('x-1') });
    expect(floor.stateOf(zhao)).toBe('ringing');
  });
});

test('two consulted colleagues are let go when a supervisor takes the caller away', () => {
  floor = smallFloor({ ending: () => 'consult', talk: () => ({ handleMs: 10_000 }) });
  const queue = floor.floor.queues[0];
  if (queue) queue.partner = floor.floor.queues[2];
  const caller = floor.dial('complaints');
  floor.pass(3 + 10.5);
  expect(floor.stateOf(zhao)).toBe('ringing');
  const holder = floor.floor.agents.find(({ call }) => call?.key === caller)?.key ?? li;
  floor.order({ op: 'disconnect', ...on(caller), agentKey: holder });
  floor.pass(10);
  expect(floor.stateOf(zhao)).toBe('ready');
});
