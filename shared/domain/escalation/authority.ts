import { err, ok, type Result } from '../../kernel/result.js';
import type { EpochMs } from '../../kernel/time.js';
import type { Person } from '../person.js';
import type { Rejection } from '../rejection.js';
import type { SiteState } from '../site.js';
import type { Case } from './case.js';
import type { AuthorityEntry, EscalationConfig } from './config.js';
import { customerOf, givenWithin30Days, MOST_GIVEN } from './ledger.js';

/** The most that this role may give of it now; undefined: nothing without asking. */
export function entryFor({ authority }: EscalationConfig, code: string, role: Person['role'], now: EpochMs): AuthorityEntry | undefined {
  let most: AuthorityEntry | undefined;
  for (const entry of authority) {
    if (entry.code !== code || !(entry.roles as readonly string[]).includes(role)) continue;
    if (now < (entry.validFrom ?? 0) || now >= (entry.validTo ?? Number.POSITIVE_INFINITY)) continue;
    if (most === undefined || entry.maxAmountPerCase > most.maxAmountPerCase) most = entry;
  }
  return most;
}

export const isKnownEntry = ({ authority }: EscalationConfig, code: string): boolean => authority.some((entry) => entry.code === code);

interface Wish {
  readonly entry: string;
  readonly amount: number;
  readonly evidence?: string | undefined;
}

/** B.3.6: whether this person may give so much for this case now. The refusal tells how much is left. */
export function checkAuthority(
  site: Readonly<SiteState>,
  one: Readonly<Case>,
  { entry: code, amount, evidence }: Wish,
  role: Person['role'],
  now: EpochMs,
): Result<void, Rejection> {
  const { escalation } = site.config;
  if (!isKnownEntry(escalation, code)) return err({ code: 'not-found', field: 'entry' });
  const given = givenWithin30Days(site, customerOf(one), code, now);
  if (given.uses >= MOST_GIVEN) return err({ code: 'limit-reached' });
  // The top of the chain: what an admin grants needs nobody above.
  if (role === 'admin') return ok(undefined);
  const entry = entryFor(escalation, code, role, now);
  if (entry === undefined) return err({ code: 'outside-authority', detail: '0' });
  const ofCase = one.given.find((each) => each.entry === code)?.amount ?? 0;
  const left = Math.min(entry.maxAmountPerCase - ofCase, entry.maxPerCustomer30d - given.amount);
  if (amount > left) return err({ code: 'outside-authority', detail: String(Math.max(0, left)) });
  if (entry.requiresEvidence && evidence === undefined) return err({ code: 'incomplete', field: 'evidence' });
  return ok(undefined);
}
