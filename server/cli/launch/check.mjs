// Everything a reviewer's machine would say about the tree, in under a minute and without Redis.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** @type {ReadonlyArray<{ what: string, args: string[] }>} */
const CHECKS = [
  { what: 'format and lint', args: ['@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'] },
  { what: 'types', args: ['typescript/bin/tsc', '-p', '.'] },
  { what: 'unused code', args: ['knip/bin/knip.js'] },
  { what: 'the rules of the tree', args: ['vitest/vitest.mjs', 'run', '--project', 'pure', 'test/architecture'] },
];

/**
 * Runs all of them, also after one failed: who mends a tree wants the whole list.
 * @param {{ root: string, say: import('./say.mjs').Say }} request
 * @returns {Promise<number>}
 */
export async function check({ root, say }) {
  const failed = [];
  for (const { what, args } of CHECKS) {
    const startedAt = Date.now();
    const code = await runTool(root, args);
    say(`${code === 0 ? '✓' : '✗'} ${what} (${((Date.now() - startedAt) / 1_000).toFixed(1)} s)`);
    if (code !== 0) failed.push(what);
  }
  say(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
}

/** @param {string} root @param {string[]} args @returns {Promise<number>} */
function runTool(root, [script = '', ...args]) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
