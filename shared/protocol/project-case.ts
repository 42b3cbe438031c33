import type { Case } from '../domain/escalation/case.js';
import type { SiteState } from '../domain/site.js';
import type { CaseView } from './views.js';

/** A case as the board shows it. */
export function projectCase(_site: Readonly<SiteState>, _case: Readonly<Case>): CaseView {
  throw new Error('no case was ever opened');
}
