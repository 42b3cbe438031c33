import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where a Chromium may be; `CHROMIUM_BIN` names another. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
];

/** Headless, and silent towards the network: pages under test are served from this machine only. */
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  const places = env.CHROMIUM_BIN ? [env.CHROMIUM_BIN] : USUAL_PLACES;
  return places.find(canRun) ?? null;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** For `describe.runIf(browserAvailable)`: browser tests need a Chromium, and the run says so where there is none. */
export const browserAvailable = findBrowser() !== null;

/** The caller closes it. `more` adds flags, such as `--force-prefers-reduced-motion`. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('no Chromium on this machine');
  return chromium.launch({ executablePath, args: [...QUIET, ...more] });
}
