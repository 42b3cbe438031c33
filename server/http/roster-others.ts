import { addWorker, type Grid, type LoadOf, phoneSpansOf, type Scheduled } from '../../shared/domain/roster/coverage.js';
import { forecastKey } from '../../shared/domain/roster/duty.js';
import { forecastAt, loadOf } from '../../shared/domain/roster/forecast-at.js';
import type { Agent, SiteState } from '../../shared/domain/site.js';
import type { QueueId } from '../../shared/kernel/ids.js';
import { durationMs, epochMs, QUARTER_MS } from '../../shared/kernel/time.js';
import { localDate } from '../../shared/kernel/zone.js';
import { overlaySpansOf, scheduleOf } from '../../shared/metrics/schedule.js';
import { skillBookOf } from '../../shared/metrics/served-queues.js';
import type { Sheet } from '../../shared/protocol/roster-http.js';
import type { Days } from './roster-range.js';

/** Who else is planned to take calls of the queues that these people serve: counts only, of nobody by name. */
export function othersOf(site: Readonly<SiteState>, people: readonly Agent[], { startAt, endAt }: Days): Sheet['others'] {
  const skills = skillBookOf(site);
  const own = new Set(people.map(({ id }) => id));
  const wanted = new Set(people.flatMap((agent) => skills.queuesOf(agent)));
  const grid: Grid = { startAt, intervalMs: QUARTER_MS, count: Math.round((endAt - startAt) / QUARTER_MS) };
  const scheduled: Scheduled = new Map();
  const loadOf = loadsOn(site, grid);
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

/** By what each queue is forecast to ask for at a step's start; nothing where nobody forecast it. */
function loadsOn(site: Readonly<SiteState>, grid: Grid): LoadOf {
  const dates = Array.from({ length: grid.count }, (_, i) => localDate(epochMs(grid.startAt + i * grid.intervalMs), site.config.timeZone));
  const known = new Map<QueueId, number[]>();
  return (queueId, i) => {
    let loads = known.get(queueId);
    if (loads === undefined) {
      loads = dates.map((date, step) =>
        loadOf(forecastAt(site.forecasts.get(forecastKey(queueId, date)), grid.startAt + step * grid.intervalMs)),
      );
      known.set(queueId, loads);
    }
    return loads[i] ?? 0;
  };
}
