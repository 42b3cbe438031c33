import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/kernel/time.js';
import type { Delivery, SendResult, Target } from './delivery.js';

/** Time as a queue needs it; tests pass it by hand. */
export interface OutboxTimers {
  /** Real time, epoch ms. */
  now(): number;
  /** Calls once; the answer undoes it. */
  after(ms: number, run: () => void): () => void;
  /** 0..1 */
  random(): number;
}

/** Pauses between tries: a receiver that restarts is back after the first ones, one that is mended after the last. */
const PAUSES_MS = [SECOND_MS, 5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS] as const;
export const MAX_TRIES = PAUSES_MS.length + 1;
/** What a receiver refuses for what it is may still be its own mistake, but not for hours. */
const MAX_TRIES_IF_FINAL = 3;
/** Up to a fifth later, so that what failed together does not come back together. */
const JITTER = 0.2;
const MOST_RETRY_AFTER_MS = HOUR_MS;
/** Held in memory; the rest waits in the log. */
export const CAPACITY = 200;
const AT_ONCE = 4;
/** After so many failures in a row one try at a time asks whether the receiver is back. */
const DOUBTS_AFTER = 5;

/** How far a delivery has come; kept over a restart. */
export interface Progress {
  readonly tries: number;
  readonly nextAt: number;
}

interface Pending extends Progress {
  readonly delivery: Delivery;
  readonly isSending: boolean;
}

export interface TargetQueueOptions {
  readonly target: Target;
  readonly timers: OutboxTimers;
  /** It went out, or was given up. */
  readonly onSettled: (delivery: Delivery, how: 'delivered' | 'dead') => void;
  readonly onFailed: (delivery: Delivery, result: Extract<SendResult, { ok: false }>, tries: number) => void;
}

/** The deliveries of one receiver that are not settled: each is tried at its time, whatever becomes of the others. */
export class TargetQueue {
  readonly #options: TargetQueueOptions;
  /** In the order of the log. */
  readonly #pending = new Map<string, Pending>();
  readonly #stop = new AbortController();
  readonly #sending = new Set<Promise<void>>();
  #failuresInARow = 0;
  #undoTimer: (() => void) | undefined;

  constructor(options: TargetQueueOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#pending.size >= CAPACITY;
  }
  /** The oldest that is not settled. */
  get oldest(): Delivery | undefined {
    return this.#pending.values().next().value?.delivery;
  }
  /** The oldest that was tried in vain. */
  get oldestFailing(): Delivery | undefined {
    for (const { delivery, tries } of this.#pending.values()) if (tries > 0) return delivery;
    return undefined;
  }
  progress(): Record<string, Progress> {
    const failing = [...this.#pending].filter(([, { tries }]) => tries > 0);
    return Object.fromEntries(failing.map(([id, { tries, nextAt }]) => [id, { tries, nextAt }]));
  }

  add(delivery: Delivery, known: Progress = { tries: 0, nextAt: 0 }): void {
    if (this.#pending.has(delivery.id) || this.#stop.signal.aborted) return;
    this.#pending.set(delivery.id, { delivery, ...known, isSending: false });
    this.#pump();
  }

  /** Breaks off what is under way; it is begun again under the same id. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#undoTimer?.();
    await Promise.all(this.#sending);
  }

  #pump(): void {
    if (this.#stop.signal.aborted) return;
    this.#undoTimer?.();
    this.#undoTimer = undefined;
    const { timers, target } = this.#options;
    const now = timers.now();
    for (const { delivery, isSending } of [...this.#pending.values()]) {
      if (!isSending && now - delivery.at > target.maxAgeMs) this.#settle(delivery, 'dead');
    }
    const atOnce = this.#failuresInARow >= DOUBTS_AFTER ? 1 : AT_ONCE;
    let nextAt = Number.POSITIVE_INFINITY;
    for (const one of this.#inTurn()) {
      if (one.nextAt > now) nextAt = Math.min(nextAt, one.nextAt);
      else if (this.#sending.size < atOnce) this.#begin(one);
    }
    if (Number.isFinite(nextAt)) this.#undoTimer = timers.after(nextAt - now, () => this.#pump());
  }

  /** Those that no earlier one about the same thing stands before. */
  #inTurn(): Pending[] {
    const seen = new Set<string>();
    const free: Pending[] = [];
    for (const one of this.#pending.values()) {
      if (!seen.has(one.delivery.key) && !one.isSending) free.push(one);
      seen.add(one.delivery.key);
    }
    return free;
  }

  #begin(one: Pending): void {
    this.#pending.set(one.delivery.id, { ...one, isSending: true });
    const sending = this.#send(one).finally(() => {
      this.#sending.delete(sending);
      this.#pump();
    });
    this.#sending.add(sending);
  }

  async #send({ delivery, tries }: Pending): Promise<void> {
    const { target, timers, onFailed } = this.#options;
    const result = await target
      .send(delivery, this.#stop.signal)
      .catch((): SendResult => ({ ok: false, reason: 'broke-off', isFinal: false }));
    if (this.#stop.signal.aborted && !result.ok) return;
    if (result.ok) {
      this.#failuresInARow = 0;
      return this.#settle(delivery, 'delivered');
    }
    this.#failuresInARow += 1;
    const tried = tries + 1;
    const pause = PAUSES_MS[tries];
    const isLast = pause === undefined || (result.isFinal && tried >= MAX_TRIES_IF_FINAL);
    if (!isLast) {
      const asked = Math.min(MOST_RETRY_AFTER_MS, result.retryAfterMs ?? 0);
      const nextAt = Math.round(timers.now() + Math.max(asked, pause * (1 + JITTER * timers.random())));
      this.#pending.set(delivery.id, { delivery, tries: tried, nextAt, isSending: false });
    }
    onFailed(delivery, result, tried);
    await target.failed?.(delivery, tried).catch(() => undefined);
    if (isLast) this.#settle(delivery, 'dead');
  }

  #settle(delivery: Delivery, how: 'delivered' | 'dead'): void {
    this.#pending.delete(delivery.id);
    this.#options.onSettled(delivery, how);
  }
}
