import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absorb } from '../../../shared/domain/absorb.js';
import { isSettled } from '../../../shared/domain/action/action.js';
import { commandSchema } from '../../../shared/domain/commands.js';
import { COMMIT_VERSION, newCommitSchema } from '../../../shared/domain/commit.js';
import { deadlineOf, deadlinesOf, decideDeadline } from '../../../shared/domain/deadlines.js';
import { decide } from '../../../shared/domain/decide.js';
import { entitiesOf } from '../../../shared/domain/entities.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import { factSchema } from '../../../shared/domain/facts.js';
import { brokenInvariants } from '../../../shared/domain/invariants.js';
import type { Actor } from '../../../shared/domain/policy.js';
import { type EntityKey, STATE_VERSION } from '../../../shared/domain/site.js';
import { decodeSnapshot, encodeSnapshot } from '../../../shared/domain/snapshot.js';
import { type ActionId, actionIdOf, type CommitId } from '../../../shared/kernel/ids.js';
import { at, SOURCE } from '../../support/floor.js';
import { actingFloor, HAO, LEAD, LI, MEI, onCall, queue, type RawCommand, TOM, visit } from './acting-floor.js';
import { anyStep, anySteps, lived, mended, obeyed, openAction, opening, resolved, type Step } from './any-step.js';

const RUNS = { numRuns: 250 };
const A_TEST_MS = 60_000;

interface Given {
  readonly by: Actor;
  readonly raw: RawCommand;
  readonly id: string;
}

/** Runs steps on a floor, and looks at every commit of them before and after it is folded. */
function watchedFloor() {
  const floor = actingFloor();
  const given: Given[] = [];
  const accepted = new Set<ActionId>();
  const taken = new Map<ActionId, number>();
  const settled = new Map<ActionId, number>();
  let seconds = 30;
  let stays = 0;
  floor.tell(...opening());
  for (const key of [LI, TOM]) floor.desk(7, key);

  const commit = (events: readonly DomainEvent[]) => {
    if (events.length === 0) return;
    newCommitSchema.parse({ v: COMMIT_VERSION, id: 'any-commit', by: { kind: 'clock' }, cause: 'test', events });
    for (const event of events) {
      countActions(event);
      floor.touched.clear();
      floor.fold(event);
      expectNamed(event);
    }
    expect(brokenInvariants(floor.site)).toEqual([]);
  };

  const countActions = (event: DomainEvent) => {
    if (event.type === 'action.taken') taken.set(event.actionId, (taken.get(event.actionId) ?? 0) + 1);
    const isOver = event.type === 'action.settled' || (event.type === 'action.taken' && event.state === 'confirmed');
    if (isOver) settled.set(event.actionId, (settled.get(event.actionId) ?? 0) + 1);
  };

  /** What an event touches is what it names; figures, and what an hour has made old, apart. */
  const expectNamed = (event: DomainEvent) => {
    const named = new Set<EntityKey>(entitiesOf(event));
    const isOld = (key: string) =>
      (key.startsWith('visit:') && !floor.site.visits.has(key.slice(6) as never)) ||
      (key.startsWith('action:') && !floor.site.actions.has(key.slice(7) as never));
    const beyond = [...floor.touched].filter((key) => !named.has(key) && !key.startsWith('queue:') && key !== 'site:site' && !isOld(key));
    expect({ event: event.type, beyond }).toEqual({ event: event.type, beyond: [] });
  };

  const command = ({ by, raw, id }: Given) => {
    const before = encodeSnapshot(floor.site);
    const context = { now: at(seconds), commitId: id as CommitId, by, person: () => undefined };
    const decided = decide(floor.site, commandSchema.parse(raw), context);
    expect(encodeSnapshot(floor.site)).toEqual(before);
    if (!decided.ok) return decided;
    const [first, ...rest] = decided.value.events;
    expect(first).toMatchObject({ type: 'action.taken', actionId: actionIdOf(id), kind: raw.type, by: { userId: by.userId } });
    expect(rest.some(({ type }) => type === 'action.taken')).toBe(false);
    accepted.add(actionIdOf(id));
    commit(decided.value.events);
    return decided;
  };

  const tell = (fact: Parameters<typeof absorb>[1]) => commit(absorb(floor.site, factSchema.parse(fact), SOURCE));

  const pass = (until: number) => {
    seconds = until;
    for (let guard = 0; ; guard++) {
      const [next] = [...deadlinesOf(floor.site)].filter(({ dueAt }) => dueAt <= at(seconds)).sort((a, b) => a.dueAt - b.dueAt);
      if (next === undefined) return;
      expect(guard).toBeLessThan(2_000);
      const { events } = decideDeadline(floor.site, next);
      commit(events);
      const after = deadlineOf(floor.site, next.key);
      // Else the clock would ask again and again.
      if (after !== undefined) expect({ key: next.key, isLater: after.dueAt > next.dueAt }).toEqual({ key: next.key, isLater: true });
    }
  };

  /** The source takes a request up, and does it. */
  const carryOut = (actionId: ActionId) => {
    const effect = floor.action(actionId)?.effect;
    if (effect === undefined) return;
    commit([{ type: 'action.started', occurredAt: at(seconds), actionId, fence: 1 }]);
    for (const fact of obeyed(floor, seconds, effect, ++stays)) tell(fact);
  };

  const run = (step: Step) => {
    seconds += 0.5;
    switch (step.kind) {
      case 'fact':
        return tell({ ...step.fact, occurredAt: at(seconds) });
      case 'command': {
        const one = { ...resolved(floor, step.by, step.raw, step.nth), id: `command-${given.length}` };
        given.push(one);
        return command(one);
      }
      case 'life':
        return lived(floor, seconds, step, given.length).forEach(tell);
      case 'mend':
        return mended(seconds).forEach(tell);
      case 'again': {
        const one = given.at(-1 - step.nth);
        if (one === undefined || !floor.site.actions.has(actionIdOf(one.id))) return undefined;
        return expect(command(one).ok).toBe(false);
      }
      case 'start': {
        const actionId = openAction(floor, step.nth, 'requested');
        return actionId === undefined ? undefined : commit([{ type: 'action.started', occurredAt: at(seconds), actionId, fence: 1 }]);
      }
      case 'obey': {
        const actionId = openAction(floor, step.nth, 'started') ?? openAction(floor, step.nth, 'requested');
        return actionId === undefined ? undefined : carryOut(actionId);
      }
      case 'desk':
        return floor.site.agents.has(floor.agent(step.key)?.id as never)
          ? commit([{ type: 'desk.changed', occurredAt: at(seconds), agentId: floor.agent(step.key)?.id as never, isOpen: step.isOpen }])
          : undefined;
      case 'time':
        return pass(seconds + step.seconds);
    }
  };
  return { floor, accepted, taken, settled, run, carryOut, pass, now: () => seconds };
}

test(
  'whatever people command and a source tells, no call, agent or action comes into a state that the rules forbid',
  () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const watched = watchedFloor();
        for (const step of steps) watched.run(step);
      }),
      RUNS,
    );
  },
  A_TEST_MS,
);

test(
  'each granted command has exactly one record; each action ends exactly once, and none is left open for good',
  () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const watched = watchedFloor();
        for (const step of steps) watched.run(step);
        for (const actionId of watched.accepted) expect(watched.taken.get(actionId)).toBe(1);
        // Half a day later every time limit is over. (The site itself may still be asking for a lent agent, again and again.)
        watched.pass(watched.now() + 43_200);
        for (const actionId of watched.floor.site.openActions) expect(watched.accepted.has(actionId)).toBe(false);
        for (const actionId of watched.accepted) expect({ actionId, times: watched.settled.get(actionId) }).toEqual({ actionId, times: 1 });
      }),
      RUNS,
    );
  },
  A_TEST_MS,
);

/** A wish that has an inverse, and what happens between it and its undoing: mostly nothing. */
const anyUndo = fc.record({
  wish: fc.oneof(
    fc.record({ type: fc.constant('call.set-priority' as const), visitId: fc.constant(visit('call1')), priority: fc.constantFrom(3, 7) }),
    fc.record({
      type: fc.constant('call.reassign' as const),
      visitId: fc.constant(visit('call1')),
      to: fc.record({ kind: fc.constant('queue'), queueId: fc.constant(queue('vip')), priority: fc.constantFrom(0, 5) }),
    }),
  ),
  before: fc.constantFrom(1, 2, -4),
  between: fc.array(anyStep, { maxLength: 4 }),
  by: fc.constantFrom(MEI, HAO, LEAD),
});

test(
  'what was undone is exactly as it was before, or the undoing was refused',
  () => {
    let undone = 0;
    fc.assert(
      fc.property(anyUndo, ({ wish, before, between, by }) => {
        const { floor, run, carryOut } = watchedFloor();
        carryOut(floor.grant(20, MEI, onCall('call.set-priority', 'call1', { priority: before })));
        carryOut(floor.grant(21, MEI, { ...wish }, 'the-wish'));
        for (const step of between) run(step);
        const undo = floor.ask(60, by, { type: 'action.undo', actionId: actionIdOf('the-wish') });
        if (!undo.ok) return;
        carryOut(undo.actionId);
        if (floor.action(undo.actionId)?.state !== 'confirmed') return;
        const now = [...floor.site.visits.values()].find((one) => one.callId === floor.visit('call1')?.callId && one.state !== 'closed');
        expect(now?.state).toMatch(/queued|ringing/);
        expect(now).toMatchObject({ queueId: queue('sales'), priority: before, callEnteredAt: at(2) });
        undone += 1;
      }),
      RUNS,
    );
    // The law is empty if nothing was ever undone.
    expect(undone).toBeGreaterThan(RUNS.numRuns / 10);
  },
  A_TEST_MS,
);

test(
  'a snapshot holds people’s actions as well as the log does',
  () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const { floor, run } = watchedFloor();
        for (const step of steps) run(step);
        expect(decodeSnapshot(encodeSnapshot(floor.site), STATE_VERSION)).toEqual(floor.site);
        for (const action of floor.site.actions.values()) expect(isSettled(action)).toBe(!floor.site.openActions.has(action.id));
      }),
      { numRuns: 100 },
    );
  },
  A_TEST_MS,
);
