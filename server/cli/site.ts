import { readFile } from 'node:fs/promises';
import { describeProblem, parseSiteFile } from '../site-file/parse.js';
import type { RunCommand } from './command.js';

const USAGE = 'Usage: breakwater site check <file>\n';

/** `site check <file>`: one line a problem on standard output, or what the file holds. */
export const run: RunCommand = async (args, io) => {
  const [verb, path, ...rest] = args;
  if (verb !== 'check' || path === undefined || rest.length > 0) {
    io.stderr.write(USAGE);
    return 2;
  }
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    io.stderr.write(`${path}: cannot be read (${code})\n`);
    return 1;
  }
  const parsed = parseSiteFile(text);
  if (!parsed.ok) {
    for (const problem of parsed.error) io.stdout.write(`${describeProblem(path, problem)}\n`);
    return 1;
  }
  const { teams, queues, people, users } = parsed.value;
  const counts = Object.entries({ teams, queues, people, users }).map(([what, list]) => `${list.length} ${what}`);
  io.stdout.write(`${path}: good (${counts.join(', ')})\n`);
  return 0;
};
