import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findRedis } from '../../server/cli/launch/redis-binary.mjs';
import { pingUntilReady } from '../../server/cli/launch/redis-socket.mjs';

/** A real redis-server of a test's own: a unix socket in a private folder, written to disk as in production. */
export interface TestRedis {
  readonly socketPath: string;
  /** For the server's `REDIS_URL`. */
  readonly url: string;
  /** Holds the socket and the append-only file; removed by `stop`. */
  readonly dir: string;
  /** Stops it and removes its folder. Safe to call twice. */
  stop(): Promise<void>;
  /** As a power cut would: no shutdown, no last write. */
  kill9(): Promise<void>;
  /** SIGSTOP and SIGCONT: connections stay up, nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same folder (after `kill9`), or stops it in order and starts it. */
  restart(): Promise<void>;
}

const cache = fileURLToPath(new URL('../../.cache/redis', import.meta.url));

/** `extra` is appended to the command line, such as `['--maxmemory', '20mb']`. */
export async function startTestRedis(extra: readonly string[] = []): Promise<TestRedis> {
  const { found, refused } = findRedis({ env: process.env, cache });
  if (!found)
    throw new Error(`no Redis to test with: run \`npm test\`, which brings one (${refused.map((r) => `${r.bin} ${r.why}`).join('; ')})`);
  const dir = await mkdtemp(join(tmpdir(), 'breakwater-redis-'));
  const socketPath = join(dir, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', socketPath, '--unixsocketperm', '700', '--dir', dir, '--daemonize', 'no'];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--maxmemory-policy', 'noeviction'];

  let child: ChildProcess | null = null;
  const start = async () => {
    const started = spawn(found.bin, [...settings, ...durable, ...extra], { env: found.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (output = (output + text).slice(-2_000)));
    child = started;
    await pingUntilReady(socketPath, { within: 20_000, isGone: () => started.exitCode !== null }).catch((cause: unknown) => {
      throw new Error(`redis-server did not start: ${output}`, { cause });
    });
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
  };
  // A test run that is cut short leaves no server behind.
  const lastResort = () => child?.kill('SIGKILL');
  process.once('exit', lastResort);

  await start();
  return {
    socketPath,
    url: `unix://${socketPath}`,
    dir,
    kill9: () => end('SIGKILL'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async restart() {
      await end('SIGTERM');
      await start();
    },
    async stop() {
      process.off('exit', lastResort);
      await end('SIGTERM');
      await rm(dir, { recursive: true, force: true });
    },
  };
}
