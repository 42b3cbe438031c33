import type { IncomingMessage } from 'node:http';

/** Bounds of what a browser may ask of a node. Points per seconds are windows: so many at once, so many on average. */
export const LIMITS = {
  socketsPerUser: 20,
  socketsPerAddress: 200,
  /** 20 a second, up to 60 at once. */
  messages: { points: 60, duration: 3 },
  /** A whole view is the dearest answer: 5 at once, one a second. */
  hellos: { points: 5, duration: 5 },
  /** New connections of a whole node: after a restart everybody comes back, with jitter. */
  handshakes: { points: 600, duration: 2 },
  commandsInFlight: 10,
  /** Messages that make no sense before the socket is closed. */
  badMessages: 5,
  /** The largest that makes sense: 500 shifts planned at once, with all that is in them. */
  messageBytes: 512 * 1024,
  /** From opening to `hello`. */
  helloWithinMs: 5_000,
  commandWithinMs: 5_000,
} as const;

export interface RealtimeOptions {
  /** Scheme, host and port of the pages; null: the address that was asked for, where that is a local one. */
  readonly publicOrigin: string | null;
  /** The client's address behind trusted proxies. */
  readonly addressOf?: (request: IncomingMessage) => string;
  /** Writes ready-made frames to idle WebSockets past Socket.IO's own queue. */
  readonly directWrite?: boolean;
  readonly path?: string;
  readonly limits?: Partial<{
    readonly [L in keyof typeof LIMITS]: (typeof LIMITS)[L] extends number ? number : { points: number; duration: number };
  }>;
}

export type Limits = Required<NonNullable<RealtimeOptions['limits']>>;
