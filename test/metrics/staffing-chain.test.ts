import { describe, expect, test } from 'vitest';
import { effectOfLeaving } from '../../shared/domain/buffer/impact.js';
import { type Command, commandSchema } from '../../shared/domain/commands.js';
import { decide } from '../../shared/domain/decide.js';
import type { Actor } from '../../shared/domain/policy.js';
import { phoneSpansOf, scheduledAgents } from '../../shared/domain/roster/coverage.js';
import { forecastKey } from '../../shared/domain/roster/duty.js';
import { computeRequired, RING_MS, targetOf } from '../../shared/domain/roster/required.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { agentIdOf, type CommitId, queueIdOf } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS, QUARTER_MS } from '../../shared/kernel/time.js';
import { computeBufferImpact } from '../../shared/staffing/buffer-impact.js';
import { solved } from '../staffing/solved.js';
import { member, NINE, queueSeen, SOURCE, testFloor } from '../support/floor.js';

const zhou: Actor = { userId: 'u-zhou', name: '周敏', role: 'supervisor', teamIds: [] };
const MONDAY = '2026-11-23';
const MIDNIGHT = Date.parse(`${MONDAY}T00:00+08:00`);
const hour = (h: number) => epochMs(MIDNIGHT + h * HOUR_MS);
const SALES = queueIdOf(SOURCE, 'sales');
const HALF_HOUR_MS = 2 * QUARTER_MS;
const AHT_MS = 296_000;
const agentKey = (no: number) => `PJSIP/${1_000 + no}`;

/**
 * A Monday of one queue: calls come alike from ten to six, and so many people are told to be there, all from ten to six with their
 * meals one after the other. Everything comes about as on a real site: by commands, decided and folded.
 */
function monday({ people, calls }: { people: number; calls: number }) {
  const floor = testFloor();
  const numbers = Array.from({ length: people }, (_, i) => i + 1);
  floor.fold({
    type: 'site.configured',
    occurredAt: epochMs(NINE),
    config: siteConfigSchema.parse({
      name: '东湾客服中心',
      timeZone: 'Asia/Shanghai',
      teams: [{ name: '一组' }],
      people: numbers.map((no) => ({ key: agentKey(no), name: `坐席${no}`, team: '一组' })),
    }),
  });
  floor.tell(queueSeen(0, 'sales'), ...numbers.map((no) => member(0, agentKey(no), 'sales')));
  let commits = 0;
  const ask = (raw: { type: Command['type'] } & Record<string, unknown>) => {
    const context = { now: epochMs(NINE), commitId: `command-${++commits}` as CommitId, by: zhou, person: () => undefined };
    for (const event of solved(decide(floor.site, commandSchema.parse(raw), context)).events) floor.fold(event);
  };
  const halfHours = Array.from({ length: 48 }, (_, i) => (i >= 20 && i < 36 ? calls : 0));
  ask({
    type: 'forecast.set',
    queueId: SALES,
    date: MONDAY,
    intervalMs: HALF_HOUR_MS,
    calls: halfHours,
    ahtMs: halfHours.map(() => AHT_MS),
  });
  const changes = numbers.map((no) => ({
    agentId: agentIdOf(SOURCE, agentKey(no)),
    shift: {
      businessDate: MONDAY,
      startLocal: '10:00',
      endLocal: '18:00',
      segments: [
        { fromMin: 0, activity: 'phone' },
        { fromMin: 180 + 30 * (no % 4), activity: 'meal' },
        { fromMin: 210 + 30 * (no % 4), activity: 'phone' },
      ],
    },
  }));
  ask({ type: 'shift.set-many', changes });
  ask({ type: 'roster.publish', from: MONDAY, to: MONDAY });
  return floor.site;
}
type Site = ReturnType<typeof monday>;

/** Agents that the day's forecast asks for, and those who are told to be there, by half-hour. */
function plannedDay(site: Site) {
  const queue = site.queues.get(SALES);
  const forecast = site.forecasts.get(forecastKey(SALES, MONDAY));
  if (queue === undefined || forecast === undefined) throw new Error('the day has no forecast');
  const { planning } = site.config.workforce;
  const required = computeRequired(forecast, targetOf(queue, planning), planning.maxOccupancyRatio);
  const workers = [...site.duties.values()].map(({ entries }) => ({
    queueIds: [SALES],
    spans: entries.flatMap(({ published }) => phoneSpansOf(published?.segments ?? [])),
  }));
  const grid = { startAt: forecast.startAt, intervalMs: HALF_HOUR_MS, count: 48 };
  return { required, scheduled: scheduledAgents(workers, grid, () => 1).get(SALES) ?? [], planning, queue };
}

const agentOne = (site: Site) => {
  const agent = site.agents.get(agentIdOf(SOURCE, agentKey(1)));
  if (agent === undefined) throw new Error('nobody there');
  return agent;
};

describe('from the forecast to what a buffer shift does', () => {
  test('the same people and the same need stand in the coverage and in the effect', () => {
    const site = monday({ people: 14, calls: 52 });
    const { required, scheduled, planning } = plannedDay(site);
    const effect = effectOfLeaving(site, { agent: agentOne(site), startAt: hour(15), endAt: hour(17) }, epochMs(NINE));
    const [sales] = effect.queues;
    expect(sales?.intervals).toHaveLength(8);
    for (const { startAt, before, after, needed } of sales?.intervals ?? []) {
      const halfHour = Math.floor((startAt - MIDNIGHT) / HALF_HOUR_MS);
      expect(needed).toBe(required[halfHour]);
      // Who is planned, less those who will be missing as some always are.
      expect(before).toBeCloseTo((scheduled[halfHour] ?? 0) * (1 - planning.shrinkageRatio), 9);
      expect(after).toBeCloseTo(before - (1 - planning.shrinkageRatio), 9);
    }
  });

  test('what is shown is C.9 of those numbers', () => {
    const site = monday({ people: 14, calls: 52 });
    const { scheduled, required, planning, queue } = plannedDay(site);
    const { goalRatio, formula, thresholdMs, shortAbandonMs } = queue.settings;
    const quarters = Array.from({ length: 8 }, (_, i) => 30 + Math.floor(i / 2));
    const [before, after] = solved(
      computeBufferImpact({
        intervalSec: QUARTER_MS / 1_000,
        patienceSec: planning.patienceMs / 1_000,
        targetSec: thresholdMs / 1_000,
        shortAbandonSec: shortAbandonMs / 1_000,
        slGoal: goalRatio,
        slFormula: formula,
        kValues: [0, 1],
        intervals: quarters.map((halfHour) => ({
          calls: 26,
          ahtSec: (AHT_MS + RING_MS) / 1_000,
          staffed: scheduled[halfHour] ?? 0,
          unplannedShrink: planning.shrinkageRatio,
          minStaff: Math.max(2, Math.ceil(0.6 * (required[halfHour] ?? 0))),
          overlap: 1,
        })),
      }),
    ).rows;
    const { verdict, queues } = effectOfLeaving(site, { agent: agentOne(site), startAt: hour(15), endAt: hour(17) }, epochMs(NINE));
    expect(verdict).toBe(after?.verdict.toLowerCase());
    expect(queues[0]?.serviceLevelBefore).toBeCloseTo(before?.slHorizon ?? 0, 9);
    expect(queues[0]?.serviceLevelAfter).toBeCloseTo(after?.slHorizon ?? 0, 9);
    expect(queues[0]?.extraAbandons).toBeCloseTo(after?.extraAbandons ?? 0, 9);
    expect(queues[0]?.occupancyAfter).toBeCloseTo(after?.maxOccupancy ?? 0, 9);
  });

  test('a roster with one head to spare lets one go; one that is short does not; whoever eats then takes nobody away', () => {
    // 52 calls of five minutes in half an hour need 11 on the phones, so 13 heads where a tenth is missing.
    const verdictOf = (people: number) => {
      const site = monday({ people, calls: 52 });
      const leave = { agent: agentOne(site), startAt: hour(15), endAt: hour(17) };
      return effectOfLeaving(site, leave, epochMs(NINE)).verdict;
    };
    expect(plannedDay(monday({ people: 14, calls: 52 })).required[31]).toBe(11);
    expect([verdictOf(12), verdictOf(14), verdictOf(16)]).toEqual(['red', 'green', 'green']);
    const site = monday({ people: 12, calls: 52 });
    const atTable = { agent: agentOne(site), startAt: hour(13.5), endAt: hour(14) };
    expect(effectOfLeaving(site, atTable, epochMs(NINE))).toMatchObject({ verdict: 'green', queues: [] });
  });
});
