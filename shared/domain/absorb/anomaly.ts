import type { EpochMs } from '../../kernel/time.js';
import type { EventOf } from '../events.js';

export function anomaly(
  source: string,
  code: EventOf<'anomaly.noted'>['code'],
  occurredAt: EpochMs,
  detail: string,
): EventOf<'anomaly.noted'> {
  return { type: 'anomaly.noted', occurredAt, source, code, detail: detail.slice(0, 200) };
}
