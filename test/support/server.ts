import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A real server process, from source, on a port of its own. */
export interface TestServer {
  readonly origin: string;
  readonly port: number;
  /** SIGTERM, and waits until it is gone; gives its exit code. */
  stop(): Promise<number | null>;
  kill9(): Promise<void>;
  /** SIGSTOP and SIGCONT: a node that hangs. */
  freeze(): void;
  thaw(): void;
  /** What it has said so far, for a failing test. */
  output(): string;
}

export interface TestServerOptions {
  readonly redisUrl: string;
  /** Reused after a kill, as a restarted service is. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export async function startTestServer({ redisUrl, port: wanted, env = {} }: TestServerOptions): Promise<TestServer> {
  const port = wanted ?? (await freePort());
  const dataDir = await mkdtemp(join(tmpdir(), 'breakwater-data-'));
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      REDIS_URL: redisUrl,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      // The same at any hour, and soon in the present.
      SIM_SHIFTS: 'off',
      SIM_HISTORY: '20',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output = (output + text).slice(-8_000)));
  const lastResort = () => child.kill('SIGKILL');
  process.once('exit', lastResort);
  const isGone = () => child.exitCode !== null || child.signalCode !== null;

  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (!isGone()) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    process.off('exit', lastResort);
    await rm(dataDir, { recursive: true, force: true });
    return child.exitCode;
  };

  const origin = `http://localhost:${port}`;
  await untilReady(`http://127.0.0.1:${port}/readyz`, isGone).catch(async (cause: unknown) => {
    await end('SIGKILL');
    throw new Error(`the server did not start: ${output}`, { cause });
  });
  return {
    origin,
    port,
    stop: () => end('SIGTERM'),
    kill9: async () => void (await end('SIGKILL')),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    output: () => output,
  };
}

async function untilReady(url: string, isGone: () => boolean): Promise<void> {
  // A guard against hanging for ever, not a measure of speed.
  const giveUpAt = Date.now() + 60_000;
  while (Date.now() < giveUpAt) {
    if (isGone()) throw new Error('it ended');
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it was not ready within a minute');
}

/** Signs in and gives the `Cookie` header of the session. */
export async function signIn(server: Pick<TestServer, 'origin'>, login: string, password: string): Promise<string> {
  const answer = await fetch(`${server.origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.origin },
    body: JSON.stringify({ login, password }),
  });
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
