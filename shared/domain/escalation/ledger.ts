import type { EpochMs } from '../../kernel/time.js';
import { type EntityKey, entityKey, type SiteState } from '../site.js';
import type { Case } from './case.js';

/** 30 days: what a customer was given counts for that long. */
export const KEPT_GIVEN_MS = 30 * 24 * 3_600_000;
/** Of one customer in 30 days; beyond it nothing more is given without a look at what goes on there. */
export const MOST_GIVEN = 200;

/** Whose sum it is. A caller who can't be recognised has none but the case's own. */
export const customerOf = ({ caller, id }: Pick<Case, 'caller' | 'id'>): string => caller?.hash ?? id;

/** What decisions about a customer's sum read and touch, so that two at the same time do not both fit under the limit. */
export const customerKey = (customer: string): EntityKey => entityKey('case', `customer-${customer}`);

export function givenWithin30Days(site: Readonly<SiteState>, customer: string, entry: string, now: EpochMs) {
  const uses = (site.given.get(customer) ?? []).filter(({ at }) => at > now - KEPT_GIVEN_MS);
  let amount = 0;
  for (const use of uses) if (use.entry === entry) amount += use.amount;
  return { amount, uses: uses.length };
}
