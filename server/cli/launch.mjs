#!/usr/bin/env node
// What every npm script runs first. Plain JavaScript without dependencies: on a fresh clone there are none yet.
// It brings what is missing (packages, Redis, the build), runs what was asked for, and leaves nothing running behind.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt, isBuilt } from './launch/build.mjs';
import { check } from './launch/check.mjs';
import { lockDataDir, ownerOf } from './launch/data-lock.mjs';
import { dataDirOf, readEnvironment, usesOwnRedis, withoutSettings } from './launch/environment.mjs';
import { noRedisMessage } from './launch/no-redis.mjs';
import { ensurePackages } from './launch/packages.mjs';
import { end } from './launch/processes.mjs';
import { ensureRedis } from './launch/redis-binary.mjs';
import { openPrivateRedis, servedAt } from './launch/redis-private.mjs';
import { Stop, sayTo } from './launch/say.mjs';
import { supervise } from './launch/supervise.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const OLDEST_NODE = [20, 19];
/** The last major version whose maintainers have stopped mending it (Node 20: April 2026). */
const ENDED_NODE = 20;

const [mode = 'start', ...args] = process.argv.slice(2);
// These print a result that other programs read: everything else they say goes to the other stream.
const isForPrograms = mode === 'cli' || mode === 'bench';
const say = sayTo(isForPrograms ? process.stderr : process.stdout);

/** @type {Record<string, (args: string[]) => Promise<number>>} */
const MODES = {
  start: () => serve({ dev: false }),
  dev: () => serve({ dev: true }),
  async test(vitestArgs) {
    bringPackages();
    bringRedis(process.env);
    await ensureBuilt({ root, say });
    const args = ['run', ...vitestArgs];
    return run([tool('vitest/vitest.mjs'), ...args], { ...withoutSettings(process.env), NODE_ENV: 'test' });
  },
  async check() {
    bringPackages();
    return check({ root, say });
  },
  async bench(benchArgs) {
    bringPackages();
    bringRedis(process.env);
    await ensureBuilt({ root, say });
    return run([...fromSource, join(root, 'test/bench/main.ts'), ...benchArgs], withoutSettings(process.env));
  },
  async build() {
    bringPackages();
    await ensureBuilt({ root, say });
    say('Built: dist/client and dist/server.');
    return 0;
  },
  async cli(commandArgs) {
    if (commandArgs[0] === 'serve') return serve({ dev: false });
    bringPackages();
    const env = readEnvironment(root, process.env);
    const command = [...(isBuilt(root, 'server') ? [join(root, 'dist/server/cli.js')] : [...fromSource, join(root, 'server/cli/main.ts')])];
    const [redis, release] = needsRedis(commandArgs) && usesOwnRedis(env) ? await borrowRedis(env, commandArgs) : [{}, async () => {}];
    try {
      return await run([...command, ...commandArgs], { ...env, ...redis });
    } finally {
      await release();
    }
  },
};

/** Runs TypeScript as it stands, for what is not worth a build. */
const fromSource = ['--import', pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href];
/** @param {string} path within node_modules */
const tool = (path) => join(root, 'node_modules', path);

function bringPackages() {
  ensurePackages({ root, say, output: isForPrograms ? 2 : 'inherit' });
}

/** @param {NodeJS.ProcessEnv} env */
function bringRedis(env) {
  const { found, refused } = ensureRedis({ env, cache: join(root, '.cache/redis'), say });
  if (!found) throw new Stop(noRedisMessage(refused));
  return found;
}

/**
 * Wrong settings are told before anything is started.
 * @param {NodeJS.ProcessEnv} env
 */
async function checkSettings(env) {
  const { loadConfig, describeProblems } = await import(pathToFileURL(join(root, 'dist/server/config.js')).href);
  const config = loadConfig(env);
  if (!config.ok) throw new Stop(`Nothing was started:\n${describeProblems(config.error)}`, 2);
}

/**
 * The server with its Redis, until it is told to stop.
 * @param {{ dev: boolean }} how
 */
async function serve({ dev }) {
  if (Number(process.versions.node.split('.')[0]) <= ENDED_NODE) {
    say(`Node ${process.versions.node} no longer gets security fixes; it works, and Node 24 is recommended.`);
  }
  bringPackages();
  const env = readEnvironment(root, process.env);
  await ensureBuilt({ root, say });
  await checkSettings(env);
  const server = dev
    ? devServer(env)
    : { args: ['--enable-source-maps', join(root, 'dist/server/main.js')], env: { NODE_ENV: 'production', ...env } };
  const stopClient = dev ? watchClient(env) : () => {};
  try {
    return usesOwnRedis(env) ? await serveWithOwnRedis(server, env) : await superviseServer(server, () => {}, null);
  } finally {
    stopClient();
  }
}

/**
 * @typedef {{ args: string[], env: NodeJS.ProcessEnv }} Program
 * @param {Program} server
 * @param {NodeJS.ProcessEnv} env
 */
async function serveWithOwnRedis(server, env) {
  const binary = bringRedis(env);
  const dataDir = dataDirOf(root, env);
  const locked = lockDataDir(dataDir, mode === 'dev' ? 'npm run dev' : 'npm start');
  if ('heldBy' in locked) {
    throw new Stop(
      `${dataDir} is in use: process ${locked.heldBy.pid} (${locked.heldBy.what}). Stop it, or set another DATA_DIR and PORT.`,
    );
  }
  const { lock } = locked;
  // From here on Ctrl-C must find its way to Redis: it runs apart from this terminal.
  let isUnwanted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => (isUnwanted = true));
  try {
    // A server whose launcher was killed is on its way out by itself; its port must be free before ours wants it.
    if (lock.orphans.server) await end(lock.orphans.server, 10_000);
    const redis = await openPrivateRedis({ dataDir, binary, lock, say, isUnwanted: () => isUnwanted });
    let code = 0;
    try {
      const withRedis = { args: server.args, env: { ...server.env, REDIS_URL: redis.url } };
      if (!isUnwanted) code = await superviseServer(withRedis, (pid) => lock.noteChild('server', pid), redis.ended);
    } finally {
      await redis.stop();
    }
    if (code === 0) say('Stopped. The next start goes on from here.');
    return code;
  } finally {
    lock.release();
  }
}

/**
 * @param {Program} program
 * @param {(pid: number) => void} onSpawn
 * @param {Promise<string> | null} lost
 */
function superviseServer({ args, env }, onSpawn, lost) {
  const follow = pathToFileURL(join(root, 'server/cli/launch/follow-parent.mjs')).href;
  return supervise({ args: ['--import', follow, ...args], root, env, onSpawn, say, lost });
}

/**
 * The server from its sources, started again on every change of them, the Lua beside them included.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Program}
 */
function devServer(env) {
  const watch = [tool('tsx/dist/cli.mjs'), 'watch', '--clear-screen=false', '--include', join(root, 'server/**/*.lua')];
  // The address in the browser is the client's development server, whatever the deployed one is.
  return { args: [...watch, join(root, 'server/main.ts')], env: { ...env, NODE_ENV: 'development', PUBLIC_URL: '' } };
}

/**
 * The client's development server: it shows each change at once and passes all else on to ours.
 * @param {NodeJS.ProcessEnv} env
 */
function watchClient(env) {
  say('For the page that reloads on change, open the address that Vite prints.');
  const child = spawn(process.execPath, [tool('vite/bin/vite.js')], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  return () => child.kill('SIGTERM');
}

/** Which commands work on a site's log or accounts. @param {string[]} args */
function needsRedis([command, ...rest]) {
  if (command === 'replay') return !rest.join(' ').match(/--log[ =]memory/);
  return ['doctor', 'user', 'site'].includes(command ?? '');
}

/**
 * The data folder's Redis for one command: the one that runs, or one for just as long.
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} args
 * @returns {Promise<[{ REDIS_URL: string }, () => Promise<void>]>}
 */
async function borrowRedis(env, [command]) {
  const dataDir = dataDirOf(root, env);
  const running = ownerOf(dataDir) && (await servedAt(dataDir));
  if (running) return [{ REDIS_URL: running }, async () => {}];
  const binary = bringRedis(env);
  const locked = lockDataDir(dataDir, `breakwater ${command}`);
  if ('heldBy' in locked) {
    const url = await servedAt(dataDir);
    if (url) return [{ REDIS_URL: url }, async () => {}];
    throw new Stop(`${dataDir} is in use: process ${locked.heldBy.pid} (${locked.heldBy.what}).`);
  }
  const redis = await openPrivateRedis({ dataDir, binary, lock: locked.lock, say: () => {} });
  const release = async () => {
    await redis.stop();
    locked.lock.release();
  };
  return [{ REDIS_URL: redis.url }, release];
}

/**
 * Runs node to its end with our own input and output; a wish to stop goes to it.
 * @param {string[]} nodeArgs
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function run(nodeArgs, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, nodeArgs, { cwd: root, env, stdio: 'inherit' });
    for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      // A terminal's Ctrl-C has reached the child already: it is in our process group.
      process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

async function main() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Stop(
      `Breakwater needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.\n需要 Node ${OLDEST_NODE.join('.')} 或更高版本。`,
    );
  }
  if (!existsSync(join(root, 'package-lock.json'))) throw new Stop('package-lock.json is missing: this is not a whole clone.');
  const chosen = MODES[mode];
  if (!chosen) throw new Stop(`Unknown: ${mode}. One of ${Object.keys(MODES).join(', ')}.`, 2);
  return chosen(args);
}

const code = await main().catch((error) => {
  process.stderr.write(`${error instanceof Stop ? error.message : (error?.stack ?? error)}\n`);
  return error instanceof Stop ? error.exitCode : 1;
});
process.exit(code);
