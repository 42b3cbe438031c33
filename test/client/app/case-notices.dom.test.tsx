import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { NeedBars } from '../../../client/app/need-bars.js';
import { ContactCallsProvider } from '../../../client/live/contact-calls.js';
import { LiveSession } from '../../../client/live/session.js';
import type { CaseView } from '../../../shared/protocol/views.js';
import { aCase } from '../escalations/cases.js';
import { FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { serveRest } from '../support/rest.js';
import { show, structureProblems } from '../support/screen.js';

const NOW = SERVER_AHEAD_MS;
const server = serveRest();

/** The bars over whatever page 刘组长, who leads 一组, is on. */
async function bars(cases: readonly CaseView[], language: 'zh-CN' | 'en' = 'zh-CN') {
  server.use(http.get('*/api/v1/wellbeing/calls', () => HttpResponse.json({ isContact: false, calls: [] })));
  const browser = new FakeBrowser();
  const router = createRouter({
    routeTree: createRootRoute({
      component: () => (
        <ContactCallsProvider>
          <NeedBars isDecider={false} />
        </ContactCallsProvider>
      ),
    }),
    history: createMemoryHistory({ initialEntries: ['/me'] }),
  });
  await act(async () => {
    show(<RouterProvider router={router as never} />, { session: new LiveSession(browser), language });
  });
  act(() => {
    browser.connection.open();
    browser.connection.welcome({ userId: 'u-liu', role: 'lead', teamIds: ['t-1' as never] });
    browser.connection.frame(null, 1, { changed: { case: cases } as never });
    browser.connection.beat();
    browser.paint();
  });
  return { browser, router, sent: () => browser.connection.commands.map(({ request }) => request.command) };
}

const told = (no: number, ...notices: readonly object[]): CaseView =>
  aCase(NOW, {
    no,
    ageMin: 9,
    text: `第 ${no} 单`,
    notices: notices.map((notice, i) => ({ at: NOW - 60_000 + i * 1_000, ...notice })) as never,
  });
const mine = told(
  2041,
  { kind: 'timer-breached', what: 'T3', teamId: 't-1' },
  { kind: 'grade-raised', what: 'P3 P2 T3', userId: 'u-liu' },
  { kind: 'timer-escalated', what: 'T3 manager' },
);

test('what one is told of cases is over every page, the newest first, and leads to the case', async () => {
  const { sent, router } = await bars([told(2040, { kind: 'promise-broken', userId: 'u-liu' }), mine]);
  const region = await screen.findByRole('region', { name: '案件通知' });
  expect(within(region).getAllByRole('listitem')).toHaveLength(1);
  expect(within(region).getByRole('status')).toHaveTextContent('E-2041 · 自动上调为 P2：「实质响应」超时 · 另有 1 条 · 第 2041 单');
  expect(await structureProblems()).toEqual([]);
  await userEvent.click(within(region).getByRole('button', { name: '还有 1 单' }));
  expect(within(region).getAllByRole('status')[1]).toHaveTextContent('E-2040 · 对客户的承诺到期未兑现');
  await userEvent.click(within(region).getByRole('link', { name: '打开 E-2040' }));
  await waitFor(() => expect(router.state.location.href).toBe('/escalations?case=e-c2040'));
  expect(sent()).toEqual([{ type: 'case.note', caseId: 'e-c2040', upTo: NOW - 60_000 }]);
});

test('what is noted goes, and with the last of it the bar', async () => {
  const { browser, sent } = await bars([mine], 'en');
  await userEvent.click(await screen.findByRole('button', { name: 'Noted E-2041' }));
  expect(sent()).toEqual([{ type: 'case.note', caseId: 'e-c2041', upTo: NOW - 59_000 }]);
  act(() => {
    browser.connection.frame(1, 2, { changed: { case: [{ id: mine.id, notices: mine.notices?.slice(2) }] } as never });
    browser.paint();
  });
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Case notices' })).toBeNull());
});

test('what others are told is not told here', async () => {
  await bars([
    told(1, { kind: 'timer-warned', what: 'T1', userId: 'u-li' }, { kind: 'unowned' }, { kind: 'promise-broken', teamId: 't-2' }),
  ]);
  expect(screen.queryByRole('region')).toBeNull();
});
