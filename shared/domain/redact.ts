import type { AgentId, TeamId } from '../kernel/ids.js';

/**
 * What each audience may see. Deny by default: a field that is not in a list here is never sent, and the lists are checked
 * against the views where these are cut (`protocol/redact-views.ts`). Who is in an audience is decided by role and scope at
 * the time of sending.
 */
export const AUDIENCE_KINDS = ['site', 'admin', 'lead', 'agent', 'wall'] as const;
export type AudienceKind = (typeof AUDIENCE_KINDS)[number];

export type Audience =
  /** Supervisors: the whole site. */
  | { readonly kind: 'site' }
  /** Administrators: the whole site but for buffer shifts, which are between the agent and who decides (B.4.4). */
  | { readonly kind: 'admin' }
  /** A lead: the agents of these teams, the queues they serve, and who is in those queues. */
  | { readonly kind: 'lead'; readonly teamIds: readonly TeamId[] }
  /** One agent's own page. Null while no source knows the person: then nothing but the site's name. */
  | { readonly kind: 'agent'; readonly agentId: AgentId | null }
  /** A screen on the wall: numbers, no people. */
  | { readonly kind: 'wall' };

/** Everyone with the same key sees the same bytes. */
export function audienceKey(audience: Audience): string {
  switch (audience.kind) {
    case 'lead':
      return `lead:${[...new Set(audience.teamIds)].sort().join(',')}`;
    case 'agent':
      return `agent:${audience.agentId ?? ''}`;
    default:
      return audience.kind;
  }
}

const SITE_NAMES = ['id', 'name', 'nameEn', 'timeZone', 'intervalMs', 'demo'] as const;
const TEAM = ['id', 'name', 'nameEn', 'lead', 'order'] as const;
const QUEUE_SETTINGS = ['channel', 'formula', 'thresholdMs', 'shortAbandonMs', 'goalRatio', 'settingsChangedAt'] as const;
const QUEUE_NOW = ['waiting', 'ringing', 'talking', 'oldestEnteredAt', 'agents', 'removed', 'order'] as const;
const AGENT = [
  'id',
  'name',
  'nameEn',
  'teamId',
  'queueIds',
  'state',
  'reasonCode',
  'since',
  'visitId',
  'queueId',
  'acwUntil',
  'signedInAt',
  'source',
  'isPhone',
  'deskOpen',
  'pending',
  'forced',
  'help',
  'borrowed',
  'order',
] as const;
const VISIT = [
  'id',
  'queueId',
  'state',
  'enteredAt',
  'callEnteredAt',
  'priority',
  'callerMasked',
  'callerName',
  'tier',
  'ringingAgentIds',
  'ringNoAnswers',
  'agentId',
  'answeredAt',
  'heldSince',
  'monitors',
  'handover',
  'abuseFlaggedAt',
] as const;
const ACTION = [
  'id',
  'kind',
  'by',
  'askedAt',
  'state',
  'on',
  'detail',
  'offer',
  'timeOutAt',
  'failure',
  'answer',
  'settledAt',
  'undoOf',
  'undoneBy',
  'undo',
] as const;
const ALERT = [
  'id',
  'ruleId',
  'subject',
  'metric',
  'level',
  'value',
  'limit',
  'evidence',
  'remedy',
  'raisedAt',
  'levelSince',
  'easedAt',
  'acknowledged',
  'ownerName',
  'ownerId',
  'snoozed',
  'actions',
  'clearedAt',
] as const;
const RULE = ['id', 'rule', 'isBuiltIn', 'raised', 'acted'] as const;
const CASE = [
  'id',
  'no',
  'caseType',
  'grade',
  'proposedGrade',
  'raised',
  'state',
  'route',
  'isReopened',
  'text',
  'openedAt',
  'firstResponder',
  'owner',
  'isOwnerAway',
  'offeredTo',
  'visitId',
  'queueId',
  'agentId',
  'aboutAgentId',
  'agentIds',
  'teamIds',
  'callerMasked',
  'tier',
  'department',
  'departmentState',
  'handOff',
  'arbitrateDueAt',
  'isArbitrated',
  'causeClass',
  'fiveW2H',
  'plan',
  'lastTold',
  'promises',
  'timers',
  'nextDueAt',
  'isOverdue',
  'approvals',
  'ticket',
  'given',
  'resolution',
  'resolvedAt',
  'review',
  'mergedInto',
  'mergedFrom',
  'comments',
  'notices',
  'attempts',
  'attemptAgainAt',
  'entries',
  'closedAt',
] as const;
const FIGURES = [
  'id',
  'from',
  'offered',
  'answered',
  'abandoned',
  'shortAbandoned',
  'flowout',
  'rejected',
  'handled',
  'serviceLevelRatio',
  'abandonRatio',
  'answerRatio',
  'asaMs',
  'ataMs',
  'ahtMs',
  'talkMs',
  'holdMs',
  'acwMs',
  'maxWaitMs',
  'transferRatio',
  'repeatRatio',
  'ringNoAnswer',
  'occupancyRatio',
  'mixedThresholds',
] as const;

const SWAP = [
  'id',
  'kind',
  'state',
  'agentId',
  'agentName',
  'toAgentId',
  'toAgentName',
  'gives',
  'takes',
  'openShiftId',
  'span',
  'checks',
  'askedAt',
  'expiresAt',
  'decidedByName',
  'closedAt',
] as const;
const ROSTER = ['id', 'version', 'publishedVersion', 'unpublished', 'publishedNo', 'publishedAt'] as const;

const BUFFER_SHARED = [
  'id',
  'agentId',
  'state',
  'requestedAt',
  'wantedAt',
  'lengthMs',
  'startAt',
  'endAt',
  'wishedPost',
  'post',
  'check',
  'decideBy',
  'proposedStartAt',
  'latestStartAt',
  'isThird',
  'decision',
  'review',
  'blockedUntil',
  'arrangeBy',
  'cover',
  'confirmBy',
  'isLeaving',
  'startedAt',
  'extensions',
  'needsPlan',
  'mayAsk',
  'helpAsked',
  'landingUntil',
  'hasReason',
  'isReasonShared',
  'closedAt',
] as const;
/** What whoever decides needs beside that: nothing about the person. */
const BUFFER_DECIDED = [...BUFFER_SHARED, 'mayDecline', 'declinedById', 'partnerId', 'askedIds'] as const;
const BUFFER_OWN = [...BUFFER_SHARED, 'mayExtend', 'unanswered', 'keptFrom', 'openedBy', 'isReoffered'] as const;
const COVER = ['id', 'agentId', 'startAt', 'endAt', 'queueIds', 'offeredAt', 'until', 'state'] as const;
const RELIEF = ['id', 'since', 'taken'] as const;

const EVERYWHERE = {
  site: [...SITE_NAMES, 'agents', 'anomalies', 'deadEntries'],
  source: ['id', 'status', 'since', 'detail', 'can'],
  team: TEAM,
  queue: ['id', 'key', 'name', 'nameEn', 'code', ...QUEUE_SETTINGS, ...QUEUE_NOW],
  figures: FIGURES,
  agent: AGENT,
  visit: VISIT,
  action: [...ACTION, 'alertId'],
  alert: ALERT,
  rule: RULE,
  case: CASE,
  roster: ROSTER,
  swap: SWAP,
} as const;

/** Audience × kind of record → the fields that may be sent. An empty list: records of this kind are not sent at all. */
export const ALLOWED_FIELDS = {
  // A colleague who is asked to take over is asked in private: who has not answered shows on the request.
  site: { ...EVERYWHERE, buffer: BUFFER_DECIDED, cover: [], relief: RELIEF },
  admin: { ...EVERYWHERE, buffer: [], cover: [], relief: [] },
  lead: {
    site: [...SITE_NAMES, 'agents'],
    // Not `detail`: it may name hosts, which are the operators' business.
    source: ['id', 'status', 'since', 'can'],
    team: TEAM,
    queue: ['id', 'key', 'name', 'nameEn', 'code', ...QUEUE_SETTINGS, ...QUEUE_NOW],
    figures: FIGURES,
    agent: AGENT,
    visit: VISIT,
    action: [...ACTION, 'alertId'],
    alert: ALERT,
    rule: RULE,
    case: CASE,
    roster: ROSTER,
    swap: SWAP,
    buffer: BUFFER_DECIDED,
    cover: [],
    relief: RELIEF,
  },
  agent: {
    site: SITE_NAMES,
    source: ['id', 'status', 'can'],
    team: [],
    queue: ['id', 'name', 'nameEn', 'code', 'channel', 'waiting', 'removed', 'order'],
    figures: [],
    agent: [...AGENT, 'signInTo', 'breakOfferUntil'],
    visit: VISIT,
    // What concerns them: offers, messages, what was done to their state, and what they did themselves.
    action: ACTION,
    alert: [],
    rule: [],
    case: CASE,
    // What is only planned yet is not told, not even that it changes.
    roster: ['id', 'publishedVersion', 'publishedNo', 'publishedAt'],
    swap: SWAP,
    buffer: BUFFER_OWN,
    cover: COVER,
    relief: RELIEF,
  },
  wall: {
    site: [...SITE_NAMES, 'agents'],
    source: [],
    team: [],
    queue: ['id', 'name', 'nameEn', 'code', ...QUEUE_SETTINGS, ...QUEUE_NOW],
    figures: FIGURES,
    agent: [],
    visit: ['id', 'queueId', 'state', 'enteredAt', 'callEnteredAt'],
    action: [],
    alert: [],
    rule: [],
    case: [],
    roster: [],
    swap: [],
    buffer: [],
    cover: [],
    relief: [],
  },
} as const satisfies Record<AudienceKind, Record<string, readonly string[]>>;

/**
 * Reasons that say how somebody feels are shown to others as an ordinary activity (domain B.4.4): a buffer shift as back
 * office, a micro-pause as a break. Only the agent's own page has the real word.
 */
const SHOWN_TO_OTHERS: ReadonlyMap<string, string> = new Map([
  ['BUFFER', 'BACKOFFICE'],
  ['MICRO_PAUSE', 'BREAK'],
]);

/** Sources spell reasons as people typed them: `buffer`, `Micro-Pause` and `micro pause` are the same private reason. */
export const plainReason = (reasonCode: string): string =>
  reasonCode
    .trim()
    .toUpperCase()
    .replace(/[\s_-]+/g, '_');

export const reasonShownToOthers = (reasonCode: string): string => SHOWN_TO_OTHERS.get(plainReason(reasonCode)) ?? reasonCode;

/**
 * What somebody did for their own good is theirs alone: whether they took a pause, asked for a buffer shift, or took over for a colleague.
 * What others need to know of a buffer shift is in its own record; of who decides, their deciding is kept like all they do.
 */
export const isOwnAlone = (actionKind: string): boolean => OWN_ALONE.test(actionKind);
const OWN_ALONE =
  /^(break\.answer|micro-pause\..*|cover\..*|relief\.ask|landing\..*|buffer\.(request|withdraw|confirm|early-return|check-in|allow-asking))$/;
