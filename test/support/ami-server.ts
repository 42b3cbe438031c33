import { createServer, type Server, type Socket } from 'node:net';
import { type AmiMessage, parseHeaders } from '../../server/connectors/asterisk/message.js';
import type { Recording } from '../../server/connectors/asterisk/recording.js';

/** What the server answers to one action, without `ActionID` lines: those it adds. `undefined`: as a PBX that knows it not. */
export type Answerer = (action: AmiMessage) => readonly string[] | undefined;

export interface AmiServerOptions {
  readonly user?: string;
  readonly secret?: string;
  /** Where queues, members, callers and channels come from: the lists that the recording's first login was given. */
  readonly recording?: Recording;
  /** Answers before the server's own. */
  readonly answer?: Answerer;
}

/** Answers as Asterisk gives them, each block ending with an empty line. */
const block = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;

/**
 * A small AMI server on a real socket: greets, checks the login, answers the actions a console needs from a recorded
 * session's own lists, and sends what a test hands it. It can refuse, fall silent and cut its clients off.
 */
export class AmiServer {
  readonly port: number;
  /** Every action that arrived, oldest first. */
  readonly actions: AmiMessage[] = [];
  /** Falls silent: reads, and answers nothing more. */
  isMute = false;
  /** Cuts each new client off before the greeting, as Asterisk does while it starts. */
  resetsNew = false;
  /** Entries of the queues, as the next `QueueStatus` lists them. */
  callers: string[] = [];
  /** Channels, as the next `CoreShowChannels` lists them. */
  channels: string[] = [];
  /** Logins so far, the refused ones too. */
  logins = 0;

  private readonly server: Server;
  private readonly options: AmiServerOptions;
  private readonly sockets = new Set<Socket>();
  private readonly listed: readonly string[];
  private watchers: (() => void)[] = [];

  private constructor(server: Server, port: number, options: AmiServerOptions) {
    this.server = server;
    this.port = port;
    this.options = options;
    this.listed = options.recording === undefined ? [] : firstQueueList(options.recording);
    server.on('connection', (socket) => this.greet(socket));
  }

  static async start(options: AmiServerOptions = {}, port = 0): Promise<AmiServer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new AmiServer(server, address.port, options);
  }

  async stop(): Promise<void> {
    this.drop();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  get connections(): number {
    return this.sockets.size;
  }

  /** To every client, byte for byte. */
  send(bytes: string | Buffer): void {
    for (const socket of this.sockets) socket.write(bytes);
  }

  /** Cuts everybody off, in the middle of whatever is being said. */
  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Resolves when this holds; looked at whenever a client says or does something. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  /** How often an action of this name has arrived. */
  asked(name: string): number {
    return this.actions.filter((action) => action.get('Action') === name).length;
  }

  private greet(socket: Socket): void {
    if (this.resetsNew) {
      socket.resetAndDestroy();
      this.changed();
      return;
    }
    this.sockets.add(socket);
    let rest = '';
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString('utf8');
      for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
        const action = parseHeaders(rest.slice(0, end).split('\r\n'));
        rest = rest.slice(end + 4);
        if (action) this.answer(socket, action);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.changed();
    });
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    this.changed();
  }

  private answer(socket: Socket, action: AmiMessage): void {
    this.actions.push(action);
    if (!this.isMute) {
      const id = `ActionID: ${action.actionId}`;
      const blocks = this.options.answer?.(action) ?? this.ownAnswer(action);
      for (const text of blocks)
        socket.write(`${id}\r\n${text}`.replace(/^(ActionID: [^\r]*)\r\n((?:Response|Event): [^\r]*)\r\n/, '$2\r\n$1\r\n'));
      if (action.get('Action') === 'Logoff' || this.refuses(action)) socket.end();
    }
    this.changed();
  }

  private refuses(action: AmiMessage): boolean {
    return (
      action.get('Action') === 'Login' &&
      (action.get('Username') !== (this.options.user ?? 'console') || action.get('Secret') !== (this.options.secret ?? 'secret'))
    );
  }

  private ownAnswer(action: AmiMessage): readonly string[] {
    switch (action.get('Action')) {
      case 'Login': {
        this.logins += 1;
        if (this.refuses(action)) return [block('Response: Error', 'Message: Authentication failed')];
        return [block('Response: Success', 'Message: Authentication accepted')];
      }
      case 'Ping':
        return [block('Response: Success', 'Ping: Pong', 'Timestamp: 1795296000.000000')];
      case 'Logoff':
        return [block('Response: Goodbye', 'Message: Thanks for all the fish.')];
      case 'Events':
        return [block('Response: Success', 'Events: On')];
      case 'Filter':
        return [block('Response: Success', 'Message: Filter added successfully')];
      case 'QueueStatus':
        return this.list('Queue status will follow', [...this.queueList(action.get('Queue')), ...this.callers], 'QueueStatusComplete');
      case 'CoreShowChannels':
        return this.list('Channels will follow', this.channels, 'CoreShowChannelsComplete');
      case 'ExtensionStateList':
        return this.list('Extension Statuses will follow', [], 'ExtensionStateListComplete');
      case 'GetConfig':
        return [block('Response: Error', 'Message: Permission denied')];
      default:
        return [block('Response: Error', 'Message: Invalid/unknown command')];
    }
  }

  private queueList(queue: string): string[] {
    return this.listed.filter((text) => queue === '' || text.includes(`\r\nQueue: ${queue}\r\n`));
  }

  private list(message: string, items: readonly string[], end: string): string[] {
    return [
      block('Response: Success', 'EventList: start', `Message: ${message}`),
      ...items,
      block(`Event: ${end}`, 'EventList: Complete', `ListItems: ${items.length}`),
    ];
  }

  private changed(): void {
    const watchers = this.watchers;
    this.watchers = [];
    for (const watcher of watchers) watcher();
  }
}

/** Everything that Asterisk sent in a recorded session, a block each. */
export function recordedBlocks(recording: Recording): string[] {
  const text =
    recording.kind === 'bytes'
      ? recording.bytes.toString('utf8')
      : recording.lines
          .filter((line) => line.dir === 'in')
          .map((line) => line.raw)
          .join('');
  return text
    .split('\r\n\r\n')
    .filter((one) => one.trim() !== '')
    .map((one) => `${one}\r\n\r\n`);
}

/** Queues and members as the first `QueueStatus` was answered, without the id of that question. */
function firstQueueList(recording: Recording): string[] {
  const blocks = recordedBlocks(recording);
  const end = blocks.findIndex((text) => text.startsWith('Event: QueueStatusComplete\r\n'));
  return blocks
    .slice(0, end)
    .filter((text) => /^Event: Queue(?:Params|Member)\r\n/.test(text))
    .map((text) => text.replace(/^ActionID: [^\r]*\r\n/m, ''));
}

/** Only what happens by itself: no answers, no items of lists. */
export function liveEvents(recording: Recording): string[] {
  return recordedBlocks(recording).filter((text) => text.startsWith('Event: ') && !/^ActionID: /m.test(text));
}
