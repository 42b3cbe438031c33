/**
 * Mergeable counters: a sparse record of sums. Absent means 0. They are added up over any set of intervals or queues and
 * divided last, in `shared/metrics`. Counts and times of a queue belong to the quarter-hour in which the visit entered
 * (arrival cohort), but for the `handled…` ones, which belong to the one in which the wrap-up ended.
 * `connectedMs` is talk and hold of the legs answered out of the queue, but for those that a supervisor cut short.
 */
export const QUEUE_COUNTERS = [
  'entered',
  'answered',
  'abandoned',
  'shortAbandoned',
  'answeredInThreshold',
  'abandonedInThreshold',
  'flowoutOverflow',
  'flowoutTimeout',
  'flowoutCallback',
  'flowoutVoicemail',
  'flowoutKeyExit',
  'flowoutExitEmpty',
  'flowoutWithdrawn',
  'flowoutRedirected',
  'flowoutClosed',
  'flowoutSystem',
  'flowoutLost',
  'rejected',
  'phantom',
  'answeredWaitMs',
  'abandonedWaitMs',
  'allWaitMs',
  'maxWaitMs',
  'ringNoAnswer',
  'ringBusy',
  'ringRejected',
  'endedByCaller',
  'endedByAgent',
  'blindTransfers',
  'attendedTransfers',
  'moved',
  'connectedMs',
  'handled',
  'handledTalkMs',
  'handledHoldMs',
  'handledAcwMs',
  'identifiedCalls',
  'repeatCalls',
] as const;
export type QueueCounter = (typeof QUEUE_COUNTERS)[number];
export type QueueCounters = { [K in QueueCounter]?: number };

export const AGENT_COUNTERS = [
  'talkMs',
  'holdMs',
  'acwMs',
  'ringMs',
  'dialMs',
  'readyMs',
  'unreachableMs',
  'answered',
  'handled',
  'handledTalkMs',
  'handledHoldMs',
  'handledAcwMs',
  'ringNoAnswer',
  'ringBusy',
  'ringRejected',
  'handedOver',
  'endedByCaller',
  'endedByAgent',
  'transferred',
  'moved',
] as const;
export type AgentCounter = (typeof AGENT_COUNTERS)[number];
/** `notReadyMs` by reason code: a Map, since reasons are outside words. */
export type AgentCounters = { [K in AgentCounter]?: number } & { notReadyMs?: Map<string, number> };

/** `maxWaitMs` merges by maximum, all else by sum. */
export function addQueueCounters(into: QueueCounters, from: QueueCounters): void {
  for (const name in from) {
    const key = name as QueueCounter;
    const value = from[key] ?? 0;
    into[key] = key === 'maxWaitMs' ? Math.max(into[key] ?? 0, value) : (into[key] ?? 0) + value;
  }
}

export function addAgentCounters(into: AgentCounters, from: AgentCounters): void {
  for (const key of AGENT_COUNTERS) {
    const value = from[key];
    if (value !== undefined) into[key] = (into[key] ?? 0) + value;
  }
  if (from.notReadyMs) {
    into.notReadyMs ??= new Map();
    for (const [reason, ms] of from.notReadyMs) into.notReadyMs.set(reason, (into.notReadyMs.get(reason) ?? 0) + ms);
  }
}
