// The Redis that belongs to one data folder: started by whoever holds the folder's lock, adopted when it outlived its
// owner, and stopped after the server has stopped.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir, totalmem, userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { end, isRunning } from './processes.mjs';
import { ask, isAlive, pingUntilReady } from './redis-socket.mjs';
import { Stop } from './say.mjs';

/** The longest path that Linux takes for a unix socket, in bytes; macOS takes 103. */
const LONGEST_SOCKET_PATH = process.platform === 'darwin' ? 103 : 107;
const LONGEST_LOG_BYTES = 1024 * 1024;

/**
 * Where the socket lies: in the data folder, or where its path would be too long in a folder of ours among the
 * temporary files, under a name that the data folder alone gives.
 * @param {string} dataDir absolute
 * @param {{ temporary?: string, uid?: number }} [machine]
 */
export function socketPathOf(dataDir, { temporary = tmpdir(), uid = userInfo().uid } = {}) {
  const near = join(dataDir, 'redis.sock');
  if (Buffer.byteLength(near) <= LONGEST_SOCKET_PATH) return near;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  return join(temporary, `breakwater-${uid}-${name}`, 'redis.sock');
}

/**
 * Half of the memory there is (of the container's, where it has a limit), so that rewriting the append-only file, which
 * can double what Redis holds, still fits. Redis refuses writes above that; it never evicts part of a log.
 * @param {{ totalBytes: number, limitBytes: number }} machine `limitBytes`: 0 when there is no limit
 */
export function maxMemoryBytes({ totalBytes, limitBytes }) {
  const usable = limitBytes > 0 && limitBytes < totalBytes ? limitBytes : totalBytes;
  return Math.floor(usable / 2);
}

/**
 * @param {{ dir: string, socketPath: string, maxMemory: number }} settings
 * @returns {string[]}
 */
export function redisArguments({ dir, socketPath, maxMemory }) {
  return [
    ...['--port', '0', '--unixsocket', socketPath, '--unixsocketperm', '700'],
    ...['--dir', dir, '--logfile', join(dir, 'redis.log'), '--daemonize', 'no'],
    // A write that was answered is on disk. Snapshots of Redis's own are off: the append-only file is the whole truth.
    ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
    ...['--maxmemory', String(maxMemory), '--maxmemory-policy', 'noeviction'],
  ];
}

/**
 * @typedef {object} PrivateRedis
 * @property {string} url for the server's REDIS_URL
 * @property {Promise<string>} ended when it ends by itself, with the reason
 * @property {() => Promise<void>} stop
 */

/**
 * Whether a Redis already serves this data folder.
 * @param {string} dataDir
 */
export async function servedAt(dataDir) {
  const socketPath = socketPathOf(dataDir);
  return (await isAlive(socketPath)) ? `unix://${socketPath}` : null;
}

/**
 * @param {{ dataDir: string, binary: import('./redis-binary.mjs').RedisBinary, lock: import('./data-lock.mjs').DataLock,
 *   say: import('./say.mjs').Say, isUnwanted?: () => boolean }} request
 *   the caller holds the folder's lock; once `isUnwanted`, a Redis that is still loading is stopped
 * @returns {Promise<PrivateRedis>}
 */
export async function openPrivateRedis({ dataDir, binary, lock, say, isUnwanted = () => false }) {
  const socketPath = socketPathOf(dataDir);
  const url = `unix://${socketPath}`;
  const orphan = lock.orphans.redis;
  if (await isAlive(socketPath)) {
    say('Taking over the Redis that an earlier run left behind…');
    if (orphan) lock.noteChild('redis', orphan.pid);
    await pingUntilReady(socketPath, { within: loadPatienceMs, isGone: () => isUnwanted() || !existsSync(socketPath) });
    const watch = watchEnd(socketPath, orphan);
    return {
      url,
      ended: watch.ended,
      stop() {
        watch.stop();
        return shutDown(socketPath, orphan);
      },
    };
  }
  // Alive and deaf, or with its socket removed: it may still write, so it must be gone before another one starts.
  if (orphan) await end(orphan, 20_000);
  return start({ dataDir, socketPath, url, binary, lock, say, isUnwanted });
}

/** Loading a very long append-only file takes Redis minutes, during which it answers that it is loading. */
const loadPatienceMs = 15 * 60_000;

/**
 * @param {{ dataDir: string, socketPath: string, url: string, binary: import('./redis-binary.mjs').RedisBinary,
 *   lock: import('./data-lock.mjs').DataLock, say: import('./say.mjs').Say, isUnwanted: () => boolean }} request
 * @returns {Promise<PrivateRedis>}
 */
async function start({ dataDir, socketPath, url, binary, lock, say, isUnwanted }) {
  const dir = join(dataDir, 'redis');
  ownFolder(dataDir);
  ownFolder(dir);
  if (!socketPath.startsWith(dataDir)) ownFolder(join(socketPath, '..'));
  rmSync(socketPath, { force: true });
  const log = join(dir, 'redis.log');
  if (existsSync(log) && statSync(log).size > LONGEST_LOG_BYTES) rmSync(log);

  const { name, version } = binary.version;
  say(`Starting ${name} ${version.join('.')} (private, data in ${shortest(dir)})…`);
  const maxMemory = maxMemoryBytes({ totalBytes: totalmem(), limitBytes: process.constrainedMemory?.() ?? 0 });
  // In a process group of its own: Ctrl-C reaches the whole group of a terminal, and Redis must outlive the server.
  const child = spawn(binary.bin, redisArguments({ dir, socketPath, maxMemory }), {
    env: binary.env,
    cwd: dir,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (bytes) => (complaints = (complaints + bytes).slice(-2_000)));
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });
  let isGone = false;
  void ended.then(() => (isGone = true));
  if (child.pid) lock.noteChild('redis', child.pid);
  try {
    await pingUntilReady(socketPath, { within: loadPatienceMs, isGone: () => isGone || isUnwanted() });
  } catch (cause) {
    child.kill('SIGTERM');
    await ended;
    if (isUnwanted()) throw new Stop('Stopped before the server was started.', 130);
    const why = [complaints.trim(), lastLines(log)].filter(Boolean).join('\n');
    throw new Stop(`Redis did not start: ${/** @type {Error} */ (cause).message}\n${why}`);
  }
  return {
    url,
    ended,
    async stop() {
      if (!isGone) child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * Notices the end of a Redis that is not our child: nobody tells us of it, so it is looked at once a second.
 * @param {string} socketPath
 * @param {import('./processes.mjs').ProcessNote | undefined} note
 */
export function watchEnd(socketPath, note, everyMs = 1_000) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let isStopped = false;
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    const look = async () => {
      const isHere = note ? isRunning(note) : await isAlive(socketPath);
      if (isStopped) return;
      if (!isHere) return resolve('ended');
      timer = setTimeout(look, everyMs);
    };
    timer = setTimeout(look, everyMs);
  });
  return {
    ended,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Stops a Redis that is not our child.
 * @param {string} socketPath
 * @param {import('./processes.mjs').ProcessNote | undefined} note
 */
async function shutDown(socketPath, note) {
  await ask(socketPath, ['SHUTDOWN']).catch(() => '');
  while (await isAlive(socketPath)) await new Promise((resolve) => setTimeout(resolve, 20));
  if (note) await end(note, 20_000);
}

/**
 * A folder that only its owner may enter. One that belongs to someone else (in a shared temporary folder) is refused.
 * @param {string} path
 */
function ownFolder(path) {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(path);
  const me = process.getuid?.() ?? uid;
  if (uid !== me && me !== 0) throw new Stop(`${path} belongs to another user.`);
  if (uid === me) chmodSync(path, 0o700);
}

/** As a person would write it from where they are. @param {string} path */
function shortest(path) {
  const near = relative('.', path);
  return near.startsWith('..') ? path : near;
}

/** @param {string} log */
function lastLines(log) {
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n') : '';
}
