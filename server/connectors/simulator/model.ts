import type { MonitorMode } from '../../../shared/domain/action/commands.js';
import type { Effect, Failure } from '../../../shared/domain/action/effects.js';
import type { Caller, Fact, FlowoutReason } from '../../../shared/domain/facts.js';
import type { ExternalKey } from '../../../shared/kernel/ids.js';
import type { ArrivalStream } from './arrivals.js';
import type { Behaviour } from './behaviour.js';
import type { Dice } from './draws.js';
import type { DutyStep } from './duty.js';
import type { Line, Linked } from './line.js';
import type { Timers } from './timers.js';

/** The simulated floor as its own call distributor sees it. Times are plain ms of the site clock. */

export interface SimQueue {
  readonly key: ExternalKey;
  readonly spec: QueueTraits;
  /** Those whose turn it is: highest priority first, then longest waiting. */
  readonly waiting: Line<SimCall>;
  /** Which agents may be given its calls. */
  readonly groups: SkillGroup[];
  partner: SimQueue | undefined;
  arrivals: ArrivalStream | undefined;
}

/** What a queue's callers are like; the rest of a queue's description concerns only the screen. */
export interface QueueTraits {
  readonly key: string;
  readonly thresholdMs: number;
  readonly handleMs: number;
  readonly wrapUpMs: number;
  readonly patienceMs: number;
  readonly priority: number;
}

/** Agents who serve the same queues. Those ready stand in the order in which they became so. */
export interface SkillGroup {
  readonly queues: readonly SimQueue[];
  readonly ready: Line<SimAgent>;
}

export interface SimAgent extends Linked<SimAgent> {
  readonly key: ExternalKey;
  readonly index: number;
  readonly name: string;
  readonly dice: Dice;
  /** A phone that is rung by name: it belongs to no queue, and nobody signs in at it. */
  readonly isPhone: boolean;
  /** Whom the agent serves by the day's plan. */
  readonly home: SkillGroup;
  /** Whom the agent serves now: `home` until lent elsewhere. */
  group: SkillGroup;
  /** Multiplies talk and wrap-up: some are quicker. */
  readonly speed: number;
  signedIn: boolean;
  /** Why not ready. */
  pause: string | undefined;
  reachable: boolean;
  offQueue: 'ringing' | 'dialing' | 'talking' | 'none';
  /** Ringing here or talking to this agent. */
  call: SimCall | undefined;
  isWrappingUp: boolean;
  /** Due by the day's plan during a call, done after it. */
  pending: { readonly what: 'pause'; readonly reason: string; readonly forMs: number } | { readonly what: 'sign-out' } | undefined;
  /** Until then the day's plan leaves alone what a command has set. */
  commandedUntil: number;
  /** Stands in `group.ready`. */
  isListed: boolean;
  readySince: number;
  /** Counts wrap-ups and off-queue calls: a timer of an earlier one does nothing. */
  turn: number;
  /** The same for pauses, which may outlast a call. */
  pauseTurn: number;
  /** The same for the day's plan: another one was made. */
  dutyTurn: number;
}

export interface SimCall extends Linked<SimCall> {
  /** One stay in one queue. */
  readonly key: ExternalKey;
  /** The caller's contact across stays. */
  readonly callKey: ExternalKey;
  /** Stays so far, this one included. */
  readonly stay: number;
  readonly dice: Dice;
  readonly queue: SimQueue;
  readonly caller: Caller;
  priority: number;
  readonly enteredAt: number;
  readonly callEnteredAt: number;
  state: 'queued' | 'ringing' | 'talking' | 'holding' | 'over';
  agent: SimAgent | undefined;
  /** Offers so far: each ring has its own dice. */
  offers: number;
  /** Agents who have talked to the caller so far, this one included. */
  legs: number;
  /** When the present agent began to talk. */
  legAt: number;
  /** Another phone rings to have the caller put through. */
  isMoving: boolean;
}

export type Timer =
  | { readonly kind: 'arrival'; readonly queue: SimQueue; readonly callKey: string }
  | { readonly kind: 'lone-arrival'; readonly queue: SimQueue; readonly callKey: string }
  | { readonly kind: 'patience'; readonly call: SimCall }
  | { readonly kind: 'give-up'; readonly call: SimCall; readonly how: FlowoutReason }
  | { readonly kind: 'ring'; readonly call: SimCall; readonly offer: number; readonly how: 'answered' | 'no-answer' | 'rejected' }
  | { readonly kind: 'hold' | 'resume' | 'talk'; readonly call: SimCall; readonly leg: number }
  | {
      readonly kind: 'consult';
      readonly call: SimCall;
      readonly leg: number;
      readonly other: SimAgent;
      readonly turn: number;
      readonly step: 'talks' | 'takes-over';
    }
  | { readonly kind: 'wrap-up' | 'pause-over'; readonly agent: SimAgent; readonly turn: number }
  /** A colleague whose phone rings for a caller whom somebody else still has; `turn` is the colleague's. */
  | { readonly kind: 'moves'; readonly call: SimCall; readonly leg: number; readonly other: SimAgent; readonly turn: number }
  | { readonly kind: 'order'; readonly order: Order }
  | {
      readonly kind: 'off-queue';
      readonly agent: SimAgent;
      readonly turn: number;
      readonly phase: 'talking' | 'none';
      readonly talkMs: number;
    }
  | { readonly kind: 'reachable'; readonly agent: SimAgent }
  | { readonly kind: 'duty'; readonly agent: SimAgent; readonly turn: number; readonly steps: readonly DutyStep[]; readonly next: number };

/** What the floor is told to do from outside. */
export interface Order {
  readonly effect: Effect;
  /** Who is at the phone that the effect names, if it names one. */
  readonly phoneName: string;
  /** Asked right before anything is done. */
  isHolder(): boolean;
  answer(failure: Failure | undefined): void;
}

/** A phone that listens in on a call, or speaks in it. */
export interface SimMonitor {
  readonly key: ExternalKey;
  readonly call: SimCall;
  readonly phone: SimAgent;
  readonly mode: MonitorMode;
}

export interface Floor {
  readonly seed: number;
  /** Whether the day's plan sends people home and to their breaks. */
  readonly hasShifts: boolean;
  readonly behaviour: Behaviour;
  readonly queues: readonly SimQueue[];
  readonly agents: readonly SimAgent[];
  /** By the keys of their queues, own queue first. As many as combinations were ever served. */
  readonly groups: Map<string, SkillGroup>;
  /** Phones that are no agent's, as far as they were ever used. */
  readonly phones: Map<ExternalKey, SimAgent>;
  readonly monitors: Map<ExternalKey, SimMonitor>;
  /** What the agent is to do in the stretch of work that holds this instant, or in the next one to come. */
  readonly stintAt: (agent: SimAgent, at: number) => readonly DutyStep[];
  /** Whether a person sits at this agent's desk: then the day's plan leaves the agent alone. */
  readonly isAtDesk: (agentKey: ExternalKey) => boolean;
  readonly timers: Timers<Timer>;
  readonly emit: (fact: Fact) => void;
  now: number;
  /** Who may have become free, and who has begun to wait, since calls were last given out. */
  readonly freed: SimAgent[];
  readonly arrived: SimCall[];
}
