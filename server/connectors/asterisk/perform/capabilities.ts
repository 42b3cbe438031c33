import type { EffectOp } from '../../../../shared/domain/action/effects.js';
import type { AmiAction } from '../actions.js';
import type { AmiMessage } from '../message.js';

/** What each thing that may be asked for needs of the PBX. What is missing here, Asterisk can't do (ending wrap-up). */
const NEEDS: { readonly [Op in EffectOp]?: readonly AmiAction['action'][] } = {
  'move-waiting': ['Redirect', 'ShowDialPlan'],
  'move-talking': ['BlindTransfer', 'ShowDialPlan'],
  'set-priority': ['QueueChangePriorityCaller'],
  withdraw: ['QueueWithdrawCaller'],
  'pick-up': ['Redirect', 'ShowDialPlan'],
  disconnect: ['Hangup'],
  monitor: ['Originate', 'Hangup'],
  'stop-monitor': ['Hangup'],
  'take-over': ['BlindTransfer', 'ShowDialPlan', 'Hangup'],
  'set-ready': ['QueuePause'],
  'set-not-ready': ['QueuePause'],
  'sign-out': ['QueueRemove'],
  'sign-in': ['QueueAdd'],
  'join-queue': ['QueueAdd'],
  'leave-queue': ['QueueRemove'],
  resync: ['QueueStatus'],
};

/**
 * What this PBX can be asked to do by this user: `ListCommands` names the actions that its version knows and that the user
 * may use, and no others.
 */
export function capabilitiesOf(commands: AmiMessage): EffectOp[] {
  const known = commandsIn(commands);
  return (Object.entries(NEEDS) as [EffectOp, readonly string[]][])
    .filter(([, needed]) => needed.every((action) => known.has(action.toLowerCase())))
    .map(([op]) => op);
}

/** The actions' names, in small letters. */
export const commandsIn = (commands: AmiMessage): ReadonlySet<string> => new Set(commands.entries().map(([name]) => name.toLowerCase()));
