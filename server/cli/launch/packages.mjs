// Are the packages that the lock file names the ones in node_modules? If not, `npm ci` brings them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './say.mjs';

const NOTE = 'node_modules/.breakwater-lock';

/**
 * Packages hold programs for one platform, so the machine is part of the hash.
 * @param {string} lockText
 * @param {{ platform: string, arch: string }} machine
 */
export function lockHash(lockText, { platform, arch }) {
  return createHash('sha256').update(`${platform} ${arch}\n`).update(lockText).digest('hex');
}

/**
 * Whether npm's own note of what it installed agrees with the lock file: then someone ran `npm ci` by hand.
 * Optional packages for other platforms are rightly absent.
 * @param {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> }} lock
 * @param {{ packages?: Record<string, { version?: string }> }} installed
 */
export function isInstalled(lock, installed) {
  const wanted = lock.packages ?? {};
  const there = installed.packages ?? {};
  const same = Object.entries(there).every(([path, { version }]) => wanted[path]?.version === version);
  const whole = Object.entries(wanted).every(([path, { optional }]) => path === '' || optional || there[path]);
  return same && whole;
}

/** @param {string} path */
const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {});

/**
 * @param {{ root: string, say: import('./say.mjs').Say, output: 'inherit' | 2 }} request `output`: where npm's own words go
 */
export function ensurePackages({ root, say, output }) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = lockHash(lockText, process);
  const note = join(root, NOTE);
  if (existsSync(note) && readFileSync(note, 'utf8').trim() === hash) return;
  if (!isInstalled(JSON.parse(lockText), readJson(join(root, 'node_modules/.package-lock.json')))) install(root, say, output);
  writeFileSync(note, `${hash}\n`);
}

/** @param {string} root @param {import('./say.mjs').Say} say @param {'inherit' | 2} output */
function install(root, say, output) {
  say('Installing packages (npm ci; under a minute)…');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  // Under npm, npm_execpath is npm itself: the same version, wherever it lives.
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const ran = spawnSync(npm[0] ?? 'npm', [...npm.slice(1), ...args], {
    cwd: root,
    stdio: ['ignore', output, output],
    // A production environment would leave out what the build needs.
    env: { ...process.env, NODE_ENV: 'development' },
    shell: process.platform === 'win32' && npm.length === 1,
  });
  if (ran.status !== 0) throw new Stop(`npm ci failed${ran.error ? `: ${ran.error.message}` : '; its words are above'}.`);
}
