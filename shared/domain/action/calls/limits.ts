import { type DurationMs, durationMs, type EpochMs, epochMs, SECOND_MS } from '../../../kernel/time.js';

const seconds = (count: number) => durationMs(count * SECOND_MS);

/** How long each request may stay open before the people who wait for it are told that nothing confirmed it. */
export const LIMIT_MS = {
  /** The agent's phone begins to ring within a few seconds; a phone system that first tries another way needs up to 20 (CL-13). */
  ringAgent: seconds(30),
  /** No person and no phone in between: the phone system alone. Ten seconds without its word is a fault. */
  atOnce: seconds(10),
  /** The asker's own phone has to ring and be picked up: a hand set on a desk across the floor. */
  ownPhone: seconds(45),
} as const satisfies Record<string, DurationMs>;

/** A pause is offered for this long after an abusive call, counted from when the agent could be rung again (AG-20). */
export const BREAK_OFFER_MS = seconds(60);

export const later = (at: EpochMs, byMs: number): EpochMs => epochMs(at + byMs);
