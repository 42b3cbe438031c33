import type { z } from 'zod';
import type { ActionId, AgentId, CaseId, QueueId, VisitId } from '../../kernel/ids.js';
import type { Position } from '../../kernel/position.js';
import type { EpochMs } from '../../kernel/time.js';
import type { EventOf } from '../events.js';
import type { Caller } from '../facts.js';
import type { Person } from '../person.js';
import type { caseTimerSchema, promiseSchema } from './events.js';
import type {
  CaseSign,
  CaseState,
  CaseType,
  CauseClass,
  ContactChannel,
  FiveW2HField,
  Grade,
  NoticeKind,
  Resolution,
  Route,
  TicketState,
} from './words.js';

/**
 * An escalation case: the closed loop 分级 → 归因 → 解决 → 反馈. Plain data, no maps: snapshots hold it as it is.
 *
 *   new → graded → attributing → solving → proposed → customer-confirm → resolved → follow-up → closed
 *
 * with the ways back of B.3.2. It has exactly one owner at every instant (ES-O3).
 */
export interface Case {
  readonly id: CaseId;
  readonly no: number;
  readonly openedAt: EpochMs;
  /** The timers of this version of the policy count for it, whatever comes later. */
  readonly policyVersion: number;
  readonly text: string;
  readonly signs: readonly CaseSign[];
  /** By the rules, until a person has graded it. */
  proposedGrade: Grade;
  /** When it went up by itself: of each cause the last time, the newest last. */
  raised?: CaseRaise[];
  /** ES-O1: never changes. */
  readonly firstResponder: Person;
  readonly caller?: Pick<Caller, 'masked' | 'hash' | 'tier'>;
  readonly queueId?: QueueId;
  readonly agentId?: AgentId;
  readonly keepsContactHours?: true;
  caseType: CaseType;
  grade?: Grade;
  state: CaseState;
  route?: Route;
  reopens: number;
  owner: Person;
  ownerSince: EpochMs;
  /** That nobody owns it was told to the supervisors. */
  isUnownedAlerted: boolean;
  offered?: { readonly to: Person; readonly since: EpochMs; readonly answerDueAt: EpochMs; isAlerted: boolean };
  aboutAgentId?: AgentId;
  /** The live call, while it lasts. */
  visitId?: VisitId;
  firstRespondedAt?: EpochMs;
  gradedAt?: EpochMs;
  causeClass?: CauseClass;
  fiveW2H: Partial<Record<FiveW2HField, string>>;
  handOff?: HandOff;
  /** How often a department has refused it. */
  rejections: number;
  /** A supervisor must say which department it is, until then (ES-09). */
  arbitration?: { readonly dueAt: EpochMs; isAlerted: boolean };
  /** That word is final. */
  isArbitrated: boolean;
  plan?: { readonly text: string; readonly etaAt: EpochMs; readonly explanation?: string };
  /** Which of the two closing times counts: that of the last route taken. */
  closure?: 'T6' | 'T6P';
  /** When the present wait for news began: T5. */
  updateSince: EpochMs;
  /** The customer knows what came of it. */
  informedAt?: EpochMs;
  /** T3 is met: a plan, or fixed on the spot. */
  answeredAt?: EpochMs;
  /** What was done in the end, in words. */
  resolution?: string;
  lastTold?: { readonly at: EpochMs; readonly text: string; readonly channel: ContactChannel };
  promises: CasePromise[];
  /** In the order of their codes; of T5 only the one that runs. */
  timers: CaseTimer[];
  /** Clocks that another of their kind has taken the place of, or that no longer apply: how they went, oldest first. */
  pastClocks?: PastClock[];
  /** When it waited for the customer: T6 and T6′ stood still. */
  pauses: { readonly from: EpochMs; to?: EpochMs }[];
  /** Tries to reach the customer in the present state. */
  attempts: number;
  /** Before this the next one does not count. */
  tryAgainAt?: EpochMs;
  approvals: Approval[];
  /** Out of the authority list, for this case. */
  given: { readonly entry: string; readonly amount: number }[];
  ticket?: Ticket;
  mentions: Person[];
  /** What somebody has to be told of and has not taken note of yet, the newest last; absent: nothing. */
  notices?: CaseNotice[];
  mergedInto?: CaseId;
  mergedFrom: CaseId[];
  comments: number;
  /** Every line that there ever was; the oldest beyond a bound are in the log alone. */
  entryCount: number;
  entries: CaseEntry[];
  resolvedAt?: EpochMs;
  /** T6 or T6′ ended then; a reopened case does not get it anew. */
  firstResolvedAt?: EpochMs;
  review?: string;
  /** Closed, merged or cancelled. */
  closedAt?: EpochMs;
  rev: Position;
}

export interface CaseNotice {
  readonly id: string;
  /** A clock, a promise …: the next word on that to the same reader takes this one's place. */
  readonly about: string;
  readonly at: EpochMs;
  readonly kind: NoticeKind;
  /** As in the timeline. */
  readonly what?: string;
  readonly to: 'owner' | 'lead' | 'supervisor' | 'first-responder' | 'asked' | 'lead-of-asked';
}

export interface CaseRaise extends Pick<EventOf<'case.grade-raised'>, 'from' | 'because' | 'code'> {
  readonly at: EpochMs;
  readonly to: Grade;
}

export type CaseTimer = z.infer<typeof caseTimerSchema>;
export interface PastClock extends Pick<CaseTimer, 'code' | 'startedAt' | 'dueAt' | 'endedAt' | 'breachedByRegrade'> {
  readonly isMissed: boolean;
  /** Whose first judgement it was. */
  readonly department?: string;
}
export type CasePromise = z.infer<typeof promiseSchema> & {
  state: 'open' | 'kept' | 'broken';
  isReminded: boolean;
  /** When it was kept at last. */
  keptAt?: EpochMs;
};

export interface HandOff {
  readonly department: string;
  readonly sentAt: EpochMs;
  readonly text: string;
  readonly evidence?: string;
  readonly ackDueAt: EpochMs;
  isAckAlerted: boolean;
  readonly updateMs?: number;
  /** When it owes news; absent: it owes none, or was reminded. */
  updateDueAt?: EpochMs;
  receivedAt?: EpochMs;
  judgedAt?: EpochMs;
  judgement?: string;
  /** It refused the case, or a plan was there: no first judgement is waited for any more. */
  leftAt?: EpochMs;
  state: 'sent' | 'received' | 'judged' | 'refused' | 'arbitrate';
}

export interface Approval {
  readonly id: ActionId;
  readonly entry: string;
  readonly amount: number;
  readonly reason: string;
  readonly evidence?: string;
  readonly askedBy: Person;
  readonly dueAt: EpochMs;
  state: 'asked' | 'granted' | 'refused' | 'late';
  by?: Person;
}

export interface Ticket {
  /** The wish it was made for: makes it once at the tracker. */
  readonly actionId?: ActionId;
  readonly requestedAt: EpochMs;
  state: TicketState;
  key?: string;
  url?: string;
  resolution?: Resolution;
  tries: number;
}

/** A line of the timeline. `what` is a code (a grade, a timer, a department), `text` somebody's words. */
export interface CaseEntry {
  readonly at: EpochMs;
  readonly by: Person;
  /** An event's type without `case.`. */
  readonly kind: string;
  readonly what?: string;
  readonly text?: string;
}

/** Something that a customer was given. */
export interface AuthorityUse {
  readonly at: EpochMs;
  readonly caseId: CaseId;
  readonly entry: string;
  readonly amount: number;
}

export const MAX_ENTRIES = 500;
export const MAX_PROMISES = 50;
export const MAX_PAST_CLOCKS = 100;
export const MAX_NOTICES = 30;
export const MAX_APPROVALS = 50;
export const MAX_MERGED = 200;
export const MAX_MENTIONS = 100;
export const MAX_OPEN_CASES = 5_000;

const OVER: ReadonlySet<CaseState> = new Set(['closed', 'merged', 'cancelled']);
export const isCaseOpen = ({ state }: Pick<Case, 'state'>): boolean => !OVER.has(state);
/** What counts until a person has graded it. */
export const gradeOf = ({ grade, proposedGrade }: Pick<Case, 'grade' | 'proposedGrade'>): Grade => grade ?? proposedGrade;
export const isComplaint = (caseType: CaseType): boolean => caseType.startsWith('COMPLAINT_');
