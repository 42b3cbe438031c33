import { REJECTION_CODES } from '../../shared/domain/rejection.js';
import type { ImportFault } from '../../shared/protocol/roster-http.js';
import type { MessageKey } from '../i18n/catalog.js';
import type { Translate } from '../i18n/provider.js';
import { refusalText } from '../i18n/refusal.js';

const WORDS: Readonly<Record<string, MessageKey>> = {
  'broken-line': 'roster.fault.broken-line',
  missing: 'roster.fault.missing',
  'bad-date': 'roster.fault.bad-date',
  'bad-time': 'roster.fault.bad-time',
  'bad-zone': 'roster.fault.bad-zone',
  'bad-activity': 'roster.fault.bad-activity',
  'unknown-activity': 'roster.fault.unknown-activity',
  'activity-outside': 'roster.fault.activity-outside',
  'unknown-agent': 'roster.fault.unknown-agent',
  'too-many': 'roster.fault.too-many',
  twice: 'roster.fault.twice',
  'several-shifts': 'roster.fault.several-shifts',
};

/** What is wrong with a line: as a file, or as a plan, which refuses it in the words it has for everybody. */
export function faultText(t: Translate, { code }: Pick<ImportFault, 'code'>): string {
  const key = WORDS[code];
  if (key !== undefined) return t(key);
  const refusal = REJECTION_CODES.find((one) => one === code);
  return refusal === undefined ? code : refusalText(t, { code: refusal });
}
