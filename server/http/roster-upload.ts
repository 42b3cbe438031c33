import { randomUUID } from 'node:crypto';
import type { DecideContext } from '../../shared/domain/deed.js';
import type { Override } from '../../shared/domain/roster/inputs.js';
import type { CommitId } from '../../shared/kernel/ids.js';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import {
  type ImportFault,
  type ImportQuery,
  type ImportReport,
  MOST_IMPORT_BYTES,
  MOST_IMPORT_FAULTS,
  MOST_IMPORT_LINES,
} from '../../shared/protocol/roster-http.js';
import { actorOf } from '../auth/actor.js';
import type { Principal } from '../auth/principal.js';
import { CsvReader, type CsvRow } from '../csv/read-csv.js';
import type { HttpDeps } from './deps.js';
import type { Refusal } from './problem.js';
import { type ImportLine, type Places, placesOf, readLine } from './roster-csv.js';
import { type CheckedImport, checkImport } from './roster-import.js';
import { turns } from './turns.js';

/** All soft rules of labour: somebody who imports sets aside whichever are in the way, by name and with a reason. */
const SOFT_RULES = [
  'WEEK_HOURS',
  'AVERAGE_WEEK_HOURS',
  'OVERTIME_DAY',
  'OVERTIME_MONTH',
  'NIGHT_HOURS',
  'SHIFT_HOURS',
  'SHIFT_SPAN',
  'MEAL_BREAK',
  'CONSECUTIVE_DAYS',
  'REST_DAILY',
];

/** Reads a roster's file as it comes in, says what is wrong with it line by line, and plans what is right if it is asked to. */
export async function importRoster(
  { floor, submit, now }: Pick<HttpDeps, 'floor' | 'submit' | 'now'>,
  file: AsyncIterable<Uint8Array>,
  { mode, overrideReason }: ImportQuery,
  principal: Principal,
): Promise<Result<ImportReport, Refusal>> {
  const read = await readFile(file, floor.site().config.timeZone);
  if (!read.ok) return read;
  const commitId = `import/${principal.userId}/${randomUUID()}` as CommitId;
  const override: Override | undefined = overrideReason === undefined ? undefined : { rules: SOFT_RULES, reason: overrideReason };
  const context: DecideContext = { now: floor.now(), commitId, by: actorOf(principal, floor.site()), person: () => undefined };
  const checked = await checkImport(floor.site, read.value.lines, override, context);
  const faults = [...read.value.faults, ...checked.faults];
  const { count } = read.value;
  const report = (applied: number, more: readonly ImportFault[], position: ImportReport['position']) =>
    ok(reportOf({ mode, count, checked, faults: [...faults, ...more], applied, position }));
  const isWanted = mode === 'good' || (mode === 'all' && faults.length === 0);
  const isTooMany = checked.faults.some(({ code }) => code === 'too-many');
  if (!isWanted || isTooMany || checked.planned.length === 0) return report(0, [], null);
  const answer = await submit(
    {
      id: commitId,
      issuedAt: now(),
      command: {
        type: 'shift.set-many',
        changes: checked.planned.map(({ change }) => change),
        ...(override === undefined ? {} : { override }),
      },
    },
    principal,
  );
  switch (answer.outcome) {
    case 'accepted':
      return report(checked.planned.length, [], answer.position);
    case 'refused':
      // Somebody changed the same people's shifts in between: nothing was planned.
      return report(0, lateFaults(answer.rejection, checked), null);
    case 'not-confirmed':
      return err({ code: 'unavailable', title: 'Whether the shifts were planned is not known: read the file in again' });
  }
}

interface Rejected {
  readonly code: string;
  readonly detail?: string | undefined;
  readonly items?: readonly { readonly index: number; readonly code: string; readonly detail?: string | undefined }[] | undefined;
}
function lateFaults({ code, detail, items = [] }: Rejected, { planned }: CheckedImport): ImportFault[] {
  const all = items.length > 0 ? items : [{ index: 0, code, detail }];
  return all.map((item) => ({
    line: planned[item.index]?.line ?? 1,
    code: item.code,
    ...(item.detail === undefined ? {} : { detail: item.detail.slice(0, 200) }),
  }));
}

interface ReadFile {
  readonly lines: ImportLine[];
  readonly faults: ImportFault[];
  /** Without the head. */
  readonly count: number;
}

async function readFile(file: AsyncIterable<Uint8Array>, siteZone: string): Promise<Result<ReadFile, Refusal>> {
  const rows: CsvRow[] = [];
  const reader = new CsvReader((row) => rows.push(row));
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const turn = turns();
  const lines: ImportLine[] = [];
  const faults: ImportFault[] = [];
  let places: Places | undefined;
  let bytes = 0;
  let count = 0;
  const takeRows = async (): Promise<Refusal | undefined> => {
    for (const row of rows.splice(0)) {
      await turn();
      if (places === undefined) {
        const found = placesOf(row);
        if (!found.ok) return wrong(found.error.map((column) => ({ field: column, reason: 'column is missing' })));
        places = found.value;
        continue;
      }
      count += 1;
      if (count > MOST_IMPORT_LINES) return { code: 'too-large', title: `A file may have ${MOST_IMPORT_LINES} lines` };
      const line = readLine(row, places, siteZone);
      if (line.ok) lines.push(line.value);
      else faults.push({ line: row.line, ...line.error });
    }
    return undefined;
  };
  try {
    for await (const piece of file) {
      bytes += piece.byteLength;
      if (bytes > MOST_IMPORT_BYTES) return err({ code: 'too-large' });
      reader.write(decoder.decode(piece, { stream: true }));
      const refusal = await takeRows();
      if (refusal !== undefined) return err(refusal);
    }
    reader.write(decoder.decode());
  } catch (error) {
    if (error instanceof TypeError) return err(wrong([{ field: 'body', reason: 'is not UTF-8: save it as "CSV UTF-8"' }]));
    return err({ code: 'bad-request', errors: [{ field: 'body', reason: 'broke off' }] });
  }
  reader.end();
  const refusal = await takeRows();
  if (refusal !== undefined) return err(refusal);
  if (places === undefined) return err(wrong([{ field: 'body', reason: 'is empty' }]));
  return ok({ lines, faults, count });
}

const wrong = (errors: NonNullable<Refusal['errors']>): Refusal => ({ code: 'bad-request', errors });

interface Outcome {
  readonly mode: ImportReport['mode'];
  readonly count: number;
  readonly checked: CheckedImport;
  readonly faults: readonly ImportFault[];
  readonly applied: number;
  readonly position: ImportReport['position'];
}

function reportOf({ mode, count, checked, faults, applied, position }: Outcome): ImportReport {
  const counts = new Map<string, number>();
  for (const { code } of faults) counts.set(code, (counts.get(code) ?? 0) + 1);
  const bad = new Set(faults.filter(({ line }) => line > 1).map(({ line }) => line)).size;
  return {
    mode,
    lines: count,
    good: count - bad,
    bad,
    unchanged: checked.unchanged,
    applied,
    counts: [...counts].map(([code, times]) => ({ code, count: times })).sort((a, b) => b.count - a.count),
    faults: faults.toSorted((a, b) => a.line - b.line).slice(0, MOST_IMPORT_FAULTS),
    position,
  };
}
