import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestRedis } from '../support/redis.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const launcher = join(root, 'server/cli/launch.mjs');

let dataDir: string;
let taken: Server;
/** How often somebody called at the port that is taken. */
let calls: number;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'breakwater-start-'));
  calls = 0;
  taken = createServer((socket) => {
    calls += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(taken, 'listening');
});
afterEach(async () => {
  taken.close();
  await rm(dataDir, { recursive: true, force: true });
});
const takenPort = () => {
  const address = taken.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return String(address.port);
};

async function runToEnd(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', DATA_DIR: dataDir, HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const guard = setTimeout(() => child.kill('SIGKILL'), 50_000);
  const [code] = await once(child, 'close');
  clearTimeout(guard);
  return { code: code as number | null, said };
}

/** Processes that were told of this test's own data folder, other than this one. */
async function leftRunning(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const lines = await Promise.all(
    pids.map(async (pid) => {
      const [command, environment] = await Promise.all(
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      return `${command}${environment}`.includes(dataDir) ? [`${pid} ${command?.replaceAll('\0', ' ')}`] : [];
    }),
  );
  return lines.flat();
}

test('a wrong setting is named with its reason before anything is started, and all of them at once', async () => {
  const env = { PORT: 'eighty', SOURCE: 'asterisk', SITE_TIME_ZONE: 'Mars/Olympus', REDIS_URL: `redis://127.0.0.1:${takenPort()}` };
  const { code, said } = await runToEnd([launcher, 'start'], env);
  expect(code).toBe(2);
  expect(said).toMatch(/Nothing was started/);
  expect(said).toMatch(/^PORT must be a whole number from/m);
  for (const name of ['SITE_TIME_ZONE', 'AMI_HOST', 'AMI_USER', 'AMI_SECRET']) expect(said).toMatch(new RegExp(`^${name} `, 'm'));
  expect(calls).toBe(0);
  expect(await readdir(dataDir)).toEqual([]);
  expect(await leftRunning()).toEqual([]);
});

test('the server itself refuses in the same words: no launcher is needed to be told', async () => {
  const { code, said } = await runToEnd(['--import', 'tsx', 'server/main.ts'], {
    SIM_SPEED: 'fast',
    REDIS_URL: `redis://127.0.0.1:${takenPort()}`,
  });
  expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(/^Nothing was started:\nSIM_SPEED must be a number from/) });
  expect(calls).toBe(0);
});

test('a port that is in use: told in one line, and neither a server nor its Redis stays behind', async () => {
  const { code, said } = await runToEnd([launcher, 'start'], { PORT: takenPort() });
  expect(code).toBe(2);
  expect(said).toMatch(new RegExp(`^Could not start: PORT ${takenPort()} on 127.0.0.1 is in use by another program`, 'm'));
  expect(said).not.toMatch(/^\s+at /m);
  expect(await leftRunning()).toEqual([]);
});

test('a site file with a mistake: told with its line and field, not as a stack of our own code', async () => {
  const redis = await startTestRedis();
  try {
    await writeFile(join(dataDir, 'site.yaml'), 'name: 东湾\nqueues:\n  - key: sales\n    threshold: soon\n');
    const env = { REDIS_URL: redis.url, SOURCE: 'none', PORT: '0' };
    const { code, said } = await runToEnd(['--import', 'tsx', 'server/main.ts'], env);
    expect(code).toBe(2);
    expect(said).toMatch(/site\.yaml:4/);
    expect(said).not.toMatch(/^\s+at /m);
  } finally {
    await redis.stop();
  }
});
