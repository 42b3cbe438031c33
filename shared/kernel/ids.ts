import { z } from 'zod';
import { shortHash } from './hash.js';

/** Ids are safe in URLs, Redis keys and DOM attributes, and can't be `__proto__`: each kind has its own prefix. */
const idPattern = (prefix: string) => new RegExp(`^${prefix}-[A-Za-z0-9]{1,40}$`);

export const siteIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
  .brand<'SiteId'>();
export type SiteId = z.infer<typeof siteIdSchema>;

export const queueIdSchema = z.string().regex(idPattern('q')).brand<'QueueId'>();
export type QueueId = z.infer<typeof queueIdSchema>;

export const agentIdSchema = z.string().regex(idPattern('a')).brand<'AgentId'>();
export type AgentId = z.infer<typeof agentIdSchema>;

export const visitIdSchema = z.string().regex(idPattern('v')).brand<'VisitId'>();
export type VisitId = z.infer<typeof visitIdSchema>;

export const callIdSchema = z.string().regex(idPattern('c')).brand<'CallId'>();
export type CallId = z.infer<typeof callIdSchema>;

export const teamIdSchema = z.string().regex(idPattern('t')).brand<'TeamId'>();
export type TeamId = z.infer<typeof teamIdSchema>;

/** One thing that somebody, or the site itself, set out to do; derived from the command's own id. */
export const actionIdSchema = z.string().regex(idPattern('x')).brand<'ActionId'>();
export type ActionId = z.infer<typeof actionIdSchema>;

export const ruleIdSchema = z
  .string()
  .regex(/^r-[a-z0-9-]{1,40}$/)
  .brand<'RuleId'>();
export type RuleId = z.infer<typeof ruleIdSchema>;

export const alertIdSchema = z.string().regex(idPattern('al')).brand<'AlertId'>();
export type AlertId = z.infer<typeof alertIdSchema>;

/** An escalation case. */
export const caseIdSchema = z.string().regex(idPattern('e')).brand<'CaseId'>();
export type CaseId = z.infer<typeof caseIdSchema>;

export const shiftIdSchema = z.string().regex(idPattern('s')).brand<'ShiftId'>();
export type ShiftId = z.infer<typeof shiftIdSchema>;

export const exceptionIdSchema = z.string().regex(idPattern('ex')).brand<'ExceptionId'>();
export type ExceptionId = z.infer<typeof exceptionIdSchema>;

/** A shift, or hours, that somebody may take or give back. */
export const openShiftIdSchema = z.string().regex(idPattern('os')).brand<'OpenShiftId'>();
export type OpenShiftId = z.infer<typeof openShiftIdSchema>;

export const swapIdSchema = z.string().regex(idPattern('sw')).brand<'SwapId'>();
export type SwapId = z.infer<typeof swapIdSchema>;

export const publicationIdSchema = z.string().regex(idPattern('p')).brand<'PublicationId'>();
export type PublicationId = z.infer<typeof publicationIdSchema>;

/** An emotional-buffer shift, from the request on. */
export const bufferIdSchema = z.string().regex(idPattern('b')).brand<'BufferId'>();
export type BufferId = z.infer<typeof bufferIdSchema>;

/** A colleague is asked to take over for a time. */
export const coverIdSchema = z.string().regex(idPattern('cv')).brand<'CoverId'>();
export type CoverId = z.infer<typeof coverIdSchema>;

/** Names a commit before it is first sent; a retry carries the same one. */
export const commitIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_:/.-]{8,120}$/)
  .brand<'CommitId'>();
export type CommitId = z.infer<typeof commitIdSchema>;

/** Changes whenever the log forked or was lost; a position means nothing without it. */
export const epochSchema = z
  .string()
  .regex(/^[0-9A-Z]{10,32}$/)
  .brand<'Epoch'>();
export type Epoch = z.infer<typeof epochSchema>;

/**
 * An outside name, as its source spells it: `PJSIP/1001`, a Chinese queue name, a channel's unique id. Kept beside
 * our own id and never used as one.
 */
export const externalKeySchema = z.string().min(1).max(200).brand<'ExternalKey'>();
export type ExternalKey = z.infer<typeof externalKeySchema>;

/** Our id for a source's thing. The same source and key always give the same id, on every node. */
const derive = (prefix: string, source: string, key: string) => `${prefix}-${shortHash(`${source}|${key}`)}`;

export const queueIdOf = (source: string, key: string) => derive('q', source, key) as QueueId;
export const agentIdOf = (source: string, key: string) => derive('a', source, key) as AgentId;
export const visitIdOf = (source: string, key: string) => derive('v', source, key) as VisitId;
export const callIdOf = (source: string, key: string) => derive('c', source, key) as CallId;
export const teamIdOf = (name: string) => derive('t', 'team', name) as TeamId;
export const actionIdOf = (commitId: string) => derive('x', 'action', commitId) as ActionId;
export const caseIdOf = (commitId: string) => derive('e', 'case', commitId) as CaseId;
/** One command may make many shifts: each is named by its place in it. */
export const shiftIdOf = (commitId: string, no = 0) => derive('s', 'shift', `${commitId}|${no}`) as ShiftId;
export const exceptionIdOf = (commitId: string) => derive('ex', 'exception', commitId) as ExceptionId;
export const openShiftIdOf = (commitId: string) => derive('os', 'open-shift', commitId) as OpenShiftId;
export const swapIdOf = (commitId: string) => derive('sw', 'swap', commitId) as SwapId;
export const publicationIdOf = (commitId: string) => derive('p', 'publication', commitId) as PublicationId;
export const bufferIdOf = (commitId: string) => derive('b', 'buffer', commitId) as BufferId;
export const coverIdOf = (bufferId: BufferId, agentId: AgentId, at: number) => derive('cv', bufferId, `${agentId}|${at}`) as CoverId;
/** An alert is one rule's word on one subject from the moment it began: every node that notices names it the same. */
export const alertIdOf = (ruleId: RuleId, subject: string, raisedNo: number) => derive('al', ruleId, `${subject}|${raisedNo}`) as AlertId;
