import { z } from 'zod';
import { monitorModeSchema } from '../domain/action/commands.js';
import { effectOpSchema, failureCodeSchema } from '../domain/action/effects.js';
import { actionDetailSchema, actionKindSchema, actionStateSchema, actionSubjectsSchema } from '../domain/action/events.js';
import { alertEvidenceSchema, alertSubjectSchema } from '../domain/alert/events.js';
import { alertLevelSchema, alertMetricSchema, alertRuleSchema, remedySchema } from '../domain/alert/rule.js';
import {
  caseStateSchema,
  caseTypeSchema,
  causeClassSchema,
  contactChannelSchema,
  gradeSchema,
  noticeKindSchema,
  raiseCauseSchema,
  routeSchema,
  timerCodeSchema,
} from '../domain/escalation/words.js';
import { personSchema } from '../domain/person.js';
import { spanSchema, swapCheckSchema, swapShiftSchema } from '../domain/roster/swap/words.js';
import { swapKindSchema, swapStateSchema } from '../domain/roster/words.js';
import { serviceLevelFormulaSchema } from '../domain/site-config.js';
import {
  actionIdSchema,
  agentIdSchema,
  alertIdSchema,
  caseIdSchema,
  openShiftIdSchema,
  queueIdSchema,
  ruleIdSchema,
  swapIdSchema,
  teamIdSchema,
  visitIdSchema,
} from '../kernel/ids.js';
import { durationMsSchema, epochMsSchema } from '../kernel/time.js';
import { bufferViewSchema, coverViewSchema, reliefViewSchema } from './buffer-views.js';

/**
 * What a browser holds: flat records by kind and id. A field that an audience may not see is never in its frames.
 * Absent and `null` mean the same: not known, or none. Timers are computed from instants, on the site clock.
 */
export const agentStateSchema = z.enum([
  'logged-out',
  'ready',
  'ringing',
  'dialing',
  'talking',
  'holding',
  'acw',
  'not-ready',
  'unreachable',
]);
export const agentStateCountsSchema = z.record(agentStateSchema, z.number().int().nonnegative());

export const siteViewSchema = z.strictObject({
  id: z.literal('site'),
  name: z.string(),
  nameEn: z.string().nullish(),
  timeZone: z.string(),
  intervalMs: z.number(),
  /** A demonstration floor: shown as such on every screen. */
  demo: z.boolean(),
  /** Agents by state, everyone the site knows (a lead: of the lead's teams). */
  agents: agentStateCountsSchema,
  /** How often a source contradicted itself, by kind. */
  anomalies: z.number().int(),
  /** Log entries set aside because they could not be read or folded. */
  deadEntries: z.number().int(),
});
export type SiteView = z.infer<typeof siteViewSchema>;

export const sourceViewSchema = z.strictObject({
  /** The source's name: `asterisk`, `simulator`. */
  id: z.string(),
  status: z.enum(['connected', 'lost']),
  since: epochMsSchema,
  detail: z.string().nullish(),
  /** What it can be asked to do; what is missing is "not possible with this phone system". */
  can: z.array(effectOpSchema),
});
export type SourceView = z.infer<typeof sourceViewSchema>;

export const teamViewSchema = z.strictObject({
  id: teamIdSchema,
  name: z.string(),
  nameEn: z.string().nullish(),
  lead: z.string().nullish(),
  order: z.number().int(),
});
export type TeamView = z.infer<typeof teamViewSchema>;

export const queueViewSchema = z.strictObject({
  id: queueIdSchema,
  /** The source's own name, where it differs from `name`. */
  key: z.string(),
  name: z.string(),
  nameEn: z.string().nullish(),
  code: z.string().nullish(),
  channel: z.enum(['voice', 'chat', 'callback', 'email', 'video']),
  formula: serviceLevelFormulaSchema,
  thresholdMs: durationMsSchema,
  shortAbandonMs: durationMsSchema,
  goalRatio: z.number(),
  /** When the settings in force began, if they ever changed. */
  settingsChangedAt: epochMsSchema.nullish(),
  /** Callers queued or ringing now; `ringing` of them ring at an agent's device. */
  waiting: z.number().int(),
  ringing: z.number().int(),
  talking: z.number().int(),
  /** When the longest-waiting caller entered; `null` when nobody waits. */
  oldestEnteredAt: epochMsSchema.nullish(),
  /** Members by state; signed in = all but `logged-out`. */
  agents: agentStateCountsSchema,
  /** No longer known to its source. */
  removed: z.boolean(),
  order: z.number().int(),
});
export type QueueView = z.infer<typeof queueViewSchema>;

const ratio = z.number().nullable();
const meanMs = z.number().nullable();
/**
 * The numbers of one queue, or of the site, over one window. Counted by arrival: a visit belongs to the moment it entered.
 * Ratios are 0..1, `null` when nothing was counted. Definitions: `shared/metrics`.
 */
export const figuresViewSchema = z.strictObject({
  /** `${queueId}|${window}`, or `site|${window}`. */
  id: z.string(),
  /** When the window begins. */
  from: epochMsSchema,
  offered: z.number(),
  answered: z.number(),
  abandoned: z.number(),
  shortAbandoned: z.number(),
  flowout: z.number(),
  rejected: z.number(),
  handled: z.number(),
  serviceLevelRatio: ratio,
  abandonRatio: ratio,
  answerRatio: ratio,
  asaMs: meanMs,
  ataMs: meanMs,
  ahtMs: meanMs,
  talkMs: meanMs,
  holdMs: meanMs,
  acwMs: meanMs,
  maxWaitMs: z.number(),
  transferRatio: ratio,
  repeatRatio: ratio,
  ringNoAnswer: z.number(),
  /** Of the agents who serve it, since the window's first quarter-hour. */
  occupancyRatio: ratio,
  /** The queues summed here have different thresholds. */
  mixedThresholds: z.boolean(),
});
export type FiguresView = z.infer<typeof figuresViewSchema>;

/** Who listens in on a call, told to the agent too. */
const monitorSchema = z.strictObject({
  userId: z.string(),
  name: z.string(),
  mode: monitorModeSchema,
  since: epochMsSchema,
  /** By the site's policy, not shown to the agent. */
  silent: z.boolean(),
});

export const agentViewSchema = z.strictObject({
  id: agentIdSchema,
  name: z.string(),
  nameEn: z.string().nullish(),
  teamId: teamIdSchema.nullish(),
  queueIds: z.array(queueIdSchema),
  state: agentStateSchema,
  /** Why not ready: `BREAK`, `MEAL`, `TRAINING` … or the source's own word. */
  reasonCode: z.string().nullish(),
  /** When the present state began. */
  since: epochMsSchema,
  /** The call in hand, and its queue. */
  visitId: visitIdSchema.nullish(),
  queueId: queueIdSchema.nullish(),
  /** When wrap-up ends by itself. */
  acwUntil: epochMsSchema.nullish(),
  signedInAt: epochMsSchema.nullish(),
  /** Whose queues' source it is. */
  source: z.string(),
  /** A supervisor's own phone, not somebody who serves queues: named on calls, without a seat. */
  isPhone: z.boolean().nullish(),
  /** The agent's page is open somewhere: calls are offered there first. */
  deskOpen: z.boolean(),
  /** A change of state that waits for the end of the contact. */
  pending: z
    .strictObject({
      actionId: actionIdSchema,
      to: z.enum(['ready', 'not-ready', 'logged-out']),
      reasonCode: z.string().optional(),
      byName: z.string(),
      /** Somebody else's wish. */
      forced: z.boolean(),
      expiresAt: epochMsSchema,
    })
    .nullish(),
  /** The present state was set by somebody else: who, and why. */
  forced: z.strictObject({ byName: z.string(), reason: z.string(), at: epochMsSchema }).nullish(),
  /** Help was asked for and the call still goes on. */
  help: z
    .strictObject({
      raisedAt: epochMsSchema,
      visitId: visitIdSchema,
      text: z.string().optional(),
      spreadTo: z.enum(['lead', 'all', 'duty']),
      /** Who said that they are coming, or came. */
      ackByName: z.string().optional(),
      /** The agent hears each of these; who only listens has not come. */
      joined: z.strictObject({ byName: z.string(), how: z.enum(['whisper', 'barge', 'take-over']) }).optional(),
    })
    .nullish(),
  /** Lent to another queue until then. */
  borrowed: z.strictObject({ queueId: queueIdSchema, until: epochMsSchema, byName: z.string() }).nullish(),
  /** The queues that signing in leads back to, of somebody signed out; absent: not known. The agent's own page alone. */
  signInTo: z.array(queueIdSchema).nullish(),
  /** A pause is offered after an abusive call, until then. The agent's own page alone. */
  breakOfferUntil: epochMsSchema.nullish(),
  order: z.number().int(),
});
export type AgentView = z.infer<typeof agentViewSchema>;

/** An open stay: waiting, ringing, talking or held. Closed ones are gone from the view. */
export const visitViewSchema = z.strictObject({
  id: visitIdSchema,
  queueId: queueIdSchema,
  state: z.enum(['queued', 'ringing', 'talking', 'holding']),
  enteredAt: epochMsSchema,
  /** When the call's first stay began; earlier than `enteredAt` after a transfer. */
  callEnteredAt: epochMsSchema,
  priority: z.number(),
  callerMasked: z.string().nullish(),
  callerName: z.string().nullish(),
  tier: z.string().nullish(),
  ringingAgentIds: z.array(agentIdSchema),
  ringNoAnswers: z.number().int(),
  agentId: agentIdSchema.nullish(),
  answeredAt: epochMsSchema.nullish(),
  heldSince: epochMsSchema.nullish(),
  monitors: z.array(monitorSchema),
  /** What the colleague before wrote for whoever takes the call. */
  handover: z.strictObject({ byName: z.string(), text: z.string(), at: epochMsSchema }).nullish(),
  abuseFlaggedAt: epochMsSchema.nullish(),
});
export type VisitView = z.infer<typeof visitViewSchema>;

/** A command that was granted, and what became of it: pending on the screen, the receipt, what a colleague is told, and the action log. */
export const actionViewSchema = z.strictObject({
  id: actionIdSchema,
  kind: actionKindSchema,
  by: personSchema,
  askedAt: epochMsSchema,
  state: actionStateSchema,
  on: actionSubjectsSchema,
  detail: actionDetailSchema,
  alertId: alertIdSchema.nullish(),
  /** The desk that is asked first, until when. */
  offer: z.strictObject({ agentId: agentIdSchema, until: epochMsSchema }).nullish(),
  timeOutAt: epochMsSchema.nullish(),
  failure: z.strictObject({ code: failureCodeSchema, detail: z.string().optional() }).nullish(),
  /** What the one who declined said. */
  answer: z.string().nullish(),
  settledAt: epochMsSchema.nullish(),
  undoOf: actionIdSchema.nullish(),
  undoneBy: actionIdSchema.nullish(),
  /** `withdraw`: nothing has happened yet. `inverse`: undoing is a new action. Null: can't be undone. */
  undo: z.enum(['withdraw', 'inverse']).nullish(),
});
export type ActionView = z.infer<typeof actionViewSchema>;

export const alertViewSchema = z.strictObject({
  id: alertIdSchema,
  ruleId: ruleIdSchema,
  subject: alertSubjectSchema,
  metric: alertMetricSchema,
  level: alertLevelSchema,
  value: z.number(),
  limit: z.number(),
  evidence: alertEvidenceSchema,
  remedy: remedySchema,
  raisedAt: epochMsSchema,
  levelSince: epochMsSchema,
  /** Within its limits since then; it is over when that lasts. */
  easedAt: epochMsSchema.nullish(),
  acknowledged: z.strictObject({ byName: z.string(), at: epochMsSchema }).nullish(),
  ownerName: z.string().nullish(),
  ownerId: z.string().nullish(),
  snoozed: z.strictObject({ byName: z.string(), until: epochMsSchema, reason: z.string() }).nullish(),
  actions: z.number().int(),
  /** Over; kept for a quarter of an hour. */
  clearedAt: epochMsSchema.nullish(),
});
export type AlertView = z.infer<typeof alertViewSchema>;

export const ruleViewSchema = z.strictObject({
  id: ruleIdSchema,
  rule: alertRuleSchema,
  isBuiltIn: z.boolean(),
  raised: z.number().int(),
  acted: z.number().int(),
});
export type RuleView = z.infer<typeof ruleViewSchema>;

/** An escalation case as the board shows it; its timeline is read by HTTP when it is opened. */
export const caseViewSchema = z.strictObject({
  id: caseIdSchema,
  /** Counts up for the site: `1024`. */
  no: z.number().int(),
  caseType: caseTypeSchema,
  grade: gradeSchema.nullish(),
  /** What the rules propose, until a person has graded. */
  proposedGrade: gradeSchema,
  /** The last time that it went up by itself, while that is still its grade. */
  raised: z.strictObject({ at: epochMsSchema, from: gradeSchema, because: raiseCauseSchema, code: timerCodeSchema.optional() }).nullish(),
  state: caseStateSchema,
  route: routeSchema.nullish(),
  isReopened: z.boolean(),
  text: z.string(),
  openedAt: epochMsSchema,
  firstResponder: personSchema,
  owner: personSchema,
  /** The owner is signed out or off the phones, or there is none yet (role `system`): a supervisor should take it (ES-O1). */
  isOwnerAway: z.boolean(),
  /** A hand-over that is not accepted yet. */
  offeredTo: z.strictObject({ person: personSchema, since: epochMsSchema }).nullish(),
  /** The live call, while it lasts. */
  visitId: visitIdSchema.nullish(),
  queueId: queueIdSchema.nullish(),
  /** The agent on the call, or whom the case is with on the floor. */
  agentId: agentIdSchema.nullish(),
  aboutAgentId: agentIdSchema.nullish(),
  /** The agents whom the case is with: first responder, owner, who is asked to take it. They may see it, and who leads them. */
  agentIds: z.array(agentIdSchema),
  /** Teams whose leads have it, are asked to take it, or were mentioned: they see it too, whoever's queue it is of. */
  teamIds: z.array(teamIdSchema).nullish(),
  callerMasked: z.string().nullish(),
  tier: z.string().nullish(),
  department: z.string().nullish(),
  /** The department has seen it; its first judgement is there; it refused once; somebody must decide. */
  departmentState: z.enum(['sent', 'received', 'judged', 'refused', 'arbitrate']).nullish(),
  /** The hand-off as it stands. */
  handOff: z
    .strictObject({
      sentAt: epochMsSchema,
      /** When a receipt is owed; it is overdue when that has passed without one. */
      ackDueAt: epochMsSchema,
      receivedAt: epochMsSchema.optional(),
      judgedAt: epochMsSchema.optional(),
      judgement: z.string().optional(),
      dutyContact: z.string().optional(),
    })
    .nullish(),
  /** A supervisor must name the department, until then; nobody may refuse it after that. */
  arbitrateDueAt: epochMsSchema.nullish(),
  isArbitrated: z.boolean(),
  causeClass: causeClassSchema.nullish(),
  fiveW2H: z.record(z.string(), z.string()),
  plan: z.strictObject({ text: z.string(), etaAt: epochMsSchema, explanation: z.string().optional() }).nullish(),
  /** What we last told the customer, and how. */
  lastTold: z.strictObject({ at: epochMsSchema, text: z.string(), channel: contactChannelSchema }).nullish(),
  promises: z.array(
    z.strictObject({
      id: actionIdSchema,
      dueAt: epochMsSchema,
      text: z.string(),
      byName: z.string(),
      channel: contactChannelSchema,
      state: z.enum(['open', 'kept', 'broken']),
    }),
  ),
  timers: z.array(
    z.strictObject({
      code: timerCodeSchema,
      startedAt: epochMsSchema,
      dueAt: epochMsSchema,
      state: z.enum(['running', 'paused', 'met', 'breached']),
      /** Warned at 80 %; told to the lead, manager, director at 100, 150, 200 %. */
      level: z.enum(['none', 'warned', 'breached', 'manager', 'director']),
      /** Over: met, or `breached` when that was too late. */
      endedAt: epochMsSchema.optional(),
      /** It waits for the customer since then. */
      pausedAt: epochMsSchema.optional(),
      /** Late only because the grade went up. */
      breachedByRegrade: z.literal(true).optional(),
    }),
  ),
  /** The earliest instant at which a running timer or a promise is, or was, due; null when nothing runs. */
  nextDueAt: epochMsSchema.nullish(),
  isOverdue: z.boolean(),
  approvals: z.array(
    z.strictObject({
      id: actionIdSchema,
      entry: z.string(),
      amount: z.number(),
      reason: z.string(),
      askedByName: z.string(),
      dueAt: epochMsSchema,
      state: z.enum(['asked', 'granted', 'refused', 'late']),
      byName: z.string().optional(),
    }),
  ),
  ticket: z
    .strictObject({
      state: z.enum(['queued', 'created', 'failed', 'resolved', 'reopened', 'linked']),
      key: z.string().optional(),
      url: z.string().optional(),
      resolution: z.string().optional(),
      tries: z.number().int(),
    })
    .nullish(),
  /** Given out of the authority list for this case. */
  given: z.array(z.strictObject({ entry: z.string(), amount: z.number() })),
  /** What was done in the end, in words. */
  resolution: z.string().nullish(),
  resolvedAt: epochMsSchema.nullish(),
  review: z.string().nullish(),
  mergedInto: caseIdSchema.nullish(),
  mergedFrom: z.array(caseIdSchema),
  comments: z.number().int(),
  /** What is told to somebody who has not taken note yet: one person, the leads of a team or, with neither, the supervisors. */
  notices: z
    .array(
      z.strictObject({
        at: epochMsSchema,
        kind: noticeKindSchema,
        what: z.string().optional(),
        userId: z.string().optional(),
        teamId: teamIdSchema.optional(),
      }),
    )
    .nullish(),
  /** Tries to reach the customer in the present state. */
  attempts: z.number().int(),
  /** Before this another try does not count. */
  attemptAgainAt: epochMsSchema.nullish(),
  /** Lines of the timeline: reads it again when it grew. */
  entries: z.number().int(),
  closedAt: epochMsSchema.nullish(),
});
export type CaseView = z.infer<typeof caseViewSchema>;

/** One business date of the roster: that it changed. The shifts themselves are read by HTTP. */
export const rosterViewSchema = z.strictObject({
  /** `2026-11-21`, in the site's zone. */
  id: z.string(),
  /** Counts every change of that day, planned or told. */
  version: z.number().int(),
  /** Counts the changes of what was told. */
  publishedVersion: z.number().int(),
  /** Shifts that are planned otherwise than they were told. */
  unpublished: z.number().int(),
  publishedNo: z.number().int().nullish(),
  publishedAt: epochMsSchema.nullish(),
});
export type RosterView = z.infer<typeof rosterViewSchema>;

/**
 * A request to change shifts (B.6.4): to the two whom it concerns, their leads, and supervisors. Why it was asked is nowhere. What is
 * open to the whole team is read by colleagues over HTTP (`/api/v1/roster/swaps`), not live.
 */
export const swapViewSchema = z.strictObject({
  id: swapIdSchema,
  kind: swapKindSchema,
  /** `offered`: `toAgentId` is asked. `checking`: both agree, a lead or supervisor decides. */
  state: swapStateSchema,
  agentId: agentIdSchema,
  agentName: z.string(),
  /** Who is asked, or who came forward. */
  toAgentId: agentIdSchema.nullish(),
  toAgentName: z.string().nullish(),
  /** The asker's shift, as it was told when this was asked. */
  gives: swapShiftSchema.nullish(),
  /** The colleague's, or what was open. */
  takes: swapShiftSchema.nullish(),
  openShiftId: openShiftIdSchema.nullish(),
  /** Of `partial` and `vto`: which part of `gives`. */
  span: spanSchema.nullish(),
  /** What was looked at, red or green; each agent is told of their own labour rules only. */
  checks: z.array(swapCheckSchema),
  askedAt: epochMsSchema,
  expiresAt: epochMsSchema,
  /** A person, where one decided. */
  decidedByName: z.string().nullish(),
  /** Settled then; gone from here a day later. */
  closedAt: epochMsSchema.nullish(),
});
export type SwapView = z.infer<typeof swapViewSchema>;

/** Every kind of record on the wire, with its shape. */
export const VIEW_SCHEMAS = {
  site: siteViewSchema,
  source: sourceViewSchema,
  team: teamViewSchema,
  queue: queueViewSchema,
  figures: figuresViewSchema,
  agent: agentViewSchema,
  visit: visitViewSchema,
  action: actionViewSchema,
  alert: alertViewSchema,
  rule: ruleViewSchema,
  case: caseViewSchema,
  roster: rosterViewSchema,
  swap: swapViewSchema,
  buffer: bufferViewSchema,
  cover: coverViewSchema,
  relief: reliefViewSchema,
} as const;
export type ViewKind = keyof typeof VIEW_SCHEMAS;
export type ViewOf<K extends ViewKind> = z.infer<(typeof VIEW_SCHEMAS)[K]>;
export const VIEW_KINDS = Object.keys(VIEW_SCHEMAS) as readonly ViewKind[];
