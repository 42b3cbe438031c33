import type { IncomingMessage } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { isOwnOrigin } from '../auth/origin.js';
import type { Limits } from './options.js';

/** How often something is held by a key, bounded. */
class Tally {
  readonly #held = new Map<string, number>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  hasRoom(key: string): boolean {
    return (this.#held.get(key) ?? 0) < this.#most;
  }

  /** Answers its undo, or null when there are too many. */
  take(key: string): (() => void) | null {
    const held = this.#held.get(key) ?? 0;
    if (held >= this.#most) return null;
    this.#held.set(key, held + 1);
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      const left = (this.#held.get(key) ?? 1) - 1;
      if (left === 0) this.#held.delete(key);
      else this.#held.set(key, left);
    };
  }
}

/** Null: go on. Otherwise come back after this. */
export type Wait = { readonly retryAfterMs: number } | null;

/** Counts against a limit of this node. The counts lie in memory: what they protect is this node's own time. */
export async function take(limiter: RateLimiterMemory, key: string): Promise<Wait> {
  try {
    await limiter.consume(key);
    return null;
  } catch (error) {
    if (error instanceof RateLimiterRes) return { retryAfterMs: Math.max(1, error.msBeforeNext) };
    throw new Error('a limit could not be counted', { cause: error });
  }
}

/** Who may open a connection at all, and how many. */
export class Gate {
  readonly messages: RateLimiterMemory;
  readonly hellos: RateLimiterMemory;
  readonly #handshakes: RateLimiterMemory;
  readonly #users: Tally;
  readonly #addresses: Tally;
  readonly #publicOrigin: string | null;

  constructor(limits: Limits, publicOrigin: string | null) {
    this.messages = new RateLimiterMemory({ keyPrefix: 'message', ...limits.messages });
    this.hellos = new RateLimiterMemory({ keyPrefix: 'hello', ...limits.hellos });
    this.#handshakes = new RateLimiterMemory({ keyPrefix: 'handshake', ...limits.handshakes });
    this.#users = new Tally(limits.socketsPerUser);
    this.#addresses = new Tally(limits.socketsPerAddress);
    this.#publicOrigin = publicOrigin;
  }

  /** CORS does not bind WebSockets: any page could open one with a supervisor's cookie. */
  isOwnPage(request: IncomingMessage): boolean {
    return isOwnOrigin(request.headers.origin, request.headers.host, this.#publicOrigin);
  }

  handshake(): Promise<Wait> {
    return take(this.#handshakes, 'node');
  }

  hasRoomFor(address: string): boolean {
    return this.#addresses.hasRoom(address);
  }

  takeAddress(address: string): (() => void) | null {
    return this.#addresses.take(address);
  }

  takeUser(userId: string): (() => void) | null {
    return this.#users.take(userId);
  }
}
