import { unreachable } from '../../kernel/unreachable.js';
import type { RosterCommand } from '../commands.js';
import type { Ask, Decision } from '../deed.js';
import type { SiteState } from '../site.js';
import { decideExceptionAdd, decideExceptionRemove } from './decide-exception.js';
import { decideForecastSet } from './decide-forecast.js';
import { decideAcknowledge, decideDiscardDraft, decidePublish } from './decide-publish.js';
import { decideShiftRemove, decideShiftSet, decideShiftSetMany } from './decide-shift.js';
import { decideSwapAnswer, decideSwapOpen, decideSwapVolunteer, decideSwapWithdraw } from './swap/decide-ask.js';
import { decideSwapDecide } from './swap/decide-lead.js';
import { decideOpenShiftAdd, decideOpenShiftRemove } from './swap/decide-open-shift.js';

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
      return decideSwapOpen(site, command, ask);
    case 'swap.volunteer':
      return decideSwapVolunteer(site, command, ask);
    case 'swap.answer':
      return decideSwapAnswer(site, command, ask);
    case 'swap.decide':
      return decideSwapDecide(site, command, ask);
    case 'swap.withdraw':
      return decideSwapWithdraw(site, command, ask);
    case 'open-shift.add':
      return decideOpenShiftAdd(site, command, ask);
    case 'open-shift.remove':
      return decideOpenShiftRemove(site, command, ask);
    default:
      return unreachable(command);
  }
}
