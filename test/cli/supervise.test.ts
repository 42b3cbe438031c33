import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { isRunning, noteOf } from '../../server/cli/launch/processes.mjs';

const fileOf = (name: string) => new URL(`../../server/cli/launch/${name}.mjs`, import.meta.url).href;

/** A launcher that supervises `server` (a script) as `npm start` does, and after it says what it would end with. */
function launcher(server: string, lost = 'null') {
  const script = `import { supervise } from ${JSON.stringify(fileOf('supervise'))};
    const code = await supervise({
      args: ['--import', ${JSON.stringify(fileOf('follow-parent'))}, '-e', ${JSON.stringify(server)}],
      root: process.cwd(), env: process.env, lost: ${lost},
      onSpawn: (pid) => console.log('server ' + pid), say: (line) => console.log(line),
    });
    console.log('then Redis is stopped');
    process.exit(code);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Collects what a process prints; `until` settles as soon as a line of it matches. */
function listen(child: ChildProcess) {
  let text = '';
  const waiting: { pattern: RegExp; resolve: () => void }[] = [];
  child.stdout?.on('data', (bytes) => {
    text += bytes;
    for (const { pattern, resolve } of waiting) if (pattern.test(text)) resolve();
  });
  return {
    lines: () => text.trim().split('\n').slice(1),
    serverPid: () => Number(/^server (\d+)/.exec(text)?.[1]),
    until: (pattern: RegExp) => new Promise<void>((resolve) => (pattern.test(text) ? resolve() : waiting.push({ pattern, resolve }))),
  };
}
const STAYS = `process.on('SIGINT', () => { console.log('hung up on browsers'); process.exit(0); }); setInterval(() => {}, 1e6); console.log('listening');`;

test('Ctrl-C stops the server in order, and only then what the server needs', async () => {
  const child = launcher(STAYS);
  const said = listen(child);
  await said.until(/listening/);
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
  expect(said.lines()).toEqual(['listening', 'Stopping…', 'hung up on browsers', 'then Redis is stopped']);
});

test('the same Ctrl-C told twice, by the terminal and by npm, does not cut the stop short', async () => {
  const child = launcher(
    `process.on('SIGINT', () => setTimeout(() => { console.log('hung up on browsers'); process.exit(0); }, 100)); setInterval(() => {}, 1e6); console.log('listening');`,
  );
  const said = listen(child);
  await said.until(/listening/);
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  await said.until(/Stopping/);
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
  expect(said.lines()).toContain('hung up on browsers');
});

test('a server that fails makes the start fail with its code, after Redis is stopped', async () => {
  const child = launcher('process.exit(3)');
  const said = listen(child);
  expect(await once(child, 'exit')).toEqual([3, null]);
  expect(said.lines()).toEqual(['then Redis is stopped']);
});

test('a server killed outright is told as such', async () => {
  const child = launcher(STAYS);
  const said = listen(child);
  await said.until(/listening/);
  const exited = once(child, 'exit');
  process.kill(said.serverPid(), 'SIGKILL');
  expect(await exited).toEqual([1, null]);
  expect(said.lines()).toContain('The server was ended by SIGKILL.');
});

test('when Redis ends by itself the server is stopped: it never goes on showing a floor it cannot write', async () => {
  const child = launcher(
    `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e6);`,
    `new Promise((resolve) => setTimeout(resolve, 300, 'ended with code 1'))`,
  );
  const said = listen(child);
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(said.lines()).toContain('Redis ended with code 1.');
});

test('when the launcher is killed outright, the server stops in order by itself', async () => {
  const child = launcher(`process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e6); console.log('listening');`);
  const said = listen(child);
  await said.until(/listening/);
  const server = noteOf(said.serverPid());
  const outputClosed = once(child, 'close');
  child.kill('SIGKILL');
  // The server holds the same output: it closes when the last of the two has gone.
  await outputClosed;
  expect(isRunning(server)).toBe(false);
});
