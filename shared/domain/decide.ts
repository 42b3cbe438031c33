import { actionIdOf } from '../kernel/ids.js';
import type { Result } from '../kernel/result.js';
import { decideAction } from './action/decide.js';
import { decideAlert } from './alert/decide.js';
import { linkedAlert } from './alert/linked.js';
import { decideBuffer } from './buffer/decide.js';
import { bufferConsequences } from './buffer/follow.js';
import { ALERT_COMMANDS, BUFFER_COMMANDS, CASE_COMMANDS, type Command, isOneOf, ROSTER_COMMANDS } from './commands.js';
import type { Ask, DecideContext, Decision, Deed } from './deed.js';
import { decideCase } from './escalation/decide.js';
import type { DomainEvent, EventOf } from './events.js';
import { personOf } from './person.js';
import { relationOf } from './policy.js';
import type { Rejection } from './rejection.js';
import { decideRoster } from './roster/decide.js';
import { type EntityKey, entityKey, SITE_ENTITY, type SiteState } from './site.js';

/** The events of an accepted command, and what was read to accept it. */
export interface Decided {
  readonly events: DomainEvent[];
  readonly reads: EntityKey[];
}

/**
 * The only place where a business rule says yes or no to a wish. What is granted begins with exactly one `action.taken`: the record
 * of who did what to whom, and why. (The site file at start-up is nobody's wish: its own event is its record.)
 */
export function decide(site: Readonly<SiteState>, command: Command, context: DecideContext): Result<Decided, Rejection> {
  const relation = relationOf(command.type, context.by.role);
  if (relation === undefined) return refused({ code: 'not-permitted' });
  if (command.type === 'site.configure') {
    if (JSON.stringify(site.config) === JSON.stringify(command.config)) return refused({ code: 'unchanged' });
    const configured: DomainEvent = { type: 'site.configured', occurredAt: context.now, config: command.config };
    const deed: Deed = { on: {}, next: { state: 'confirmed' }, events: [configured], reads: [SITE_ENTITY] };
    const record = taken(command.type, deed, { context, relation, actionId: actionIdOf(context.commitId) });
    return { ok: true, value: { events: context.by.role === 'operator' ? [configured] : [record, configured], reads: [SITE_ENTITY] } };
  }
  const actionId = actionIdOf(context.commitId);
  // The same command again: it was granted, and its first answer stands.
  if (site.actions.has(actionId)) return refused({ code: 'unchanged' });
  const decision = decideCommand(site, command, { context, relation, actionId });
  if (!decision.ok) return decision;
  const { reads } = decision.value;
  const events = [...decision.value.events, ...bufferConsequences(site, decision.value.events, context.now)];
  return {
    ok: true,
    value: {
      events: [taken(command.type, withAlert(site, command.type, decision.value, context), { context, relation, actionId }), ...events],
      reads: [...new Set([...reads, entityKey('action', actionId)])],
    },
  };
}

function decideCommand(site: Readonly<SiteState>, command: Exclude<Command, { type: 'site.configure' }>, ask: Ask): Decision {
  if (isOneOf(ALERT_COMMANDS, command)) return decideAlert(site, command, ask);
  if (isOneOf(CASE_COMMANDS, command)) return decideCase(site, command, ask);
  if (isOneOf(ROSTER_COMMANDS, command)) return decideRoster(site, command, ask);
  if (isOneOf(BUFFER_COMMANDS, command)) return decideBuffer(site, command, ask);
  return decideAction(site, command, ask);
}

/** What a supervisor does to a call or an agent in trouble answers the alert about it. */
function withAlert(site: Readonly<SiteState>, kind: string, deed: Deed, { by }: DecideContext): Deed {
  const isAnswer = by.role !== 'agent' && (kind.startsWith('call.') || kind.startsWith('agent.') || kind === 'help.acknowledge');
  if (!isAnswer || deed.alertId !== undefined) return deed;
  const alertId = linkedAlert(site, deed.on);
  return alertId === undefined ? deed : { ...deed, alertId };
}

function taken(kind: string, deed: Deed, { context, actionId }: Ask): EventOf<'action.taken'> {
  const { next } = deed;
  return {
    type: 'action.taken',
    occurredAt: context.now,
    actionId,
    kind,
    by: personOf(context.by),
    on: { ...deed.on },
    detail: { ...deed.detail },
    ...(deed.alertId === undefined ? {} : { alertId: deed.alertId }),
    ...(deed.undoOf === undefined ? {} : { undoOf: deed.undoOf }),
    ...next,
  };
}

const refused = (rejection: Rejection) => ({ ok: false as const, error: rejection });
