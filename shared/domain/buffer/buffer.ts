import type { ActionId, AgentId, BufferId, CoverId, QueueId, TeamId } from '../../kernel/ids.js';
import type { Position } from '../../kernel/position.js';
import type { DurationMs, EpochMs } from '../../kernel/time.js';
import type { Person } from '../person.js';
import type { BufferCheck, BufferState, DeclineCode, PrivateRef, ReliefHow } from './words.js';

/**
 * An emotional-buffer shift: from the request on the desk to the return (domain B.4.2).
 *
 *   checking ─▶ arranging ─▶ scheduled ─▶ in-buffer ⇄ check-in ─▶ returned
 *      │  ╲        ▲  (a post, a colleague)
 *      │   deferred (once; a start is always committed)
 *      ▼
 *   declined (by a person, with a code, looked at by a second one) · withdrawn · expired · cancelled
 */
export interface Buffer {
  readonly id: BufferId;
  readonly agentId: AgentId;
  /** As of the request. */
  readonly teamId?: TeamId;
  readonly requestedAt: EpochMs;
  readonly wantedAt: EpochMs;
  readonly lengthMs: DurationMs;
  readonly wishedPost?: string;
  readonly reasonRef?: PrivateRef;
  readonly isReasonShared: boolean;
  readonly isProtected: boolean;
  readonly isThird: boolean;
  state: BufferState;
  check?: BufferCheck;
  /** As wished, then as decided, then as it was. */
  startAt: EpochMs;
  endAt: EpochMs;
  decideBy?: EpochMs;
  proposedStartAt?: EpochMs;
  decision?: {
    readonly outcome: 'approved' | 'deferred' | 'declined';
    readonly at: EpochMs;
    /** Absent: by itself. */
    readonly by?: Person;
    readonly code?: DeclineCode;
  };
  /** One deferral at most (BS-07). */
  wasDeferred: boolean;
  review?: { readonly outcome: 'upheld' | 'overturned'; readonly by: Person; readonly at: EpochMs };
  /** Blocked by too few people; looked at again then. */
  againAt?: EpochMs;
  arrangeBy?: EpochMs;
  post?: string;
  isCoverWanted: boolean;
  /** Colleagues were asked, or nobody could be. */
  isCoverSought: boolean;
  partnerId?: AgentId;
  confirmBy?: EpochMs;
  /** What asks the phone system to let the agent go. */
  confirmedBy?: ActionId;
  startedAt?: EpochMs;
  /** When the agent is asked how they are. */
  checkInAt?: EpochMs;
  extensions: number;
  needsPlan?: true;
  unanswered?: 'ping' | 'call';
  mayAsk: boolean;
  helpAsked?: { readonly by: Person; readonly at: EpochMs; readonly until: EpochMs };
  /** Who read the reason. */
  openedBy: { readonly by: Person; readonly at: EpochMs }[];
  landing?: {
    readonly until: EpochMs;
    readonly keptFrom: readonly { readonly queueId: QueueId; readonly penalty: number }[];
    /** Over, but the agent was not on the phones then: back in those queues when they next are. */
    isOver?: true;
  };
  reofferAt?: EpochMs;
  isReoffered?: true;
  /** Returned, or over without having begun. A declined one is over when its review is. */
  closedAt?: EpochMs;
  rev: Position;
}

/** What is kept of a request for ninety days, for disputes and sums (B.4.4); its month's sums are all that stays. */
export interface BufferRecord {
  readonly bufferId: BufferId;
  readonly agentId: AgentId;
  readonly teamId?: TeamId;
  readonly requestedAt: EpochMs;
  state: BufferState;
  verdict?: BufferCheck['verdict'];
  startedAt?: EpochMs;
  endedAt?: EpochMs;
  decision?: Buffer['decision'];
  decideBy?: EpochMs;
  isOverturned?: true;
  /** To know when the text is to be erased. */
  reasonRef?: PrivateRef;
  closedAt?: EpochMs;
}

/** A month's sums of one team, or of all; never of fewer than five people. */
export interface BufferMonth {
  /** `2026-11`, in the site's zone. */
  readonly month: string;
  /** Absent: the whole site. */
  readonly teamId?: TeamId;
  readonly people: number;
  readonly requests: number;
  readonly approved: number;
  readonly deferred: number;
  readonly declined: number;
  readonly overturned: number;
  readonly totalMs: number;
}

/** 支援换岗, as one colleague was asked. */
export interface Cover {
  readonly id: CoverId;
  readonly bufferId: BufferId;
  readonly agentId: AgentId;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly queueIds: readonly QueueId[];
  readonly offeredAt: EpochMs;
  readonly until: EpochMs;
  state: 'open' | 'accepted' | 'declined' | 'ended';
  settledAt?: EpochMs;
  /** Accepted, begun, and let go then: what was taken over until then stays in the plan. */
  coveredUntil?: EpochMs;
  rev: Position;
}

/** Somebody needs relief now: a supervisor's task that ends when they are off the phones. */
export interface Relief {
  readonly agentId: AgentId;
  readonly since: EpochMs;
  readonly bufferId?: BufferId;
  taken?: { readonly by: Person; readonly how: ReliefHow; readonly at: EpochMs };
  rev: Position;
}

const OVER: ReadonlySet<BufferState> = new Set(['returned', 'withdrawn', 'expired', 'cancelled', 'declined']);
export const isBufferOpen = ({ state }: Pick<Buffer, 'state'>): boolean => !OVER.has(state);
/** Off the phones for it, now. */
export const isAwayInBuffer = ({ state }: Pick<Buffer, 'state'>): boolean => state === 'in-buffer' || state === 'check-in';
/** Has not begun, and may still be taken back by the agent (BS-14). */
export const isBeforeStart = ({ state }: Pick<Buffer, 'state'>): boolean =>
  state === 'checking' || state === 'deferred' || state === 'arranging' || state === 'scheduled';

/** Only while it is being decided, only for want of people, and never where it is protected (BS-06, BS-R6). */
export const mayBeDeclined = (buffer: Buffer): boolean => declineCodes(buffer).length > 0;
export function declineCodes({ state, isProtected, check }: Buffer): DeclineCode[] {
  if (state !== 'checking' || isProtected || check === undefined) return [];
  return [
    ...(check.verdict === 'green' ? [] : (['MIN_STAFF'] as const)),
    ...(check.away >= check.mostAway ? (['ALREADY_MAX_CONCURRENT'] as const) : []),
  ];
}
