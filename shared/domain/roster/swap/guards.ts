import { err, ok, type Result } from '../../../kernel/result.js';
import { type EpochMs, MINUTE_MS } from '../../../kernel/time.js';
import type { Rejection } from '../../rejection.js';
import type { SiteState } from '../../site.js';
import type { DutyEntry } from '../duty.js';
import { byStart, nameOfShift, overlaps } from '../entries.js';
import { firstHard, labourNews, labourRulesOf } from '../labour.js';
import type { ExceptionType } from '../words.js';
import type { Request, SideChange, SwapChange } from './change.js';
import { worstGap } from './coverage.js';
import { spansOf } from './open.js';
import type { SwapCheck } from './words.js';

/**
 * The guards of B.6.4. What nobody may set aside refuses: overlaps, hard labour rules, what has begun. All else is a check; with every
 * one green no person needs to decide.
 */
export function checkSwap(site: Readonly<SiteState>, request: Request, change: SwapChange, now: EpochMs): Result<SwapCheck[], Rejection> {
  if (changedFrom(request) < now) return err({ code: 'in-the-past' });
  const checks: SwapCheck[] = [];
  for (const side of change.sides) {
    const labour = checkSide(site, side);
    if (!labour.ok) return labour;
    checks.push(labour.value);
  }
  // As long as nobody has come forward, there is no saying who will be missing.
  if (!waitsForColleague(request)) {
    const gap = worstGap(site, change.sides, now);
    checks.push(gap === undefined ? { code: 'coverage', ok: true } : { code: 'coverage', ok: false, gap });
  }
  checks.push({ code: 'notice', ok: changedFrom(request) - now >= noticeMs(site, request) });
  return ok(checks);
}

export const isGreen = (checks: readonly SwapCheck[]): boolean => checks.every((check) => check.ok);
export const waitsForColleague = ({ kind, toAgentId }: Request): boolean =>
  (kind === 'give' || kind === 'partial') && toAgentId === undefined;

const noticeMs = ({ config }: Readonly<SiteState>, { kind }: Request): number =>
  kind === 'ot' ? 0 : config.workforce.swap.noticeMin * MINUTE_MS;

/** The first instant at which anybody's day is another one. */
export const changedFrom = (request: Request): number => Math.min(...spansOf(request).map(({ startAt }) => startAt));

/** Exceptions for which somebody is not there; the others only excuse what was done instead. */
const AWAY: ReadonlySet<ExceptionType> = new Set(['leave', 'sick', 'union']);

function checkSide(site: Readonly<SiteState>, { agent, removed, added }: SideChange): Result<SwapCheck, Rejection> {
  const duty = site.duties.get(agent.id);
  const gone = new Set(removed.map(({ id }) => id));
  const sideOf = (side: keyof DutyEntry) => (duty?.entries ?? []).flatMap((entry) => entry[side] ?? []);
  const away = (duty?.exceptions ?? []).filter(({ type }) => AWAY.has(type));
  const rules = labourRulesOf(site, agent);
  const soft = new Set<string>();
  for (const side of ['published', 'draft'] as const) {
    const before = sideOf(side);
    const kept = before.filter(({ id }) => !gone.has(id));
    const clash = added.map((one) => kept.find((other) => overlaps(one, other))).find((one) => one !== undefined);
    // What is only planned is not told, not even by a refusal.
    if (clash !== undefined) return err({ code: 'overlap', ...(side === 'published' ? { detail: nameOfShift(clash) } : {}) });
    const found = labourNews(before, [...kept, ...added].sort(byStart), rules);
    const hard = firstHard(found);
    if (hard !== undefined) return err({ code: 'labour-rule', byName: agent.name, detail: hard.code });
    if (side === 'published') for (const { code } of found) soft.add(code);
  }
  // Leave or sickness: that somebody is away then is no colleague's business either.
  if (added.some((one) => !removed.some((was) => overlaps(was, one)) && away.some((exception) => overlaps(exception, one))))
    return err({ code: 'overlap' });
  return ok(
    soft.size === 0 ? { code: 'labour', ok: true, agentId: agent.id } : { code: 'labour', ok: false, agentId: agent.id, rules: [...soft] },
  );
}
