import { afterEach, expect, test } from 'vitest';
import { SIMULATOR } from '../../../server/connectors/simulator/simulator.js';
import { EFFECT_OPS } from '../../../shared/domain/action/effects.js';
import { commandSchema } from '../../../shared/domain/commands.js';
import { deadlinesOf, decideDeadline } from '../../../shared/domain/deadlines.js';
import { decide } from '../../../shared/domain/decide.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import { evolve } from '../../../shared/domain/evolve.js';
import { type ActionId, actionIdOf, agentIdOf, type CommitId, queueIdOf } from '../../../shared/kernel/ids.js';
import { ORIGIN } from '../../../shared/kernel/position.js';
import { epochMs } from '../../../shared/kernel/time.js';
import { smallFloor, wang, zhao } from './orders-rig.js';

const MEI = { userId: 'u-mei', name: '王梅', role: 'supervisor', teamIds: [] } as const;
const WHY = { reason: '高峰' };
let rig: ReturnType<typeof commandedFloor>;
afterEach(() => expect(rig.problems()).toEqual([]));

/** The simulator with the rules in front of it, as on a node: decided, asked for once, confirmed by what it tells. */
function commandedFloor() {
  const floor = smallFloor();
  const fold = (events: readonly DomainEvent[]) => {
    for (const event of events) evolve(floor.site, event, { position: ORIGIN, at: event.occurredAt }, { touch() {}, gone() {} });
  };
  const now = () => epochMs(Math.round(floor.floor.now));
  fold([{ type: 'source.capabilities-told', occurredAt: now(), source: SIMULATOR, can: [...EFFECT_OPS] }]);
  let commands = 0;
  /** Whatever is requested is carried out. */
  const carryOut = () => {
    for (const actionId of [...floor.site.openActions]) {
      const action = floor.site.actions.get(actionId);
      if (action?.state !== 'requested' || action.effect === undefined) continue;
      fold([{ type: 'action.started', occurredAt: now(), actionId, fence: 1 }]);
      expect(floor.order(action.effect).failure).toBe('none');
    }
  };
  return {
    ...floor,
    carryOut,
    ask(raw: object): ActionId {
      const commitId = `command-${++commands}` as CommitId;
      const decided = decide(floor.site, commandSchema.parse(raw), { now: now(), commitId, by: MEI, person: () => undefined });
      if (!decided.ok) throw new Error(decided.error.code);
      fold(decided.value.events);
      carryOut();
      return actionIdOf(commitId);
    },
    /** Time goes by second by second, with what becomes due in it. */
    live(seconds: number) {
      for (let i = 0; i < seconds; i++) {
        floor.pass(1);
        for (const due of deadlinesOf(floor.site)) if (due.dueAt <= now()) fold(decideDeadline(floor.site, due).events);
        carryOut();
      }
    },
    stateOfAction: (id: ActionId) => floor.site.actions.get(id)?.state,
  };
}
const id = (agentKey: string) => agentIdOf(SIMULATOR, agentKey);

test('a pause now, and ready again, are each confirmed by all queues of the agent, with who and why', () => {
  rig = commandedFloor();
  const paused = rig.ask({
    type: 'agent.set-state',
    agentId: id(wang),
    to: { state: 'not-ready', reasonCode: 'MEETING' },
    when: 'now',
    ...WHY,
  });
  expect(rig.stateOfAction(paused)).toBe('confirmed');
  expect(rig.agent(wang)).toMatchObject({ state: 'not-ready', reasonCode: 'MEETING', forced: { reason: '高峰', by: { name: '王梅' } } });
  const ready = rig.ask({ type: 'agent.set-state', agentId: id(wang), to: { state: 'ready' }, when: 'now', ...WHY });
  expect(rig.stateOfAction(ready)).toBe('confirmed');
  expect(rig.agent(wang)).toMatchObject({ state: 'ready', forced: { actionId: ready } });
});

test('after this call: the talk and the whole wrap-up come first', () => {
  rig = commandedFloor();
  rig.dial('logistics');
  rig.live(5);
  const pending = rig.ask({
    type: 'agent.set-state',
    agentId: id(zhao),
    to: { state: 'not-ready', reasonCode: 'COACHING' },
    when: 'after-call',
    ...WHY,
  });
  expect(rig.stateOfAction(pending)).toBe('pending');
  rig.live(120);
  expect(rig.stateOfAction(pending)).toBe('confirmed');
  expect(rig.agent(zhao)).toMatchObject({ state: 'acw', forced: { actionId: pending } });
  rig.live(20);
  expect(rig.agent(zhao)).toMatchObject({ state: 'not-ready', reasonCode: 'COACHING', forced: { actionId: pending } });
});

test('signed out after this call, when the wrap-up is done', () => {
  rig = commandedFloor();
  rig.dial('logistics');
  rig.live(5);
  const pending = rig.ask({ type: 'agent.sign-out', agentId: id(zhao), when: 'after-call', ...WHY });
  rig.live(120);
  expect([rig.stateOfAction(pending), rig.stateOf(zhao)]).toEqual(['pending', 'acw']);
  rig.live(25);
  expect([rig.stateOfAction(pending), rig.stateOf(zhao)]).toEqual(['confirmed', 'logged-out']);
});

test('a wrap-up is ended by a supervisor', () => {
  rig = commandedFloor();
  rig.dial('logistics');
  rig.live(125);
  expect(rig.stateOf(zhao)).toBe('acw');
  const ended = rig.ask({ type: 'agent.end-wrap-up', agentId: id(zhao), reason: '忘了结束' });
  expect([rig.stateOfAction(ended), rig.stateOf(zhao)]).toEqual(['confirmed', 'ready']);
});

test('a borrowed agent takes the other queue’s calls, and comes back by themselves when the time is over', () => {
  rig = commandedFloor();
  const lent = rig.ask({ type: 'agent.borrow', agentId: id(zhao), queueId: queueIdOf(SIMULATOR, 'vip'), forMs: 300_000 });
  expect(rig.stateOfAction(lent)).toBe('confirmed');
  expect(rig.agent(zhao)?.borrowed).toMatchObject({ queueId: queueIdOf(SIMULATOR, 'vip') });
  rig.live(299);
  expect(rig.agent(zhao)?.borrowed).toBeDefined();
  rig.live(3);
  expect(rig.agent(zhao)?.borrowed).toBeUndefined();
  expect([...(rig.agent(zhao)?.memberships.keys() ?? [])]).toEqual([queueIdOf(SIMULATOR, 'logistics')]);
  expect([...rig.site.actions.values()].map(({ kind, state, by }) => [kind, state, by.role])).toEqual([
    ['agent.borrow', 'confirmed', 'supervisor'],
    ['borrow.end', 'confirmed', 'system'],
  ]);
});
