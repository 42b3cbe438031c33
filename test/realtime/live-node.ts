import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { Principal, Revocation, SessionWatch } from '../../server/auth/principal.js';
import type { RealtimeOptions } from '../../server/realtime/options.js';
import { createRealtime, type Realtime } from '../../server/realtime/realtime.js';
import { epochMs } from '../../shared/kernel/time.js';
import {
  type ClientToServer,
  type CommandRequest,
  type Frame,
  frameSchema,
  type Goodbye,
  goodbyeSchema,
  type Heartbeat,
  type Hello,
  heartbeatSchema,
  type Role,
  type ServerToClient,
  type Welcome,
  welcomeSchema,
} from '../../shared/protocol/messages.js';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.js';
import { Held } from './fake-browser.js';
import { FakeSource } from './fake-source.js';
import { FakeTimers } from './fake-timers.js';
import { loggerThatCollects } from './quiet.js';

/** Sessions by a word in the cookie; shared by nodes, as Redis is. */
export class FakeSessions implements SessionWatch {
  readonly principals = new Map<string, Principal>();
  readonly ended = new Set<string>();
  readonly touched: string[] = [];
  readonly #listeners = new Set<(revocation: Revocation) => void>();

  add(name: string, role: Role, more: Partial<Principal> = {}): Principal {
    const principal: Principal = {
      userId: `u-${name}`,
      sessionHash: `hash-${name}`,
      role,
      teamIds: [],
      teams: [],
      displayName: name,
      language: 'zh',
      expiresAt: epochMs(8_000_000_000_000),
      ...more,
    };
    this.principals.set(name, principal);
    return principal;
  }

  authenticate(cookieHeader: string | undefined): Promise<Principal | null> {
    const principal = this.principals.get(/sid=([\w-]+)/.exec(cookieHeader ?? '')?.[1] ?? '');
    return Promise.resolve(principal === undefined || this.ended.has(principal.sessionHash) ? null : principal);
  }

  onRevoked(listener: (revocation: Revocation) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  stillValid({ sessionHash, expiresAt }: Principal, now: number): boolean {
    return !this.ended.has(sessionHash) && now < expiresAt;
  }

  touch({ userId }: Principal): void {
    this.touched.push(userId);
  }

  revoke(name: string, reason: Revocation['reason']): void {
    const { sessionHash, userId } = this.principals.get(name) as Principal;
    if (reason !== 'role-changed') this.ended.add(sessionHash);
    for (const listener of [...this.#listeners]) listener({ sessionHash, userId, reason });
  }
}

/** A browser with the real client library; reads every message by its schema. */
export class Browser {
  readonly held = new Held();
  readonly welcomes: Welcome[] = [];
  readonly frames: Frame[] = [];
  readonly beats: Heartbeat[] = [];
  readonly goodbyes: Goodbye[] = [];
  readonly refusals: (Error & { data?: unknown })[] = [];
  misfits = 0;
  isClosed = false;
  readonly socket: Socket<ServerToClient, ClientToServer>;

  constructor(url: string, cookie: string | undefined, origin = url) {
    this.socket = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { ...(cookie === undefined ? {} : { cookie: `sid=${cookie}` }), origin },
    });
    this.socket.on('welcome', (welcome) => this.welcomes.push(welcomeSchema.parse(welcome)));
    this.socket.on('heartbeat', (beat) => this.beats.push(heartbeatSchema.parse(beat)));
    this.socket.on('goodbye', (goodbye) => this.goodbyes.push(goodbyeSchema.parse(goodbye)));
    this.socket.on('frame', (frame) => {
      this.frames.push(frameSchema.parse(frame) as Frame);
      if (!this.held.apply(frame)) this.misfits += 1;
    });
    this.socket.on('connect_error', (error) => this.refusals.push(error));
    this.socket.on('disconnect', () => {
      this.isClosed = true;
    });
  }

  hello(hello: Partial<Hello> = {}): void {
    const node = this.welcomes.at(-1)?.node;
    const resume = this.held.at === null ? {} : { resume: { ...this.held.at, ...(node === undefined ? {} : { node }) } };
    this.socket.emit('hello', { protocol: PROTOCOL_VERSION, ...resume, ...hello });
  }

  /** Any event, as a client that does not keep to the protocol. */
  say(event: string, ...args: unknown[]): void {
    (this.socket as unknown as Socket).emit(event, ...args);
  }
}

export async function startNode(
  options: Partial<RealtimeOptions> = {},
  shared?: { sessions: FakeSessions; source: FakeSource; timers: FakeTimers },
) {
  const timers = shared?.timers ?? new FakeTimers();
  const source = shared?.source ?? new FakeSource(() => timers.nowMs);
  const sessions = shared?.sessions ?? new FakeSessions();
  const { logger, errors } = loggerThatCollects();
  const dropped: string[] = [];
  const closed: string[] = [];
  const refused: { request: CommandRequest; by: Principal }[] = [];
  const server: Server = createServer((_, response) => response.end('page'));
  const realtime: Realtime = createRealtime({
    server,
    source,
    sessions,
    figures: source.figures,
    noteRefusal: (request, by) => void refused.push({ request, by }),
    logger,
    timers,
    measures: {
      framesSent: () => undefined,
      frameLatency: () => undefined,
      socketOpened: () => undefined,
      socketClosed: (_, reason) => void closed.push(reason),
      dropped: (_, reason) => void dropped.push(reason),
    },
    options: { publicOrigin: null, ...options },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browsers: Browser[] = [];
  const raws: WebSocket[] = [];
  return {
    url,
    server,
    realtime,
    timers,
    source,
    sessions,
    errors,
    dropped,
    closed,
    refused,
    browser(cookie: string | undefined, origin?: string): Browser {
      const browser = new Browser(url, cookie, origin);
      browsers.push(browser);
      return browser;
    },
    /** A WebSocket alone, which speaks Engine.IO by hand or badly. */
    raw(headers: Record<string, string> = {}): WebSocket {
      const raw = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
        headers: { origin: url, ...headers },
      });
      raw.on('error', () => undefined);
      raws.push(raw);
      return raw;
    },
    async stop() {
      for (const browser of browsers) browser.socket.disconnect();
      for (const raw of raws) raw.terminate();
      await realtime.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type LiveNode = Awaited<ReturnType<typeof startNode>>;
