import { io, type Socket } from 'socket.io-client';
import {
  type ClientToServer,
  type CommandAnswer,
  type CommandRequest,
  commandAnswerSchema,
  type Frame,
  frameSchema,
  type Goodbye,
  goodbyeSchema,
  type Heartbeat,
  type Hello,
  heartbeatSchema,
  type ServerToClient,
  type Welcome,
  welcomeSchema,
} from '../../shared/protocol/messages.js';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.js';
import type { TestServer } from './server.js';

type Entity = { id: string } & Record<string, unknown>;

/** A browser's end of the live view, without the browser: applies frames as the client must. */
export class TestSupervisor {
  readonly socket: Socket<ServerToClient, ClientToServer>;
  readonly entities = new Map<string, Map<string, Entity>>();
  readonly frames: Frame[] = [];
  epoch: string | undefined;
  position: string | undefined;
  /** The newest heartbeat, and how many there were. */
  beat: Heartbeat | undefined;
  beats = 0;
  welcome: Welcome | undefined;
  /** Why the server closed this socket, where it said so. */
  goodbye: Goodbye | undefined;
  /** Characters of all frames so far. */
  frameChars = 0;
  #watchers: (() => void)[] = [];

  constructor(server: Pick<TestServer, 'origin'>, cookie: string, resume?: Hello['resume']) {
    this.socket = io(server.origin, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { Cookie: cookie, Origin: server.origin },
    });
    this.socket.on('connect', () => this.socket.emit('hello', { protocol: PROTOCOL_VERSION, ...(resume === undefined ? {} : { resume }) }));
    this.socket.on('frame', (frame) => this.#apply(frameSchema.parse(frame) as Frame));
    this.socket.on('heartbeat', (beat) => {
      this.beat = heartbeatSchema.parse(beat);
      this.beats += 1;
      this.#notify();
    });
    this.socket.on('welcome', (welcome) => {
      this.welcome = welcomeSchema.parse(welcome);
      this.#notify();
    });
    this.socket.on('goodbye', (goodbye) => {
      this.goodbye = goodbyeSchema.parse(goodbye);
      this.#notify();
    });
    for (const event of ['disconnect', 'connect_error'] as const) this.socket.on(event as 'disconnect', () => this.#notify());
  }

  /** The same browser on another connection, perhaps to another node: it holds what it held, and asks for what came after. */
  returnTo(server: Pick<TestServer, 'origin'>, cookie: string): TestSupervisor {
    const asOf = Math.max(this.beat?.serverAt ?? 0, this.frames.at(-1)?.at ?? 0);
    const resume = { epoch: this.epoch, position: this.position, asOf, node: this.welcome?.node } as NonNullable<Hello['resume']>;
    const back = new TestSupervisor(server, cookie, resume);
    for (const [kind, records] of this.entities) back.entities.set(kind, new Map(records));
    back.epoch = this.epoch;
    back.position = this.position;
    return back;
  }

  /** What the server answers; silence counts as not confirmed. */
  async command(request: CommandRequest, withinMs = 10_000): Promise<CommandAnswer> {
    return this.socket
      .timeout(withinMs)
      .emitWithAck('command', request)
      .then(
        (answer) => commandAnswerSchema.parse(answer),
        () => ({ outcome: 'not-confirmed', commitId: request.id }),
      );
  }

  all(kind: string): Entity[] {
    return [...(this.entities.get(kind)?.values() ?? [])];
  }

  /** Waits for something to be seen; `withinMs` only guards against hanging. */
  async until(condition: () => boolean, what: string, withinMs = 75_000): Promise<void> {
    const giveUpAt = Date.now() + withinMs;
    while (!condition()) {
      if (Date.now() > giveUpAt) throw new Error(`never seen: ${what}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 250);
        this.#watchers.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  close(): void {
    this.socket.disconnect();
  }

  #apply(frame: Frame): void {
    this.frames.push(frame);
    this.frameChars += JSON.stringify(frame).length;
    if (this.frames.length > 500) this.frames.shift();
    if (frame.from === null) this.entities.clear();
    for (const [kind, records] of Object.entries(frame.changed)) {
      const known = this.entities.get(kind) ?? new Map<string, Entity>();
      this.entities.set(kind, known);
      for (const record of records ?? []) {
        const entity: Entity = { ...known.get(record.id), ...record };
        for (const [field, value] of Object.entries(entity)) if (value === null) delete entity[field];
        known.set(record.id, entity);
      }
    }
    for (const [kind, ids] of Object.entries(frame.gone)) for (const id of ids ?? []) this.entities.get(kind)?.delete(id);
    this.epoch = frame.epoch;
    this.position = frame.to;
    this.#notify();
  }

  #notify(): void {
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}
