import type { MessageKey } from '../i18n/catalog.js';
import type { Translate } from '../i18n/provider.js';

/** The closed lists that a case speaks in, and where their words are. */
const WORDS = {
  grade: (code: string) => `case.grade.${code}`,
  type: (code: string) => `case.type.${code}`,
  cause: (code: string) => `case.cause.${code}`,
  route: (code: string) => `case.route.${code}`,
  channel: (code: string) => `case.channel.${code}`,
  answer: (code: string) => `case.answer.${code}`,
  result: (code: string) => `case.result.${code}`,
  granted: (code: string) => `case.granted.${code}`,
  approval: (code: string) => `case.approval.${code}`,
  timer: (code: string) => `case.timer.${code}`,
  level: (code: string) => `case.level.${code}`,
  raise: (code: string) => `case.raise.${code}`,
  ticket: (code: string) => `case.ticket.${code}`,
  lack: (code: string) => `case.lack.${code}`,
  entry: (code: string) => `case.entry.${code}`,
} as const;
export type WordList = keyof typeof WORDS;

/** A code in words. */
export const wordOf = (t: Translate, list: WordList, code: string): string => t(WORDS[list](code) as MessageKey);
