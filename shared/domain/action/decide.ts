import type { CommandOf, CommandType, FloorCommand } from '../commands.js';
import type { Ask, Decision } from '../deed.js';
import type { SiteState } from '../site.js';
import { decideForAgent } from './decide-agents.js';
import { decideForCall } from './decide-calls.js';

/** Commands whose subject is a call, or an action on one. */
export type CallCommand = CommandOf<Extract<CommandType, `call.${string}` | `offer.${string}` | 'action.undo'>>;
export type AgentCommand = Exclude<FloorCommand, CallCommand>;

/** What people may do to calls and agents. */
export function decideAction(site: Readonly<SiteState>, command: FloorCommand, ask: Ask): Decision {
  return isAboutCall(command) ? decideForCall(site, command, ask) : decideForAgent(site, command, ask);
}

const isAboutCall = (command: FloorCommand): command is CallCommand =>
  command.type.startsWith('call.') || command.type.startsWith('offer.') || command.type === 'action.undo';
