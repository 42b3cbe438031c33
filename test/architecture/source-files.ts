import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** From the root, with `/`: `server/log/append.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}
export type Import =
  /** A package, by its name alone: `node:fs`, `zod`, `@node-rs/argon2`. */
  | { readonly kind: 'package'; readonly name: string }
  /** A file of ours, without its ending: `shared/kernel/time`. */
  | { readonly kind: 'ours'; readonly path: string };

/** `from '…'`, `import '…'`, `import('…')` and `vi.mock('…')`: types too, since a type ties two parts together as well. */
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bvi\.mock\(\s*)(['"])([@.\w][\w@./:?~-]*)\1/g;

export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file).split(sep).join('/'))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

/** Exported for its own test: a rule that reads no imports would hold for every tree. */
export function importsOf(path: string, text: string): Import[] {
  return [...withoutComments(text).matchAll(IMPORT)].map(([, , name = '']): Import => {
    if (!name.startsWith('.')) return { kind: 'package', name: packageName(name) };
    const target = posix.normalize(posix.join(dirname(path), name.replace(/\?.*$/, '')));
    return { kind: 'ours', path: target.replace(/\.(js|jsx|ts|tsx|mjs)$/, '') };
  });
}

const packageName = (name: string) =>
  name.startsWith('node:')
    ? name
    : name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');

/** Rules are about code: what a comment says about a clock is no use of one. Strings are left as they are. */
export function withoutComments(text: string): string {
  const pieces = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return text.replace(pieces, (piece) => (piece.startsWith('/') ? ' ' : piece));
}
