import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_TV_TOKEN } from '../../server/auth/demo-accounts.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import { browserAvailable, launchBrowser } from '../support/browser.js';
import { LiveWords } from '../support/live-words.js';
import { buildClient, newContext, problemsOf, signInContext } from '../support/page.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { foldWholeLog } from '../support/whole-log.js';

const env = { SOURCE: 'simulator', SIM_AGENTS: '40', SIM_SEED: '21', SIM_SPEED: '20' };

/** What reaches a browser, byte by byte: hiding something on the page is not enough. */
describe.runIf(browserAvailable)('who sees what, down to the bytes that arrive', () => {
  let redis: TestRedis;
  let server: TestServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    await buildClient();
    redis = await startTestRedis();
    server = await startTestServer({ redisUrl: redis.url, env });
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

  interface Visit {
    readonly page: Page;
    readonly words: LiveWords;
    /** The bodies of all answers of our API, but for the one that names those to swap a shift with. */
    readonly answers: string[];
    readonly rosters: string[];
    readonly problems: string[];
  }

  async function visit(path: string, login?: string): Promise<Visit> {
    const context = await newContext(browser, { language: 'zh-CN', width: 1920, height: 1080 });
    contexts.push(context);
    if (login !== undefined) await signInContext(context, server, login);
    const page = await context.newPage();
    const answers: string[] = [];
    const rosters: string[] = [];
    page.on('response', (response) => {
      if (!response.url().includes('/api/')) return;
      response.text().then(
        (text) => (response.url().endsWith('/roster/mine') ? rosters : answers).push(text),
        () => {},
      );
    });
    const seen = { page, words: new LiveWords(page), answers, rosters, problems: problemsOf(page) };
    await page.goto(`${server.origin}${path}`);
    return seen;
  }

  /** Until the floor has moved on by so many frames: what leaks now and then has its chance. */
  const follow = ({ words }: Visit, frames: number) => expect.poll(() => words.frames.length, { timeout: 45_000 }).toBeGreaterThan(frames);

  /** The secrets that turned up where they must not. */
  async function leaks(seen: Visit, secrets: Iterable<string>): Promise<string[]> {
    const html = await seen.page.content();
    const everything = [html, ...seen.words.texts, ...seen.answers].join('\n');
    return [...secrets].filter((secret) => everything.includes(secret));
  }

  const state = async (): Promise<SiteState> => (await foldWholeLog(redis.url)).state;
  /** A masked number, or a whole one. */
  const NUMBERS = /\d{2,4}\*{3,}\d{2,4}|\b1[3-9]\d{9}\b/;

  test('an agent: own state, own calls, and nothing of anybody else', async () => {
    const seen = await visit('/', 'agent');
    await seen.page.locator('.mine-now').waitFor();
    expect(new URL(seen.page.url()).pathname).toBe('/me');
    await follow(seen, 10);
    const site = await state();
    const own = seen.words.all('agent');
    expect(own).toHaveLength(1);
    const ownId = own[0]?.id;
    const others = [...site.agents.values()].filter(({ id }) => id !== ownId);
    expect(others.length).toBeGreaterThan(30);
    expect(
      await leaks(
        seen,
        others.flatMap(({ id, key }) => [id, `"${key}"`]),
      ),
    ).toEqual([]);
    const names = new Set(others.map(({ name }) => name));
    names.delete(own[0]?.name as string);
    expect(await leaks(seen, names)).toEqual([]);
    // Whom a shift can be swapped with: the own team, by name and published shifts.
    const { teamId } = site.agents.get(ownId as AgentId) ?? {};
    for (const roster of seen.rosters) {
      for (const colleague of (JSON.parse(roster) as { colleagues: object[] }).colleagues) {
        expect(Object.keys(colleague).filter((field) => !['agentId', 'name', 'nameEn', 'shifts'].includes(field))).toEqual([]);
        expect(site.agents.get(Reflect.get(colleague, 'agentId'))?.teamId).toBe(teamId);
      }
    }
    // Callers: those who rang at one's own phone, or were in one's own hand.
    const callers = seen.words.all('visit');
    const events = (await foldWholeLog(redis.url)).entries.flatMap(({ commit }) => commit.events);
    const touched = new Set(
      events.flatMap((event) => ('visitId' in event && 'agentId' in event && event.agentId === ownId ? [event.visitId as string] : [])),
    );
    expect(callers.filter(({ id }) => !touched.has(id))).toEqual([]);
    // The floor is not theirs to open.
    await seen.page.goto(`${server.origin}/floor`);
    await seen.page.locator('.mine-now').waitFor();
    expect(new URL(seen.page.url()).pathname).toBe('/me');
  });

  test('a lead: the own teams, and nobody of the others', async () => {
    const seen = await visit('/', 'linfeng');
    await seen.page.locator('.floor:not(.is-loading) .floor-seat').first().waitFor();
    await follow(seen, 20);
    const site = await state();
    const { teamIds } = (await (await seen.page.context().request.get(`${server.origin}/api/v1/me`)).json()) as { teamIds: string[] };
    expect(teamIds).toHaveLength(1);
    const isOwn = ({ teamId }: { teamId?: string }) => teamId !== undefined && teamIds.includes(teamId);
    const agents = [...site.agents.values()];
    const [mine, others] = [agents.filter(isOwn), agents.filter((agent) => !isOwn(agent))];
    expect(mine.length).toBeGreaterThan(1);
    expect(others.length).toBeGreaterThan(1);
    expect(
      seen.words
        .all('agent')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(mine.map(({ id }) => id as string).sort());
    expect(
      await leaks(
        seen,
        others.map(({ id }) => id),
      ),
    ).toEqual([]);
    expect(await seen.page.locator('.floor-seat[data-item]').count()).toBe(mine.length);
    // Nor through the calls behind a number.
    await seen.page.locator('.floor-kpis .floor-num').nth(5).click();
    await seen.page.locator('.floor-side.is-panel').waitFor();
    expect(
      await leaks(
        seen,
        others.map(({ id }) => id),
      ),
    ).toEqual([]);
    const asked = await seen.page.context().request.get(`${server.origin}/api/v1/visits?agentId=${others[0]?.id}`);
    expect(await asked.text()).not.toContain('"visitId"');
  });

  test('a screen on the wall: no name, no telephone number, in no frame and nowhere on the page', async () => {
    const seen = await visit(`/tv#${DEMO_TV_TOKEN}`);
    await seen.page.locator('.tv').waitFor();
    expect(seen.page.url()).toBe(`${server.origin}/tv`);
    await follow(seen, 15);
    const site = await state();
    expect(seen.words.all('agent')).toEqual([]);
    // Callers are places in a queue, without number, name or tier.
    const fields = new Set(seen.words.all('visit').flatMap((one) => Object.keys(one)));
    expect([...fields].filter((field) => !['id', 'queueId', 'state', 'enteredAt', 'callEnteredAt'].includes(field))).toEqual([]);
    const agents = [...site.agents.values()];
    expect(
      await leaks(
        seen,
        agents.flatMap(({ id, name }) => [id, name]),
      ),
    ).toEqual([]);
    const callers = [...site.visits.values()].flatMap(({ caller: { name, masked, hash } }) => [name, masked, hash]);
    expect(await leaks(seen, new Set(callers.filter((text) => text !== undefined && text !== '') as string[]))).toEqual([]);
    expect([await seen.page.content(), ...seen.words.texts].filter((text) => NUMBERS.test(text))).toEqual([]);
    // The link opens a screen, and nothing else.
    const { request } = seen.page.context();
    for (const path of ['visits', 'series', 'users', 'sessions'])
      expect((await request.get(`${server.origin}/api/v1/${path}`)).status()).toBe(403);
    // A browser that is not signed in yet asks who it is, and is told that it is nobody.
    expect(seen.problems.filter((text) => !text.includes('401'))).toEqual([]);
  });

  test('a screen on the wall whose server stops shows no old number, and comes back by itself', async () => {
    const seen = await visit(`/tv#${DEMO_TV_TOKEN}`);
    await seen.page.locator('.tv-four, .tv-queues').first().waitFor();
    await seen.page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
    const { port } = server;
    const hasNumbers = async () => /\d/.test(await seen.page.locator('.tv-four, .tv-queues').first().innerText());
    await expect.poll(hasNumbers, { timeout: 30_000 }).toBe(true);
    await expect.poll(() => seen.words.beat !== undefined).toBe(true);
    await server.stop();
    await seen.page.locator('.tv-banner').waitFor();
    expect(await seen.page.locator('.tv-banner').innerText()).toMatch(/\d\d:\d\d:\d\d/);
    // Outside the banner and the queue's own promise, not a digit is left to be taken for a number of now.
    const left = await seen.page
      .locator('.tv-four')
      .innerText()
      .catch(() => '');
    expect(left).not.toMatch(/\d/);
    expect(left).toContain('–');

    server = await startTestServer({ redisUrl: redis.url, env, port });
    await seen.page.locator('.tv-banner').waitFor({ state: 'detached' });
    await expect.poll(hasNumbers, { timeout: 30_000 }).toBe(true);
    expect(await seen.page.evaluate(() => 'stillTheSamePage' in window)).toBe(true);
  });
});
