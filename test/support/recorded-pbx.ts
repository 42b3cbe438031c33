import { type AmiMessage, parseHeaders } from '../../server/connectors/asterisk/message.js';
import type { Recording } from '../../server/connectors/asterisk/recording.js';
import { AmiServer, type AmiServerOptions } from './ami-server.js';

type Item =
  /** What Asterisk sent, one block. */
  | { readonly dir: 'in'; readonly text: string; readonly message: AmiMessage }
  /** What the recorded console asked for. */
  | { readonly dir: 'out'; readonly action: AmiMessage };

/** Fields of an action that say what is done to whom; the others are worded differently by every console. */
const TELLING = ['Channel', 'Context', 'Exten', 'Queue', 'Interface', 'Caller', 'Paused', 'Variable', 'Value', 'Application', 'Data'];

/**
 * A PBX that goes through a recorded session: what happened by itself is sent up to a point that the test chooses, and an
 * action that the recorded console took there is answered, to whoever asks for the same now, with Asterisk's own answer and
 * its own consequences. An action for which the recording has no example is answered as `AmiServer` does.
 */
export class RecordedPbx {
  readonly server: AmiServer;
  private readonly items: readonly Item[];
  private at = 0;
  /** Recorded action id → the id of whoever asks now. */
  private readonly ids = new Map<string, string>();
  /** Recorded unique id → the one that was asked for. */
  private readonly uids = new Map<string, string>();
  /** As a PBX that goes its own way with unique ids. */
  ignoresChannelIds = false;

  private readonly renamed = new Map<string, string>();
  private readonly refused = new Map<string, string>();

  private constructor(server: AmiServer, items: readonly Item[]) {
    this.server = server;
    this.items = items;
  }

  static async start(recording: Recording, options: AmiServerOptions = {}): Promise<RecordedPbx> {
    let pbx: RecordedPbx | undefined;
    const server = await AmiServer.start({
      ...options,
      recording,
      answer: (action) => options.answer?.(action) ?? pbx?.refusal(action) ?? pbx?.answer(action) ?? dialPlan(action),
    });
    pbx = new RecordedPbx(server, itemsOf(recording));
    return pbx;
  }

  /** Sends what happened by itself until the recorded console took this action: its id, or the next of this name. */
  playTo(action: string): void {
    for (;;) {
      const item = this.items[this.at];
      if (item === undefined) throw new Error(`the recording has no further ${action}`);
      if (item.dir === 'out' && isCalled(item.action, action)) return;
      if (item.dir === 'in') this.pass(item);
      this.at += 1;
    }
  }

  /** Goes there without sending anything of what lies between. */
  skipTo(action: string): void {
    this.at = this.items.findIndex((item) => item.dir === 'out' && isCalled(item.action, action));
    if (this.at < 0) throw new Error(`the recording has no ${action}`);
  }

  /** Sends what happened by itself until this event of this channel (or anything else its text holds) was sent. */
  playPast(event: string, holds: string): void {
    for (;;) {
      const item = this.items[this.at];
      if (item === undefined) throw new Error(`the recording has no further ${event} with ${holds}`);
      this.at += 1;
      if (item.dir !== 'in') continue;
      this.pass(item);
      if (item.message.event === event && this.renaming(item.text).includes(holds)) return;
    }
  }

  playOut(): void {
    for (; this.at < this.items.length; this.at += 1) {
      const item = this.items[this.at];
      if (item?.dir === 'in') this.pass(item);
    }
  }

  /** The recorded action that comes next, for comparison: the fields that say what is done to whom. */
  expected(): Record<string, string> {
    const item = this.items[this.at];
    return item?.dir === 'out' ? telling(item.action) : {};
  }

  /** Actions that change something, as they arrived. */
  orders(): Record<string, string>[] {
    return this.server.actions.filter((action) => !ASKING.has(action.get('Action'))).map(telling);
  }

  /** From now on what happened to this phone happens to another. */
  rename(phone: string, to: string): void {
    this.renamed.set(phone, to);
  }

  /** From now on every action of this name is refused in these words. */
  refuse(action: string, message: string): void {
    this.refused.set(action, message);
  }

  private refusal(action: AmiMessage): readonly string[] | undefined {
    const message = this.refused.get(action.get('Action'));
    return message === undefined ? undefined : [error(message)];
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** The same kind of action, taken by the recorded console here: its answer, and its consequences from now on. */
  private answer(action: AmiMessage): readonly string[] | undefined {
    const isScoped = action.has('Queue') || action.has('Member');
    if (ASKING.has(action.get('Action')) && !(isScoped && action.get('Action') === 'QueueStatus')) return undefined;
    const from = this.at;
    const index = this.items.findIndex(
      (item, position) =>
        position >= from && item.dir === 'out' && isCalled(item.action, action.get('Action')) && sameScope(item.action, action),
    );
    const item = this.items[index];
    if (item?.dir !== 'out' || this.ordersBetween(index)) return unrecorded(action);
    for (const between of this.items.slice(this.at, index)) if (between.dir === 'in') this.pass(between);
    const recordedId = item.action.actionId;
    this.ids.set(recordedId, action.actionId);
    if (action.has('ChannelId') && !this.ignoresChannelIds) this.givesUid(index, recordedId, action);
    this.at = index + 1;
    const blocks: string[] = [];
    for (const [position, later] of this.items.entries()) {
      if (position < this.at || later.dir !== 'in' || later.message.actionId !== recordedId) continue;
      if (later.message.event === 'OriginateResponse') break;
      blocks.push(later.text.replace(/^ActionID: [^\r]*\r\n/m, ''));
    }
    return blocks;
  }

  /** The recorded console did something else before: what came of it is not what is asked for. */
  private ordersBetween(index: number): boolean {
    return this.items.slice(this.at, index).some((item) => item.dir === 'out' && !ASKING.has(item.action.get('Action')));
  }

  /** Asterisk gives a channel the unique id that it was asked to; the recorded console did not ask. */
  private givesUid(index: number, recordedId: string, action: AmiMessage): void {
    const phone = action.get('Channel');
    const later = this.items.slice(index).flatMap((item) => (item.dir === 'in' ? [item.message] : []));
    const told = later.find((message) => message.event === 'OriginateResponse' && message.actionId === recordedId)?.get('Uniqueid');
    const made = later.find((message) => message.event === 'Newchannel' && message.get('Channel').startsWith(`${phone}-`))?.get('Uniqueid');
    const uid = told === undefined || told === '<unknown>' ? made : told;
    if (uid !== undefined) this.uids.set(uid, action.get('ChannelId'));
  }

  private renaming(text: string): string {
    return [...this.renamed].reduce((sent, [phone, to]) => sent.replaceAll(phone, to), text);
  }

  private pass({ text, message }: Extract<Item, { dir: 'in' }>): void {
    const asked = message.actionId;
    // Answers to the recorded console are nobody's now, but for how a call went that was asked for now too.
    if (asked !== '' && (message.event !== 'OriginateResponse' || !this.ids.has(asked))) return;
    if (message.event === '') return;
    let sent = asked === '' ? text : text.replace(`ActionID: ${asked}\r\n`, `ActionID: ${this.ids.get(asked)}\r\n`);
    for (const [recorded, given] of this.uids) sent = sent.replaceAll(`: ${recorded}\r\n`, `: ${given}\r\n`);
    this.server.send(this.renaming(sent));
  }
}

const ASKING = new Set(
  'Login Logoff Ping Events Filter QueueStatus CoreShowChannels ExtensionStateList GetConfig ListCommands ShowDialPlan'.split(' '),
);

/** Callers of a queue as they were at another time would be wrong; so this PBX does not say. */
const unrecorded = (action: AmiMessage): readonly string[] | undefined =>
  action.get('Action') === 'QueueStatus' && (action.has('Queue') || action.has('Member')) ? [error('not recorded')] : undefined;

const isCalled = (action: AmiMessage, name: string) => action.actionId === name || action.get('Action') === name;

/** A list of one queue is no answer to who asks for another, or for all. */
const sameScope = (recorded: AmiMessage, asked: AmiMessage) =>
  asked.get('Action') !== 'QueueStatus' || (asked.get('Queue') !== '' && recorded.get('Queue') === asked.get('Queue'));

function telling(action: AmiMessage): Record<string, string> {
  const wanted = action.get('Action') === 'Originate' ? TELLING.filter((name) => name !== 'Variable') : TELLING;
  return Object.fromEntries(['Action', ...wanted].filter((name) => action.has(name)).map((name) => [name, action.get(name)]));
}

function itemsOf(recording: Recording): Item[] {
  if (recording.kind !== 'session') throw new Error('only a recording with times says what was asked when');
  const items: Item[] = [];
  let rest = '';
  for (const line of recording.lines) {
    if (line.dir === 'ctl') continue;
    const blocks = `${line.dir === 'in' ? rest : ''}${line.raw}`.split('\r\n\r\n');
    const last = blocks.pop() ?? '';
    if (line.dir === 'in') rest = last;
    for (const block of blocks) {
      const message = parseHeaders(block.split('\r\n').filter((header) => header !== ''));
      if (message === undefined) continue;
      if (line.dir === 'out') items.push({ dir: 'out', action: message });
      else items.push({ dir: 'in', text: `${block.replace(/^(?:\r\n)+/, '')}\r\n\r\n`, message });
    }
  }
  return items;
}

/**
 * The lab's dial plan (`agents`: four digits; `queues`: a name in small letters), in the form in which Asterisk lists it. No
 * recorded console asked for it.
 */
function dialPlan(action: AmiMessage): readonly string[] | undefined {
  if (action.get('Action') !== 'ShowDialPlan') return undefined;
  const [context, exten] = [action.get('Context'), action.get('Extension')];
  const pattern = LAB[context];
  if (pattern === undefined) return [error(`Did not find context ${context}`)];
  if (!pattern.test(exten)) return [error(`Did not find extension ${exten}@${context}`)];
  return [
    'Response: Success\r\nEventList: start\r\nMessage: DialPlan list will follow\r\n\r\n',
    `Event: ListDialplan\r\nContext: ${context}\r\nExtension: ${exten}\r\nPriority: 1\r\nApplication: NoOp\r\nAppData: \r\nRegistrar: pbx_config\r\n\r\n`,
    'Event: ShowDialPlanComplete\r\nEventList: Complete\r\nListItems: 1\r\nListExtensions: 1\r\nListPriorities: 1\r\nListContexts: 1\r\n\r\n',
  ];
}
const LAB: Readonly<Record<string, RegExp>> = { agents: /^\d{4}$/, queues: /^[a-z]./ };
const error = (message: string) => `Response: Error\r\nMessage: ${message}\r\n\r\n`;
