import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { lazy, type ReactNode } from 'react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectionMark } from '../../../client/app/connection-mark.js';
import { KeysDialog } from '../../../client/app/keys-dialog.js';
import { LaterPart } from '../../../client/app/later-part.js';
import { Nav } from '../../../client/app/nav.js';
import { PaletteWindow } from '../../../client/app/palette-window.js';
import { PasswordDialog } from '../../../client/app/password-dialog.js';
import { PreferencesProvider } from '../../../client/app/preferences.js';
import { SessionProvider } from '../../../client/app/session.js';
import { SessionsDialog } from '../../../client/app/sessions-dialog.js';
import { StaleBanner } from '../../../client/app/stale-banner.js';
import { TopBar } from '../../../client/app/top-bar.js';
import { TvLinksDialog } from '../../../client/app/tv-links-dialog.js';
import { useConnection } from '../../../client/live/hooks.js';
import { LiveSession } from '../../../client/live/session.js';
import { onDemand } from '../../../client/ui/on-demand.js';
import { useShortcuts } from '../../../client/ui/shortcuts.js';
import { epochMs } from '../../../shared/kernel/time.js';
import type { Me } from '../../../shared/protocol/http.js';
import { FakeBrowser } from '../support/fake-browser.js';
import { me, problem, serveRest } from '../support/rest.js';
import { show, structureProblems } from '../support/screen.js';

const server = serveRest();
beforeEach(() => {
  localStorage.clear();
  // jsdom has no layout to scroll.
  window.scrollTo = () => {};
  server.use(http.get('*/api/v1/me', () => HttpResponse.json(me)));
});

/** The frame's parts, with an address bar and a live connection of the test's own. */
async function frame(children: ReactNode, language: 'zh-CN' | 'en' = 'zh-CN') {
  const browser = new FakeBrowser();
  const session = new LiveSession(browser);
  const router = createRouter({
    routeTree: createRootRoute({ component: () => children }),
    history: createMemoryHistory({ initialEntries: ['/floor'] }),
  });
  const inside = (
    <PreferencesProvider>
      <SessionProvider>
        <RouterProvider router={router as never} />
      </SessionProvider>
    </PreferencesProvider>
  );
  await act(async () => {
    show(inside, { language, session });
  });
  return { browser, session, router };
}
const up = (browser: FakeBrowser) =>
  act(() => {
    browser.connection.bringUp(1, {
      changed: { site: [{ id: 'site', name: '东湾客服中心', nameEn: 'Dongwan Centre', timeZone: 'Asia/Shanghai', demo: true }] },
    } as never);
    browser.paint();
  });
const pass = (browser: FakeBrowser, ms: number) => act(() => browser.pass(ms));

function Connection() {
  const connection = useConnection();
  return connection.state === 'stale' ? <StaleBanner connection={connection} /> : <ConnectionMark />;
}

describe('how far the screen may be trusted', () => {
  test('connecting, live, behind, stale and restored each say so', async () => {
    const { browser } = await frame(<Connection />);
    expect(screen.getByRole('status')).toHaveTextContent('正在连接');
    up(browser);
    expect(screen.getByText('实时')).toBeVisible();
    pass(browser, 8_000);
    expect(screen.getByText('延迟 8 秒，正在追赶')).toBeVisible();
    pass(browser, 12_000);
    expect(screen.getByRole('alert')).toHaveTextContent('与服务断开 20 秒，画面停在');
    expect(screen.getByRole('alert')).toHaveTextContent('动作已锁定');
    act(() => {
      browser.connection.open();
      browser.connection.welcome({ resumed: true });
      browser.connection.frame(1, 9);
      browser.connection.beat();
    });
    expect(screen.getByRole('status')).toHaveTextContent('已恢复，补回 20 秒');
  });
  test.each([
    ['connector-lost', '与电话系统（asterisk）断开'],
    ['source-silent', '电话系统（asterisk）没有回应'],
    ['fold-stalled', '服务处理停滞'],
    ['log-unreachable', '服务读不到日志'],
  ] as const)('%s is named, and there is no button that could not help', async (because, text) => {
    const { browser } = await frame(<Connection />);
    up(browser);
    act(() => browser.connection.stale({ because, source: 'asterisk', since: epochMs(browser.serverNow() - 42_000) }));
    expect(screen.getByRole('alert')).toHaveTextContent(`${text} 42 秒，画面停在`);
    expect(screen.queryByRole('button')).toBeNull();
  });
  test('who lost the server can try at once, by the button or by its key', async () => {
    const { browser } = await frame(<Connection />);
    up(browser);
    browser.dice = 1;
    act(() => browser.connection.lose());
    pass(browser, 900);
    expect(browser.connections.length).toBe(1);
    pass(browser, 15_000);
    const tries = browser.connections.length;
    act(() => browser.connection.lose());
    await userEvent.click(screen.getByRole('button', { name: /立即重连/ }));
    expect(browser.connections.length).toBe(tries + 1);
    act(() => browser.connection.lose());
    await userEvent.keyboard('r');
    expect(browser.connections.length).toBe(tries + 2);
  });
});

describe('the bar and the navigation', () => {
  const person = (more: Partial<Me>) => ({ ...me, ...more }) as Me;
  test.each<[string, Partial<Me>, string[]]>([
    ['supervisor', { role: 'supervisor' }, ['现场', '升级', '班表', '缓冲', '大屏']],
    ['lead', { role: 'lead' }, ['现场', '升级', '班表', '缓冲']],
    ['lead who takes calls', { role: 'lead', agentId: 'a-1' as never }, ['现场', '升级', '班表', '缓冲', '我的']],
    ['agent', { role: 'agent', agentId: 'a-1' as never }, ['升级', '我的']],
  ])('a %s sees what works for them, and nothing else', async (_, more, entries) => {
    await frame(<Nav me={person(more)} onTvLinks={() => {}} />);
    const nav = within(screen.getByRole('navigation'));
    expect([...nav.queryAllByRole('link'), ...nav.queryAllByRole('button')].map((entry) => entry.textContent)).toEqual(entries);
  });
  test('the bar names the site, marks a demonstration, and switches theme, density and language at once', async () => {
    const told: unknown[] = [];
    server.use(
      http.patch('*/api/v1/me', async ({ request }) => {
        told.push(await request.json());
        return HttpResponse.json(me);
      }),
    );
    const { browser } = await frame(<TopBar me={me} onOpen={() => {}} />);
    up(browser);
    const user = userEvent.setup();
    expect(screen.getByText('东湾客服中心')).toBeVisible();
    expect(screen.getByText('演示')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '切换为浅色 (T)' }));
    await user.click(screen.getByRole('button', { name: '切换为宽松 (D)' }));
    expect([document.documentElement.dataset.theme, document.documentElement.dataset.density]).toEqual(['light', 'cozy']);
    await user.click(screen.getByRole('button', { name: '语言' }));
    await user.click(await screen.findByRole('menuitemradio', { name: 'English' }));
    expect(screen.getByText('Dongwan Centre')).toBeVisible();
    await waitFor(() => expect(told).toEqual([{ language: 'en' }]));
    expect(document.title).not.toMatch(/周敏|\d/);
  });
  test('signing out ends the session on the server', async () => {
    const ended = vi.fn();
    server.use(
      http.delete('*/api/v1/session', () => {
        ended();
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { browser } = await frame(<TopBar me={me} onOpen={() => {}} />);
    up(browser);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: '周敏的账号' }));
    await user.click(await screen.findByRole('menuitem', { name: '退出登录' }));
    await waitFor(() => expect(ended).toHaveBeenCalledTimes(1));
  });
  test('both can be read aloud', async () => {
    const { browser } = await frame(
      <>
        <Nav me={me} onTvLinks={() => {}} />
        <TopBar me={me} onOpen={() => {}} />
      </>,
    );
    up(browser);
    expect(await structureProblems()).toEqual([]);
  });
});

describe('keys', () => {
  const run = { j: vi.fn(), gf: vi.fn() };
  function Screen() {
    useShortcuts('现场', [
      { keys: 'j', label: '下一项', run: run.j },
      { keys: 'g f', label: '现场', run: run.gf },
    ]);
    return <input aria-label="查找" />;
  }
  beforeEach(() => {
    run.j.mockClear();
    run.gf.mockClear();
  });
  test('one key, and two in a row', async () => {
    await frame(<Screen />);
    await userEvent.keyboard('j');
    await userEvent.keyboard('gf');
    expect([run.j.mock.calls.length, run.gf.mock.calls.length]).toEqual([1, 1]);
  });
  test('they do nothing while somebody types', async () => {
    await frame(<Screen />);
    await userEvent.type(screen.getByLabelText('查找'), 'jgf');
    expect([run.j.mock.calls.length, run.gf.mock.calls.length, (screen.getByLabelText('查找') as HTMLInputElement).value]).toEqual([
      0,
      0,
      'jgf',
    ]);
  });
  test('with Ctrl they are the browser’s', async () => {
    await frame(<Screen />);
    await userEvent.keyboard('{Control>}j{/Control}');
    expect(run.j).not.toHaveBeenCalled();
  });
  test('the list shows those that work now, and none acts while it is open', async () => {
    await frame(
      <>
        <Screen />
        <KeysDialog onClose={() => {}} />
      </>,
    );
    const dialog = within(screen.getByRole('dialog', { name: '全部按键' }));
    expect(dialog.getByText('下一项')).toBeVisible();
    await userEvent.keyboard('j');
    expect(run.j).not.toHaveBeenCalled();
    expect(await structureProblems()).toEqual([]);
  });
});

describe('where I am signed in', () => {
  const other = {
    sessionHash: 'b'.repeat(64),
    current: false,
    startedAt: 1_700_000_000_000,
    lastSeenAt: 1_700_000_600_000,
    endsAt: 1_800_000_000_000,
    device: 'Firefox · Linux',
  };
  const mine = { ...other, sessionHash: 'a'.repeat(64), current: true, device: 'Chrome · Windows' };
  test('another device can be signed out; this one has no such button', async () => {
    let sessions = [mine, other];
    server.use(
      http.get('*/api/v1/sessions', () => HttpResponse.json({ sessions })),
      http.delete(`*/api/v1/sessions/${other.sessionHash}`, () => {
        sessions = [mine];
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await frame(<SessionsDialog onClose={() => {}} />);
    await userEvent.click(await screen.findByRole('button', { name: '退出 Firefox · Linux' }));
    await waitFor(() => expect(screen.queryByText('Firefox · Linux')).toBeNull());
    expect(screen.getByText('Chrome · Windows')).toBeVisible();
    expect(screen.queryByRole('button', { name: /退出/ })).toBeNull();
  });
  test('what could not be loaded says why, and can be asked for again', async () => {
    server.use(http.get('*/api/v1/sessions', () => problem(503, 'unavailable'), { once: true }));
    server.use(http.get('*/api/v1/sessions', () => problem(503, 'unavailable')));
    await frame(<SessionsDialog onClose={() => {}} />);
    expect(await screen.findByRole('alert')).toHaveTextContent('服务暂不可用');
    server.use(http.get('*/api/v1/sessions', () => HttpResponse.json({ sessions: [mine] })));
    await userEvent.click(screen.getByRole('button', { name: '重试' }));
    expect(await screen.findByText('Chrome · Windows')).toBeVisible();
  });
});

describe('a new password', () => {
  const type = async (current: string, next: string, again = next) => {
    for (const [label, text] of [
      ['当前密码', current],
      ['新密码', next],
      ['再输一次新密码', again],
    ] as const) {
      await userEvent.clear(screen.getByLabelText(label));
      await userEvent.type(screen.getByLabelText(label), text);
    }
    await userEvent.click(screen.getByRole('button', { name: '修改密码' }));
  };

  test('is sent only when it is long enough and typed the same twice; a refusal says which of the two was wrong, and how', async () => {
    const asked: unknown[] = [];
    const answers = [
      problem(400, 'bad-request', { errors: [{ field: 'current', reason: 'is wrong' }] }),
      problem(400, 'bad-request', { errors: [{ field: 'next', reason: 'is one of the passwords that are tried first' }] }),
    ];
    server.use(
      http.put('*/api/v1/me/password', async ({ request }) => {
        asked.push(await request.json());
        return answers[asked.length - 1];
      }),
    );
    await frame(<PasswordDialog onClose={() => {}} />);
    await type('harbour-demo', 'short');
    expect(screen.getByRole('alert')).toHaveTextContent('至少 10 个字符');
    await type('harbour-demo', 'a long enough one', 'a long enough 0ne');
    expect(screen.getByRole('alert')).toHaveTextContent('不一样');
    expect(asked).toEqual([]);
    await type('harbour-demo', 'a long enough one');
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('当前密码不对'));
    expect(screen.getByLabelText('当前密码')).toBeInvalid();
    await type('harbour-demo', 'password1234');
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('太常见'));
    expect(asked).toEqual([
      { current: 'harbour-demo', next: 'a long enough one' },
      { current: 'harbour-demo', next: 'password1234' },
    ]);
    expect(await structureProblems(document.body)).toEqual([]);
  });
});

describe('links for the wall', () => {
  const link = {
    linkId: 'tv-1',
    name: '三楼东侧',
    createdAt: 1_700_000_000_000,
    createdBy: '周敏',
    expiresAt: 1_720_000_000_000,
    devices: 2,
  };
  const token = 'T'.repeat(43);
  beforeEach(() => server.use(http.get('*/api/v1/tv-links', () => HttpResponse.json({ links: [link] }))));

  test('a new one is shown once, with the token in the fragment', async () => {
    const asked: unknown[] = [];
    server.use(
      http.post('*/api/v1/tv-links', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ link: { ...link, name: '大厅' }, token }, { status: 201 });
      }),
    );
    await frame(<TvLinksDialog onClose={() => {}} />);
    await userEvent.type(screen.getByLabelText('新链接的名称'), '大厅');
    await userEvent.click(screen.getByRole('button', { name: '生成链接' }));
    expect(await screen.findByLabelText('链接地址')).toHaveValue(`${window.location.origin}/tv#${token}`);
    expect(asked).toEqual([{ name: '大厅' }]);
    expect(await structureProblems()).toEqual([]);
  });
  test('a nameless one is not asked for', async () => {
    await frame(<TvLinksDialog onClose={() => {}} />);
    await userEvent.click(screen.getByRole('button', { name: '生成链接' }));
    expect(screen.getByLabelText('新链接的名称')).toHaveAccessibleDescription('请写一个名称，最多 64 个字');
  });
  test('revoking asks once more, since screens go dark', async () => {
    const revoked = vi.fn();
    server.use(
      http.delete('*/api/v1/tv-links/tv-1', () => {
        revoked();
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await frame(<TvLinksDialog onClose={() => {}} />);
    await userEvent.click(await screen.findByRole('button', { name: '撤销' }));
    expect(revoked).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: '确认撤销' }));
    await waitFor(() => expect(revoked).toHaveBeenCalledTimes(1));
  });
});

test('a window that can not be fetched leaves the page as it is, says so, and can be asked for again', async () => {
  const Window = lazy(() => Promise.reject(new Error('no such file')));
  const onFailed = vi.fn();
  // React tells of what a boundary caught.
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  await frame(
    <>
      <h1>现场</h1>
      <LaterPart onFailed={onFailed}>
        <Window />
      </LaterPart>
    </>,
  );
  expect(await screen.findByText('没能打开')).toBeVisible();
  expect(screen.getByRole('heading', { name: '现场' })).toBeVisible();
  expect(onFailed).toHaveBeenCalledOnce();
  told.mockRestore();
});

test('what is typed while the palette is still being fetched does nothing on the page behind it', async () => {
  const undone = vi.fn();
  const Page = () => {
    useShortcuts('现场', [{ keys: 'z', label: '撤销', run: undone }]);
    return <PaletteWindow onClose={() => {}} of={onDemand(() => new Promise<never>(() => {}))} />;
  };
  await frame(<Page />);
  await userEvent.keyboard('zsy{Enter}');
  expect(undone).not.toHaveBeenCalled();
});
