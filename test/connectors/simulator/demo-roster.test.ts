import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { simulatedSiteConfig } from '../../../server/connectors/simulator/centre.js';
import { demoRoster } from '../../../server/connectors/simulator/demo-roster.js';
import { createSimulator, SIMULATOR } from '../../../server/connectors/simulator/simulator.js';
import { forecastKey } from '../../../shared/domain/roster/duty.js';
import { draftsOf } from '../../../shared/domain/roster/entries.js';
import { daySoFar } from '../../../shared/domain/roster/heading.js';
import { agentIdOf } from '../../../shared/kernel/ids.js';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.js';
import { localDate } from '../../../shared/kernel/zone.js';
import { adherenceOf, shiftsOfDay } from '../../../shared/metrics/adherence-of.js';
import { checkBreaks } from '../../../shared/staffing/breaks.js';
import { checkLabour } from '../../../shared/staffing/labour.js';
import { RULE_SETS } from '../../../shared/staffing/labour-rules.js';
import { MemoryHost } from './memory-host.js';

const DAY_MS = 24 * HOUR_MS;
/** Any hour will do: the roster is made around it. */
const OPENS_AT = Date.UTC(2026, 10, 22, 3, 17);
const RATE = 60;
const siteNow = () => OPENS_AT + (Date.now() - OPENS_AT) * RATE;
const pass = (siteMs: number) => vi.advanceTimersByTimeAsync(siteMs / RATE);
const size = { agents: 120, seed: 7 };

beforeEach(() => {
  vi.useFakeTimers({ now: OPENS_AT });
});
afterEach(() => {
  vi.useRealTimers();
});

function seeded(at = OPENS_AT, timeZone = 'Asia/Shanghai') {
  const host = new MemoryHost(siteNow);
  const config = simulatedSiteConfig({ ...size, timeZone });
  host.fold({ type: 'site.configured', occurredAt: epochMs(at), config });
  for (const event of demoRoster({ ...size, config, now: epochMs(at) }).flat()) host.fold(event);
  return host;
}
async function live(host: MemoryHost, siteMs: number) {
  const simulator = createSimulator({ ...size, historyMs: 3 * HOUR_MS });
  simulator.start(host);
  await pass(siteMs);
  return () => simulator.stop();
}
const agentsOf = (host: MemoryHost) => [...host.site().agents.values()];
const atWork = (host: MemoryHost) => agentsOf(host).filter(({ state }) => state !== 'logged-out').length;

describe('the roster of the demonstration', () => {
  test.each([
    ['Asia/Shanghai', OPENS_AT],
    ['Asia/Shanghai', OPENS_AT + 11 * HOUR_MS],
    ['America/New_York', Date.UTC(2026, 10, 1, 5)],
  ])('breaks no rule of labour, and has everybody at work now: %s', (timeZone, at) => {
    const host = seeded(at, timeZone);
    const { duties } = host.site();
    expect(duties.size).toBe(120);
    for (const duty of duties.values()) {
      const shifts = draftsOf(duty);
      expect(checkLabour(shifts, RULE_SETS['cn-standard'])).toEqual([]);
      // The night in which the clocks go back makes a shift nine hours long.
      for (const shift of shifts) if (shift.endAt - shift.startAt === 8 * HOUR_MS) expect(checkBreaks(shift)).toEqual([]);
      expect(shifts.some(({ startAt, endAt }) => startAt < at && at < endAt)).toBe(true);
      expect(duty.entries.every(({ draft, published }) => draft === published)).toBe(true);
    }
  });

  test('leaves the weeks after this one to whoever tries to plan them', () => {
    const host = seeded();
    const last = Math.max(...[...host.site().duties.values()].flatMap((duty) => draftsOf(duty).map(({ endAt }) => endAt)));
    expect(last).toBeLessThan(OPENS_AT + 7 * DAY_MS);
    const days = new Set([...host.site().forecasts.values()].map(({ date }) => date));
    expect(days.size).toBe(14);
  });

  test('is nothing for a floor of thousands', () => {
    expect(demoRoster({ agents: 5_000, seed: 1, config: simulatedSiteConfig({ agents: 30, seed: 1 }), now: epochMs(OPENS_AT) })).toEqual(
      [],
    );
  });
});

describe('the people of the floor follow it', () => {
  test('most keep to it, a few do not, and what was forecast is about what comes', async () => {
    const host = seeded();
    const stop = await live(host, 2 * HOUR_MS);
    const site = host.site();
    const now = epochMs(siteNow());
    const today = localDate(now, 'Asia/Shanghai');
    const ratios = agentsOf(host).flatMap((agent) => {
      const shifts = shiftsOfDay(site, agent.id, { date: today, today, now });
      return adherenceOf(site, agent, shifts, now, new Map()).ratio ?? [];
    });
    expect(ratios.length).toBeGreaterThan(110);
    const sorted = ratios.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    const below = sorted.filter((ratio) => ratio < 0.9).length;
    const factors = [...site.queues.values()].flatMap((queue) => {
      const forecast = site.forecasts.get(forecastKey(queue.id, today));
      if (forecast === undefined) return [];
      const soFar = daySoFar(site, queue, forecast, now);
      const came = soFar.came.reduce<number>((sum, calls) => sum + (calls ?? 0), 0);
      return [
        {
          came,
          expected: forecast.calls.reduce((sum, calls, i) => sum + (soFar.came[i] == null ? 0 : calls), 0),
        },
      ];
    });
    const came = factors.reduce((sum, one) => sum + one.came, 0);
    const expected = factors.reduce((sum, one) => sum + one.expected, 0);
    expect(median).toBeGreaterThan(0.95);
    expect(below).toBeGreaterThan(2);
    expect(below).toBeLessThan(30);
    expect(came / expected).toBeGreaterThan(0.85);
    expect(came / expected).toBeLessThan(1.15);
    await stop();
  });

  test('in hours that nobody planned the floor goes on', async () => {
    const host = seeded();
    const stop = await live(host, 9 * HOUR_MS);
    expect(atWork(host)).toBeGreaterThan(90);
    await pass(15 * HOUR_MS);
    // A third has the day off, and fewer call.
    expect(atWork(host)).toBeGreaterThan(60);
    expect(atWork(host)).toBeLessThan(90);
    await stop();
  });

  test('a break that is moved and told is taken when the new roster says', async () => {
    const host = seeded();
    const stop = await live(host, MINUTE_MS);
    const id = agentIdOf(SIMULATOR, 'SIM/1010');
    const [entry] = host.site().duties.get(id)?.entries ?? [];
    const shift = entry?.published;
    if (shift === undefined || shift === null) throw new Error('is not planned');
    const from = epochMs(siteNow() + 20 * MINUTE_MS);
    const until = epochMs(from + 60 * MINUTE_MS);
    const by = { userId: 'u-zhou', name: '周敏', role: 'supervisor' } as const;
    const at = { occurredAt: epochMs(siteNow()), by };
    const segments = [
      { activity: 'phone' as const, startAt: shift.startAt, endAt: from },
      { activity: 'training' as const, startAt: from, endAt: until },
      { activity: 'phone' as const, startAt: until, endAt: shift.endAt },
    ];
    host.fold({ type: 'shift.set', ...at, agentId: id, replaces: shift.id, shift: { ...shift, id: 's-moved' as never, segments } });
    const date = shift.businessDate;
    host.fold({ type: 'roster.published', ...at, publicationId: 'p-2' as never, no: 2, from: date, to: date, agentIds: [id], changed: 1 });
    await pass(50 * MINUTE_MS);
    expect(
      host
        .site()
        .agents.get(id)
        ?.trail.map(({ as }) => as),
    ).toContain('training');
    await stop();
  });
});
