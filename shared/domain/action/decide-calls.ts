import { unreachable } from '../../kernel/unreachable.js';
import type { Ask, Decision } from '../deed.js';
import type { SiteState } from '../site.js';
import { decideDisconnect, decideFlagAbuse, decidePriority, decideWithdraw } from './calls/intervene.js';
import { decideMonitor, decidePickUp, decideStopMonitor, decideTakeOver } from './calls/listen.js';
import { decideReassign } from './calls/move.js';
import { decideAccept, decideDecline } from './calls/offers.js';
import { decideUndo } from './calls/take-back.js';
import type { CallCommand } from './decide.js';

/** What people may do to calls (domain B.2, B.2.1), and to what others set out to do with them. */
export function decideForCall(site: Readonly<SiteState>, command: CallCommand, ask: Ask): Decision {
  switch (command.type) {
    case 'call.reassign':
      return decideReassign(site, command, ask);
    case 'call.set-priority':
      return decidePriority(site, command, ask);
    case 'call.withdraw':
      return decideWithdraw(site, command, ask);
    case 'call.pick-up':
      return decidePickUp(site, command, ask);
    case 'call.disconnect':
      return decideDisconnect(site, command, ask);
    case 'call.monitor':
      return decideMonitor(site, command, ask);
    case 'call.stop-monitor':
      return decideStopMonitor(site, command, ask);
    case 'call.take-over':
      return decideTakeOver(site, command, ask);
    case 'call.flag-abuse':
      return decideFlagAbuse(site, command, ask);
    case 'offer.accept':
      return decideAccept(site, command, ask);
    case 'offer.decline':
      return decideDecline(site, command, ask);
    case 'action.undo':
      return decideUndo(site, command, ask);
    default:
      return unreachable(command);
  }
}
