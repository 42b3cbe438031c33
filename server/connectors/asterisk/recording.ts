import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Fact } from '../../../shared/domain/facts.js';
import { err, ok, type Result } from '../../../shared/kernel/result.js';
import { Framer } from './framing.js';
import { type AmiMessage, parseHeaders } from './message.js';
import { parseStamp } from './translate/clock.js';
import type { Translator } from './translate/translate.js';

/** One line of a recorded session: what was read, what was sent, and what became of the connection. */
const recordedLineSchema = z.object({
  t: z.number().nonnegative(),
  dir: z.enum(['in', 'out', 'ctl']),
  raw: z.string(),
  /** The exact bytes, where they are not UTF-8. */
  b64: z.string().optional(),
});
export type RecordedLine = z.infer<typeof recordedLineSchema>;

/** A session on file: lines with times, or only the bytes that Asterisk sent. */
export type Recording =
  | { readonly kind: 'session'; readonly lines: readonly RecordedLine[] }
  | { readonly kind: 'bytes'; readonly bytes: Buffer };

/** How much of a bytes-only recording is read at a time. */
const CHUNK_BYTES = 65_536;
const ACCEPTED = 'Authentication accepted';
/** After the last byte: what waits for more events is settled by what is known. */
const AFTER_END_MS = 5_000;

/** `name.jsonl`, `name.in.txt`, and both gzipped. */
export function parseRecording(name: string, file: Buffer): Result<Recording, string> {
  let content = file;
  if (name.endsWith('.gz')) {
    try {
      content = gunzipSync(file, { maxOutputLength: 2_000_000_000 });
    } catch (cause) {
      return err(`${name}: not a gzip file (${cause instanceof Error ? cause.message : 'damaged'})`);
    }
  }
  const plain = name.replace(/\.gz$/, '');
  if (!plain.endsWith('.jsonl')) return hasMessages(content) ? ok({ kind: 'bytes', bytes: content }) : err(`${name}: ${NO_SESSION}`);
  const lines: RecordedLine[] = [];
  for (const [index, text] of content.toString('utf8').split('\n').entries()) {
    if (text.trim() === '') continue;
    const line = parseLine(text);
    if (line === undefined) return err(`${name}, line ${index + 1}: not a recorded line ({ t, dir, raw })`);
    lines.push(line);
  }
  return lines.length > 0 ? ok({ kind: 'session', lines }) : err(`${name}: ${NO_SESSION}`);
}

/** A wrong file must not pass for a quiet day. */
const NO_SESSION = 'no AMI session in it';
const hasMessages = (bytes: Buffer) => /^(?:Asterisk Call Manager\/|(?:Event|Response): )/m.test(bytes.toString('latin1', 0, 1_000_000));

function parseLine(text: string): RecordedLine | undefined {
  try {
    return recordedLineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Feeds a recorded session through the connector's own framing and translation, at full speed. Yields the facts of each
 * step with the time at which they were learned, on the recording's own clock.
 */
export function* playRecording(
  recording: Recording,
  translator: Translator,
  onDropped: (reason: string) => void,
): Generator<{ facts: Fact[]; at: number }> {
  const player = new Player(translator, onDropped);
  if (recording.kind === 'bytes') {
    for (let from = 0; from < recording.bytes.length; from += CHUNK_BYTES) {
      player.bytes(recording.bytes.subarray(from, from + CHUNK_BYTES), undefined);
      yield player.step();
    }
  } else {
    const startedAt = startOf(recording.lines);
    for (const line of recording.lines) {
      player.line(line, startedAt + line.t);
      yield player.step();
    }
  }
  player.end();
  yield player.step();
}

/** Epoch ms of `t = 0`, by the first time stamp; without any, by the time in the first unique id. */
function startOf(lines: readonly RecordedLine[]): number {
  for (const { dir, raw, t } of lines) {
    const stamp = dir === 'in' ? /^Timestamp: (\d{9,12}\.\d{1,9})\r$/m.exec(raw)?.[1] : undefined;
    if (stamp !== undefined) return Math.round((parseStamp(stamp) ?? 0) - t);
  }
  for (const { dir, raw, t } of lines) {
    const seconds = dir === 'in' ? UNIQUE_ID_TIME.exec(raw)?.[1] : undefined;
    if (seconds !== undefined) return Number(seconds) * 1_000 - Math.round(t);
  }
  return 0;
}
const UNIQUE_ID_TIME = /^Uniqueid: (?:\S+-)?(\d{9,11})\.\d+\r$/m;

class Player {
  private readonly translator: Translator;
  private readonly framer: Framer;
  private now = 0;
  /** Time of the chunk being read; absent in a recording of bytes alone, where the messages' own stamps are all there is. */
  private arrivedAt: number | undefined;
  private connections = 0;
  private isLive = false;

  constructor(translator: Translator, onDropped: (reason: string) => void) {
    this.translator = translator;
    this.framer = new Framer({ onMessage: (message) => this.message(message), onBanner: () => undefined, onDropped });
  }

  step(): { facts: Fact[]; at: number } {
    return { facts: this.translator.take(), at: this.now };
  }

  line(line: RecordedLine, at: number): void {
    this.now = Math.max(this.now, Math.round(at));
    if (line.dir === 'in') this.bytes(line.b64 === undefined ? Buffer.from(line.raw, 'utf8') : Buffer.from(line.b64, 'base64'), this.now);
    else if (line.dir === 'out') this.sent(line.raw);
    else if (line.raw === 'connected') this.opened();
    else if (line.raw === 'closed') this.closed();
  }

  bytes(bytes: Buffer, arrivedAt: number | undefined): void {
    this.arrivedAt = arrivedAt;
    this.framer.push(bytes);
  }

  end(): void {
    this.lost('end of the recording');
    this.translator.tick(this.now + AFTER_END_MS);
  }

  private opened(): void {
    this.connections += 1;
    if (this.connections === 1) this.framer.reset();
  }

  private closed(): void {
    this.connections = Math.max(0, this.connections - 1);
    if (this.connections === 0) this.lost('connection closed');
  }

  private lost(detail: string): void {
    if (this.isLive) this.translator.disconnected(this.now, detail);
    this.isLive = false;
  }

  private message(message: AmiMessage): void {
    this.now = Math.max(this.now, Math.round(this.arrivedAt ?? timeOf(message) ?? this.now));
    if (message.response === 'Success' && message.get('Message') === ACCEPTED) {
      // Another connection beside the one that is open says nothing about it.
      if (this.connections > 1 && this.isLive) return;
      this.lost('connection lost');
      this.isLive = true;
      this.translator.connected(this.now);
    }
    this.translator.handle(message, this.now);
  }

  /** What the recorded console asked for explains some of what follows, as it does for a live one. */
  private sent(raw: string): void {
    for (const block of raw.split('\r\n\r\n')) {
      const action = parseHeaders(block.split('\r\n'));
      if (action === undefined) continue;
      const id = action.actionId;
      const name = action.get('Action').toLowerCase();
      if (name === 'queuestatus') {
        const [queue, member] = [action.get('Queue'), action.get('Member')];
        this.translator.statusRequested(id, { ...(queue === '' ? {} : { queue }), ...(member === '' ? {} : { member }) });
      } else if (name === 'redirect') {
        this.translator.ownAction('redirect', action.get('Channel'), id, this.now);
      } else if (name === 'queuewithdrawcaller') {
        this.translator.ownAction('withdraw', action.get('Caller'), id, this.now);
      }
    }
  }
}

/**
 * What time it is in a recording of bytes alone: the messages' stamps. Without them only the second in a new channel's
 * unique id is known: counts are right then, lengths are not.
 */
function timeOf(message: AmiMessage): number | undefined {
  const stamp = parseStamp(message.get('Timestamp'));
  if (stamp !== undefined) return stamp;
  const seconds = /^(?:\S+-)?(\d{9,11})\.\d+$/.exec(message.get('Uniqueid'))?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}
