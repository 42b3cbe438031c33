import { describe, expect, test } from 'vitest';
import { PACE, Pace } from '../../server/realtime/pace.js';
import { every } from '../../server/realtime/timers.js';
import { FakeTimers } from './fake-timers.js';

function pacing(clients: number) {
  const timers = new FakeTimers();
  const flushes: number[] = [];
  const world = { timers, flushes, clients, takesMs: 0, pace: null as unknown as Pace };
  world.pace = new Pace({
    timers,
    clients: () => world.clients,
    flush: () => {
      flushes.push(timers.nowMs);
      timers.nowMs += world.takesMs;
    },
  });
  return world;
}

/** Changes at a steady rate for some seconds; answers when frames went out in the last of them. */
function changesPerSecond(world: ReturnType<typeof pacing>, rate: number, seconds = 3): number[] {
  for (let n = 0; n < rate * seconds; n++) {
    world.pace.request();
    world.timers.advance(1_000 / rate);
  }
  const lastSecond = world.timers.nowMs - 1_000;
  return world.flushes.filter((at) => at >= lastSecond);
}

const gaps = (instants: readonly number[]) => instants.slice(1).map((at, n) => at - (instants[n] ?? 0));

describe('how often frames go out', () => {
  test('on a calm floor each change is on its way at once, however many look on', () => {
    const world = pacing(150);
    expect(changesPerSecond(world, 40).length).toBeGreaterThanOrEqual(40);
    expect(world.timers.armed).toBe(0);
  });

  test('to a few screens each change goes out at once, however busy the floor', () => {
    expect(changesPerSecond(pacing(PACE.fewClients), 500).length).toBeGreaterThanOrEqual(500);
  });

  test('a busy floor with many screens sends at most forty frames a second, none later than the gap', () => {
    const sent = changesPerSecond(pacing(100), 500);
    expect(Math.min(...gaps(sent))).toBeGreaterThanOrEqual(PACE.gapMs);
    expect(Math.max(...gaps(sent))).toBeLessThanOrEqual(PACE.gapMs + 2);
  });

  test('a crowd gets half as many', () => {
    expect(Math.min(...gaps(changesPerSecond(pacing(PACE.manyClients + 1), 500)))).toBeGreaterThanOrEqual(PACE.crowdGapMs);
  });

  test('the first change after a quiet moment goes out at once, on a busy floor too', () => {
    const world = pacing(100);
    changesPerSecond(world, 500);
    world.timers.advance(100);
    world.flushes.length = 0;
    const now = world.timers.nowMs;
    world.pace.request();
    expect(world.flushes).toEqual([now]);
  });

  test('when the floor calms down, changes go out at once again', () => {
    const world = pacing(100);
    changesPerSecond(world, 500);
    expect(changesPerSecond(world, 30, 5).length).toBeGreaterThanOrEqual(29);
  });

  test('a rate between the two marks does not make the policy flutter', () => {
    const calm = pacing(100);
    expect(changesPerSecond(calm, 58, 6).length).toBeGreaterThanOrEqual(57);
  });

  test('a node for which one frame takes long leaves time between them', () => {
    const world = pacing(10);
    world.takesMs = 40;
    world.pace.request();
    const ended = world.timers.nowMs;
    world.pace.request();
    world.timers.advance(39);
    expect(world.flushes).toHaveLength(1);
    world.timers.advance(100);
    expect(world.flushes[1]).toBeGreaterThanOrEqual(ended + 39);
  });

  test('stopped, it sends nothing more', () => {
    const world = pacing(100);
    changesPerSecond(world, 500);
    world.pace.request();
    world.pace.stop();
    const sent = world.flushes.length;
    world.timers.advance(1_000);
    expect(world.flushes).toHaveLength(sent);
  });
});

describe('the heartbeat’s timer', () => {
  test('keeps its beat, and skips what a sleeping process missed', () => {
    const timers = new FakeTimers();
    const beats: number[] = [];
    const undo = every(timers, 1_000, () => beats.push(timers.nowMs));
    timers.advance(3_000);
    expect(beats).toEqual([1_000, 2_000, 3_000]);
    timers.nowMs += 10_000;
    timers.advance(1_000);
    expect(beats.length).toBeLessThanOrEqual(5);
    undo();
    timers.advance(5_000);
    expect(timers.armed).toBe(0);
  });
});
