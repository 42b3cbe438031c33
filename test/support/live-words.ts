import type { Page } from 'playwright-core';
import type { Frame, Heartbeat } from '../../shared/protocol/messages.js';

type Entity = { id: string } & Record<string, unknown>;

/** Everything that the server says to one page by WebSocket, as it is on the wire. */
export class LiveWords {
  /** The bytes, message by message: what is not in here never reached the browser. */
  readonly texts: string[] = [];
  readonly frames: Frame[] = [];
  readonly goodbyes: unknown[] = [];
  beat: Heartbeat | undefined;
  /** Sockets opened so far. */
  sockets = 0;
  /** When the position last moved (this process's clock). */
  movedAt = 0;

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      this.sockets += 1;
      socket.on('framereceived', ({ payload }) => this.#read(String(payload)));
    });
  }

  get position(): string | undefined {
    return this.frames.at(-1)?.to;
  }

  /** Every record of a kind that ever arrived, in its last form. */
  all(kind: string): Entity[] {
    const records = new Map<string, Entity>();
    for (const { changed } of this.frames) {
      for (const record of (changed as Record<string, Entity[] | undefined>)[kind] ?? [])
        records.set(record.id, { ...records.get(record.id), ...record });
    }
    return [...records.values()];
  }

  #read(text: string): void {
    this.texts.push(text);
    // Engine.IO's 4, Socket.IO's 2: an event.
    if (!text.startsWith('42')) return;
    const [event, payload] = JSON.parse(text.slice(2)) as [string, unknown];
    if (event === 'heartbeat') this.beat = payload as Heartbeat;
    if (event === 'goodbye') this.goodbyes.push(payload);
    if (event !== 'frame') return;
    const frame = payload as Frame;
    if (frame.to !== this.position) this.movedAt = Date.now();
    this.frames.push(frame);
  }
}
