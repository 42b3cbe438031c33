import { COMMIT_VERSION } from '../../shared/domain/commit.js';
import { isAfter, ORIGIN, type Position } from '../../shared/kernel/position.js';
import { storedFields } from './entry.js';
import { COMMIT_ID_TTL_MS, MAX_AHEAD_MS } from './limits.js';
import type { AppendAnswer, AppendRequest } from './log.js';
import { announce, locateInMemory, type MemoryStore } from './memory-store.js';

/** `append.lua` in TypeScript: the same checks in the same order, which a property test holds against the real script. */
export function appendInMemory(store: MemoryStore, request: AppendRequest, now: number): AppendAnswer {
  const { commit, epoch, readAt, reads, touches } = request;
  const answered = store.ids.get(commit.id);
  if (answered && answered.expiresAt > now && locateInMemory(store, answered.position) !== 'forked') {
    return { outcome: 'duplicate', position: answered.position };
  }
  if (store.epoch !== epoch) return { outcome: 'forked' };
  const where = locateInMemory(store, readAt);
  if (where !== 'here') return { outcome: where };

  const last = store.entries.at(-1);
  const prev = (last?.[0] ?? ORIGIN) as Position;
  const isLater = (touchedAt: Position | null | undefined) => touchedAt && isAfter(touchedAt, readAt) && !isAfter(touchedAt, prev);
  if (reads.length > 0 && isLater(store.floor)) return { outcome: 'stale', entity: '*' };
  for (const entity of reads) {
    if (isLater(store.touched.get(entity))) return { outcome: 'stale', entity };
  }

  const lastMs = last ? msOf(prev) : 0;
  if (lastMs - now > MAX_AHEAD_MS) return { outcome: 'ahead', byMs: lastMs - now };
  const idMs = Math.max(now, lastMs);
  if (msOf(store.lastId) > idMs) return { outcome: 'ahead', byMs: msOf(store.lastId) - now };
  const position = (msOf(store.lastId) === idMs ? `${idMs}-${seqOf(store.lastId) + 1}` : `${idMs}-0`) as Position;
  const at = Math.max(now, last ? Number(storedFields(last[1]).at) || lastMs : 0);

  store.entries.push([position, ['v', String(COMMIT_VERSION), 'commit', JSON.stringify(commit), 'prev', prev, 'at', String(at)]]);
  store.lastId = position;
  for (const entity of touches) store.touched.set(entity, position);
  store.ids.set(commit.id, { position, expiresAt: now + COMMIT_ID_TTL_MS });
  forgetOldIds(store, now);
  announce(store);
  return { outcome: 'appended', position };
}

/** Ids come in the order in which they expire, so the oldest are at the front. */
function forgetOldIds(store: MemoryStore, now: number): void {
  for (const [id, { expiresAt }] of store.ids) {
    if (expiresAt > now) return;
    store.ids.delete(id);
  }
}

const msOf = (position: Position): number => Number(position.slice(0, position.indexOf('-')));
const seqOf = (position: Position): number => Number(position.slice(position.indexOf('-') + 1));
