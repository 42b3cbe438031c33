import type { CaseEntryView } from '../../shared/protocol/http.js';
import type { Translate } from '../i18n/provider.js';
import { type WordList, wordOf } from './names.js';

/** Kinds whose `what` is a code, and where its words are. */
const CODES: Readonly<Record<string, WordList>> = {
  opened: 'type',
  attributed: 'cause',
  routed: 'route',
  'customer-told': 'channel',
  progressed: 'channel',
  'first-responded': 'channel',
  'customer-answered': 'answer',
  'followed-up': 'result',
  'approval-answered': 'approval',
  'timer-warned': 'timer',
  'timer-breached': 'timer',
};

/** One line of a case's story: who, what, to which end. */
export function entryText(t: Translate, { kind, what, byName, byId }: CaseEntryView): string {
  const list = CODES[kind];
  const detail = what === undefined ? undefined : list === undefined ? what : wordOf(t, list, what);
  const who = byId === 'system' ? undefined : byName;
  return [who, wordOf(t, 'entry', kind), detail].filter((part) => part !== undefined && part !== '').join(' · ');
}
