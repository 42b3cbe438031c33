import { type AmiMessage, MAX_BLOCK_BYTES, MAX_HEADERS, MAX_LINE_BYTES, parseHeaders } from './message.js';

const CR = 0x0d;
const LF = 0x0a;
const BANNER = 'Asterisk Call Manager/';
/** Bytes that are not UTF-8 become U+FFFD: Asterisk cuts some texts inside a character. */
const decoder = new TextDecoder('utf-8', { fatal: false });

export interface FrameSink {
  onMessage(message: AmiMessage): void;
  /** The greeting of a new connection: `Asterisk Call Manager/11.0.0`. */
  onBanner(version: string): void;
  /** Input that could not be kept, under a short reason. */
  onDropped(reason: 'line-too-long' | 'block-too-long' | 'too-many-headers' | 'not-a-message'): void;
}

/**
 * Bytes → messages. Works on bytes, and decodes a line only when it is whole, since a chunk may end inside a character.
 * Lines end with CR LF; a lone LF is part of a value. A block that breaks a bound is dropped up to its empty line, and
 * the next one is read as usual.
 */
export class Framer {
  private readonly sink: FrameSink;
  private rest: Buffer = Buffer.alloc(0);
  private lines: string[] = [];
  private blockBytes = 0;
  private skipping = false;
  private skippingLine = false;

  constructor(sink: FrameSink) {
    this.sink = sink;
  }

  push(chunk: Buffer): void {
    const data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let from = 0;
    for (;;) {
      const end = lineEnd(data, from);
      if (end < 0) break;
      this.line(data, from, end);
      from = end + 2;
    }
    this.keep(data.subarray(from));
  }

  /** Forgets a half message: what follows comes from another connection. */
  reset(): void {
    this.rest = Buffer.alloc(0);
    this.startBlock();
    this.skippingLine = false;
  }

  private keep(rest: Buffer): void {
    // One more than the bound: the last byte may be the CR of the line's end.
    if (rest.length > MAX_LINE_BYTES + 1) {
      if (!this.skipping) this.drop('line-too-long');
      this.skippingLine = true;
      // Only a CR may be the first half of a line's end.
      this.rest = rest[rest.length - 1] === CR ? Buffer.from([CR]) : Buffer.alloc(0);
      return;
    }
    // A copy: the chunk's memory belongs to the socket's pool.
    this.rest = rest.length === 0 ? Buffer.alloc(0) : Buffer.from(rest);
  }

  private line(data: Buffer, from: number, end: number): void {
    if (this.skippingLine) {
      this.skippingLine = false;
      return;
    }
    if (end === from) {
      this.endBlock();
      return;
    }
    if (this.skipping) return;
    if (end - from > MAX_LINE_BYTES) {
      this.drop('line-too-long');
      return;
    }
    this.blockBytes += end - from + 2;
    if (this.blockBytes > MAX_BLOCK_BYTES) {
      this.drop('block-too-long');
      return;
    }
    const text = decoder.decode(data.subarray(from, end));
    if (text.startsWith(BANNER) && /^[\d.]{1,20}$/.test(text.slice(BANNER.length))) {
      this.startBlock();
      this.sink.onBanner(text.slice(BANNER.length));
      return;
    }
    this.lines.push(text);
    if (this.lines.length > MAX_HEADERS) this.drop('too-many-headers');
  }

  private endBlock(): void {
    const lines = this.lines;
    const skipped = this.skipping;
    this.startBlock();
    // Some answers end with an empty line too many: the next block then begins with one.
    if (skipped || lines.length === 0) return;
    const message = parseHeaders(lines);
    if (message) this.sink.onMessage(message);
    else this.sink.onDropped('not-a-message');
  }

  private drop(reason: 'line-too-long' | 'block-too-long' | 'too-many-headers'): void {
    this.startBlock();
    this.skipping = true;
    this.sink.onDropped(reason);
  }

  private startBlock(): void {
    this.lines = [];
    this.blockBytes = 0;
    this.skipping = false;
  }
}

function lineEnd(data: Buffer, from: number): number {
  for (let at = data.indexOf(LF, from); at >= 0; at = data.indexOf(LF, at + 1)) {
    if (at > from && data[at - 1] === CR) return at - 1;
  }
  return -1;
}
