import { addWorker, type LoadOf, phoneSpansOf, type Scheduled } from '../../shared/domain/roster/coverage.js';
import { Expected } from '../../shared/domain/roster/forecast-at.js';
import { loadOf } from '../../shared/domain/roster/required.js';
import { skillBookOf } from '../../shared/domain/roster/served-queues.js';
import { type Grid, startOf } from '../../shared/domain/roster/spans.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { QueueId } from '../../shared/kernel/ids.js';
import { durationMs, type EpochMs, epochMs, QUARTER_MS } from '../../shared/kernel/time.js';
import { overlaySpansOf, scheduleOf } from '../../shared/metrics/schedule.js';
import type { Sheet } from '../../shared/protocol/roster-http.js';
import type { Days } from './roster-range.js';

/** Who else is planned to take calls of the queues that these people serve: counts only, of nobody by name. */
export function othersOf(site: Readonly<SiteState>, people: readonly Agent[], { startAt, endAt }: Days, now: EpochMs): Sheet['others'] {
  const skills = skillBookOf(site);
  const own = new Set(people.map(({ id }) => id));
  const wanted = new Set(people.flatMap((agent) => skills.queuesOf(agent)));
  const grid: Grid = { startAt, intervalMs: QUARTER_MS, count: Math.round((endAt - startAt) / QUARTER_MS) };
  const scheduled: Scheduled = new Map();
  const loadOf = loadsOn(new Expected(site, now), grid);
  const buffers = overlaySpansOf(site);
  for (const agent of site.agents.values()) {
    if (own.has(agent.id) || agent.isPhone === true) continue;
    const queueIds = skills.queuesOf(agent);
    if (!queueIds.some((id) => wanted.has(id))) continue;
    const spans = phoneSpansOf(scheduleOf(site.duties.get(agent.id), buffers, { startAt, endAt }, 'draft'));
    addWorker(scheduled, { queueIds, spans }, grid, loadOf);
  }
  return {
    startAt: epochMs(startAt),
    stepMs: durationMs(QUARTER_MS),
    queues: [...scheduled].flatMap(([queueId, agents]) =>
      wanted.has(queueId) ? [{ queueId, agents: agents.map((count) => Math.round(count * 1_000) / 1_000) }] : [],
    ),
  };
}

/** By what each queue is expected to ask for at a step's start; nothing where nobody forecast it. */
function loadsOn(expected: Expected, grid: Grid): LoadOf {
  const known = new Map<QueueId, number[]>();
  return (queueId, i) => {
    let loads = known.get(queueId);
    if (loads === undefined) {
      loads = Array.from({ length: grid.count }, (_, step) => loadOf(expected.at(queueId, startOf(grid, step))));
      known.set(queueId, loads);
    }
    return loads[i] ?? 0;
  };
}
