import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source-files.js';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}
const readJson = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const lock: { packages: Record<string, Locked> } = readJson('package-lock.json');
const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string>; allowScripts: Record<string, boolean> } =
  readJson('package.json');
const floors: Record<string, { atLeast: string; why: string }> = readJson('test/architecture/floors.json');

/** By name: one package may be there in several versions, at several depths. */
const installed = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, locked]) => ({ ...locked, path, name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length) }));

/** What faces traffic. Tools of the tests may stay on an older line that gets its own fixes. */
const shipped = installed.filter(({ dev }) => !dev);

/** Compares released versions by their numbers. A pre-release counts as the release it leads to. */
function isAtLeast(version: string, floor: string): boolean {
  const [mine, theirs] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  for (const at of [0, 1, 2]) {
    const difference = (mine?.[at] ?? 0) - (theirs?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

test('versions compare by number, not by letter', () => {
  expect(isAtLeast('8.10.0', '8.9.1')).toBe(true);
  expect(isAtLeast('8.4.0', '8.4.1')).toBe(false);
  expect(isAtLeast('6.0.0', '6.0.0')).toBe(true);
});

test.each(Object.entries(floors))('%s is at or above the version that is safe', (name, { atLeast, why }) => {
  const below = shipped.filter((each) => each.name === name && !isAtLeast(each.version, atLeast));
  expect(below.map(({ path, version }) => `${path} ${version} < ${atLeast}: ${why}`)).toEqual([]);
});

test('every package that the floors name is one we ship: a floor under nothing protects nothing', () => {
  expect(Object.keys(floors).filter((name) => !shipped.some((each) => each.name === name))).toEqual([]);
});

test('no package runs a script of its own when it is installed', () => {
  const scripted = installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
  expect(scripted.filter((name) => manifest.allowScripts[name] !== false)).toEqual([]);
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
});

test('every package is pinned to its content, and to no address of anyone’s', () => {
  expect(installed.filter(({ integrity }) => !integrity).map(({ path }) => path)).toEqual([]);
  expect(
    installed.filter(({ resolved }) => resolved && !resolved.startsWith('https://registry.npmjs.org/')).map(({ path }) => path),
  ).toEqual([]);
});

test('direct dependencies are exact versions, and few', () => {
  const { dependencies, devDependencies } = manifest;
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, range]) => !/^\d+(\.\d+){0,2}$/.test(range));
  expect(loose).toEqual([]);
  expect(Object.keys(dependencies).length).toBeLessThanOrEqual(40);
});

test('what is shipped may be shipped: every licence is declared and asks for no more than being named', () => {
  const free = /^\(?(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Unlicense)( (OR|AND) [\w.-]+)*\)?$/;
  // Declares MIT in the field that npm used before `license`.
  const others = shipped.filter(({ name, license }) => !free.test(license ?? '') && name !== 'xmlhttprequest-ssl');
  expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
});
