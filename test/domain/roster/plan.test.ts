import { describe, expect, test } from 'vitest';
import {
  chen,
  day,
  dayShift,
  EVENING,
  he,
  idOf,
  LI,
  li,
  MONDAY,
  MORNING,
  NOW,
  rosterFloor,
  setShift,
  TOM,
  ZOE,
  zhou,
} from './roster-floor.js';

const at = (text: string) => Date.parse(text);
const WITH_MEAL = [
  { fromMin: 0, activity: 'phone' },
  { fromMin: 240, activity: 'meal' },
  { fromMin: 300, activity: 'phone' },
];

describe('a planned shift', () => {
  test('is at the hours of its own place, with every minute of it planned', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, dayShift(MONDAY)));
    const [entry] = floor.duty(LI).entries;
    expect(entry?.published).toBeNull();
    expect(entry?.draft).toMatchObject({
      zone: 'Asia/Shanghai',
      startAt: at('2026-11-23T09:00+08:00'),
      endAt: at('2026-11-23T18:00+08:00'),
      segments: [
        { activity: 'phone', startAt: at('2026-11-23T09:00+08:00'), endAt: at('2026-11-23T12:00+08:00') },
        { activity: 'meal', startAt: at('2026-11-23T12:00+08:00'), endAt: at('2026-11-23T13:00+08:00') },
        { activity: 'phone', startAt: at('2026-11-23T13:00+08:00'), endAt: at('2026-11-23T18:00+08:00') },
      ],
    });
  });

  test('that ends before it begins goes over midnight, and belongs to the day it begins on', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, { businessDate: MONDAY, startLocal: '22:00', endLocal: '06:00', segments: WITH_MEAL }));
    expect(floor.duty(LI).entries[0]?.draft).toMatchObject({ businessDate: MONDAY, endAt: at('2026-11-24T06:00+08:00') });
  });

  test('of somebody who works elsewhere is at that place’s hours', () => {
    const floor = rosterFloor({}, { 1001: { homeTz: 'Asia/Tokyo' } });
    floor.do(chen, setShift(LI, dayShift(MONDAY)));
    expect(floor.duty(LI).entries[0]?.draft).toMatchObject({ zone: 'Asia/Tokyo', startAt: at('2026-11-23T09:00+09:00') });
  });

  test('is an hour shorter or longer in the night the clocks change', () => {
    const zone = 'America/New_York';
    const night = (businessDate: string) => ({
      businessDate,
      zone,
      startLocal: '22:00',
      endLocal: '06:00',
      segments: WITH_MEAL,
    });
    const floor = rosterFloor();
    // 31 October 2026, the clocks go back at two in the morning.
    floor.after(at('2026-10-20T00:00Z') - NOW);
    floor.do(chen, setShift(LI, night('2026-10-31')));
    const { startAt = 0, endAt = 0 } = floor.duty(LI).entries[0]?.draft ?? {};
    expect((endAt - startAt) / 60_000).toBe(540);
  });

  test('in an hour that the clocks repeat is in its first one', () => {
    const floor = rosterFloor();
    floor.after(at('2026-10-20T00:00Z') - NOW);
    const shift = { businessDate: '2026-11-01', zone: 'America/New_York', startLocal: '01:30', endLocal: '05:30' };
    floor.do(chen, setShift(LI, { ...shift, segments: [{ fromMin: 0, activity: 'phone' }] }));
    // Five hours on the floor, for four on the wall.
    expect(floor.duty(LI).entries[0]?.draft).toMatchObject({ startAt: at('2026-11-01T01:30-04:00'), endAt: at('2026-11-01T05:30-05:00') });
  });

  test.each([
    ['startLocal', '02:30', '10:30'],
    ['endLocal', '20:00', '02:30'],
  ])('in an hour that the clocks skip is refused by name (%s)', (field, startLocal, endLocal) => {
    const floor = rosterFloor();
    floor.after(at('2027-03-01T00:00Z') - NOW);
    const businessDate = field === 'startLocal' ? '2027-03-14' : '2027-03-13';
    const shift = { businessDate, zone: 'America/New_York', startLocal, endLocal, segments: [{ fromMin: 0, activity: 'phone' }] };
    expect(floor.refusal(chen, setShift(LI, shift))).toEqual({ code: 'no-such-time', field, detail: '2027-03-14 02:30' });
  });

  test('over another one is refused, and names it', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, dayShift(MONDAY)));
    const late = dayShift(MONDAY, { startLocal: '17:30', endLocal: '23:00' });
    expect(floor.refusal(chen, setShift(LI, late))).toEqual({ code: 'overlap', detail: `${MONDAY} 09:00–18:00` });
  });

  test.each([
    ['longer than 16 hours', { endLocal: '08:00', startLocal: '09:00' }, { code: 'out-of-range', field: 'endLocal' }],
    ['more than 60 days ahead', { businessDate: '2027-01-21' }, { code: 'out-of-range', field: 'businessDate' }],
    ['that was before now', { businessDate: '2026-11-20' }, { code: 'in-the-past' }],
    [
      'whose first minutes are not planned',
      { segments: [{ fromMin: 30, activity: 'phone' }] },
      { code: 'out-of-range', field: 'segments' },
    ],
    [
      'whose parts are out of order',
      {
        segments: [
          { fromMin: 0, activity: 'phone' },
          { fromMin: 60, activity: 'meal' },
          { fromMin: 60, activity: 'phone' },
        ],
      },
      { code: 'out-of-range', field: 'segments', detail: '2' },
    ],
    [
      'with a part after its end',
      {
        segments: [
          { fromMin: 0, activity: 'phone' },
          { fromMin: 600, activity: 'break' },
        ],
      },
      { code: 'out-of-range', field: 'segments', detail: '1' },
    ],
    [
      'at a post that nobody knows',
      { segments: [{ fromMin: 0, activity: 'backoffice', post: 'LISTEN' }] },
      { code: 'unknown-post', detail: 'LISTEN' },
    ],
    ['made from a template that nobody knows', { template: 'EARLY' }, { code: 'unknown-template', detail: 'EARLY' }],
  ])('%s is refused', (_, more, rejection) => {
    expect(rosterFloor().refusal(chen, setShift(LI, dayShift(MONDAY, more)))).toMatchObject(rejection);
  });

  test('that has begun keeps what was; the rest of the day may still change', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, dayShift('2026-11-21', { startLocal: '09:30', endLocal: '18:30' })));
    floor.after(2 * 3_600_000);
    const replaces = idOf(floor, LI);
    const moved = (fromMin: number) => ({
      startLocal: '09:30',
      endLocal: '18:30',
      segments: [
        { fromMin: 0, activity: 'phone' },
        { fromMin, activity: 'meal' },
        { fromMin: fromMin + 60, activity: 'phone' },
      ],
    });
    expect(floor.refusal(chen, setShift(LI, dayShift('2026-11-21', moved(60)), { replaces }))).toEqual({ code: 'in-the-past' });
    expect(floor.refusal(chen, { type: 'shift.remove', agentId: LI, shiftId: replaces })).toEqual({ code: 'in-the-past' });
    floor.do(chen, setShift(LI, dayShift('2026-11-21', moved(240)), { replaces }));
    expect(floor.duty(LI).entries).toHaveLength(1);
  });
});

describe('who plans', () => {
  test.each([
    ['an agent', li, TOM],
    ['a lead of another team', chen, ZOE],
  ])('%s does not plan for others', (_, by, agentId) => {
    expect(rosterFloor().refusal(by, setShift(agentId, dayShift(MONDAY)))).toEqual({ code: 'not-permitted' });
  });

  test('and looked at what somebody else has just changed is told whom, and loses nothing of theirs', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, dayShift(MONDAY), { expectVersion: 0 }));
    expect(floor.refusal(he, setShift(LI, dayShift(day(1)), { expectVersion: 0 }))).toEqual({
      code: 'version-conflict',
      byName: '陈静',
      at: NOW,
    });
    floor.do(he, setShift(LI, dayShift(day(1)), { expectVersion: 1 }));
    expect(floor.duty(LI)).toMatchObject({ version: 2, changed: { by: { name: '何建平' } } });
  });
});

describe('publishing', () => {
  test('tells only those whose shifts changed, counts up, and has nothing left to tell', () => {
    const floor = rosterFloor();
    for (const agentId of [LI, TOM]) floor.do(chen, setShift(agentId, dayShift(MONDAY)));
    const publish = { type: 'roster.publish' as const, from: MONDAY, to: day(6) };
    expect(floor.do(chen, publish).at(-1)).toMatchObject({ type: 'roster.published', no: 1, agentIds: [LI, TOM], changed: 2 });
    expect(floor.refusal(chen, publish)).toEqual({ code: 'unchanged' });
    floor.do(chen, setShift(TOM, dayShift(day(1))));
    expect(floor.do(chen, publish).at(-1)).toMatchObject({ no: 2, agentIds: [TOM], changed: 1 });
    expect(floor.duty(LI)).toMatchObject({ publishedVersion: 1 });
    expect(floor.duty(TOM)).toMatchObject({ publishedVersion: 2 });
  });

  test('a shift that is put back as it was told leaves nothing to publish', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, dayShift(MONDAY)));
    floor.do(chen, { type: 'roster.publish', from: MONDAY, to: MONDAY });
    const replaces = idOf(floor, LI);
    floor.do(chen, setShift(LI, dayShift(MONDAY, { endLocal: '17:00' }), { replaces }));
    expect(floor.site.rosterDays.get(MONDAY)).toMatchObject({ unpublished: 1 });
    floor.do(chen, setShift(LI, dayShift(MONDAY), { replaces: idOf(floor, LI) }));
    expect(floor.site.rosterDays.get(MONDAY)).toMatchObject({ unpublished: 0 });
    expect(floor.refusal(chen, { type: 'roster.publish', from: MONDAY, to: MONDAY })).toEqual({ code: 'unchanged' });
  });

  test('a shift that was told is there until its removal is told too', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, dayShift(MONDAY)));
    floor.do(chen, { type: 'roster.publish', from: MONDAY, to: MONDAY });
    floor.do(chen, { type: 'shift.remove', agentId: LI, shiftId: idOf(floor, LI) });
    expect(floor.duty(LI).entries).toMatchObject([{ draft: null, published: { businessDate: MONDAY } }]);
    floor.do(chen, { type: 'roster.publish', from: MONDAY, to: MONDAY });
    expect(floor.duty(LI).entries).toEqual([]);
  });

  test('is for one’s own teams', () => {
    const floor = rosterFloor();
    floor.do(zhou, setShift(ZOE, dayShift(MONDAY)));
    const range = { type: 'roster.publish' as const, from: MONDAY, to: MONDAY };
    expect(floor.refusal(chen, { ...range, teamIds: [EVENING] })).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(chen, range)).toEqual({ code: 'unchanged' });
    expect(floor.do(he, { ...range, teamIds: [MORNING, EVENING] }).at(-1)).toMatchObject({ agentIds: [ZOE] });
  });

  test('what was moved out of the range it tells is not told half: the overlap is named', () => {
    const floor = rosterFloor();
    const night = { businessDate: MONDAY, startLocal: '22:00', endLocal: '07:00', segments: WITH_MEAL };
    floor.do(chen, setShift(LI, night));
    floor.do(chen, { type: 'roster.publish', from: MONDAY, to: MONDAY });
    floor.do(chen, { type: 'shift.remove', agentId: LI, shiftId: idOf(floor, LI) });
    floor.do(chen, setShift(LI, dayShift(day(1), { startLocal: '06:00', endLocal: '15:00' })));
    expect(floor.refusal(chen, { type: 'roster.publish', from: day(1), to: day(1) })).toMatchObject({ code: 'overlap' });
    floor.do(chen, { type: 'roster.publish', from: MONDAY, to: day(1) });
    expect(floor.duty(LI).entries).toMatchObject([{ published: { businessDate: day(1) } }]);
  });
});

describe('an agent', () => {
  test('acknowledges what they were shown, once, and not what has changed since', () => {
    const floor = rosterFloor();
    expect(floor.refusal(li, { type: 'roster.acknowledge', version: 1 })).toEqual({ code: 'not-published' });
    floor.do(chen, setShift(LI, dayShift(MONDAY)));
    expect(floor.refusal(li, { type: 'roster.acknowledge', version: 1 })).toEqual({ code: 'not-published' });
    floor.do(chen, { type: 'roster.publish', from: MONDAY, to: MONDAY });
    floor.do(li, { type: 'roster.acknowledge', version: 1 });
    expect(floor.duty(LI).acknowledgedVersion).toBe(1);
    expect(floor.refusal(li, { type: 'roster.acknowledge', version: 1 })).toEqual({ code: 'unchanged' });
    floor.do(chen, setShift(LI, dayShift(day(1))));
    floor.do(chen, { type: 'roster.publish', from: day(1), to: day(1) });
    expect(floor.refusal(li, { type: 'roster.acknowledge', version: 3 })).toEqual({ code: 'version-conflict', byName: '陈静', at: NOW });
    floor.do(li, { type: 'roster.acknowledge', version: 2 });
  });
});
