import type { BufferEvent } from '../events.js';
import { type EntityKey, entityKey } from '../site.js';
import { BUFFER_LEDGER } from './ledger.js';

/** Whoever decides about room at a post or in a team has read the ledger, so every step of every buffer shift touches it. */
export function entitiesOfBuffer(event: BufferEvent): EntityKey[] {
  switch (event.type) {
    case 'buffer.forgotten':
      return [BUFFER_LEDGER];
    case 'cover.offered':
    case 'cover.answered':
    case 'cover.ended':
      return [entityKey('cover', event.coverId), entityKey('buffer', event.bufferId), BUFFER_LEDGER];
    case 'cover.opted':
      return [entityKey('agent', event.agentId)];
    case 'relief.needed':
    case 'relief.taken':
    case 'relief.ended':
      return [entityKey('relief', event.agentId)];
    default:
      return [entityKey('buffer', event.bufferId), BUFFER_LEDGER];
  }
}
