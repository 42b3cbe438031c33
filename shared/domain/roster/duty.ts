import type { AgentId, ExceptionId, OpenShiftId, PublicationId, QueueId, SwapId, TeamId } from '../../kernel/ids.js';
import type { Position } from '../../kernel/position.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Person } from '../person.js';
import type { Shift } from './shift.js';
import type { SwapCheck, SwapMove, SwapShift } from './swap/words.js';
import type { ExceptionType, OpenShiftKind, SwapKind, SwapState } from './words.js';

/** A place in an agent's roster. `draft` is what is planned, `published` what was told; the very same shift while nothing is changed. */
export interface DutyEntry {
  /** Null: planned away, once it is published. */
  draft: Shift | null;
  /** Null: never told. */
  published: Shift | null;
}

/** Time that a person took out of what was planned. */
export interface Exception {
  readonly id: ExceptionId;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly type: ExceptionType;
  readonly by: Person;
  readonly at: EpochMs;
  readonly reason?: string;
}

/** All of one agent's shifts, from 8 days ago to 60 days ahead: rest and weeks are decided on one read. */
export interface Duty {
  readonly agentId: AgentId;
  /** In the order of their starts. Both shifts of an entry are of one business date. */
  entries: DutyEntry[];
  exceptions: Exception[];
  /** Counts every change, draft or not: two who edit the same person notice each other by it. */
  version: number;
  /** Counts the changes of what was told; 0: nothing ever was. */
  publishedVersion: number;
  acknowledgedVersion?: number;
  /** Who changed it last. */
  changed?: { readonly by: Person; readonly at: EpochMs };
  rev: Position;
}

/** One business date of the whole roster: what screens follow live, to read again what changed. */
export interface RosterDay {
  readonly date: string;
  /** Counts every change of that day's shifts. */
  version: number;
  /** Counts the changes of what was told. */
  publishedVersion: number;
  /** Entries whose draft is not what was told. */
  unpublished: number;
  published?: { readonly no: number; readonly at: EpochMs };
  rev: Position;
}

export interface Publication {
  readonly id: PublicationId;
  /** Counts up for the site. */
  readonly no: number;
  /** Business dates, both included. */
  readonly from: string;
  readonly to: string;
  /** None: all. */
  readonly teamIds?: readonly TeamId[];
  readonly at: EpochMs;
  readonly by: Person;
  /** Whose duty it changed. */
  readonly agents: number;
  /** How many shifts came, went or moved. */
  readonly changed: number;
}

export type ForecastKey = `${QueueId}|${string}`;
export const forecastKey = (queueId: QueueId, date: string): ForecastKey => `${queueId}|${date}`;

/** What is expected of one queue on one local date. Interval i begins at `startAt + i × intervalMs`. */
export interface Forecast {
  readonly queueId: QueueId;
  readonly date: string;
  readonly startAt: EpochMs;
  readonly intervalMs: number;
  readonly calls: readonly number[];
  readonly ahtMs: readonly number[];
  /** Made from the weeks before; a person's own is never replaced by one. */
  readonly isFromHistory?: true;
  rev: Position;
}

/** What whoever wants may take: a shift nobody has, overtime, or hours off (VTO). */
export interface OpenShift {
  readonly id: OpenShiftId;
  readonly kind: OpenShiftKind;
  readonly shift: Shift;
  /** Codes, or queue ids where no skills are configured: all of them are needed. */
  readonly skills: readonly string[];
  /** None: everybody. */
  readonly teamIds?: readonly TeamId[];
  readonly places: number;
  takenBy: AgentId[];
  readonly by: Person;
  readonly at: EpochMs;
  rev: Position;
}

/** An exchange, a gift, a pick-up. Why it was asked is never part of it. */
export interface Swap {
  readonly id: SwapId;
  readonly kind: SwapKind;
  state: SwapState;
  readonly agentId: AgentId;
  /** Of whom it is asked, or who came forward. */
  toAgentId?: AgentId;
  /** The asker's shift as it was told then: another one there now is a conflict. */
  readonly gives?: SwapShift;
  /** The colleague's shift, or what is open. */
  readonly takes?: SwapShift;
  readonly openShiftId?: OpenShiftId;
  /** Of `partial` and `vto`: which part. */
  readonly span?: { readonly startAt: EpochMs; readonly endAt: EpochMs };
  readonly askedAt: EpochMs;
  /** Unsettled by then, it is over. */
  readonly expiresAt: EpochMs;
  checks: readonly SwapCheck[];
  /** A person, where one decided. */
  decidedBy?: Person;
  closedAt?: EpochMs;
  rev: Position;
}

/** A line of the ledger by which a team sees who gave and who took. */
export interface LedgerLine extends SwapMove {
  readonly kind: SwapKind;
  readonly at: EpochMs;
}
