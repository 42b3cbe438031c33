import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { AgentId } from '../../shared/kernel/ids.js';
import type { ClientToServer, Goodbye, ServerToClient } from '../../shared/protocol/messages.js';
import type { Principal, Revocation, SessionWatch } from '../auth/principal.js';
import type { Logger } from '../ops/logger.js';
import type { Measures } from '../ops/measures.js';
import { Client, type ClientDeps } from './client.js';
import type { NoteRefusal } from './commands.js';
import type { FiguresOf } from './figure-desk.js';
import { Gate, type Wait } from './gate.js';
import { LiveHub } from './hub.js';
import type { LiveSource } from './live-source.js';
import { LIMITS, type Limits, type RealtimeOptions } from './options.js';
import { every, systemTimers, type Timers } from './timers.js';
import type { LiveSocket } from './wire.js';

export interface RealtimeDeps {
  /** Its request listener must be in place already: Socket.IO puts itself before those it finds. */
  readonly server: HttpServer;
  readonly source: LiveSource;
  readonly sessions: SessionWatch;
  readonly figures: FiguresOf;
  readonly noteRefusal: NoteRefusal;
  readonly logger: Logger;
  readonly measures: Pick<Measures, 'framesSent' | 'frameLatency' | 'socketOpened' | 'socketClosed' | 'dropped'>;
  readonly timers?: Timers;
  readonly options: RealtimeOptions;
}

export interface Realtime {
  /** Browsers that follow the live view on this node. */
  clients(): number;
  readonly hub: LiveHub;
  /** Agents who have their page open on this node. */
  openDesks(): ReadonlySet<AgentId>;
  /** The open sockets, for looking at what waits in them. */
  sockets(): Iterable<LiveSocket>;
  /** Sends everybody elsewhere, spread over some seconds, and closes. The HTTP server stays its owner's. */
  stop(): Promise<void>;
}

/** What a handshake found out. */
interface SocketData {
  principal?: Principal;
  refusal?: Goodbye;
}
type LiveServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

const CHECK_EVERY_MS = 1_000;
/** Everybody who is sent elsewhere comes back within this, not at once. */
const MOVING_SPREAD_MS = 3_000;
/** How long a goodbye may take to leave when the server stops. */
const DRAIN_MS = 500;
/** Engine.IO's own ping only finds dead connections, and is dear among ready-made frames; freshness has our heartbeat. */
const PING = { pingInterval: 25_000, pingTimeout: 20_000 };

export function createRealtime({
  server,
  source,
  sessions,
  figures,
  noteRefusal,
  logger,
  measures,
  timers = systemTimers,
  options,
}: RealtimeDeps): Realtime {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const gate = new Gate(limits, options.publicOrigin);
  const clients = new Set<Client>();
  const hub = new LiveHub({ source, figures, timers, logger, measures });
  const shared = { hub, source, sessions, gate, limits, timers, logger, measures, noteRefusal };
  const deps: ClientDeps = { ...shared, directWrite: options.directWrite ?? true };
  let isStopping = false;

  const io: LiveServer = new Server(server, {
    path: options.path ?? '/socket.io',
    serveClient: false,
    transports: ['websocket'],
    allowUpgrades: false,
    // Ten times the work for the bytes it saves; and ready-made frames could not be shared.
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.messageBytes,
    connectTimeout: 5_000,
    ...PING,
    allowRequest: (request, answer) => {
      const problem = isStopping ? 'stopping' : refusalOf(request);
      if (problem !== null) measures.dropped('socket', problem);
      answer(problem, problem === null);
    },
  });

  const addressOf = options.addressOf ?? ((request: IncomingMessage) => request.socket.remoteAddress ?? '');
  const refusalOf = (request: IncomingMessage): string | null => {
    if (!gate.isOwnPage(request)) return 'foreign-origin';
    return gate.hasRoomFor(addressOf(request)) ? null : 'too-many-of-address';
  };

  io.engine.on('connection', (connection: { request: IncomingMessage; once(event: 'close', listener: () => void): void }) => {
    const release = gate.takeAddress(addressOf(connection.request));
    if (release !== null) connection.once('close', release);
  });

  io.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error: unknown) => next(asRefusal(error)),
    );
  });

  /** A browser that nobody knows never gets in; one too many is told when to come back. */
  async function admit(socket: Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>): Promise<void> {
    const wait: Wait = await gate.handshake();
    if (wait !== null) {
      socket.data.refusal = { because: 'too-many', retryAfterMs: wait.retryAfterMs + timers.random() * MOVING_SPREAD_MS };
      return;
    }
    const principal = await sessions.authenticate(socket.handshake.headers.cookie);
    if (principal === null) throw new SignedOut();
    socket.data.principal = principal;
  }

  const asRefusal = (error: unknown): Error => {
    if (error instanceof SignedOut) return error;
    logger.warn({ err: error }, 'a browser could not be admitted');
    return new Error('unavailable');
  };

  io.on('connection', (socket) => {
    const { principal, refusal } = socket.data;
    const release = principal === undefined ? null : gate.takeUser(principal.userId);
    // Revoked between its authentication and now: the revocation found no socket to close.
    const isValid = principal !== undefined && sessions.stillValid(principal, source.now().serverAt);
    if (principal === undefined || release === null || !isValid || isStopping) {
      release?.();
      measures.dropped('socket', 'not-admitted');
      const because = principal !== undefined && !isValid ? 'signed-out' : 'too-many';
      socket.emit('goodbye', refusal ?? { because, ...(because === 'too-many' ? { retryAfterMs: MOVING_SPREAD_MS } : {}) });
      socket.disconnect(true);
      return;
    }
    const client = new Client(socket, principal, deps);
    clients.add(client);
    measures.socketOpened(principal.role);
    socket.once('disconnect', (reason) => {
      clients.delete(client);
      release();
      measures.socketClosed(principal.role, reason);
    });
  });

  const onRevoked = ({ sessionHash, reason }: Revocation) => {
    for (const client of [...clients]) {
      if (client.principal.sessionHash !== sessionHash) continue;
      // Another role means another view: the next hello says which, if the session still stands.
      client.leave(reason === 'role-changed' ? { because: 'moving', retryAfterMs: 0 } : { because: 'signed-out' });
    }
  };
  const undo = [
    sessions.onRevoked(onRevoked),
    every(timers, CHECK_EVERY_MS, () => {
      for (const client of [...clients]) client.check();
    }),
  ];

  return {
    hub,
    clients: () => hub.members,
    openDesks: () => new Set([...clients].flatMap(({ deskOf }) => deskOf ?? [])),
    sockets: () => io.sockets.sockets.values(),
    async stop() {
      isStopping = true;
      for (const undoOne of undo) undoOne();
      const closed = [...clients].map((client) => client.closed);
      for (const client of [...clients]) client.leave({ because: 'moving', retryAfterMs: Math.round(timers.random() * MOVING_SPREAD_MS) });
      hub.stop();
      await Promise.race([Promise.all(closed), new Promise<void>((resolve) => timers.setTimeout(resolve, DRAIN_MS))]);
      io.engine.close();
    },
  };
}

/** Tells the browser to sign in; it reads `because` from the refused connection. */
class SignedOut extends Error {
  readonly data: Goodbye = { because: 'signed-out' };

  constructor() {
    super('signed-out');
    this.name = 'SignedOut';
  }
}
