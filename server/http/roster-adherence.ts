import { plainState } from '../../shared/domain/agent/trail.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import { type EpochMs, epochMs, HOUR_MS, SECOND_MS } from '../../shared/kernel/time.js';
import { localDate } from '../../shared/kernel/zone.js';
import { type AskedDay, adherenceOf, shiftsOfDay, trailOf } from '../../shared/metrics/adherence-of.js';
import { type BufferSpans, bufferSpansOf, planAt } from '../../shared/metrics/schedule.js';
import type { AdherenceRow } from '../../shared/protocol/roster-http.js';
import { type Veil, veiled } from './roster-veil.js';
import { turns } from './turns.js';

/** What was done that much before a shift is still shown beside it. */
const BEFORE_MS = HOUR_MS;
/** Pages ask at the same beat of the minute: they are told the same. */
const FRESH_MS = 5 * SECOND_MS;

interface KeptRow {
  readonly date: string;
  readonly at: EpochMs;
  /** Of the duty: a changed roster is told at once. */
  readonly version: number;
  readonly row: AdherenceRow | null;
}

/** How far people kept to the roster, as others than themselves are told. Goes through a large floor in turns with everything else. */
export class AdherenceBook {
  readonly #kept = new Map<AgentId, KeptRow>();

  /** Those of these people who have a shift on that day. */
  async rows(site: () => Readonly<SiteState>, people: readonly Agent[], day: AskedDay): Promise<AdherenceRow[]> {
    const turn = turns();
    const rows: AdherenceRow[] = [];
    let buffers: BufferSpans | undefined;
    for (const agent of people) {
      const version = site().duties.get(agent.id)?.version ?? 0;
      const kept = this.#kept.get(agent.id);
      const isFresh = kept?.date === day.date && kept.version === version && Math.abs(day.now - kept.at) < FRESH_MS;
      if (!isFresh) buffers ??= bufferSpansOf(site());
      const row = isFresh ? kept.row : adherenceRow(site(), agent, day, buffers ?? new Map(), veiled);
      if (!isFresh) this.#kept.set(agent.id, { date: day.date, at: day.now, version, row });
      if (row !== null) rows.push(row);
      await turn();
    }
    return rows;
  }
}

/** Null: no shift on that day. */
export function adherenceRow(
  site: Readonly<SiteState>,
  agent: Agent,
  day: AskedDay,
  buffers: BufferSpans,
  veil: Veil,
): AdherenceRow | null {
  const shifts = shiftsOfDay(site, agent.id, day);
  const [first] = shifts;
  if (first === undefined) return null;
  const { ratio, scheduledMs, adherentMs, excusedMs, offPlan, excused, offPlanSince } = adherenceOf(site, agent, shifts, day.now, buffers);
  const plan = planAt(site.duties.get(agent.id), buffers, day.now).now;
  return {
    agentId: agent.id,
    ratio,
    scheduledMs,
    adherentMs,
    excusedMs,
    plan: plan === null ? null : { activity: veil(plan.activity), until: plan.endAt },
    actual: veil(plainState(agent)),
    actualSince: agent.since,
    offPlanSince,
    offPlan: offPlan.map(({ startAt, endAt, plan: planned, actual }) => ({ startAt, endAt, plan: veil(planned), actual: veil(actual) })),
    excused: excused.map(({ startAt, endAt, type }) => ({ startAt, endAt, type: veil(type) })),
    trail: trailFrom(agent, first, veil),
  };
}

/** Today's number alone. */
export function adherenceRatioOf(site: Readonly<SiteState>, agent: Agent, now: EpochMs): number | null {
  const today = localDate(now, site.config.timeZone);
  const shifts = shiftsOfDay(site, agent.id, { date: today, today, now });
  return shifts.length === 0 ? null : adherenceOf(site, agent, shifts, now, bufferSpansOf(site)).ratio;
}

/** What was done from shortly before the first shift on; steps that read alike are one. */
function trailFrom(agent: Agent, { startAt }: Shift, veil: Veil): AdherenceRow['trail'] {
  const from = epochMs(Math.max(0, startAt - BEFORE_MS));
  const steps: AdherenceRow['trail'] = [];
  for (const { at, as } of trailOf(agent)) {
    const step = { at: epochMs(Math.max(at, from)), as: veil(as) };
    if (steps.at(-1)?.at === step.at) steps.pop();
    if (steps.at(-1)?.as !== step.as) steps.push(step);
  }
  return steps;
}
