import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig } from '../../server/config.js';
import { root } from './source-files.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const example = parseEnv(read('.env.example'));

test('the example of settings names every variable that there is, and no other', () => {
  const table = /const VARIABLES = \{([\s\S]*?)\n\};/.exec(read('server/config.ts'))?.[1] ?? '';
  const known = [...table.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
  expect(known.length).toBeGreaterThan(15);
  expect(Object.keys(example).sort()).toEqual([...known].sort());
});

test('the example as it stands starts the demo', () => {
  expect(loadConfig(example)).toMatchObject({ ok: true, value: { demo: true } });
});

test('the container’s settings are ones that Breakwater takes', () => {
  const compose = read('deploy/compose.yaml');
  const block = /environment:\n((?: {6}\S.*\n)+)/.exec(compose)?.[1] ?? '';
  const settings = Object.fromEntries(
    [...block.matchAll(/^ {6}([A-Z_]+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value.replace(/^"|"$/g, '')]),
  );
  expect(Object.keys(settings)).toContain('REDIS_URL');
  for (const name of Object.keys(settings)) expect(Object.keys(example)).toContain(name);
});
