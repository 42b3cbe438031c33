import { err, ok, type Result } from '../kernel/result.js';
import type { ErlangA } from './erlang-a.js';
import { computeFractional } from './erlang-a-fractional.js';
import { flowFor, waitBehind } from './fluid.js';
import { checkEach, checkInput, type StaffingError } from './input.js';

export interface BacklogInterval {
  readonly calls: number;
  readonly ahtSec: number;
  /** May be part of an agent. */
  readonly agents: number;
}

export interface BacklogInput {
  readonly intervalSec: number;
  readonly patienceSec: number;
  readonly targetSec: number;
  readonly shortAbandonSec: number;
  /** In line right now. */
  readonly queueNow: number;
  readonly intervals: readonly BacklogInterval[];
}

/** Both views of an interval side by side: where the line flows, and what Erlang A expects of an interval without a past. */
export interface Backlog {
  readonly queueAtEnd: number;
  readonly meanQueue: number;
  readonly abandons: number;
  /** Seconds into the interval; `null`: the line lasts. */
  readonly emptyAfterSec: number | null;
  /** Of a caller who joins at the end; `null`: nobody serves. */
  readonly waitAtEndSec: number | null;
  readonly erlangQueue: number;
  readonly erlangAsaSec: number | null;
  /** Which of the two to believe. */
  readonly use: 'fluid' | 'erlang-a';
}

/** A line this much longer than usual is not chance. */
const UNUSUAL = 3;

/** How an overload carries over into the next hour (C.7): each interval starts with the line that the last one left. */
export function computeFluidBacklog(input: BacklogInput): Result<{ readonly intervals: readonly Backlog[] }, StaffingError> {
  const checked = checkInput(input, {
    intervalSec: 'positive',
    patienceSec: 'positive',
    targetSec: 'not-negative',
    shortAbandonSec: 'not-negative',
    queueNow: 'not-negative',
  });
  if (!checked.ok) return checked;
  const each = checkEach('intervals', input.intervals, { calls: 'not-negative', ahtSec: 'positive', agents: 'staff' });
  if (!each.ok) return each;
  const intervals: Backlog[] = [];
  let queue = input.queueNow;
  for (const interval of input.intervals) {
    const { intervalSec, patienceSec, targetSec, shortAbandonSec } = input;
    const model = computeFractional({ ...interval, intervalSec, patienceSec, targetSec, shortAbandonSec });
    if (!model.ok) return err(model.error);
    const backlog = backlogOf(queue, interval, input, model.value);
    intervals.push(backlog);
    queue = backlog.queueAtEnd;
  }
  return ok({ intervals });
}

function backlogOf(queue: number, { calls, ahtSec, agents }: BacklogInterval, input: BacklogInput, model: ErlangA): Backlog {
  const { intervalSec, patienceSec } = input;
  const servedPerSec = agents / ahtSec;
  const growthPerSec = (calls - agents * (intervalSec / ahtSec)) / intervalSec;
  const abandonPerSec = 1 / patienceSec;
  const flowed = flowFor({ queue, growthPerSec, abandonPerSec }, intervalSec);
  return {
    queueAtEnd: flowed.queue,
    meanQueue: flowed.waitedSec / intervalSec,
    abandons: flowed.waitedSec * abandonPerSec,
    emptyAfterSec: flowed.emptyAfterSec,
    waitAtEndSec: waitBehind(flowed.queue, servedPerSec, abandonPerSec),
    erlangQueue: model.avgQueueLength,
    erlangAsaSec: model.asaSec,
    use: growthPerSec > 0 || queue > UNUSUAL * model.avgQueueLength ? 'fluid' : 'erlang-a',
  };
}
