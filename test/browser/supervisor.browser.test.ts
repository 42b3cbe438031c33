import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LogEntry } from '../../server/log/log.js';
import { AGENT_STATES, type SiteState } from '../../shared/domain/site.js';
import { isOpen, isWaiting } from '../../shared/domain/visit/leg.js';
import { ACCOUNT_PASSWORD, addDemoAccount } from '../support/account.js';
import { browserAvailable, launchBrowser } from '../support/browser.js';
import { LiveWords } from '../support/live-words.js';
import { axeFindings, buildClient, DEMO_PASSWORD, newContext, problemsOf, signInContext } from '../support/page.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { foldWholeLog } from '../support/whole-log.js';

/** A floor at its real pace, with hours of calls behind it: there are moments at which nothing is under way. */
describe.runIf(browserAvailable)('a supervisor, on the real server', () => {
  let redis: TestRedis;
  let server: TestServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    await buildClient();
    redis = await startTestRedis();
    server = await startTestServer({ redisUrl: redis.url, env: { SOURCE: 'simulator', SIM_AGENTS: '30', SIM_SEED: '5', SIM_SPEED: '1' } });
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await redis?.stop();
  });

  async function open(...options: Parameters<typeof newContext> extends [unknown, ...infer Rest] ? Rest : never): Promise<BrowserContext> {
    const context = await newContext(browser, ...options);
    contexts.push(context);
    return context;
  }

  async function onFloor(page: Page): Promise<void> {
    await page.locator('.floor:not(.is-loading) .floor-seat').first().waitFor();
  }

  /** Runs `look` at a moment at which the screen has all that is in the log, and gives both. */
  async function atRest<T>(words: LiveWords, look: () => Promise<T>): Promise<{ seen: T; state: SiteState; entries: LogEntry[] }> {
    for (let attempt = 0; attempt < 200; attempt++) {
      // Figures follow what moved them within a second.
      await new Promise((resolve) => setTimeout(resolve, Math.max(50, words.movedAt + 1_500 - Date.now())));
      const before = words.position;
      const seen = await look();
      const { state, position, entries } = await foldWholeLog(redis.url);
      if (words.position === before && position === before && Date.now() - words.movedAt > 1_500) return { seen, state, entries };
    }
    throw new Error('the floor never rested');
  }

  const numberIn = (text: string) => Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
  /** A number of the strip on top, by the name that it is read aloud with. */
  const kpi = async (page: Page, name: string) =>
    numberIn(
      (
        await page
          .locator('.floor-kpis')
          .getByRole('button', { name: new RegExp(`^${name}`) })
          .first()
          .innerText()
      ).replace(name, ''),
    );

  test('signs in, and every number on the screen is what the log says at that very moment', async () => {
    const context = await open({ language: 'en' });
    const page = await context.newPage();
    const problems = problemsOf(page);
    const words = new LiveWords(page);
    await page.goto(`${server.origin}/floor`);
    await page.getByLabel('Sign-in name').fill('zhoumin');
    await page.getByLabel('Password').fill('not-the-password');
    await page.getByRole('button', { name: /^Sign in/ }).click();
    await page.getByText('Wrong name or password.').waitFor();
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: /^Sign in/ }).click();
    await onFloor(page);
    expect(new URL(page.url()).pathname).toBe('/floor');

    const { seen, state, entries } = await atRest(words, async () => ({
      waiting: await kpi(page, 'Waiting'),
      answered: await kpi(page, 'Answered'),
      legend: await page
        .locator('.floor-states .floor-legend li')
        .evaluateAll((rows) => rows.map((row) => Number(row.querySelector('b')?.textContent))),
      seats: await page.locator('.floor-seat[data-item]').count(),
    }));
    const visits = [...state.visits.values()];
    expect(seen.waiting).toBe(visits.filter(isWaiting).length);
    // Counted anew from the events themselves: callers who came since the day began and were answered.
    const since = words.all('figures').find(({ id }) => id === 'site|today')?.from as number;
    const events = entries.flatMap(({ commit }) => commit.events);
    const today = new Set(events.flatMap((event) => (event.type === 'visit.entered' && event.occurredAt >= since ? [event.visitId] : [])));
    const answered = new Set(
      events.flatMap((event) => (event.type === 'visit.answered' && today.has(event.visitId) ? [event.visitId] : [])),
    );
    expect(seen.answered).toBe(answered.size);
    expect(seen.answered).toBeGreaterThan(0);
    const agents = [...state.agents.values()];
    expect(seen.seats).toBe(agents.length);
    expect(seen.legend.reduce((sum, count) => sum + count, 0)).toBe(agents.length);
    expect(seen.legend.filter((count) => count > 0).sort()).toEqual(
      AGENT_STATES.map((name) => agents.filter((agent) => agent.state === name).length)
        .filter((count) => count > 0)
        .sort(),
    );
    expect(words.all('visit').length).toBeGreaterThanOrEqual(visits.filter(isOpen).length);
    expect(problems.filter((text) => !text.includes('401'))).toEqual([]);
  });

  test('signs in in Chinese by one press, and the page stays Chinese', async () => {
    const context = await open({ language: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(server.origin);
    await page
      .getByRole('button', { name: /^现场主管|^主管/ })
      .first()
      .click();
    await onFloor(page);
    await page.getByRole('heading', { name: /^队列/ }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('main').innerText()).not.toMatch(/\b(Queues?|Agents?|Waiting|Answered)\b/);
  });

  test('opens a number, and the calls behind it are as many as it says, one by one', async () => {
    const context = await open({ language: 'en' });
    await signInContext(context, server, 'zhoumin');
    const page = await context.newPage();
    const words = new LiveWords(page);
    await page.goto(`${server.origin}/floor`);
    await onFloor(page);
    const { seen } = await atRest(words, async () => {
      await page
        .locator('.floor-kpis')
        .getByRole('button', { name: /^Answered/ })
        .first()
        .click();
      const panel = page.getByRole('complementary', { name: 'Answered' });
      await panel.locator('.floor-call').first().waitFor();
      const said = numberIn(await panel.locator('.floor-big').innerText());
      const total = numberIn(await panel.getByText(/^[\d,]+ calls? ·/).innerText());
      const onStrip = await kpi(page, 'Answered');
      // And the very rows, page by page, as the panel asks for them.
      let rows = 0;
      let cursor: string | null = null;
      const from = words.all('figures').find(({ id }) => id === 'site|today')?.from as number;
      do {
        const query = new URLSearchParams({
          measure: 'answered',
          from: String(from),
          limit: '200',
          ...(cursor === null ? {} : { cursor }),
        });
        const answer = (await (await context.request.get(`${server.origin}/api/v1/visits?${query}`)).json()) as {
          visits: unknown[];
          next: string | null;
        };
        rows += answer.visits.length;
        cursor = answer.next;
      } while (cursor !== null);
      await page.keyboard.press('Escape');
      return { said, total, onStrip, rows };
    });
    expect(seen.said).toBeGreaterThan(0);
    expect(seen).toEqual({ said: seen.said, total: seen.said, onStrip: seen.said, rows: seen.said });
  });

  test('shares the view by its address: another browser, in another language, shows the same', async () => {
    const context = await open({ language: 'en', width: 1920, height: 1080 });
    await signInContext(context, server, 'zhoumin');
    const page = await context.newPage();
    await page.goto(`${server.origin}/floor`);
    await onFloor(page);
    await page.getByRole('button', { name: /^All \d+ queues/ }).click();
    await page.getByRole('menuitemcheckbox').nth(1).click();
    await page.keyboard.press('Escape');
    await page.locator('.floor-q-row .qn button').first().click();
    await page.locator('.floor-side.is-panel').waitFor();
    const address = page.url();
    expect(new URL(address).search).toContain('open=queue.');

    const others = await open({ language: 'zh-CN', theme: 'light', width: 1920, height: 1080 });
    const other = await others.newPage();
    await other.goto(address);
    // Not signed in there: after that, the very view that was sent.
    await other.getByLabel('登录名').fill('admin');
    await other.getByLabel('密码').fill(DEMO_PASSWORD);
    await other.getByRole('button', { name: /^登录/ }).click();
    await onFloor(other);
    await other.locator('.floor-side.is-panel').waitFor();
    const view = (where: Page) =>
      where.evaluate(() => ({
        queues: document.querySelectorAll('.floor-q-row').length,
        seats: [...document.querySelectorAll('.floor-seat[data-item]')].map((seat) => seat.getAttribute('data-item')),
        search: window.location.search,
      }));
    await expect.poll(async () => JSON.stringify(await view(other))).toBe(JSON.stringify(await view(page)));
    expect((await view(other)).queues).toBe(1);
  });

  test('is told within seconds when the session was ended elsewhere, and led to the sign-in page', async () => {
    const context = await open({ language: 'en' });
    await signInContext(context, server, 'zhoumin');
    const page = await context.newPage();
    const words = new LiveWords(page);
    await page.goto(`${server.origin}/floor`);
    await onFloor(page);

    // From the account menu of another browser, as anyone would.
    const elsewhere = await open({ language: 'en' });
    await signInContext(elsewhere, server, 'zhoumin');
    const own = await elsewhere.newPage();
    await own.goto(`${server.origin}/floor`);
    await onFloor(own);
    await own.getByRole('button', { name: 'Account of 周敏' }).click();
    await own.getByRole('menuitem', { name: 'Where I am signed in' }).click();
    const ends = own.getByRole('dialog').getByRole('button', { name: /^Sign out/ });
    await ends.first().waitFor();
    while ((await ends.count()) > 0) {
      const left = await ends.count();
      await ends.first().click();
      await expect.poll(() => ends.count()).toBeLessThan(left);
    }

    await page.getByRole('button', { name: /^Sign in/ }).waitFor();
    await page.getByText('Your session is over', { exact: false }).waitFor();
    expect(words.goodbyes).toContainEqual(expect.objectContaining({ because: 'signed-out' }));
    expect(new URL(page.url()).pathname).toBe('/login');
    expect(await page.locator('.floor').count()).toBe(0);
    const said = words.texts.length;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(words.texts.length).toBe(said);
  });

  test('gives themselves a new password: everything is signed out, which is said, and only the new one opens the door', async () => {
    const context = await open({ language: 'en' });
    const page = await context.newPage();
    const login = `newcomer-${Date.now().toString(36)}`;
    await addDemoAccount(redis.url, login, '--role', 'supervisor');
    await page.goto(server.origin);
    const signIn = async (password: string) => {
      await page.getByLabel('Sign-in name').fill(login);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: /^Sign in/ }).click();
    };
    await signIn(ACCOUNT_PASSWORD);
    await onFloor(page);
    await page.getByRole('button', { name: `Account of ${login}` }).click();
    await page.getByRole('menuitem', { name: 'Change password' }).click();
    await page.getByLabel('Current password').fill(ACCOUNT_PASSWORD);
    await page.getByLabel('New password', { exact: true }).fill('two boats and a crane');
    await page.getByLabel('New password again').fill('two boats and a crane');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed', { exact: false }).waitFor();
    await signIn(ACCOUNT_PASSWORD);
    await page.getByText('Wrong name or password.').waitFor();
    await signIn('two boats and a crane');
    await onFloor(page);
  });
});
