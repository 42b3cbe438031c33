import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import { duty, page, planned, RosterServer, sent, shift, TODAY, TOMORROW, told } from './page.js';

const rest = serveRest();
let roster: RosterServer;
beforeEach(() => {
  roster = new RosterServer();
  rest.use(...roster.handlers());
  const narrow = (query: string) => ({ matches: query.includes('max-width: 700px'), addEventListener() {}, removeEventListener() {} });
  vi.stubGlobal('matchMedia', narrow);
});
afterEach(() => vi.unstubAllGlobals());

test('on a phone the week says who works when and where people are missing; a day leads to its list', async () => {
  roster.duties = [duty('a-1', [told(shift(TODAY, 9, 18)), planned(shift(TOMORROW, 10, 19))])];
  page({ view: 'week', date: TODAY });
  expect(await screen.findByRole('button', { name: '马春慧, 11 月 15 日 周三: 09:00–18:00' })).toBeVisible();
  expect(screen.getByRole('button', { name: '马春慧, 11 月 16 日 周四: 10:00–19:00, 未发布' })).toBeVisible();
  expect(screen.getByRole('button', { name: '杨志强, 11 月 16 日 周四: 休' })).toBeVisible();
  expect(screen.getByText('16 小时')).toBeVisible();
  // The demand of these tests is told for the first day of what is asked for: a Monday on which nobody works.
  const monday = await screen.findByRole('button', { name: '11 月 13 日 周一：09:00–18:00 最多缺 2 人' });
  expect(await structureProblems()).toEqual([]);
  await userEvent.click(monday);
  expect(await screen.findByText('09:00–18:00 最多缺 2 人')).toBeVisible();
});

test('on a phone a shift is opened from the week, and what waits for a decision is acted on', async () => {
  roster.duties = [duty('a-1', [told(shift(TOMORROW, 9, 18))])];
  const browser = page({ view: 'week', date: TODAY });
  await userEvent.click(await screen.findByRole('button', { name: '马春慧, 11 月 16 日 周四: 09:00–18:00' }));
  const form = await screen.findByRole('dialog', { name: /马春慧/ });
  await userEvent.click(within(form).getByRole('button', { name: '取消' }));
  await userEvent.click(screen.getByRole('button', { name: '处理' }));
  await userEvent.click(await screen.findByRole('button', { name: '登记…' }));
  const exception = within(await screen.findByRole('dialog', { name: '登记例外' }));
  await userEvent.type(exception.getByLabelText('原因'), '系统故障');
  await userEvent.click(exception.getByRole('button', { name: '登记' }));
  await waitFor(() => expect(sent(browser)).toHaveLength(1));
  expect(sent(browser)[0]).toMatchObject({ type: 'exception.add', agentId: 'a-1', reason: '系统故障' });
});
