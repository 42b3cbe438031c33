import { LiveSession, type Surroundings } from '../../../client/live/session.js';
import type { TransportEvents } from '../../../client/live/transport.js';
import type { Epoch } from '../../../shared/kernel/ids.js';
import type { Position } from '../../../shared/kernel/position.js';
import { epochMs } from '../../../shared/kernel/time.js';
import type {
  CommandAnswer,
  CommandRequest,
  Frame,
  Goodbye,
  Heartbeat,
  Hello,
  StaleReason,
  Welcome,
} from '../../../shared/protocol/messages.js';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.js';

export const EPOCH = '01JBREAKWATERA' as Epoch;
export const OTHER_EPOCH = '01JBREAKWATERB' as Epoch;
export const at = (n: number) => `${n}-0` as Position;

/** Where the server's clock stands when the browser's stands at zero: far apart, as they are in life. */
export const SERVER_AHEAD_MS = 1_700_000_000_000;

export const welcome = (more: Partial<Welcome> = {}): Welcome => ({
  protocol: PROTOCOL_VERSION,
  userId: 'u-1',
  displayName: '周敏',
  role: 'supervisor',
  teamIds: [],
  hasPhone: true,
  resumed: false,
  node: 'n-1',
  ...more,
});

export const frame = (from: number | null, to: number, more: Partial<Frame> = {}): Frame => ({
  epoch: EPOCH,
  from: from === null ? null : at(from),
  to: at(to),
  at: epochMs(SERVER_AHEAD_MS),
  changed: {},
  gone: {},
  ...more,
});

export const heartbeat = (serverAt: number, more: Partial<Heartbeat> = {}): Heartbeat => ({
  epoch: EPOCH,
  position: at(1),
  serverAt: epochMs(serverAt),
  siteNow: epochMs(serverAt),
  rate: 1,
  stale: [],
  ...more,
});

/** A server at the other end of a connection, as far as one browser sees it. */
export class FakeConnection {
  readonly hellos: Hello[] = [];
  readonly seen: string[] = [];
  readonly commands: { request: CommandRequest; answer: (answer: CommandAnswer) => void }[] = [];
  closed = false;
  readonly #on: TransportEvents;
  readonly #browser: FakeBrowser;

  constructor(browser: FakeBrowser, on: TransportEvents) {
    this.#browser = browser;
    this.#on = on;
  }

  open(): void {
    this.#on.opened();
  }
  welcome(more: Partial<Welcome> = {}): void {
    this.#on.welcome(welcome(more));
  }
  frame(from: number | null, to: number, more: Partial<Frame> = {}): void {
    this.#on.frame(frame(from, to, { at: epochMs(this.#browser.serverNow()), ...more }));
  }
  beat(more: Partial<Heartbeat> = {}): void {
    this.#on.heartbeat(heartbeat(this.#browser.serverNow(), more));
  }
  stale(...reasons: StaleReason[]): void {
    this.beat({ stale: reasons });
  }
  goodbye(goodbye: Goodbye): void {
    this.#on.goodbye(goodbye);
  }
  lose(signedOut = false): void {
    this.#on.lost({ signedOut });
  }
  /** Opens, is greeted, and sends a whole view. */
  bringUp(to = 1, more: Partial<Frame> = {}): void {
    this.open();
    this.welcome();
    this.frame(null, to, more);
    this.beat();
  }
}

/** A browser whose time passes only when the test says so, and who paints only then. */
export class FakeBrowser implements Surroundings {
  nowMs = 0;
  dice = 0;
  readonly connections: FakeConnection[] = [];
  reloads = 0;
  reloaded = false;
  paints = 0;
  #timers: { at: number; run: () => void; id: number }[] = [];
  #beforePaint: (() => void)[] = [];
  #nextId = 1;

  readonly dial = (on: TransportEvents) => {
    const connection = new FakeConnection(this, on);
    this.connections.push(connection);
    return {
      hello: (hello: Hello) => void connection.hellos.push(hello),
      seen: (position: string) => void connection.seen.push(position),
      command: (request: CommandRequest, answer: (answer: CommandAnswer) => void) => void connection.commands.push({ request, answer }),
      close: () => {
        connection.closed = true;
      },
    };
  };
  now = () => this.nowMs;
  serverNow = () => this.nowMs + SERVER_AHEAD_MS;
  random = () => this.dice;
  newId = () => `cmd-test-${this.#nextId++}`;
  setTimeout = (run: () => void, ms: number) => {
    const id = this.#nextId++;
    this.#timers.push({ at: this.nowMs + ms, run, id });
    return id;
  };
  clearTimeout = (id: unknown) => {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  };
  beforePaint = (run: () => void) => {
    this.#beforePaint.push(run);
    return () => {
      this.#beforePaint = this.#beforePaint.filter((other) => other !== run);
    };
  };
  afterPaint = (run: () => void) => {
    this.setTimeout(run, 0);
  };
  reload = () => {
    this.reloads++;
  };

  get connection(): FakeConnection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error('nothing was dialled yet');
    return last;
  }

  /** Time passes; timers fire in order. With `awake: false` they are frozen, and late ones fire at the end. */
  pass(ms: number, { awake = true } = {}): void {
    const end = this.nowMs + ms;
    if (!awake) this.nowMs = end;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.nowMs = Math.max(this.nowMs, next.at);
      next.run();
    }
    this.nowMs = end;
  }

  /** The machine sleeps: time passes, and not even late timers fire. */
  sleep(ms: number): void {
    this.nowMs += ms;
  }

  paint(): void {
    this.paints++;
    for (const run of this.#beforePaint.splice(0)) run();
  }
}

/** A started session in a fake browser. */
export function startSession(browser = new FakeBrowser()) {
  const session = new LiveSession(browser);
  session.start();
  return { browser, session };
}
