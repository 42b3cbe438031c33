import { addQueueCounters, type QueueCounters } from '../domain/counters.js';
import type { Queue, SiteState } from '../domain/site.js';
import type { QueueId } from '../kernel/ids.js';
import { type EpochMs, quarterOf } from '../kernel/time.js';
import { occupancyRatio } from './agent-measures.js';
import type { FigureWindow } from './figure-windows.js';
import type { OccupancyBook } from './occupancy.js';
import {
  abandonRatio,
  ahtMs,
  answerRatio,
  asaMs,
  ataMs,
  meanAcwMs,
  meanHoldMs,
  meanTalkMs,
  offered,
  repeatRatio,
  transferRatio,
} from './queue-measures.js';
import { flowouts, ratioOf, type ServiceLevelParts, serviceLevelParts } from './service-level.js';
import { recentSince, talliesBetween, windowStart } from './windows.js';

export type FigureScope = QueueId | 'site';
export const figuresId = (scope: FigureScope, window: FigureWindow) => `${scope}|${window}`;

/** The numbers of one scope over one window; `figuresViewSchema` describes each on the wire. Ratios 0..1, `null` when nothing was counted. */
export interface Figures {
  readonly id: string;
  readonly from: EpochMs;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly shortAbandoned: number;
  readonly flowout: number;
  readonly rejected: number;
  readonly handled: number;
  readonly serviceLevelRatio: number | null;
  readonly abandonRatio: number | null;
  readonly answerRatio: number | null;
  readonly asaMs: number | null;
  readonly ataMs: number | null;
  readonly ahtMs: number | null;
  readonly talkMs: number | null;
  readonly holdMs: number | null;
  readonly acwMs: number | null;
  readonly maxWaitMs: number;
  readonly transferRatio: number | null;
  readonly repeatRatio: number | null;
  readonly ringNoAnswer: number;
  readonly occupancyRatio: number | null;
  readonly mixedThresholds: boolean;
}

/** What one queue counted in a window, and its service level by the settings that were in force. */
export interface Counted {
  readonly counters: QueueCounters;
  readonly serviceLevel: ServiceLevelParts;
}

/** Live: callers still waiting past the threshold are in the service level's denominator already. */
export function countQueue(
  site: Readonly<SiteState>,
  queue: Queue,
  window: FigureWindow,
  from: EpochMs,
  now: EpochMs,
  recent: (queue: Queue, from: EpochMs) => QueueCounters = recentSince,
): Counted {
  const late = lateWaiting(site, queue, from, now);
  if (window !== 'today' && window !== 'interval') {
    const counters = recent(queue, from);
    return { counters, serviceLevel: serviceLevelParts(counters, queue.settings.formula, late) };
  }
  return countQuarters(queue, quarterOf(from), now, late);
}

/** Each quarter-hour by the formula that was in force then. */
export function countQuarters(queue: Queue, from: EpochMs, to: EpochMs, late = 0): Counted {
  const counters: QueueCounters = {};
  let met = 0;
  let counted = 0;
  for (const tally of talliesBetween(queue, from, to)) {
    addQueueCounters(counters, tally.counters);
    const parts = serviceLevelParts(tally.counters, tally.settings.formula);
    met += parts.met;
    counted += parts.counted;
  }
  return { counters, serviceLevel: { met, counted: counted + late } };
}

function lateWaiting(site: Readonly<SiteState>, queue: Queue, from: EpochMs, now: EpochMs): number {
  let late = 0;
  for (const id of queue.waiting) {
    const enteredAt = site.visits.get(id)?.enteredAt;
    if (enteredAt !== undefined && enteredAt >= from && now - enteredAt > queue.settings.thresholdMs) late += 1;
  }
  return late;
}

/**
 * The numbers of one queue, or of all of them together, over one window. Sums are added first and divided last. `count`: for whoever
 * asks for many at one moment, and remembers.
 */
export function figuresOf(
  site: Readonly<SiteState>,
  scope: FigureScope,
  window: FigureWindow,
  now: EpochMs,
  occupancy: OccupancyBook,
  count: typeof countQueue = countQueue,
): Figures {
  const from = windowStart(site, window, now);
  const queues = scope === 'site' ? [...site.queues.values()] : [site.queues.get(scope)].filter((queue) => queue !== undefined);
  const counters: QueueCounters = {};
  let met = 0;
  let counted = 0;
  for (const queue of queues) {
    const own = count(site, queue, window, from, now);
    addQueueCounters(counters, own.counters);
    met += own.serviceLevel.met;
    counted += own.serviceLevel.counted;
  }
  return {
    id: figuresId(scope, window),
    from,
    ...measures(counters),
    serviceLevelRatio: ratioOf(met, counted),
    occupancyRatio: occupancyRatio(occupancy.get(scope) ?? { busyMs: 0, idleMs: 0 }),
    mixedThresholds: new Set(queues.map((queue) => queue.settings.thresholdMs)).size > 1,
  };
}

type Measures = Omit<Figures, 'id' | 'from' | 'serviceLevelRatio' | 'occupancyRatio' | 'mixedThresholds'>;

function measures(counters: QueueCounters): Measures {
  return {
    offered: offered(counters),
    answered: counters.answered ?? 0,
    abandoned: counters.abandoned ?? 0,
    shortAbandoned: counters.shortAbandoned ?? 0,
    flowout: flowouts(counters),
    rejected: counters.rejected ?? 0,
    handled: counters.handled ?? 0,
    abandonRatio: abandonRatio(counters),
    answerRatio: answerRatio(counters),
    asaMs: asaMs(counters),
    ataMs: ataMs(counters),
    ahtMs: ahtMs(counters),
    talkMs: meanTalkMs(counters),
    holdMs: meanHoldMs(counters),
    acwMs: meanAcwMs(counters),
    maxWaitMs: counters.maxWaitMs ?? 0,
    transferRatio: transferRatio(counters),
    repeatRatio: repeatRatio(counters),
    ringNoAnswer: counters.ringNoAnswer ?? 0,
  };
}
