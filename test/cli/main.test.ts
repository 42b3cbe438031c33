import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const breakwater = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', ...args], { cwd: root, encoding: 'utf8' });

test.each([[[]], [['repaly']], [['constructor']]])('%j is answered with the commands there are, on standard error', (args) => {
  const { status, stdout, stderr } = breakwater(...args);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('Usage: npm run -s breakwater -- <command>');
  expect(stderr).toMatch(/^ {2}replay /m);
});

test('asked for help, the commands are the result', () => {
  const { status, stdout } = breakwater('help');
  expect(status).toBe(0);
  for (const name of ['replay', 'calc', 'simulate', 'doctor', 'user', 'serve']) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
});
