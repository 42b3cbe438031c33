import { unreachable } from '../../kernel/unreachable.js';
import type { Ask, Decision } from '../deed.js';
import type { SiteState } from '../site.js';
import { decideBorrow, decideReturn } from './agents/borrow.js';
import { decideBreakAnswer } from './agents/break.js';
import { decideAcknowledgeHelp, decideCloseHelp, decideRaiseHelp } from './agents/help.js';
import { decideMessage, decideMessageRead } from './agents/message.js';
import { decideCancelPending } from './agents/pending.js';
import { decideResync } from './agents/resync.js';
import { decideSignIn } from './agents/sign-in.js';
import { decideEndWrapUp, decideSetState, decideSignOut } from './agents/state-commands.js';
import type { AgentCommand } from './decide.js';

/** What people may do to agents, and agents to themselves: the rows of B.1.2 that people cause, and the prohibitions AG-P1…P4. */
export function decideForAgent(site: Readonly<SiteState>, command: AgentCommand, ask: Ask): Decision {
  switch (command.type) {
    case 'agent.set-state':
      return decideSetState(site, command, ask);
    case 'agent.sign-out':
      return decideSignOut(site, command, ask);
    case 'agent.sign-in':
      return decideSignIn(site, command, ask);
    case 'agent.cancel-pending':
      return decideCancelPending(site, command, ask);
    case 'agent.end-wrap-up':
      return decideEndWrapUp(site, command, ask);
    case 'agent.message':
      return decideMessage(site, command, ask);
    case 'message.read':
      return decideMessageRead(site, command, ask);
    case 'agent.borrow':
      return decideBorrow(site, command, ask);
    case 'agent.return':
      return decideReturn(site, command, ask);
    case 'help.raise':
      return decideRaiseHelp(site, command, ask);
    case 'help.acknowledge':
      return decideAcknowledgeHelp(site, command, ask);
    case 'help.close':
      return decideCloseHelp(site, command, ask);
    case 'break.answer':
      return decideBreakAnswer(site, command, ask);
    case 'source.resync':
      return decideResync(site, command, ask);
    default:
      return unreachable(command);
  }
}
