import { describe, expect, test } from 'vitest';
import type { Proposal, Site } from '../../../server/site/site.js';
import { resolveDraftsAnew } from '../../../server/site/wall-times.js';
import { asPlanned, isAdrift } from '../../../shared/domain/roster/adrift.js';
import { resolveShift } from '../../../shared/domain/roster/resolve.js';
import type { Shift } from '../../../shared/domain/roster/shift.js';
import type { ShiftId } from '../../../shared/kernel/ids.js';
import { ORIGIN } from '../../../shared/kernel/position.js';
import { epochMs, HOUR_MS } from '../../../shared/kernel/time.js';
import { chen, dayShift, LI, MONDAY, NOW, rosterFloor, setShift, TOM, zhou } from './roster-floor.js';

/** As an older calendar resolved it, by which the clocks of that zone stood an hour otherwise. */
const anHourOff = (shift: Shift): Shift => {
  const off = (at: number) => epochMs(at + HOUR_MS);
  return {
    ...shift,
    startAt: off(shift.startAt),
    endAt: off(shift.endAt),
    segments: shift.segments.map((one) => ({ ...one, startAt: off(one.startAt), endAt: off(one.endAt) })),
  };
};

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

test('with a newer calendar drafts find their hour by themselves; what was told waits for a lead', async () => {
  const floor = rosterFloor();
  floor.do(chen, setShift(LI, dayShift(MONDAY)));
  floor.do(chen, setShift(TOM, dayShift(MONDAY)));
  floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: MONDAY });
  const entry = (id: typeof LI) => floor.site.duties.get(id)?.entries[0];
  const meant = entry(LI)?.draft?.startAt;
  for (const id of [LI, TOM]) {
    const one = entry(id);
    if (one === undefined || one.draft === null) throw new Error('a shift is planned');
    one.published = one.draft = anHourOff(one.draft);
  }
  const li = entry(LI);
  if (li !== undefined) li.published = null;
  const proposed: Proposal[] = [];
  const site: Pick<Site, 'state' | 'siteNow' | 'propose'> = {
    state: () => floor.site,
    siteNow: () => NOW,
    async propose(proposal) {
      proposed.push(proposal);
      for (const event of proposal.decide(floor.site).events) floor.fold(event);
      return { outcome: 'accepted', position: ORIGIN };
    },
  };
  const logger = { warn() {} } as never;
  await resolveDraftsAnew({ site, nodeId: 'n', logger });
  expect(entry(LI)?.draft).toMatchObject({ startLocal: '09:00', startAt: meant });
  expect(entry(TOM)?.draft).toMatchObject({ startLocal: '09:00', startAt: (meant ?? 0) + HOUR_MS });
  expect(isAdrift(entry(TOM)?.draft as Shift)).toBe(true);
  await resolveDraftsAnew({ site, nodeId: 'n', logger });
  expect(proposed).toHaveLength(1);
});
