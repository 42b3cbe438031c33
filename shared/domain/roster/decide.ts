import { unreachable } from '../../kernel/unreachable.js';
import type { RosterCommand } from '../commands.js';
import { type Ask, type Decision, refuse } from '../deed.js';
import type { SiteState } from '../site.js';
import { decideExceptionAdd, decideExceptionRemove } from './decide-exception.js';
import { decideForecastSet } from './decide-forecast.js';
import { decideAcknowledge, decideDiscardDraft, decidePublish } from './decide-publish.js';
import { decideShiftRemove, decideShiftSet, decideShiftSetMany } from './decide-shift.js';

/** What people may do to the roster (B.5, B.6). */
export function decideRoster(site: Readonly<SiteState>, command: RosterCommand, ask: Ask): Decision {
  switch (command.type) {
    case 'shift.set':
      return decideShiftSet(site, command, ask);
    case 'shift.remove':
      return decideShiftRemove(site, command, ask);
    case 'shift.set-many':
      return decideShiftSetMany(site, command, ask);
    case 'roster.publish':
      return decidePublish(site, command, ask);
    case 'roster.acknowledge':
      return decideAcknowledge(site, command, ask);
    case 'roster.discard-draft':
      return decideDiscardDraft(site, command, ask);
    case 'exception.add':
      return decideExceptionAdd(site, command, ask);
    case 'exception.remove':
      return decideExceptionRemove(site, command, ask);
    case 'forecast.set':
      return decideForecastSet(site, command, ask);
    case 'swap.open':
    case 'swap.volunteer':
    case 'swap.answer':
    case 'swap.decide':
    case 'swap.withdraw':
    case 'open-shift.add':
    case 'open-shift.remove':
      return refuse('not-supported');
    default:
      return unreachable(command);
  }
}
