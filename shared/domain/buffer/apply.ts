import type { Position } from '../../kernel/position.js';
import { epochMs, MINUTE_MS } from '../../kernel/time.js';
import { unreachable } from '../../kernel/unreachable.js';
import type { BufferEvent, EventOf } from '../events.js';
import type { Buffer } from './buffer.js';

/** The agent is asked how they are so long before the end (BS-15). */
const CHECK_IN_BEFORE_MS = 15 * MINUTE_MS;

export function newBuffer({ type: _, occurredAt, bufferId, ...asked }: EventOf<'buffer.requested'>, rev: Position): Buffer {
  // Absent fields are absent in what was parsed from the log too.
  return {
    id: bufferId,
    ...(asked as Omit<Buffer, 'id'>),
    requestedAt: occurredAt,
    state: 'checking',
    startAt: asked.wantedAt,
    endAt: epochMs(asked.wantedAt + asked.lengthMs),
    wasDeferred: false,
    isCoverWanted: false,
    isCoverSought: false,
    extensions: 0,
    mayAsk: false,
    openedBy: [],
    rev,
  };
}

/** What happens to one request after it was made. */
export type BufferStep = Exclude<BufferEvent, { type: 'buffer.requested' | 'buffer.forgotten' | `cover.${string}` | `relief.${string}` }>;

export function applyToBuffer(buffer: Buffer, event: BufferStep): void {
  switch (event.type) {
    case 'buffer.checked':
      buffer.check = structuredClone(event.check);
      set(buffer, 'decideBy', event.decideBy);
      set(buffer, 'proposedStartAt', event.proposedStartAt);
      return;
    case 'buffer.approved':
      decided(buffer, 'approved', event);
      buffer.state = 'arranging';
      buffer.startAt = event.startAt;
      buffer.endAt = event.endAt;
      buffer.isCoverWanted = event.isCoverWanted;
      buffer.arrangeBy = event.arrangeBy;
      delete buffer.againAt;
      delete buffer.closedAt;
      return;
    case 'buffer.deferred':
      decided(buffer, 'deferred', event);
      buffer.state = 'deferred';
      buffer.wasDeferred = true;
      buffer.startAt = event.startAt;
      buffer.endAt = event.endAt;
      delete buffer.againAt;
      return;
    case 'buffer.declined':
      decided(buffer, 'declined', event);
      return close(buffer, 'declined', event);
    case 'buffer.reviewed':
      buffer.review = { outcome: event.outcome, by: { ...event.by }, at: event.occurredAt };
      return;
    case 'buffer.blocked':
      buffer.againAt = event.againAt;
      return;
    case 'buffer.post-assigned':
      buffer.post = event.post;
      return;
    case 'buffer.scheduled':
      buffer.state = 'scheduled';
      buffer.startAt = event.startAt;
      buffer.endAt = event.endAt;
      buffer.confirmBy = event.confirmBy;
      delete buffer.arrangeBy;
      return;
    case 'buffer.confirmed':
      buffer.confirmedBy = event.actionId;
      return;
    case 'buffer.confirm-ended':
      delete buffer.confirmedBy;
      return;
    case 'buffer.started':
      buffer.state = 'in-buffer';
      buffer.startedAt = event.occurredAt;
      buffer.startAt = event.occurredAt;
      untilThen(buffer, event);
      delete buffer.confirmBy;
      delete buffer.confirmedBy;
      return;
    case 'buffer.check-in-due':
      buffer.state = 'check-in';
      delete buffer.helpAsked;
      return;
    case 'buffer.extended':
      buffer.state = 'in-buffer';
      buffer.extensions += 1;
      untilThen(buffer, event);
      delete buffer.unanswered;
      return;
    case 'buffer.plan-needed':
      buffer.needsPlan = true;
      delete buffer.unanswered;
      return;
    case 'buffer.unanswered':
      buffer.unanswered = event.stage;
      return;
    case 'buffer.returned':
      buffer.landing = { until: event.landingUntil, keptFrom: event.keptFrom.map((one) => ({ ...one })) };
      delete buffer.unanswered;
      delete buffer.helpAsked;
      return close(buffer, 'returned', event);
    case 'buffer.landed':
      if (event.isBack) delete buffer.landing;
      else if (buffer.landing !== undefined) buffer.landing.isOver = true;
      return;
    case 'buffer.withdrawn':
      return close(buffer, 'withdrawn', event);
    case 'buffer.expired':
      return close(buffer, 'expired', event);
    case 'buffer.cancelled':
      buffer.reofferAt = event.reofferAt;
      return close(buffer, 'cancelled', event);
    case 'buffer.reoffered':
      buffer.isReoffered = true;
      delete buffer.reofferAt;
      return;
    case 'buffer.asking-allowed':
      buffer.mayAsk = event.on;
      if (!event.on) delete buffer.helpAsked;
      return;
    case 'buffer.help-asked':
      buffer.helpAsked = { by: { ...event.by }, at: event.occurredAt, until: event.until };
      return;
    case 'buffer.help-passed':
      delete buffer.helpAsked;
      return;
    case 'buffer.opened':
      buffer.openedBy.push({ by: { ...event.by }, at: event.occurredAt });
      return;
    default:
      return unreachable(event);
  }
}

/** A short extension is not asked about at once: half of it goes by first. */
function untilThen(buffer: Buffer, { occurredAt, endAt }: { readonly occurredAt: Buffer['endAt']; readonly endAt: Buffer['endAt'] }): void {
  buffer.endAt = endAt;
  buffer.checkInAt = epochMs(Math.max(endAt - CHECK_IN_BEFORE_MS, Math.ceil((occurredAt + endAt) / 2)));
}

type Deciding = Extract<BufferStep, { type: 'buffer.approved' | 'buffer.deferred' | 'buffer.declined' }>;

/** A deferred start that is reached, or a no that is taken back, leaves what was decided first as it was told. */
function decided(buffer: Buffer, outcome: 'approved' | 'deferred' | 'declined', event: Deciding): void {
  const by = event.by === undefined ? {} : { by: { ...event.by } };
  const code = event.type === 'buffer.declined' ? { code: event.code } : {};
  const isFollowUp = event.type === 'buffer.approved' && event.how === 'start-reached';
  buffer.decision = { outcome, at: event.occurredAt, ...(isFollowUp ? firstBy(buffer) : by), ...code };
  delete buffer.decideBy;
  delete buffer.proposedStartAt;
}

const firstBy = ({ decision }: Buffer) => (decision?.by === undefined ? {} : { by: decision.by });

/** What is over waits for nothing more. */
function close(buffer: Buffer, state: 'returned' | 'declined' | 'withdrawn' | 'expired' | 'cancelled', { occurredAt }: BufferStep): void {
  buffer.state = state;
  buffer.closedAt = occurredAt;
  delete buffer.againAt;
  delete buffer.arrangeBy;
  delete buffer.confirmBy;
  delete buffer.confirmedBy;
}

function set<K extends 'decideBy' | 'proposedStartAt'>(buffer: Buffer, key: K, value: Buffer[K]): void {
  if (value === undefined) delete buffer[key];
  else buffer[key] = value;
}
