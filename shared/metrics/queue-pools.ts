import type { Target } from '../domain/roster/required.js';
import type { SkillBook } from '../domain/roster/served-queues.js';
import type { Agent, Queue } from '../domain/site.js';
import { connected } from '../staffing/multi-skill.js';

/** Queues that share people, directly or through others (C.8), in their order; a queue with people of its own is a pool of one. */
export function queuePools(queues: readonly Queue[], agents: Iterable<Agent>, skills: SkillBook): Queue[][] {
  const placeOf = new Map(queues.map(({ id }, place) => [id, place]));
  const groups = new Map<string, { skills: number[] }>();
  for (const agent of agents) {
    const places = skills.queuesOf(agent).flatMap((id) => placeOf.get(id) ?? []);
    if (places.length > 1) groups.set(places.join(), { skills: places });
  }
  return connected(queues.length, [...groups.values()]).map((places) => places.flatMap((place) => queues[place] ?? []));
}

/** One queue's calls in each interval of a day, and what is promised to those who make them. */
export interface PoolMember {
  readonly calls: readonly number[];
  readonly ahtMs: readonly number[];
  readonly target: Target;
}

/** The calls of several queues as if they were one: added up, with handling times and promises weighted by calls (C.8). */
export function pooled(members: readonly PoolMember[]): PoolMember | undefined {
  const [first] = members;
  if (first === undefined || members.length === 1) return first;
  const intervals = Math.max(...members.map(({ calls }) => calls.length));
  const calls = Array.from({ length: intervals }, (_, i) => members.reduce((sum, member) => sum + (member.calls[i] ?? 0), 0));
  const ahtMs = calls.map((all, i) =>
    all === 0 ? 0 : members.reduce((sum, member) => sum + (member.calls[i] ?? 0) * (member.ahtMs[i] ?? 0), 0) / all,
  );
  const weights = members.map((member) => member.calls.reduce((sum, one) => sum + one, 0));
  const weighted = (of: (target: Target) => number): number => {
    const all = weights.reduce((sum, one) => sum + one, 0);
    if (all === 0) return of(first.target);
    return members.reduce((sum, { target }, i) => sum + (weights[i] ?? 0) * of(target), 0) / all;
  };
  const busiest = members[weights.indexOf(Math.max(...weights))] ?? first;
  return {
    calls,
    ahtMs,
    target: {
      formula: busiest.target.formula,
      thresholdMs: weighted(({ thresholdMs }) => thresholdMs),
      shortAbandonMs: weighted(({ shortAbandonMs }) => shortAbandonMs),
      goalRatio: weighted(({ goalRatio }) => goalRatio),
      patienceMs: weighted(({ patienceMs }) => patienceMs),
    },
  };
}
