import { expect, test } from 'vitest';
import { daysOf } from '../../server/http/roster-range.js';
import { sheetOf } from '../../server/http/roster-sheet.js';
import { anHourOff, chen, dayShift, LI, MONDAY, NOW, rosterFloor, setShift, TOM } from '../domain/roster/roster-floor.js';

test('who plans is told by the sheet which shifts are, by the calendar of the server', () => {
  const floor = rosterFloor();
  floor.do(chen, setShift(LI, dayShift(MONDAY)));
  floor.do(chen, setShift(TOM, dayShift(MONDAY)));
  const entry = floor.site.duties.get(TOM)?.entries[0];
  if (entry === undefined || entry.draft === null) throw new Error('a shift is planned');
  entry.draft = anHourOff(entry.draft);
  const people = [LI, TOM].flatMap((id) => floor.site.agents.get(id) ?? []);
  const days = daysOf({ from: MONDAY, to: MONDAY }, floor.site.config.timeZone);
  if (!days.ok) throw new Error('a day is asked for');
  const { duties } = sheetOf(floor.site, people, days.value, NOW);
  expect(duties.map(({ entries }) => entries[0]?.adrift)).toEqual([undefined, true]);
});
