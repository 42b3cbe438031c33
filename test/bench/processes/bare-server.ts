import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';
import { cpuMicros, nowMicros, pause, TAIL_MS } from '../harness/clock.js';
import { serve } from '../harness/serve.js';

const sockets = new Set<Socket>();
let startedMicros = 0;

/** The least that can be done: bytes made once, written to each WebSocket's own TCP socket. No rooms, no resume, no slow clients. */
function writeToAll(text: string): void {
  const frame = textFrame(text);
  for (const socket of sockets) socket.write(frame);
}

const api = {
  async start() {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
    server.on('connection', (client: WebSocket & { _socket?: Socket }) => {
      const socket = client._socket;
      if (socket === undefined) throw new Error('this ws keeps its socket elsewhere');
      sockets.add(socket);
      client.once('close', () => sockets.delete(socket));
    });
    await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port };
  },

  /** Reference W: a frame of so many bytes, made anew each time from a list of records, to everybody. */
  async broadcast({ perSecond, seconds, bytes }: { perSecond: number; seconds: number; bytes: number }) {
    const before = cpuMicros();
    const began = nowMicros();
    const frames = Math.round(perSecond * seconds);
    for (let frame = 0; frame < frames; frame++) {
      const dueMs = (began + (frame * 1e6) / perSecond - nowMicros()) / 1_000;
      if (dueMs > 0) await pause(dueMs);
      writeToAll(someRecords(bytes));
    }
    await pause(TAIL_MS);
    return { cpuMicros: cpuMicros() - before };
  },

  async warmUp({ frames, bytes }: { frames: number; bytes: number }) {
    for (let frame = 0; frame < frames; frame++) {
      writeToAll(someRecords(bytes));
      await pause(1);
    }
  },

  /** Reference P: what a blocking read brings goes out as it is, in one frame per reply. Nothing is parsed. */
  follow({ redisPath, stream }: { redisPath: string; stream: string }) {
    const redis = new Redis({ path: redisPath });
    void (async () => {
      let last = '$';
      for (;;) {
        const reply = await redis.xread('COUNT', 1_000, 'BLOCK', 1_000, 'STREAMS', stream, last);
        const entries = reply?.[0]?.[1];
        if (entries === undefined) continue;
        last = entries.at(-1)?.[0] ?? last;
        writeToAll(`{"to":"${last}","events":[${entries.map(([, fields]) => fields[1]).join(',')}]}`);
      }
    })();
  },

  begin() {
    startedMicros = cpuMicros();
  },

  async end() {
    await pause(TAIL_MS);
    return { cpuMicros: cpuMicros() - startedMicros };
  },
};

/** A final, unmasked text frame (RFC 6455, 5.2). */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = 0x81;
  if (length < 126) header[1] = length;
  else if (length < 65_536) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}

let frames = 0;
/** JSON of ten changed records, filled up to the wanted length. */
function someRecords(bytes: number): string {
  const to = ++frames;
  const records = Array.from({ length: 10 }, (_, n) => ({ id: `a-${n}`, state: 'not-ready', reasonCode: 'BREAK', since: Date.now() }));
  const text = JSON.stringify({ to: `${to}-0`, changed: records, fill: '' });
  return `${text.slice(0, -2)}${'x'.repeat(Math.max(0, bytes - text.length - 4))}"}`;
}

export type BareServer = typeof api;
serve(api);
