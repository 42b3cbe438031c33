import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptySite } from '../../shared/domain/empty-site.js';
import type { Duty } from '../../shared/domain/roster/duty.js';
import type { SiteState } from '../../shared/domain/site.js';
import { agentIdOf } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import { adherenceOf } from '../../shared/metrics/adherence-of.js';
import { agentDayOf } from '../../shared/metrics/agent-day.js';
import { conformanceRatio } from '../../shared/metrics/conformance.js';
import { bufferSpansOf } from '../../shared/metrics/schedule.js';
import { answered, ended, joined, member, NINE, queueSeen, SOURCE, testFloor } from '../support/floor.js';

/**
 * BS-N1: buffer shifts and micro-pauses leave no trace in any figure of a person. The law: a day with them, and the same day from which
 * their time is cut out, give the same numbers.
 */
const KEY = 'PJSIP/1001';
const ID = agentIdOf(SOURCE, KEY);

interface Part {
  readonly what: 'ready' | 'calls' | 'MEAL' | 'BREAK' | 'TRAINING' | 'BUFFER' | 'MICRO_PAUSE';
  readonly minutes: number;
}
const isWellbeing = ({ what }: Part) => what === 'BUFFER' || what === 'MICRO_PAUSE';
/** What the roster has for it. Buffer shifts and micro-pauses lie over the phones. */
const PLANNED: Readonly<Record<Part['what'], string>> = {
  ready: 'phone',
  calls: 'phone',
  MEAL: 'meal',
  BREAK: 'break',
  TRAINING: 'training',
  BUFFER: 'phone',
  MICRO_PAUSE: 'phone',
};

/** Plays the parts one after the other, and plans just them, but for `off` minutes at the end that were planned and not worked. */
function dayOf(parts: readonly Part[], isPlannedSo = true): { site: SiteState; now: number } {
  const floor = testFloor(emptySite());
  floor.tell(queueSeen(0, 'sales'), member(0, KEY, 'sales'));
  const segments: { activity: string; startAt: number; endAt: number }[] = [];
  let at = 0;
  parts.forEach(({ what, minutes }, i) => {
    const end = at + minutes * 60;
    if (what === 'ready' || what === 'calls') floor.tell(member(at, KEY, 'sales', { paused: false }));
    else floor.tell(member(at, KEY, 'sales', { paused: true, reason: what }));
    if (what === 'calls') floor.tell(joined(at, `c${i}`, 'sales'), answered(at, `c${i}`, KEY), ended(end, `c${i}`, KEY));
    segments.push({
      activity: isPlannedSo ? PLANNED[what] : 'phone',
      startAt: NINE + at * 1_000,
      endAt: NINE + end * 1_000,
    });
    at = end;
  });
  const shift = { id: 's-1', businessDate: '2026-11-21', startAt: NINE, endAt: NINE + at * 1_000, segments };
  const site = floor.site;
  site.config = { ...site.config, timeZone: 'Asia/Shanghai' };
  site.duties.set(ID, { agentId: ID, entries: [{ draft: shift, published: shift }], exceptions: [] } as unknown as Duty);
  return { site, now: NINE + at * 1_000 };
}

function figuresOf({ site, now }: ReturnType<typeof dayOf>) {
  const agent = site.agents.get(ID);
  if (agent === undefined) throw new Error('no such agent');
  const { signedInMs: _, from: __, ...day } = agentDayOf(agent, epochMs(NINE), epochMs(now));
  const shifts = (site.duties.get(ID)?.entries ?? []).flatMap(({ published }) => published ?? []);
  const { ratio, scheduledMs, adherentMs } = adherenceOf(site, agent, shifts, epochMs(now), bufferSpansOf(site));
  return { ...day, adherence: { ratio, scheduledMs, adherentMs }, conformance: conformanceRatio(site, agent, epochMs(now)) };
}

/** Well apart from the two minutes next to a planned boundary in which either side of it is right (AD-1). */
const minutes = fc.integer({ min: 6, max: 60 });
const part = fc.record({ what: fc.constantFrom('ready', 'calls', 'MEAL', 'BREAK', 'TRAINING', 'BUFFER', 'MICRO_PAUSE'), minutes });
const anyDay = fc
  .array(part as fc.Arbitrary<Part>, { minLength: 1, maxLength: 12 })
  // Somebody who works before and after: a day of nothing else has no figures.
  .map((parts): Part[] => [{ what: 'calls', minutes: 20 }, ...parts, { what: 'ready', minutes: 20 }]);

const near = (value: unknown): unknown =>
  typeof value === 'number'
    ? Math.round(value * 1e9) / 1e9
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, near(each)]))
      : value;

describe('a buffer shift or a micro-pause leaves no trace', () => {
  test('in any figure of the day: with their time cut out every number is the same', () => {
    fc.assert(
      fc.property(anyDay, (parts) => {
        expect(near(figuresOf(dayOf(parts)))).toEqual(near(figuresOf(dayOf(parts.filter((each) => !isWellbeing(each))))));
      }),
      { numRuns: 60 },
    );
  });

  test('in utilisation, conformance and calls per paid hour, told one by one', () => {
    const work: Part[] = [
      { what: 'calls', minutes: 30 },
      { what: 'ready', minutes: 30 },
    ];
    const rested = figuresOf(dayOf([...work, { what: 'BUFFER', minutes: 120 }, { what: 'MICRO_PAUSE', minutes: 10 }, ...work]));
    expect(rested).toMatchObject({ utilisationRatio: 0.5, callsPerPaidHour: 1, conformance: 1, adherence: { ratio: 1 } });
    // Any other pause counts.
    const broke = figuresOf(dayOf([...work, { what: 'BREAK', minutes: 120 }, ...work], false));
    expect(broke.utilisationRatio).toBeCloseTo(0.25);
    expect(broke.callsPerPaidHour).toBeCloseTo(0.5);
    expect(broke.conformance).toBeCloseTo(0.5);
  });
});
