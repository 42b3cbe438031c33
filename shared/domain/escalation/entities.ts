import type { CaseEvent } from '../events.js';
import { type EntityKey, entityKey } from '../site.js';

export const entitiesOfCase = (event: CaseEvent): EntityKey[] => [entityKey('case', event.caseId)];
