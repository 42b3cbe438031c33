import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCallerMask, maskDigits } from '../../../server/connectors/asterisk/mask.js';
import { callerName, cleanText, isUnknown, unescapeC } from '../../../server/connectors/asterisk/text.js';
import { factsOf, SCENARIOS } from './recordings.js';

const mask = createCallerMask();

describe('a caller’s number is masked before anything else sees it', () => {
  test.each([
    ['13812342764', '138****2764'],
    ['+8613812342764', '+861****2764'],
    ['02161234567', '021****4567'],
    ['61234567', '61****67'],
    ['12345', '****45'],
    ['1001', '****'],
    ['110', '****'],
    ['+1 (555) 010-0001', '+155****0001'],
    ['', ''],
    ['anonymous', ''],
  ])('%s is shown as %s', (number, masked) => {
    expect(maskDigits(number)).toBe(masked);
  });

  test('no more than seven digits of any number are shown, and never all', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[0-9 ()-]{0,30}$/), (number) => {
        const digits = number.replace(/\D/g, '').length;
        const shown = maskDigits(number).replace(/\D/g, '').length;
        expect(shown).toBeLessThanOrEqual(Math.min(7, Math.max(0, digits - 3)));
      }),
    );
  });

  test('the same number, however written, is the same caller; another key knows another', () => {
    const one = createCallerMask(new Uint8Array(32).fill(1));
    const other = createCallerMask(new Uint8Array(32).fill(2));
    expect(one('+1 555 010 0001').hash).toBe(one('15550100001').hash);
    expect(one('15550100001').hash).not.toBe(one('15550100002').hash);
    expect(one('15550100001').hash).not.toBe(other('15550100001').hash);
  });
  test('too short a number is nobody’s: its hash could be tried out', () => {
    expect(createCallerMask(new Uint8Array(32))('1001').hash).toBeUndefined();
  });

  test('no recorded session lets a caller’s number through', () => {
    const numbers = /1555\d{6,}|0900\d{3,}|0901234567/;
    const leaks = SCENARIOS.filter((scenario) => numbers.test(JSON.stringify(factsOf(scenario))));
    expect(leaks).toEqual([]);
  });
});

describe('a caller’s name can’t be more than a name', () => {
  test.each([
    ['escapes of the PBX are undone', String.raw`Bob \"the\" O\'Brien \\ Co`, `Bob "the" O'Brien \\ Co`],
    ['a line break does not break a row', String.raw`Bob\r\nEvent: Forged`, 'Bob Event: Forged'],
    ['signs that turn the direction of writing are gone', 'abc\u202etxt.exe\u202c', 'abctxt.exe'],
    ['invisible signs are gone', 'a\u200bb\ufeffc', 'abc'],
    ['blanks are folded', '  Anna   Caller ', 'Anna Caller'],
    ['a name that is a number is masked', '13812342764', '138****2764'],
    ['a number within a name is masked', 'Wang 138-1234-2764 home', 'Wang 138****2764 home'],
    ['a house number stays', 'Platform 9', 'Platform 9'],
    ['Chinese and emoji stay', '王小明 🙂', '王小明 🙂'],
  ])('%s', (_title, raw, shown) => {
    expect(callerName(raw, mask)).toBe(shown);
  });

  test.each(['<unknown>', 'unknown', 'anonymous', 'Anonymous', ''])('%j is no name', (raw) => {
    expect(callerName(raw, mask)).toBeUndefined();
    expect(isUnknown(raw)).toBe(true);
  });

  test('whatever comes in, what is shown has no control characters, is bounded, and is whole text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (raw) => {
        const shown = cleanText(unescapeC(raw), 128);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(shown.length).toBeLessThanOrEqual(128);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
});
