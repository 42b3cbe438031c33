import { describe, expect, test } from 'vitest';
import { chen, day, dayShift, idOf, LI, MONDAY, rosterFloor, setShift, TOM, ZOE, zhou } from './roster-floor.js';

const NIGHT = {
  startLocal: '22:00',
  endLocal: '08:00',
  segments: [
    { fromMin: 0, activity: 'phone' },
    { fromMin: 240, activity: 'meal' },
    { fromMin: 270, activity: 'phone' },
  ],
};
const shortShift = (businessDate: string, startLocal: string, endLocal: string) => ({
  businessDate,
  startLocal,
  endLocal,
  segments: [{ fromMin: 0, activity: 'phone' }],
});
const many = (changes: object[], more: object = {}) => ({ type: 'shift.set-many' as const, changes, ...more });

describe('a labour rule', () => {
  test('that nobody may break stops a shift, and is named: eleven hours of rest, across the days too', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, shortShift(MONDAY, '18:00', '23:00')));
    expect(floor.refusal(chen, setShift(LI, shortShift(day(1), '08:00', '12:00')))).toEqual({ code: 'labour-rule', detail: 'REST_DAILY' });
    expect(floor.ask(chen, setShift(LI, shortShift(day(1), '10:00', '14:00'))).ok).toBe(true);
  });

  test('no name or reason sets a hard one aside', () => {
    const floor = rosterFloor();
    const tooLong = shortShift(MONDAY, '09:00', '17:00');
    const override = { rules: ['MEAL_BREAK'], reason: '临时' };
    expect(floor.refusal(chen, setShift(LI, tooLong, { override }))).toEqual({ code: 'labour-rule', detail: 'MEAL_BREAK' });
  });

  test('the seventh day in a row, and the forty-first hour of a week, are stopped', () => {
    const floor = rosterFloor();
    for (let n = 0; n < 5; n++) floor.do(chen, setShift(LI, dayShift(day(n))));
    expect(floor.refusal(chen, setShift(LI, shortShift(day(5), '09:00', '11:00')))).toEqual({ code: 'labour-rule', detail: 'WEEK_HOURS' });
    for (let n = 0; n < 6; n++) floor.do(chen, setShift(TOM, shortShift(day(n), '09:00', '13:00')));
    expect(floor.refusal(chen, setShift(TOM, shortShift(day(6), '09:00', '13:00')))).toEqual({
      code: 'labour-rule',
      detail: 'CONSECUTIVE_DAYS',
    });
  });

  test('that warns is set aside by name and reason, and the record says so', () => {
    const floor = rosterFloor();
    const night = setShift(LI, { businessDate: MONDAY, ...NIGHT });
    expect(floor.refusal(chen, night)).toEqual({ code: 'labour-warning', detail: 'NIGHT_HOURS' });
    const wrongName = { override: { rules: ['REST_DAILY'], reason: '专项保障' } };
    expect(floor.refusal(chen, { ...night, ...wrongName })).toEqual({ code: 'labour-warning', detail: 'NIGHT_HOURS' });
    const [record] = floor.do(chen, { ...night, override: { rules: ['NIGHT_HOURS'], reason: '专项保障' } });
    expect(record).toMatchObject({ detail: { what: `${MONDAY} 22:00–08:00 · NIGHT_HOURS`, reason: '专项保障' }, by: { name: '陈静' } });
  });

  test('of the contract decides: no nights, rest as advice, more hours where agreed', () => {
    const contracts = [
      { code: 'DAY', name: '白班', nightAllowed: false },
      { code: 'CN44', name: '综合', ruleSet: 'cn-standard', weeklyHours: 44 },
    ];
    const floor = rosterFloor({ contracts }, { 1001: { contract: 'DAY' }, 1002: { contract: 'CN44' } });
    const night = { businessDate: MONDAY, startLocal: '22:00', endLocal: '02:00', segments: [{ fromMin: 0, activity: 'phone' }] };
    expect(floor.refusal(chen, setShift(LI, night))).toEqual({ code: 'labour-rule', detail: 'NIGHT_NOT_ALLOWED' });
    for (let n = 0; n < 5; n++) floor.do(chen, setShift(TOM, dayShift(day(n))));
    floor.do(chen, setShift(TOM, shortShift(day(5), '09:00', '13:00')));
    expect(floor.refusal(chen, setShift(TOM, shortShift(day(6), '09:00', '10:00')))).toMatchObject({
      detail: 'CONSECUTIVE_DAYS, WEEK_HOURS',
    });
    expect(floor.refusal(zhou, setShift(TOM, dayShift(day(5), { startLocal: '04:00', endLocal: '08:00' })))).toMatchObject({
      code: 'out-of-range',
    });
  });

  test('that was broken already does not stop the mending', () => {
    const floor = rosterFloor();
    const short = (n: number) => setShift(LI, shortShift(day(n), '18:00', '23:00'));
    floor.do(chen, short(0));
    // As an older rule set may have left it.
    const [, planned] = floor.do(chen, short(1));
    if (planned?.type !== 'shift.set') throw new Error('was not planned');
    const eightLater = { ...planned.shift, startAt: planned.shift.startAt - 5 * 3_600_000, startLocal: '13:00' };
    floor.fold({ ...planned, replaces: planned.shift.id, shift: eightLater as typeof planned.shift });
    const id = idOf(floor, LI, 1);
    expect(floor.refusal(chen, setShift(LI, shortShift(day(1), '07:00', '12:00'), { replaces: id }))?.code).toBe('labour-rule');
    expect(floor.ask(chen, setShift(LI, shortShift(day(1), '14:00', '20:00'), { replaces: id })).ok).toBe(true);
  });
});

describe('many changes at once', () => {
  test('are all made, as everybody’s shifts stand after all of them: two that change places do not stand in each other’s way', () => {
    const floor = rosterFloor();
    floor.do(
      chen,
      many([
        { agentId: LI, shift: shortShift(MONDAY, '09:00', '12:00') },
        { agentId: LI, shift: shortShift(day(1), '14:00', '18:00') },
      ]),
    );
    const [first, second] = [idOf(floor, LI, 0), idOf(floor, LI, 1)];
    floor.do(
      chen,
      many([
        { agentId: LI, replaces: first, shift: shortShift(day(1), '09:00', '12:00') },
        { agentId: LI, replaces: second, shift: shortShift(MONDAY, '14:00', '18:00') },
      ]),
    );
    expect(floor.duty(LI).entries.map(({ draft }) => `${draft?.businessDate} ${draft?.startLocal}`)).toEqual([
      `${MONDAY} 14:00`,
      `${day(1)} 09:00`,
    ]);
  });

  test('are none made if one is wrong, and each wrong one is named by its place', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(TOM, dayShift(MONDAY)));
    const before = JSON.stringify([...floor.site.duties]);
    const refusal = floor.refusal(
      chen,
      many([
        { agentId: LI, shift: dayShift(MONDAY) },
        { agentId: TOM, shift: shortShift(MONDAY, '17:00', '20:00') },
        { agentId: ZOE, shift: dayShift(MONDAY) },
        { agentId: LI, shift: shortShift(day(1), '09:00', '17:00') },
        { agentId: LI, shift: null, replaces: 's-nobody' },
        { agentId: LI, shift: shortShift('2026-11-20', '09:00', '10:00') },
        { agentId: TOM, shift: dayShift(day(1)), expectVersion: 0 },
      ]),
    );
    expect(refusal).toMatchObject({
      code: 'partly-refused',
      detail: '6/7',
      items: [
        { index: 1, code: 'overlap', detail: `${MONDAY} 09:00–18:00` },
        { index: 2, code: 'not-permitted' },
        { index: 3, code: 'labour-rule', detail: 'MEAL_BREAK' },
        { index: 4, code: 'not-found', field: 'replaces' },
        { index: 5, code: 'in-the-past' },
        { index: 6, code: 'version-conflict', byName: '陈静' },
      ],
    });
    expect(JSON.stringify([...floor.site.duties])).toBe(before);
  });

  test('one shift is taken away or replaced only once', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, dayShift(MONDAY)));
    const replaces = idOf(floor, LI);
    const twice = many([
      { agentId: LI, shift: null, replaces },
      { agentId: LI, shift: dayShift(day(1)), replaces },
    ]);
    expect(floor.refusal(chen, twice)).toMatchObject({ items: [{ index: 1, code: 'not-found' }] });
  });

  test('a copied week is one record, with how much and which days', () => {
    const floor = rosterFloor();
    const [record, ...rest] = floor.do(
      chen,
      many([0, 1, 2].flatMap((n) => [LI, TOM].map((agentId) => ({ agentId, shift: dayShift(day(n)) })))),
    );
    expect(record).toMatchObject({ type: 'action.taken', kind: 'shift.set-many', detail: { what: `6: ${MONDAY}…${day(2)}` } });
    expect(rest).toHaveLength(6);
  });
});

describe('a part of a plan', () => {
  const publish = (from: string, to = from) => ({ type: 'roster.publish' as const, from, to });

  test('is not told if with what stays told it breaks a rule', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, shortShift(MONDAY, '18:00', '23:00')));
    floor.do(chen, publish(MONDAY));
    floor.do(chen, setShift(LI, shortShift(MONDAY, '12:00', '16:00'), { replaces: idOf(floor, LI) }));
    floor.do(chen, setShift(LI, shortShift(day(1), '08:00', '12:00')));
    expect(floor.refusal(chen, publish(day(1)))).toEqual({ code: 'labour-rule', detail: `李婉清 ${day(1)} REST_DAILY` });
    floor.do(chen, publish(MONDAY, day(1)));
  });

  test('thrown away is as it was told, unless what stays planned does not go with that', () => {
    const floor = rosterFloor();
    const discard = (from: string, to = from) => ({ type: 'roster.discard-draft' as const, from, to });
    floor.do(chen, setShift(LI, shortShift(MONDAY, '18:00', '23:00')));
    floor.do(chen, publish(MONDAY));
    expect(floor.refusal(chen, discard(MONDAY))).toEqual({ code: 'unchanged' });
    floor.do(chen, setShift(LI, shortShift(MONDAY, '12:00', '16:00'), { replaces: idOf(floor, LI) }));
    floor.do(chen, setShift(LI, shortShift(day(1), '08:00', '12:00')));
    expect(floor.refusal(chen, discard(MONDAY))).toEqual({ code: 'labour-rule', detail: `李婉清 ${day(1)} REST_DAILY` });
    floor.do(chen, discard(MONDAY, day(1)));
    expect(floor.duty(LI).entries).toMatchObject([{ draft: { startLocal: '18:00' }, published: { startLocal: '18:00' } }]);
    expect([...floor.site.rosterDays.values()].map(({ unpublished }) => unpublished)).toEqual([0, 0]);
    expect(floor.refusal(chen, publish(MONDAY, day(1)))).toEqual({ code: 'unchanged' });
  });
});
