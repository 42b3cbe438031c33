/** Bounds of what one AMI message may hold. Longest recorded: 7 KB; 106 headers (`ListCommands`, a line for each action, some 180 in a full build). */
export const MAX_LINE_BYTES = 8_192;
export const MAX_BLOCK_BYTES = 65_536;
export const MAX_HEADERS = 400;

/**
 * One AMI message: an event, or the answer to an action. Keyed by a `Map`, never by a plain object: the names come from
 * outside. The first header of a name wins, so that data which smuggled header lines into a value can't replace the real
 * `Event`, `Response` or `Uniqueid` before it.
 */
export class AmiMessage {
  private readonly first: ReadonlyMap<string, string>;
  private readonly headers: ReadonlyArray<readonly [string, string]>;
  /** The event's name, or empty for an answer. A block that has both is what its first line of the two says. */
  readonly event: string;
  /** `Success`, `Error`, `Goodbye`; empty for an event. */
  readonly response: string;

  constructor(headers: ReadonlyArray<readonly [string, string]>) {
    const first = new Map<string, string>();
    for (const [name, value] of headers) if (!first.has(name)) first.set(name, value);
    this.first = first;
    this.headers = headers;
    const kind = headers.find(([name]) => name === 'Event' || name === 'Response')?.[0];
    this.event = kind === 'Event' ? this.get('Event') : '';
    this.response = kind === 'Response' ? this.get('Response') : '';
  }

  /** The first value of a header; empty when it is missing, as Asterisk itself makes no difference. */
  get(name: string): string {
    return this.first.get(name) ?? '';
  }

  has(name: string): boolean {
    return this.first.has(name);
  }

  /** Every value of a header that may repeat (`ChanVariable`, `Output`), in order. */
  all(name: string): string[] {
    return this.headers.filter(([key]) => key === name).map(([, value]) => value);
  }

  /** All headers in order: for answers whose names are numbered (`Line-000001-000002`). */
  entries(): ReadonlyArray<readonly [string, string]> {
    return this.headers;
  }

  get actionId(): string {
    return this.get('ActionID');
  }

  /** A whole number of seconds, a count, a status; `undefined` when absent or not a plain number. */
  int(name: string): number | undefined {
    const text = this.get(name).trim();
    return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  }
}

/** Header lines → message. `undefined` when no line has a colon: nothing that AMI sends looks so. */
export function parseHeaders(lines: readonly string[]): AmiMessage | undefined {
  const headers: [string, string][] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    // At most one blank is the separator; any other is part of the value.
    const start = line.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1;
    headers.push([line.slice(0, colon), line.slice(start)]);
  }
  return headers.length === 0 ? undefined : new AmiMessage(headers);
}
