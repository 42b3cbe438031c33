import type { CallerMask } from './mask.js';

/**
 * Undoes the C escapes which Asterisk puts into caller names and variables (`\"`, `\\`, `\'`, `\n`). What an unknown
 * escape stands for is not guessed: it stays as it is.
 */
export function unescapeC(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(["'\\?abfnrtv])/g, (_, escaped: string) => C_ESCAPES.get(escaped) ?? escaped);
}
const C_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/**
 * Text from outside that may be shown: no control characters, none that turn the direction of writing or hide (a name must
 * not be able to rewrite the row it stands in), blanks folded, cut to `max` code points.
 */
export function cleanText(text: string, max: number): string {
  const shown = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}]|\p{Variation_Selector}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return cutToUnits(shown, max);
}

/** At most `max` UTF-16 units, never half a character. */
function cutToUnits(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  const splits = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splits ? max - 1 : max);
}

/** Runs that can be a number: five digits or more with the signs people put between them. */
const NUMBER_LIKE = /\+?\d(?:[\s().\-/]*\d){4,}/g;

/** A caller's name as it may be shown. A name that is a number, or holds one, is masked like the number. */
export function callerName(raw: string, mask: CallerMask): string | undefined {
  const name = cleanText(unescapeC(raw), 128);
  if (name === '' || isUnknown(name)) return undefined;
  return cutToUnits(
    name.replace(NUMBER_LIKE, (number) => mask(number).masked),
    128,
  );
}

/** Asterisk's spellings of "not known" and "withheld". */
export const isUnknown = (text: string): boolean =>
  /^(?:<unknown>|unknown|anonymous|restricted|unavailable|private|withheld|)$/i.test(text.trim());
