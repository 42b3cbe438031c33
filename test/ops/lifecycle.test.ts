import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLifecycle } from '../../server/ops/lifecycle.js';
import { createLogger } from '../../server/ops/logger.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const logs: string[] = [];
const logger = createLogger({ level: 'info', destination: { write: (line: string) => void logs.push(line) } });

test('parts stop in the opposite order of starting, each after the one before it has ended', async () => {
  const lifecycle = createLifecycle(logger);
  const ended: string[] = [];
  for (const name of ['redis', 'site', 'http']) {
    lifecycle.onStop(name, async () => {
      await Promise.resolve();
      ended.push(name);
    });
  }
  const first = lifecycle.stop('test');
  expect(lifecycle.stop('again')).toBe(first);
  expect(await first).toBe(true);
  expect(ended).toEqual(['http', 'site', 'redis']);
});

test('a part that hangs is left behind after five seconds, and the others still get their turn', async () => {
  const lifecycle = createLifecycle(logger);
  const ended: string[] = [];
  lifecycle.onStop('first', () => void ended.push('first'));
  lifecycle.onStop('hangs', () => new Promise(() => {}));
  const stopping = lifecycle.stop('test');
  await vi.advanceTimersByTimeAsync(4_999);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(await stopping).toBe(false);
  expect(ended).toEqual(['first']);
});

test('a part that fails to stop does not keep the rest from stopping', async () => {
  const lifecycle = createLifecycle(logger);
  const ended: string[] = [];
  lifecycle.onStop('last', () => void ended.push('last'));
  lifecycle.onStop('fails', () => {
    throw new Error('no');
  });
  await lifecycle.stop('test');
  expect(ended).toEqual(['last']);
});

test('no timer outlives the server, nor starts after its end', async () => {
  const lifecycle = createLifecycle(logger);
  let ticks = 0;
  lifecycle.every('tick', 1_000, () => void ticks++);
  lifecycle.after('later', 5_000, () => {
    ticks += 100;
  });
  await vi.advanceTimersByTimeAsync(2_500);
  expect(ticks).toBe(2);
  await lifecycle.stop('test');
  lifecycle.every('too late', 10, () => void ticks++);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ticks).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('work that takes longer than its interval is never run over itself, and a failure does not end it', async () => {
  const lifecycle = createLifecycle(logger);
  let running = 0;
  let most = 0;
  let runs = 0;
  lifecycle.every('slow', 100, async () => {
    runs++;
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 350));
    running--;
    throw new Error('every time');
  });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(most).toBe(1);
  expect(runs).toBe(5);
  expect(logs.some((line) => line.includes('a timed task failed'))).toBe(true);
  await lifecycle.stop('test');
});

test('what is undone does not happen', async () => {
  const lifecycle = createLifecycle(logger);
  let happened = false;
  const undo = lifecycle.after('never', 10, () => {
    happened = true;
  });
  undo();
  await vi.advanceTimersByTimeAsync(100);
  expect(happened).toBe(false);
});
