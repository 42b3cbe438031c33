import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TEAMS } from '../../server/connectors/simulator/catalogue.js';
import type { SiteState } from '../../shared/domain/site.js';
import { epochMs } from '../../shared/kernel/time.js';
import { addDays, localDate } from '../../shared/kernel/zone.js';
import { ACCOUNT_PASSWORD, addDemoAccount } from '../support/account.js';
import { browserAvailable, launchBrowser } from '../support/browser.js';
import { axeFindings, buildClient, newContext, problemsOf } from '../support/page.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { foldWholeLog } from '../support/whole-log.js';

const AGENTS = 60;
const ZONE = 'Asia/Shanghai';
/** The demonstration tells this week and some days of the next; the one after that is empty. */
const WEEKS_AHEAD = 2;

const monday = (date: string) => addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));

describe.runIf(browserAvailable)('a lead builds a week', () => {
  let redis: TestRedis;
  let server: TestServer;
  let browser: Browser;
  beforeEach(async () => {
    await buildClient();
    redis = await startTestRedis();
    const env = { SOURCE: 'simulator', SIM_AGENTS: String(AGENTS), SIM_SEED: '3', SIM_SPEED: '1' };
    server = await startTestServer({ redisUrl: redis.url, env });
    await addDemoAccount(redis.url, 'chief', '--role', 'lead', ...TEAMS.flatMap(({ name }) => ['--team', name]));
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await browser?.close();
    await server?.stop();
    await redis?.stop();
  });

  const state = async (): Promise<SiteState> => (await foldWholeLog(redis.url)).state;
  const shiftsIn = ({ duties }: SiteState, from: string, side: 'draft' | 'published') =>
    [...duties.values()].flatMap(({ entries }) =>
      entries.flatMap((entry) => {
        const shift = entry[side];
        return shift !== null && shift.businessDate >= from && shift.businessDate <= addDays(from, 6) ? [shift] : [];
      }),
    );

  const DESK = { width: 1920, height: 1080 };
  const PHONE = { width: 390, height: 844 };
  async function open(path: string, size = DESK): Promise<{ page: Page; problems: string[] }> {
    const context = await newContext(browser, { language: 'zh-CN', theme: 'light', ...size });
    const answer = await context.request.post(`${server.origin}/api/v1/session`, {
      headers: { Origin: server.origin },
      data: { login: 'chief', password: ACCOUNT_PASSWORD },
    });
    expect(answer.status()).toBe(201);
    const page = await context.newPage();
    const problems = problemsOf(page);
    await page.goto(`${server.origin}${path}`);
    return { page, problems };
  }

  test('for 60 agents: by template, copied on, changed by hand, taken back, and published', { timeout: 240_000 }, async () => {
    const today = localDate(epochMs(Date.now()), ZONE);
    const first = addDays(monday(today), 7 * WEEKS_AHEAD);
    const second = addDays(first, 7);
    const { page, problems } = await open(`/roster?view=week&date=${first}`);

    // Everybody works Monday to Friday by template: chosen by keyboard, planned in one go.
    await page.locator('[data-row="0"][data-day="0"]').focus();
    await page.keyboard.press('Shift+Control+End');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.getByText(`已选 ${AGENTS * 5} 格`).waitFor();
    await page.getByRole('button', { name: '按模板排' }).click();
    await page.getByRole('menuitem').first().click();
    const report = page.getByRole('dialog', { name: '有些不能这样排' });
    const done = page.locator('.toasts').getByText(/已排 \d+ 处，未发布/);
    await done.or(report).first().waitFor({ timeout: 60_000 });
    // A contract or a rest before it may stand against some of it: those are named, and the others planned.
    if (await report.isVisible()) {
      await report.getByRole('button', { name: /只排其余/ }).click();
      await done.first().waitFor({ timeout: 60_000 });
    }
    await expect.poll(async () => shiftsIn(await state(), first, 'draft').length, { timeout: 30_000 }).toBeGreaterThan(AGENTS * 4);
    const planned = shiftsIn(await state(), first, 'draft');
    expect(planned.every(({ segments }) => segments.some(({ activity }) => activity === 'meal'))).toBe(true);
    // Not all at once to lunch.
    expect(new Set(planned.map(({ segments }) => segments.find(({ activity }) => activity === 'meal')?.startAt)).size).toBeGreaterThan(5);
    expect(shiftsIn(await state(), first, 'published')).toEqual([]);

    // The same once more, a week on.
    await page.getByRole('button', { name: '往后' }).click();
    await page.locator('[data-row="0"][data-day="0"]').waitFor();
    await page.getByRole('button', { name: '复制上一周' }).click();
    await expect.poll(async () => shiftsIn(await state(), second, 'draft').length, { timeout: 60_000 }).toBe(planned.length);

    // One shift by hand, on its day, and back again.
    await page.getByRole('button', { name: '日', exact: true }).click();
    const row = page.locator('[data-agent]').first();
    await row.focus();
    const said = () => row.locator('.sr').first().textContent();
    // What was copied is on its way to this page still: the roster has it, and the page says when it has it too.
    await expect.poll(said, { timeout: 20_000 }).toMatch(/: \d\d:\d\d–\d\d:\d\d(?!.*正在保存)/);
    const before = await said();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(said, { timeout: 20_000 }).not.toBe(before);
    await expect.poll(said, { timeout: 20_000 }).not.toContain('正在保存');
    await page.keyboard.press('z');
    await expect.poll(said, { timeout: 20_000 }).toBe(before);

    // What is told to whom is said first.
    await page.keyboard.press('[');
    await page.keyboard.press('w');
    await page.locator('[data-row="0"][data-day="0"]').waitFor();
    await page.keyboard.press('Control+Enter');
    const publish = page.getByRole('dialog', { name: '发布班表' });
    await publish.getByText(/人会收到通知，共 \d+ 处改动/).waitFor();
    await publish.getByRole('button', { name: '发布' }).click();
    await page
      .locator('.toasts')
      .getByText(/已发布，通知 \d+ 人/)
      .waitFor();

    const after = await state();
    const publication = after.publications.at(-1);
    expect(publication?.by.role).toBe('lead');
    expect(shiftsIn(after, first, 'published')).toHaveLength(planned.length);
    expect(shiftsIn(after, second, 'published')).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    expect(problems.filter((one) => !one.includes('401'))).toEqual([]);
  });

  test('on a phone the week is read and what waits is at hand, with nothing beyond the edge', { timeout: 120_000 }, async () => {
    const { page, problems } = await open('/roster?view=week', PHONE);
    await page.locator('.rs-week-line').first().waitFor();
    await page
      .getByText(/^−\d+$|^够$/)
      .first()
      .waitFor();
    const isWider = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(await isWider()).toBe(false);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /^处理/ }).click();
    await page.getByRole('button', { name: '登记…' }).click();
    const form = page.getByRole('dialog', { name: '登记例外' });
    await form.getByLabel('原因').waitFor();
    await page.keyboard.press('Escape');
    expect(await isWider()).toBe(false);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '日', exact: true }).click();
    await page.locator('.rs-line').first().waitFor();
    expect(problems.filter((one) => !one.includes('401'))).toEqual([]);
  });

  test('of a week of everybody only what is in sight is drawn, and scrolling away loses nobody’s place', { timeout: 120_000 }, async () => {
    const { page } = await open('/roster?view=week');
    await page.locator('[data-row="0"][data-day="0"]').focus();
    for (let step = 0; step < 30; step++) await page.keyboard.press('ArrowDown');
    for (let step = 0; step < 6; step++) await page.keyboard.press('Shift+ArrowRight');
    const seen = await page.locator('.rs-rows').evaluate(async (rows) => {
      const drawn: number[] = [];
      for (let at = 0; at < rows.scrollHeight; at += 240) {
        rows.scrollTop = at;
        await new Promise((resume) => requestAnimationFrame(() => requestAnimationFrame(resume)));
        drawn.push(rows.querySelectorAll('.rs-week-row').length);
      }
      rows.scrollTop = 0;
      return { most: Math.max(...drawn), focused: (document.activeElement as HTMLElement).dataset };
    });
    expect(seen.most).toBeLessThan(AGENTS - 10);
    expect(seen.focused).toMatchObject({ row: '30', day: '6' });
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.row)).toBe('31');
  });
});
