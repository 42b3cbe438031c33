// Builds the client and the server when their sources changed since the last build, and at no other time.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Stop } from './say.mjs';

/** What each build is made from, relative to the root. */
const SOURCES = {
  client: ['client', 'shared', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'],
  server: ['server', 'shared', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'],
};
/** @typedef {keyof typeof SOURCES} Part */

/**
 * A hash of the names and contents of files: times do not count, since a checkout sets them anew.
 * @param {string} root
 * @param {readonly string[]} paths files and folders
 */
export function hashOfSources(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((part) => filesUnder(join(root, part))).sort()) {
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  /** @type {import('node:fs').Dirent[]} */
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return [path];
  }
  return entries.flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]));
}

/** @param {string} root @param {Part} part */
const stampOf = (root, part) => join(root, 'dist', `.${part}-built-from`);

/** @param {string} root @param {Part} part */
export function isBuilt(root, part) {
  const stamp = stampOf(root, part);
  return existsSync(stamp) && existsSync(join(root, 'dist', part)) && readFileSync(stamp, 'utf8') === hashOfSources(root, SOURCES[part]);
}

/**
 * @param {{ root: string, say: import('./say.mjs').Say }} request
 */
export async function ensureBuilt({ root, say }) {
  const stale = /** @type {Part[]} */ (['client', 'server']).filter((part) => !isBuilt(root, part));
  if (stale.length === 0) return;
  say(`Building the ${stale.join(' and the ')}…`);
  await Promise.all(stale.map((part) => build(root, part)));
}

/** @param {string} root @param {Part} part */
async function build(root, part) {
  const from = hashOfSources(root, SOURCES[part]);
  const dist = join(root, 'dist');
  // Built aside and moved into place, so that a build that fails or is cut short leaves the last good one.
  const aside = join(dist, `.${part}-${process.pid}`);
  mkdirSync(dist, { recursive: true });
  try {
    const args = ['build', ...(part === 'server' ? ['--ssr'] : []), '--outDir', aside, '--logLevel', 'warn'];
    await runQuietly(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), ...args], root);
    const old = join(dist, `.${part}-old-${process.pid}`);
    if (existsSync(join(dist, part))) renameSync(join(dist, part), old);
    renameSync(aside, join(dist, part));
    rmSync(old, { recursive: true, force: true });
    writeFileSync(stampOf(root, part), from);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * Shows a program's output only when it failed.
 * @param {string} command @param {string[]} args @param {string} cwd
 * @returns {Promise<void>}
 */
function runQuietly(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Stop(`The build failed:\n${stripVTControlCharacters(output.trim())}`)),
    );
  });
}
