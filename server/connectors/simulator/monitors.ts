import type { Failure } from '../../../shared/domain/action/effects.js';
import type { ExternalKey } from '../../../shared/kernel/ids.js';
import { epochMs } from '../../../shared/kernel/time.js';
import { endWrapUp, offQueueCall } from './agents.js';
import type { Floor, SimCall, SimMonitor } from './model.js';

/** Listening, whispering and barging: one phone listens to one call at a time, for as long as the agent has it. */
export function startMonitor(floor: Floor, monitor: SimMonitor, replaces: ExternalKey | undefined): Failure | undefined {
  const { key, call, phone, mode } = monitor;
  const { agent } = call;
  if (agent === undefined) return { code: 'caller-gone' };
  const before = replaces === undefined ? undefined : floor.monitors.get(replaces);
  const isOwn = before?.phone === phone;
  if (phone.call !== undefined || (!isOwn && isInUse(floor, monitor))) return { code: 'busy' };
  if (before && isOwn) stopMonitor(floor, before);
  floor.monitors.set(key, monitor);
  if (!phone.isPhone) {
    endWrapUp(floor, phone);
    phone.turn++;
    offQueueCall(floor, phone, 'talking');
  }
  floor.emit({ type: 'monitor.started', occurredAt: epochMs(floor.now), monitorKey: key, visitKey: call.key, agentKey: agent.key, mode });
  return undefined;
}

function isInUse(floor: Floor, { phone }: SimMonitor): boolean {
  return phone.offQueue !== 'none' || [...floor.monitors.values()].some((other) => other.phone === phone);
}

export function stopMonitor(floor: Floor, { key, phone }: SimMonitor): void {
  floor.monitors.delete(key);
  floor.emit({ type: 'monitor.stopped', occurredAt: epochMs(floor.now), monitorKey: key });
  if (!phone.isPhone) offQueueCall(floor, phone, 'none');
}

export function stopMonitorsOf(floor: Floor, call: SimCall): void {
  for (const monitor of floor.monitors.values()) if (monitor.call === call) stopMonitor(floor, monitor);
}
