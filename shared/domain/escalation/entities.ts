import type { CaseEvent } from '../events.js';
import { type EntityKey, entityKey } from '../site.js';
import { customerKey } from './ledger.js';

/** The call of a new case, and the customer of what was given, are named so that two decisions about one of them see each other. */
export function entitiesOfCase(event: CaseEvent): EntityKey[] {
  const keys = [entityKey('case', event.caseId)];
  if (event.type === 'case.opened' && event.call !== undefined) keys.push(entityKey('visit', event.call.visitId));
  if (event.type === 'case.authority-used') keys.push(customerKey(event.customer));
  return keys;
}
