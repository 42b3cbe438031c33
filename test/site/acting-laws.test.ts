import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SIMULATOR } from '../../server/connectors/simulator/simulator.js';
import { isSettled } from '../../shared/domain/action/action.js';
import type { Command } from '../../shared/domain/commands.js';
import { brokenInvariants } from '../../shared/domain/invariants.js';
import type { Actor } from '../../shared/domain/policy.js';
import type { ActionId, QueueId } from '../../shared/kernel/ids.js';
import { durationMs, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.js';
import { type ActingNode, startActingNode, useTestClock, zhou } from './acting-node.js';

const lin: Actor = { userId: 'u-lin', name: '林峰', role: 'supervisor', teamIds: [], phoneKey: 'sim/desk-linfeng' };
let node: ActingNode;
beforeEach(async () => {
  useTestClock();
  node = await startActingNode();
  await node.until(() => node.state().sources.get(SIMULATOR)?.can.length, 'the floor introduced');
});
afterEach(async () => {
  await node.stop();
  vi.useRealTimers();
});

/** Numerical Recipes' generator: the same wishes for the same seed. */
function dice(seed: number) {
  let x = seed;
  return (below: number): number => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    return x % below;
  };
}

/** Something that a supervisor might ask for just now. */
function wish(roll: (below: number) => number): Command | undefined {
  const { visits, agents, queues } = node.state();
  const pick = <T>(list: Iterable<T>): T | undefined => {
    const all = [...list];
    return all[roll(Math.max(1, all.length))];
  };
  const waits = pick([...visits.values()].filter(({ state }) => state === 'queued' || state === 'ringing'))?.id;
  const talks = pick([...visits.values()].filter(({ state }) => state === 'talking'))?.id;
  const agentId = pick(agents.values())?.id;
  const queueId = pick(queues.keys()) as QueueId;
  const actionId = pick(node.state().actions.keys());
  const listened = pick([...visits.values()].filter(({ monitors }) => monitors.length > 0))?.id;
  if (agentId === undefined || talks === undefined) return undefined;
  const visitId = (roll(2) === 0 ? waits : talks) ?? talks;
  const [reason, when] = ['演练', roll(3) === 0 ? 'after-call' : 'now'] as const;
  const commands: (Command | undefined)[] = [
    { type: 'call.reassign', visitId, to: { kind: 'agent', agentId } },
    { type: 'call.reassign', visitId, to: { kind: 'queue', queueId } },
    { type: 'call.set-priority', visitId: waits ?? talks, priority: roll(100) },
    { type: 'call.withdraw', visitId: waits ?? talks, reason },
    { type: 'call.pick-up', visitId: waits ?? talks },
    { type: 'call.disconnect', visitId, reason },
    { type: 'call.monitor', visitId: talks, mode: roll(2) === 0 ? 'listen' : 'barge' },
    listened && { type: 'call.take-over', visitId: listened },
    listened && { type: 'call.stop-monitor', visitId: listened },
    { type: 'agent.set-state', agentId, to: { state: 'not-ready', reasonCode: 'MEETING' }, when, reason },
    { type: 'agent.set-state', agentId, to: { state: 'ready' }, when, reason },
    { type: 'agent.sign-out', agentId, when, reason },
    { type: 'agent.end-wrap-up', agentId, reason },
    { type: 'agent.borrow', agentId, queueId, forMs: durationMs(5 * MINUTE_MS) },
    { type: 'agent.return', agentId },
    { type: 'source.resync', source: SIMULATOR },
    actionId && { type: 'action.undo', actionId },
  ];
  return pick(commands);
}

test.each([1, 2, 3])('whatever two supervisors ask for, each wish has one record and comes to its end (seed %i)', async (seed) => {
  const roll = dice(seed);
  const granted = new Map<ActionId, Command>();
  for (let i = 0; i < 250; i++) {
    const command = wish(roll);
    if (command !== undefined) {
      const asked = await node.ask(command, roll(2) === 0 ? zhou : lin);
      if ('actionId' in asked) granted.set(asked.actionId, command);
    }
    await node.pass(roll(2_500));
    expect(brokenInvariants(node.state())).toEqual([]);
    if (i % 60 === 59) await node.takeOver();
  }
  await node.pass(46 * SECOND_MS);
  const taken = node.events.flatMap((event) => (event.type === 'action.taken' && event.by.role === 'supervisor' ? [event.actionId] : []));
  expect(new Set(taken)).toEqual(new Set(granted.keys()));
  expect(taken.length).toBe(granted.size);
  const ends = [...granted].map(([id, command]) => ({ command: command.type, action: node.state().actions.get(id) }));
  const open = ends.filter(({ action }) => action !== undefined && action.state !== 'pending' && !isSettled(action));
  expect(open.map(({ command }) => command)).toEqual([]);
  const confirmed = ends.filter(({ action }) => action?.state === 'confirmed');
  expect(confirmed.length).toBeGreaterThan(granted.size * 0.8);
  // A phone system that does as it is told leaves nobody waiting for its word.
  expect(ends.filter(({ action }) => action?.state === 'timed-out').map(({ command }) => command)).toEqual([]);
  const started = node.events.flatMap((event) => (event.type === 'action.started' ? [event.actionId] : []));
  expect(new Set(started).size).toBe(started.length);
});
