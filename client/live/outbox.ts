import type { Command } from '../../shared/domain/commands.js';
import type { CommitId } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import type { CommandAnswer, CommandRequest, WireRejection } from '../../shared/protocol/messages.js';

/** One command on its way, until its answer is known. */
export interface Sending {
  readonly id: CommitId;
  readonly command: Command;
  /** This browser's clock. */
  readonly askedAt: number;
  /** It was handed to a connection at least once: it may have been carried out. */
  readonly wasSent: boolean;
  /** No answer yet, and not by the usual delay: it is being asked again, under the same id. */
  readonly isUncertain: boolean;
}

export interface Refusal {
  readonly command: Command;
  readonly rejection: WireRejection;
}

export interface OutboxOptions {
  now(): number;
  /** The server's clock, as far as known. */
  serverNow(): number;
  newId(): string;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  onChange(): void;
}

type Send = (request: CommandRequest, answer: (answer: CommandAnswer) => void) => void;

/** The server answers within 5 s, if only that it is not confirmed; what takes longer was lost on the way. */
export const ANSWER_WITHIN_MS = 7_000;
const REPEAT_AFTER_MS = 1_000;
/** What could not even be sent is given up: nobody expects it to happen a minute later. */
export const SEND_WITHIN_MS = 10_000;

/**
 * A decision about hundreds is hundreds of commands: the server closes a connection that sends more than 60 messages in 3 s. Some room is
 * left for what else this page says.
 */
const AT_MOST = 40;
const WITHIN_MS = 3_000;

interface Item {
  readonly request: CommandRequest;
  readonly askedAt: number;
  readonly settle: (answer: CommandAnswer) => void;
  wasSent: boolean;
  isUncertain: boolean;
  readonly quiet: boolean;
  timer: unknown;
  /** Counts sendings: an answer to an earlier one is as good, a time-out of it is not. */
  sendings: number;
}

/**
 * Commands and their answers. A command keeps its id through every repetition, so that it is carried out once or not at all, whatever
 * the connection does; it is repeated until the server has said which.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #items = new Map<CommitId, Item>();
  readonly #onRefused = new Set<(refusal: Refusal) => void>();
  #send: Send | null = null;
  /** When each of the last `AT_MOST` was sent. */
  #sentAt: readonly number[] = [];
  /** Next in line, in order. */
  #held: readonly Item[] = [];
  #release: unknown = null;
  #shown: readonly Sending[] = [];

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Commands without an answer, oldest first. The same list until something changes. */
  sending = (): readonly Sending[] => this.#shown;

  send(command: Command, { quiet = false }: { readonly quiet?: boolean } = {}): Promise<CommandAnswer> {
    const { now, serverNow, newId } = this.#options;
    return new Promise((settle) => {
      const request: CommandRequest = { id: newId() as CommitId, issuedAt: epochMs(Math.round(serverNow())), command };
      const item: Item = { request, askedAt: now(), settle, wasSent: false, isUncertain: false, quiet, timer: null, sendings: 0 };
      this.#items.set(request.id, item);
      if (this.#send === null) this.#giveUpSoon(item);
      else this.#queue(item);
      this.#tell();
    });
  }

  /** Told of each refusal that its sender does not show. Answers its undo. */
  onRefused(listener: (refusal: Refusal) => void): () => void {
    this.#onRefused.add(listener);
    return () => void this.#onRefused.delete(listener);
  }

  /** A connection that is up to date, or null: there is none. What has no answer yet is asked again. */
  connect(send: Send | null): void {
    this.#send = send;
    this.#held = [];
    for (const item of this.#items.values()) {
      if (send !== null) this.#queue(item);
      else if (item.wasSent) this.#beUncertain(item);
      else this.#giveUpSoon(item);
    }
    this.#tell();
  }

  /** Signed out: nobody will answer any more. */
  clear(): void {
    for (const item of [...this.#items.values()]) this.#settle(item, { outcome: 'not-confirmed', commitId: item.request.id });
  }

  #queue(item: Item): void {
    // There is a connection: it is its turn that it waits for, however long that takes.
    this.#options.clearTimeout(item.timer);
    this.#held = [...this.#held, item];
    this.#sendHeld();
  }

  #sendHeld(): void {
    const { now, setTimeout, clearTimeout } = this.#options;
    clearTimeout(this.#release);
    // A clock that was put back must not hold up anything until it is there again.
    this.#sentAt = this.#sentAt.map((at) => Math.min(at, now()));
    while (this.#send !== null) {
      const [item, ...others] = this.#held;
      if (item === undefined) return;
      const from = this.#sentAt.length < AT_MOST ? 0 : (this.#sentAt[0] ?? 0) + WITHIN_MS;
      if (from > now()) {
        this.#release = setTimeout(() => this.#sendHeld(), from - now());
        return;
      }
      this.#held = others;
      if (!this.#items.has(item.request.id)) continue;
      this.#sentAt = [...this.#sentAt, now()].slice(-AT_MOST);
      this.#transmit(item);
    }
  }

  #transmit(item: Item): void {
    const sending = ++item.sendings;
    item.wasSent = true;
    this.#wait(item, ANSWER_WITHIN_MS, () => this.#repeat(item));
    this.#send?.(item.request, (answer) => {
      if (this.#items.get(item.request.id) !== item) return;
      if (answer.outcome !== 'not-confirmed') return this.#settle(item, answer);
      if (sending !== item.sendings) return;
      this.#beUncertain(item);
      this.#wait(item, REPEAT_AFTER_MS, () => this.#repeat(item));
      this.#tell();
    });
  }

  #repeat(item: Item): void {
    this.#beUncertain(item);
    // Without a connection the next one asks.
    if (this.#send !== null) this.#queue(item);
    this.#tell();
  }

  #beUncertain(item: Item): void {
    item.isUncertain = true;
    this.#options.clearTimeout(item.timer);
  }

  #giveUpSoon(item: Item): void {
    this.#wait(item, SEND_WITHIN_MS, () => this.#settle(item, { outcome: 'refused', rejection: { code: 'unavailable' } }));
  }

  #settle(item: Item, answer: CommandAnswer): void {
    this.#options.clearTimeout(item.timer);
    this.#items.delete(item.request.id);
    this.#tell();
    item.settle(answer);
    if (answer.outcome !== 'refused' || item.quiet) return;
    for (const listener of [...this.#onRefused]) listener({ command: item.request.command, rejection: answer.rejection });
  }

  #wait(item: Item, ms: number, run: () => void): void {
    this.#options.clearTimeout(item.timer);
    item.timer = this.#options.setTimeout(run, ms);
  }

  #tell(): void {
    this.#shown = [...this.#items.values()].map(({ request, askedAt, wasSent, isUncertain }) => ({
      id: request.id,
      command: request.command,
      askedAt,
      wasSent,
      isUncertain,
    }));
    this.#options.onChange();
  }
}
