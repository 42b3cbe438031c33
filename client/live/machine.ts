import type { Epoch } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { Frame, Goodbye, Heartbeat, Hello, StaleReason, Welcome } from '../../shared/protocol/messages.js';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.js';
import { type ClockSync, localAt, syncClock } from './clock-sync.js';

/**
 * How a browser stays in step with the site. Pure: `step(state, input)` answers the next state and what is to be done;
 * `session.ts` has the socket, the one timer and the dice.
 *
 *   waiting ──due──▶ opening ──opened──▶ greeting ──frame that fits──▶ current
 *      ▲                │                   │  ▲                          │
 *      └──── lost, silent, sent away ───────┴──┼──────────────────────────┤
 *                                              └── a frame is missing ────┘
 *   any ──signed out / protocol──▶ closed
 *
 * Timers may be frozen (a sleeping laptop, a hidden tab): nothing is concluded from a timer's firing, only from instants.
 */

/** Last good news this old: the view is marked behind. */
export const BEHIND_AFTER_MS = 3_000;
/** This old: it is stale, whatever the cause; the connection is taken for dead and replaced. */
export const STALE_AFTER_MS = 15_000;
/** A connection that neither opens nor answers `hello` within this is given up. */
export const PATIENCE_MS = 10_000;
/** How long "restored" is told. */
export const RESTORED_FOR_MS = 6_000;
/** Full jitter: the n-th try waits a random share of min(cap, base × 2ⁿ). */
export const BACKOFF_BASE_MS = 1_000;
export const BACKOFF_CAP_MS = 30_000;
/** After a reload that a new version asked for, everybody's first connection is spread over this. */
export const RELOAD_SPREAD_MS = 3_000;

/** What the store holds, and how to ask for what came after. */
export interface Held {
  readonly epoch: Epoch;
  readonly position: Position;
  /** Server time of the last frame or heartbeat that we were current with. */
  readonly asOf: EpochMs;
  /** The node that told it. */
  readonly node: string;
}

export type Link =
  | { readonly at: 'waiting'; readonly tryAt: number }
  | { readonly at: 'opening'; readonly since: number }
  /** `hello` is sent, and the frame that closes the gap not yet here. `resumed`: the server said that it resumes. */
  | { readonly at: 'greeting'; readonly since: number; readonly resumed: boolean }
  | { readonly at: 'current' }
  | { readonly at: 'closed'; readonly because: 'signed-out' | 'outdated' };

export interface MachineState {
  readonly link: Link;
  /** Tries in a row that came to nothing. */
  readonly failures: number;
  readonly held: Held | null;
  readonly who: Welcome | null;
  /** The local instant at which the newest news we hold was true. */
  readonly newsAt: number | null;
  readonly reasons: readonly StaleReason[];
  readonly clock: ClockSync | null;
  /** `clock` was learnt on this connection. One from before may be from before this browser's own clock was set. */
  readonly clockIsFresh: boolean;
  /** Half of the shortest round trip of a `hello`. */
  readonly oneWayMs: number;
  /** Local instant since which the view is stale. */
  readonly staleSince: number | null;
  readonly restored: { readonly gapMs: number; readonly until: number } | null;
  /** This page was already reloaded because of its version: a second reload would not help. */
  readonly reloaded: boolean;
}

export type Input =
  | { readonly type: 'opened' }
  | { readonly type: 'welcome'; readonly welcome: Welcome }
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'heartbeat'; readonly beat: Heartbeat }
  | { readonly type: 'goodbye'; readonly goodbye: Goodbye }
  | { readonly type: 'lost'; readonly signedOut: boolean }
  /** Time passed. */
  | { readonly type: 'tick' }
  /** Somebody, or the network's return, asks to try at once. */
  | { readonly type: 'retry' };

export type Deed =
  | { readonly do: 'open' }
  | { readonly do: 'close' }
  | { readonly do: 'hello'; readonly hello: Hello }
  | { readonly do: 'apply'; readonly frame: Frame }
  | { readonly do: 'reload' };

/** Local time, and a number in 0..1 that nobody can foresee. */
export interface Moment {
  readonly now: number;
  readonly dice: number;
}

export interface Step {
  readonly state: MachineState;
  readonly deeds: readonly Deed[];
}

export function startMachine(moment: Moment, options: { reloaded: boolean }): MachineState {
  return {
    link: { at: 'waiting', tryAt: moment.now + (options.reloaded ? moment.dice * RELOAD_SPREAD_MS : 0) },
    failures: 0,
    held: null,
    who: null,
    newsAt: null,
    reasons: [],
    clock: null,
    clockIsFresh: false,
    oneWayMs: 0,
    staleSince: null,
    restored: null,
    reloaded: options.reloaded,
  };
}

type Handler<I extends Input['type']> = (state: MachineState, input: Extract<Input, { type: I }>, moment: Moment) => Step;
type Table = { readonly [L in Link['at']]: { readonly [I in Input['type']]: Handler<I> } };

const stay = (state: MachineState): Step => ({ state, deeds: [] });

/** Every place × everything that can happen there. A missing cell does not compile. */
const TABLE: Table = {
  waiting: { opened: stay, welcome: stay, frame: stay, heartbeat: stay, goodbye: stay, lost: stay, tick: dialWhenDue, retry: dial },
  opening: {
    opened: greet,
    welcome: stay,
    frame: stay,
    heartbeat: stay,
    goodbye: sentAway,
    lost: retryLater,
    tick: giveUpInTime,
    retry: stay,
  },
  greeting: {
    opened: stay,
    welcome: welcomed,
    frame: catchUp,
    heartbeat: beatWhileGreeting,
    goodbye: sentAway,
    lost: retryLater,
    tick: giveUpInTime,
    retry: stay,
  },
  current: {
    opened: stay,
    welcome: welcomed,
    frame: follow,
    heartbeat: beat,
    goodbye: sentAway,
    lost: retryLater,
    tick: dropWhenSilent,
    retry: stay,
  },
  closed: { opened: stay, welcome: stay, frame: stay, heartbeat: stay, goodbye: stay, lost: stay, tick: stay, retry: stay },
};

export function step(state: MachineState, input: Input, moment: Moment): Step {
  const handler = TABLE[state.link.at][input.type] as Handler<Input['type']>;
  const next = handler(state, input, moment);
  return { state: noteStaleness(next.state, moment.now), deeds: next.deeds };
}

/** When the next `tick` is due: the one timer of a session. */
export function wakeAt(state: MachineState): number {
  const due: number[] = [];
  if (state.link.at === 'waiting') due.push(state.link.tryAt);
  if (state.link.at === 'opening' || state.link.at === 'greeting') due.push(state.link.since + PATIENCE_MS);
  if (state.link.at === 'current' && state.newsAt !== null) due.push(state.newsAt + STALE_AFTER_MS);
  return due.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...due);
}

export const isStale = (state: MachineState, now: number): boolean =>
  state.newsAt !== null && (state.reasons.length > 0 || now - state.newsAt >= STALE_AFTER_MS);

function noteStaleness(state: MachineState, now: number): MachineState {
  const stale = isStale(state, now);
  if (stale && state.staleSince === null) {
    const since = Math.min(state.newsAt ?? now, ...state.reasons.map((reason) => sinceLocally(state, reason)));
    return { ...state, staleSince: since, restored: null };
  }
  if (!stale && state.staleSince !== null && state.link.at === 'current') {
    return { ...state, staleSince: null, restored: { gapMs: now - state.staleSince, until: now + RESTORED_FOR_MS } };
  }
  return state;
}

const sinceLocally = (state: MachineState, reason: StaleReason): number =>
  state.clock === null ? (state.newsAt ?? 0) : localAt(state.clock, reason.since);

function dialWhenDue(state: MachineState, input: Extract<Input, { type: 'tick' }>, moment: Moment): Step {
  const due = state.link.at === 'waiting' && moment.now >= state.link.tryAt;
  return due ? dial(state, input, moment) : { state, deeds: [] };
}

function dial(state: MachineState, _input: Input, { now }: Moment): Step {
  return { state: { ...state, link: { at: 'opening', since: now } }, deeds: [{ do: 'open' }] };
}

function greet(state: MachineState, _input: Input, { now }: Moment): Step {
  const hello: Hello = state.held === null ? { protocol: PROTOCOL_VERSION } : { protocol: PROTOCOL_VERSION, resume: { ...state.held } };
  return { state: { ...state, link: { at: 'greeting', since: now, resumed: false } }, deeds: [{ do: 'hello', hello }] };
}

function welcomed(state: MachineState, { welcome }: Extract<Input, { type: 'welcome' }>, moment: Moment): Step {
  if (welcome.protocol !== PROTOCOL_VERSION) return wrongVersion(state);
  if (state.link.at !== 'greeting') return { state: { ...state, who: welcome }, deeds: [] };
  const oneWayMs = (moment.now - state.link.since) / 2;
  return {
    state: {
      ...state,
      who: welcome,
      link: { ...state.link, resumed: welcome.resumed },
      oneWayMs: state.clock === null ? oneWayMs : Math.min(state.oneWayMs, oneWayMs),
      clockIsFresh: false,
    },
    deeds: [],
  };
}

/** A frame after `hello`: the whole, or what came since our position. Anything else was on its way before the server heard us. */
function catchUp(state: MachineState, { frame }: Extract<Input, { type: 'frame' }>, moment: Moment): Step {
  const fits = frame.from === null || (frame.epoch === state.held?.epoch && frame.from === state.held.position);
  return fits ? apply(state, frame, moment) : { state, deeds: [] };
}

function follow(state: MachineState, input: Extract<Input, { type: 'frame' }>, moment: Moment): Step {
  const { frame } = input;
  if (frame.from === null) return apply(state, frame, moment);
  // The log was forked or lost: nothing we hold can be built upon.
  if (frame.epoch !== state.held?.epoch) return greet({ ...state, held: null }, input, moment);
  if (frame.from !== state.held.position) return greet(state, input, moment);
  return apply(state, frame, moment);
}

function apply(state: MachineState, frame: Frame, { now }: Moment): Step {
  return {
    state: {
      ...state,
      link: { at: 'current' },
      failures: 0,
      held: { epoch: frame.epoch, position: frame.to, asOf: frame.at, node: nodeOf(state) },
      newsAt: newest(state, state.clock !== null && state.clockIsFresh ? Math.min(now, localAt(state.clock, frame.at)) : now),
    },
    deeds: [{ do: 'apply', frame }],
  };
}

/** Nothing is told before the welcome. */
const nodeOf = ({ who }: MachineState): string => who?.node ?? '';

/** News on a fresh connection is measured afresh: the clock may have been set back meanwhile. */
const newest = (state: MachineState, newsAt: number): number =>
  state.link.at === 'current' && state.newsAt !== null ? Math.max(state.newsAt, newsAt) : newsAt;

/** A resumed browser that missed nothing gets no frame; the heartbeat says that it is current. */
function beatWhileGreeting(state: MachineState, input: Extract<Input, { type: 'heartbeat' }>, moment: Moment): Step {
  const missedNothing =
    state.link.at === 'greeting' &&
    state.link.resumed &&
    state.held?.epoch === input.beat.epoch &&
    state.held.position === input.beat.position;
  if (missedNothing) return beat({ ...state, link: { at: 'current' }, failures: 0, newsAt: null }, input, moment);
  // Not current yet: time may be learnt from it, freshness may not.
  return { state: learnTime(state, input.beat, moment.now), deeds: [] };
}

const learnTime = <S extends MachineState>(state: S, heartbeat: Heartbeat, now: number) => {
  const clock = syncClock(state.clockIsFresh ? state.clock : null, heartbeat, now, state.oneWayMs);
  return { ...state, clock, clockIsFresh: true };
};

function beat(state: MachineState, input: Extract<Input, { type: 'heartbeat' }>, moment: Moment): Step {
  const { beat: heartbeat } = input;
  if (heartbeat.epoch !== state.held?.epoch) return greet({ ...state, held: null }, input, moment);
  const learnt = learnTime(state, heartbeat, moment.now);
  const newsAt = Math.max(state.newsAt ?? 0, Math.min(moment.now, localAt(learnt.clock, heartbeat.serverAt)));
  return {
    state: { ...learnt, newsAt, reasons: heartbeat.stale, held: { ...state.held, asOf: heartbeat.serverAt, node: nodeOf(state) } },
    deeds: [],
  };
}

function giveUpInTime(state: MachineState, input: Input, moment: Moment): Step {
  const since = state.link.at === 'opening' || state.link.at === 'greeting' ? state.link.since : moment.now;
  return moment.now - since >= PATIENCE_MS ? hangUp(state, input, moment) : { state, deeds: [] };
}

function dropWhenSilent(state: MachineState, input: Input, moment: Moment): Step {
  return state.newsAt !== null && moment.now - state.newsAt >= STALE_AFTER_MS ? hangUp(state, input, moment) : { state, deeds: [] };
}

function hangUp(state: MachineState, _input: Input, moment: Moment): Step {
  return { state: later(state, moment, 0), deeds: [{ do: 'close' }] };
}

function retryLater(state: MachineState, input: Extract<Input, { type: 'lost' }>, moment: Moment): Step {
  return input.signedOut ? signedOut(state) : { state: later(state, moment, 0), deeds: [] };
}

function later(state: MachineState, { now, dice }: Moment, atLeastMs: number): MachineState {
  const rangeMs = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(state.failures, 16));
  return { ...state, failures: state.failures + 1, link: { at: 'waiting', tryAt: now + atLeastMs + dice * rangeMs } };
}

function sentAway(state: MachineState, { goodbye }: Extract<Input, { type: 'goodbye' }>, moment: Moment): Step {
  switch (goodbye.because) {
    case 'signed-out':
      return signedOut(state);
    case 'protocol':
      return wrongVersion(state);
    // Something we sent, or still hold, displeased the server: take the whole view anew.
    case 'bad-message':
      return { state: later({ ...state, held: null }, moment, goodbye.retryAfterMs ?? BACKOFF_BASE_MS), deeds: [{ do: 'close' }] };
    case 'moving':
    case 'too-slow':
    case 'too-many':
      return { state: later(state, moment, goodbye.retryAfterMs ?? 0), deeds: [{ do: 'close' }] };
  }
}

function signedOut(state: MachineState): Step {
  return {
    state: { ...state, link: { at: 'closed', because: 'signed-out' }, held: null, who: null, newsAt: null },
    deeds: [{ do: 'close' }],
  };
}

function wrongVersion(state: MachineState): Step {
  const closed: MachineState = { ...state, link: { at: 'closed', because: 'outdated' } };
  return { state: closed, deeds: state.reloaded ? [{ do: 'close' }] : [{ do: 'close' }, { do: 'reload' }] };
}
