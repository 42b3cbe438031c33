import { type Document, isCollection, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { err, ok, type Result } from '../../shared/kernel/result.js';
import { wording } from '../ops/wording.js';
import { type SiteFile, siteFileSchema } from './site-file.js';

export interface SiteFileProblem {
  /** 1-based. */
  readonly line: number;
  /** `queues[2].thresholdSeconds`; empty: the file as a whole. */
  readonly field: string;
  readonly reason: string;
}

/** Fifty thousand people with long names are half of this. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_PROBLEMS = 100;
/** Anchors may save repeating a team's name; a file that multiplies itself by them is refused. */
const MAX_ALIASES = 1_000;

/** `site.yaml:14 queues[2].thresholdSeconds: must be at most 3600` */
export const describeProblem = (file: string, { line, field, reason }: SiteFileProblem): string =>
  `${file}:${line} ${field === '' ? '' : `${field}: `}${reason}`;

/** YAML, and so JSON too. */
export function parseSiteFile(text: string): Result<SiteFile, SiteFileProblem[]> {
  if (Buffer.byteLength(text) > MAX_BYTES) return err([{ line: 1, field: '', reason: 'is larger than 16 MB' }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, merge: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      field: '',
      reason: yamlReason(error.message),
    }));
    return err(problems.slice(0, MAX_PROBLEMS));
  }
  const value = plainValue(document);
  if (!value.ok) return err([{ line: 1, field: '', reason: value.error }]);
  const parsed = siteFileSchema.safeParse(value.value ?? {}, { error: wording });
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, document, lines));
  return err(problems.sort((a, b) => a.line - b.line).slice(0, MAX_PROBLEMS));
}

function plainValue(document: Document.Parsed): Result<unknown, string> {
  try {
    return ok(document.toJS({ maxAliasCount: MAX_ALIASES }));
  } catch {
    return err('repeats itself too often by aliases');
  }
}

const yamlReason = (message: string) => message.replace(/\s+/g, ' ').trim();

function problemsOf(issue: z.core.$ZodIssue, document: Document.Parsed, lines: LineCounter): SiteFileProblem[] {
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({ line: lineOf(document, path, lines), field: fieldOf(path), reason: issue.message }));
}

const fieldOf = (path: readonly PropertyKey[]) =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('');

/** Where the field is written; of a missing one, where that which should have it begins. */
function lineOf(document: Document.Parsed, path: readonly PropertyKey[], lines: LineCounter): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
      if (!pair) break;
      offset = offsetOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isCollection(node)) {
      node = node.items[Number(part)];
      offset = offsetOf(node) ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}

function offsetOf(node: unknown): number | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}
