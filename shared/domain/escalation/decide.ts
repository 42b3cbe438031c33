import type { CaseCommand } from '../commands.js';
import { type Ask, type Decision, refuse } from '../deed.js';
import type { SiteState } from '../site.js';

/** What people may do with escalation cases: B.3.2, row by row. */
export function decideCase(_site: Readonly<SiteState>, _command: CaseCommand, _ask: Ask): Decision {
  return refuse('not-supported');
}
