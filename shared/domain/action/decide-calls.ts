import { type Ask, type Decision, refuse } from '../deed.js';
import type { SiteState } from '../site.js';
import type { CallCommand } from './decide.js';

export function decideForCall(_site: Readonly<SiteState>, _command: CallCommand, _ask: Ask): Decision {
  return refuse('not-supported');
}
