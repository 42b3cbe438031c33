import type { BufferCommand } from '../commands.js';
import { type Ask, type Decision, refuse } from '../deed.js';
import type { SiteState } from '../site.js';

/** What people may wish for around a buffer shift (B.4). */
export function decideBuffer(_site: Readonly<SiteState>, _command: BufferCommand, _ask: Ask): Decision {
  return refuse('not-supported');
}
