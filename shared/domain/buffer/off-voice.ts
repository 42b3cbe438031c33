import { type AgentAfter, isInContact } from '../action/agents/after.js';
import { pausedEverywhere } from '../agent/state.js';
import type { Agent } from '../site.js';

/** Rung by nobody: signed out, or paused in every queue with no contact in hand. */
export const isOffVoice = ({ state }: Agent): boolean => state === 'logged-out' || state === 'not-ready' || state === 'unreachable';

export const isOffVoiceAfter = (after: AgentAfter): boolean =>
  after.memberships.size === 0 || (pausedEverywhere(after) && !isInContact(after) && after.wrapUp === undefined);
export const isOnPhonesAfter = ({ memberships }: AgentAfter): boolean => memberships.size > 0 && !pausedEverywhere({ memberships });
