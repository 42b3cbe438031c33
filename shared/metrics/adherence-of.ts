import { plainState } from '../domain/agent/trail.js';
import { outagesOf } from '../domain/outages.js';
import type { Shift } from '../domain/roster/shift.js';
import type { Agent, SiteState, TrailStep } from '../domain/site.js';
import type { EpochMs } from '../kernel/time.js';
import { type AdherenceResult, computeAdherence, type Excuse } from './adherence.js';
import { type BufferSpans, coversOf, planOf } from './schedule.js';

/**
 * How far an agent kept to these shifts, the same for themselves as for whoever leads them. Buffer shifts are no part of the plan that
 * is held against anybody: their time is out of both sides, as if it had not been (BS-N1). Who takes over for a colleague is planned to.
 */
export function adherenceOf(
  site: Readonly<SiteState>,
  agent: Agent,
  shifts: readonly Shift[],
  now: EpochMs,
  buffers: BufferSpans,
): AdherenceResult {
  return computeAdherence({
    plan: shifts.flatMap((shift) => planOf(shift, coversOf(site, agent.id))),
    trail: trailOf(agent),
    carry: agent.carry,
    inContactSince: agent.inContactSince,
    excuses: excusesOf(site, agent, buffers, now),
    now,
    mayShiftBreaks: true,
  });
}

/** Somebody who never changed since they were first seen has one step. */
export const trailOf = (agent: Agent): readonly TrailStep[] =>
  agent.trail.length > 0 ? agent.trail : [{ at: agent.since, as: plainState(agent) }];

function excusesOf(site: Readonly<SiteState>, agent: Agent, buffers: BufferSpans, now: EpochMs): Excuse[] {
  const entered = site.duties.get(agent.id)?.exceptions.map(({ type, startAt, endAt }): Excuse => ({ type, startAt, endAt })) ?? [];
  const inBuffer = (buffers.get(agent.id) ?? []).map(({ startAt, endAt }): Excuse => ({ type: 'buffer', startAt, endAt }));
  // What a source did not tell is not held against anybody.
  const unheard = outagesOf(site, agent.source, now).map(({ startAt, endAt }): Excuse => ({ type: 'outage', startAt, endAt }));
  return [...inBuffer, ...entered, ...unheard];
}

/** Local dates, and the moment at which it is asked. */
export interface AskedDay {
  readonly date: string;
  readonly today: string;
  readonly now: EpochMs;
}

/** The shifts that a day's adherence is about: those of the date and, for today, one of yesterday that still goes on. */
export function shiftsOfDay(site: Readonly<SiteState>, agentId: Agent['id'], { date, today, now }: AskedDay): Shift[] {
  return (site.duties.get(agentId)?.entries ?? []).flatMap(({ published }) => {
    if (published === null) return [];
    const goesOn = date === today && published.startAt <= now && now < published.endAt;
    return published.businessDate === date || goesOn ? [published] : [];
  });
}
