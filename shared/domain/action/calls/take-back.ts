import { err, ok, type Result } from '../../../kernel/result.js';
import { unreachable } from '../../../kernel/unreachable.js';
import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import { relationOf } from '../../policy.js';
import type { Rejection } from '../../rejection.js';
import { entityKey, type SiteState, type Visit } from '../../site.js';
import { isWaiting } from '../../visit/leg.js';
import type { Action } from '../action.js';
import type { AgentCommand, CallCommand } from '../decide.js';
import { decideForAgent } from '../decide-agents.js';
import { undoOf } from '../undo.js';
import { decidePriority } from './intervene.js';
import { inverseForAgent } from './inverse-for-agent.js';
import { decideReassign } from './move.js';

type Undo = Extract<CallCommand, { type: 'action.undo' }>;
type Inverse = CommandOf<'call.set-priority' | 'call.reassign'> | AgentCommand;

/**
 * What has not happened yet is withdrawn. What has happened is undone by a new action, decided like any other on the state as it is
 * now; where that would not bring back exactly what was, it is refused (I29).
 */
export function decideUndo(site: Readonly<SiteState>, { actionId }: Undo, ask: Ask): Decision {
  const action = site.actions.get(actionId);
  if (action === undefined) return refuse('not-found');
  if (!mayUndo(action, ask)) return refuse('not-permitted');
  if (action.undoneBy !== undefined) return refuse('unchanged', { actionId: action.undoneBy });
  const how = undoOf(action);
  switch (how) {
    case 'withdraw':
      return waitsForContact(site, action) ? undoBy(site, action, cancel(action), ask) : withdraw(action, ask);
    case 'inverse':
      return undoBy(site, action, inverseOf(site, action), ask);
    case undefined:
      // Between being asked for and being confirmed it can't be caught any more.
      return refuse(action.state === 'started' ? 'too-late' : 'not-undoable');
    default:
      return unreachable(how);
  }
}

/** One's own; a supervisor's hand reaches everybody's. */
function mayUndo({ by }: Action, { context }: Ask): boolean {
  const { userId, role } = context.by;
  return by.userId === userId || (role !== 'agent' && role !== 'lead');
}

function withdraw(action: Action, { context }: Ask): Decision {
  return grant({
    on: { ...action.on, actionId: action.id },
    undoOf: action.id,
    events: [{ type: 'action.settled', occurredAt: context.now, actionId: action.id, result: 'withdrawn' }],
    reads: [entityKey('action', action.id)],
  });
}

function undoBy(site: Readonly<SiteState>, action: Action, inverse: Result<Inverse, Rejection>, ask: Ask): Decision {
  if (!inverse.ok) return inverse;
  const relation = relationOf(inverse.value.type, ask.context.by.role);
  if (relation === undefined) return refuse('not-permitted');
  const decision = decideInverse(site, inverse.value, { ...ask, relation });
  if (!decision.ok) return decision;
  const { value } = decision;
  return grant({
    ...value,
    on: { ...value.on, actionId: action.id },
    undoOf: action.id,
    reads: [...value.reads, entityKey('action', action.id)],
  });
}

function decideInverse(site: Readonly<SiteState>, command: Inverse, ask: Ask): Decision {
  if (command.type === 'call.set-priority') return decidePriority(site, command, ask);
  return command.type === 'call.reassign' ? decideReassign(site, command, ask) : decideForAgent(site, command, ask);
}

/** A change of state that hangs on its agent until a contact is over: both go together. */
function waitsForContact(site: Readonly<SiteState>, { id, on }: Action): boolean {
  return on.agentId !== undefined && site.agents.get(on.agentId)?.pending?.actionId === id;
}

const cancel = ({ on }: Action): Result<Inverse, Rejection> =>
  on.agentId === undefined ? err({ code: 'not-undoable' }) : ok({ type: 'agent.cancel-pending', agentId: on.agentId });

function inverseOf(site: Readonly<SiteState>, action: Action): Result<Inverse, Rejection> {
  if (action.kind === 'call.set-priority') return priorityBack(site, action);
  return action.kind === 'call.reassign' ? queueBack(site, action) : inverseForAgent(site, action);
}

function priorityBack(site: Readonly<SiteState>, { on, detail }: Action): Result<Inverse, Rejection> {
  const visit = on.visitId === undefined ? undefined : site.visits.get(on.visitId);
  if (visit === undefined || visit.state === 'closed') return err({ code: 'call-ended' });
  if (detail.priorityBefore === undefined || visit.priority !== detail.priority) return err({ code: 'not-undoable' });
  return ok({ type: 'call.set-priority', visitId: visit.id, priority: detail.priorityBefore });
}

/** Back to the queue it came from, as long as it still waits where it was sent. */
function queueBack(site: Readonly<SiteState>, { on, detail }: Action): Result<Inverse, Rejection> {
  const visit = whereIs(site, on.callId);
  if (visit === undefined) return err({ code: 'call-ended' });
  if (!isWaiting(visit) || visit.queueId !== on.toQueueId) return err({ code: 'wrong-state', detail: visit.state });
  const { queueIdBefore: queueId, priorityBefore: priority } = detail;
  if (queueId === undefined) return err({ code: 'not-undoable' });
  return ok({
    type: 'call.reassign',
    visitId: visit.id,
    to: { kind: 'queue', queueId, ...(priority === undefined ? {} : { priority }) },
  });
}

const whereIs = (site: Readonly<SiteState>, callId: Action['on']['callId']): Visit | undefined => {
  const visitId = callId === undefined ? undefined : site.calls.get(callId);
  return visitId === undefined ? undefined : site.visits.get(visitId);
};
