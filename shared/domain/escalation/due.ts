import type { CaseId } from '../../kernel/ids.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Due } from '../deadlines.js';
import type { SiteState } from '../site.js';
import type { Case } from './case.js';

/** The next instant at which something of a case is due: a warning, a breach, a promise, an answer that somebody owes. */
export function caseDueAt(_site: Readonly<SiteState>, _one: Case | undefined): EpochMs | undefined {
  return undefined;
}

export function decideCaseDue(_site: Readonly<SiteState>, _caseId: CaseId, _dueAt: EpochMs): Due {
  return { events: [], reads: [] };
}
