import type {
  ActionId,
  AgentId,
  AlertId,
  BufferId,
  CallId,
  CaseId,
  CoverId,
  ExternalKey,
  OpenShiftId,
  QueueId,
  RuleId,
  SwapId,
  TeamId,
  VisitId,
} from '../kernel/ids.js';
import type { Position } from '../kernel/position.js';
import type { DurationMs, EpochMs } from '../kernel/time.js';
import type { Action } from './action/action.js';
import type { MonitorMode } from './action/commands.js';
import type { EffectOp, MemberVia } from './action/effects.js';
import type { Alert, RuleState } from './alert/alert.js';
import type { Buffer, BufferMonth, BufferRecord, Cover, Relief } from './buffer/buffer.js';
import type { AgentCounters, QueueCounters } from './counters.js';
import type { AuthorityUse, Case } from './escalation/case.js';
import type { Caller, EndedBy, FlowoutReason } from './facts.js';
import type { Person } from './person.js';
import type { Duty, Forecast, ForecastKey, LedgerLine, OpenShift, Publication, RosterDay, Swap } from './roster/duty.js';
import type { ServiceLevelFormula, SiteConfig } from './site-config.js';

/** Raised with every change of this shape; each raise brings a migration and a fixture. */
export const STATE_VERSION = 3;

/** One site, folded. Only `evolve` changes it; nothing inside leaves `server/site` without a copy. */
export interface SiteState {
  config: SiteConfig;
  /** Absent: the site clock is Redis's own time. */
  clock?: SiteClock;
  /** The latest `occurredAt` folded, on the site clock: what "an hour ago" is measured from. */
  foldedAt: EpochMs;
  sources: Map<string, SourceState>;
  queues: Map<QueueId, Queue>;
  agents: Map<AgentId, Agent>;
  /** Open visits, and those closed within the last hour. */
  visits: Map<VisitId, Visit>;
  /** Closed visits, oldest first: the order in which they leave `visits`. */
  closed: VisitId[];
  /** Where each call is now: the open visit it is in. A call is in one place. */
  calls: Map<CallId, VisitId>;
  /** Handover notes of calls that are on their way from one stay to the next, the latest last. */
  notes?: { readonly callId: CallId; readonly leftAt: EpochMs; readonly note: NonNullable<Visit['handover']> }[];
  teams: Map<TeamId, Team>;
  /** How many agents are in each state. */
  agentStates: AgentStateCounts;
  /** When each recognisable customer was last answered, for 24 h: the repeat-call rate. */
  customers: Map<string, EpochMs>;
  /** What people set out to do: open ones, and those settled within the last hour. */
  actions: Map<ActionId, Action>;
  /** Those that are not settled. Few: each waits for a phone, a person or a clock. */
  openActions: Set<ActionId>;
  /** Settled ones, oldest first: the order in which they leave `actions`. */
  settledActions: ActionId[];
  /** Open alerts, and those cleared within a quarter of an hour. */
  alerts: Map<AlertId, Alert>;
  rules: Map<RuleId, RuleState>;
  /** Open escalation cases, and those closed within eight days: until then they may be reopened. */
  cases: Map<CaseId, Case>;
  /** The number of the newest case. */
  caseNo: number;
  /** What each customer was given out of the authority list in the last 30 days; who was given something last is last. */
  given: Map<string, AuthorityUse[]>;
  /** Each agent's shifts, of those who have any. */
  duties: Map<AgentId, Duty>;
  /** The same, day by day: what screens follow. */
  rosterDays: Map<string, RosterDay>;
  /** The latest ones, oldest first. */
  publications: Publication[];
  /** What is expected, from yesterday on. */
  forecasts: Map<ForecastKey, Forecast>;
  openShifts: Map<OpenShiftId, OpenShift>;
  /** Open ones, and those settled within a day. */
  swaps: Map<SwapId, Swap>;
  /** What changed hands within four weeks, oldest first. */
  swapLedger: LedgerLine[];
  /** Buffer shifts that are open, and those that ended within a day. */
  buffers: Map<BufferId, Buffer>;
  /** Every request of the last ninety days, oldest first. */
  bufferRecords: BufferRecord[];
  /** Sums of the months before those, of five people and more. */
  bufferMonths: BufferMonth[];
  /** The last month whose sums are made: its records may go. */
  bufferMonthsUpTo?: string;
  /** Colleagues who are asked to take over for a time. */
  covers: Map<CoverId, Cover>;
  /** Agents who need relief now. */
  reliefs: Map<AgentId, Relief>;
  /** How often each kind of contradiction was noted. */
  anomalies: Map<string, number>;
  /** Last change of what belongs to the site as a whole: its configuration, head-counts and anomalies. */
  rev: Position;
}

/** At `anchorRedisAt` (Redis's time) the site clock stood at `anchorSiteAt`; since then it runs `rate` times as fast. */
export interface SiteClock {
  readonly anchorRedisAt: EpochMs;
  readonly anchorSiteAt: EpochMs;
  readonly rate: number;
}

export interface SourceState {
  readonly source: string;
  status: 'connected' | 'lost';
  since: EpochMs;
  detail?: string;
  resyncedAt?: EpochMs;
  /** When it was lost, until a resync has told what became of the calls. */
  lostAt?: EpochMs;
  /** When it was lost before, oldest first, for 26 hours: nobody is held to a plan then. */
  outages?: readonly { readonly startAt: EpochMs; readonly endAt: EpochMs }[];
  /** What it can be asked to do; empty until it said so. */
  can: readonly EffectOp[];
  rev: Position;
}

export interface Team {
  readonly id: TeamId;
  name: string;
  nameEn?: string;
  lead?: string;
  /** Place in the site file: seats keep it. */
  order: number;
  rev: Position;
}

export interface QueueSettings {
  readonly formula: ServiceLevelFormula;
  readonly thresholdMs: DurationMs;
  readonly shortAbandonMs: DurationMs;
  readonly goalRatio: number;
}

export interface Queue {
  readonly id: QueueId;
  readonly source: string;
  readonly key: ExternalKey;
  name: string;
  nameEn?: string;
  code?: string;
  channel: 'voice' | 'chat' | 'callback' | 'email' | 'video';
  /** Told by the source; the site file may override both. */
  sourceThresholdMs?: DurationMs;
  sourceWrapUpMs?: DurationMs;
  wrapUpMs: DurationMs;
  settings: QueueSettings;
  /** A changed threshold or formula counts from the next quarter-hour. */
  nextSettings?: { readonly from: EpochMs; readonly settings: QueueSettings };
  /** When the settings in force began, if they ever changed: marked on charts. */
  settingsChangedAt?: EpochMs;
  /** No longer known to its source: shown only while calls remain. */
  removed: boolean;
  /** Visits queued or ringing, in order of entry. */
  waiting: Set<VisitId>;
  /** Visits talking or held. */
  talking: number;
  members: Set<AgentId>;
  /** How many members are in each state. */
  memberStates: AgentStateCounts;
  /** Since the log began: `entered = answered + abandoned + flowout + waiting.size`, at every instant. */
  life: { entered: number; answered: number; abandoned: number; flowout: number };
  /** Arrival cohorts by UTC quarter-hour, oldest first, for 50 hours. */
  quarters: QueueTally[];
  /** Arrival cohorts by 10 seconds, for the rolling hour. Key: start, epoch ms. */
  recent: Map<number, QueueCounters>;
  order: number;
  rev: Position;
}

/** Counters of one quarter-hour with the settings that were in force. */
export interface QueueTally {
  readonly start: EpochMs;
  readonly settings: QueueSettings;
  readonly counters: QueueCounters;
}

export const AGENT_STATES = ['logged-out', 'ready', 'ringing', 'dialing', 'talking', 'holding', 'acw', 'not-ready', 'unreachable'] as const;
export type AgentStateName = (typeof AGENT_STATES)[number];
/** Kept by `evolve` as agents change, so that no tile ever scans the agents. */
export type AgentStateCounts = Record<AgentStateName, number>;

export interface Membership {
  paused: boolean;
  reason?: string;
  penalty: number;
  member?: string;
  since: EpochMs;
}

export interface Agent {
  readonly id: AgentId;
  readonly source: string;
  readonly key: ExternalKey;
  name: string;
  nameEn?: string;
  teamId?: TeamId;
  /**
   * Only a phone so far: a supervisor's own, rung to listen or to take a call. Nobody who serves a queue or whom the site file knows;
   * in no head-count and no seat, until that changes.
   */
  isPhone?: true;
  memberships: Map<QueueId, Membership>;
  reachable: boolean;
  offQueueCall: 'ringing' | 'dialing' | 'talking' | 'none';
  /** Visits ringing at this agent's device now. */
  offers: Set<VisitId>;
  /** The visit whose caller this agent has. */
  visitId?: VisitId;
  /** Earlier calls that are still open beside it, oldest first: a PBX may ring a busy agent. Mostly empty. */
  otherCalls: VisitId[];
  wrapUp?: { readonly visitId: VisitId; readonly since: EpochMs; readonly until: EpochMs | null };
  /** Derived from all above by `agentStateOf`; kept so that time in state can be counted. */
  state: AgentStateName;
  /** Why not ready. */
  reasonCode?: string;
  since: EpochMs;
  signedInAt?: EpochMs;
  /** Whether a page of this agent is open, and since when that is so; absent: none was ever seen. */
  desk?: { readonly isOpen: boolean; readonly since: EpochMs };
  /** A change of state that waits for the end of the contact. */
  pending?: PendingState;
  /** The present state was somebody else's wish; gone with the next change. */
  forced?: { readonly actionId: ActionId; readonly by: Person; readonly reason: string; readonly at: EpochMs };
  help?: HelpRequest;
  /** Lent to another queue. */
  borrowed?: { readonly actionId: ActionId; readonly queueId: QueueId; readonly until: EpochMs; readonly by: Person };
  /** The queues left together at the last sign-out, without one lent to: where signing in leads back to. */
  left?: readonly LeftQueue[];
  /** A pause is offered after an abusive call. */
  breakOffer?: { readonly until: EpochMs };
  /** When such offers were taken, for a day: these pauses are beyond the two of a shift. */
  offeredPauses?: readonly EpochMs[];
  /** Wants to be asked to take over for colleagues. */
  takesCover?: true;
  /** Rings in a row that nobody answered; 0 after an answer. */
  ringNoAnswersInARow: number;
  /** By UTC quarter-hour, oldest first, for 26 hours. */
  quarters: { readonly start: EpochMs; readonly counters: AgentCounters }[];
  /** What the agent did since when, as far as a plan can say; oldest first, for 26 hours. */
  trail: TrailStep[];
  /** Contacts that began before something else was planned and went on into it (AD-2), oldest first, for 26 hours. */
  carry: Carry[];
  /** Since when the contact goes on that the agent is in: from its ring to the end of its wrap-up. */
  inContactSince?: EpochMs;
  /** Place in the site file, then order of discovery: seats keep it. */
  order: number;
  rev: Position;
}

/** `phone`: any state of taking contacts. Else the reason code in plain spelling, or `offline`. */
export interface TrailStep {
  readonly at: EpochMs;
  readonly as: string;
  /** Somebody else's wish. */
  readonly forced?: true;
}

export interface Carry {
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
}

export interface LeftQueue {
  readonly queueId: QueueId;
  readonly at: EpochMs;
  readonly penalty: number;
  readonly member?: string;
  readonly via?: MemberVia;
}

export interface PendingState {
  readonly actionId: ActionId;
  readonly to: 'ready' | 'not-ready' | 'logged-out';
  readonly reasonCode?: string;
  readonly by: Person;
  readonly expiresAt: EpochMs;
}

/** 举手. `lead`: who leads the agent's team is asked; unanswered, everybody in scope, then the duty manager. */
export interface HelpRequest {
  readonly visitId: VisitId;
  readonly raisedAt: EpochMs;
  readonly text?: string;
  spreadTo: 'lead' | 'all' | 'duty';
  acknowledged?: { readonly by: Person; readonly at: EpochMs };
  joined?: { readonly by: Person; readonly how: MonitorMode | 'take-over'; readonly at: EpochMs };
}

/** Somebody listens in on a call. */
export interface Monitor {
  /** What asked for it; the source knows the monitoring by this name. */
  readonly actionId: ActionId;
  readonly agentId: AgentId;
  readonly by: Person;
  readonly mode: MonitorMode;
  readonly since: EpochMs;
}

export type VisitState = 'queued' | 'ringing' | 'talking' | 'holding' | 'wrap-up' | 'closed';
/** `rejected`: refused at the door, never in the queue, outside all its totals. */
export type VisitOutcome = 'answered' | 'abandoned' | 'rejected' | FlowoutReason;

/** One agent's part in a visit. */
export interface Leg {
  readonly agentId: AgentId;
  readonly member?: string;
  /** `queue`: answered out of the queue; `handover`: reached past it. */
  readonly kind: 'queue' | 'handover';
  readonly startedAt: EpochMs;
  holdMs: DurationMs;
  heldSince?: EpochMs;
  endedAt?: EpochMs;
  endedBy?: EndedBy;
  acwEndedAt?: EpochMs;
}

/** One stay of one caller in one queue, and what came of it. */
export interface Visit {
  readonly id: VisitId;
  readonly source: string;
  readonly key: ExternalKey;
  readonly callId: CallId;
  readonly queueId: QueueId;
  readonly caller: Caller;
  readonly enteredAt: EpochMs;
  readonly callEnteredAt: EpochMs;
  /** The latest time folded into this visit: later events are clamped to it. */
  lastAt: EpochMs;
  state: VisitState;
  priority: number;
  /** First time any agent's device rang. */
  rungAt?: EpochMs;
  ringing: Map<AgentId, { readonly since: EpochMs; readonly member?: string }>;
  ringNoAnswers: number;
  answeredAt?: EpochMs;
  legs: Leg[];
  /** When the caller was no longer with us: hung up, left, transferred away. */
  releasedAt?: EpochMs;
  outcome?: VisitOutcome;
  monitors: Monitor[];
  /** For whoever takes the call next; goes with the call into its next stay. */
  handover?: { readonly by: Person; readonly text: string; readonly at: EpochMs };
  abuse?: { readonly agentId: AgentId; readonly by: Person; readonly at: EpochMs };
  closedAt?: EpochMs;
  rev: Position;
}

/** Everything a node keys by: `kind:id`. The log's read-sets and touches use these names. */
export type EntityKind =
  | 'site'
  | 'source'
  | 'queue'
  | 'agent'
  | 'visit'
  | 'team'
  | 'action'
  | 'alert'
  | 'rule'
  | 'case'
  | 'duty'
  | 'roster'
  | 'forecast'
  | 'open-shift'
  | 'swap'
  | 'buffer'
  | 'cover'
  | 'relief';
export type EntityKey = `${EntityKind}:${string}`;
export const entityKey = (kind: EntityKind, id: string): EntityKey => `${kind}:${id}`;
export const SITE_ENTITY: EntityKey = 'site:site';

export function touchSite(site: SiteState, context: EvolveContext, touched: Touched): void {
  site.rev = context.position;
  touched.touch(SITE_ENTITY);
}

/** What `evolve` may know besides the event: where and when its commit lies. */
export interface EvolveContext {
  readonly position: Position;
  /** The commit's time (Redis). */
  readonly at: EpochMs;
}

/** Collects what was touched, and what is gone, for frames and for the log's touch table. */
export interface Touched {
  touch(key: EntityKey): void;
  gone(key: EntityKey): void;
}
