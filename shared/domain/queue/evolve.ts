import { durationMs, type EpochMs, epochMs, QUARTER_MS, quarterOf } from '../../kernel/time.js';
import { configuredQueueOf } from '../config-index.js';
import { noAgents } from '../empty-site.js';
import type { EventOf } from '../events.js';
import { type EvolveContext, entityKey, type Queue, type QueueSettings, type SiteState, type Touched } from '../site.js';

/** Field standard where neither the source nor the site file says otherwise: 80 % of calls answered within 15 s. */
export const DEFAULT_SETTINGS: QueueSettings = {
  formula: 'slExShort',
  thresholdMs: durationMs(15_000),
  shortAbandonMs: durationMs(5_000),
  goalRatio: 0.8,
};

export function queueDescribed(site: SiteState, event: EventOf<'queue.described'>, context: EvolveContext, touched: Touched): void {
  const known = site.queues.get(event.queueId);
  const queue: Queue = known ?? {
    id: event.queueId,
    source: event.source,
    key: event.key,
    name: event.name ?? event.key,
    channel: 'voice',
    wrapUpMs: durationMs(0),
    settings: DEFAULT_SETTINGS,
    removed: false,
    waiting: new Set(),
    talking: 0,
    members: new Set(),
    memberStates: noAgents(),
    life: { entered: 0, answered: 0, abandoned: 0, flowout: 0 },
    quarters: [],
    recent: new Map(),
    order: site.queues.size,
    rev: context.position,
  };
  site.queues.set(queue.id, queue);
  queue.removed = false;
  if (event.name !== undefined) queue.name = event.name;
  if (event.thresholdMs !== undefined) queue.sourceThresholdMs = event.thresholdMs;
  if (event.wrapUpMs !== undefined) queue.sourceWrapUpMs = event.wrapUpMs;
  applyQueueConfig(site, queue, event.occurredAt);
  queue.rev = context.position;
  touched.touch(entityKey('queue', queue.id));
}

export function queueRemoved(site: SiteState, event: EventOf<'queue.removed'>, context: EvolveContext, touched: Touched): void {
  const queue = site.queues.get(event.queueId);
  if (queue === undefined) return;
  queue.removed = true;
  queue.rev = context.position;
  touched.touch(entityKey('queue', queue.id));
}

/** What the site file says of a queue, over what its source says, over the defaults. */
export function applyQueueConfig(site: SiteState, queue: Queue, at: EpochMs): void {
  const config = configuredQueueOf(site.config, queue.key);
  if (config !== undefined) {
    queue.order = config.order;
    queue.channel = config.channel ?? queue.channel;
    if (config.name !== undefined) queue.name = config.name;
    if (config.nameEn !== undefined) queue.nameEn = config.nameEn;
    if (config.code !== undefined) queue.code = config.code;
  }
  queue.wrapUpMs = config?.wrapUpMs ?? queue.sourceWrapUpMs ?? durationMs(0);
  changeSettings(queue, at, {
    formula: config?.formula ?? DEFAULT_SETTINGS.formula,
    thresholdMs: config?.thresholdMs ?? queue.sourceThresholdMs ?? DEFAULT_SETTINGS.thresholdMs,
    shortAbandonMs: config?.shortAbandonMs ?? DEFAULT_SETTINGS.shortAbandonMs,
    goalRatio: config?.goalRatio ?? DEFAULT_SETTINGS.goalRatio,
  });
}

/** Changed settings count from the next quarter-hour, so that no interval is judged by two measures. */
function changeSettings(queue: Queue, at: EpochMs, settings: QueueSettings): void {
  if (queue.quarters.length === 0) {
    queue.settings = settings;
    return;
  }
  if (same(queue.settings, settings)) delete queue.nextSettings;
  else queue.nextSettings = { from: epochMs(quarterOf(at) + QUARTER_MS), settings };
}

const same = (a: QueueSettings, b: QueueSettings) =>
  a.formula === b.formula && a.thresholdMs === b.thresholdMs && a.shortAbandonMs === b.shortAbandonMs && a.goalRatio === b.goalRatio;
