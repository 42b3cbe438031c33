import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOpen } from '../../shared/domain/visit/leg.js';
import type { Position } from '../../shared/kernel/position.js';
import { browserAvailable, launchBrowser } from '../support/browser.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.js';
import { LiveWords } from '../support/live-words.js';
import { buildClient, newContext, problemsOf, signInContext } from '../support/page.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { foldWholeLog } from '../support/whole-log.js';

const TEN_MINUTES_MS = 600_000;
/** A page that stood still for so long was asleep; a busy machine alone does not hold one up like that. */
const LEAST_SLEEP_MS = 5_000;

/**
 * A laptop that is closed for ten minutes: the page's process stands still, the network is gone without a word, and the clock has
 * moved on by ten minutes when it wakes. At sixtyfold speed ten minutes of the floor go by meanwhile.
 */
describe.runIf(browserAvailable)('a browser that sleeps for ten minutes', () => {
  let redis: TestRedis;
  let server: TestServer;
  let road: FaultProxy;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let words: LiveWords;
  let problems: string[];

  beforeAll(async () => {
    await buildClient();
    redis = await startTestRedis();
    server = await startTestServer({ redisUrl: redis.url, env: { SOURCE: 'simulator', SIM_AGENTS: '40', SIM_SEED: '9', SIM_SPEED: '60' } });
    road = await startFaultProxy({ port: server.port });
    browser = await launchBrowser();
    context = await newContext(browser, { language: 'en', width: 1920, height: 1080 });
    // The only thing pretended: the seconds for which the process is stopped are ten minutes by the page's clock.
    await context.addInitScript(`{
      const now = Date.now.bind(Date);
      let last = now();
      window.sleptMs = 0;
      window.mayFallAsleep = false;
      Date.now = () => {
        const gapMs = now() - last;
        last += gapMs;
        if (window.mayFallAsleep && gapMs > ${LEAST_SLEEP_MS}) {
          window.mayFallAsleep = false;
          window.sleptMs = ${TEN_MINUTES_MS} - gapMs;
        }
        return last + window.sleptMs;
      };
    }`);
    await signInContext(context, { origin: `http://localhost:${road.port}` }, 'zhoumin');
    page = await context.newPage();
    problems = problemsOf(page);
    words = new LiveWords(page);
    await page.goto(`http://localhost:${road.port}/floor`);
    await page.locator('.floor:not(.is-loading) .floor-seat').first().waitFor();
    await page.locator('.clock time', { hasText: ':' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await road?.close();
    await server?.stop();
    await redis?.stop();
  });

  /** The processes in which this browser's pages run. */
  async function renderersOf(owner: Browser): Promise<number[]> {
    const devtools = await owner.newBrowserCDPSession();
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    await devtools.detach();
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  }

  test('wakes stale, with the time its numbers are of, and does not let one pass for live', async () => {
    await page.evaluate(() => {
      const pictures: { at: number; live: boolean; stale: boolean }[] = [];
      Object.assign(window, { stillTheSamePage: true, pictures, mayFallAsleep: true });
      // Each picture that is painted from the moment of waking on.
      const look = () => {
        const [live, stale] = ['.conn', '.stale-bar'].map((mark) => document.querySelector(mark) !== null) as [boolean, boolean];
        if ((window as unknown as { sleptMs: number }).sleptMs > 0) pictures.push({ at: performance.now(), live, stale });
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    road.freezeOpen();
    Object.assign(road.faults, { dropUp: true, dropDown: true });
    const renderers = await renderersOf(browser);
    for (const pid of renderers) process.kill(pid, 'SIGSTOP');
    const before = (await foldWholeLog(redis.url)).state.foldedAt;
    const passed = async () => (await foldWholeLog(redis.url)).state.foldedAt - before;
    try {
      // Long enough to be taken for a sleep, however fast the floor catches up.
      await new Promise((resolve) => setTimeout(resolve, LEAST_SLEEP_MS + 1_000));
      await expect.poll(passed, { timeout: 60_000, interval: 1_000 }).toBeGreaterThan(TEN_MINUTES_MS);
    } finally {
      for (const pid of renderers) process.kill(pid, 'SIGCONT');
    }

    await page.locator('.stale-bar').waitFor();
    const bar = await page.locator('.stale-bar').innerText();
    expect(bar).toMatch(/\b10 min\b/);
    expect(bar).toMatch(/\d\d:\d\d:\d\d/);
    expect(await page.locator('.floor.is-stale').count()).toBe(1);
    // Timers stand, numbers have lost their colour.
    const times = () => page.locator('.floor-seat .tm').allInnerTexts();
    const stood = await times();
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    expect(await times()).toEqual(stood);
  });

  test('catches up by itself as soon as there is a network: no reload, only what changed, and it says for how long it was gone', async () => {
    const sockets = words.sockets;
    const before = words.frames.map(({ to }) => to);
    Object.assign(road.faults, { dropUp: false, dropDown: false });
    await page.locator('.stale-bar').waitFor({ state: 'detached' });
    const restored = page.locator('.conn.back');
    await restored.waitFor();
    expect(await restored.innerText()).toMatch(/1[01] min/);
    expect(await page.evaluate(() => 'stillTheSamePage' in window)).toBe(true);
    expect(words.sockets).toBeGreaterThan(sockets);
    // From where it stood; what was on its way when the network went, it never read.
    expect(before).toContain(words.frames[before.length]?.from);

    // What is on the screen is the floor of now: callers and states as the log has them where the screen stands.
    server.freeze();
    try {
      await new Promise((resolve) => setTimeout(resolve, 300));
      const position = words.position as Position;
      const { state } = await foldWholeLog(redis.url, { upTo: position });
      const open = [...state.visits.values()].filter(isOpen);
      const shown = await page.evaluate(() => ({
        marks: document.querySelectorAll('.floor-q-row .mk').length,
        legend: [...document.querySelectorAll('.floor-states .floor-legend li b')]
          .map((one) => Number(one.textContent))
          .filter((n) => n > 0),
      }));
      expect(shown.marks).toBe(open.filter(({ state: now }) => now === 'queued' || now === 'ringing').length);
      const counts = Object.values(state.agentStates).filter((count) => count > 0);
      expect(shown.legend.sort()).toEqual(counts.sort());
    } finally {
      server.thaw();
    }
  });

  test('at no moment was an old picture painted as a live one, and nothing broke', async () => {
    const pictures = await page.evaluate(() => (window as unknown as { pictures: { live: boolean; stale: boolean }[] }).pictures);
    const firstStale = pictures.findIndex(({ stale }) => stale);
    // The picture that woke the page was drawn before it slept; the next but one is marked.
    expect(firstStale).toBeGreaterThanOrEqual(0);
    expect(firstStale).toBeLessThanOrEqual(2);
    const lastStale = pictures.findLastIndex(({ stale }) => stale);
    expect(pictures.slice(firstStale, lastStale).filter(({ live, stale }) => live || !stale)).toEqual([]);
    expect(problems.filter((text) => !text.includes('ERR_'))).toEqual([]);
  });
});
