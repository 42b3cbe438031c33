import { describe, expect, test } from 'vitest';
import { asPlanned, isAdrift } from '../../../shared/domain/roster/adrift.js';
import { resolveShift } from '../../../shared/domain/roster/resolve.js';
import type { Shift } from '../../../shared/domain/roster/shift.js';
import type { ShiftId } from '../../../shared/kernel/ids.js';
import { epochMs } from '../../../shared/kernel/time.js';
import { anHourOff, chen, dayShift, LI, MONDAY, rosterFloor, setShift } from './roster-floor.js';

describe('a shift is what the wall was to show', () => {
  test('as long as the calendar says the same, also through the night and where a clock shows an hour twice', () => {
    const floor = rosterFloor();
    const night = {
      businessDate: '2026-10-31',
      startLocal: '22:00',
      endLocal: '06:00',
      segments: [{ fromMin: 0, activity: 'phone' as const }],
    };
    for (const zone of ['Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu']) {
      const shift = resolveShift(night, zone, 's-1' as ShiftId, floor.site.config.workforce);
      expect(shift.ok && isAdrift(shift.value)).toBe(false);
      expect(shift.ok && isAdrift(anHourOff(shift.value))).toBe(true);
    }
    // The second half past one of that night: the wall shows what it was to show.
    const end = epochMs(Date.UTC(2026, 10, 1, 6, 30));
    const late = { ...night, zone: 'America/New_York', startLocal: '22:00', endLocal: '01:30', id: 's-2' as ShiftId };
    const startAt = epochMs(Date.UTC(2026, 10, 1, 2));
    expect(isAdrift({ ...late, startAt, endAt: end, segments: [{ activity: 'phone', startAt, endAt: end }] })).toBe(false);
  });

  test('said as it was meant, it is resolved to what it was to be', () => {
    const floor = rosterFloor();
    floor.do(chen, setShift(LI, dayShift(MONDAY)));
    const shift = floor.site.duties.get(LI)?.entries[0]?.draft as Shift;
    const again = resolveShift(asPlanned(anHourOff(shift)), shift.zone, shift.id, floor.site.config.workforce);
    expect(again).toEqual({ ok: true, value: shift });
  });
});
