import type { Language } from './language.js';

/** Not applicable, or not known. A zero is `0`. */
export const NONE = '–';
const THIN_SPACE = '\u2009';
const MINUS = '\u2212';

const two = (n: number) => String(n).padStart(2, '0');

/** `00:09`, `27:45`, `1:12:30`. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return NONE;
  const seconds = Math.floor(Math.max(0, ms) / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const rest = `${two(Math.floor((seconds % 3_600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** For attributes of `<time>`: `PT3M12S`. */
export const isoDuration = (ms: number): string =>
  `PT${Math.floor(Math.max(0, ms) / 60_000)}M${Math.floor((Math.max(0, ms) % 60_000) / 1_000)}S`;

/** `82.4 %`, the space a thin one. */
export function formatPercent(ratio: number | null | undefined, digits = 1): string {
  const value = formatPercentValue(ratio, digits);
  return value === NONE ? NONE : `${value}${THIN_SPACE}%`;
}

/** The same without its sign, for values whose unit is set smaller. */
export function formatPercentValue(ratio: number | null | undefined, digits = 1): string {
  return ratio === null || ratio === undefined || !Number.isFinite(ratio) ? NONE : (ratio * 100).toFixed(digits);
}

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `2,846` in both languages. */
export function formatNumber(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? NONE : grouped.format(value).replace('-', MINUS);
}

/** `+141`, `−3`, `0`. */
export function formatSigned(value: number): string {
  return value > 0 ? `+${grouped.format(value)}` : formatNumber(value);
}

/** `11.8`: seconds with one decimal, for averages; its unit is set beside it. */
export function formatSeconds(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? NONE : (ms / 1_000).toFixed(1);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(key: string, language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${language}|${options.timeZone ?? ''}|${key}`;
  const known = formatters.get(name);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language, options);
  formatters.set(name, made);
  return made;
}

/** `HH:mm:ss` in the site's zone. */
export function formatClock(at: number | null | undefined, timeZone: string): string {
  if (at === null || at === undefined) return NONE;
  return formatter('clock', 'en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);
}

/** `HH:mm` in the site's zone. */
export function formatTime(at: number | null | undefined, timeZone: string): string {
  if (at === null || at === undefined) return NONE;
  return formatter('time', 'en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** zh `11 月 21 日 周六`, en `Sat 21 Nov`. */
export function formatDate(at: number | null | undefined, timeZone: string, language: Language): string {
  if (at === null || at === undefined) return NONE;
  const parts = formatter('date', language, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: language === 'en' ? 'short' : 'numeric',
  }).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  const [weekday, day, month] = [part('weekday'), part('day'), part('month')];
  return language === 'en' ? `${weekday} ${day} ${month}` : `${month.replace('月', '')} 月 ${day} 日 ${weekday}`;
}

/** zh `周六`, en `Sat`. */
export const formatWeekday = (at: number, timeZone: string, language: Language): string =>
  formatter('weekday', language, { timeZone, weekday: 'short' }).format(at);

/** `11-21`, for tables. */
export function formatShortDate(at: number, timeZone: string): string {
  const parts = formatter('short-date', 'en-GB', { timeZone, day: '2-digit', month: '2-digit' }).formatToParts(at);
  return `${parts.find((p) => p.type === 'month')?.value ?? ''}-${parts.find((p) => p.type === 'day')?.value ?? ''}`;
}

/** zh `售后、投诉和回访`, en `After-sales, Complaints, and Renewals`. */
export const formatList = (items: readonly string[], language: Language): string => new Intl.ListFormat(language).format(items);

/** `26 min`, `9 h 40 min`, `12 s`; zh prose `26 分钟`. */
export function formatProse(ms: number, language: Language): string {
  const seconds = Math.floor(Math.max(0, ms) / 1_000);
  const unit = language === 'en' ? { h: 'h', min: 'min', s: 's' } : { h: '小时', min: '分钟', s: '秒' };
  if (seconds < 60) return `${seconds} ${unit.s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} ${unit.min}`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} ${unit.h}` : `${Math.floor(minutes / 60)} ${unit.h} ${rest} ${unit.min}`;
}
