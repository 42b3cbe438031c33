import { expect, test } from 'vitest';
import { type Suggested, suggest } from '../../server/wellbeing/suggesting.js';
import { epochMs, MINUTE_MS } from '../../shared/kernel/time.js';
import type { StrainBand } from '../../shared/staffing/strain.js';

const at = (minutes: number) => epochMs(minutes * MINUTE_MS);
const ask = (band: StrainBand, minutes: number, suggested?: Suggested, state: 'ready' | 'not-ready' = 'ready', pausesLeft = 1) =>
  suggest({ shown: { band, sinceAt: 0 }, ...(suggested === undefined ? {} : { suggested }) }, { state }, at(minutes), pausesLeft);
const shown = (suggested: Suggested | undefined) => (suggested?.isOver === false ? suggested.what : null);

test('is a pause when strain is raised, a buffer shift when it is high, and nothing below', () => {
  expect((['calm', 'watch', 'elevated', 'high'] as const).map((band) => shown(ask(band, 100)))).toEqual([
    null,
    null,
    'micro-pause',
    'buffer',
  ]);
});

test('is no pause when none is left, and nothing to who rests already', () => {
  expect(shown(ask('elevated', 100, undefined, 'ready', 0))).toBeNull();
  expect(shown(ask('high', 100, undefined, 'ready', 0))).toBe('buffer');
  expect(shown(ask('high', 100, undefined, 'not-ready'))).toBeNull();
});

test('stands for a while, and is not made again before 45 minutes are over', () => {
  const first = ask('elevated', 100);
  const told = [105, 114, 116, 130, 144, 145].map((minutes) => shown(ask('elevated', minutes, first)));
  expect(told).toEqual(['micro-pause', 'micro-pause', null, null, null, 'micro-pause']);
});

test('is over once the agent has rested, and does not come back with the next call', () => {
  const first = ask('elevated', 100);
  const resting = ask('elevated', 103, first, 'not-ready');
  expect(shown(resting)).toBeNull();
  expect(shown(ask('elevated', 106, resting))).toBeNull();
});

test('turns into a buffer shift when strain goes on rising', () => {
  expect(shown(ask('high', 105, ask('elevated', 100)))).toBe('buffer');
});
