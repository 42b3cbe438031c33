import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withPart } from '../../shared/domain/roster/parts.js';
import type { Segment, Shift } from '../../shared/domain/roster/shift.js';
import type { ShiftId } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { type GapAsk, type GapPerson, type GapSuggestion, stillToCome, suggestForGap } from '../../shared/metrics/gap-suggestions.js';
import { type Gap, gapsOf, missingAt, worstGap } from '../../shared/metrics/gaps.js';
import { phoneTimeOf } from '../../shared/metrics/phone-time.js';
import { checkBreaks } from '../../shared/staffing/breaks.js';

/** The whole search at once. */
function suggestFor(asked: GapAsk<string>): GapSuggestion<string>[] {
  const search = suggestForGap(asked);
  for (;;) {
    const { done, value } = search.next();
    if (done === true) return value;
  }
}

const MIDNIGHT = Date.parse('2026-11-24T00:00:00Z');
const grid = { startAt: MIDNIGHT + 8 * HOUR_MS, stepMs: 15 * MINUTE_MS, steps: 48 };
const hour = (hours: number) => epochMs(MIDNIGHT + hours * HOUR_MS);
const step = (hours: number) => (hour(hours) - grid.startAt) / grid.stepMs;
const wall = (hours: number) => `${String(Math.floor(hours)).padStart(2, '0')}:${String(Math.round((hours % 1) * 60)).padStart(2, '0')}`;

let no = 0;
type Part = readonly [Segment['activity'], number, number];
function shift(from: number, to: number, parts: readonly Part[] = []): Shift {
  const [startAt, endAt] = [hour(from), hour(to)];
  const blank: Shift = {
    id: `s-${no++}` as ShiftId,
    businessDate: '2026-11-24',
    zone: 'UTC',
    startLocal: wall(from),
    endLocal: wall(to),
    startAt,
    endAt,
    segments: [{ activity: 'phone', startAt, endAt }],
  };
  return parts.reduce(
    (plan, [activity, at, lengthMin]) => withPart(plan, { activity, startAt: hour(at), endAt: epochMs(hour(at) + lengthMin * MINUTE_MS) }),
    blank,
  );
}
const person = (agentId: string, ...shifts: Shift[]): GapPerson<string> => ({ agentId, shifts, overlays: [], shareAt: () => 1 });

/** Everybody on one queue, who need so many from nine to six. */
function ask(people: readonly GapPerson<string>[], needed: (at: number) => number, more: Partial<GapAsk<string>> = {}): GapAsk<string> {
  const required = Array.from({ length: grid.steps }, (_, at) => needed(8 + at / 4));
  const line = { required, scheduled: scheduledOf(people) };
  const gap = worstGap(gapsOf(line.required, line.scheduled));
  if (gap === undefined) throw new Error('there is a gap to be closed');
  return { grid, gap, shown: line, frontLine: line, people, now: hour(7), offered: [], isAllowed: () => true, ...more };
}
const scheduledOf = (people: readonly GapPerson<string>[]) => {
  const total = new Array<number>(grid.steps).fill(0);
  for (const { shifts, overlays } of people)
    for (const [at, there] of phoneTimeOf(shifts, overlays, grid).entries()) total[at] = (total[at] ?? 0) + there;
  return total;
};
/** The people as they are once a suggestion was taken. */
const after = (people: readonly GapPerson<string>[], suggestion: GapSuggestion<string>): GapPerson<string>[] =>
  people.map((one) => ({
    ...one,
    shifts: one.shifts.map((before) => {
      const change = suggestion.kind === 'offer' ? undefined : suggestion.changes.find((each) => each.before === before);
      return change === undefined ? before : { ...before, ...change.after };
    }),
  }));
const worstWithin = ({ from, to }: Gap, { shown }: GapAsk<string>, people: readonly GapPerson<string>[]) =>
  Math.max(...shown.required.slice(from, to).map((heads, at) => missingAt(heads, scheduledOf(people)[from + at])));

/** Break at eleven, meal at half past twelve, break at three. */
const usual = () =>
  shift(9, 18, [
    ['break', 11, 15],
    ['meal', 12.5, 60],
    ['break', 15, 15],
  ]);

describe('what closes a gap', () => {
  test('a wave of breaks is spread out, and what is shown is what the curve shows then', () => {
    const people = ['a', 'b', 'c'].map((name) => person(name, usual()));
    const asked = ask(people, (at) => (at === 15 ? 3 : at > 13 && at < 18 ? 2 : 0));
    expect(asked.gap).toMatchObject({ from: step(15), to: step(15.25), missing: 3 });
    const [first] = suggestFor(asked);
    expect(first).toMatchObject({ kind: 'pause', missingBefore: 3, missingAfter: 0, shortMsBefore: 45 * MINUTE_MS, shortMsAfter: 0 });
    if (first === undefined || first.kind === 'offer') throw new Error('breaks are moved');
    expect(first.changes).toHaveLength(3);
    expect(worstWithin(asked.gap, asked, after(people, first))).toBe(0);
  });

  test('nobody is sent to a break where they are missed as much', () => {
    const people = [person('a', usual())];
    const asked = ask(people, (at) => (at >= 9 && at < 18 ? 1 : 0));
    const gap = { from: step(15), to: step(15.25), missing: 1 };
    expect(suggestFor({ ...asked, gap }).map(({ kind }) => kind)).toEqual(['offer']);
  });

  test('a meal is not put off so long that somebody is on the phones for hours without a pause', () => {
    const early = shift(9, 18, [
      ['break', 10.5, 15],
      ['meal', 12.5, 60],
      ['break', 15, 15],
    ]);
    const asked = ask([person('a', early)], (at) => (at >= 12.5 && at < 13.5 ? 1 : 0));
    expect(suggestFor(asked).map(({ kind }) => kind)).toEqual(['pause', 'offer']);
    const [moved] = suggestFor(asked);
    expect(moved).toMatchObject({ missingAfter: 1, shortMsBefore: HOUR_MS, shortMsAfter: 15 * MINUTE_MS });
  });

  test('who is at a post comes back to the phones; who is in training does that at another time; who ends at noon stays on', () => {
    const people = [
      person('a', shift(9, 17, [['backoffice', 12, 60]])),
      person('b', shift(9, 17, [['training', 12, 60]])),
      person('c', shift(9, 12)),
    ];
    const found = suggestFor(ask(people, (at) => (at >= 12 && at < 13 ? 2 : 0)));
    expect(found.map(({ kind }) => kind)).toEqual(['session', 'aside', 'offer']);
    const longer = suggestFor(ask([people[2] as GapPerson<string>], (at) => (at >= 12 && at < 13 ? 1 : 0)));
    expect(longer[0]).toMatchObject({ kind: 'longer', missingAfter: 0, changes: [{ agentId: 'c', after: { endAt: hour(13) } }] });
  });

  test('a shift stays on its date: who begins at midnight is not asked to begin the evening before', () => {
    // Nine o'clock here is midnight there.
    const there = (from: number) => person('a', { ...shift(from, 17), zone: 'Pacific/Gambier' });
    const needed = (at: number) => (at >= 8 && at < 9.5 ? 1 : 0);
    expect(suggestFor(ask([there(9.5)], needed))[0]).toMatchObject({ kind: 'longer', changes: [{ after: { startAt: hour(9) } }] });
    expect(suggestFor(ask([there(9)], (at) => (at >= 8 && at < 9 ? 1 : 0))).map(({ kind }) => kind)).toEqual(['offer']);
  });

  test('who can not help without breaking a rule is not asked', () => {
    const people = [person('a', shift(9, 12)), person('b', shift(9, 12))];
    const asked = ask(people, (at) => (at >= 12 && at < 13 ? 2 : 0), { isAllowed: (agentId) => agentId === 'b' });
    const [longer, offer] = suggestFor(asked);
    expect(longer).toMatchObject({ kind: 'longer', missingBefore: 2, missingAfter: 1, changes: [{ agentId: 'b' }] });
    expect(offer).toMatchObject({ kind: 'offer', startAt: hour(12), lengthMs: HOUR_MS, places: 2, missingAfter: 0 });
  });

  test('what is offered already is not offered again', () => {
    const asked = ask([person('a', shift(9, 12))], (at) => (at >= 13 && at < 15 ? 3 : 0));
    const offer = { startAt: hour(13), endAt: hour(15), free: 2 };
    expect(suggestFor({ ...asked, offered: [offer] })).toMatchObject([{ kind: 'offer', places: 1 }]);
    expect(suggestFor({ ...asked, offered: [offer, offer] })).toEqual([]);
  });

  test('a break that has begun, or is about to, stays where it is', () => {
    const people = ['a', 'b'].map((name) => person(name, usual()));
    const asked = ask(people, (at) => (at >= 15 && at < 15.25 ? 1 : 0), { now: hour(14.9) });
    expect(suggestFor(asked)).toEqual([]);
    const gap = { from: step(13), to: step(14), missing: 1 };
    expect(stillToCome(gap, asked.shown, grid, hour(13.5))).toMatchObject({ from: step(13.75) });
    expect(stillToCome(gap, asked.shown, grid, hour(13.9))).toBeNull();
  });

  test('nobody is taken from other queues that miss them more', () => {
    const people = [person('a', usual())];
    const asked = ask(people, (at) => (at === 15 ? 1 : 0));
    const busy = { required: asked.shown.required.map((_, at) => (at === asked.gap.from ? 0 : 1)), scheduled: asked.shown.scheduled };
    expect(suggestFor({ ...asked, frontLine: busy }).map(({ kind }) => kind)).toEqual(['offer']);
  });
});

test('whatever the day: at most three, each shows what the curve would, worsens no other hour, breaks no rule, and asks nobody twice', () => {
  const anyPart = fc.tuple(
    fc.constantFrom('break', 'meal', 'training', 'backoffice', 'coaching' as const),
    fc.integer({ min: 1, max: 20 }),
    fc.constantFrom(15, 30, 60),
  );
  const anyPerson = fc.record({
    from: fc.integer({ min: 32, max: 48 }),
    quarters: fc.integer({ min: 12, max: 36 }),
    parts: fc.array(anyPart, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(
      fc.array(anyPerson, { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: grid.steps, maxLength: grid.steps }),
      fc.integer({ min: 6 * 4, max: 16 * 4 }),
      (drawn, needed, nowQuarter) => {
        const people = drawn.map(({ from, quarters, parts }, at) =>
          person(
            `p${at}`,
            shift(
              from / 4,
              Math.min(80, from + quarters) / 4,
              parts.map(([activity, after4, lengthMin]) => [activity as Segment['activity'], (from + after4) / 4, lengthMin]),
            ),
          ),
        );
        const scheduled = scheduledOf(people);
        const gap = worstGap(gapsOf(needed, scheduled));
        if (gap === undefined) return;
        const isAllowed: GapAsk<string>['isAllowed'] = (_, __, { startAt, endAt }) => endAt - startAt <= 8 * HOUR_MS;
        const asked = ask(people, (at) => needed[(at - 8) * 4] ?? 0, { gap, now: hour(nowQuarter / 4), isAllowed });
        const found = suggestFor(asked);
        expect(found.length).toBeLessThanOrEqual(3);
        for (const suggestion of found) {
          if (suggestion.kind === 'offer') continue;
          const then = after(people, suggestion);
          expect(new Set(suggestion.changes.map(({ agentId }) => agentId)).size).toBe(suggestion.changes.length);
          expect(suggestion.missingAfter).toBeLessThanOrEqual(suggestion.missingBefore);
          expect(suggestion.shortMsAfter).toBeLessThan(suggestion.shortMsBefore);
          expect(suggestion.missingAfter).toBe(worstWithin(gap, asked, then));
          for (const [at, heads] of scheduledOf(then).entries())
            expect(missingAt(needed[at], heads)).toBeLessThanOrEqual(missingAt(needed[at], scheduled[at]));
          for (const { agentId, before, after: plan } of suggestion.changes) {
            expect(isAllowed(agentId, before, plan)).toBe(true);
            expect(checkBreaks(plan).length).toBeLessThanOrEqual(checkBreaks(before).length);
            expect(plan.segments[0]?.startAt).toBe(plan.startAt);
            expect(plan.segments.at(-1)?.endAt).toBe(plan.endAt);
          }
        }
      },
    ),
  );
});
