import { plainState } from '../../shared/domain/agent/trail.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import { epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { type AskedDay, adherenceOf, shiftsOfDay, trailOf } from '../../shared/metrics/adherence-of.js';
import { type BufferSpans, bufferSpansOf, planAt } from '../../shared/metrics/schedule.js';
import type { AdherenceRow } from '../../shared/protocol/roster-http.js';
import type { Veil } from './roster-veil.js';

/** What was done that much before a shift is still shown beside it. */
const BEFORE_MS = HOUR_MS;

/** Everybody of these people who has a shift on that day. */
export function adherenceRows(site: Readonly<SiteState>, people: readonly Agent[], day: AskedDay, veil: Veil): AdherenceRow[] {
  const buffers = bufferSpansOf(site);
  return people.flatMap((agent) => adherenceRow(site, agent, day, buffers, veil) ?? []);
}

/** Null: no shift on that day. */
function adherenceRow(site: Readonly<SiteState>, agent: Agent, day: AskedDay, buffers: BufferSpans, veil: Veil): AdherenceRow | null {
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
