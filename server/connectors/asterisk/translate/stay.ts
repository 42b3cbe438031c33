import type { Caller, EndedBy, Fact } from '../../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../../shared/kernel/ids.js';
import type { EpochMs } from '../../../../shared/kernel/time.js';
import type { CallerMask } from '../mask.js';
import type { Channels } from './channels.js';
import type { OwnActions } from './own-actions.js';
import type { Pending } from './pending.js';
import type { Roster } from './roster.js';

/**
 * Events of one happening come from several threads of Asterisk, some milliseconds apart and in any order. What one of
 * them leaves open is settled by another; when none comes within this time, by what is known.
 */
export const SETTLE_MS = 100;

/** A device that rings for one stay. */
export interface Offer {
  readonly agentKey: ExternalKey;
  readonly member: string;
  readonly interface: string;
  readonly since: number;
  /** The leg that rings: for a Local member the first half of its pair. */
  readonly legUid: string;
  /** The leg said that it was refused: by the device at once, or by a person after it rang. */
  refused?: 'busy' | 'rejected';
  /** The leg was picked up: `AgentConnect` follows. */
  pickedUp?: true;
}

/** An agent's part in a stay, while it lasts. */
export interface Leg {
  readonly agentKey: ExternalKey;
  readonly interface: string;
  readonly kind: 'queue' | 'handover';
  /** What the queue calls the agent's channel. */
  readonly legUid: string;
  /** The channel of the phone behind it, once it was heard. */
  phoneUid?: string;
  /** The bridge in which the caller heard the agent; absent: they have not met yet. */
  callerBridge?: string;
  /** They have not heard each other since. */
  brokenAt?: number;
  held: boolean;
  readonly since: EpochMs;
  /** Who asked first for the end, noted when the agent's channel goes. */
  phoneHangupOrder?: number;
  wrapUpMs?: number;
}

/** One caller's time in one queue, from joining it until the caller is gone from it and from whoever answered there. */
export interface Stay {
  readonly key: ExternalKey;
  readonly queue: string;
  /** The caller's channel. */
  readonly uid: string;
  readonly callKey: ExternalKey;
  readonly caller: Caller;
  readonly enteredAt: number;
  readonly callEnteredAt: number;
  /** `sent`: taken out of the queue by us and on the way to an agent's phone; for the caller the wait goes on. */
  state: 'waiting' | 'leaving' | 'sent' | 'answered';
  priority: number;
  readonly offers: Map<string, Offer>;
  /** Asterisk said "abandoned", which it says of nearly every end but an answer and a key. */
  abandonedAt?: number;
  leftAt?: number;
  /** Left, and an agent has picked up: held open for longer. */
  waitsForConnect?: true;
  leg?: Leg;
  /** Channels of talks that are over: still bridged for some milliseconds, and not a new talk. */
  readonly pastLegs: Set<string>;
  /** The caller's channel is gone; what is left is to learn who ended the talk. */
  callerGone: boolean;
  /** A supervisor's own phone that was given the caller: nobody's agent until it has answered. */
  guest?: { readonly phoneKey: ExternalKey; readonly name: string };
  /** What we asked the PBX to do to this talk, and until when that explains its end. */
  ours?: { readonly by: EndedBy; readonly until: number };
  /** When the caller's side asked to hang up, in the order of such requests. */
  callerHangupOrder?: number;
  /** Not in a list of waiting callers that should hold it, so often in a row. */
  missedInLists: number;
}

/** What the parts of the translation share. */
export interface Workshop {
  readonly channels: Channels;
  readonly roster: Roster;
  readonly pending: Pending;
  readonly own: OwnActions;
  readonly mask: CallerMask;
  /** The channel variable that holds the customer's tier. */
  readonly tierVariable: string | undefined;
  /** When the message being read arrived, or, while something is settled, the time it was settled at. */
  arrivedAt(): number;
  emit(fact: Fact): void;
  dropped(reason: string): void;
}
