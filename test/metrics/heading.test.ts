import { describe, expect, test } from 'vitest';
import { demandGridOf, loadOf, requiredOn } from '../../client/roster/demand-grid.js';
import { expectedAt } from '../../client/roster/expected.js';
import { DemandBook } from '../../server/http/roster-demand.js';
import { OffPlanBook } from '../../server/http/roster-impact.js';
import { demandAt } from '../../shared/domain/buffer/demand.js';
import { effectOfLeaving } from '../../shared/domain/buffer/impact.js';
import { type Command, commandSchema } from '../../shared/domain/commands.js';
import { decide } from '../../shared/domain/decide.js';
import type { Actor } from '../../shared/domain/policy.js';
import { publishedOf } from '../../shared/domain/roster/entries.js';
import { Expected } from '../../shared/domain/roster/forecast-at.js';
import { modelledTraffic, targetOf } from '../../shared/domain/roster/required.js';
import { worstGap } from '../../shared/domain/roster/swap/coverage.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { agentIdOf, type CommitId, queueIdOf } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import { epochMs, HOUR_MS, MINUTE_MS, QUARTER_MS } from '../../shared/kernel/time.js';
import type { AdherenceRow } from '../../shared/protocol/roster-http.js';
import { fractionalErlangA } from '../../shared/staffing/erlang-a-fractional.js';
import { modelledLevel } from '../../shared/staffing/service-level.js';
import { scheduledHeads } from '../../shared/staffing/shrinkage.js';
import { solved } from '../staffing/solved.js';
import { abandoned, joined, member, NINE, queueSeen, SOURCE, testFloor } from '../support/floor.js';

const zhou: Actor = { userId: 'u-zhou', name: '周敏', role: 'supervisor', teamIds: [] };
const DATE = '2026-11-21';
const TOMORROW = '2026-11-22';
const MIDNIGHT = NINE - 9 * HOUR_MS;
const SALES = queueIdOf(SOURCE, 'sales');
const INTERVAL_MS = 30 * MINUTE_MS;
const PER_INTERVAL = 52;
const PEOPLE = 16;
const key = (no: number) => `PJSIP/${1_000 + no}`;
/** Two in the afternoon: eight half-hours of calls have come. */
const NOW = epochMs(MIDNIGHT + 14 * HOUR_MS);
const days = { from: DATE, to: TOMORROW, startAt: epochMs(MIDNIGHT), endAt: epochMs(MIDNIGHT + 48 * HOUR_MS) };

/** A Saturday of one queue, ten to six, on which so many calls came in each half-hour until two. */
function saturday(came: number) {
  const floor = testFloor();
  const numbers = Array.from({ length: PEOPLE }, (_, i) => i + 1);
  const people = numbers.map((no) => ({ key: key(no), name: `坐席${no}`, team: '一组' }));
  const config = siteConfigSchema.parse({ name: '东湾客服中心', timeZone: 'Asia/Shanghai', teams: [{ name: '一组' }], people });
  floor.fold({ type: 'site.configured', occurredAt: epochMs(NINE), config });
  floor.tell(queueSeen(0, 'sales'), ...numbers.map((no) => member(0, key(no), 'sales')));
  let commits = 0;
  const ask = (raw: { type: Command['type'] } & Record<string, unknown>) => {
    const context = { now: epochMs(NINE), commitId: `command-${++commits}` as CommitId, by: zhou, person: () => undefined };
    for (const event of solved(decide(floor.site, commandSchema.parse(raw), context)).events) floor.fold(event);
  };
  const calls = Array.from({ length: 48 }, (_, i) => (i >= 20 && i < 36 ? PER_INTERVAL : 0));
  const ahtMs = calls.map((count) => (count === 0 ? 0 : 296_000));
  for (const date of [DATE, TOMORROW]) ask({ type: 'forecast.set', queueId: SALES, date, intervalMs: INTERVAL_MS, calls, ahtMs });
  const segments = [
    { fromMin: 0, activity: 'phone' },
    { fromMin: 180, activity: 'meal' },
    { fromMin: 210, activity: 'phone' },
  ];
  const shift = { businessDate: DATE, startLocal: '10:00', endLocal: '18:00', segments };
  ask({ type: 'shift.set-many', changes: numbers.map((no) => ({ agentId: agentIdOf(SOURCE, key(no)), shift })) });
  ask({ type: 'roster.publish', from: DATE, to: DATE });
  // From then on it is known who calls.
  floor.tell(joined(60, 'first', 'sales'), abandoned(62, 'first'));
  for (let halfHour = 0; halfHour < 8; halfHour++) {
    for (let i = 0; i < came; i++) {
      const seconds = HOUR_MS / 1_000 + halfHour * 1_800 + (i * 1_800) / (came + 1);
      floor.tell(joined(seconds, `c-${halfHour}-${i}`, 'sales'), abandoned(seconds + 1, `c-${halfHour}-${i}`));
    }
  }
  return floor.site;
}
type Site = ReturnType<typeof saturday>;

const queueOf = (site: Site) => [...site.queues.values()].filter(({ id }) => id === SALES);
const agentOne = (site: Site) => {
  const agent = site.agents.get(agentIdOf(SOURCE, key(1)));
  if (agent === undefined) throw new Error('nobody there');
  return agent;
};
const curveOf = (site: Site) => {
  const { reforecast } = new DemandBook(() => 0).demand(site, queueOf(site), days, NOW).queues[0] ?? {};
  if (reforecast == null) throw new Error('the curve has no heading');
  return reforecast;
};
const indexOf = (at: number) => Math.floor((at - MIDNIGHT) / INTERVAL_MS);
const leaving = (site: Site) => {
  const span = { startAt: epochMs(NOW + HOUR_MS), endAt: epochMs(NOW + 2 * HOUR_MS) };
  return effectOfLeaving(site, { agent: agentOne(site), ...span }, NOW);
};

describe('where today is heading is one answer, on the curve and in every effect', () => {
  const site = saturday(70);
  const curve = curveOf(site);

  test('a third more calls than forecast came: the rest of the day asks for more people than the plan has', () => {
    expect(curve.fromIndex).toBe(28);
    expect(curve.heading.factor).toBeGreaterThan(1.2);
    expect(curve.heading.low).toBeLessThan(curve.heading.factor);
    expect(curve.calls[28]).toBeCloseTo(PER_INTERVAL * curve.heading.factor, 9);
  });

  test('each quarter-hour of the rest of today is expected as the curve shows it; tomorrow and what is over as forecast', () => {
    const expected = new Expected(site, NOW);
    for (let at: number = MIDNIGHT; at < MIDNIGHT + 48 * HOUR_MS; at += QUARTER_MS) {
      const isToCome = at >= NOW && at < MIDNIGHT + 24 * HOUR_MS;
      const i = indexOf(at);
      const forecast = i % 48 >= 20 && i % 48 < 36 ? PER_INTERVAL : 0;
      expect(expected.at(SALES, at)?.calls).toBe(isToCome ? curve.calls[i] : forecast);
      expect(expected.at(SALES, at)?.heading ?? null).toEqual(isToCome ? curve.heading : null);
    }
  });

  test('the browser reads the same calls and the same need off the answer', () => {
    const told = new DemandBook(() => 0).demand(site, queueOf(site), days, NOW);
    const [queue] = told.queues;
    if (queue === undefined) throw new Error('no queue');
    const demand = { position: '1-0' as Position, ...told };
    const grid = demandGridOf(demand, { startAt: MIDNIGHT, stepMs: QUARTER_MS, steps: 192 }, 0);
    const expected = new Expected(site, NOW);
    for (const [step, need] of requiredOn(grid, SALES).entries()) {
      const at = MIDNIGHT + step * QUARTER_MS;
      expect(expectedAt(queue, told.intervalMs, at)).toEqual(expected.at(SALES, at));
      if (at >= NOW && at < MIDNIGHT + 24 * HOUR_MS) expect(need).toBe(curve.required[indexOf(at)]);
    }
    expect(loadOf(grid, SALES)[60]).toBeCloseTo(((curve.calls[30] ?? 0) * 300_000) / INTERVAL_MS, 9);
  });

  test('a buffer shift is weighed against the need that the curve shows, and says with which band', () => {
    const [sales] = leaving(site).queues;
    expect(sales?.intervals.map(({ needed }) => needed)).toEqual([30, 30, 31, 31].map((i) => curve.required[i]));
    expect(sales?.heading).toEqual(curve.heading);
  });

  test('a swap that leaves today short is held to the need that the curve shows', () => {
    const agent = agentOne(site);
    const gap = worstGap(site, [{ agent, removed: publishedOf(site.duties.get(agent.id)), added: [] }], NOW);
    const { shrinkageRatio } = site.config.workforce.planning;
    expect(gap?.at).toBeGreaterThanOrEqual(NOW);
    expect(gap?.required).toBe(scheduledHeads(curve.required[28] ?? 0, shrinkageRatio));
  });

  test('what it costs that somebody is off the plan is reckoned with the calls that the curve shows', () => {
    const off = { agentId: agentOne(site).id, offPlanSince: epochMs(NOW - 10 * MINUTE_MS) } as AdherenceRow;
    const [impact] = new OffPlanBook().impact(site, site.agents.values(), [off], () => true, NOW);
    const [queue] = queueOf(site);
    if (queue === undefined) throw new Error('no queue');
    const target = targetOf(queue, site.config.workforce.planning);
    const traffic = modelledTraffic({ calls: curve.calls[28] ?? 0, ahtMs: 296_000, intervalMs: INTERVAL_MS }, target);
    const level = modelledLevel(solved(fractionalErlangA(traffic)(PEOPLE - 1)), target.formula);
    expect(impact?.serviceLevelRatio).toBeCloseTo(level ?? Number.NaN, 12);
    expect(impact?.heading).toEqual(curve.heading);
  });
});

test('customers of a busy day are not given away by a forecast that has long been wrong', () => {
  expect(leaving(saturday(PER_INTERVAL)).verdict).toBe('green');
  expect(leaving(saturday(90)).verdict).toBe('red');
});

test('a morning that nobody listened to is not a quiet one: the day is taken as forecast', () => {
  const site = saturday(0);
  // The only call known came after nine, when nobody was expected: of ten to two nothing came, and that is known.
  expect(curveOf(site).heading.factor).toBeLessThan(0.25);
  for (const queue of site.queues.values()) queue.quarters = [];
  expect(curveOf(site).heading.factor).toBe(1);
  expect(leaving(site).queues[0]?.heading?.factor).toBe(1);
});

test('hours in which the source was lost are not quiet ones: the day is judged by those it was heard in', () => {
  const whole = curveOf(saturday(70)).heading;
  const site = saturday(70);
  const lost = { startAt: epochMs(MIDNIGHT + 11 * HOUR_MS), endAt: epochMs(MIDNIGHT + 13 * HOUR_MS) };
  const isIn = (start: number) => start >= lost.startAt && start < lost.endAt;
  for (const queue of site.queues.values()) queue.quarters = queue.quarters.filter(({ start }) => !isIn(start));
  expect(curveOf(site).heading.factor).toBeLessThan(0.8);
  const source = { source: SOURCE, status: 'connected', since: lost.endAt, can: [], rev: '1-0' as Position } as const;
  site.sources.set(SOURCE, { ...source, outages: [lost] });
  // Four half-hours of eight say the same, and are a little less sure of it.
  const heard = curveOf(site).heading;
  expect(heard.factor).toBeGreaterThan(1.1);
  expect(heard.factor).toBeLessThan(whole.factor);
  expect(heard.high - heard.low).toBeGreaterThan(whole.high - whole.low);
  expect(curveOf(site).calls[24]).toBe(PER_INTERVAL);
});

test('an hour that is forecast to have no calls is not taken for one that nobody forecast', () => {
  const site = saturday(70);
  const [queue] = queueOf(site);
  if (queue === undefined) throw new Error('no queue');
  const demandIn = (hours: number) => demandAt(new Expected(site, NOW), queue, NOW + hours * HOUR_MS, NOW);
  expect(demandIn(6)).toMatchObject({ calls: 0, isEstimate: false });
  expect(demandIn(48).isEstimate).toBe(true);
});
