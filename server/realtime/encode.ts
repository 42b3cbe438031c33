import type { Epoch } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { Heartbeat } from '../../shared/protocol/messages.js';
import type { ViewKind } from '../../shared/protocol/views.js';
import type { Draft } from './records.js';

/**
 * A message for many clients, encoded once: the text as Socket.IO sends it, and the very bytes as they go over a WebSocket.
 * `2` is Socket.IO's EVENT on the main namespace; `4` is Engine.IO's MESSAGE around it.
 */
export class Encoded {
  /** A Socket.IO packet, without Engine.IO's leading `4`. */
  readonly packet: string;
  #frames: readonly [Buffer] | null = null;

  constructor(event: 'frame' | 'heartbeat', body: string) {
    this.packet = `2["${event}",${body}]`;
  }

  /** One whole WebSocket text frame, header included: unmasked (a server's), final, not compressed. In the list that ws takes. */
  get frames(): readonly [Buffer] {
    this.#frames ??= [webSocketTextFrame(`4${this.packet}`)];
    return this.#frames;
  }

  /** About as many as go over the wire: exact once the frame was made. */
  get bytes(): number {
    return this.#frames?.[0].length ?? this.packet.length;
  }
}

const FINAL_TEXT = 0x81;

export function webSocketTextFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = FINAL_TEXT;
  if (length < 126) frame[1] = length;
  else if (length < 65_536) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength, 'utf8');
  return frame;
}

export interface FrameHead {
  readonly epoch: Epoch;
  readonly from: Position | null;
  readonly to: Position;
  readonly at: EpochMs;
  readonly readAt?: number | undefined;
}

export function encodeFrame(head: FrameHead, draft: Draft): Encoded {
  return new Encoded('frame', `${JSON.stringify(head).slice(0, -1)},"changed":${lists(draft.changed)},"gone":${lists(draft.gone)}}`);
}

const lists = (byKind: ReadonlyMap<ViewKind, readonly string[]>): string =>
  `{${[...byKind].map(([kind, texts]) => `"${kind}":[${texts.join(',')}]`).join(',')}}`;

export const encodeHeartbeat = (beat: Heartbeat): Encoded => new Encoded('heartbeat', JSON.stringify(beat));
