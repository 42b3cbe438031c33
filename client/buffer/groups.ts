import type { BufferView } from '../../shared/protocol/buffer-views.js';

/** The day's buffer shifts by what is to be done about them. */
export interface Groups {
  /** A person may decide now; the first to be decided is first. */
  readonly toDecide: readonly BufferView[];
  /** A no of somebody else's that no second person has looked at yet. */
  readonly toReview: readonly BufferView[];
  /** Agreed and not begun. */
  readonly coming: readonly BufferView[];
  readonly away: readonly BufferView[];
  readonly returned: readonly BufferView[];
}

export const isToDecide = ({ state, decideBy }: BufferView): boolean => state === 'checking' && decideBy != null;
/** A no closes the request; looked at once more, it may be opened again. Nobody looks at their own. */
export const isToReview = ({ state, review, declinedById }: BufferView, userId: string | undefined): boolean =>
  state === 'declined' && review == null && declinedById !== userId;
const isComing = ({ state }: BufferView): boolean => state === 'deferred' || state === 'arranging' || state === 'scheduled';
export const isAway = ({ state }: BufferView): boolean => state === 'in-buffer' || state === 'check-in';

const by = (of: (buffer: BufferView) => number) => (a: BufferView, b: BufferView) => of(a) - of(b) || (a.id < b.id ? -1 : 1);

/** `userId`: whose page it is. */
export function groupBuffers(all: Iterable<BufferView>, dayStartAt: number, userId: string | undefined): Groups {
  const buffers = [...all];
  return {
    toDecide: buffers.filter(isToDecide).sort(by(({ decideBy }) => decideBy ?? 0)),
    toReview: buffers.filter((buffer) => isToReview(buffer, userId)).sort(by(({ decision }) => decision?.at ?? 0)),
    coming: buffers.filter(isComing).sort(by(({ startAt }) => startAt)),
    away: buffers.filter(isAway).sort(by(({ endAt }) => endAt)),
    returned: buffers
      .filter(({ state, closedAt }) => state === 'returned' && (closedAt ?? 0) >= dayStartAt)
      .sort(by(({ closedAt }) => -(closedAt ?? 0))),
  };
}

/** From when to when somebody is, was or will be off the phones; null where nothing is settled. */
export function spanOf(
  buffer: BufferView,
): { readonly startAt: number; readonly endAt: number; readonly kind: 'done' | 'now' | 'coming' } | null {
  if (buffer.state === 'returned') {
    return buffer.startedAt == null ? null : { startAt: buffer.startedAt, endAt: buffer.closedAt ?? buffer.endAt, kind: 'done' };
  }
  if (isAway(buffer)) return { startAt: buffer.startedAt ?? buffer.startAt, endAt: buffer.endAt, kind: 'now' };
  return isComing(buffer) ? { startAt: buffer.startAt, endAt: buffer.endAt, kind: 'coming' } : null;
}
