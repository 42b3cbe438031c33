import type { Caller, FlowoutReason } from '../../../shared/domain/facts.js';
import { MINUTE_MS, SECOND_MS } from '../../../shared/kernel/time.js';
import { between, chance, type Dice, diceOf, exponential, KIND, lognormal, uniform } from './draws.js';
import type { QueueTraits } from './model.js';

/** How callers and agents behave. All are functions of dice: asked again after a restart, they answer the same. */
export interface Behaviour {
  caller(callKey: string): Caller;
  /** What the caller's tier adds to the queue's own priority. */
  tierPriority(caller: Caller): number;
  refused(dice: Dice): 'full' | 'other' | undefined;
  /** How long until the caller hangs up; infinity: never. */
  patienceMs(dice: Dice, queue: QueueTraits): number;
  /** When and how one who still waits leaves the queue another way. */
  givesUp(dice: Dice): { readonly afterMs: number; readonly how: FlowoutReason } | undefined;
  ring(dice: Dice, offer: number): { readonly how: 'answered' | 'no-answer' | 'rejected'; readonly afterMs: number };
  /** Talk and hold of one agent's part, and the hold in it. */
  talk(
    dice: Dice,
    leg: number,
    queue: QueueTraits,
    speed: number,
  ): { readonly handleMs: number; readonly hold?: { afterMs: number; forMs: number } };
  ending(dice: Dice, leg: number): 'caller' | 'agent' | 'to-queue' | 'consult' | 'external';
  /** 0: no wrap-up. */
  wrapUpMs(dice: Dice, leg: number, queue: QueueTraits, speed: number): number;
  /** When one who hung up dials again; undefined: does not. */
  redialAfterMs(dice: Dice, tries: number): number | undefined;
  speed(dice: Dice): number;
}

/**
 * A centre's ways. Service times are lognormal and the hazard of hanging up has two peaks, as in the data of an Israeli bank
 * (Brown et al., 2005); one in three who hung up dials again (field lore, differs by trade); the other shares are choices.
 */
export function realisticBehaviour(seed: number, customers: number): Behaviour {
  return {
    caller: (callKey) => callerOf(seed, customers, callKey),
    tierPriority: (caller) => TIER_PRIORITY[caller.tier ?? ''] ?? 0,
    refused: (dice) => (chance(0.001, dice, KIND.refused) ? 'full' : undefined),
    patienceMs,
    givesUp,
    ring,
    talk,
    ending,
    wrapUpMs: (dice, leg, queue, speed) => {
      const hard = chance(0.08, dice, KIND.hostile) ? 1.8 : 1;
      return Math.max(1_000, Math.round(lognormal(queue.wrapUpMs * speed * hard, 0.8, dice, KIND.wrapUp, leg)));
    },
    redialAfterMs: (dice, tries) =>
      tries < 3 && chance(0.33, dice, KIND.redial)
        ? Math.round(10 * SECOND_MS + exponential(10 * MINUTE_MS, dice, KIND.redial, 1))
        : undefined,
    speed: (dice) => lognormal(1, 0.15, dice, KIND.speed),
  };
}

/** The hazard of hanging up peaks in the first seconds and again at the announcement after a minute. */
function patienceMs(dice: Dice, queue: QueueTraits): number {
  if (chance(0.03, dice, KIND.leavesAtOnce)) return Math.round(between(500, 4_000, dice, KIND.leavesAtOnce, 1));
  const patience = exponential(queue.patienceMs, dice, KIND.patience);
  const leavesAtAnnouncement = chance(0.06, dice, KIND.leavesAtAnnouncement);
  if (leavesAtAnnouncement && patience > MINUTE_MS) return MINUTE_MS + Math.round(between(500, 6_000, dice, KIND.leavesAtAnnouncement, 1));
  return Math.round(patience);
}

/** One who still waits is then sent on: to another queue, or out with a word to try later. */
const GIVE_UP_AFTER_MS = 4 * MINUTE_MS;

/** A few press a key or take a callback once they are told of the wait; the rest are sent on after minutes. */
function givesUp(dice: Dice) {
  const u = uniform(dice, KIND.giveUp);
  const early = 70 * SECOND_MS + Math.round(between(0, 30 * SECOND_MS, dice, KIND.giveUp, 1));
  if (u < 0.03) return { afterMs: early, how: 'callback' as const };
  if (u < 0.04) return { afterMs: early, how: 'key-exit' as const };
  if (u < 0.045) return { afterMs: early, how: 'voicemail' as const };
  return { afterMs: GIVE_UP_AFTER_MS, how: u < 0.6 ? ('overflow' as const) : ('timeout' as const) };
}

/** Long enough for four rings; then the caller goes back to the place held before. */
const RING_LIMIT_MS = 20 * SECOND_MS;

function ring(dice: Dice, offer: number) {
  const u = uniform(dice, KIND.ringOutcome, offer);
  if (u < 0.01) return { how: 'no-answer' as const, afterMs: RING_LIMIT_MS };
  const afterMs = Math.min(RING_LIMIT_MS - 1, Math.round(2 * SECOND_MS + exponential(2 * SECOND_MS, dice, KIND.ring, offer)));
  return { how: u < 0.012 ? ('rejected' as const) : ('answered' as const), afterMs };
}

function talk(dice: Dice, leg: number, queue: QueueTraits, speed: number) {
  const handleMs = Math.max(3 * SECOND_MS, Math.round(lognormal(queue.handleMs * speed, 1, dice, KIND.handle, leg)));
  if (!chance(0.18, dice, KIND.hold, 2 * leg)) return { handleMs };
  const afterMs = Math.round(handleMs * between(0.2, 0.6, dice, KIND.holdStart, leg));
  const forMs = Math.round(Math.min(handleMs * 0.35, SECOND_MS + exponential(44 * SECOND_MS, dice, KIND.hold, 2 * leg + 1)));
  return { handleMs, hold: { afterMs, forMs } };
}

/** 8 % of calls are transferred: 60 % to a queue, 30 % after a word with a colleague, 10 % out of the house. */
function ending(dice: Dice, leg: number) {
  const u = uniform(dice, KIND.fate, leg);
  if (leg === 0) {
    if (u < 0.048) return 'to-queue' as const;
    if (u < 0.072) return 'consult' as const;
    if (u < 0.08) return 'external' as const;
  }
  return u < 0.72 ? ('caller' as const) : ('agent' as const);
}

const TIER_PRIORITY: Readonly<Record<string, number>> = { gold: 5, black: 8, corp: 3 };
const MOBILE_PREFIXES = [
  '133',
  '135',
  '136',
  '137',
  '138',
  '139',
  '150',
  '151',
  '153',
  '159',
  '176',
  '177',
  '180',
  '186',
  '188',
  '189',
] as const;

/**
 * Who calls: one of a fixed number of customers, so that some call again. No number is ever made up in full: what the
 * log may hold of it is all there is.
 */
function callerOf(seed: number, customers: number, callKey: string): Caller {
  const who = diceOf(seed, `caller ${baseKey(callKey)}`);
  if (chance(0.03, who, KIND.number)) return { masked: '' };
  const customer = Math.floor(uniform(who, KIND.customer) * customers);
  const dice = diceOf(seed, `customer ${customer}`);
  const prefix = MOBILE_PREFIXES[Math.floor(uniform(dice, KIND.number, 1) * MOBILE_PREFIXES.length)] ?? '138';
  const last = Math.floor(uniform(dice, KIND.number, 2) * 10_000)
    .toString()
    .padStart(4, '0');
  const tier = tierOf(uniform(dice, KIND.tier));
  const hash = (dice.a >>> 0).toString(16).padStart(8, '0') + (dice.b >>> 0).toString(16).padStart(8, '0');
  return { masked: `${prefix}****${last}`, hash, ...(tier && { tier }) };
}

function tierOf(u: number): string | undefined {
  if (u < 0.005) return 'black';
  if (u < 0.045) return 'gold';
  return u < 0.075 ? 'corp' : undefined;
}

/** A caller who dials again is the same person: each redial adds a `~` to the key. */
export const redialKey = (callKey: string): string => `${callKey}~`;
export const baseKey = (callKey: string): string => callKey.replace(/~+$/, '');
export const triesOf = (callKey: string): number => callKey.length - baseKey(callKey).length;
