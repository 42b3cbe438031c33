import { ALLOWED_FIELDS, type Audience } from '../../shared/domain/redact.js';
import { comparePositions, isAfter, type Position } from '../../shared/kernel/position.js';
import { FIGURE_WINDOWS } from '../../shared/metrics/figure-windows.js';
import { type View, type ViewKey, viewKey } from '../../shared/protocol/project-views.js';
import { CLEARABLE_FIELDS, redactView, type Sees } from '../../shared/protocol/redact-views.js';
import type { ViewKind } from '../../shared/protocol/views.js';
import type { LiveSource } from './live-source.js';
import { Draft } from './records.js';
import type { Entry, ViewBook } from './view-book.js';

/** Where a browser stands: it has all up to `from`, and figures as they were at `asOf` (Redis's clock). */
export interface Resume {
  readonly from: Position;
  readonly asOf: number;
  /** It was this node that told it everything up to then. */
  readonly isOwn: boolean;
}

/** What an audience holds, and the means to tell what changed in it. */
export interface Held {
  readonly audience: Audience;
  readonly sees: Sees;
  readonly sent: ReadonlyMap<ViewKey, View>;
  readonly book: ViewBook;
  readonly source: LiveSource;
}

export const kindOf = (key: ViewKey): ViewKind => key.slice(0, key.indexOf(':')) as ViewKind;
export const idOf = (key: ViewKey): string => key.slice(key.indexOf(':') + 1);

/**
 * Whether exactly what changed since a position can be told. One agent's page is small, and what it may see hangs on every
 * call: it takes the whole. A lead's scope moves with people: it resumes only if nobody of the teams moved meanwhile.
 */
export function canCatchUp({ audience, book, source }: Held, from: Position): boolean {
  switch (audience.kind) {
    case 'agent':
      return false;
    case 'lead':
      return hasWatchedSince(book, from) && !book.teamsMovedSince(audience.teamIds, from);
    default:
      return hasWatchedSince(book, from) || source.goneSince(from) !== null;
  }
}

/** The entities that changed since, whole; and what is gone. Never the frames that were missed. */
export function catchUp(held: Held, resume: Resume): Draft {
  const { from, asOf } = resume;
  const draft = new Draft();
  for (const [key, view] of held.sent) {
    const entry = held.book.entries.get(key);
    if (entry === undefined || !changedSince(held.book, entry, resume)) continue;
    draft.change(entry.kind, JSON.stringify(withCleared(held, entry, view, from)));
  }
  // A case goes from hand to hand, and out of somebody's sight.
  for (const [key, { kind, rev }] of held.book.entries)
    if (kind === 'case' && rev !== null && isAfter(rev, from) && !held.sent.has(key)) draft.remove(kind, idOf(key));
  for (const key of goneSince(held, from, asOf)) draft.remove(kindOf(key), idOf(key));
  return draft;
}

const hasWatchedSince = (book: ViewBook, from: Position) =>
  comparePositions(from, book.startedAt.to) >= 0 && book.tombstones.reachesBackTo(from);

/** The site's own record is small and cut by scope: it is told always. Figures go by time. */
function changedSince(book: ViewBook, entry: Entry, { from, asOf, isOwn }: Resume): boolean {
  if (entry.kind === 'site') return true;
  if (entry.rev !== null) return isAfter(entry.rev, from);
  return isOwn ? entry.changedAt >= asOf : book.figuresMoved(entry, asOf);
}

/**
 * The record, with `null` for each field that it may have had at `from` and has no more: a browser lays it over what it holds.
 * A field that only this audience may not read now (the call went on to an agent out of its scope) may have been there too.
 */
function withCleared({ audience, book }: Held, entry: Entry, view: View, from: Position): View {
  const result: Record<string, unknown> = { ...view };
  const hidden =
    entry.view === view
      ? []
      : CLEARABLE_FIELDS[entry.kind].filter((field) => (entry.view as unknown as Record<string, unknown>)[field] != null);
  const allowed: readonly string[] = ALLOWED_FIELDS[audience.kind][entry.kind];
  for (const field of [...mayHaveHad(book, entry, from), ...hidden]) {
    if (result[field] === undefined && allowed.includes(field)) result[field] = null;
  }
  return result as unknown as View;
}

function mayHaveHad(book: ViewBook, entry: Entry, from: Position): readonly string[] {
  const hasAnotherPast = isAfter(book.startedAt.to, from) || (entry.rebornAt !== null && isAfter(entry.rebornAt, from));
  if (hasAnotherPast) return CLEARABLE_FIELDS[entry.kind];
  return [...(entry.cleared ?? [])].filter(([, at]) => isAfter(at, from)).map(([field]) => field);
}

/** Records that the audience may have held at `from` and may not any more. */
function goneSince(held: Held, from: Position, asOf: number): Set<ViewKey> {
  const gone = new Set<ViewKey>();
  for (const [key, { kind, view }] of held.book.tombstones.since(from, asOf)) {
    // Another node may have told figures of a queue that this one never had any of.
    if (redactView(held.audience, held.sees, kind, view) !== undefined) for (const each of withFigures(key)) gone.add(each);
  }
  if (!hasWatchedSince(held.book, from)) for (const key of goneBeforeWatching(held, from)) gone.add(key);
  for (const key of gone) if (held.sent.has(key)) gone.delete(key);
  return gone;
}

/** From the state itself, for positions before this node began to watch. Some that were gone already then are told again. */
function* goneBeforeWatching({ audience, source }: Held, from: Position): Generator<ViewKey> {
  const allowed: Record<string, readonly string[]> = ALLOWED_FIELDS[audience.kind];
  for (const key of source.goneSince(from) ?? []) {
    const kind = key.slice(0, key.indexOf(':'));
    if ((allowed[kind] ?? []).length > 0) yield* withFigures(key as ViewKey);
  }
  // Closed visits and removed queues stay in the state for a while.
  const site = source.state();
  for (const [id, { rev }] of site.visits) if (isAfter(rev, from)) yield viewKey('visit', id);
  for (const [id, { rev }] of site.queues) if (isAfter(rev, from)) yield* withFigures(viewKey('queue', id));
}

/** A queue takes its figures with it. */
function* withFigures(key: ViewKey): Generator<ViewKey> {
  yield key;
  if (kindOf(key) !== 'queue') return;
  for (const window of FIGURE_WINDOWS) yield viewKey('figures', `${idOf(key)}|${window}`);
}
