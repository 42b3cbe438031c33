import { HOUR_MS } from '../../kernel/time.js';
import { unreachable } from '../../kernel/unreachable.js';
import type { ActionEvent, EventOf } from '../events.js';
import { type EvolveContext, entityKey, type SiteState, type Touched } from '../site.js';
import { type Action, isSettled } from './action.js';
import { evolveAgentOverlay } from './overlays.js';

/** Settled actions stay for this long: receipts, "who was first", undo. */
const KEPT_MS = HOUR_MS;
const MOST_KEPT = 5_000;

/** Actions, and what they hang on agents and calls. */
export function evolveAction(site: SiteState, event: ActionEvent, context: EvolveContext, touched: Touched): void {
  switch (event.type) {
    case 'action.taken':
      return actionTaken(site, event, context, touched);
    case 'action.requested':
      return change(site, event, context, touched, (action) => {
        action.state = 'requested';
        action.effect = event.effect;
        action.source = event.source;
        action.timeOutAt = event.timeOutAt;
        delete action.offer;
      });
    case 'action.started':
      return change(site, event, context, touched, (action) => {
        action.state = 'started';
      });
    case 'action.settled':
      return change(site, event, context, touched, (action) => {
        action.state = event.result;
        if (event.failure !== undefined) action.failure = event.failure;
        if (event.answer !== undefined) action.answer = event.answer;
        settle(site, action, event, touched);
        if (event.undoOf !== undefined && event.result !== 'confirmed') canBeTriedAgain(site, event.undoOf, action.id, context, touched);
      });
    case 'source.capabilities-told': {
      const source = site.sources.get(event.source);
      if (source === undefined) return;
      source.can = [...event.can];
      source.rev = context.position;
      return touched.touch(entityKey('source', event.source));
    }
    case 'monitor.started':
    case 'monitor.stopped':
    case 'desk.changed':
    case 'agent.pending-set':
    case 'agent.pending-cleared':
    case 'agent.forced':
    case 'agent.borrowed':
    case 'agent.borrow-ended':
    case 'help.raised':
    case 'help.acknowledged':
    case 'help.joined':
    case 'help.spread':
    case 'help.closed':
    case 'call.abuse-flagged':
    case 'break.offered':
    case 'break.answered':
      return evolveAgentOverlay(site, event, context, touched);
    default:
      return unreachable(event);
  }
}

function actionTaken(site: SiteState, event: EventOf<'action.taken'>, context: EvolveContext, touched: Touched): void {
  if (site.actions.has(event.actionId)) return;
  const { type: _, occurredAt, actionId, ...rest } = event;
  // Absent fields are absent in what was parsed from the log too.
  const action = { id: actionId, askedAt: occurredAt, rev: context.position, ...structuredClone(rest) } as Action;
  site.actions.set(actionId, action);
  touched.touch(entityKey('action', actionId));
  if (event.undoOf !== undefined) noteUndo(site, event.undoOf, actionId, context, touched);
  if (event.alertId !== undefined) noteOnAlert(site, event.alertId, context, touched);
  noteHandover(site, action, context, touched);
  if (isSettled(action)) settle(site, action, event, touched);
  else site.openActions.add(actionId);
}

function noteUndo(site: SiteState, undone: Action['id'], by: Action['id'], context: EvolveContext, touched: Touched): void {
  const action = site.actions.get(undone);
  if (action === undefined) return;
  action.undoneBy = by;
  action.rev = context.position;
  touched.touch(entityKey('action', undone));
}

/** What was to undo it came to nothing. */
function canBeTriedAgain(site: SiteState, id: Action['id'], by: Action['id'], context: EvolveContext, touched: Touched): void {
  const action = site.actions.get(id);
  if (action?.undoneBy !== by) return;
  delete action.undoneBy;
  action.rev = context.position;
  touched.touch(entityKey('action', id));
}

/** How often an alert led to something, and how many of a rule's alerts did at all. */
function noteOnAlert(site: SiteState, alertId: NonNullable<Action['alertId']>, context: EvolveContext, touched: Touched): void {
  const alert = site.alerts.get(alertId);
  if (alert === undefined) return;
  alert.actions += 1;
  alert.rev = context.position;
  touched.touch(entityKey('alert', alertId));
  const rule = site.rules.get(alert.ruleId);
  if (rule === undefined || alert.actions > 1) return;
  rule.acted += 1;
  rule.rev = context.position;
  touched.touch(entityKey('rule', alert.ruleId));
}

/** A handover note is with the call from the moment it was written, whatever becomes of the move. */
function noteHandover(site: SiteState, action: Action, context: EvolveContext, touched: Touched): void {
  const { text } = action.detail;
  const visit = action.on.visitId === undefined ? undefined : site.visits.get(action.on.visitId);
  if (action.kind !== 'call.reassign' || text === undefined || visit === undefined) return;
  visit.handover = { by: action.by, text, at: action.askedAt };
  visit.rev = context.position;
  touched.touch(entityKey('visit', visit.id));
}

function change(
  site: SiteState,
  event: { readonly actionId: Action['id'] },
  context: EvolveContext,
  touched: Touched,
  apply: (action: Action) => void,
): void {
  const action = site.actions.get(event.actionId);
  // What has settled stays as it was told.
  if (action === undefined || isSettled(action)) return;
  apply(action);
  action.rev = context.position;
  touched.touch(entityKey('action', action.id));
}

function settle(site: SiteState, action: Action, event: { occurredAt: Action['askedAt'] }, touched: Touched): void {
  action.settledAt = event.occurredAt;
  delete action.offer;
  delete action.timeOutAt;
  site.openActions.delete(action.id);
  site.settledActions.push(action.id);
  forgetOld(site, touched);
}

function forgetOld(site: SiteState, touched: Touched): void {
  while (site.settledActions.length > 0) {
    const [oldest] = site.settledActions;
    const action = oldest === undefined ? undefined : site.actions.get(oldest);
    const isOld = (action?.settledAt ?? 0) < site.foldedAt - KEPT_MS || site.settledActions.length > MOST_KEPT;
    if (!isOld) return;
    site.settledActions.shift();
    if (action === undefined || isNeeded(site, action)) continue;
    site.actions.delete(action.id);
    touched.gone(entityKey('action', action.id));
  }
}

/** A monitoring is known by its action for as long as it lasts. It is then forgotten with the call. */
const isNeeded = (site: SiteState, action: Action): boolean =>
  action.kind === 'call.monitor' &&
  action.on.visitId !== undefined &&
  (site.visits.get(action.on.visitId)?.monitors.some((monitor) => monitor.actionId === action.id) ?? false);
