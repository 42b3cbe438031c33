import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browserAvailable, launchBrowser } from '../support/browser.js';
import { axeFindings, buildClient, signInContext } from '../support/page.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';

/** A supervisor's browser on a simulated floor of 120 agents, served as in production. */
describe.runIf(browserAvailable)('the floor in a browser', () => {
  let redis: TestRedis;
  let server: TestServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    await buildClient();
    redis = await startTestRedis();
    server = await startTestServer({ redisUrl: redis.url, env: { SOURCE: 'simulator', SIM_AGENTS: '120', SIM_SEED: '7', SIM_SPEED: '3' } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await redis?.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'en-GB', colorScheme: 'dark' });
    await signInContext(context, server, 'zhoumin');
    problems = [];
    page = await newPage();
  });
  afterEach(() => context.close());

  async function newPage(): Promise<Page> {
    const made = await context.newPage();
    made.on('pageerror', (error) => problems.push(String(error)));
    made.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    return made;
  }

  async function open(path = '/floor', where = page): Promise<void> {
    await where.goto(`${server.origin}${path}`);
    await where.locator('.floor:not(.is-loading) .floor-seat').first().waitFor();
    // The first heartbeat brings the site's clock.
    await where.locator('.clock time', { hasText: ':' }).waitFor();
  }

  test('shows every queue and every agent on one screen, and nothing goes wrong on the way', async () => {
    await open();
    expect(await page.locator('.floor-q-row').count()).toBe(12);
    expect(await page.locator('.floor-seat[data-item]').count()).toBe(120);
    const scrolls = await page.evaluate(() =>
      [...document.querySelectorAll('.floor-scroll')]
        .filter((one) => one.scrollHeight > one.clientHeight + 1)
        .map((one) => one.parentElement?.className),
    );
    expect(scrolls.filter((name) => name?.includes('floor-agents'))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)).toBe(true);
    expect(problems).toEqual([]);
  });

  test('agrees with itself: as many marks and rows as the numbers say', async () => {
    await open();
    // Looked at within one task of the page, so that no frame comes between.
    const floor = await page.evaluate(() => {
      const number = (text: string | null | undefined) => Number((text ?? '').replace(/[^\d]/g, ''));
      const rows = [...document.querySelectorAll('.floor-q-row')].map((row) => ({
        said: number(row.querySelectorAll('[role="gridcell"]')[1]?.textContent),
        marks: row.querySelectorAll('.mk').length,
      }));
      return { rows, callers: number(document.querySelector('.floor-callers h2 small')?.textContent) };
    });
    for (const { said, marks } of floor.rows) expect(marks).toBe(said);
    expect(floor.callers).toBe(floor.rows.reduce((sum, row) => sum + row.said, 0));
  });

  test('a number leads to its definition and to the calls behind it, and back', async () => {
    await open();
    await page
      .getByRole('button', { name: /^Answered/ })
      .first()
      .click();
    const panel = page.getByRole('complementary', { name: 'Answered' });
    await panel.getByText('calls with a moment of answer').waitFor();
    await panel.locator('.floor-call').first().waitFor();
    const total = Number(
      (
        await panel
          .getByText(/[\d,]+ calls?/)
          .first()
          .innerText()
      )
        .replace(/[^\d]/g, '')
        .slice(0, -2),
    );
    expect(total).toBeGreaterThan(0);
    const first = await panel.locator('.floor-call').count();
    await panel.locator('.floor-calls').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect.poll(() => panel.locator('.floor-calls').evaluate((list) => list.scrollHeight)).toBeGreaterThan(first * 44);
    await page.goBack();
    await page.getByRole('complementary', { name: 'What is past its limit' }).waitFor();
    await page.goForward();
    await panel.waitFor();
    expect(problems).toEqual([]);
  });

  test('a filtered view is shared by its address', async () => {
    await open();
    await page.getByRole('button', { name: /All 12 queues/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'VIP line' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'By state' }).click();
    await expect.poll(() => page.locator('.floor-q-row').count()).toBe(1);
    const other = await newPage();
    await open(page.url().slice(server.origin.length), other);
    expect(await other.locator('.floor-q-row').count()).toBe(1);
    expect(await other.getByRole('button', { name: 'By state' }).getAttribute('aria-pressed')).toBe('true');
    await page.goBack();
    await page.goBack();
    await expect.poll(() => page.locator('.floor-q-row').count()).toBe(12);
  });

  test('an agent is found by name, and opened by keyboard alone', async () => {
    await open();
    const name = await page.locator('.floor-seat .nm').nth(17).innerText();
    await page.keyboard.press('/');
    await page.keyboard.type(name);
    await expect.poll(() => page.locator('.floor-seat[data-item]').count()).toBeLessThan(5);
    await page.locator('.floor-seat[tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Agent' }).getByRole('heading', { name }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'What is past its limit' }).waitFor();
  });

  test('is in Chinese or English, dark or light, at once and without a reload', async () => {
    await open();
    await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitemradio', { name: '简体中文' }).click();
    await page.getByRole('heading', { name: /^队列/ }).waitFor();
    const theme = () => page.locator('html').getAttribute('data-theme');
    const before = await theme();
    await page.keyboard.press('t');
    await expect.poll(theme).not.toBe(before);
    expect(await page.evaluate(() => 'stillTheSamePage' in window)).toBe(true);
  });

  test('paused, it stands still; live again, it has what happened meanwhile', async () => {
    await open();
    const time = () => page.locator('.floor-seat .tm').first().innerText();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: /^Go live/ }).waitFor();
    const clock = () => page.locator('.clock time').innerText();
    const stands = [await time(), await clock()];
    // Another page of the same floor, live: its clock shows that time went on.
    const live = await newPage();
    await open('/floor', live);
    await expect.poll(() => live.locator('.clock time').innerText()).not.toBe(stands[1]);
    expect([await time(), await clock()]).toEqual(stands);
    await page.getByRole('button', { name: /^Go live/ }).click();
    await expect.poll(clock).not.toBe(stands[1]);
  });

  test('a server that falls silent makes it stale, and it recovers by itself', async () => {
    await open();
    server.freeze();
    try {
      await page.locator('.conn.lag').waitFor();
      await page.locator('.floor.is-stale').waitFor();
      const stands = await page.locator('.floor-seat .tm').allInnerTexts();
      expect(await page.locator('.stale-bar').innerText()).toMatch(/\d\d:\d\d:\d\d/);
      expect(await page.locator('.floor-seat .tm').allInnerTexts()).toEqual(stands);
    } finally {
      server.thaw();
    }
    await page.locator('.floor:not(.is-stale)').waitFor();
    await page.locator('.stale-bar').waitFor({ state: 'detached' });
  });

  const SCREENS = [
    { width: 1920, height: 1080 },
    { width: 1366, height: 768 },
    { width: 2560, height: 1440 },
    { width: 390, height: 844 },
  ];
  const LOOKS = [
    { language: 'zh-CN', theme: 'dark' },
    { language: 'en', theme: 'light' },
  ];
  for (const viewport of SCREENS)
    for (const { language, theme } of LOOKS)
      test(`at ${viewport.width} × ${viewport.height}, ${language}, ${theme}: nothing overflows, no number is cut, axe finds nothing`, async () => {
        await page.setViewportSize(viewport);
        await page.addInitScript(
          ([chosenLanguage, chosenTheme]) => {
            localStorage.setItem('breakwater.language', chosenLanguage as string);
            localStorage.setItem('breakwater.theme', chosenTheme as string);
          },
          [language, theme],
        );
        await page.goto(`${server.origin}/floor`);
        await page.locator('.floor:not(.is-loading) .floor-q-row').first().waitFor();
        await page.locator('.floor-q-row .qn button').first().click();
        await page.locator('.floor-side.is-panel .floor-figs').first().waitFor();
        const overflows = await page.evaluate(() => ({
          page: document.documentElement.scrollWidth > window.innerWidth,
          numbers: [...document.querySelectorAll('.floor-num, .floor-big, .floor-seat .tm, .floor-w-row .tm')]
            .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).display !== 'inline')
            .map((one) => one.textContent),
        }));
        expect(overflows).toEqual({ page: false, numbers: [] });
        expect(await axeFindings(page)).toEqual([]);
        expect(problems).toEqual([]);
      });
});
