import type { Sheet } from '../../shared/protocol/roster-http.js';

/** Colleagues of other teams on the same queues: how many are planned, never who. */
export class Others {
  readonly #steps = new Map<string, Map<number, number>>();

  /** What a sheet says of its time takes the place of what was known of that. */
  apply({ startAt, stepMs, queues }: Sheet['others'], endAt: number): void {
    for (const [queueId, steps] of this.#steps) {
      if (!queues.some((queue) => queue.queueId === queueId)) for (let at: number = startAt; at < endAt; at += stepMs) steps.delete(at);
    }
    for (const { queueId, agents } of queues) {
      const steps = this.#steps.get(queueId) ?? new Map<number, number>();
      this.#steps.set(queueId, steps);
      for (const [step, count] of agents.entries()) steps.set(startAt + step * stepMs, count);
    }
  }

  /** On one queue, or (null) on all that are known here. */
  at(queueId: string | null, at: number): number {
    if (queueId !== null) return this.#steps.get(queueId)?.get(at) ?? 0;
    let sum = 0;
    for (const steps of this.#steps.values()) sum += steps.get(at) ?? 0;
    return sum;
  }
}
