import { Readable, Writable } from 'node:stream';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { run as runUser } from '../../../server/cli/user.js';
import { browserAvailable, launchBrowser } from '../../support/browser.js';
import { startTestRedis } from '../../support/redis.js';
import { signIn, startTestServer, type TestServer } from '../../support/server.js';
import type { FloorSize } from '../floor/opening.js';
import { type Child, startChild } from '../harness/child.js';
import { pause } from '../harness/clock.js';
import type { Loader } from '../processes/loader.js';
import type { Row } from '../report.js';
import type { Keep } from './pipe.js';

const LOGIN = 'bench';
const PASSWORD = 'a floor that is only for measuring';
const SITE = 'main';
const VIEWPORT = { width: 1920, height: 1080 };

/** A supervisor's screen in a real browser, on the product's own server and a log that is written to disk as in production. */
export interface Screen {
  readonly page: Page;
  readonly loader: Child<Loader>;
  /** Milliseconds that the page's main thread worked for each second, and its tasks of more than 50 ms, while events came at this rate. */
  work(load: { perSecond: number; seconds: number }): Promise<{ cpu: number; longTasks: number }>;
  /** Goes to another view of the floor, without loading the page again. */
  show(path: string): Promise<void>;
}

export async function openScreen(keep: Keep, size: FloorSize): Promise<Screen> {
  const redis = keep(await startTestRedis());
  const server = keep(await startTestServer({ redisUrl: redis.url, env: { SOURCE: 'none', SITE_ID: SITE, NODE_ENV: 'production' } }));
  const loader = keep(startChild<Loader>('loader'));
  await loader.call('start', { redisPath: redis.socketPath, into: 'log', site: SITE, seed: 1, ...size });
  await addSupervisor(redis.url);
  const browser = await launchBrowser();
  keep({ stop: () => browser.close() });
  const context = await signedInContext(browser, server, { login: LOGIN, password: PASSWORD });
  const page = await context.newPage();
  await page.addInitScript({ content: COUNT_LONG_TASKS });
  await page.goto(`${server.origin}/floor`);
  await page.waitForSelector('.floor-seats [data-item]', { timeout: 60_000 });
  // A display that repaints: without it a page at rest is not even asked for frames, and everything looks dear beside it.
  await page.evaluate(REPAINT);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    page,
    loader,
    async work({ perSecond, seconds }) {
      const loading = loader.call('run', { perSecond, seconds: seconds + LEAD_SECONDS + 0.2 });
      await pause(LEAD_SECONDS * 1_000);
      const before = { cpu: await taskMs(cdp), long: await longTasks(page) };
      await pause(seconds * 1_000);
      const after = { cpu: await taskMs(cdp), long: await longTasks(page) };
      await loading;
      return { cpu: (after.cpu - before.cpu) / seconds, longTasks: after.long - before.long };
    },
    async show(path) {
      await page.evaluate((to) => window.history.pushState({}, '', to), path);
      await pause(SETTLE_MS);
    },
  };
}

export async function signedInContext(
  browser: Browser,
  server: TestServer,
  { login, password }: { login: string; password: string },
): Promise<BrowserContext> {
  const cookie = await signIn(server, login, password);
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US' });
  await context.addCookies(cookie.split('; ').map((pair) => cookieOf(pair, server.origin)));
  return context;
}

const LEAD_SECONDS = 1;
const SETTLE_MS = 300;

/** Where there is no browser, what needs one could not be measured. */
export const withoutBrowser = (figures: readonly string[], bar: number): Row[] | null =>
  browserAvailable ? null : figures.map((goal) => ({ goal, figure: null, bar, holds: null, note: 'no Chromium on this machine' }));

async function addSupervisor(redisUrl: string): Promise<void> {
  let said = '';
  const quiet = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said += chunk.toString();
      done();
    },
  });
  const env = { REDIS_URL: redisUrl, SOURCE: 'none', SITE_ID: SITE };
  const io = { stdin: Readable.from([`${PASSWORD}\n`]), stdout: quiet, stderr: quiet, env };
  const code = await runUser(['add', LOGIN, '--role', 'supervisor'], io);
  if (code !== 0) throw new Error(`no supervisor could be added: ${said}`);
}

function cookieOf(pair: string, url: string) {
  const equals = pair.indexOf('=');
  return { name: pair.slice(0, equals), value: pair.slice(equals + 1), url };
}

async function taskMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
}

/** For the page itself, as text: what our compiler makes of a function needs helpers that the page does not have. */
const REPAINT = 'const again = () => void requestAnimationFrame(again); again();';
const COUNT_LONG_TASKS = `
  globalThis.longTasksSeen = 0;
  new PerformanceObserver((list) => { globalThis.longTasksSeen += list.getEntries().length; }).observe({ entryTypes: ['longtask'] });
`;
const longTasks = (page: Page): Promise<number> => page.evaluate('globalThis.longTasksSeen');
