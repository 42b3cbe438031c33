import type { MessageKey } from '../i18n/catalog.js';

/** What is planned, or was done, in the agent's words. */
const WORDS: Readonly<Record<string, MessageKey>> = {
  phone: 'shifts.as.phone',
  chat: 'shifts.as.chat',
  outbound: 'shifts.as.outbound',
  ot: 'shifts.as.ot',
  break: 'shifts.as.break',
  meal: 'shifts.as.meal',
  training: 'shifts.as.training',
  meeting: 'shifts.as.meeting',
  coaching: 'shifts.as.coaching',
  backoffice: 'shifts.as.backoffice',
  buffer: 'shifts.as.buffer',
  leave: 'shifts.as.leave',
  sick: 'shifts.as.sick',
  vto: 'shifts.as.vto',
  union: 'shifts.as.union',
  offline: 'shifts.as.offline',
  unreachable: 'shifts.as.unreachable',
  'micro-pause': 'shifts.as.micro-pause',
  'warm-up': 'shifts.as.warm-up',
  'not-ready': 'shifts.as.not-ready',
  admin: 'shifts.as.admin',
  personal: 'shifts.as.personal',
  rona: 'shifts.as.rona',
  reject: 'shifts.as.rona',
};
export const activityWord = (activity: string): MessageKey => WORDS[activity] ?? 'shifts.as.other';

/** How it is drawn: on contacts, at rest, off the phones, elsewhere. */
export function activityTone(activity: string): 'front' | 'rest' | 'buffer' | 'aside' | 'away' {
  switch (activity) {
    case 'phone':
    case 'chat':
    case 'outbound':
    case 'ot':
      return 'front';
    case 'break':
    case 'meal':
      return 'rest';
    case 'buffer':
    case 'backoffice':
      return 'buffer';
    case 'leave':
    case 'sick':
    case 'vto':
      return 'away';
    default:
      return 'aside';
  }
}
