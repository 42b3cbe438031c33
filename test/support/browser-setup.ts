import { findBrowser } from './browser.js';

/** Runs once before the browser tests: says in one line whether they will run. */
export function setup(): void {
  const path = findBrowser();
  const line = path
    ? `Browser tests run in ${path}.`
    : 'Browser tests are SKIPPED: no Chromium here (install it, e.g. `apt-get install chromium`, or set CHROMIUM_BIN).';
  process.stderr.write(`${line}\n`);
}
