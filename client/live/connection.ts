import type { EpochMs } from '../../shared/kernel/time.js';
import type { StaleReason } from '../../shared/protocol/messages.js';
import { siteAt } from './clock-sync.js';
import { BEHIND_AFTER_MS, isStale, type MachineState } from './machine.js';

/** How far what is on screen may be trusted. */
export type Connection =
  /** Nothing was shown yet. */
  | { readonly state: 'connecting'; readonly failures: number }
  | { readonly state: 'live' }
  /** Marked, actions allowed. */
  | { readonly state: 'behind'; readonly byMs: number }
  /**
   * Locked: timers stand at `asOf` (site clock). `reasons` is empty when this browser lost the server; `forMs` is real time.
   */
  | {
      readonly state: 'stale';
      readonly asOf: EpochMs | null;
      readonly forMs: number;
      readonly reasons: readonly StaleReason[];
      readonly failures: number;
    }
  /** Live again; told for 6 s. */
  | { readonly state: 'restored'; readonly gapMs: number }
  | { readonly state: 'signed-out' }
  /** This page is of another version than the server, and a reload did not help. */
  | { readonly state: 'outdated' };

/** Lengths are whole seconds, so that what shows them changes once a second. */
const wholeSeconds = (ms: number) => Math.floor(Math.max(0, ms) / 1_000) * 1_000;

export function connectionOf(machine: MachineState, now: number): Connection {
  if (machine.link.at === 'closed') return { state: machine.link.because };
  if (machine.newsAt === null) return { state: 'connecting', failures: machine.failures };
  if (isStale(machine, now) || machine.staleSince !== null) {
    const since = machine.staleSince ?? machine.newsAt;
    return {
      state: 'stale',
      asOf: machine.clock === null ? null : siteAt(machine.clock, since),
      forMs: wholeSeconds(now - since),
      reasons: machine.reasons,
      failures: machine.failures,
    };
  }
  const age = now - machine.newsAt;
  if (age >= BEHIND_AFTER_MS) return { state: 'behind', byMs: wholeSeconds(age) };
  if (machine.restored !== null && now < machine.restored.until) return { state: 'restored', gapMs: wholeSeconds(machine.restored.gapMs) };
  return { state: 'live' };
}

/** Timers stand still: at this site instant. `null` when they run. */
export const standsAt = (connection: Connection): EpochMs | null => (connection.state === 'stale' ? connection.asOf : null);

export function sameConnection(a: Connection, b: Connection): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
