import { z } from 'zod';

/** Control characters, line and paragraph separators, and marks that turn the direction of text: never part of what a person says. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
/** Seven digits in a row, with the usual marks between them, are taken for somebody's number. */
const NUMBERS = /(?<!\d)\+?\d(?:[\s().-]?\d){6,}(?!\d)/g;

/** A person's words as the log may hold them: no callers' numbers, nothing unseen. */
export const cleanText = (text: string): string =>
  text
    .replace(UNSEEN, '')
    .replace(NUMBERS, (found) => {
      const digits = found.replace(/\D/g, '');
      return `${digits.slice(0, 3)}****${digits.slice(-2)}`;
    })
    .trim();

/** A text that somebody must have written something into. */
export const words = (max: number) => z.string().max(max).transform(cleanText).pipe(z.string().min(1).max(max));
