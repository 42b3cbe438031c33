import { rateOf, siteTimeAt } from '../../shared/domain/clock.js';
import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import type { StaleReason } from '../../shared/protocol/messages.js';
import type { ConnectorRunner } from './connector-runner.js';
import type { Site } from './site.js';

/** A log that was not read for this long can't be trusted to be all there is. */
const LOG_SILENT_MS = 3_000;
/** A source that gave no sign for this long may have gone on without us. */
const SOURCE_SILENT_MS = 15_000;

/** Why what this node shows can't be trusted as live; empty when it can. */
export function staleReasons(site: Site, connectors: readonly ConnectorRunner[], startedAt: EpochMs): StaleReason[] {
  const now = site.redisNow();
  const reasons: StaleReason[] = [];
  const silentMs = site.silentMs();
  if (site.halted !== undefined) reasons.push({ because: 'fold-stalled', since: startedAt });
  else if (silentMs > LOG_SILENT_MS) {
    reasons.push({ because: 'log-unreachable', since: Number.isFinite(silentMs) ? epochMs(Math.round(now - silentMs)) : now });
  }
  const { clock, sources } = site.state();
  const siteNow = siteTimeAt(clock, now);
  for (const source of sources.values()) {
    if (source.status !== 'lost') continue;
    const lostMs = Math.max(0, (siteNow - source.since) / rateOf(clock));
    reasons.push({ because: 'connector-lost', source: source.source, since: epochMs(Math.round(now - lostMs)) });
  }
  for (const connector of connectors) {
    if (sources.get(connector.source)?.status === 'lost') continue;
    const heardAt = connector.heardAt;
    // A log that knows nothing of the source (a new one, or one that was lost) has no figures of it: zeros would be no truth.
    const isKnown = sources.has(connector.source);
    if (isKnown && heardAt !== null && now - heardAt <= SOURCE_SILENT_MS) continue;
    reasons.push({ because: 'source-silent', source: connector.source, since: heardAt === null ? startedAt : epochMs(heardAt) });
  }
  return reasons;
}
