import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.js';

/** Where a client stands that was here before. */
export interface Resume {
  readonly epoch: string;
  readonly position: string;
  readonly asOf: number;
  readonly node: string;
}

export interface WireClient {
  /** Resolves at the first frame: a whole view, or what changed since. */
  readonly joined: Promise<void>;
  close(): void;
}

export interface WireOptions {
  readonly port: number;
  /** `raw`: whatever comes is a frame. `live`: Engine.IO and Socket.IO, by hand. */
  readonly kind: 'raw' | 'live';
  readonly resume?: Resume;
  onWelcome?(welcome: { readonly node: string }): void;
  onFrame(data: Buffer): void;
}

/** As often as the browser's client says what it has seen. */
const SEEN_EVERY_MS = 1_000;
const FRAME = Buffer.from('42["frame",');
const WELCOME = Buffer.from('42["welcome",');

/** A browser's end of the wire at the least cost: no parsing, so that hundreds of them leave the machine to the server. */
export function connectWire({ port, kind, resume, onWelcome, onFrame }: WireOptions): WireClient {
  const url = kind === 'raw' ? `ws://127.0.0.1:${port}/` : `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url, { perMessageDeflate: false, origin: `http://127.0.0.1:${port}`, headers: { Cookie: 'bench' } });
  let seenAt = 0;
  let hasJoined = () => {};
  const joined = new Promise<void>((resolve, reject) => {
    hasJoined = resolve;
    socket.once('error', reject);
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
  });
  joined.catch(() => {});
  if (kind === 'raw') socket.once('open', hasJoined);
  socket.on('message', (data: Buffer) => {
    if (kind === 'raw') return onFrame(data);
    if (data.length > FRAME.length && data.compare(FRAME, 0, FRAME.length, 0, FRAME.length) === 0) {
      hasJoined();
      onFrame(data);
      const now = performance.now();
      if (now - seenAt < SEEN_EVERY_MS) return;
      seenAt = now;
      socket.send(`42["seen","${positionIn(data)}"]`);
      return;
    }
    if (data.subarray(0, WELCOME.length).equals(WELCOME))
      return onWelcome?.(JSON.parse(data.toString('utf8', WELCOME.length, data.length - 1)));
    // `0`: open, `2`: ping, `40`: connected.
    if (data[0] === 0x30) socket.send('40');
    else if (data[0] === 0x32) socket.send('3');
    else if (data[0] === 0x34 && data[1] === 0x30) {
      socket.send(`42["hello",${JSON.stringify({ protocol: PROTOCOL_VERSION, ...(resume === undefined ? {} : { resume }) })}]`);
    }
  });
  return { joined, close: () => socket.terminate() };
}

const TO = Buffer.from('"to":"');

/** The `to` of a frame, which stands in its head. */
export function positionIn(frame: Buffer): string {
  const start = frame.indexOf(TO) + TO.length;
  return frame.toString('latin1', start, frame.indexOf(0x22, start));
}

/** A position as one number that sorts as positions do. A millisecond of a bench never holds 4,096 commits. */
export function positionNumber(position: string): number {
  const dash = position.indexOf('-');
  return Number(position.slice(0, dash)) * 4_096 + Number(position.slice(dash + 1));
}
