import type { QueueId } from '../../kernel/ids.js';
import { type EpochMs, MINUTE_MS } from '../../kernel/time.js';
import type { Caller } from '../facts.js';
import type { SiteState } from '../site.js';
import { isComplaint } from './case.js';
import type { CaseSign, CaseType, Grade } from './words.js';

const URGENT: ReadonlySet<CaseSign> = new Set(['safety', 'outage', 'legal-or-media', 'vip-stopped', 'threat']);
const SERIOUS: ReadonlySet<CaseSign> = new Set(['money-loss', 'account-locked', 'second-complaint', 'vip', 'asks-supervisor']);
const VIP_TIERS: ReadonlySet<string> = new Set(['gold', 'black', 'corp']);
/** So many like cases in so short a time are an outage (B.3.1). */
const LIKE_CASES = 5;
const LIKE_WITHIN_MS = 15 * MINUTE_MS;

export interface GradeFacts {
  readonly caseType: CaseType;
  readonly signs: readonly CaseSign[];
  readonly caller: Pick<Caller, 'hash' | 'tier'> | undefined;
  readonly queueId: QueueId | undefined;
}

/** What the rules of B.3.1 propose. A person confirms it. */
export function proposeGrade(site: Readonly<SiteState>, facts: GradeFacts, now: EpochMs): Grade {
  const { caseType, signs, caller } = facts;
  if (signs.some((sign) => URGENT.has(sign)) || likeCases(site, facts, now) + 1 >= LIKE_CASES) return 'P1';
  const isVip = caller?.tier !== undefined && VIP_TIERS.has(caller.tier.toLowerCase());
  if (isVip || signs.some((sign) => SERIOUS.has(sign)) || isSecondComplaint(site, facts)) return 'P2';
  return caseType === 'CONSULT' || caseType === 'SUGGESTION' ? 'P4' : 'P3';
}

function likeCases(site: Readonly<SiteState>, { caseType, queueId }: GradeFacts, now: EpochMs): number {
  let alike = 0;
  for (const one of site.cases.values()) {
    if (one.caseType === caseType && one.queueId === queueId && queueId !== undefined && one.openedAt > now - LIKE_WITHIN_MS) alike += 1;
  }
  return alike;
}

function isSecondComplaint(site: Readonly<SiteState>, { caseType, caller }: GradeFacts): boolean {
  if (!isComplaint(caseType) || caller?.hash === undefined) return false;
  for (const one of site.cases.values()) if (one.caller?.hash === caller.hash && one.caseType === caseType) return true;
  return false;
}

/** P1 is the highest. */
export const isHigher = (a: Grade, b: Grade): boolean => a < b;
