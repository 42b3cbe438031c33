import type { CaseEntryView } from '../../shared/protocol/http.js';
import type { Translate } from '../i18n/provider.js';
import { type WordList, wordOf } from './names.js';
import { raiseWords } from './raised.js';

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

/** What the site calls things that a case knows by their codes. */
export interface SiteNames {
  department(code: string): string;
  given(code: string, amount: number): string;
}

/** One line of a case's story: who, what, to which end. */
export function entryText(t: Translate, { kind, what, byName, byId }: CaseEntryView, names: SiteNames): string {
  const who = byId === 'system' ? undefined : byName;
  const detail = what === undefined ? undefined : detailOf(t, kind, what, names);
  return [who, wordOf(t, 'entry', kind), detail].filter((part) => part !== undefined && part !== '').join(' · ');
}

function detailOf(t: Translate, kind: string, what: string, names: SiteNames): string {
  const list = CODES[kind];
  if (list !== undefined) return wordOf(t, list, what);
  const [code = '', more = '', third = ''] = what.split(' ');
  switch (kind) {
    case 'handed-off':
    case 'department-rejected':
      return names.department(what);
    case 'authority-used':
    case 'approval-asked':
      return names.given(code, Number(more));
    case 'grade-raised':
      return `${code} → ${more} · ${raiseWords(t, third)}`;
    case 'timer-escalated':
      return `${wordOf(t, 'timer', code)} → ${wordOf(t, 'level', more)}`;
    case 'ticket-changed':
      return wordOf(t, 'ticket', what);
    case 'commented':
      return what
        .split(' ')
        .map((name) => `@${name}`)
        .join(' ');
    default:
      return what;
  }
}
