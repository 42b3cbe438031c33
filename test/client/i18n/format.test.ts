import { describe, expect, test } from 'vitest';
import { startOfDay } from '../../../client/i18n/day.js';
import {
  formatClock,
  formatDate,
  formatDuration,
  formatList,
  formatNumber,
  formatPercent,
  formatPercentValue,
  formatProse,
  formatSeconds,
  formatShortDate,
  formatSigned,
  formatTime,
  isoDuration,
} from '../../../client/i18n/format.js';
import { firstLanguage, nameIn } from '../../../client/i18n/language.js';

const AT = Date.UTC(2026, 10, 21, 6, 32, 7);

describe('durations', () => {
  test.each([
    [0, '00:00'],
    [9_000, '00:09'],
    [9_999, '00:09'],
    [1_665_000, '27:45'],
    [3_599_999, '59:59'],
    [4_350_000, '1:12:30'],
    [90_000_000, '25:00:00'],
    [-5_000, '00:00'],
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, '–'],
  ])('%s ms reads %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
  test.each([
    [12_000, '12 s', '12 秒'],
    [26 * 60_000, '26 min', '26 分钟'],
    [580 * 60_000, '9 h 40 min', '9 小时 40 分钟'],
    [7_200_000, '2 h', '2 小时'],
  ])('in prose %i ms is “%s” or “%s”', (ms, en, zh) => {
    expect([formatProse(ms, 'en'), formatProse(ms, 'zh-CN')]).toEqual([en, zh]);
  });
  test('a machine reads them too', () => {
    expect(isoDuration(192_000)).toBe('PT3M12S');
  });
});

describe('numbers', () => {
  test.each([
    [0.824, 1, '82.4\u2009%'],
    [1, 1, '100.0\u2009%'],
    [0.824, 0, '82\u2009%'],
    [0, 1, '0.0\u2009%'],
    [null, 1, '–'],
  ])('a share of %s is %s places long: %s', (ratio, digits, text) => {
    expect(formatPercent(ratio, digits)).toBe(text);
  });
  test('a unit set apart is not part of the value, and not applicable has none', () => {
    expect([formatPercentValue(0.824), formatPercentValue(null)]).toEqual(['82.4', '–']);
  });
  test('zero is a number, unknown is not', () => {
    expect([formatNumber(0), formatNumber(2_846), formatNumber(null), formatNumber(-3)]).toEqual(['0', '2,846', '–', '\u22123']);
  });
  test('a change carries its sign', () => {
    expect([formatSigned(141), formatSigned(-3), formatSigned(0)]).toEqual(['+141', '\u22123', '0']);
  });
  test('averages in seconds have one place', () => {
    expect([formatSeconds(11_840), formatSeconds(null)]).toEqual(['11.8', '–']);
  });
});

test('several things are named as each language names them', () => {
  expect(formatList(['售后', '投诉', '回访'], 'zh-CN')).toBe('售后、投诉和回访');
  expect([formatList(['Billing'], 'en'), formatList(['Billing', 'Returns'], 'en')]).toEqual(['Billing', 'Billing and Returns']);
});

describe('times are the site’s, wherever the reader sits', () => {
  test.each([
    ['Asia/Shanghai', '14:32:07', '14:32', '11-21'],
    ['America/New_York', '01:32:07', '01:32', '11-21'],
    ['Asia/Kathmandu', '12:17:07', '12:17', '11-21'],
  ])('in %s', (zone, clock, time, date) => {
    expect([formatClock(AT, zone), formatTime(AT, zone), formatShortDate(AT, zone)]).toEqual([clock, time, date]);
  });
  test('midnight is 00, not 24', () => {
    expect(formatClock(Date.UTC(2026, 10, 21, 16), 'Asia/Shanghai')).toBe('00:00:00');
  });
  test('a date reads as its language writes it', () => {
    expect([formatDate(AT, 'Asia/Shanghai', 'zh-CN'), formatDate(AT, 'Asia/Shanghai', 'en')]).toEqual(['11 月 21 日 周六', 'Sat 21 Nov']);
  });
});

describe('the day begins at the site’s midnight', () => {
  test.each([
    ['an ordinary day', 'Asia/Shanghai', '2026-11-21T06:32:07.250Z', '2026-11-20T16:00:00.000Z'],
    ['a day with 23 hours', 'Europe/Berlin', '2026-03-29T12:00:00.000Z', '2026-03-28T23:00:00.000Z'],
    ['a day with 25 hours', 'Europe/Berlin', '2026-10-25T12:00:00.000Z', '2026-10-24T22:00:00.000Z'],
    ['midnight itself', 'Asia/Shanghai', '2026-11-20T16:00:00.000Z', '2026-11-20T16:00:00.000Z'],
  ])('%s', (_, zone, now, midnight) => {
    expect(new Date(startOfDay(Date.parse(now), zone)).toISOString()).toBe(midnight);
  });
});

describe('which language', () => {
  test.each([
    ['en', ['zh-CN'], 'en'],
    [null, ['en-GB', 'zh'], 'en'],
    [null, ['zh-TW'], 'zh-CN'],
    [null, ['fr-FR'], 'zh-CN'],
    ['klingon', ['en'], 'en'],
  ])('chosen %s, browser %j: %s', (chosen, browser, language) => {
    expect(firstLanguage(chosen, browser)).toBe(language);
  });
  test('a name without a translation keeps its own', () => {
    expect([
      nameIn('en', { name: '售后', nameEn: 'Support' }),
      nameIn('en', { name: '售后' }),
      nameIn('zh-CN', { name: '售后', nameEn: 'Support' }),
    ]).toEqual(['Support', '售后', '售后']);
  });
});
