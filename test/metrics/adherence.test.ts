import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrailStep } from '../../shared/domain/site.js';
import type { ShiftId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import { type AdherenceInput, computeAdherence, type Excuse } from '../../shared/metrics/adherence.js';
import type { PlanSpan } from '../../shared/metrics/schedule.js';
import type { Activity } from '../../shared/staffing/activities.js';

/** Minutes after nine. */
const at = (minutes: number): EpochMs => epochMs(1_800_000_000_000 + Math.round(minutes * MINUTE_MS));
const minutes = (ms: number) => ms / MINUTE_MS;
const shiftId = 's-1' as ShiftId;

const planned = (...spans: readonly [from: number, activity: Activity][]): PlanSpan[] =>
  spans.flatMap(([from, activity], i) => {
    const end = spans[i + 1];
    return end === undefined ? [] : [{ startAt: at(from), endAt: at(end[0]), activity, shiftId }];
  });
const done = (...steps: readonly [from: number, as: string, forced?: 'forced'][]): TrailStep[] =>
  steps.map(([from, as, forced]) => ({ at: at(from), as, ...(forced ? { forced: true as const } : {}) }));

/** 9 to 12, a break from 10:00 to 10:15. */
const MORNING = planned([0, 'phone'], [60, 'break'], [75, 'phone'], [180, 'other']);
const kept = (input: Partial<AdherenceInput>) =>
  computeAdherence({ plan: MORNING, trail: [], carry: [], excuses: [], now: at(180), mayShiftBreaks: true, ...input });
const onPlan = done([-5, 'offline'], [0, 'phone'], [60, 'break'], [75, 'phone']);

test('who did what was planned, when it was planned, kept to all of it', () => {
  expect(kept({ trail: onPlan })).toMatchObject({ ratio: 1, offPlan: [], excused: [], offPlanSince: null });
});

describe('AD-1: two minutes either side of a boundary', () => {
  test('coming two minutes late, or leaving for a break a minute early, is on time', () => {
    expect(kept({ trail: done([-60, 'offline'], [2, 'phone'], [59, 'break'], [76.5, 'phone']) }).ratio).toBe(1);
  });

  test('of ten minutes late, eight count', () => {
    const { scheduledMs, adherentMs, offPlan } = kept({ trail: done([-60, 'offline'], [10, 'phone'], [60, 'break'], [75, 'phone']) });
    expect(minutes(scheduledMs - adherentMs)).toBe(8);
    expect(offPlan).toEqual([{ startAt: at(2), endAt: at(10), plan: 'phone', actual: 'offline' }]);
  });

  test('grace is for what lies on either side, not for anything else', () => {
    const { offPlan } = kept({ trail: done([0, 'phone'], [60, 'training'], [75, 'phone']) });
    expect(offPlan).toEqual([{ startAt: at(60), endAt: at(75), plan: 'break', actual: 'training' }]);
  });
});

test('the states that suit a plan are those of B.6.5', () => {
  const ratioOf = (plan: Activity, as: string) =>
    kept({
      plan: planned([0, 'phone'], [30, plan], [90, 'phone'], [120, 'other']),
      trail: done([0, 'phone'], [30, as], [90, 'phone']),
      now: at(120),
    }).ratio;
  for (const [plan, ...suits] of [
    ['break', 'break', 'meal'],
    ['meal', 'meal', 'offline'],
    ['training', 'training'],
    ['meeting', 'meeting'],
    ['coaching', 'coaching'],
    ['backoffice', 'backoffice', 'admin'],
    ['leave', 'offline'],
    ['sick', 'offline'],
    ['vto', 'offline'],
    ['chat', 'phone'],
  ] as const) {
    for (const as of suits) expect(ratioOf(plan, as), `${plan} ${as}`).toBe(1);
    expect(ratioOf(plan, 'personal'), plan).toBeLessThan(1);
  }
  expect(ratioOf('training', 'phone')).toBeLessThan(1);
});

describe('AD-2: a contact that goes on', () => {
  const long = { carry: [{ startedAt: at(52), endedAt: at(70) }] };

  test('is nobody’s lateness, and the break after it is had in full', () => {
    const trail = done([0, 'phone'], [70, 'break'], [85, 'phone']);
    expect(kept({ ...long, trail })).toMatchObject({ ratio: 1, excused: [{ startAt: at(60), endAt: at(70), type: 'carry-over' }] });
  });

  test('where coverage does not allow that, the break ends when it was to end', () => {
    const trail = done([0, 'phone'], [70, 'break'], [85, 'phone']);
    const { offPlan } = kept({ ...long, trail, mayShiftBreaks: false });
    expect(offPlan).toEqual([{ startAt: at(77), endAt: at(85), plan: 'phone', actual: 'break' }]);
  });

  test('that still goes on is excused up to now', () => {
    expect(kept({ inContactSince: at(52), trail: done([0, 'phone']), now: at(66) })).toMatchObject({ ratio: 1, offPlanSince: null });
  });

  test('without one, going on with calls through the break is off the plan', () => {
    expect(kept({ trail: done([0, 'phone']), now: at(66) })).toMatchObject({ offPlanSince: at(62) });
  });

  test('through the whole break, it only puts the break off', () => {
    const trail = done([0, 'phone'], [80, 'break'], [95, 'phone']);
    expect(kept({ carry: [{ startedAt: at(55), endedAt: at(80) }], trail })).toMatchObject({ ratio: 1, offPlan: [] });
  });
});

describe('AD-3: what is out of both sides', () => {
  const absent = done([0, 'phone'], [20, 'personal'], [50, 'phone'], [60, 'break'], [75, 'phone']);

  test('an exception that somebody entered', () => {
    const excuses: Excuse[] = [{ startAt: at(20), endAt: at(50), type: 'supervisor' }];
    const result = kept({ trail: absent, excuses });
    expect(result.ratio).toBe(1);
    expect(minutes(result.scheduledMs)).toBe(150);
    expect(minutes(result.excusedMs)).toBe(30);
  });

  test('what somebody else set (AG-P3), a pause that needs no reason, a phone that was lost', () => {
    for (const [as, ...forced] of [['admin', 'forced'], ['micro-pause'], ['unreachable'], ['system']] as const) {
      const trail = done([0, 'phone'], [20, as, ...forced], [50, 'phone'], [60, 'break'], [75, 'phone']);
      expect(kept({ trail }).ratio, as).toBe(1);
    }
  });

  test('what was forced is over with the next change', () => {
    const trail = done([0, 'phone'], [20, 'admin', 'forced'], [30, 'personal'], [50, 'phone'], [60, 'break'], [75, 'phone']);
    expect(kept({ trail }).offPlan).toEqual([{ startAt: at(30), endAt: at(50), plan: 'phone', actual: 'personal' }]);
  });

  test('before anything is known of somebody, nothing counts', () => {
    expect(kept({ trail: done([100, 'phone']) })).toMatchObject({ ratio: 1, scheduledMs: 80 * MINUTE_MS });
    expect(kept({ trail: onPlan, now: at(-1) }).ratio).toBeNull();
  });
});

const ACTUALS = ['phone', 'break', 'meal', 'training', 'personal', 'offline', 'not-ready', 'warm-up'] as const;
const trails = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(...ACTUALS)), { maxLength: 14 }).map((steps) => {
  let minute = -10;
  return steps.map(([after, as]): TrailStep => {
    minute += after;
    return { at: at(minute), as };
  });
});

test('every moment of the shift that is known is adherent, off the plan, or excused; nothing twice', () => {
  fc.assert(
    fc.property(trails, fc.integer({ min: 0, max: 200 }), (trail, now) => {
      const result = kept({ trail, now: at(now) });
      const off = result.offPlan.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
      const from = Math.max(at(0), trail[0]?.at ?? at(now));
      const known = Math.max(0, Math.min(at(now), at(180)) - from);
      expect(result.adherentMs + off).toBe(result.scheduledMs);
      expect(result.scheduledMs + result.excusedMs).toBe(known);
    }),
  );
});

/** The same day with another one of its spans taken out. */
test('BS-N1: adherence is the same with a buffer shift’s intervals deleted, wherever they lie', () => {
  fc.assert(
    fc.property(trails, fc.integer({ min: 1, max: 170 }), fc.integer({ min: 1, max: 90 }), (trail, from, length) => {
      const span = { startAt: at(from), endAt: at(from + length) };
      const afterwards = trail.findLast((step) => step.at <= span.endAt)?.as ?? 'offline';
      const inBuffer = [
        ...trail.filter((step) => step.at < span.startAt),
        { at: span.startAt, as: 'buffer' },
        { at: span.endAt, as: afterwards },
        ...trail.filter((step) => step.at > span.endAt),
      ];
      fc.pre(trail.length > 0 && (trail[0] as TrailStep).at < span.startAt && afterwards !== 'warm-up');
      const withBuffer = kept({ trail: inBuffer });
      const excuses: Excuse[] = [{ ...span, type: 'buffer' }];
      const deleted = kept({ trail, excuses });
      expect([withBuffer.ratio, withBuffer.scheduledMs, withBuffer.adherentMs]).toEqual([
        deleted.ratio,
        deleted.scheduledMs,
        deleted.adherentMs,
      ]);
      // And by hand: the parts before and after it, each with the plan as it was.
      const outside = kept({ trail }).offPlan.reduce(
        (sum, off) => sum + off.endAt - off.startAt - Math.max(0, Math.min(off.endAt, span.endAt) - Math.max(off.startAt, span.startAt)),
        0,
      );
      expect(withBuffer.scheduledMs - withBuffer.adherentMs).toBe(outside);
    }),
  );
});
