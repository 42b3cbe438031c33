import type { ActionId, AgentId, AlertId, CallId, CaseId, QueueId, RuleId, VisitId } from '../../kernel/ids.js';
import type { Position } from '../../kernel/position.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Person } from '../person.js';
import type { Effect, Failure } from './effects.js';
import type { ActionDetail, ActionKind, ActionState } from './events.js';

/**
 * One accepted command (or one thing the site did by itself), from being asked for to its outcome: what is pending on a screen, what
 * a second supervisor is told, what `undo` undoes, and the audit record. The state keeps open ones, and settled ones for an hour;
 * history keeps all.
 *
 *   offered ──accept──▶ requested ──the source's holder takes it──▶ started ──the source's own event──▶ confirmed
 *      │ decline, time-out    │ undo                                   │ refusal, caller gone, time-out
 *      ▼                      ▼                                        ▼
 *   declined / timed-out   withdrawn                                failed / timed-out
 *
 * What needs nobody else is `confirmed` at once. `pending`: waits for an agent's contact to be over, or for the agent to read it.
 */
export interface Action {
  readonly id: ActionId;
  readonly kind: ActionKind;
  readonly by: Person;
  readonly askedAt: EpochMs;
  readonly on: ActionSubjects;
  readonly detail: ActionDetail;
  readonly alertId?: AlertId;
  readonly undoOf?: ActionId;
  undoneBy?: ActionId;
  state: ActionState;
  /** What the source was, or will be, asked. */
  effect?: Effect;
  /** Whose source it is. */
  source?: string;
  /** The desk that is asked first, until when. */
  offer?: { readonly agentId: AgentId; readonly until: EpochMs };
  /** When it is given up if nothing confirms it. */
  timeOutAt?: EpochMs;
  failure?: Failure;
  /** What the one who declined said. */
  answer?: string;
  settledAt?: EpochMs;
  rev: Position;
}

/** What it is about: found by screens, by conflicts, and by the audit. */
export interface ActionSubjects {
  readonly visitId?: VisitId;
  readonly callId?: CallId;
  /** Whom it concerns: the agent on the call, or whose state it is. */
  readonly agentId?: AgentId;
  readonly queueId?: QueueId;
  readonly toAgentId?: AgentId;
  readonly toQueueId?: QueueId;
  readonly caseId?: CaseId;
  readonly alertId?: AlertId;
  readonly ruleId?: RuleId;
  readonly actionId?: ActionId;
}

export const isSettled = ({ state }: Pick<Action, 'state'>): boolean =>
  state === 'confirmed' || state === 'failed' || state === 'timed-out' || state === 'declined' || state === 'withdrawn';
