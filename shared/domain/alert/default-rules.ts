import type { RuleId } from '../../kernel/ids.js';
import { MINUTE_MS, SECOND_MS } from '../../kernel/time.js';
import type { DomainEvent } from '../events.js';
import type { SiteState } from '../site.js';
import { type AlertRule, alertRuleSchema } from './rule.js';

/**
 * The rules a site begins with. They lie in its log like any other, put there once, so that people see, change and switch off what
 * they have; the name's beginning is kept for them. A later version may bring more: those are added at its first start.
 */
const PREFIX = 'r-std-';
export const isBuiltInRule = (id: RuleId): boolean => id.startsWith(PREFIX);

const rule = (name: string, more: object): AlertRule => alertRuleSchema.parse({ id: `${PREFIX}${name}`, enabled: true, ...more });

export const DEFAULT_RULES: readonly AlertRule[] = [
  rule('longest-wait', {
    name: '最长等待超过阈值',
    nameEn: 'Longest wait over the threshold',
    subject: 'queue',
    metric: 'longestWaitOfThresholdRatio',
    bad: 'above',
    warn: 1,
    critical: 2,
    remedy: 'borrow',
    webhook: true,
  }),
  rule('service-level', {
    name: '服务水平低于目标',
    nameEn: 'Service level below its goal',
    subject: 'queue',
    metric: 'serviceLevelRatio',
    bad: 'below',
    warn: 0.8,
    critical: 0.6,
    margin: 0.02,
    minOffered: 10,
    remedy: 'borrow',
    webhook: true,
  }),
  rule('abandoned', {
    name: '放弃率偏高',
    nameEn: 'Too many callers give up',
    subject: 'queue',
    metric: 'abandonRatio',
    bad: 'above',
    warn: 0.05,
    critical: 0.1,
    margin: 0.01,
    minOffered: 10,
    remedy: 'borrow',
  }),
  rule('nobody-ready', {
    name: '有人排队，无人空闲',
    nameEn: 'Callers wait and nobody is ready',
    subject: 'queue',
    metric: 'waitingWithNobodyReady',
    bad: 'above',
    warn: 3,
    critical: 8,
    // Between two calls of a busy queue nobody is ready for a moment: that is no news.
    dwellMs: 20 * SECOND_MS,
    remedy: 'reassign',
    webhook: true,
  }),
  rule('long-pause', {
    name: '示忙超时',
    nameEn: 'Not ready past the limit of the reason',
    subject: 'agent',
    metric: 'notReadyOverLimitMs',
    bad: 'above',
    warn: MINUTE_MS,
    critical: 10 * MINUTE_MS,
    remedy: 'message',
  }),
  rule('long-wrap-up', {
    name: '整理时间过长',
    nameEn: 'Long wrap-up',
    subject: 'agent',
    metric: 'acwMs',
    bad: 'above',
    warn: 2 * MINUTE_MS,
    critical: 5 * MINUTE_MS,
    remedy: 'end-wrap-up',
  }),
  rule('long-hold', {
    name: '保持时间过长',
    nameEn: 'Caller on hold for long',
    subject: 'agent',
    metric: 'holdMs',
    bad: 'above',
    warn: MINUTE_MS,
    critical: 3 * MINUTE_MS,
    remedy: 'help',
  }),
  rule('help-unanswered', {
    name: '举手无人响应',
    nameEn: 'A raised hand that nobody answers',
    subject: 'agent',
    metric: 'helpUnansweredMs',
    bad: 'above',
    warn: 30 * SECOND_MS,
    critical: MINUTE_MS,
    // The thirty seconds are the patience; who is on the line must not wait for more.
    dwellMs: 0,
    clearDwellMs: 0,
    remedy: 'help',
  }),
  rule('offers-missed', {
    name: '坐席连续未接',
    nameEn: 'An agent misses offer after offer',
    subject: 'agent',
    metric: 'ringNoAnswersInARow',
    bad: 'above',
    warn: 3,
    dwellMs: 0,
    remedy: 'message',
  }),
  rule('rings-unanswered', {
    name: '来电多次振铃未接',
    nameEn: 'A call that rang out again and again',
    subject: 'call',
    metric: 'ringNoAnswers',
    bad: 'above',
    warn: 3,
    critical: 5,
    dwellMs: 0,
    clearDwellMs: 0,
    remedy: 'reassign',
  }),
  rule('source-silent', {
    name: '话务系统无数据',
    nameEn: 'The telephone system is silent',
    subject: 'source',
    metric: 'silentMs',
    bad: 'above',
    warn: 15 * SECOND_MS,
    critical: MINUTE_MS,
    webhook: true,
  }),
  rule('undelivered', {
    name: '通知无法送达',
    nameEn: 'A receiver takes no notices',
    subject: 'source',
    metric: 'undeliveredMs',
    bad: 'above',
    warn: 2 * MINUTE_MS,
    critical: 30 * MINUTE_MS,
  }),
  rule('agent-gone', {
    name: '幽灵坐席：人已离开',
    nameEn: 'Ghost: the agent is gone',
    subject: 'ghost',
    metric: 'agentGoneMs',
    bad: 'above',
    warn: 2 * MINUTE_MS,
    critical: 10 * MINUTE_MS,
    remedy: 'sign-out',
  }),
  rule('endless-wrap-up', {
    name: '幽灵整理：没有结束',
    nameEn: 'Ghost: wrap-up without an end',
    subject: 'ghost',
    metric: 'endlessWrapUpMs',
    bad: 'above',
    warn: 10 * MINUTE_MS,
    remedy: 'end-wrap-up',
  }),
  rule('call-without-leg', {
    name: '幽灵通话：没有坐席',
    nameEn: 'Ghost: a call that nobody has',
    subject: 'ghost',
    metric: 'callWithoutLegMs',
    bad: 'above',
    warn: MINUTE_MS,
    remedy: 'resync',
  }),
  rule('one-sided-member', {
    name: '单边成员',
    nameEn: 'Ghost: a member known to one side only',
    subject: 'ghost',
    metric: 'oneSidedMemberMs',
    bad: 'above',
    warn: 5 * MINUTE_MS,
    remedy: 'resync',
  }),
];

/** What has to be put into this site's log so that it has every rule the product comes with; what is there stays as it was set. */
export function seedRules(site: Readonly<SiteState>, now: DomainEvent['occurredAt']): Extract<DomainEvent, { type: 'rule.set' }>[] {
  return DEFAULT_RULES.filter(({ id }) => !site.rules.has(id)).map((missing) => ({ type: 'rule.set', occurredAt: now, rule: missing }));
}

/** The rules that are looked at. */
export function* effectiveRules(site: Readonly<SiteState>): Generator<AlertRule> {
  for (const { rule: one } of site.rules.values()) if (one.enabled) yield one;
}
