import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import type { Activity } from '../../shared/staffing/activities.js';
import { checkBreaks, DEFAULT_BREAK_RULES } from '../../shared/staffing/breaks.js';
import { type BreakWishes, proposeBreaks } from '../../shared/staffing/propose-breaks.js';
import { measureShift, type Segment } from '../../shared/staffing/shift.js';

const START = Date.UTC(2026, 10, 21, 1);
const at = (hours: number) => START + hours * HOUR_MS;
const part = (activity: Activity, from: number, to: number): Segment => ({ activity, startAt: at(from), endAt: at(to) });
/** Hours from the start of the shift; the rest is on the phones. */
function shift(hours: number, ...parts: [Activity, number, number][]) {
  const segments: Segment[] = [];
  let from = 0;
  for (const [activity, start, end] of parts) {
    if (start > from) segments.push(part('phone', from, start));
    segments.push(part(activity, start, end));
    from = end;
  }
  if (hours > from) segments.push(part('phone', from, hours));
  return { startAt: at(0), endAt: at(hours), segments };
}
const codes = (checked: ReturnType<typeof checkBreaks>) => checked.map(({ code }) => code);
const check = (...given: Parameters<typeof shift>) => codes(checkBreaks(shift(...given)));
const BREAKS: [Activity, number, number][] = [
  ['break', 2, 2.25],
  ['meal', 4, 4.5],
  ['break', 6.5, 6.75],
];

describe('what a shift owes the person who works it', () => {
  test('a day with two breaks and a meal in time is in order', () => {
    expect(check(8.5, ...BREAKS)).toEqual([]);
  });

  test.each([
    [
      'no meal in more than six hours',
      6.5,
      [
        ['break', 2, 2.25],
        ['break', 4.5, 4.75],
      ],
      ['MEAL_MISSING'],
    ],
    [
      'exactly six hours need none',
      6,
      [
        ['break', 2, 2.25],
        ['break', 4, 4.25],
      ],
      [],
    ],
    [
      'a meal after 5.5 hours',
      8.5,
      [
        ['break', 2, 2.25],
        ['break', 4.25, 4.5],
        ['meal', 5.75, 6.25],
      ],
      ['MEAL_WINDOW'],
    ],
    [
      'a meal of a quarter-hour (which leaves 8.25 h paid, and a third break due)',
      8.5,
      [
        ['break', 2, 2.25],
        ['meal', 4, 4.25],
        ['break', 6.5, 6.75],
      ],
      ['MEAL_LENGTH', 'BREAKS_TOO_FEW'],
    ],
    [
      'one break for eight hours',
      8.5,
      [
        ['break', 2.25, 2.5],
        ['meal', 4.5, 5],
        ['training', 6, 7],
      ],
      ['BREAKS_TOO_FEW'],
    ],
    [
      'a break in the first hour',
      4,
      [
        ['break', 0.5, 0.75],
        ['break', 2, 2.25],
      ],
      ['BREAK_AT_EDGE'],
    ],
    [
      'a break in the last hour',
      4,
      [
        ['break', 2, 2.25],
        ['break', 3.25, 3.5],
      ],
      ['BREAK_AT_EDGE'],
    ],
    ['more than two and a half hours of calls', 4, [['break', 1, 1.25]], ['CONTACT_TOO_LONG']],
    [
      'chat after calls is contact, too',
      5,
      [
        ['break', 1, 1.25],
        ['chat', 2, 3.75],
        ['break', 3.75, 4],
      ],
      [],
    ],
    [
      'a meeting is something else for a while',
      4,
      [
        ['break', 1, 1.25],
        ['meeting', 2.5, 3],
      ],
      [],
    ],
    ['two hours are too short for a break between the edges', 2, [], []],
  ] as [string, number, [Activity, number, number][], string[]][])('%s', (_, hours, parts, expected) => {
    const found = check(hours, ...parts);
    expect(found).toEqual(expected);
  });

  test('overtime on the phones after the shift does not end a stretch of calls', () => {
    const segments = [part('phone', 0, 1), part('break', 1, 1.25), part('phone', 1.25, 3), part('ot', 3, 4)];
    expect(checkBreaks({ startAt: at(0), endAt: at(4), segments })).toEqual([
      { severity: 'soft', code: 'CONTACT_TOO_LONG', startAt: at(1.25), contactMs: 2.75 * HOUR_MS, maxContactMs: 2.5 * HOUR_MS },
    ]);
  });
});

describe('breaks proposed', () => {
  const propose = (hours: number, wishes?: BreakWishes) => proposeBreaks(shift(hours), wishes);
  const times = (segments: readonly Segment[], activity: Activity) =>
    segments.filter((segment) => segment.activity === activity).map(({ startAt }) => (startAt - START) / HOUR_MS);

  test('divide a day evenly', () => {
    const segments = propose(8.5);
    expect(times(segments, 'break')).toEqual([1.75, 6.25]);
    expect(times(segments, 'meal')).toEqual([3.75]);
  });

  test('go where most agents are to spare, and still keep every rule', () => {
    const agents = Array.from({ length: 17 }, (_, half) => (half === 5 || half === 10 || half === 14 ? 3 : -2));
    const segments = propose(8.5, { surplus: { startAt: START, intervalMs: 30 * MINUTE_MS, agents } });
    expect(times(segments, 'meal')).toEqual([5]);
    expect(times(segments, 'break').map((hour) => Math.floor(hour * 2))).toEqual([5, 14]);
    expect(checkBreaks({ ...shift(8.5), segments })).toEqual([]);
  });

  test('leave a meeting where it is, and cut nothing out of it', () => {
    const planned = shift(8.5, ['meeting', 3.5, 4.75]);
    const segments = proposeBreaks(planned);
    expect(segments).toContainEqual(part('meeting', 3.5, 4.75));
    expect(checkBreaks({ ...planned, segments })).toEqual([]);
  });

  test('stay out of leave at the end of the day', () => {
    const segments = proposeBreaks(shift(8.5, ['sick', 3, 8.5]));
    expect(segments.at(-1)).toEqual(part('sick', 3, 8.5));
    expect(times(segments, 'meal')).toEqual([]);
    expect(times(segments, 'break')).toEqual([1.25]);
  });

  test('of an hour for the meal where it is an hour', () => {
    const segments = propose(9, { mealMs: HOUR_MS });
    expect(segments.find(({ activity }) => activity === 'meal')).toMatchObject({ endAt: expect.any(Number) });
    expect(measureShift({ ...shift(9), segments })?.paidMs).toBe(8 * HOUR_MS);
  });

  test('leave on each part what the whole bore', () => {
    const segments = proposeBreaks({ startAt: at(0), endAt: at(4), segments: [{ ...part('backoffice', 0, 4), post: 'reports' }] });
    expect(segments).toEqual([
      { ...part('backoffice', 0, 1.75), post: 'reports' },
      part('break', 1.75, 2),
      { ...part('backoffice', 2, 4), post: 'reports' },
    ]);
  });

  test('of a whole day of leave are none', () => {
    expect(proposeBreaks(shift(8, ['leave', 0, 8]))).toEqual([part('leave', 0, 8)]);
  });

  const anyShift = fc.record({
    quarters: fc.integer({ min: 4, max: 52 }),
    startMinute: fc.constantFrom(0, 15, 10, 37),
    agents: fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 30 }),
  });
  const planned = ({ quarters, startMinute }: { quarters: number; startMinute: number }) => {
    const startAt = START + startMinute * MINUTE_MS;
    const endAt = startAt + quarters * 15 * MINUTE_MS;
    return { startAt, endAt, segments: [{ activity: 'phone' as const, startAt, endAt }] };
  };

  test('break no rule, whatever the shift and the load, and cover it without a gap', () => {
    fc.assert(
      fc.property(anyShift, (given) => {
        const whole = planned(given);
        const surplus = { startAt: START, intervalMs: 30 * MINUTE_MS, agents: given.agents };
        const segments = proposeBreaks(whole, { surplus });
        expect(checkBreaks({ ...whole, segments })).toEqual([]);
        expect(segments[0]?.startAt).toBe(whole.startAt);
        expect(segments.at(-1)?.endAt).toBe(whole.endAt);
        for (const [i, segment] of segments.entries()) {
          expect(segment.endAt).toBeGreaterThan(segment.startAt);
          if (i > 0) expect(segment.startAt).toBe(segments[i - 1]?.endAt);
        }
      }),
    );
  });

  test('are the same when proposed again on what was proposed', () => {
    fc.assert(
      fc.property(anyShift, (given) => {
        const whole = planned(given);
        const once = proposeBreaks(whole);
        expect(proposeBreaks({ ...whole, segments: once })).toEqual(once);
      }),
    );
  });

  test('where the rules cannot all be kept, as few are broken as can be', () => {
    const full = proposeBreaks(shift(8.5, ['training', 0.5, 8]));
    expect(codes(checkBreaks({ ...shift(8.5), segments: full }))).toEqual(['MEAL_MISSING', 'BREAKS_TOO_FEW']);
  });

  test('follow the rules of the site', () => {
    const rules = { ...DEFAULT_BREAK_RULES, breakPerMs: 2 * HOUR_MS, breakMs: 5 * MINUTE_MS };
    const segments = propose(6, { rules });
    expect(times(segments, 'break')).toHaveLength(3);
  });
});
