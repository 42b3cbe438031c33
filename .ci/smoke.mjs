// `npm start` as its reader meets it: a fresh clone, one command, Ctrl-C, and once more. Writes `ok …` or `not ok …` a step.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ask } from '../server/cli/launch/redis-socket.mjs';

const [report] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'breakwater-fresh-'));
const clone = join(folder, 'clone');
const socket = join(clone, 'data/redis.sock');
const logKey = '{site:demo}:log';
let failures = 0;

/** @param {string} title @param {() => Promise<unknown>} step */
async function step(title, step) {
  const startedAt = Date.now();
  let line = `ok ${title}`;
  try {
    await step();
  } catch (error) {
    failures += 1;
    line = `not ok ${title}: ${error instanceof Error ? error.message : error}`;
  }
  console.log(`${line} (${((Date.now() - startedAt) / 1_000).toFixed(1)} s)`);
  if (report) appendFileSync(report, `${line}\n`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : 0;
}
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;

/** What npm start says is kept, and shown when a step fails. */
let said = '';
function start() {
  said = '';
  // A process group of its own, as a shell gives to what it runs: Ctrl-C then reaches all of it.
  const child = spawn('npm', ['start', '--silent'], {
    cwd: clone,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes));
  return child;
}

/** @param {import('node:child_process').ChildProcess} child @param {string} path @param {number} withinMs */
async function answers(child, path, withinMs) {
  const until = Date.now() + withinMs;
  for (;;) {
    const status = await fetch(origin + path).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${said}`);
    if (Date.now() > until) throw new Error(`${path} answered ${status || 'nothing'} after ${withinMs} ms:\n${said}`);
    await after(100);
  }
}

/** @param {import('node:child_process').ChildProcess} child */
async function ctrlC(child) {
  const exited = once(child, 'exit');
  process.kill(-(child.pid ?? 0), 'SIGINT');
  const ended = await Promise.race([exited.then(() => true), after(40_000, false, { ref: false })]);
  if (!ended) throw new Error(`still running 40 s after Ctrl-C:\n${said}`);
  const left = processesOfClone();
  if (left.length > 0) throw new Error(`left running: ${left.map(({ line }) => line).join('; ')}`);
}

/** Whatever runs in or from the clone. */
function processesOfClone() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const isOurs = readlinkSync(`/proc/${pid}/cwd`).startsWith(clone) || line.includes(clone);
        return isOurs && line !== '' ? [{ pid: Number(pid), line }] : [];
      } catch {
        return []; // ended meanwhile, or not ours to look at
      }
    });
}

const length = async () => Number((await ask(socket, ['XLEN', logKey])).slice(1));
const epoch = () => ask(socket, ['EVAL', "return redis.status_reply(redis.call('GET', KEYS[1]))", '1', '{site:demo}:epoch']);
let lengthAtStop = 0;
let epochAtStop = '';

try {
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', fileURLToPath(new URL('..', import.meta.url)), clone], { stdio: 'inherit' });

  let child = start();
  await step('a fresh clone starts with one command', () => answers(child, '/healthz', 300_000));
  await step('it is ready to serve', () => answers(child, '/readyz', 60_000));
  await step('it says its address and the demo accounts', async () => {
    if (!said.includes(String(port)) || !/demo/i.test(said)) throw new Error(said);
  });
  await step('it serves the page', async () => {
    const page = await fetch(origin).then((response) => response.text());
    if (!/<script[^>]+src="\/assets\//.test(page)) throw new Error(page.slice(0, 300));
  });
  await step('the floor lives: its log grows', async () => {
    const until = Date.now() + 60_000;
    while (!((await length()) > 5)) {
      if (Date.now() > until) throw new Error(`${await ask(socket, ['XLEN', logKey])} after 60 s`);
      await after(200);
    }
  });
  await step('a second start on the same data is refused', async () => {
    const second = start();
    await once(second, 'exit');
    if (second.exitCode === 0 || !said.includes('is in use')) throw new Error(`${second.exitCode}: ${said}`);
  });
  await step('Ctrl-C stops all that it started', async () => {
    lengthAtStop = await length();
    epochAtStop = await epoch();
    await ctrlC(child);
  });

  child = start();
  await step('the next start takes seconds and goes on from the log', async () => {
    await answers(child, '/readyz', 60_000);
    if ((await length()) < lengthAtStop || (await epoch()) !== epochAtStop) throw new Error('the log is not the one of before');
    if (/Installing|Building/.test(said)) throw new Error(`it did again what was done: ${said}`);
  });
  await step('after a kill of everything at once it starts again with all that was written', async () => {
    lengthAtStop = await length();
    for (const { pid } of processesOfClone()) process.kill(pid, 'SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    child = start();
    await answers(child, '/readyz', 60_000);
    if ((await length()) < lengthAtStop) throw new Error(`${lengthAtStop} commits before, ${await length()} after`);
  });
  await step('and stops again', () => ctrlC(child));
} finally {
  for (const { pid } of processesOfClone()) process.kill(pid, 'SIGKILL');
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}
process.exit(failures === 0 ? 0 : 1);
