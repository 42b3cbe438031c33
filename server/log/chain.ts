import { isAfter, ORIGIN, type Position } from '../../shared/kernel/position.js';

/** `trimmed`: older than what is kept. `forked`: never was in this log, or was lost from it. */
export type Whereabouts = 'here' | 'trimmed' | 'forked';

/**
 * Where a position stands. What lies before the first entry is told by that entry's `prev`: the origin when nothing
 * was ever trimmed. So a log that was wiped and began again is a fork, and is not taken for a trim. `append.lua` and
 * `renew-epoch.lua` hold the same rule.
 */
export function whereaboutsOf(position: Position, isPresent: boolean, first: { readonly prev: Position } | null): Whereabouts {
  if (isPresent) return 'here';
  const before = first?.prev ?? ORIGIN;
  if (before === ORIGIN) return position === ORIGIN ? 'here' : 'forked';
  return isAfter(position, before) ? 'forked' : 'trimmed';
}
