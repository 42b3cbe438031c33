import { type PoolMember, pooled } from '../../shared/metrics/queue-pools.js';
import type { DemandDay, DemandQueue, FrontLine } from '../../shared/protocol/roster-http.js';

/** Agents for a day of one pool's calls. `name` and `kind` tell it from others that are asked for. */
export type RequiredOf = (day: {
  readonly name: string;
  readonly kind: string;
  readonly date: string;
  readonly member: PoolMember;
}) => readonly number[];

/** The agents that all queues need together, pool by pool: as forecast, and where today is heading. */
export function frontLineOf(pools: readonly (readonly DemandQueue[])[], requiredOf: RequiredOf): FrontLine {
  const queues = pools.flat();
  const startOf = new Map(queues.flatMap(({ days }) => days.map(({ date, startAt }) => [date, startAt] as const)));
  const requiredOn = (kind: string, date: string, callsOf: (queue: DemandQueue, day: DemandDay) => readonly number[]): number[] => {
    const each = pools.flatMap((pool) => {
      const members = pool.flatMap((queue): PoolMember[] => {
        const day = queue.days.find((one) => one.date === date);
        return day === undefined ? [] : [{ calls: callsOf(queue, day), ahtMs: day.ahtMs, target: queue.target }];
      });
      const member = pooled(members);
      return member === undefined ? [] : [requiredOf({ name: pool.map(({ queueId }) => queueId).join(), kind, date, member })];
    });
    return Array.from({ length: Math.max(0, ...each.map(({ length }) => length)) }, (_, i) =>
      each.reduce((sum, one) => sum + (one[i] ?? 0), 0),
    );
  };
  const today = queues.flatMap(({ reforecast }) => reforecast ?? [])[0];
  const heading = (side: 'low' | 'calls' | 'high', { date }: { readonly date: string }) =>
    requiredOn(side, date, ({ reforecast }, day) => reforecast?.[side] ?? day.calls);
  return {
    days: [...startOf]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, startAt]) => ({ date, startAt, required: requiredOn('', date, (_, day) => day.calls) })),
    reforecast:
      today === undefined
        ? null
        : {
            date: today.date,
            fromIndex: today.fromIndex,
            low: heading('low', today),
            required: heading('calls', today),
            high: heading('high', today),
          },
  };
}
