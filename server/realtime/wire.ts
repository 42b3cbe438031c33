import type { Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../shared/protocol/messages.js';
import type { Encoded } from './encode.js';

export type LiveSocket = Socket<ClientToServer, ServerToClient>;

/** What of Engine.IO's and ws's inside the fast path touches. Tried with engine.io 6.6 and ws 8.21; looked at anew each time. */
interface Inside {
  readonly readyState: string;
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  readonly transport: {
    readonly name: string;
    readonly writable: boolean;
    readonly perMessageDeflate?: unknown;
    readonly socket?: {
      readonly readyState: number;
      readonly bufferedAmount: number;
      readonly _sender?: { sendFrame?(list: readonly Buffer[]): void };
      terminate(): void;
    };
  };
}

const WEBSOCKET_OPEN = 1;

/**
 * One client's connection, as frames go out over it.
 *
 * Socket.IO makes a packet, a buffer entry, six events and a callback for each client and message, which is nearly half of
 * what sending costs. Where nothing of the client's waits anywhere, the ready-made bytes are written to its WebSocket directly;
 * else they take Engine.IO's own way, behind what waits there. So the order is always the order of handing over.
 */
export class Wire {
  readonly #socket: LiveSocket;
  readonly #inside: Inside;
  readonly #isDirect: boolean;

  constructor(socket: LiveSocket, options: { directWrite: boolean }) {
    this.#socket = socket;
    this.#inside = socket.conn as unknown as Inside;
    this.#isDirect = options.directWrite;
  }

  /** Hands the message over, unless more than `limitBytes` is unsent already: then answers false and sends nothing. */
  offer(message: Encoded, limitBytes: number): boolean {
    const conn = this.#inside;
    // Written out for the common case: this runs for each client and each frame.
    if (this.#isDirect && conn.writeBuffer.length === 0 && isIdle(conn)) {
      if ((conn.transport.socket?.bufferedAmount ?? 0) > limitBytes) return false;
      conn.transport.socket?._sender?.sendFrame?.(message.frames);
      return true;
    }
    if (this.unsentBytes() > limitBytes) return false;
    this.#socket.conn.write(message.packet, { compress: false });
    return true;
  }

  send(message: Encoded): void {
    this.offer(message, Number.POSITIVE_INFINITY);
  }

  /** What the client's connection has not taken: in Engine.IO's queue, in ws's, and in the stream below. */
  unsentBytes(): number {
    const conn = this.#inside;
    let bytes = conn.transport.socket?.bufferedAmount ?? 0;
    for (const { data } of conn.writeBuffer) if (typeof data === 'string') bytes += data.length;
    return bytes;
  }

  /** Ends the connection now. A closing handshake would wait for a client that does not read, and keep what is queued for it. */
  cut(): void {
    const { socket } = this.#inside.transport;
    if (socket === undefined) this.#socket.disconnect(true);
    else socket.terminate();
  }
}

/** Open, on a WebSocket without compression, and with nothing half sent. */
function isIdle({ readyState, transport }: Inside): boolean {
  return (
    readyState === 'open' &&
    transport.name === 'websocket' &&
    transport.writable &&
    !transport.perMessageDeflate &&
    transport.socket?.readyState === WEBSOCKET_OPEN &&
    typeof transport.socket._sender?.sendFrame === 'function'
  );
}
