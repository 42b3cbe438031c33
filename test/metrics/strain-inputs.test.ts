import { describe, expect, test } from 'vitest';
import { workingSince } from '../../shared/domain/agent/at-work.js';
import { microPausesLeft } from '../../shared/domain/buffer/micro-pauses.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import type { Duty } from '../../shared/domain/roster/duty.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { QueueId } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS, MINUTE_MS, QUARTER_MS } from '../../shared/kernel/time.js';
import { strainInputsOf, type WorkedCall } from '../../shared/metrics/strain-inputs.js';
import { NINE } from '../support/floor.js';

const at = (minutes: number) => epochMs(NINE + minutes * MINUTE_MS);
const complaints = 'q-complaints' as QueueId;

/** Somebody who came at nine. Steps: minutes after nine, and what they did from then on. */
function agentWith(steps: readonly (readonly [number, string])[], more: Partial<Agent> = {}): Agent {
  const trail = steps.map(([minutes, as]) => ({ at: at(minutes), as }));
  return { id: 'a-lin', state: 'ready', since: at(0), quarters: [], trail, carry: [], ...more } as unknown as Agent;
}
const call = (startMin: number, endMin: number, hard?: WorkedCall['hard']): WorkedCall => ({
  queueId: complaints,
  startedAt: at(startMin),
  endedAt: at(endMin),
  ...(hard === undefined ? {} : { hard }),
});
const inputs = (agent: Agent, now: number, calls: readonly WorkedCall[] = [], site: SiteState = emptySite()) =>
  strainInputsOf(site, agent, { calls, longFromMs: () => 10 * MINUTE_MS }, workingSince(agent, at(now)) ?? at(0), at(now));

describe('since when somebody works', () => {
  test('a meal signed out is no end of the shift; a night is', () => {
    const yesterday = [
      [-900, 'phone'],
      [-600, 'offline'],
    ] as const;
    const today = [
      [0, 'phone'],
      [180, 'offline'],
      [220, 'phone'],
    ] as const;
    expect(workingSince(agentWith([...yesterday, ...today]), at(300))).toBe(at(0));
  });
  test('who signed out hours ago is not at work', () => {
    expect(
      workingSince(
        agentWith([
          [0, 'phone'],
          [60, 'offline'],
        ]),
        at(200),
      ),
    ).toBeNull();
  });
});

describe('the last break', () => {
  test('counts from five minutes on, whatever it was made of', () => {
    const steps = [
      [0, 'phone'],
      [60, 'micro-pause'],
      [63, 'break'],
      [66, 'phone'],
      [100, 'break'],
      [104, 'phone'],
    ] as const;
    expect(inputs(agentWith(steps), 126).minutesSinceBreak).toBe(60);
  });
  test('while it goes on, no time has passed since', () => {
    const steps = [
      [0, 'phone'],
      [60, 'buffer'],
    ] as const;
    expect(inputs(agentWith(steps), 90).minutesSinceBreak).toBe(0);
  });
  test('training is work', () => {
    const steps = [
      [0, 'phone'],
      [60, 'training'],
      [90, 'phone'],
    ] as const;
    expect(inputs(agentWith(steps), 120).minutesSinceBreak).toBe(120);
  });
});

describe('hard calls', () => {
  const calls = [call(10, 15, 'abusive'), call(130, 140), call(150, 155, 'complaint'), call(160, 165, 'escalated')];
  const steps = [[0, 'phone']] as const;
  test('of the last two hours count, each by its age since its end', () => {
    expect(inputs(agentWith(steps), 170, calls).hardCalls).toEqual([
      { type: 'complaint', ageMin: 15 },
      { type: 'escalated', ageMin: 5 },
    ]);
  });
  test('a run ends with an ordinary call, and with a break', () => {
    expect(inputs(agentWith(steps), 170, calls).hardRun).toBe(2);
    const rested = [...steps, [156, 'break'], [162, 'phone']] as const;
    expect(inputs(agentWith(rested), 170, calls).hardRun).toBe(1);
  });
  test('a long one is longer than 95 % of its queue’s', () => {
    expect(inputs(agentWith(steps), 170, [...calls, call(165, 169), call(100, 111)]).longCalls120).toBe(1);
  });
});

test('occupancy needs half its window on the phones', () => {
  const busy = { talkMs: 12 * MINUTE_MS, readyMs: 3 * MINUTE_MS };
  const quarters = [0, 1, 2, 3].map((i) => ({ start: epochMs(NINE + i * QUARTER_MS), counters: busy }));
  const agent = agentWith([[0, 'phone']], { quarters, since: at(60) });
  const { occ60, occ120 } = inputs(agent, 60);
  expect(occ60).toBeCloseTo(0.8);
  expect(occ120).toBeCloseTo(0.8);
  const short = agentWith([[0, 'phone']], { quarters: quarters.slice(0, 2), since: at(30), state: 'not-ready' });
  expect(inputs(short, 80)).toMatchObject({ occ60: null, occ120: null });
});

test('hours are paid ones: without the meal', () => {
  const steps = [
    [0, 'phone'],
    [120, 'meal'],
    [180, 'break'],
    [190, 'phone'],
  ] as const;
  expect(inputs(agentWith(steps), 300).hoursWorked).toBe(4);
});

describe('by the roster', () => {
  const shift = (no: number, startAt: number, endAt: number) => ({
    draft: null,
    published: { id: `s-${no}`, businessDate: `2026-11-${20 + no}`, startAt, endAt },
  });
  const siteWith = (...entries: ReturnType<typeof shift>[]) => {
    const site = emptySite();
    site.config = { ...site.config, timeZone: 'Asia/Shanghai' };
    site.duties.set('a-lin' as never, { agentId: 'a-lin', entries, exceptions: [] } as unknown as Duty);
    return site;
  };
  test('days on end, the rest before, and the part that lies in the night', () => {
    const late = shift(0, at(-1_440), at(-420));
    const now = shift(1, at(0), at(1_200));
    expect(inputs(agentWith([[0, 'phone']]), 60, [], siteWith(late, now))).toMatchObject({
      consecutiveDays: 2,
      restHoursBefore: 7,
      // 09:00 to 05:00 of the next day
      nightMinutes: 300,
    });
  });
  test('where nothing was ever planned nothing is known', () => {
    expect(inputs(agentWith([[0, 'phone']]), 60)).toMatchObject({ consecutiveDays: null, restHoursBefore: null, nightMinutes: null });
  });
});

describe('micro-pauses', () => {
  const steps = [
    [0, 'phone'],
    [10, 'micro-pause'],
    [15, 'phone'],
    [30, 'micro-pause'],
    [35, 'phone'],
  ] as const;
  test('are two a shift, beside those offered after abuse', () => {
    expect(microPausesLeft(agentWith(steps.slice(0, 3)), at(60))).toBe(1);
    expect(microPausesLeft(agentWith(steps), at(60))).toBe(0);
    expect(microPausesLeft(agentWith(steps, { offeredPauses: [at(29)] }), at(60))).toBe(1);
  });
  test('begin anew with the next shift', () => {
    const next = [...steps, [480, 'offline'], [1_400, 'phone']] as const;
    expect(microPausesLeft(agentWith(next), at(1_410))).toBe(2);
    expect(microPausesLeft(agentWith(next), epochMs(NINE + 40 * HOUR_MS))).toBe(2);
  });
});
