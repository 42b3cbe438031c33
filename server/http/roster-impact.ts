import { Expected, type ForecastInterval } from '../../shared/domain/roster/forecast-at.js';
import { loadOf, modelledTraffic, targetOf } from '../../shared/domain/roster/required.js';
import { skillBookOf } from '../../shared/domain/roster/served-queues.js';
import type { Agent, Queue, SiteState } from '../../shared/domain/site.js';
import type { QueueId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import { bufferSpansOf, planAt } from '../../shared/metrics/schedule.js';
import type { AdherenceRow, OffPlanImpact } from '../../shared/protocol/roster-http.js';
import { ACTIVITIES } from '../../shared/staffing/activities.js';
import { fractionalErlangA } from '../../shared/staffing/erlang-a-fractional.js';
import { modelledLevel } from '../../shared/staffing/service-level.js';

interface Presence {
  planned: number;
  off: number;
  agentsOff: number;
}

/**
 * What it does to the queues that some of those who should be on the phones are not: at the calls expected in this interval, with as
 * many as are planned, and without those who are off their plan. Only queues that anybody is missing from. Several pages ask within the
 * same seconds: a queue's answer is kept until its numbers change.
 */
export class OffPlanBook {
  readonly #kept = new Map<QueueId, { readonly of: string; readonly levels: Levels }>();

  impact(
    site: Readonly<SiteState>,
    people: Iterable<Agent>,
    rows: readonly AdherenceRow[],
    mayTell: (queueId: QueueId) => boolean,
    now: EpochMs,
  ): OffPlanImpact[] {
    const off = new Set(rows.filter(({ offPlanSince }) => offPlanSince !== null).map(({ agentId }) => agentId));
    if (off.size === 0) return [];
    const expected = new Expected(site, now);
    return [...presenceOf(site, people, off, expected, now)].flatMap(([queueId, { planned, off: missing, agentsOff }]) => {
      const queue = site.queues.get(queueId);
      if (queue === undefined || agentsOff === 0 || !mayTell(queueId)) return [];
      const traffic = expected.at(queueId, now);
      const levels = traffic === undefined ? UNKNOWN : this.#levels(site, queue, traffic, { planned, missing });
      return [{ queueId, agentsOff, plannedAgents: planned, ...levels, heading: traffic?.heading ?? null }];
    });
  }

  #levels(
    site: Readonly<SiteState>,
    queue: Queue,
    traffic: ForecastInterval,
    { planned, missing }: { readonly planned: number; readonly missing: number },
  ): Levels {
    const target = targetOf(queue, site.config.workforce.planning);
    const of = JSON.stringify([traffic, target, planned.toFixed(3), missing.toFixed(3)]);
    const kept = this.#kept.get(queue.id);
    if (kept?.of === of) return kept.levels;
    const modelled = fractionalErlangA(modelledTraffic(traffic, target));
    const levelWith = (agents: number) => {
      const solved = modelled(Math.max(0, agents));
      return solved.ok ? modelledLevel(solved.value, target.formula) : null;
    };
    const levels = { serviceLevelRatio: levelWith(planned - missing), serviceLevelAsPlannedRatio: levelWith(planned) };
    this.#kept.set(queue.id, { of, levels });
    return levels;
  }
}
type Levels = Pick<OffPlanImpact, 'serviceLevelRatio' | 'serviceLevelAsPlannedRatio'>;
const UNKNOWN: Levels = { serviceLevelRatio: null, serviceLevelAsPlannedRatio: null };

function presenceOf(
  site: Readonly<SiteState>,
  people: Iterable<Agent>,
  off: ReadonlySet<Agent['id']>,
  expected: Expected,
  now: EpochMs,
): Map<QueueId, Presence> {
  const skills = skillBookOf(site);
  const buffers = bufferSpansOf(site);
  const loadOf = loadsAt(expected, now);
  const presence = new Map<QueueId, Presence>();
  for (const agent of people) {
    const { now: plan } = planAt(site.duties.get(agent.id), buffers, now);
    if (plan === null || !ACTIVITIES[plan.activity].onPhone) continue;
    const queueIds = skills.queuesOf(agent);
    const total = queueIds.reduce((sum, id) => sum + loadOf(id), 0);
    for (const id of queueIds) {
      const share = total > 0 ? loadOf(id) / total : 1 / queueIds.length;
      const here = presence.get(id) ?? { planned: 0, off: 0, agentsOff: 0 };
      presence.set(id, here);
      here.planned += share;
      if (!off.has(agent.id)) continue;
      here.off += share;
      here.agentsOff += 1;
    }
  }
  return presence;
}

function loadsAt(expected: Expected, now: EpochMs): (queueId: QueueId) => number {
  const known = new Map<QueueId, number>();
  return (queueId) => {
    const load = known.get(queueId) ?? loadOf(expected.at(queueId, now));
    known.set(queueId, load);
    return load;
  };
}
