import type { ShiftInput } from '../../shared/domain/roster/inputs.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { WireRejection } from '../../shared/protocol/messages.js';
import type { AgentId } from './book.js';
import { type Plan, planOf } from './plan.js';

/** One person's shift, as it was and as it is to be; null: none. */
export interface Change {
  readonly agentId: AgentId;
  readonly before: Shift | null;
  readonly after: Plan | null;
  /** How `after` is said, where the wall of this browser is not to be asked. */
  readonly input?: ShiftInput;
}

/** What was done in one go, and is taken back in one. */
export interface Done {
  readonly changes: readonly DoneChange[];
}
export interface DoneChange {
  readonly agentId: AgentId;
  readonly was: Plan | null;
  readonly is: Plan | null;
  readonly businessDate: string;
}

/**
 * What became of many changes, each of them in one list: those that are planned, those that were sent without an answer, and those that
 * are not planned.
 */
export type ManyOutcome = {
  readonly planned: readonly Change[];
} & ({ readonly kind: 'done' } | Stopped);

export type Stopped = { readonly planned: readonly Change[]; readonly left: readonly Change[] } & (
  | {
      readonly kind: 'refused';
      readonly rejection: WireRejection;
      /** What the refused command held, in its order; they are among those left. */
      readonly of: readonly Change[];
    }
  | { readonly kind: 'not-confirmed'; readonly unsure: readonly Change[] }
);

export const dateOf = ({ before, after }: Change): string => after?.businessDate ?? before?.businessDate ?? '';

export const doneOf = (change: Change): DoneChange => ({
  agentId: change.agentId,
  was: change.before && planOf(change.before),
  is: change.after,
  businessDate: dateOf(change),
});

/** At most so many in one command, the log's own limit left some room. */
const MOST_AT_ONCE = 400;

/** In several commands what does not fit into one; nobody's shifts apart. */
export function inParts(changes: readonly Change[]): Change[][] {
  const parts: Change[][] = [];
  for (const change of [...changes].sort((a, b) => (a.agentId < b.agentId ? -1 : a.agentId > b.agentId ? 1 : 0))) {
    const last = parts.at(-1);
    const isFull = last !== undefined && last.length >= MOST_AT_ONCE && last.at(-1)?.agentId !== change.agentId;
    if (last === undefined || isFull) parts.push([change]);
    else last.push(change);
  }
  return parts;
}
