import type { MessageKey } from '../i18n/catalog.js';
import type { GlyphName } from '../ui/glyph.js';

/** How a planned activity is drawn: by its kind, with a shape beside the colour. */
export interface ActivityLook {
  readonly tone: 'front' | 'break' | 'aside' | 'train' | 'other' | 'away';
  readonly glyph?: GlyphName;
  readonly key: MessageKey;
}

const LOOKS: Readonly<Record<string, ActivityLook>> = {
  phone: { tone: 'front', key: 'roster.activity.phone' },
  chat: { tone: 'front', key: 'roster.activity.chat' },
  outbound: { tone: 'front', glyph: 'dot-arrow', key: 'roster.activity.outbound' },
  ot: { tone: 'front', key: 'roster.activity.ot' },
  break: { tone: 'break', key: 'roster.activity.break' },
  meal: { tone: 'break', key: 'roster.activity.meal' },
  // A buffer shift is drawn as what it is to everybody else: work off the phones.
  backoffice: { tone: 'aside', glyph: 'waves', key: 'roster.activity.backoffice' },
  buffer: { tone: 'aside', glyph: 'waves', key: 'roster.activity.backoffice' },
  training: { tone: 'train', glyph: 'book', key: 'roster.activity.training' },
  coaching: { tone: 'train', glyph: 'book', key: 'roster.activity.coaching' },
  meeting: { tone: 'other', key: 'roster.activity.meeting' },
  union: { tone: 'other', key: 'roster.activity.union' },
  other: { tone: 'other', key: 'roster.activity.other' },
  leave: { tone: 'away', key: 'roster.activity.leave' },
  sick: { tone: 'away', key: 'roster.activity.sick' },
  vto: { tone: 'away', key: 'roster.activity.vto' },
};
const UNKNOWN: ActivityLook = { tone: 'other', key: 'roster.activity.other' };

export const lookOf = (activity: string): ActivityLook => LOOKS[activity] ?? UNKNOWN;
