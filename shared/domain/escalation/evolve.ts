import type { CaseEvent, DomainEvent, EventOf } from '../events.js';
import { type Agent, type EvolveContext, entityKey, type SiteState, type Touched } from '../site.js';
import { applyToCase, isLater } from './apply.js';
import { isCaseOpen } from './case.js';
import { KEPT_GIVEN_MS } from './ledger.js';
import { noteNotices } from './notices.js';
import { newCase } from './open.js';
import { addEntry } from './timeline.js';

/** Cases that are over stay for this long: for seven days they may be reopened. */
const KEPT_OVER_MS = 8 * 24 * 3_600_000;

export const isCaseEvent = (event: DomainEvent): event is CaseEvent => event.type.startsWith('case.');

export function evolveCase(site: SiteState, event: CaseEvent, context: EvolveContext, touched: Touched): void {
  if (event.type === 'case.opened') opened(site, event, context);
  const one = site.cases.get(event.caseId);
  if (one === undefined) return;
  if (isLater(event)) applyToCase(one, event);
  if (event.type === 'case.authority-used') noteGiven(site, event);
  addEntry(one, event);
  noteNotices(one, event);
  one.rev = context.position;
  touched.touch(entityKey('case', one.id));
  if (event.type === 'case.opened' || !isCaseOpen(one)) forgetOld(site, touched);
}

function opened(site: SiteState, event: EventOf<'case.opened'>, context: EvolveContext): void {
  if (site.cases.has(event.caseId)) return;
  site.caseNo += 1;
  site.cases.set(event.caseId, newCase(site.caseNo, event, context.position));
}

/** A customer's sum over 30 days; those who were given nothing for that long are forgotten. */
function noteGiven(site: SiteState, { customer, occurredAt, caseId, entry, amount }: EventOf<'case.authority-used'>): void {
  const oldest = occurredAt - KEPT_GIVEN_MS;
  const kept = (site.given.get(customer) ?? []).filter(({ at }) => at > oldest);
  // Taken out and put back: who was given something last is last, so that the forgotten are in front.
  site.given.delete(customer);
  site.given.set(customer, [...kept, { at: occurredAt, caseId, entry, amount }]);
  for (const [other, uses] of site.given) {
    if ((uses.at(-1)?.at ?? 0) > oldest) return;
    site.given.delete(other);
  }
}

function forgetOld(site: SiteState, touched: Touched): void {
  const cutoff = site.foldedAt - KEPT_OVER_MS;
  for (const one of site.cases.values()) {
    if (isCaseOpen(one) || one.closedAt === undefined || one.closedAt >= cutoff) continue;
    site.cases.delete(one.id);
    touched.gone(entityKey('case', one.id));
  }
}

/** Whether the owner is away shows on a case, and when it leaves who signed out is a deadline of its own: frames and deadlines are told. */
export function touchCasesOf(site: SiteState, agent: Agent, context: EvolveContext, touched: Touched): void {
  for (const one of site.cases.values()) {
    if (one.owner.agentId !== agent.id) continue;
    one.rev = context.position;
    touched.touch(entityKey('case', one.id));
  }
}
