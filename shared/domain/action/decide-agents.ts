import { type Ask, type Decision, refuse } from '../deed.js';
import type { SiteState } from '../site.js';
import type { AgentCommand } from './decide.js';

export function decideForAgent(_site: Readonly<SiteState>, _command: AgentCommand, _ask: Ask): Decision {
  return refuse('not-supported');
}
