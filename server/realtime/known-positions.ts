import type { Position } from '../../shared/kernel/position.js';
import type { Logger } from '../ops/logger.js';
import type { LiveSource } from './live-source.js';

/** Positions whose answer is remembered, so that a crowd that comes back asks the log once. */
const MAX_KNOWN = 1_024;

/** Which positions are in the log of the present epoch. */
export class KnownPositions {
  readonly #source: LiveSource;
  readonly #logger: Logger;
  readonly #known = new Map<Position, Promise<boolean>>();

  constructor(source: LiveSource, logger: Logger) {
    this.#source = source;
    this.#logger = logger;
  }

  /** Another epoch: nothing that was known counts. */
  clear(): void {
    this.#known.clear();
  }

  holds(position: Position): Promise<boolean> {
    const known = this.#known.get(position);
    if (known !== undefined) return known;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    const asked = this.#ask(position);
    this.#known.set(position, asked);
    return asked;
  }

  /** Only a yes is remembered: a position may come to be there, since another node's tail can be ahead of what was read. */
  async #ask(position: Position): Promise<boolean> {
    try {
      const holds = await this.#source.holds(position);
      if (!holds) this.#known.delete(position);
      return holds;
    } catch (error) {
      this.#logger.warn({ err: error }, 'a position to resume from could not be looked up');
      this.#known.delete(position);
      return false;
    }
  }
}
