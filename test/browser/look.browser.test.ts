import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_TV_TOKEN } from '../../server/auth/demo-accounts.js';
import { browserAvailable, launchBrowser } from '../support/browser.js';
import { axeFindings, buildClient, cutOff, type Look, newContext, problemsOf, signInContext } from '../support/page.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
  { width: 360, height: 740 },
] as const;
/** The floor itself is looked at elsewhere in the two other combinations. */
const FLOOR_LOOKS: readonly Look[] = [
  { language: 'zh-CN', theme: 'light' },
  { language: 'en', theme: 'dark' },
];
const LOOKS: readonly Look[] = [
  { language: 'zh-CN', theme: 'dark' },
  { language: 'zh-CN', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'en', theme: 'light' },
];

/** Every screen, in both languages and themes: can be read to the last letter, and axe finds nothing. */
describe.runIf(browserAvailable)('every screen can be read by everyone', () => {
  let redis: TestRedis;
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    await buildClient();
    redis = await startTestRedis();
    server = await startTestServer({ redisUrl: redis.url, env: { SOURCE: 'simulator', SIM_AGENTS: '60', SIM_SEED: '7', SIM_SPEED: '1' } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await redis?.stop();
  });

  /** A browser that has chosen this look, and its first page. */
  async function open({ language, theme }: Look, login: string | null): Promise<Page> {
    const context = await newContext(browser, { language, theme });
    await context.addInitScript(
      (chosen) => {
        localStorage.setItem('breakwater.language', chosen.language);
        localStorage.setItem('breakwater.theme', chosen.theme);
      },
      { language, theme },
    );
    if (login !== null) await signInContext(context, server, login);
    return context.newPage();
  }

  const findings: string[] = [];
  /** Looks at what is on screen at every size; axe at the middle one, since size changes nothing that it looks at but the smallest. */
  async function inspect(page: Page, what: string, sizes: readonly (typeof SIZES)[number][] = SIZES): Promise<void> {
    for (const size of sizes) {
      await page.setViewportSize(size);
      // Panels that draw what fits measure anew.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      for (const finding of await cutOff(page)) findings.push(`${what} ${size.width}: ${finding}`);
    }
    await page.setViewportSize(SIZES[1]);
    for (const finding of await axeFindings(page)) findings.push(`${what}: ${finding}`);
  }
  const expectNothing = () => expect(findings.splice(0)).toEqual([]);

  for (const look of LOOKS) {
    const name = `${look.language}, ${look.theme}`;

    test(`the sign-in page, and its refusal (${name})`, async () => {
      const page = await open(look, null);
      await page.goto(server.origin);
      await page.locator('.login-demo button').first().waitFor();
      await inspect(page, 'sign-in');
      await page.locator('input[name=username]').fill('nobody-here');
      await page.locator('input[name=password]').fill('not-the-password');
      await page.keyboard.press('Enter');
      await page.locator('.banner, [role=alert]').first().waitFor();
      await inspect(page, 'sign-in refused', [SIZES[2]]);
      await page.context().close();
      expectNothing();
    });

    test(`an agent’s own page (${name})`, async () => {
      const page = await open(look, 'agent');
      await page.goto(`${server.origin}/me`);
      await page.locator('.mine-now').waitFor();
      await page.locator('.mine-part').last().locator('table, .t3').first().waitFor();
      await inspect(page, 'own page');
      await page.context().close();
      expectNothing();
    });
  }

  for (const look of FLOOR_LOOKS)
    test(`the floor and all that opens on it (${look.language}, ${look.theme})`, async () => {
      const page = await open(look, 'zhoumin');
      const problems = problemsOf(page);
      await page.goto(`${server.origin}/floor`);
      await page.locator('.floor:not(.is-loading) .floor-seat').first().waitFor();
      await page.locator('.clock time', { hasText: ':' }).waitFor();
      await inspect(page, 'floor');
      const panel = page.locator('.floor-side.is-panel');
      const opens: readonly [string, () => Promise<void>][] = [
        ['agent', () => page.locator('.floor-seat[data-item]').nth(7).click()],
        ['queue', () => page.locator('.floor-q-row .qn button').first().click()],
        ['number', () => page.locator('.floor-kpis .floor-num').nth(1).click()],
      ];
      for (const [what, click] of opens) {
        await click();
        await panel.waitFor();
        await panel.locator('[aria-busy=true]').waitFor({ state: 'detached' });
        await inspect(page, what);
        await page.keyboard.press('Escape');
        await panel.waitFor({ state: 'detached' });
      }
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await inspect(page, 'keys', [SIZES[1], SIZES[2]]);
      await page.keyboard.press('Escape');
      await page.context().close();
      expectNothing();
      expect(problems).toEqual([]);
    });

  test.each(['zh-CN', 'en'] as const)('the wall, each of its pages, and a link that ended (%s)', async (language) => {
    for (const [seconds, name] of [
      [0, 'now'],
      [20, 'queues'],
      [35, 'people'],
    ] as const) {
      const page = await open({ language, theme: 'dark' }, null);
      // A screen that was put up so long ago: pages turn by the time since then.
      await page.addInitScript((agoMs) => {
        const now = Date.now.bind(Date);
        let setBackMs = agoMs;
        Date.now = () => now() - setBackMs;
        window.WebSocket = class extends WebSocket {
          constructor(...how: ConstructorParameters<typeof WebSocket>) {
            super(...how);
            setBackMs = 0;
          }
        };
      }, seconds * 1_000);
      await page.goto(`${server.origin}/tv#${DEMO_TV_TOKEN}`);
      // A limit that is broken just now keeps the first page in its place until it holds again.
      await page.locator(`.tv[data-page=${name}]`).waitFor({ timeout: 90_000 });
      await page.getByText(/\d/).first().waitFor();
      await inspect(page, `wall, ${name}`, [SIZES[0], SIZES[1]]);
      await page.context().close();
    }
    const page = await open({ language, theme: 'dark' }, null);
    await page.goto(`${server.origin}/tv#${'x'.repeat(43)}`);
    await page.locator('h1').waitFor();
    await inspect(page, 'link ended', [SIZES[1]]);
    await page.context().close();
    expectNothing();
  });
});
