// Finds a real Redis (or Valkey) server to run. The rungs, in order: the one named by REDIS_SERVER_BIN, one on this
// machine, a private copy unpacked earlier, a private copy unpacked now from the system's own package source.
// The private copy needs no root, changes nothing outside its folder and starts no service.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptUnpack } from './apt-unpack.mjs';

/** @typedef {{ name: 'Redis' | 'Valkey', version: readonly [number, number, number] }} RedisVersion */
/** @typedef {{ bin: string, env: NodeJS.ProcessEnv, how: 'named' | 'system' | 'private', version: RedisVersion }} RedisBinary */
/** @typedef {{ bin: string, why: string }} Refusal */

const NAMES = ['redis-server', 'valkey-server'];
const USUAL_PLACES = [
  '/usr/local/bin',
  '/usr/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/opt/homebrew/bin',
  '/opt/local/bin',
  '/snap/bin',
  '/home/linuxbrew/.linuxbrew/bin',
];
/** Lua scripts with a `#!lua` header, and multi-part append-only files, came with Redis 7.0. */
const OLDEST = { Redis: [7, 0], Valkey: [7, 2] };

/**
 * Reads what `redis-server --version` prints, such as `Redis server v=7.0.15 sha=00000000:0 …`.
 * @param {string} text
 * @returns {RedisVersion | null}
 */
export function parseVersion(text) {
  const match = /\b(Redis|Valkey|Server)\b.*?\bv=(\d+)\.(\d+)\.(\d+)/i.exec(text);
  if (!match) return null;
  const name = /valkey/i.test(text) ? 'Valkey' : 'Redis';
  return { name, version: [Number(match[2]), Number(match[3]), Number(match[4])] };
}

/** @param {RedisVersion} found */
export function isNewEnough({ name, version }) {
  const [major = 0, minor = 0] = OLDEST[name];
  return version[0] > major || (version[0] === major && version[1] >= minor);
}

/**
 * Every path worth trying on this machine, best first.
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} [places]
 * @returns {string[]}
 */
export function candidates(env, places = USUAL_PLACES) {
  if (env.REDIS_SERVER_BIN) return [env.REDIS_SERVER_BIN];
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...places];
  return [...new Set(folders)].flatMap((folder) => NAMES.map((name) => join(folder, name)));
}

/**
 * The folders of an unpacked tree that hold its shared libraries.
 * @param {string} root
 */
export function libraryFolders(root) {
  const found = [];
  for (const part of ['usr/lib', 'lib', 'usr/lib64', 'lib64']) {
    const folder = join(root, part);
    if (!existsSync(folder)) continue;
    found.push(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && /linux-(gnu|musl)/.test(entry.name)) found.push(join(folder, entry.name));
    }
  }
  return found;
}

/**
 * @param {string} bin
 * @param {NodeJS.ProcessEnv} env
 * @param {RedisBinary['how']} how
 * @returns {RedisBinary | Refusal | null} null when there is nothing to run at that path
 */
function examine(bin, env, how) {
  try {
    accessSync(bin, constants.X_OK);
  } catch {
    return null;
  }
  const ran = spawnSync(bin, ['--version'], { encoding: 'utf8', env, timeout: 10_000 });
  const version = parseVersion(ran.stdout ?? '');
  if (!version) return { bin, why: (ran.stderr || ran.error?.message || 'prints no version').trim().split('\n')[0] ?? '' };
  if (!isNewEnough(version)) return { bin, why: `is ${version.name} ${version.version.join('.')}; 7.0 (Valkey 7.2) or newer is needed` };
  return { bin, env, how, version };
}

/**
 * The private copy under `cache`, if one was unpacked.
 * @param {string} cache
 * @param {NodeJS.ProcessEnv} env
 */
function privateCopy(cache, env) {
  const libraries = [...libraryFolders(cache), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  const privateEnv = { ...env, LD_LIBRARY_PATH: libraries };
  const seen = NAMES.map((name) => examine(join(cache, 'usr/bin', name), privateEnv, 'private'));
  return seen.find((each) => each !== null) ?? null;
}

/**
 * What is there already; installs nothing.
 * @param {{ env: NodeJS.ProcessEnv, cache: string, places?: readonly string[] }} where
 * @returns {{ found: RedisBinary | null, refused: Refusal[] }}
 */
export function findRedis({ env, cache, places }) {
  /** @type {Refusal[]} */
  const refused = [];
  for (const bin of candidates(env, places)) {
    const seen = examine(bin, env, env.REDIS_SERVER_BIN ? 'named' : 'system');
    if (seen && 'version' in seen) return { found: seen, refused };
    if (seen) refused.push(seen);
    else if (env.REDIS_SERVER_BIN) refused.push({ bin, why: 'is not a program that can be run' });
  }
  // A named program that does not do is an error to show, not to work around.
  if (env.REDIS_SERVER_BIN) return { found: null, refused };
  const copy = privateCopy(cache, env);
  if (copy && 'version' in copy) return { found: copy, refused };
  return { found: null, refused: copy ? [...refused, copy] : refused };
}

/**
 * Finds a server, unpacking a private copy when the machine has none.
 * @param {{ env: NodeJS.ProcessEnv, cache: string, places?: readonly string[], say: (line: string) => void }} where
 * @returns {{ found: RedisBinary | null, refused: Refusal[] }}
 */
export function ensureRedis({ env, cache, places, say }) {
  const first = findRedis({ env, cache, ...(places && { places }) });
  if (first.found || env.REDIS_SERVER_BIN) return first;
  const outcome = aptUnpack({ cache, env, say });
  if (outcome === 'not-here') return first;
  if (outcome !== 'unpacked') return { found: null, refused: [...first.refused, { bin: cache, why: outcome.failed }] };
  return findRedis({ env, cache, ...(places && { places }) });
}
