import type { AlertMetric } from '../../shared/domain/alert/rule.js';
import type { AlertView, ViewKind, ViewOf } from '../../shared/protocol/views.js';
import type { Formats, Translate } from '../i18n/provider.js';

export interface AlertTextTools {
  readonly t: Translate;
  readonly formats: Formats;
  readonly lookup: <K extends ViewKind>(kind: K, id: string | null | undefined) => ViewOf<K> | undefined;
}

/** A measure's value in the unit that people say it in. */
export function metricValue({ t, formats }: Pick<AlertTextTools, 't' | 'formats'>, metric: AlertMetric, value: number): string {
  if (metric === 'longestWaitOfThresholdRatio') return t('alert.times', { n: value.toFixed(1) });
  if (metric.endsWith('Ratio')) return formats.percent(value);
  if (metric.endsWith('Ms')) return formats.duration(value);
  return formats.number(Math.round(value));
}

/** What it is about: a queue's, team's or agent's name, a masked caller, a source. */
export function subjectName(alert: AlertView, { t, formats, lookup }: AlertTextTools): string {
  const { subject } = alert;
  const agent = lookup('agent', subject.agentId);
  if (agent !== undefined) return formats.name(agent);
  const visit = lookup('visit', subject.visitId);
  if (visit !== undefined) return visit.callerMasked ?? t('alert.call');
  const queue = lookup('queue', subject.queueId);
  if (queue !== undefined) return formats.name(queue);
  const team = lookup('team', subject.teamId);
  if (team !== undefined) return formats.name(team);
  return subject.kind === 'call' ? t('alert.call') : subject.id;
}

/** `投诉受理 · 最长等待 2.3 × SLA`. */
export function alertTitle(alert: AlertView, tools: AlertTextTools): string {
  const { t } = tools;
  return t('alert.title', {
    subject: subjectName(alert, tools),
    metric: t(`alert.metric.${alert.metric}`),
    value: metricValue(tools, alert.metric, alert.value),
  });
}

/** The numbers that were true when it was raised, and the limit they are past. */
export function alertEvidence({ evidence, limit, metric }: AlertView, tools: AlertTextTools): string {
  const { t, formats } = tools;
  return [
    t('alert.limit', { limit: metricValue(tools, metric, limit) }),
    evidence.waiting === undefined ? undefined : t('alert.waiting', { n: evidence.waiting }),
    evidence.longestWaitMs === undefined || metric === 'longestWaitMs'
      ? undefined
      : t('alert.longest', { time: formats.duration(evidence.longestWaitMs) }),
    evidence.readyAgents === undefined ? undefined : t('alert.ready', { n: evidence.readyAgents }),
    evidence.serviceLevelRatio == null || metric === 'serviceLevelRatio'
      ? undefined
      : t('alert.serviceLevel', { level: formats.percent(evidence.serviceLevelRatio) }),
    evidence.offered === undefined ? undefined : t('alert.offered', { n: evidence.offered }),
    evidence.detail,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}
