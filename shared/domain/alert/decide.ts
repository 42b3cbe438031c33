import type { AlertCommand } from '../commands.js';
import { type Ask, type Decision, refuse } from '../deed.js';
import type { SiteState } from '../site.js';

/** What people may do with alerts and their rules. */
export function decideAlert(_site: Readonly<SiteState>, _command: AlertCommand, _ask: Ask): Decision {
  return refuse('not-supported');
}
