import { trailSpans } from '../domain/agent/at-work.js';
import { lengthWithin, without } from '../domain/roster/spans.js';
import type { Agent, SiteState } from '../domain/site.js';
import type { EpochMs } from '../kernel/time.js';
import { localDate, startOfDay } from '../kernel/zone.js';
import type { Activity } from '../staffing/activities.js';
import { adherenceOf, shiftsOfDay } from './adherence-of.js';
import { bufferSpansOf, coversOf, planOf, type Span } from './schedule.js';
import { ratioOf } from './service-level.js';

const PLANNED_WORK: ReadonlySet<Activity> = new Set(['phone', 'chat', 'outbound', 'ot', 'training', 'meeting', 'coaching', 'backoffice']);
const WORK: ReadonlySet<string> = new Set(['phone', 'training', 'meeting', 'coaching', 'backoffice', 'admin']);

/**
 * M-23 Conformance: time worked ÷ time planned to be worked, of today so far; whenever it was, so it may exceed 1. What is excused is on
 * neither side: a buffer shift or a micro-pause leaves the ratio as if it had not been (BS-N1). `null`: nothing was planned yet.
 */
export function conformanceRatio(site: Readonly<SiteState>, agent: Agent, now: EpochMs): number | null {
  const { timeZone } = site.config;
  const today = localDate(now, timeZone);
  const shifts = shiftsOfDay(site, agent.id, { date: today, today, now });
  if (shifts.length === 0) return null;
  const { excused } = adherenceOf(site, agent, shifts, now, bufferSpansOf(site));
  const from = Math.min(startOfDay(now, timeZone), ...shifts.map(({ startAt }) => startAt));
  const planned = shifts.flatMap((shift) => planOf(shift, coversOf(site, agent.id))).filter(({ activity }) => PLANNED_WORK.has(activity));
  const worked = trailSpans(agent, now).filter(({ as }) => WORK.has(as));
  const counted = (spans: readonly Span[]) =>
    without(spans, excused).reduce((sum, span) => sum + lengthWithin(span, { startAt: from, endAt: now }), 0);
  return ratioOf(counted(worked), counted(planned));
}
