import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, test } from 'vitest';
import { AgentScreen } from '../../../client/agent/agent-screen.js';
import { LiveSession } from '../../../client/live/session.js';
import type { VisitRow } from '../../../shared/protocol/http.js';
import type { Frame } from '../../../shared/protocol/messages.js';
import { FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { problem, serveRest } from '../support/rest.js';
import { show, structureProblems } from '../support/screen.js';

const server = serveRest();

const row = (id: string, minutesAgo: number, more: object = {}) =>
  ({
    visitId: `v-${id}`,
    callId: `c-${id}`,
    queueId: 'q-1',
    enteredAt: SERVER_AHEAD_MS - minutesAgo * 60_000,
    outcome: 'answered',
    waitMs: 4_000,
    callerMasked: '138****2764',
    ringNoAnswers: 0,
    legs: [
      {
        agentId: 'a-1',
        startedAt: SERVER_AHEAD_MS - minutesAgo * 60_000,
        endedAt: SERVER_AHEAD_MS - minutesAgo * 60_000 + 192_000,
        holdMs: 0,
      },
    ],
    ...more,
  }) as VisitRow;

const calls = (visits: VisitRow[], next: string | null = null) => {
  const asked: URL[] = [];
  server.use(
    http.get('*/api/v1/visits', ({ request }) => {
      asked.push(new URL(request.url));
      const isFirst = !asked.at(-1)?.searchParams.has('cursor');
      return HttpResponse.json({ visits: isFirst ? visits : [], total: visits.length, next: isFirst ? next : null });
    }),
  );
  return asked;
};

function page(agent: object = {}, more: object = {}) {
  const browser = new FakeBrowser();
  const session = new LiveSession(browser);
  show(<AgentScreen />, { session });
  const changed = {
    site: [{ id: 'site', name: '东湾客服中心', timeZone: 'Asia/Shanghai', intervalMs: 1_800_000, demo: true }],
    agent: [{ id: 'a-1', name: '马春慧', queueIds: ['q-1', 'q-2'], state: 'ready', since: SERVER_AHEAD_MS - 41_000, order: 0, ...agent }],
    queue: [
      { id: 'q-1', name: '投诉受理', channel: 'voice', waiting: 2, removed: false, order: 0 },
      { id: 'q-2', name: '售后服务', channel: 'voice', waiting: 0, removed: false, order: 1 },
    ],
    ...more,
  };
  act(() => {
    browser.connection.open();
    browser.connection.welcome({ role: 'agent', agentId: 'a-1' as never });
    browser.connection.beat();
    browser.connection.frame(null, 1, { changed } as unknown as Frame);
    browser.connection.beat();
    browser.paint();
  });
  return browser;
}

describe('an agent’s own page', () => {
  test('shows what I do and since when, and who waits in my queues', async () => {
    calls([]);
    const browser = page();
    expect(screen.getByRole('heading', { name: '就绪' })).toBeVisible();
    expect(screen.getByText('00:41')).toBeVisible();
    expect([screen.getByText('投诉受理'), screen.getByText('2 人等待'), screen.getByText('无人等待')].every((one) => one !== null)).toBe(
      true,
    );
    act(() => browser.pass(1_010));
    expect(screen.getByText('00:42')).toBeVisible();
    expect(await screen.findByText('今天还没有通话')).toBeVisible();
  });
  test('has my own word for why I am not ready, and no red timer however long it lasts', async () => {
    calls([]);
    page({ state: 'not-ready', reasonCode: 'MICRO_PAUSE', since: SERVER_AHEAD_MS - 5_400_000 });
    expect(screen.getByRole('heading', { name: '情绪小休' })).toBeVisible();
    expect(screen.getByText('1:30:00')).toBeVisible();
    expect(document.querySelector('.c-breach, .c-watch, .breach, .watch')).toBeNull();
    expect(await screen.findByText('今天还没有通话')).toBeVisible();
  });
  test('shows the call in hand with its number masked', async () => {
    calls([]);
    page(
      { state: 'talking', visitId: 'v-9', queueId: 'q-1' },
      {
        visit: [
          {
            id: 'v-9',
            queueId: 'q-1',
            state: 'talking',
            enteredAt: SERVER_AHEAD_MS - 90_000,
            callEnteredAt: SERVER_AHEAD_MS - 90_000,
            answeredAt: SERVER_AHEAD_MS - 78_000,
            priority: 0,
            ringingAgentIds: [],
            ringNoAnswers: 0,
            agentId: 'a-1',
            callerMasked: '138****2764',
            tier: '金卡',
          },
        ],
      },
    );
    const call = screen.getByRole('region', { name: '当前来电' });
    expect(call).toHaveTextContent('138****2764');
    expect(call).toHaveTextContent('金卡');
    expect(call).toHaveTextContent('01:18');
    expect(call).toHaveTextContent('00:12');
    expect(await screen.findByText('今天还没有通话')).toBeVisible();
  });
  test('lists today’s calls from the site’s midnight on, and earlier pages on demand', async () => {
    const asked = calls([row('1', 5), row('2', 65)], '1700000000000_v-2');
    page();
    expect(await screen.findAllByText('138****2764')).toHaveLength(2);
    expect(screen.getAllByText('03:12')).toHaveLength(2);
    // 2023-11-14T22:13:20Z is 06:13 of the 15th in Shanghai.
    expect(asked[0]?.searchParams.get('from')).toBe(String(Date.parse('2023-11-14T16:00:00Z')));
    expect(asked[0]?.searchParams.get('agentId')).toBe('a-1');
    await userEvent.click(screen.getByRole('button', { name: '更早的' }));
    await waitFor(() => expect(asked[1]?.searchParams.get('cursor')).toBe('1700000000000_v-2'));
  });
  test('calls that cannot be loaded do not take the page with them', async () => {
    server.use(http.get('*/api/v1/visits', () => problem(503, 'unavailable')));
    page();
    expect(await screen.findByRole('alert')).toHaveTextContent('服务暂不可用');
    expect(screen.getByRole('heading', { name: '就绪' })).toBeVisible();
  });
  test('somebody whom the telephone system does not know is told so', () => {
    page({ id: 'a-2' });
    expect(screen.getByText('电话系统里还没有你的坐席')).toBeVisible();
  });
  test('can be read aloud', async () => {
    calls([row('1', 5)]);
    page();
    await screen.findByText('138****2764');
    expect(await structureProblems()).toEqual([]);
  });
});
