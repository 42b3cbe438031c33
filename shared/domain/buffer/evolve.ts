import { epochMs } from '../../kernel/time.js';
import { unreachable } from '../../kernel/unreachable.js';
import type { BufferEvent, EventOf } from '../events.js';
import { type EvolveContext, entityKey, type SiteState, type Touched } from '../site.js';
import { applyToBuffer, type BufferStep, newBuffer } from './apply.js';
import type { Buffer } from './buffer.js';
import { BUFFER_LEDGER, coverShownUntil, forgetRecords, newRecord, noteOnRecord, shownUntil } from './ledger.js';

export const isBufferEvent = (event: { readonly type: string }): event is BufferEvent => /^(buffer|cover|relief)\./.test(event.type);

/** Where an event of a buffer shift lands. */
interface Into {
  readonly site: SiteState;
  readonly context: EvolveContext;
  readonly touched: Touched;
}

export function evolveBuffer(site: SiteState, event: BufferEvent, context: EvolveContext, touched: Touched): void {
  const into = { site, context, touched };
  switch (event.type) {
    case 'buffer.requested':
      return requested(into, event);
    case 'buffer.forgotten':
      return forget(into, event);
    case 'cover.offered':
    case 'cover.answered':
    case 'cover.ended':
      return cover(into, event);
    case 'cover.opted':
      return opted(into, event);
    case 'relief.needed':
    case 'relief.taken':
    case 'relief.ended':
      return relief(into, event);
    default:
      return step(into, event);
  }
}

function requested(into: Into, event: EventOf<'buffer.requested'>): void {
  const { site, context } = into;
  if (site.buffers.has(event.bufferId)) return;
  const buffer = newBuffer(event, context.position);
  site.buffers.set(buffer.id, buffer);
  site.bufferRecords.push(newRecord(buffer));
  touch(into, buffer);
}

function step(into: Into, event: BufferStep): void {
  const buffer = into.site.buffers.get(event.bufferId);
  if (buffer === undefined) return;
  applyToBuffer(buffer, event);
  noteOnRecord(into.site, buffer);
  touch(into, buffer);
}

function touch({ context, touched }: Into, buffer: Buffer): void {
  buffer.rev = context.position;
  touched.touch(entityKey('buffer', buffer.id));
  touched.touch(BUFFER_LEDGER);
}

function cover(into: Into, event: EventOf<`cover.${'offered' | 'answered' | 'ended'}`>): void {
  const { site, context, touched } = into;
  if (event.type === 'cover.offered') {
    const { coverId, bufferId, agentId, startAt, endAt, queueIds, until, occurredAt } = event;
    const offer = { id: coverId, bufferId, agentId, startAt, endAt, queueIds: [...queueIds], offeredAt: occurredAt, until };
    site.covers.set(coverId, { ...offer, state: 'open', rev: context.position });
  }
  const one = site.covers.get(event.coverId);
  if (one === undefined) return;
  if (event.type !== 'cover.offered') {
    if (event.type === 'cover.ended' && one.state === 'accepted' && event.occurredAt > one.startAt)
      one.coveredUntil = epochMs(Math.min(one.endAt, event.occurredAt));
    one.state = event.type === 'cover.ended' ? 'ended' : event.accepted ? 'accepted' : 'declined';
    one.settledAt = event.occurredAt;
  }
  one.rev = context.position;
  touched.touch(entityKey('cover', one.id));
  const buffer = site.buffers.get(event.bufferId);
  if (buffer === undefined) return;
  buffer.isCoverSought = true;
  if (event.type === 'cover.answered' && event.accepted) buffer.partnerId = event.agentId;
  // Who took over and is let go again does not come any more.
  if (event.type === 'cover.ended' && buffer.partnerId === event.agentId) delete buffer.partnerId;
  touch(into, buffer);
}

function opted({ site, context, touched }: Into, { agentId, on }: EventOf<'cover.opted'>): void {
  const agent = site.agents.get(agentId);
  if (agent === undefined) return;
  if (on) agent.takesCover = true;
  else delete agent.takesCover;
  agent.rev = context.position;
  touched.touch(entityKey('agent', agentId));
}

function relief({ site, context, touched }: Into, event: EventOf<`relief.${'needed' | 'taken' | 'ended'}`>): void {
  const { agentId, occurredAt } = event;
  const key = entityKey('relief', agentId);
  switch (event.type) {
    case 'relief.needed': {
      const known = site.reliefs.get(agentId);
      const bufferId = event.bufferId ?? known?.bufferId;
      const since = known?.since ?? occurredAt;
      site.reliefs.set(agentId, { agentId, since, ...(bufferId === undefined ? {} : { bufferId }), rev: context.position });
      return touched.touch(key);
    }
    case 'relief.taken': {
      const known = site.reliefs.get(agentId);
      if (known === undefined) return;
      known.taken = { by: { ...event.by }, how: event.how, at: occurredAt };
      known.rev = context.position;
      return touched.touch(key);
    }
    case 'relief.ended':
      if (site.reliefs.delete(agentId)) touched.gone(key);
      return;
    default:
      return unreachable(event);
  }
}

/** What was kept for its time goes; of the requests themselves only their months' sums stay. */
function forget({ site, touched }: Into, { before }: EventOf<'buffer.forgotten'>): void {
  forgetRecords(site, before);
  for (const buffer of site.buffers.values()) {
    if (shownUntil(buffer) > before) continue;
    site.buffers.delete(buffer.id);
    touched.gone(entityKey('buffer', buffer.id));
  }
  for (const one of site.covers.values()) {
    if (coverShownUntil(one) > before) continue;
    site.covers.delete(one.id);
    touched.gone(entityKey('cover', one.id));
  }
  touched.touch(BUFFER_LEDGER);
}
