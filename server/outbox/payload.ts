import type { Alert } from '../../shared/domain/alert/alert.js';
import type { AlertSubject } from '../../shared/domain/alert/events.js';
import type { AlertRule } from '../../shared/domain/alert/rule.js';
import { type Case, gradeOf } from '../../shared/domain/escalation/case.js';
import type { SiteState } from '../../shared/domain/site.js';

/** The names are what people outside read; `docs/webhooks.md` describes each field. Nothing here tells who calls. */

export const iso = (at: number): string => new Date(at).toISOString();

/** The envelope of Standard Webhooks. */
export const envelope = (type: string, occurredAt: number, data: object): string =>
  JSON.stringify({ type, timestamp: iso(occurredAt), data });

export type ToldAlert = Pick<
  Alert,
  'id' | 'ruleId' | 'subject' | 'metric' | 'level' | 'value' | 'limit' | 'evidence' | 'remedy' | 'raisedAt'
>;

export function alertPayload(
  site: Readonly<SiteState>,
  siteId: string,
  alert: ToldAlert,
  rule: AlertRule | undefined,
  how?: string,
): object {
  const { subject, evidence } = alert;
  const { since, ...numbers } = evidence;
  return {
    site: { id: siteId, name: site.config.name },
    alertId: alert.id,
    rule: { id: alert.ruleId, name: rule?.name, nameEn: rule?.nameEn },
    level: alert.level,
    subject: { kind: subject.kind, id: subject.id, name: nameOf(site, subject) },
    metric: alert.metric,
    value: alert.value,
    limit: alert.limit,
    evidence: { ...numbers, ...(since === undefined ? {} : { since: iso(since) }) },
    remedy: alert.remedy,
    raisedAt: iso(alert.raisedAt),
    ...(how === undefined ? {} : { how }),
  };
}

function nameOf(site: Readonly<SiteState>, { kind, id, queueId, teamId, agentId }: AlertSubject): string | undefined {
  if (agentId !== undefined) return site.agents.get(agentId)?.name;
  if (queueId !== undefined) return site.queues.get(queueId)?.name;
  if (teamId !== undefined) return site.teams.get(teamId)?.name;
  return kind === 'source' ? id : undefined;
}

/** What a department needs to work on a case: never the customer's number, name or tier, no agent, no comment (B.3.6). */
export function ticketPayload(site: Readonly<SiteState>, siteId: string, one: Readonly<Case>): object {
  const grade = gradeOf(one);
  const preliminary = one.timers.find(({ code }) => code === 'T4');
  return {
    site: { id: siteId, name: site.config.name },
    externalKey: one.id,
    no: one.no,
    caseType: one.caseType,
    grade,
    /** 1 is the worst, as trackers count. */
    severity: Number(grade.slice(1)),
    department: one.handOff?.department,
    queue: one.queueId === undefined ? undefined : site.queues.get(one.queueId)?.name,
    causeClass: one.causeClass,
    text: one.text,
    handOff: one.handOff === undefined ? undefined : { text: one.handOff.text, evidence: one.handOff.evidence },
    fiveW2H: one.fiveW2H,
    openedAt: iso(one.openedAt),
    preliminaryDueAt: preliminary?.dueAt === undefined ? undefined : iso(preliminary.dueAt),
  };
}
