import type { CommandAnswer, CommandRequest, Frame, Goodbye, Heartbeat, Hello, Welcome } from '../../shared/protocol/messages.js';

/** What one connection tells. After `lost`, or after `close()`, it tells nothing more. */
export interface TransportEvents {
  opened(): void;
  welcome(welcome: Welcome): void;
  frame(frame: Frame): void;
  heartbeat(beat: Heartbeat): void;
  goodbye(goodbye: Goodbye): void;
  /** The connection is gone, or never came to be. `signedOut`: the server does not know this browser's session. */
  lost(reason: { signedOut: boolean }): void;
}

/** One connection. It never reconnects by itself: when to try again is decided in `machine.ts`. */
export interface Transport {
  hello(hello: Hello): void;
  seen(position: string): void;
  command(request: CommandRequest, answer: (answer: CommandAnswer) => void): void;
  close(): void;
}

export type Dial = (on: TransportEvents) => Transport;
