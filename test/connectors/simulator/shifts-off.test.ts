import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSimulator, SIMULATOR, type SimulatorOptions } from '../../../server/connectors/simulator/simulator.js';
import { agentIdOf } from '../../../shared/kernel/ids.js';
import { HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.js';
import { MemoryHost } from './memory-host.js';

const MONDAY = Date.UTC(2026, 10, 23);
const WEEK_MS = 7 * 24 * HOUR_MS;
const options: SimulatorOptions = { seed: 1, agents: 30, historyMs: 15 * MINUTE_MS, hasShifts: false };
/** Whom the demonstration's account `agent` is. */
const AGENT = agentIdOf(SIMULATOR, 'SIM/1001');

beforeEach(() => {
  vi.useFakeTimers({ now: MONDAY });
});
afterEach(() => {
  vi.useRealTimers();
});

async function live(host: MemoryHost, forMs: number) {
  const simulator = createSimulator(options);
  simulator.start(host);
  await vi.advanceTimersByTimeAsync(forMs);
  await simulator.stop();
}

test('without shifts everybody is at work at every half-hour of a week, and calls come', async () => {
  for (let at = MONDAY; at < MONDAY + WEEK_MS; at += 30 * MINUTE_MS) {
    vi.setSystemTime(at);
    const host = new MemoryHost(() => Date.now());
    await live(host, 5_000);
    const site = host.site();
    const away = [...site.agents.values()].filter(
      ({ state, reasonCode }) => state === 'logged-out' || (state === 'not-ready' && !PAUSED_BY_THE_DISTRIBUTOR.has(reasonCode ?? '')),
    );
    expect({ at: new Date(at).toISOString(), away: away.map(({ key }) => key) }).toMatchObject({ away: [] });
    expect(site.agents.get(AGENT)?.state).toBeDefined();
    const isRecent = ({ enteredAt }: { enteredAt: number }) => enteredAt > at - 5 * MINUTE_MS;
    expect([...site.visits.values()].filter(isRecent).length).toBeGreaterThan(0);
  }
});
/** After a ring that nobody answered. */
const PAUSED_BY_THE_DISTRIBUTOR: ReadonlySet<string> = new Set(['RONA', 'REJECT']);

test('nor does anybody go home later, and after a restart all are there again', async () => {
  const host = new MemoryHost(() => Date.now());
  await live(host, 10 * MINUTE_MS);
  await live(host, 10 * MINUTE_MS);
  expect([...host.site().agents.values()].filter(({ state }) => state === 'logged-out')).toEqual([]);
});
