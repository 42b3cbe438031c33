import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { Nav } from '../../../client/app/nav.js';
import { NeedBars } from '../../../client/app/need-bars.js';
import { ContactCallsProvider } from '../../../client/live/contact-calls.js';
import { LiveSession } from '../../../client/live/session.js';
import { WellbeingScreen } from '../../../client/wellbeing/wellbeing-screen.js';
import type { Me } from '../../../shared/protocol/http.js';
import { FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { me, problem, serveRest } from '../support/rest.js';
import { show, structureProblems } from '../support/screen.js';

const server = serveRest();
const crisis = { id: 'c-1', because: 'crisis', agentId: 'a-1', name: '李婉清', at: SERVER_AHEAD_MS };
const unanswered = { id: 'b-2', because: 'unanswered', agentId: 'a-2', name: '蒋若曦', at: SERVER_AHEAD_MS };
const answers = (body: () => object) => server.use(http.get('*/api/v1/wellbeing/calls', () => HttpResponse.json(body())));

/** The frame around the pages, and this page, for somebody with a role. */
async function pageOf(role: Me['role'], path = '/wellbeing') {
  const router = createRouter({
    routeTree: createRootRoute({
      component: () => (
        <ContactCallsProvider>
          <Nav me={{ ...me, role }} onTvLinks={() => {}} />
          <NeedBars isDecider={false} />
          {path === '/wellbeing' && <WellbeingScreen />}
        </ContactCallsProvider>
      ),
    }),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  await act(async () => {
    show(<RouterProvider router={router as never} />, { session: new LiveSession(new FakeBrowser()) });
  });
}

test.each(['admin', 'agent', 'lead', 'supervisor'] as const)(
  'a contact who is %s reads whom to call, and puts it away when done',
  async (role) => {
    let calls = [crisis, unanswered];
    answers(() => ({ isContact: true, calls }));
    server.use(
      http.delete('*/api/v1/wellbeing/calls/c-1', () => {
        calls = [unanswered];
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await pageOf(role);
    const list = await screen.findByRole('region', { name: '请打电话关心' });
    expect(list).toHaveTextContent(/李婉清.* 06:13 请求紧急帮助/);
    expect(list).toHaveTextContent('的自评没有回复');
    expect(within(screen.getByRole('navigation')).getByRole('link', { name: /关怀/ })).toHaveTextContent('2');
    expect(await structureProblems()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: '已联系 李婉清' }));
    await waitFor(() => expect(list).not.toHaveTextContent('李婉清'));
    expect(list).toHaveTextContent('蒋若曦');
  },
);

test('on every other page the contact is told how many wait, and no name that others could read', async () => {
  answers(() => ({ isContact: true, calls: [crisis] }));
  await pageOf('admin', '/floor');
  expect(await screen.findByRole('alert')).toHaveTextContent('1 位同事等你的电话');
  expect(document.body).not.toHaveTextContent('李婉清');
  expect(screen.getByRole('link', { name: '看是谁' })).toHaveAttribute('href', '/wellbeing');
});

test('nobody to call is said in words', async () => {
  answers(() => ({ isContact: true, calls: [] }));
  await pageOf('admin');
  expect(await screen.findByText('现在没有人在等你的电话。')).toBeVisible();
});

test('to everybody else nothing of it is there, and the page says whose it is', async () => {
  await pageOf('supervisor');
  expect(await screen.findByText('关怀联系人是另一位同事')).toBeVisible();
  expect(screen.queryByRole('link', { name: /关怀/ })).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('where it can not be read it says that somebody may be waiting, and where it could not be noted, that too', async () => {
  server.use(http.get('*/api/v1/wellbeing/calls', () => problem(503, 'unavailable')));
  await pageOf('admin');
  expect(await screen.findByText('可能有人在等你的电话。')).toBeVisible();
  answers(() => ({ isContact: true, calls: [crisis] }));
  await userEvent.click(screen.getByRole('button', { name: '重试' }));
  server.use(http.delete('*/api/v1/wellbeing/calls/c-1', () => problem(503, 'unavailable')));
  await userEvent.click(await screen.findByRole('button', { name: '已联系 李婉清' }));
  expect(await screen.findByText('没有记下，请再试')).toBeVisible();
  expect(screen.getByRole('region', { name: '请打电话关心' })).toHaveTextContent('李婉清');
});
