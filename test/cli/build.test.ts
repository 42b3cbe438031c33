import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { hashOfSources } from '../../server/cli/launch/build.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'breakwater-build-'));
  mkdirSync(join(root, 'server/log'), { recursive: true });
  writeFileSync(join(root, 'server/main.ts'), 'one');
  writeFileSync(join(root, 'server/log/append.lua'), 'two');
  const made = root;
  onTestFinished(() => rmSync(made, { recursive: true }));
});
const hash = () => hashOfSources(root, ['server', 'not-there', 'server/main.ts']);

test('a file that was only touched does not cost a build', () => {
  const before = hash();
  utimesSync(join(root, 'server/main.ts'), 1, 1);
  expect(hash()).toBe(before);
});

test.each([
  ['a changed script deep in the tree', () => writeFileSync(join(root, 'server/log/append.lua'), 'three')],
  ['a new file, though empty', () => writeFileSync(join(root, 'server/new.ts'), '')],
  ['a removed file', () => rmSync(join(root, 'server/log/append.lua'))],
])('%s is seen: no start serves an old build', (_, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});

test('text that moves from one file to the next is seen', () => {
  const before = hash();
  writeFileSync(join(root, 'server/main.ts'), 'on');
  writeFileSync(join(root, 'server/log/append.lua'), 'etwo');
  expect(hash()).not.toBe(before);
});
