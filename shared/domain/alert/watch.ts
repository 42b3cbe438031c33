import { alertIdOf } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import type { DomainEvent } from '../events.js';
import { type EntityKey, entityKey, type SiteState } from '../site.js';
import type { Alert } from './alert.js';
import { covers } from './decide-rules.js';
import { effectiveRules } from './default-rules.js';
import { type Dwell, isEasing, isIdle, seen, standingAfter } from './dwell.js';
import type { AlertSubject } from './events.js';
import { isLeft, isWorse, limitOf, type Standing, standingOf, type Value } from './level.js';
import { isAlertOpen, openAlertOf, type PairKey, pairKey } from './open-alert.js';
import { mayRaise } from './quiet.js';
import type { AlertLevel, AlertRule } from './rule.js';
import { isThere, subjectKey } from './subject.js';

/** One subject as a rule sees it now. */
export interface Reading {
  readonly subject: AlertSubject;
  readonly value: Value;
  readonly evidence: Alert['evidence'];
}
/** By the subject's id. Who is not in it and is there has nothing to tell: beyond no limit. */
export type Readings = ReadonlyMap<string, Reading>;

/** What a watcher asks of the floor: the figures are computed elsewhere, and come as plain numbers. */
export interface Measuring {
  measure(site: Readonly<SiteState>, rule: AlertRule): Readings;
  /** Nothing new is known of it: its alerts stay as they are. */
  isFrozen(site: Readonly<SiteState>, subject: AlertSubject): boolean;
}

/** What should be different from what the site's log says. */
export type Change =
  | { readonly kind: 'raise'; readonly ruleId: AlertRule['id']; readonly subject: AlertSubject; readonly level: AlertLevel }
  | { readonly kind: 'level'; readonly alertId: Alert['id']; readonly level: AlertLevel }
  | { readonly kind: 'ease'; readonly alertId: Alert['id'] }
  | { readonly kind: 'relapse'; readonly alertId: Alert['id'] }
  | { readonly kind: 'clear'; readonly alertId: Alert['id']; readonly how: 'better' | 'gone' | 'rule' };

export type Dwells = ReadonlyMap<PairKey, Dwell>;

/** More than this at once is no longer a list that anybody reads; the worst of it is there already. */
export const MOST_OPEN = 2_000;

/** One look at everything: how long each value has been where it is, and what follows. */
export function look(site: Readonly<SiteState>, measuring: Measuring, before: Dwells, now: EpochMs): { dwells: Dwells; changes: Change[] } {
  const dwells = new Map<PairKey, Dwell>();
  const changes: Change[] = [];
  const open = openAlerts(site);
  let openCount = open.size;
  for (const rule of effectiveRules(site)) {
    const readings = measuring.measure(site, rule);
    for (const { subject, value } of withOpen(readings, rule, open)) {
      const key = pairKey(rule.id, subject.id);
      const alert = open.get(key);
      if (alert !== undefined && !covers(rule, alert)) continue;
      if (measuring.isFrozen(site, subject)) continue;
      const dwell = seen(before.get(key), rule, value, now);
      const standing: Standing = alert?.level ?? 'none';
      if (alert !== undefined || !isIdle(dwell)) dwells.set(key, dwell);
      const next = isThere(site, subject) ? standingAfter(dwell, rule, standing, now) : 'none';
      const change = changeTo(site, { rule, subject, alert, dwell, next, now });
      if (change === undefined || (change.kind === 'raise' && openCount >= MOST_OPEN)) continue;
      if (change.kind === 'raise') openCount += 1;
      changes.push(change);
    }
  }
  changes.push(...withoutRule(site, open.values()));
  return { dwells, changes };
}

interface Wanted {
  readonly rule: AlertRule;
  readonly subject: AlertSubject;
  readonly alert: Alert | undefined;
  readonly dwell: Dwell;
  readonly next: Standing;
  readonly now: EpochMs;
}

function changeTo(site: Readonly<SiteState>, { rule, subject, alert, dwell, next, now }: Wanted): Change | undefined {
  if (alert === undefined) {
    if (next === 'none' || !mayRaise(site, rule, subject.id, next, now)) return undefined;
    return { kind: 'raise', ruleId: rule.id, subject, level: next };
  }
  if (next === 'none') return { kind: 'clear', alertId: alert.id, how: isThere(site, subject) ? 'better' : 'gone' };
  if (next !== alert.level) return { kind: 'level', alertId: alert.id, level: next };
  if (alert.easedAt === undefined) return isEasing(dwell) ? { kind: 'ease', alertId: alert.id } : undefined;
  // On the edge it is still on its way out.
  return isIdle(dwell) ? undefined : { kind: 'relapse', alertId: alert.id };
}

function openAlerts(site: Readonly<SiteState>): Map<PairKey, Alert> {
  const open = new Map<PairKey, Alert>();
  for (const alert of site.alerts.values()) if (isAlertOpen(alert)) open.set(pairKey(alert.ruleId, alert.subject.id), alert);
  return open;
}

/** What was measured, and what has an open alert and nothing more to tell. */
function* withOpen(readings: Readings, rule: AlertRule, open: ReadonlyMap<PairKey, Alert>): Generator<Pick<Reading, 'subject' | 'value'>> {
  yield* readings.values();
  for (const { ruleId, subject } of open.values()) {
    if (ruleId === rule.id && !readings.has(subject.id)) yield { subject, value: null };
  }
}

/** A rule that was switched off, removed or changed takes its alerts along; usually in the command's own commit. */
function withoutRule(site: Readonly<SiteState>, open: Iterable<Alert>): Change[] {
  const changes: Change[] = [];
  for (const alert of open) {
    const rule = site.rules.get(alert.ruleId)?.rule;
    if (rule === undefined || !covers(rule, alert)) changes.push({ kind: 'clear', alertId: alert.id, how: 'rule' });
  }
  return changes;
}

/**
 * The events of what is still to be done on this state: a second watcher's are there by now, a caller may have been answered since.
 * All that a change rests on is in the read-set, so that of two watchers one raises.
 */
export function decideChanges(
  site: Readonly<SiteState>,
  changes: readonly Change[],
  measuring: Measuring,
  now: EpochMs,
): { events: DomainEvent[]; reads: EntityKey[] } {
  const known = new Map<AlertRule['id'], Readings>();
  const readingOf = (rule: AlertRule, subject: AlertSubject): Reading | undefined => {
    const readings = known.get(rule.id) ?? measuring.measure(site, rule);
    known.set(rule.id, readings);
    return readings.get(subject.id);
  };
  const events: DomainEvent[] = [];
  const reads = new Set<EntityKey>();
  for (const change of changes) {
    const alert = change.kind === 'raise' ? undefined : site.alerts.get(change.alertId);
    const subject = change.kind === 'raise' ? change.subject : alert?.subject;
    const isRules = change.kind === 'clear' && change.how === 'rule';
    if (subject === undefined || (!isRules && measuring.isFrozen(site, subject))) continue;
    const event = change.kind === 'raise' ? raised(site, change, readingOf, now) : changed(site, change, readingOf, now);
    if (event === undefined) continue;
    events.push(event);
    reads.add(entityKey('alert', event.alertId)).add(entityKey('rule', change.kind === 'raise' ? change.ruleId : (alert?.ruleId ?? '')));
    const key = subjectKey(subject);
    if (key !== undefined) reads.add(key);
  }
  return { events, reads: [...reads] };
}

type ReadingOf = (rule: AlertRule, subject: AlertSubject) => Reading | undefined;
type AlertChange = Extract<
  DomainEvent,
  { type: 'alert.raised' | 'alert.level-changed' | 'alert.eased' | 'alert.relapsed' | 'alert.cleared' }
>;

function raised(
  site: Readonly<SiteState>,
  { ruleId, subject, level }: Extract<Change, { kind: 'raise' }>,
  readingOf: ReadingOf,
  now: EpochMs,
): AlertChange | undefined {
  const state = site.rules.get(ruleId);
  if (state === undefined || !state.rule.enabled || openAlertOf(site, ruleId, subject.id) !== undefined) return undefined;
  const { rule } = state;
  const reading = readingOf(rule, subject);
  if (reading === undefined || reading.value === null || isWorse(level, standingOf(rule, reading.value))) return undefined;
  if (!mayRaise(site, rule, subject.id, level, now)) return undefined;
  return {
    type: 'alert.raised',
    occurredAt: now,
    alertId: newAlertId(site, ruleId, subject.id, state.raised),
    ruleId,
    subject: reading.subject,
    metric: rule.metric,
    level,
    value: reading.value,
    limit: limitOf(rule, level),
    evidence: reading.evidence,
    remedy: rule.remedy,
  };
}

/** A rule that was removed and made anew counts from nothing: its alerts must not be called like those still in sight. */
function newAlertId(site: Readonly<SiteState>, ruleId: AlertRule['id'], subjectId: string, raisedBefore: number): Alert['id'] {
  let no = raisedBefore;
  while (site.alerts.has(alertIdOf(ruleId, subjectId, no))) no += 1;
  return alertIdOf(ruleId, subjectId, no);
}

function changed(
  site: Readonly<SiteState>,
  change: Exclude<Change, { kind: 'raise' }>,
  readingOf: ReadingOf,
  now: EpochMs,
): AlertChange | undefined {
  const alert = site.alerts.get(change.alertId);
  if (alert === undefined || !isAlertOpen(alert)) return undefined;
  const rule = site.rules.get(alert.ruleId)?.rule;
  const isOver = rule === undefined || !covers(rule, alert);
  if (change.kind === 'clear' && change.how === 'rule') return isOver ? cleared(alert, 'rule', now) : undefined;
  if (isOver) return undefined;
  const isGone = !isThere(site, alert.subject);
  if (change.kind === 'clear' && change.how === 'gone') return isGone ? cleared(alert, 'gone', now) : undefined;
  const value = readingOf(rule, alert.subject)?.value ?? null;
  if (change.kind === 'clear') return standingOf(rule, value) === 'none' ? cleared(alert, 'better', now) : undefined;
  if (change.kind === 'ease') {
    const isEased = alert.easedAt === undefined && isLeft(rule, rule.warn, value) && isLeft(rule, rule.critical, value);
    return isEased ? { type: 'alert.eased', occurredAt: now, alertId: alert.id } : undefined;
  }
  if (change.kind === 'relapse') {
    const isBack = alert.easedAt !== undefined && standingOf(rule, value) !== 'none';
    return isBack ? { type: 'alert.relapsed', occurredAt: now, alertId: alert.id } : undefined;
  }
  const isStillSo = isWorse(change.level, alert.level)
    ? !isWorse(change.level, standingOf(rule, value))
    : standingOf(rule, value) !== 'critical';
  if (change.level === alert.level || !isStillSo || value === null) return undefined;
  const { level } = change;
  return { type: 'alert.level-changed', occurredAt: now, alertId: alert.id, level, value, limit: limitOf(rule, level) };
}

const cleared = ({ id }: Alert, how: 'better' | 'gone' | 'rule', now: EpochMs): AlertChange => ({
  type: 'alert.cleared',
  occurredAt: now,
  alertId: id,
  how,
});
