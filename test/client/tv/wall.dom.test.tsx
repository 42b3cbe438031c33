import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveSession } from '../../../client/live/session.js';
import { takeToken } from '../../../client/tv/token.js';
import { TvScreen } from '../../../client/tv/tv-screen.js';
import { Wall } from '../../../client/tv/wall.js';
import { epochMs } from '../../../shared/kernel/time.js';
import type { Frame } from '../../../shared/protocol/messages.js';
import { FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { problem, serveRest } from '../support/rest.js';
import { show, structureProblems } from '../support/screen.js';
import { figures, NOW, queue, site } from './floor.js';

const server = serveRest();

/** The wall's clock is the test's, too: it turns the pages. */
const START = NOW - SERVER_AHEAD_MS;
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => vi.useRealTimers());

function wall(queues: ReturnType<typeof queue>[], language: 'zh-CN' | 'en' = 'zh-CN') {
  const browser = new FakeBrowser();
  browser.nowMs = START;
  const session = new LiveSession(browser);
  show(<Wall />, { session, language });
  const changed = {
    site: [site()],
    queue: queues,
    figures: [
      figures('site', { serviceLevelRatio: 0.824, abandonRatio: 0.031 }),
      ...queues.map((one) => figures(one.id, { serviceLevelRatio: 0.91 })),
    ],
  };
  act(() => {
    browser.connection.bringUp(1, { changed } as unknown as Frame);
    browser.paint();
  });
  const pass = (seconds: number, beats = true) =>
    act(() => {
      for (let n = 0; n < seconds; n++) {
        browser.pass(1_000);
        vi.setSystemTime(browser.nowMs);
        if (beats) browser.connection.beat();
      }
      // The clock ticks a few milliseconds after the second.
      browser.pass(10);
    });
  return { browser, pass };
}
const complaints = () =>
  queue('complaints', { name: '投诉受理', nameEn: 'Complaints', waiting: 7, oldestEnteredAt: epochMs(NOW - 192_000) });

describe('the wall', () => {
  test('a calm floor is four numbers', () => {
    wall([queue('1', { waiting: 3, oldestEnteredAt: epochMs(NOW - 9_000) })]);
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('现在');
    for (const text of ['82', '3', '00:09', '11']) expect(screen.getByText(text)).toBeVisible();
    expect(screen.getByText('SLA 00:15')).toBeVisible();
    expect(screen.getByText('现场平稳，没有队列超限')).toBeVisible();
  });
  test('a broken limit takes the page over, counts on, and the pages stop turning', () => {
    const { pass } = wall([complaints(), queue('2')]);
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('投诉受理');
    expect(screen.getByText('7 人等待 · 无人就绪')).toBeVisible();
    expect(screen.getByText('03:12')).toBeVisible();
    expect(screen.getByText('已超 02:57')).toBeVisible();
    pass(60);
    expect(screen.getByText('04:12')).toBeVisible();
    expect(screen.getByText('超限期间本页固定，不轮换')).toBeVisible();
  });
  test('pages turn every fifteen seconds, and come round', () => {
    const { pass } = wall([queue('1', { name: '售前咨询' })]);
    const titles = ['now', 'queues', 'people', 'now'].map((_, turn) => {
      if (turn > 0) pass(15);
      return screen.getByRole('heading', { level: 1 }).textContent;
    });
    expect(titles).toEqual(['现在', '队列', '坐席', '现在']);
  });
  test('the table of queues has each queue’s name, callers, longest wait and service level', () => {
    const { pass } = wall([
      queue('1', { name: '售前咨询', waiting: 2, oldestEnteredAt: epochMs(NOW) }),
      queue('2', { name: '续费关怀', order: 2 }),
    ]);
    pass(15);
    const row = within(screen.getByRole('row', { name: /售前咨询/ }));
    expect(row.getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['', '2', '00:15', '91']);
    expect(
      within(screen.getByRole('row', { name: /续费关怀/ }))
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['', '0', '–', '91']);
  });
  test('in English it is English, names of queues too', () => {
    wall([complaints()], 'en');
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('Complaints');
    expect(screen.getByText('7 waiting · nobody ready')).toBeVisible();
  });
  test('it can be read aloud', async () => {
    const { pass } = wall([queue('1')]);
    expect(await structureProblems()).toEqual([]);
    pass(15);
    expect(await structureProblems()).toEqual([]);
  });
});

describe('what the wall never shows', () => {
  test('an old number as if it were new: a stale wall has a banner and dashes', () => {
    const { pass } = wall([complaints()]);
    pass(16, false);
    expect(screen.getByRole('alert')).toHaveTextContent('与服务断开 16 秒');
    expect(screen.queryByText(/\d\d:\d\d/, { selector: '.v, .tv-take-value, .tv-clock' })).toBeNull();
    expect(screen.getAllByText('–').length).toBeGreaterThanOrEqual(4);
    expect(screen.queryByText('无人等待')).toBeNull();
  });
  test('a lost telephone system likewise, at once', () => {
    const { browser } = wall([complaints()]);
    act(() => browser.connection.stale({ because: 'connector-lost', source: 'asterisk', since: epochMs(browser.serverNow() - 2_000) }));
    expect(screen.getByRole('alert')).toHaveTextContent('与电话系统断开 2 秒');
    expect(screen.queryByText('7 人等待 · 无人就绪')).toBeNull();
  });
  test('a control: there is nothing to press, and nothing to follow', () => {
    const { pass } = wall([complaints(), queue('2')]);
    pass(1);
    expect(document.querySelectorAll('button, a, input, select, [tabindex]').length).toBe(0);
  });
});

describe('a link', () => {
  const TOKEN = 'demo-wall-demo-wall-demo-wall-demo-wall-dem';
  test('its token is taken out of the address as soon as it was read', () => {
    const replaceState = vi.fn();
    expect(takeToken({ hash: `#${TOKEN}`, pathname: '/tv', search: '?lang=en' }, { state: null, replaceState })).toBe(TOKEN);
    expect(replaceState).toHaveBeenCalledWith(null, '', '/tv?lang=en');
  });
  test.each(['', '#', '#short', `#${TOKEN}x`, '#<script>'])('%j is no token', (hash) => {
    expect(takeToken({ hash, pathname: '/tv', search: '' }, { state: null, replaceState: vi.fn() })).toBeNull();
  });
  test('a revoked one says so, and what to do', async () => {
    vi.useRealTimers();
    window.history.replaceState(null, '', `/tv#${TOKEN}`);
    const bodies: unknown[] = [];
    server.use(
      http.post('*/api/v1/tv/session', async ({ request }) => {
        bodies.push(await request.json());
        return problem(401, 'wrong-credentials');
      }),
    );
    show(<TvScreen />);
    expect(await screen.findByRole('heading', { name: '链接已失效' })).toBeVisible();
    expect([bodies, window.location.hash]).toEqual([[{ token: TOKEN }], '']);
  });
  test('without one, a screen that nobody signed in on asks for one', async () => {
    vi.useRealTimers();
    server.use(http.get('*/api/v1/me', () => problem(401, 'not-signed-in')));
    show(<TvScreen />);
    expect(await screen.findByRole('heading', { name: '这块大屏还没有链接' })).toBeVisible();
  });
  test('a server that is away is asked again by itself, with the same token', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    window.history.replaceState(null, '', `/tv#${TOKEN}`);
    const tokens: unknown[] = [];
    server.use(
      http.post('*/api/v1/tv/session', async ({ request }) => {
        tokens.push(await request.json());
        return tokens.length === 1 ? HttpResponse.error() : problem(401, 'wrong-credentials');
      }),
    );
    show(<TvScreen />);
    expect(await screen.findByRole('heading', { name: '连不上服务' })).toBeVisible();
    await act(() => vi.advanceTimersByTimeAsync(5_000));
    await waitFor(() => expect(screen.getByRole('heading')).toHaveTextContent('链接已失效'));
    expect(tokens).toEqual([{ token: TOKEN }, { token: TOKEN }]);
  });
});
