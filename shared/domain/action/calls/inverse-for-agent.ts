import { err, ok, type Result } from '../../../kernel/result.js';
import { plainReason } from '../../redact.js';
import type { Rejection } from '../../rejection.js';
import type { Agent, SiteState } from '../../site.js';
import type { Action } from '../action.js';
import { commandedReasonSchema } from '../commands.js';
import type { AgentCommand } from '../decide.js';

/** What puts an agent back, as long as the agent is still as the action left them. */
export function inverseForAgent(site: Readonly<SiteState>, action: Action): Result<AgentCommand, Rejection> {
  const agent = action.on.agentId === undefined ? undefined : site.agents.get(action.on.agentId);
  if (agent === undefined) return err({ code: 'agent-gone' });
  switch (action.kind) {
    case 'agent.set-state':
      return isStillSo(agent, action) ? stateBefore(agent, action) : err({ code: 'not-undoable' });
    case 'agent.borrow':
      return agent.borrowed?.actionId === action.id ? ok({ type: 'agent.return', agentId: agent.id }) : err({ code: 'not-undoable' });
    default:
      return err({ code: 'not-undoable' });
  }
}

function isStillSo({ state, reasonCode, forced }: Agent, { id, detail }: Action): boolean {
  if (state !== detail.toState) return false;
  if (forced?.actionId === id || reasonCode === undefined || detail.reasonCode === undefined) return true;
  return plainReason(reasonCode) === plainReason(detail.reasonCode);
}

function stateBefore({ id }: Agent, { detail }: Action): Result<AgentCommand, Rejection> {
  // Who undoes what was forced on somebody gives the same reason; one's own choice needs none.
  const more = {
    type: 'agent.set-state',
    agentId: id,
    when: 'now',
    ...(detail.reason === undefined ? {} : { reason: detail.reason }),
  } as const;
  if (detail.stateBefore === 'ready') return ok({ ...more, to: { state: 'ready' } });
  const reason = commandedReasonSchema.safeParse(detail.reasonCodeBefore);
  return reason.success ? ok({ ...more, to: { state: 'not-ready', reasonCode: reason.data } }) : err({ code: 'not-undoable' });
}
