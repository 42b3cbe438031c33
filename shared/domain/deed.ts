import type { ActionId, AgentId, AlertId, CommitId } from '../kernel/ids.js';
import type { Result } from '../kernel/result.js';
import type { EpochMs } from '../kernel/time.js';
import type { Action, ActionSubjects } from './action/action.js';
import type { Effect } from './action/effects.js';
import type { ActionDetail } from './action/events.js';
import type { DomainEvent } from './events.js';
import type { Person } from './person.js';
import type { Actor, Relation } from './policy.js';
import type { Rejection } from './rejection.js';
import type { EntityKey } from './site.js';

/** What a decision may know besides the state and the wish. */
export interface DecideContext {
  readonly now: EpochMs;
  /** The command's own id: what it makes is named by it, so that a retry names it the same. */
  readonly commitId: CommitId;
  readonly by: Actor;
  /** Looks a person up by account; undefined: nobody of this site. */
  person(userId: string): Person | undefined;
  /** Who is on duty for this agent's team, and takes their open cases while they are away; absent: nobody is known. */
  custodian?(agentId: AgentId): Person | undefined;
  /** Whether who asks said in private, a short while ago, that they can hardly go on. What they said is not kept anywhere here. */
  readonly hasSaidFive?: boolean;
}

/** A granted command: its action, and what else follows at once. `decide` makes the action's event of it. */
export interface Deed {
  readonly on: ActionSubjects;
  readonly detail?: ActionDetail;
  readonly alertId?: AlertId;
  readonly undoOf?: ActionId;
  readonly next:
    | { readonly state: 'confirmed' }
    | { readonly state: 'pending'; readonly timeOutAt?: EpochMs }
    | { readonly state: 'offered'; readonly offer: NonNullable<Action['offer']> }
    | { readonly state: 'requested'; readonly effect: Effect; readonly source: string; readonly timeOutAt: EpochMs };
  /** After the action's own event, in the same commit. */
  readonly events: readonly DomainEvent[];
  /** All that was read to say yes. */
  readonly reads: readonly EntityKey[];
}
export type Decision = Result<Deed, Rejection>;
/** One command's rule. `relation` is how far the asker's word reaches; that the role may ask at all is checked before. */
export interface Ask {
  readonly context: DecideContext;
  readonly relation: Relation;
  /** The action that this command will be. */
  readonly actionId: ActionId;
}

export const grant = (deed: Omit<Deed, 'events' | 'next'> & Partial<Pick<Deed, 'events' | 'next'>>): Decision => ({
  ok: true,
  value: { next: { state: 'confirmed' }, events: [], ...deed },
});
export const refuse = (code: Rejection['code'], more: Omit<Rejection, 'code'> = {}): Decision => ({ ok: false, error: { code, ...more } });
