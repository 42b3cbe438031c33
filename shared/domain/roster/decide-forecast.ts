import { addDays, atWallClock, localDate } from '../../kernel/zone.js';
import type { CommandOf } from '../commands.js';
import { type Ask, type Decision, grant, refuse } from '../deed.js';
import { personOf } from '../person.js';
import { entityKey, type SiteState } from '../site.js';
import { forecastKey } from './duty.js';

const DAYS_BACK = 1;
const DAYS_AHEAD = 14;

/** What a person expects of a queue's day. It outranks what history says. */
export function decideForecastSet(site: Readonly<SiteState>, command: CommandOf<'forecast.set'>, { context }: Ask): Decision {
  const { queueId, date, intervalMs, calls, ahtMs } = command;
  const { timeZone } = site.config;
  const queue = site.queues.get(queueId);
  if (queue === undefined || queue.removed) return refuse('queue-gone', { field: 'queueId' });
  const today = localDate(context.now, timeZone);
  if (date < addDays(today, -DAYS_BACK)) return refuse('in-the-past');
  if (date > addDays(today, DAYS_AHEAD)) return refuse('out-of-range', { field: 'date' });
  const startAt = atWallClock({ date, sinceMidnightMs: 0 }, timeZone);
  const endAt = atWallClock({ date: addDays(date, 1), sinceMidnightMs: 0 }, timeZone);
  // 23 or 25 hours, where the clocks change.
  const count = (endAt - startAt) / intervalMs;
  for (const field of ['calls', 'ahtMs'] as const)
    if (command[field].length !== count) return refuse('out-of-range', { field, detail: String(count) });
  return grant({
    on: { queueId },
    detail: { what: date },
    events: [{ type: 'forecast.set', occurredAt: context.now, by: personOf(context.by), queueId, date, startAt, intervalMs, calls, ahtMs }],
    reads: [entityKey('forecast', forecastKey(queueId, date)), entityKey('queue', queueId)],
  });
}
