import type { Position } from '../../shared/kernel/position.js';

export type TargetName = 'alerts' | 'tracker';

/** Something that goes out, as an event of the log asks for it. */
export interface Draft {
  readonly target: TargetName;
  /** What it is about: deliveries about the same thing go out in their order. */
  readonly key: string;
  readonly type: string;
  /** The event's time on the site clock. */
  readonly occurredAt: number;
  /** JSON of our own making. */
  readonly data: object;
}

export interface Delivery extends Draft {
  /** Where its event lies in the log: the same after every restart, on every node. */
  readonly id: string;
  /** The commit's time, real: how old it is. */
  readonly at: number;
  /** The entry before its own: how far the log is settled while this one is not. */
  readonly prev: Position;
}

/** Receivers know one delivery by this, however often it comes. */
export const deliveryId = (siteId: string, position: Position, index: number): string => `${siteId}_${position}_${index}`;

export type SendResult =
  | { readonly ok: true }
  /** `isFinal`: it will say the same tomorrow. */
  | { readonly ok: false; readonly reason: string; readonly isFinal: boolean; readonly retryAfterMs?: number };

/** Someone out there. */
export interface Target {
  readonly name: TargetName;
  /** Older than this, nobody wants to know any more. */
  readonly maxAgeMs: number;
  send(delivery: Delivery, signal: AbortSignal): Promise<SendResult>;
  /** After each failed try, the last one included. */
  failed?(delivery: Delivery, tries: number): Promise<void>;
}
