import { once } from 'node:events';
import net from 'node:net';

/** What happens to bytes on their way; may be changed at any time. A dropped byte is gone: the connection itself stays up. */
export interface Faults {
  /** Requests vanish. */
  dropUp: boolean;
  /** Requests pass and are carried out, replies vanish. */
  dropDown: boolean;
  /** Each chunk is held back this long. Equal delays keep their order. */
  delayMs: number;
}

export interface FaultProxy {
  readonly port: number;
  readonly faults: Faults;
  /** Connections open now go dead without a word, as when a cable is pulled; new ones work. */
  freezeOpen(): void;
  /** Connections open now are reset. */
  resetOpen(): void;
  openCount(): number;
  close(): Promise<void>;
}

/** A TCP proxy that misbehaves on demand, in front of a port or a unix socket. */
export async function startFaultProxy(upstream: { port: number } | { path: string }): Promise<FaultProxy> {
  const faults: Faults = { dropUp: false, dropDown: false, delayMs: 0 };
  const open = new Set<{ near: net.Socket; far: net.Socket; isFrozen: boolean }>();

  const server = net.createServer((near) => {
    const pair = { near, far: net.connect(upstream), isFrozen: false };
    open.add(pair);
    const pass = (from: net.Socket, into: net.Socket, drop: 'dropUp' | 'dropDown') => {
      from.on('data', (bytes) => {
        if (pair.isFrozen || faults[drop]) return;
        const send = () => {
          if (!into.destroyed) into.write(bytes);
        };
        if (faults.delayMs > 0) setTimeout(send, faults.delayMs);
        else send();
      });
      from.on('error', () => {});
      from.on('close', () => {
        open.delete(pair);
        // A frozen peer does not even hear of the end.
        if (!pair.isFrozen || from === near) into.destroy();
      });
    };
    pass(near, pair.far, 'dropUp');
    pass(pair.far, near, 'dropDown');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  return {
    port: address.port,
    faults,
    freezeOpen() {
      for (const pair of open) pair.isFrozen = true;
    },
    resetOpen() {
      for (const { near, far } of open) {
        near.resetAndDestroy();
        far.destroy();
      }
    },
    openCount: () => open.size,
    async close() {
      server.close();
      for (const { near, far } of open) {
        near.destroy();
        far.destroy();
      }
      await once(server, 'close');
    },
  };
}
