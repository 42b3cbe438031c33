import type { MessageKey } from '../i18n/catalog.js';

/** What a page is called, by its path. */
export function pageTitle(path: string): MessageKey {
  if (path.startsWith('/me')) return 'app.mine';
  if (path.startsWith('/buffer')) return 'app.bufferShifts';
  if (path.startsWith('/wellbeing')) return 'app.careCalls';
  if (path.startsWith('/roster')) return 'app.roster';
  return path.startsWith('/escalations') ? 'app.escalations' : 'app.floor';
}
