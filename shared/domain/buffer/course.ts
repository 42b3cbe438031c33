import { type EpochMs, epochMs, MINUTE_MS } from '../../kernel/time.js';
import type { DomainEvent } from '../events.js';
import type { Person } from '../person.js';
import { REST_ROOM } from '../roster/defaults.js';
import type { Span } from '../roster/spans.js';
import type { Agent, SiteState } from '../site.js';
import { ARRANGE_WITHIN_MS, CONFIRM_WITHIN_MS, freePost, isFree, mostLengthMs } from './allowance.js';
import { applyToBuffer, type BufferStep } from './apply.js';
import type { Buffer } from './buffer.js';
import { endedCovers, offersFor } from './cover.js';

/** A step as the course tells it: what every step of a buffer shift has is added. */
type Told<T extends BufferStep['type']> = Omit<Extract<BufferStep, { type: T }>, 'occurredAt' | 'bufferId' | 'agentId'>;
export type Approval = Extract<BufferStep, { type: 'buffer.approved' }>['how'];

/**
 * One buffer shift on its way, several steps within one commit: each is told and taken at once on a copy, so that the next one is decided
 * on what is so then.
 */
export class Course {
  readonly buffer: Buffer;
  readonly events: DomainEvent[] = [];
  readonly #site: Readonly<SiteState>;
  readonly #agent: Agent | undefined;
  readonly #now: EpochMs;

  constructor(site: Readonly<SiteState>, buffer: Buffer, now: EpochMs) {
    this.#site = site;
    this.buffer = structuredClone(buffer);
    this.#agent = site.agents.get(buffer.agentId);
    this.#now = now;
  }

  tell<T extends BufferStep['type']>(step: { type: T } & Told<T>): this {
    const event = { ...step, occurredAt: this.#now, bufferId: this.buffer.id, agentId: this.buffer.agentId } as unknown as BufferStep;
    this.events.push(event);
    applyToBuffer(this.buffer, structuredClone(event));
    return this;
  }

  /** BS-03, BS-04, BS-07, BS-08: from here on it is arranged. */
  approve(how: Approval, startAt: EpochMs, by?: Person): this {
    const span = this.#spanFrom(startAt);
    this.tell({
      type: 'buffer.approved',
      how,
      ...span,
      ...(by === undefined ? {} : { by }),
      isCoverWanted: this.buffer.check?.verdict !== 'green',
      arrangeBy: epochMs(this.#now + ARRANGE_WITHIN_MS),
    });
    this.#findPost(span);
    const offers = this.buffer.isCoverWanted ? offersFor(this.#site, this.buffer, this.#now) : [];
    this.events.push(...offers);
    return offers.length === 0 && this.buffer.post !== undefined ? this.schedule() : this;
  }

  /** BS-09…11: nothing is waited for any more. Without any other post there is always the rest room. */
  schedule(): this {
    const span = this.#spanFrom(this.buffer.startAt);
    this.#keepPost(span);
    const confirmBy = epochMs(span.startAt + CONFIRM_WITHIN_MS);
    return this.tell({ type: 'buffer.scheduled', ...span, confirmBy });
  }

  /** BS-12: the agent is off the phones. */
  start(): this {
    const span = this.#spanFrom(this.#now);
    this.#keepPost(span);
    return this.tell({ type: 'buffer.started', endAt: span.endAt });
  }

  /** BS-18 */
  extend(endAt: EpochMs): this {
    this.#keepPost({ startAt: this.#now, endAt });
    return this.tell({ type: 'buffer.extended', endAt });
  }

  /** Whoever was asked to take over, or said they would, is let go. */
  letCoversGo(): this {
    this.events.push(...endedCovers(this.#site, this.buffer.id, this.#now));
    return this;
  }

  /** Never before now; as long as was asked for, or to the end of the shift. */
  #spanFrom(wishedAt: EpochMs): { startAt: EpochMs; endAt: EpochMs } {
    const startAt = epochMs(Math.max(wishedAt, this.#now));
    const most = this.#agent === undefined ? 0 : mostLengthMs(this.#site, this.#agent, startAt);
    return { startAt, endAt: epochMs(startAt + Math.max(LEAST_LEFT_MS, Math.min(this.buffer.lengthMs, most))) };
  }

  #findPost(span: Span): void {
    const { post, wishedPost, id } = this.buffer;
    if (post !== undefined && isFree(this.#site, post, span, id)) return;
    const found = freePost(this.#site, wishedPost, span, id);
    if (found !== undefined) this.tell({ type: 'buffer.post-assigned', post: found });
  }

  /** A span that moved may run into one that is full. */
  #keepPost(span: Span): void {
    this.#findPost(span);
    const { post, id } = this.buffer;
    if (post === undefined || !isFree(this.#site, post, span, id)) this.tell({ type: 'buffer.post-assigned', post: REST_ROOM });
  }
}

/** The shift is all but over: what is left of it, rather than nothing. */
const LEAST_LEFT_MS = 15 * MINUTE_MS;
