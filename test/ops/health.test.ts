import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHealth } from '../../server/ops/health.js';
import { createMeasures } from '../../server/ops/measures.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a node is ready when all checks are good, and says which is not and why', async () => {
  const health = createHealth();
  let foldStalledMs = 0;
  health.register('redis', async () => null);
  health.register('fold', () => (foldStalledMs > 3_000 ? 'nothing folded for 3 s' : null));
  expect(await health.readiness()).toEqual({
    ready: true,
    checks: [
      { check: 'redis', ok: true },
      { check: 'fold', ok: true },
    ],
  });
  foldStalledMs = 3_001;
  expect(await health.readiness()).toMatchObject({
    ready: false,
    checks: [
      { check: 'redis', ok: true },
      { check: 'fold', ok: false, reason: 'nothing folded for 3 s' },
    ],
  });
});

test('a check that throws or never answers has failed, and tells no secret', async () => {
  const health = createHealth();
  health.register('broken', () => {
    throw new Error('redis://user:secret@host');
  });
  health.register('hangs', () => new Promise(() => {}));
  const asked = health.readiness();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await asked).toEqual({
    ready: false,
    checks: [
      { check: 'broken', ok: false, reason: 'failed' },
      { check: 'hangs', ok: false, reason: 'no answer' },
    ],
  });
});

test('measures come out in Prometheus’s form, each with its help', async () => {
  vi.useRealTimers();
  const measures = createMeasures();
  measures.appended('appended', 3);
  measures.folded(2, 7);
  measures.foldLag(40);
  measures.framesSent('supervisor', 3, 1_000);
  measures.socketOpened('wall');
  measures.dropped('asterisk', 'line-too-long');
  measures.gauge('breakwater_connector_heard_seconds', 'Since the connector was heard', 'source', () => [['asterisk', 1.5]]);
  const text = await measures.text();
  expect(text).toContain('breakwater_append_seconds_count{outcome="appended"} 1');
  expect(text).toContain('breakwater_events_folded_total 7');
  expect(text).toContain('breakwater_fold_lag_seconds 0.04');
  expect(text).toContain('breakwater_frame_bytes_total{role="supervisor"} 3000');
  expect(text).toContain('breakwater_sockets{role="wall"} 1');
  expect(text).toContain('breakwater_dropped_inputs_total{source="asterisk",reason="line-too-long"} 1');
  expect(text).toContain('breakwater_connector_heard_seconds{source="asterisk"} 1.5');
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
});

test('a source that makes up reasons can’t fill the memory, nor write into the page', async () => {
  vi.useRealTimers();
  const measures = createMeasures();
  for (let i = 0; i < 10_000; i++) measures.dropped('asterisk', `reason-${i}`);
  measures.dropped('asterisk', 'a"} 1\nforged_metric 1');
  const text = await measures.text();
  expect(text.split('\n').filter((line) => line.startsWith('breakwater_dropped_inputs_total')).length).toBeLessThan(70);
  expect(text).not.toContain('forged_metric');
});
