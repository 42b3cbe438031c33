import { describe, expect, test } from 'vitest';
import type { EventOf } from '../../../shared/domain/events.js';
import type { Actor } from '../../../shared/domain/policy.js';
import type { Swap } from '../../../shared/domain/roster/duty.js';
import type { AgentId, OpenShiftId, SwapId } from '../../../shared/kernel/ids.js';
import {
  chen,
  day,
  dayShift,
  EVENING,
  HOUR,
  he,
  idOf,
  LI,
  li,
  MONDAY,
  MORNING,
  type RosterFloor,
  rosterFloor,
  SALES,
  setShift,
  TOM,
  tom,
  ZOE,
  zhou,
  zoe,
} from './roster-floor.js';

const at = (text: string) => Date.parse(text);
const short = (businessDate: string, startLocal: string, endLocal: string) => ({
  businessDate,
  startLocal,
  endLocal,
  segments: [{ fromMin: 0, activity: 'phone' }],
});
/** Nobody calls: any plan covers it. */
const quiet = (floor: RosterFloor, ...dates: string[]) => {
  for (const date of dates) forecast(floor, date, 0);
};
function forecast(floor: RosterFloor, date: string, calls: number, others = 0) {
  for (const queueId of floor.site.queues.keys()) {
    const intervals = Array.from({ length: 48 }, () => (queueId === SALES ? calls : others));
    floor.do(zhou, { type: 'forecast.set', queueId, date, intervalMs: 1_800_000, calls: intervals, ahtMs: intervals.map(() => 300_000) });
  }
}
/** Li on Monday, Tom on Tuesday, both told. */
function told(...dates: string[]) {
  const floor = rosterFloor();
  floor.do(zhou, setShift(LI, dayShift(MONDAY)));
  floor.do(zhou, setShift(TOM, dayShift(day(1))));
  floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: day(6) });
  quiet(floor, ...(dates.length === 0 ? [MONDAY, day(1)] : dates));
  return floor;
}
const open = (floor: RosterFloor, by: Actor, wish: object): Swap => {
  const opened = floor.do(by, { type: 'swap.open', wish }).find((event): event is EventOf<'swap.opened'> => event.type === 'swap.opened');
  return floor.site.swaps.get(opened?.swapId as SwapId) as Swap;
};
const swapWith = (floor: RosterFloor) => ({ kind: 'swap', shiftId: idOf(floor, LI), toAgentId: TOM, toShiftId: idOf(floor, TOM) });
const answer = (swapId: SwapId, accepted = true) => ({ type: 'swap.answer' as const, swapId, accepted });
const decide = (swapId: SwapId, approved: boolean, rules?: string[]) => ({
  type: 'swap.decide' as const,
  swapId,
  approved,
  ...(rules === undefined ? {} : { override: { rules, reason: '已与大家商量' } }),
});
const datesOf = (floor: RosterFloor, agentId: AgentId) =>
  (floor.site.duties.get(agentId)?.entries ?? []).map(({ published }) => published?.businessDate);
const offer = (floor: RosterFloor, by: Actor, kind: string, shift: object, more: object = {}): OpenShiftId => {
  const added = floor.do(by, { type: 'open-shift.add', kind, shift, ...more }).at(-1);
  return (added as EventOf<'open-shift.added'>).openShiftId;
};

describe('two who change shifts', () => {
  test('have each other’s at once when both agree and every guard is green; both have seen what they agreed to', () => {
    const floor = told();
    floor.do(li, { type: 'roster.acknowledge', version: 1 });
    const swap = open(floor, li, swapWith(floor));
    expect(swap).toMatchObject({
      state: 'offered',
      checks: [{ code: 'labour', ok: true }, { ok: true }, { code: 'coverage', ok: true }, { code: 'notice', ok: true }],
    });
    expect(datesOf(floor, LI)).toEqual([MONDAY]);
    floor.do(tom, answer(swap.id));
    expect(swap).toMatchObject({ state: 'applied', closedAt: floor.now() });
    expect(swap.decidedBy).toBeUndefined();
    expect([datesOf(floor, LI), datesOf(floor, TOM)]).toEqual([[day(1)], [MONDAY]]);
    for (const agentId of [LI, TOM]) for (const entry of floor.duty(agentId).entries) expect(entry.draft).toBe(entry.published);
    expect(floor.duty(LI)).toMatchObject({ publishedVersion: 2, acknowledgedVersion: 2 });
    // Tom had not looked at his roster yet, and still is to.
    expect(floor.duty(TOM).acknowledgedVersion).toBeUndefined();
  });

  test('nothing changes when the colleague says no, when it is taken back, or when nobody answers in three days', () => {
    const floor = told();
    const first = open(floor, li, swapWith(floor));
    floor.do(tom, answer(first.id, false));
    expect(first.state).toBe('rejected');
    expect(floor.refusal(tom, answer(first.id))).toEqual({ code: 'too-late' });
    const second = open(floor, li, swapWith(floor));
    expect(floor.refusal(tom, { type: 'swap.withdraw', swapId: second.id })).toEqual({ code: 'not-permitted' });
    floor.do(li, { type: 'swap.withdraw', swapId: second.id });
    expect(second.state).toBe('withdrawn');
    const third = open(floor, li, swapWith(floor));
    // On Monday at nine it begins; that is before the three days are over.
    expect(third.expiresAt).toBe(at('2026-11-23T09:00+08:00'));
    floor.after(72 * HOUR);
    floor.fallDue();
    expect(third).toMatchObject({ state: 'expired', closedAt: third.expiresAt });
    expect([datesOf(floor, LI), datesOf(floor, TOM)]).toEqual([[MONDAY], [day(1)]]);
  });

  test('a stranger can neither answer nor withdraw nor decide', () => {
    const floor = told();
    const { id } = open(floor, li, swapWith(floor));
    expect(floor.refusal(zoe, answer(id))).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(li, answer(id))).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(zoe, { type: 'swap.withdraw', swapId: id })).toEqual({ code: 'not-permitted' });
    const strange: Actor = { ...chen, teamIds: [EVENING] };
    expect(floor.refusal(strange, decide(id, false))).toEqual({ code: 'not-permitted' });
    expect(floor.refusal({ ...he, agentId: TOM }, decide(id, false))).toEqual({ code: 'not-permitted' });
  });

  test.each([
    ['with oneself', { toAgentId: LI }, { code: 'with-oneself', field: 'toAgentId' }],
    ['with nobody', { toAgentId: 'a-nobody' }, { code: 'not-found', field: 'toAgentId' }],
    ['for a shift that is not there', { toShiftId: 's-none' }, { code: 'not-found', field: 'toShiftId' }],
    ['of a shift that is somebody else’s', { shiftId: 's-none' }, { code: 'not-found', field: 'shiftId' }],
  ])('%s is refused by name', (_, more, rejection) => {
    const floor = told();
    expect(floor.refusal(li, { type: 'swap.open', wish: { ...swapWith(floor), ...more } })).toEqual(rejection);
  });

  test('what is only planned is not swapped, and what is being planned otherwise says by whom', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, dayShift(MONDAY)));
    const give = () => ({ type: 'swap.open' as const, wish: { kind: 'give', shiftId: idOf(floor, LI) } });
    expect(floor.refusal(li, give())).toEqual({ code: 'not-published', field: 'shiftId' });
    floor.do(chen, { type: 'roster.publish', from: MONDAY, to: MONDAY });
    const wish = give();
    floor.do(chen, setShift(LI, dayShift(MONDAY, { endLocal: '17:00' }), { replaces: idOf(floor, LI) }));
    expect(floor.refusal(li, wish)).toEqual({ code: 'version-conflict', byName: '陈静', at: floor.now() });
  });

  test('nobody is in two open requests over the same time, whoever asked', () => {
    const floor = told();
    floor.do(zhou, setShift(ZOE, dayShift(day(2))));
    floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: day(6) });
    const { id } = open(floor, li, swapWith(floor));
    expect(floor.refusal(li, { type: 'swap.open', wish: { kind: 'give', shiftId: idOf(floor, LI) } })).toEqual({ code: 'already-asked' });
    const zoes = { kind: 'swap', shiftId: idOf(floor, ZOE), toAgentId: TOM, toShiftId: idOf(floor, TOM) };
    expect(floor.refusal(zoe, { type: 'swap.open', wish: zoes })).toEqual({ code: 'already-asked' });
    floor.do(tom, answer(id, false));
    open(floor, zoe, zoes);
  });
});

describe('a shift given away', () => {
  test('to the team goes to the first of the team who comes forward, and to nobody after that', () => {
    const floor = told();
    const swap = open(floor, li, { kind: 'give', shiftId: idOf(floor, LI) });
    expect(swap).toMatchObject({ state: 'open' });
    const volunteer = { type: 'swap.volunteer' as const, swapId: swap.id };
    expect(floor.refusal(li, volunteer)).toEqual({ code: 'with-oneself' });
    expect(floor.refusal(zoe, volunteer)).toEqual({ code: 'not-permitted' });
    floor.do(tom, volunteer);
    expect(swap).toMatchObject({ state: 'applied', toAgentId: TOM });
    expect([datesOf(floor, LI), datesOf(floor, TOM)]).toEqual([[], [MONDAY, day(1)]]);
    expect(floor.refusal(zoe, volunteer)).toEqual({ code: 'too-late' });
  });

  test('that comes too late is decided by a lead, who names what is set aside and why', () => {
    const floor = told();
    forecast(floor, MONDAY, 3);
    const early = open(floor, li, { kind: 'give', shiftId: idOf(floor, LI), toAgentId: TOM });
    // Tom takes the same calls: nobody is missing.
    expect(early.checks.every(({ ok }) => ok)).toBe(true);
    floor.do(li, { type: 'swap.withdraw', swapId: early.id });
    // Three hours before it begins.
    floor.after(45 * HOUR);
    const late = open(floor, li, { kind: 'give', shiftId: idOf(floor, LI), toAgentId: TOM });
    expect(late.checks.filter(({ ok }) => !ok).map(({ code }) => code)).toEqual(['notice']);
    floor.do(tom, answer(late.id));
    expect(late.state).toBe('checking');
    expect(floor.refusal(chen, decide(late.id, true))).toEqual({ code: 'notice-too-short' });
    const [record] = floor.do(chen, decide(late.id, true, ['notice']));
    expect(record).toMatchObject({ by: { name: '陈静' }, detail: { reason: '已与大家商量' }, on: { agentId: LI, toAgentId: TOM } });
    expect(late).toMatchObject({ state: 'applied', decidedBy: { name: '陈静' } });
    expect(floor.refusal(zhou, decide(late.id, true, ['notice']))).toEqual({ code: 'too-late' });
  });

  test('of which something turned red since both agreed is shown again before a lead sets it aside', () => {
    const floor = told();
    floor.after(45 * HOUR);
    const swap = open(floor, li, { kind: 'give', shiftId: idOf(floor, LI), toAgentId: ZOE });
    const redOf = () => swap.checks.filter(({ ok }) => !ok).map(({ code }) => code);
    floor.do(zoe, answer(swap.id));
    expect([swap.state, redOf()]).toEqual(['checking', ['notice']]);
    // Zoe serves two queues, and now the first of them is busy.
    forecast(floor, MONDAY, 3, 1);
    floor.do(he, decide(swap.id, true, ['notice']));
    expect([swap.state, redOf()]).toEqual(['checking', ['coverage', 'notice']]);
    expect(datesOf(floor, LI)).toEqual([MONDAY]);
    expect(floor.refusal(he, decide(swap.id, true, ['notice']))).toMatchObject({ code: 'not-covered' });
    floor.do(he, decide(swap.id, true, ['notice', 'coverage']));
    expect([swap.state, swap.decidedBy?.name]).toEqual(['applied', '何建平']);
  });

  test('over what the colleague has already, or against their rest, is refused before they are asked', () => {
    const floor = told();
    floor.do(zhou, setShift(TOM, short(MONDAY, '17:00', '20:00')));
    floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: MONDAY });
    const wish = { kind: 'give', shiftId: idOf(floor, LI), toAgentId: TOM };
    expect(floor.refusal(li, { type: 'swap.open', wish })).toEqual({ code: 'overlap', detail: `${MONDAY} 17:00–20:00` });
    floor.do(zhou, setShift(ZOE, short(MONDAY, '20:00', '23:00')));
    floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: MONDAY });
    const toZoe = { kind: 'give', shiftId: idOf(floor, LI), toAgentId: ZOE };
    expect(floor.refusal(li, { type: 'swap.open', wish: toZoe })).toEqual({ code: 'labour-rule', byName: 'Zoe', detail: 'REST_DAILY' });
  });

  test('while the colleague is away says no more than that it can not be', () => {
    const floor = told();
    const leave = { startAt: at('2026-11-23T00:00+08:00'), endAt: at('2026-11-24T00:00+08:00'), exceptionType: 'sick' };
    floor.do(zhou, { type: 'exception.add', agentId: TOM, ...leave });
    const wish = { kind: 'give', shiftId: idOf(floor, LI), toAgentId: TOM };
    expect(floor.refusal(li, { type: 'swap.open', wish })).toEqual({ code: 'overlap' });
  });

  test('that is planned otherwise meanwhile is a conflict, told to both, and nothing is half done', () => {
    const floor = told();
    const swap = open(floor, li, { kind: 'give', shiftId: idOf(floor, LI), toAgentId: TOM });
    floor.do(chen, setShift(LI, dayShift(MONDAY, { startLocal: '08:00', endLocal: '17:00' }), { replaces: idOf(floor, LI) }));
    floor.do(tom, answer(swap.id));
    expect(swap.state).toBe('conflict');
    expect([datesOf(floor, LI), datesOf(floor, TOM)]).toEqual([[MONDAY], [day(1)]]);
    const other = open(floor, tom, { kind: 'give', shiftId: idOf(floor, TOM) });
    floor.do(chen, { type: 'shift.remove', agentId: TOM, shiftId: idOf(floor, TOM) });
    floor.do(chen, { type: 'roster.publish', from: MONDAY, to: day(1) });
    expect(other.state).toBe('conflict');
  });
});

describe('a part of a shift', () => {
  const afternoon = { startAt: at('2026-11-23T14:00+08:00'), endAt: at('2026-11-23T18:00+08:00') };

  test('goes over whole, and both have what is left and what is added', () => {
    const floor = told();
    const swap = open(floor, li, { kind: 'partial', shiftId: idOf(floor, LI), toAgentId: TOM, ...afternoon });
    floor.do(tom, answer(swap.id));
    expect(floor.duty(LI).entries).toMatchObject([
      { published: { startLocal: '09:00', endLocal: '14:00', segments: [{}, { activity: 'meal' }, {}] } },
    ]);
    expect(floor.duty(TOM).entries[0]).toMatchObject({ published: { businessDate: MONDAY, startLocal: '14:00', endLocal: '18:00' } });
  });

  test('that goes straight on from the colleague’s own shift makes it longer', () => {
    const floor = told();
    floor.do(zhou, setShift(TOM, short(MONDAY, '18:00', '21:00')));
    floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: MONDAY });
    const last = { startAt: at('2026-11-23T16:00+08:00'), endAt: at('2026-11-23T18:00+08:00') };
    const swap = open(floor, li, { kind: 'partial', shiftId: idOf(floor, LI), toAgentId: TOM, ...last });
    floor.do(tom, answer(swap.id));
    expect(floor.duty(TOM).entries[0]).toMatchObject({
      published: { startLocal: '16:00', endLocal: '21:00', segments: [{ activity: 'phone' }] },
    });
  });

  test.each([
    ['shorter than an hour', { startAt: at('2026-11-23T17:30+08:00'), endAt: afternoon.endAt }],
    ['out of the middle', { startAt: afternoon.startAt, endAt: at('2026-11-23T16:00+08:00') }],
    ['beyond the shift', { startAt: afternoon.startAt, endAt: at('2026-11-23T19:00+08:00') }],
    ['to the second', { startAt: at('2026-11-23T14:00:30+08:00'), endAt: afternoon.endAt }],
  ])('%s is refused', (_, span) => {
    const floor = told();
    const wish = { kind: 'partial', shiftId: idOf(floor, LI), toAgentId: TOM, ...span };
    expect(floor.refusal(li, { type: 'swap.open', wish })).toEqual({ code: 'out-of-range', field: 'startAt' });
  });
});

describe('what is open', () => {
  test('is taken at once by whoever may, as often as there are places, and by nobody twice', () => {
    const floor = told(MONDAY, day(1), day(2));
    const id = offer(floor, zhou, 'shift', dayShift(day(2)), { places: 2 });
    const take = { type: 'swap.open' as const, wish: { kind: 'pickup', openShiftId: id } };
    floor.do(li, take);
    expect(floor.refusal(li, take)).toEqual({ code: 'unchanged' });
    floor.do(tom, take);
    expect(floor.refusal(zoe, take)).toEqual({ code: 'too-late' });
    expect([datesOf(floor, LI), datesOf(floor, TOM)]).toEqual([
      [MONDAY, day(2)],
      [day(1), day(2)],
    ]);
  });

  test('of a lead is for the lead’s own teams, needs the skills it names, and known ones', () => {
    const floor = told();
    const id = offer(floor, chen, 'shift', dayShift(day(2)));
    expect(floor.site.openShifts.get(id)?.teamIds).toEqual([MORNING]);
    expect(floor.refusal(zoe, { type: 'swap.open', wish: { kind: 'pickup', openShiftId: id } })).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(chen, { type: 'open-shift.add', kind: 'shift', shift: dayShift(day(2)), teamIds: [EVENING] })).toEqual({
      code: 'not-permitted',
    });
    const add = { type: 'open-shift.add' as const, kind: 'shift', shift: dayShift(day(3)) };
    expect(floor.refusal(zhou, { ...add, skills: ['法语'] })).toEqual({ code: 'unknown-skill', field: 'skills', detail: '法语' });
    const vip = [...floor.site.queues.keys()].find((queueId) => queueId !== SALES) ?? '';
    const special = offer(floor, zhou, 'shift', dayShift(day(3)), { skills: [vip] });
    expect(floor.refusal(li, { type: 'swap.open', wish: { kind: 'pickup', openShiftId: special } })).toEqual({
      code: 'not-skilled',
      detail: vip,
    });
    expect(floor.refusal(chen, { type: 'open-shift.remove', openShiftId: special })).toEqual({ code: 'not-permitted' });
    floor.do(chen, { type: 'open-shift.remove', openShiftId: id });
    expect(floor.refusal(li, { type: 'swap.open', wish: { kind: 'pickup', openShiftId: id } })).toEqual({
      code: 'not-found',
      field: 'openShiftId',
    });
  });

  test('overtime needs no notice, makes the shift longer, and is limited by the day', () => {
    const floor = told();
    floor.after(48 * HOUR - 60_000);
    const ot = offer(floor, zhou, 'ot', short(MONDAY, '18:00', '20:00'));
    floor.do(li, { type: 'swap.open', wish: { kind: 'ot', openShiftId: ot } });
    expect(floor.duty(LI).entries[0]?.published).toMatchObject({
      startLocal: '09:00',
      endLocal: '20:00',
      segments: [{}, {}, { activity: 'phone' }, { activity: 'ot' }],
    });
    const more = offer(floor, zhou, 'ot', short(MONDAY, '20:00', '22:00'));
    expect(floor.refusal(li, { type: 'swap.open', wish: { kind: 'ot', openShiftId: more } })).toMatchObject({
      code: 'labour-rule',
      byName: '李婉清',
    });
  });

  test('hours off are given where nobody is missed, else a person decides; the rest of the shift stays', () => {
    const floor = told();
    const id = offer(floor, zhou, 'vto', short(MONDAY, '12:00', '18:00'));
    const span = { startAt: at('2026-11-23T15:00+08:00'), endAt: at('2026-11-23T18:00+08:00') };
    const wish = { kind: 'vto', openShiftId: id, shiftId: idOf(floor, LI), ...span };
    expect(floor.refusal(li, { type: 'swap.open', wish: { ...wish, startAt: at('2026-11-23T11:00+08:00') } })).toEqual({
      code: 'out-of-range',
      field: 'startAt',
    });
    forecast(floor, MONDAY, 3);
    const missed = open(floor, li, wish);
    expect(missed).toMatchObject({
      state: 'checking',
      checks: [{ code: 'labour', ok: true }, { code: 'coverage', ok: false, gap: { queueId: SALES, before: 1, after: 0 } }, { ok: true }],
    });
    expect(floor.refusal(chen, decide(missed.id, true))).toEqual({ code: 'not-covered', detail: 'sales' });
    floor.do(chen, decide(missed.id, false));
    quiet(floor, MONDAY);
    expect(open(floor, li, wish).state).toBe('applied');
    expect(floor.duty(LI).entries[0]?.published).toMatchObject({
      startLocal: '09:00',
      endLocal: '18:00',
      segments: [{}, {}, { activity: 'phone' }, { activity: 'vto' }],
    });
  });

  test('the last place taken is the end of what others wait for', () => {
    const floor = rosterFloor();
    floor.do(zhou, setShift(LI, short(day(1), '09:00', '12:00')));
    floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: day(6) });
    // A night that one contract needs a name for, and too soon for anybody to take by themself.
    floor.after(44 * HOUR);
    const id = offer(floor, zhou, 'shift', short(MONDAY, '08:00', '12:00'));
    const first = open(floor, tom, { kind: 'pickup', openShiftId: id });
    const second = open(floor, zoe, { kind: 'pickup', openShiftId: id });
    expect([first.state, second.state]).toEqual(['checking', 'checking']);
    floor.do(zhou, decide(second.id, true, ['notice']));
    expect([first.state, second.state]).toEqual(['conflict', 'applied']);
  });
});

describe('the ledger', () => {
  test('has what changed hands, nights and weekends apart, for four weeks', () => {
    const floor = rosterFloor();
    const sunday = day(6);
    floor.do(zhou, setShift(LI, short(sunday, '20:00', '02:00')));
    floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: sunday });
    quiet(floor, sunday, day(7));
    const swap = open(floor, li, { kind: 'give', shiftId: idOf(floor, LI), toAgentId: TOM });
    floor.do(tom, answer(swap.id));
    expect(floor.site.swapLedger).toEqual([
      {
        fromAgentId: LI,
        toAgentId: TOM,
        businessDate: sunday,
        paidMs: 6 * HOUR,
        isNight: true,
        isWeekend: true,
        kind: 'give',
        at: floor.now(),
      },
    ]);
    floor.after(29 * 24 * HOUR);
    const id = offer(floor, zhou, 'shift', short('2026-12-25', '09:00', '12:00'));
    expect(floor.site.swapLedger).toEqual([]);
    expect(floor.site.swaps.size).toBe(0);
    expect(floor.site.openShifts.has(id)).toBe(true);
  });
});
