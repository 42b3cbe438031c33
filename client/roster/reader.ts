import type { Sheet } from '../../shared/protocol/roster-http.js';
import type { ApiResult } from '../live/api.js';
import type { RosterBook } from './book.js';
import type { DateRange } from './dates.js';

type Fetch = (range: DateRange, signal: AbortSignal) => Promise<ApiResult<Sheet>>;

/** Changes that come together are read together. */
const GATHER_MS = 120;

/** Reads days of the roster into the book, one request after the other, so that an older answer never comes after a newer one. */
export class RosterReader {
  readonly #book: RosterBook;
  readonly #fetch: Fetch;
  #stop = new AbortController();
  #line: Promise<unknown> = Promise.resolve();
  #gathered: DateRange | null = null;

  constructor(book: RosterBook, fetch: Fetch) {
    this.#book = book;
    this.#fetch = fetch;
  }

  start(): void {
    if (this.#stop.signal.aborted) this.#stop = new AbortController();
  }
  stop(): void {
    this.#stop.abort();
  }

  /** Answers null when nobody waits for it any more. */
  read(range: DateRange): Promise<ApiResult<Sheet> | null> {
    const turn = this.#line.then(() => this.#readNow(range));
    this.#line = turn;
    return turn;
  }

  /** Soon, with whatever else changes in the meantime. */
  readSoon({ from, to }: DateRange): void {
    if (this.#gathered !== null) {
      this.#gathered = {
        from: from < this.#gathered.from ? from : this.#gathered.from,
        to: to > this.#gathered.to ? to : this.#gathered.to,
      };
      return;
    }
    this.#gathered = { from, to };
    window.setTimeout(() => {
      const range = this.#gathered;
      this.#gathered = null;
      if (range !== null) void this.read(range);
    }, GATHER_MS);
  }

  async #readNow(range: DateRange): Promise<ApiResult<Sheet> | null> {
    if (this.#stop.signal.aborted) return null;
    try {
      const answer = await this.#fetch(range, this.#stop.signal);
      if (answer.ok) {
        await this.#book.apply(answer.value, this.#stop.signal);
        // Read at a node that had not heard of it yet.
        if (this.#book.hasAccepted(range)) this.readSoon(range);
      }
      return answer;
    } catch {
      // Aborted: the page is left.
      return null;
    }
  }
}
