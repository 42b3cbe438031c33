import { COMMIT_VERSION, type Commit, commitSchema } from '../../shared/domain/commit.js';
import { upcast } from '../../shared/domain/upcast.js';
import { ORIGIN, type Position, positionSchema } from '../../shared/kernel/position.js';
import { type LogEntry, LogGap, NewerVersion, type UnreadableEntry } from './log.js';
import { compileQuickCheck } from './quick-check.js';

/** A stream entry as it is stored: its id, then field, value, field, value. */
export type RawEntry = readonly [id: string, fields: readonly string[]];
/** An entry as a reader gets it. */
export type ReadEntry = LogEntry | UnreadableEntry;

/** The fields of an entry. `commit` is the JSON text of a `NewCommit`; `at` and `prev` are the log's own. */
export interface StoredFields {
  v?: string;
  commit?: string;
  prev?: string;
  at?: string;
}

export function storedFields(fields: readonly string[]): StoredFields {
  const found: StoredFields = {};
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i];
    if (name === 'v' || name === 'commit' || name === 'prev' || name === 'at') found[name] ??= fields[i + 1] as string;
  }
  return found;
}

const isPosition = (text: string | undefined): text is Position => text !== undefined && positionSchema.safeParse(text).success;

/** The `prev` of an entry; an entry that bears none (not written by `append`) counts as the first of its log. */
export function prevOf(entry: RawEntry): Position {
  const { prev } = storedFields(entry[1]);
  return isPosition(prev) ? prev : ORIGIN;
}

/**
 * Reads entries that follow `last`. One that is not JSON, or not a commit, comes out as unreadable, for the fold to go on
 * without it.
 * @throws LogGap when an entry names another predecessor, NewerVersion when it was written by a later build.
 */
export function decodeEntries(raw: readonly RawEntry[], last: Position): ReadEntry[] {
  const entries: ReadEntry[] = [];
  let prev = last;
  for (const entry of raw) {
    const decoded = decodeEntry(entry, prev);
    entries.push(decoded);
    prev = decoded.position;
  }
  return entries;
}

function decodeEntry([id, fields]: RawEntry, last: Position): ReadEntry {
  const position = id as Position;
  const { v, commit, prev, at } = storedFields(fields);
  const unreadable = (problem: string): UnreadableEntry => ({ position, prev: last, problem });
  if (prev !== last) {
    if (!isPosition(prev)) return unreadable('no prev: not written by append');
    throw new LogGap('forked', `entry ${position} follows ${prev}, not ${last}`);
  }
  const version = Number(v);
  if (!Number.isInteger(version) || version < 1) return unreadable('no schema version');
  if (version > COMMIT_VERSION) throw new NewerVersion(position, version);
  if (commit === undefined) return unreadable('no commit');
  let stored: unknown;
  try {
    stored = JSON.parse(commit);
    if (version < COMMIT_VERSION) stored = upcast(stored, version);
  } catch (error) {
    return unreadable(error instanceof SyntaxError ? 'not JSON' : `can't be brought to version ${COMMIT_VERSION}`);
  }
  if (typeof stored !== 'object' || stored === null) return unreadable('not a commit');
  // The log's own stamp: a commit that claims a time of its own is not taken at its word.
  (stored as { at: number }).at = Number(at);
  const bytes = Buffer.byteLength(commit);
  if (isPlainCommit(stored)) return { position, prev: last, commit: stored as Commit, bytes };
  const parsed = commitSchema.safeParse(stored);
  return parsed.success ? { position, prev: last, commit: parsed.data, bytes } : unreadable(describe(parsed.error.issues[0]));
}

/** Vouches for a commit at a third of what a parse costs; what it doubts is parsed. */
const isPlainCommit = compileQuickCheck(commitSchema);

/** Where and how a commit fails its schema, without any of its values: they may be people's data. */
const describe = (issue: { readonly path: readonly PropertyKey[]; readonly code?: string } | undefined): string =>
  issue ? `${issue.path.map(String).join('.') || 'commit'}: ${issue.code}`.slice(0, 200) : 'not a commit';
