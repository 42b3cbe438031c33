import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root, sourceFiles } from './source-files.js';

/** What git knows of, or would take in; null in a copy without git. */
function tracked(): string[] | null {
  const asked = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return asked.status === 0 ? asked.stdout.split('\n').filter(Boolean) : null;
}
/** Made here by the tools, and not in the repository. */
const MADE = ['node_modules', 'dist', 'data', 'coverage'];

test('the top level holds the rooms and what tools demand there, and nothing else', () => {
  const allowed = [
    'server',
    'client',
    'shared',
    'test',
    'docs',
    'deploy',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'vite.config.ts',
  ];
  const settings = ['biome.json', 'README.md', 'LICENSE'];
  const top = new Set((tracked() ?? readdirSync(root)).map((path) => path.split('/')[0] ?? ''));
  expect([...top].filter((name) => !name.startsWith('.') && ![...allowed, ...settings, ...MADE].includes(name))).toEqual([]);
});

test('files are named in kebab-case, components too', () => {
  const files = ['server', 'client', 'shared', 'test'].flatMap(sourceFiles).map(({ path }) => path);
  expect(files.filter((path) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(path.split('/').at(-1) ?? ''))).toEqual([]);
});

test('nothing made by the tools, and no secret, is in the repository', () => {
  const wrong = /^(node_modules|dist|data|\.cache|coverage)\/|^\.env$|\.log$|(^|\/)(dump\.rdb|appendonly)/;
  expect((tracked() ?? []).filter((path) => wrong.test(path))).toEqual([]);
});
