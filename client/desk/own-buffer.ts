import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useCollection } from '../live/hooks.js';

const MINUTE_MS = 60_000;
/** What is over is said for a while, so that nobody who looked away misses it. */
const SAID_FOR_MS = 30 * MINUTE_MS;
const WELCOME_FOR_MS = 10 * MINUTE_MS;

/** The one that is under way, else the last one. There is never more than one open (BS-01). */
export function useOwnBuffer(agentId: string): BufferView | undefined {
  return useCollection('buffer', (all) => {
    const mine = [...all.values()].filter((one) => one.agentId === agentId);
    return mine.sort((a, b) => Number(a.closedAt != null) - Number(b.closedAt != null) || b.requestedAt - a.requestedAt)[0];
  });
}

export const isUnderWay = ({ state }: BufferView): boolean =>
  state === 'checking' ||
  state === 'deferred' ||
  state === 'arranging' ||
  state === 'scheduled' ||
  state === 'in-buffer' ||
  state === 'check-in';

/** Whether the desk still has something to say about it. */
export function isSaid(buffer: BufferView, now: number): boolean {
  if (isUnderWay(buffer)) return true;
  const { state, closedAt } = buffer;
  if (state === 'withdrawn') return false;
  if (closedAt == null) return true;
  if (state === 'returned') return now < Math.max(buffer.landingUntil ?? 0, closedAt + WELCOME_FOR_MS);
  return buffer.isReoffered || now < closedAt + SAID_FOR_MS;
}

/** How far it is: asked, fitted in, away, checked in, back. */
export const STEPS = ['ask', 'fit', 'away', 'check-in', 'back'] as const;
export function stepOf({ state }: BufferView): (typeof STEPS)[number] {
  switch (state) {
    case 'checking':
      return 'ask';
    case 'in-buffer':
      return 'away';
    case 'check-in':
      return 'check-in';
    case 'returned':
      return 'back';
    default:
      return 'fit';
  }
}
