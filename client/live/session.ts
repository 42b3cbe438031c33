import type { EpochMs } from '../../shared/kernel/time.js';
import type { Welcome } from '../../shared/protocol/messages.js';
import { SiteClock } from './clock.js';
import { serverNow, siteAt } from './clock-sync.js';
import { type Connection, connectionOf, sameConnection, standsAt } from './connection.js';
import { floorIndexes } from './indexes.js';
import { type Latency, LatencyMeter } from './latency.js';
import { type Deed, type Input, type MachineState, startMachine, step, wakeAt } from './machine.js';
import { Outbox } from './outbox.js';
import { LiveStore } from './store.js';
import type { Dial, Transport } from './transport.js';

/** All of the browser that a session touches, so that a test can be the browser. */
export interface Surroundings {
  readonly dial: Dial;
  now(): number;
  random(): number;
  /** Never the same twice, in any browser. */
  newId(): string;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Calls before the next paint, or within a second where nothing is painted (a hidden tab). Answers its undo. */
  beforePaint(run: () => void): () => void;
  /** Calls after what was rendered now is on screen. */
  afterPaint(run: () => void): void;
  /** Reloads the page, and lets the next page know that it was reloaded for its version. */
  reload(): void;
  /** This page is what such a reload brought. */
  readonly reloaded: boolean;
}

/** Often enough to notice within seconds a browser that reads no more; each costs the server as much as a frame to it. */
const SEEN_EVERY_MS = 1_000;
/** Behind and stale are told with their seconds, so the connection is looked at once a second. */
const LOOK_EVERY_MS = 1_000;
/**
 * A page that needs longer than this for one picture (thousands of agents, a slow machine) leaves as much time between two as one
 * took, up to a limit: half of its time belongs to whoever scrolls and types. A quicker one shows each change with the next picture.
 */
const QUICK_PICTURE_MS = 16;
const LONGEST_REST_MS = 50;
/** `setTimeout` above this fires at once; nothing waits that long. */
const LONGEST_TIMER_MS = 3_600_000;

/** A browser's part in the live view: the machine, its one timer, its connection, and what they feed. */
export class LiveSession {
  readonly store = new LiveStore();
  readonly outbox: Outbox;
  readonly indexes = floorIndexes();
  readonly clock: SiteClock;
  readonly #around: Surroundings;
  readonly #latency = new LatencyMeter();
  readonly #listeners = new Set<() => void>();
  #machine: MachineState;
  #transport: Transport | null = null;
  /** The connection that commands are sent on. */
  #commandsGoTo: Transport | null = null;
  /** Counts connections, so that one that was replaced is known by its number. */
  #dialled = 0;
  #timer: unknown = null;
  #look: unknown = null;
  #seenTimer: unknown = null;
  #cancelPaint: (() => void) | null = null;
  /** Until when what comes in is only gathered (this browser's clock). */
  #restUntil = 0;
  #connection: Connection;
  #pausedAt: EpochMs | null = null;
  #latencyRead: { at: number; latency: Latency | null } = { at: 0, latency: null };
  #stopped = false;
  #hadClock = false;
  #toldWho: Welcome | null = null;
  /** What is pending was held back by a pause: its age says nothing of how fast we are. */
  #heldBack = false;

  constructor(around: Surroundings) {
    this.#around = around;
    for (const index of Object.values(this.indexes)) this.store.addIndex(index);
    this.outbox = new Outbox({
      now: () => around.now(),
      serverNow: () => (this.#machine.clock === null ? around.now() : serverNow(this.#machine.clock, around.now())),
      newId: () => around.newId(),
      setTimeout: (run, ms) => around.setTimeout(run, ms),
      clearTimeout: (timer) => around.clearTimeout(timer),
      onChange: () => this.#tell(),
    });
    this.#machine = startMachine(this.#moment(), { reloaded: around.reloaded });
    this.#connection = connectionOf(this.#machine, around.now());
    this.clock = new SiteClock({
      siteNow: () => this.#shownSiteNow(),
      rate: () => (this.#pausedAt !== null || standsAt(this.#connection) !== null ? 0 : (this.#machine.clock?.rate ?? 1)),
      setTimeout: (run, ms) => around.setTimeout(run, ms),
      clearTimeout: (timer) => around.clearTimeout(timer),
    });
  }

  start(): void {
    this.#stopped = false;
    this.#dispatch({ type: 'tick' });
    this.#lookAgain();
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of [this.#timer, this.#look, this.#seenTimer]) if (timer !== null) this.#around.clearTimeout(timer);
    this.#timer = this.#look = this.#seenTimer = null;
    this.#cancelPaint?.();
    this.#cancelPaint = null;
    this.#dialled++;
    this.#transport?.close();
    this.#transport = null;
  }

  /** The page was shown again, or the network came back: look at the time before anything else. */
  wake(): void {
    this.#dispatch({ type: 'tick' });
  }

  retryNow(): void {
    this.#dispatch({ type: 'retry' });
  }

  /** Told when the connection, who we are, or the pause changed. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  connection = (): Connection => this.#connection;
  who = (): Welcome | null => this.#machine.who;
  /** Site instant at which the view was paused. */
  pausedAt = (): EpochMs | null => this.#pausedAt;

  /** Event to screen over the last minute; read anew at most once a second. */
  latency = (): Latency | null => {
    const now = this.#around.now();
    if (now - this.#latencyRead.at >= LOOK_EVERY_MS) {
      const latency = this.#latency.read(now);
      const same = JSON.stringify(latency) === JSON.stringify(this.#latencyRead.latency);
      this.#latencyRead = { at: now, latency: same ? this.#latencyRead.latency : latency };
    }
    return this.#latencyRead.latency;
  };

  /** Holds frames back: what is on screen stays until `unpause`. */
  pause(): void {
    if (this.#pausedAt !== null) return;
    this.#pausedAt = this.clock.read(1) ?? null;
    this.clock.refresh();
    this.#tell();
  }

  unpause(): void {
    if (this.#pausedAt === null) return;
    this.#pausedAt = null;
    this.#heldBack = true;
    this.#paintSoon();
    this.clock.refresh();
    this.#tell();
  }

  #moment() {
    return { now: this.#around.now(), dice: this.#around.random() };
  }

  #dispatch(input: Input): void {
    if (this.#stopped) return;
    // After a sleep, what waits in the socket is old: the time is looked at first, and the view is stale before it is anything else.
    if (input.type !== 'tick' && this.#around.now() >= wakeAt(this.#machine)) this.#take({ type: 'tick' });
    this.#take(input);
    this.#settle();
  }

  #take(input: Input): void {
    const { state, deeds } = step(this.#machine, input, this.#moment());
    this.#machine = state;
    for (const deed of deeds) this.#perform(deed);
    this.#compare();
  }

  #perform(deed: Deed): void {
    switch (deed.do) {
      case 'open':
        this.#open();
        return;
      case 'close':
        this.#dialled++;
        this.#transport?.close();
        this.#transport = null;
        return;
      case 'hello':
        this.#transport?.hello(deed.hello);
        return;
      case 'apply':
        this.store.enqueue(deed.frame);
        this.#paintSoon();
        this.#seenSoon();
        return;
      case 'reload':
        this.#around.reload();
        return;
    }
  }

  /** What a connection tells after it was replaced is not listened to. */
  #open(): void {
    this.#transport?.close();
    const dialled = ++this.#dialled;
    const isMine = () => this.#dialled === dialled && !this.#stopped;
    this.#transport = this.#around.dial({
      opened: () => isMine() && this.#dispatch({ type: 'opened' }),
      welcome: (welcome) => isMine() && this.#dispatch({ type: 'welcome', welcome }),
      frame: (frame) => isMine() && this.#dispatch({ type: 'frame', frame }),
      heartbeat: (beat) => isMine() && this.#dispatch({ type: 'heartbeat', beat }),
      goodbye: (goodbye) => isMine() && this.#dispatch({ type: 'goodbye', goodbye }),
      lost: ({ signedOut }) => isMine() && this.#dispatch({ type: 'lost', signedOut }),
    });
  }

  #settle(): void {
    if (this.#machine.link.at === 'closed' && this.#machine.link.because === 'signed-out') {
      if (this.store.hasWhole) this.store.clear();
      this.outbox.clear();
    }
    this.#connectOutbox();
    if (this.#timer !== null) this.#around.clearTimeout(this.#timer);
    const due = wakeAt(this.#machine) - this.#around.now();
    this.#timer = Number.isFinite(due)
      ? this.#around.setTimeout(() => this.#dispatch({ type: 'tick' }), Math.min(LONGEST_TIMER_MS, Math.max(0, due)))
      : null;
  }

  /** Commands go out on a connection that is up to date: decided on what the person saw. */
  #connectOutbox(): void {
    const transport = this.#machine.link.at === 'current' ? this.#transport : null;
    if (transport === this.#commandsGoTo) return;
    this.#commandsGoTo = transport;
    this.outbox.connect(transport === null ? null : (request, answer) => transport.command(request, answer));
  }

  #lookAgain(): void {
    this.#look = this.#around.setTimeout(() => {
      this.#dispatch({ type: 'tick' });
      this.#tell();
      this.#lookAgain();
    }, LOOK_EVERY_MS);
  }

  #compare(): void {
    const before = this.#connection;
    const who = this.#toldWho;
    const next = connectionOf(this.#machine, this.#around.now());
    if (!sameConnection(before, next)) this.#connection = next;
    const clockMoved = standsAt(before) !== standsAt(next) || this.#hadClock !== (this.#machine.clock !== null);
    this.#hadClock = this.#machine.clock !== null;
    if (clockMoved) this.clock.refresh();
    if (this.#connection !== before || who !== this.#machine.who) this.#tell();
  }

  #tell(): void {
    this.#toldWho = this.#machine.who;
    for (const listener of [...this.#listeners]) listener();
  }

  #shownSiteNow(): EpochMs | null {
    if (this.#pausedAt !== null) return this.#pausedAt;
    const stands = standsAt(this.#connection);
    if (stands !== null) return stands;
    return this.#machine.clock === null ? null : siteAt(this.#machine.clock, this.#around.now());
  }

  #paintSoon(): void {
    if (this.#cancelPaint !== null || this.#pausedAt !== null || !this.store.hasPending) return;
    // A clock that was set back must not hold the screen still.
    const restMs = Math.min(LONGEST_REST_MS, this.#restUntil - this.#around.now());
    this.#cancelPaint = restMs > 0 ? this.#afterRest(restMs) : this.#around.beforePaint(() => this.#paint());
  }

  #afterRest(ms: number): () => void {
    const timer = this.#around.setTimeout(() => {
      this.#cancelPaint = this.#around.beforePaint(() => this.#paint());
    }, ms);
    return () => this.#around.clearTimeout(timer);
  }

  #paint(): void {
    this.#cancelPaint = null;
    if (this.#pausedAt !== null) return;
    const startedAt = this.#around.now();
    const readAts = this.store.flush();
    const measures = !this.#heldBack;
    this.#heldBack = false;
    this.#around.afterPaint(() => {
      const now = this.#around.now();
      const tookMs = now - startedAt;
      this.#restUntil = tookMs > QUICK_PICTURE_MS ? now + Math.min(LONGEST_REST_MS, tookMs) : 0;
      if (measures) this.#measure(readAts);
    });
  }

  #measure(readAts: readonly number[]): void {
    const { clock } = this.#machine;
    if (clock === null) return;
    const now = this.#around.now();
    const server = serverNow(clock, now);
    for (const readAt of readAts) this.#latency.add(now, server - readAt);
  }

  #seenSoon(): void {
    if (this.#seenTimer !== null) return;
    this.#seenTimer = this.#around.setTimeout(() => {
      this.#seenTimer = null;
      const { held } = this.#machine;
      if (held !== null) this.#transport?.seen(held.position);
    }, SEEN_EVERY_MS);
  }
}
