import type { Resume } from '../../server/realtime/catch-up.js';
import type { Encoded } from '../../server/realtime/encode.js';
import type { LiveHub } from '../../server/realtime/hub.js';
import type { Member, Seat } from '../../server/realtime/seat.js';
import type { Audience } from '../../shared/domain/redact.js';
import type { Epoch } from '../../shared/kernel/ids.js';
import type { Position } from '../../shared/kernel/position.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import { type Frame, frameSchema, type Heartbeat, heartbeatSchema } from '../../shared/protocol/messages.js';
import { VIEW_KINDS } from '../../shared/protocol/views.js';

type Record_ = { readonly [field: string]: unknown };

/** What a browser makes of frames, by the contract alone: lay changed fields over what is held, `null` clears, gone goes first. */
export class Held {
  readonly records = new Map<string, Record_>();
  at: { epoch: Epoch; position: Position; asOf: EpochMs; node?: string } | null = null;

  /** Answers whether the frame fits what is held. */
  apply(frame: Frame): boolean {
    if (frame.from === null) this.records.clear();
    else if (frame.epoch !== this.at?.epoch || frame.from !== this.at.position) return false;
    for (const kind of VIEW_KINDS) {
      for (const id of frame.gone[kind] ?? []) this.records.delete(`${kind}:${id}`);
      for (const patch of frame.changed[kind] ?? []) {
        const key = `${kind}:${patch.id}`;
        const next = { ...this.records.get(key), ...patch };
        this.records.set(key, Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null)));
      }
    }
    this.at = { epoch: frame.epoch, position: frame.to, asOf: frame.at };
    return true;
  }
}

/** A browser without a socket, sitting at a hub. */
export class FakeBrowser implements Member {
  readonly held = new Held();
  readonly frames: Frame[] = [];
  readonly beats: Heartbeat[] = [];
  /** Bytes that its connection holds back. While above the limit the server sends nothing. */
  unsent = 0;
  takes = true;
  wasCut = false;
  resumed: boolean | null = null;
  misfits = 0;
  bytes = 0;
  audience: Audience;
  seat: Seat | null = null;

  constructor(audience: Audience) {
    this.audience = audience;
  }

  /** The node whose welcome came last. */
  #node: string | undefined;

  /** Says hello to a node, resuming from what it holds. */
  async sit(hub: LiveHub): Promise<void> {
    this.resumed = null;
    const resume = this.held.at === null ? undefined : this.held.at;
    const answer = await hub.resumable(resume);
    if (answer === 'ahead') throw new Error('the node does not catch up');
    this.sitNow(hub, answer);
  }

  sitNow(hub: LiveHub, resume: Resume | null): void {
    this.#node = hub.node;
    this.seat = hub.join(this, this.audience, resume);
  }

  stand(hub: LiveHub): void {
    if (this.seat !== null) hub.leave(this.seat);
    this.seat = null;
  }

  joining(resumed: boolean): void {
    this.resumed = resumed;
  }

  offer(message: Encoded): boolean {
    if (!this.takes) return false;
    this.push(message);
    return true;
  }

  push(message: Encoded): void {
    const [event, body] = JSON.parse(message.packet.slice(1)) as [string, unknown];
    if (event === 'heartbeat') {
      const beat = heartbeatSchema.parse(body);
      this.beats.push(beat);
      if (this.held.at !== null) this.held.at = { ...this.held.at, asOf: beat.serverAt };
      return;
    }
    const frame = frameSchema.parse(body) as Frame;
    this.frames.push(frame);
    this.bytes += message.packet.length;
    if (!this.held.apply(frame)) this.misfits += 1;
    if (this.held.at !== null && this.#node !== undefined) this.held.at.node = this.#node;
  }

  unsentBytes(): number {
    return this.takes ? 0 : this.unsent;
  }

  tooSlow(): void {
    this.wasCut = true;
  }
}
