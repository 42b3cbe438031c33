import type { Position } from '../shared/kernel/position.js';
import type { Config } from './config.js';
import type { SiteLog } from './log/log.js';
import type { Lifecycle } from './ops/lifecycle.js';
import type { Logger } from './ops/logger.js';
import type { RedisConnection } from './ops/redis.js';
import { alertTarget } from './outbox/alert-target.js';
import type { Target } from './outbox/delivery.js';
import { Outbox } from './outbox/outbox.js';
import type { OutboxTimers } from './outbox/target-queue.js';
import type { Site } from './site/site.js';
import { createTrackerInbox, type TrackerInbox } from './tracker/inbox.js';
import { ticketTarget } from './tracker/ticket-target.js';
import { webhookTracker } from './tracker/webhook-tracker.js';

/** All that this site has with other systems by webhook; nothing where none is configured. */
export interface Outgoing {
  readonly trackerInbox: TrackerInbox | null;
  checkpoints(): Promise<readonly Position[]>;
  /** For how long each receiver has taken nothing; null: not known now. */
  undeliveredMs(): ReadonlyMap<string, number> | null;
  start(lifecycle: Lifecycle): void;
}

export interface OutgoingDeps {
  readonly config: Pick<Config, 'siteId' | 'alertWebhook' | 'tracker'>;
  readonly site: Site;
  readonly log: SiteLog;
  readonly redis: RedisConnection;
  readonly nodeId: string;
  readonly logger: Logger;
}

const timers: OutboxTimers = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

export function createOutgoing({ config, site, log, redis, nodeId, logger }: OutgoingDeps): Outgoing {
  const { siteId, alertWebhook } = config;
  const tracker = config.tracker === null ? null : { adapter: webhookTracker(config.tracker, timers.now), ...config.tracker };
  const targets: Target[] = [];
  if (alertWebhook !== null) targets.push(alertTarget(alertWebhook, timers.now));
  if (tracker !== null) targets.push(ticketTarget(tracker.adapter, site));
  if (targets.length === 0) return NOTHING;

  const outbox = new Outbox({
    targets,
    siteId,
    redis,
    nodeId,
    logger,
    timers,
    log,
    site: () => site.state(),
    onEntries: (listener) => site.onEntries(listener),
  });
  return {
    trackerInbox:
      tracker === null
        ? null
        : createTrackerInbox({ tracker: tracker.adapter, secrets: tracker.secrets, site, redis, siteId, now: timers.now }),
    checkpoints: () => outbox.checkpoints(),
    undeliveredMs: () => outbox.undeliveredMs(),
    start(lifecycle) {
      outbox.start();
      lifecycle.every('outbox', 5_000, () => outbox.refresh());
      lifecycle.onStop('outbox', () => outbox.stop());
    },
  };
}

const NOTHING: Outgoing = {
  trackerInbox: null,
  checkpoints: async () => [],
  undeliveredMs: () => new Map(),
  start: () => undefined,
};
