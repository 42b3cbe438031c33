import { unreachable } from '../../kernel/unreachable.js';
import type { RosterCommand } from '../commands.js';
import type { Ask, Decision } from '../deed.js';
import type { SiteState } from '../site.js';
import { decideAcknowledge, decidePublish } from './decide-publish.js';
import { decideShiftRemove, decideShiftSet } from './decide-shift.js';

/** What people may do to the roster (B.5, B.6). */
export function decideRoster(site: Readonly<SiteState>, command: RosterCommand, ask: Ask): Decision {
  switch (command.type) {
    case 'shift.set':
      return decideShiftSet(site, command, ask);
    case 'shift.remove':
      return decideShiftRemove(site, command, ask);
    case 'roster.publish':
      return decidePublish(site, command, ask);
    case 'roster.acknowledge':
      return decideAcknowledge(site, command, ask);
    default:
      return unreachable(command);
  }
}
