import type { QueueId } from '../../kernel/ids.js';
import { type EpochMs, MINUTE_MS } from '../../kernel/time.js';
import type { Caller } from '../facts.js';
import type { SiteState } from '../site.js';
import { type Case, isComplaint } from './case.js';
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
  if (signs.some((sign) => URGENT.has(sign)) || outageOf(site, facts, now).length > 0) return 'P1';
  const isVip = caller?.tier !== undefined && VIP_TIERS.has(caller.tier.toLowerCase());
  if (isVip || signs.some((sign) => SERIOUS.has(sign)) || complaintsBefore(site, facts).length > 0) return 'P2';
  return caseType === 'CONSULT' || caseType === 'SUGGESTION' ? 'P4' : 'P3';
}

/** The other cases of an outage that this one makes known; none: it is none. */
export function outageOf(site: Readonly<SiteState>, facts: GradeFacts, now: EpochMs): Case[] {
  const like = likeCases(site, facts, now);
  return like.length + 1 >= LIKE_CASES ? like : [];
}

/** Those of the same kind in the same queue a short while ago. */
function likeCases(site: Readonly<SiteState>, { caseType, queueId }: GradeFacts, now: EpochMs): Case[] {
  if (queueId === undefined) return [];
  const since = now - LIKE_WITHIN_MS;
  return [...site.cases.values()].filter((one) => one.caseType === caseType && one.queueId === queueId && one.openedAt > since);
}

/** What this customer has complained of before, as far as it is kept. */
export function complaintsBefore(site: Readonly<SiteState>, { caseType, caller }: GradeFacts): Case[] {
  if (!isComplaint(caseType) || caller?.hash === undefined) return [];
  return [...site.cases.values()].filter((one) => one.caller?.hash === caller.hash && one.caseType === caseType);
}

/** P1 is the highest. */
export const isHigher = (a: Grade, b: Grade): boolean => a < b;
