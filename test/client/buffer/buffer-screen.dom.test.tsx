import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { BufferScreen } from '../../../client/buffer/buffer-screen.js';
import { LiveSession } from '../../../client/live/session.js';
import type { Frame } from '../../../shared/protocol/messages.js';
import { FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { problem, serveRest } from '../support/rest.js';
import { show, structureProblems } from '../support/screen.js';

const NOW = SERVER_AHEAD_MS;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const server = serveRest();

const catalogue = {
  timeZone: 'Asia/Shanghai',
  intervalMs: 30 * MINUTE,
  skills: [],
  contracts: [],
  templates: [],
  posts: [
    { code: 'data', name: '数据分析', nameEn: 'Data', capacity: 3 },
    { code: 'kb', name: '知识库维护', nameEn: 'Knowledge', capacity: 2 },
  ],
  holidays: [],
  shrinkageRatio: 0.1,
  maxOccupancyRatio: 0.88,
};
const queueImpact = {
  queueId: 'q-1',
  name: '投诉受理',
  nameEn: 'Complaints',
  verdict: 'amber',
  serviceLevelBefore: 0.86,
  serviceLevelAfter: 0.79,
  goalRatio: 0.8,
  extraAbandons: 3.4,
  occupancyBefore: 0.82,
  occupancyAfter: 0.91,
  isStaffOk: true,
  firstAmberAt: NOW + 30 * MINUTE,
  firstRedAt: null,
  isEstimate: false,
  heading: null,
  intervals: [
    { startAt: NOW, before: 9, after: 8, needed: 7, least: 5 },
    { startAt: NOW + 15 * MINUTE, before: 9, after: 8, needed: 9, least: 6 },
  ],
};
const impact = (more: object = {}) => ({
  bufferId: 'b-1',
  startAt: NOW,
  endAt: NOW + 2 * HOUR,
  verdict: 'amber',
  isStaffOk: true,
  mostMore: 0,
  queues: [queueImpact],
  starts: [
    { startAt: NOW, verdict: 'amber' },
    { startAt: NOW + 15 * MINUTE, verdict: 'amber' },
    { startAt: NOW + 30 * MINUTE, verdict: 'green' },
  ],
  bestStartAt: NOW + 30 * MINUTE,
  away: 1,
  mostAway: 1,
  posts: [{ code: 'data', name: '数据分析', nameEn: 'Data', free: 2 }],
  candidates: [
    { agentId: 'a-3', isOnShift: true },
    { agentId: 'a-4', isOnShift: false },
  ],
  ...more,
});
beforeEach(() =>
  server.use(
    http.get('*/api/v1/roster/catalogue', () => HttpResponse.json(catalogue)),
    http.get('*/api/v1/buffers/totals', () => HttpResponse.json({ least: 5, totals: [], decisions: [], inTimeRatio: null })),
    http.get('*/api/v1/strain/teams', () => HttpResponse.json({ teams: [] })),
    http.get('*/api/v1/buffers/:id/impact', () => HttpResponse.json(impact())),
  ),
);

/** As the frames of those who decide have it: nothing of what is the agent's alone. */
const buffer = (state: string, more: object = {}) => ({
  id: 'b-1',
  agentId: 'a-1',
  state,
  requestedAt: NOW - MINUTE,
  wantedAt: NOW - MINUTE,
  lengthMs: 2 * HOUR,
  startAt: NOW,
  endAt: NOW + 2 * HOUR,
  mayDecline: true,
  isThird: false,
  cover: 'not-needed',
  askedIds: [],
  isLeaving: false,
  extensions: 0,
  needsPlan: false,
  mayAsk: false,
  hasReason: false,
  isReasonShared: false,
  ...more,
});
const asked = (more: object = {}) => buffer('checking', { decideBy: NOW + 9 * MINUTE, latestStartAt: NOW + HOUR, ...more });

function page(records: object) {
  const browser = new FakeBrowser();
  show(<BufferScreen />, { session: new LiveSession(browser) });
  const agent = (id: string, name: string) => ({ id, name, teamId: 't-1', queueIds: ['q-1'], state: 'ready', since: NOW, order: 0 });
  const changed = {
    site: [{ id: 'site', name: '东湾', timeZone: 'Asia/Shanghai', intervalMs: 1_800_000, demo: true }],
    team: [{ id: 't-1', name: '投诉组', order: 0 }],
    agent: [agent('a-1', '李婉清'), agent('a-2', '蒋若曦'), agent('a-3', '唐若溪'), agent('a-4', '魏倩')],
    queue: [{ id: 'q-1', name: '投诉受理', channel: 'voice', waiting: 0, removed: false, order: 0 }],
    ...records,
  };
  act(() => {
    browser.connection.open();
    browser.connection.welcome();
    browser.connection.beat();
    browser.connection.frame(null, 1, { changed } as unknown as Frame);
    browser.connection.beat();
    browser.paint();
  });
  return browser;
}
const sent = (browser: FakeBrowser) => browser.connection.commands.map(({ request }) => request.command);
const cardOf = (name: string) => screen.getByRole('heading', { name }).closest('article') as HTMLElement;

describe('a request to decide', () => {
  test('says what it does to the customers in sentences, and what happens if nobody answers', async () => {
    page({ buffer: [asked()] });
    const card = cardOf('李婉清');
    expect(await within(card).findByText('投诉受理：服务水平 86 % → 79 %，到 08:13')).toBeVisible();
    expect(card).toHaveTextContent('约多 3 位客户放弃');
    expect(card).toHaveTextContent('留下的人占用率 82 % → 91 %');
    expect(card).toHaveTextContent('06:43 起偏紧');
    expect(card).toHaveTextContent('06:22 前没有答复就自动批准');
  });
  test('Y approves the best start, which is another one than asked for where that is better', async () => {
    const browser = page({ buffer: [asked()] });
    await screen.findByText(/86 % → 79 %/);
    await userEvent.keyboard('y');
    expect(sent(browser)).toEqual([
      { type: 'buffer.decide', bufferId: 'b-1', decision: { kind: 'other-start', startAt: NOW + 30 * MINUTE } },
    ]);
  });
  test('the start that was asked for can be approved all the same', async () => {
    const browser = page({ buffer: [asked()] });
    await screen.findByText(/86 % → 79 %/);
    await userEvent.click(within(cardOf('李婉清')).getAllByRole('button', { name: /仍然批准/ })[0] as HTMLElement);
    expect(sent(browser)).toEqual([{ type: 'buffer.decide', bufferId: 'b-1', decision: { kind: 'approve' } }]);
  });
  test('a no needs one of two reasons about staffing', async () => {
    const browser = page({ buffer: [asked()] });
    await screen.findByText(/86 % → 79 %/);
    await userEvent.keyboard('x');
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getAllByRole('radio')).toHaveLength(2);
    expect(within(dialog).getByRole('button', { name: '这次不安排' })).toBeDisabled();
    await userEvent.click(within(dialog).getByRole('radio', { name: '离开后低于最低人数' }));
    await userEvent.click(within(dialog).getByRole('button', { name: '这次不安排' }));
    expect(sent(browser)).toEqual([{ type: 'buffer.decide', bufferId: 'b-1', decision: { kind: 'decline', code: 'MIN_STAFF' } }]);
  });
  test('a protected one has no such button, and no key', async () => {
    const browser = page({ buffer: [asked({ mayDecline: false, proposedStartAt: NOW + 15 * MINUTE, latestStartAt: NOW + 15 * MINUTE })] });
    const card = cardOf('李婉清');
    await within(card).findByText(/86 % → 79 %/);
    expect(card).toHaveTextContent('没有更好的时间，就定 06:28 开始');
    await userEvent.keyboard('x');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(within(card).queryByText('06:43')).toBeNull();
    expect(sent(browser)).toEqual([]);
  });
  test('what was decided meanwhile is said in the card, and nothing is decided twice', async () => {
    const browser = page({ buffer: [asked()] });
    await screen.findByText(/86 % → 79 %/);
    await userEvent.keyboard('yy');
    expect(sent(browser)).toHaveLength(1);
    await act(async () => browser.connection.commands[0]?.answer({ outcome: 'refused', rejection: { code: 'too-late' } }));
    expect(await within(cardOf('李婉清')).findByRole('alert')).toHaveTextContent('已经有结果');
  });
  test('a reason is opened only on purpose, and only where it is shared', async () => {
    const opened: string[] = [];
    server.use(
      http.get('*/api/v1/buffers/:id/reason', ({ params }) => {
        opened.push(String(params.id));
        return HttpResponse.json({ text: '今天连着三通' });
      }),
    );
    page({
      buffer: [
        asked({ hasReason: true, isReasonShared: true }),
        asked({ id: 'b-2', agentId: 'a-2', hasReason: true, decideBy: NOW + 10 * MINUTE }),
      ],
    });
    expect(opened).toEqual([]);
    expect(cardOf('蒋若曦')).toHaveTextContent('有原因，没有分享');
    expect(within(cardOf('蒋若曦')).queryByRole('button', { name: '打开' })).toBeNull();
    await userEvent.click(within(cardOf('李婉清')).getByRole('button', { name: '打开' }));
    expect(await screen.findByText('今天连着三通')).toBeVisible();
    expect(opened).toEqual(['b-1']);
  });
  test('J goes to the next request, and Y is then about that one', async () => {
    const browser = page({ buffer: [asked(), asked({ id: 'b-2', agentId: 'a-2', decideBy: NOW + 10 * MINUTE })] });
    await waitFor(() => expect(screen.getAllByText(/86 % → 79 %/)).toHaveLength(2));
    await userEvent.keyboard('jjy');
    expect(sent(browser)).toMatchObject([{ bufferId: 'b-2' }]);
  });
  test('where every start leaves too few, none is the best, and one key approves nothing', async () => {
    const starts = impact().starts.map((start) => ({ ...start, verdict: 'red' }));
    server.use(http.get('*/api/v1/buffers/:id/impact', () => HttpResponse.json(impact({ verdict: 'red', starts, bestStartAt: null }))));
    const browser = page({ buffer: [asked()] });
    expect(await within(cardOf('李婉清')).findAllByText('人手太少')).toHaveLength(3);
    await userEvent.keyboard('y');
    expect(sent(browser)).toEqual([]);
    await userEvent.click(within(cardOf('李婉清')).getAllByRole('button', { name: '仍然批准' })[0] as HTMLElement);
    expect(sent(browser)).toMatchObject([{ type: 'buffer.decide', decision: { kind: 'approve' } }]);
  });
  test('on a day that goes otherwise than forecast, the effect says by how much, and how sure that is', async () => {
    const heading = { factor: 1.24, low: 1.1, high: 1.38 };
    server.use(http.get('*/api/v1/buffers/:id/impact', () => HttpResponse.json(impact({ queues: [{ ...queueImpact, heading }] }))));
    page({ buffer: [asked()] });
    expect(await within(cardOf('李婉清')).findByText('按今天走势算：来电约为预测的 124 %（110 %–138 %）')).toBeVisible();
  });
  test('without the latest effect, the check that came with the request still stands', async () => {
    server.use(http.get('*/api/v1/buffers/:id/impact', () => problem(503, 'unavailable')));
    const check = {
      at: NOW,
      verdict: 'red',
      isStaffOk: false,
      isEstimate: true,
      queueId: 'q-1',
      queueName: { name: '投诉受理' },
      serviceLevelBefore: 0.8,
      serviceLevelAfter: 0.51,
      extraAbandons: 6,
      occupancyBefore: 0.9,
      occupancyAfter: 1,
      until: NOW + HOUR,
      firstRedAt: NOW,
      bestStartAt: NOW + 45 * MINUTE,
      away: 0,
      mostAway: 1,
    };
    page({ buffer: [asked({ check, proposedStartAt: NOW + 45 * MINUTE })] });
    const card = cardOf('李婉清');
    expect(await within(card).findByText('没能算出最新影响')).toBeVisible();
    expect(card).toHaveTextContent('服务水平 80 % → 51 %');
    expect(card).toHaveTextContent('低于必须留下的人数');
    expect(within(card).getByText('06:58')).toBeVisible();
  });
  test('nothing about the agent is on the page but name and team, and it can be read aloud', async () => {
    page({ buffer: [asked({ isThird: true })] });
    await screen.findByText(/86 % → 79 %/);
    expect(cardOf('李婉清')).toHaveTextContent('7 天内第三次');
    expect(document.body).not.toHaveTextContent(/分数：|高难度来电|平均处理/);
    expect(await structureProblems()).toEqual([]);
  });
});

describe('after the decision', () => {
  const declined = (declinedById: string) =>
    buffer('declined', {
      decision: { outcome: 'declined', at: NOW, byName: '林峰', code: 'MIN_STAFF' },
      declinedById,
      closedAt: NOW,
    });
  test('a no waits for a second person, though it closed the request', async () => {
    const browser = page({ buffer: [declined('u-lead')] });
    expect(screen.getByRole('heading', { name: '待安排 1' })).toBeVisible();
    expect(cardOf('李婉清')).toHaveTextContent('林峰 没有批准：离开后低于最低人数');
    await userEvent.click(screen.getByRole('button', { name: '改为批准' }));
    expect(sent(browser)).toEqual([{ type: 'buffer.review', bufferId: 'b-1', outcome: 'overturned' }]);
  });
  test('whoever said no is not asked to look at it again', () => {
    page({ buffer: [declined('u-1')] });
    expect(screen.getByRole('heading', { name: '待安排 0' })).toBeVisible();
    expect(screen.queryByRole('button', { name: '改为批准' })).toBeNull();
  });
  test('a post is chosen and colleagues are asked; who said no is told to nobody', async () => {
    const browser = page({ buffer: [buffer('arranging', { arrangeBy: NOW + 9 * MINUTE, cover: 'sought', askedIds: ['a-3'] })] });
    expect(cardOf('李婉清')).toHaveTextContent('已询问： 唐若溪');
    await screen.findByRole('option', { name: '数据分析' });
    await userEvent.selectOptions(screen.getByLabelText('后台岗位'), 'data');
    await act(async () =>
      browser.connection.commands[0]?.answer({
        outcome: 'accepted',
        epoch: 'e' as never,
        position: '2-0' as never,
        actionId: 'x' as never,
      }),
    );
    await userEvent.click(screen.getByRole('button', { name: '再问问' }));
    expect(await within(cardOf('李婉清')).findByText('不当班')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '询问' }));
    expect(sent(browser)).toEqual([
      { type: 'buffer.assign-post', bufferId: 'b-1', post: 'data' },
      { type: 'buffer.ask-cover', bufferId: 'b-1', agentIds: ['a-4'] },
    ]);
  });
  test('who is away is asked to help only where they said that they may be', async () => {
    const browser = page({
      buffer: [
        buffer('in-buffer', { startedAt: NOW - HOUR, post: 'data' }),
        buffer('in-buffer', { id: 'b-2', agentId: 'a-2', startedAt: NOW - HOUR, mayAsk: true, extensions: 1 }),
        buffer('check-in', { id: 'b-3', agentId: 'a-3', startedAt: NOW - 2 * HOUR, endAt: NOW - 10 * MINUTE }),
      ],
    });
    expect(await within(screen.getByRole('region', { name: '缓冲中' })).findByText('数据分析')).toBeVisible();
    expect(screen.getByText('还需要时间，到 08:13')).toBeVisible();
    expect(screen.getByText('比计划晚一点')).toBeVisible();
    await userEvent.keyboard('n');
    expect(sent(browser)).toEqual([{ type: 'buffer.ask-help', bufferId: 'b-2' }]);
  });
  test('today’s line counts how many are away at once', () => {
    page({
      buffer: [
        buffer('in-buffer', { startedAt: NOW - HOUR, endAt: NOW + HOUR }),
        buffer('returned', { id: 'b-2', agentId: 'a-2', startedAt: NOW - 3 * HOUR, closedAt: NOW - 2 * HOUR, landingUntil: NOW - HOUR }),
        buffer('scheduled', { id: 'b-3', agentId: 'a-3', startAt: NOW + 30 * MINUTE }),
      ],
    });
    expect(screen.getByText(/进行中 05:13 → 07:13/)).toBeInTheDocument();
    expect(screen.getByText(/已结束 03:13 → 04:13/)).toBeInTheDocument();
    expect(screen.getByText(/已定 06:43 → 08:13/)).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: '今天已回岗 1' })).toBeVisible();
  });
});

describe('relief', () => {
  test('is loud, offers four ways, and has no button that closes it', async () => {
    const browser = page({ relief: [{ id: 'a-1', since: NOW - 2 * MINUTE }] });
    const alert = screen.getByRole('alert', { name: '需要马上换下来' });
    expect(alert).toHaveTextContent('李婉清 需要马上换下来');
    expect(within(alert).getAllByRole('button')).toHaveLength(4);
    await userEvent.click(within(alert).getByRole('button', { name: '我来接' }));
    expect(sent(browser)).toEqual([{ type: 'relief.give', agentId: 'a-1', how: 'own-pick-up' }]);
    act(() => {
      const taken = { byName: '周敏', how: 'own-pick-up', at: NOW };
      browser.connection.frame(1, 2, { changed: { relief: [{ id: 'a-1', taken }] } } as never);
      browser.paint();
    });
    expect(alert).toHaveTextContent('周敏 06:13 选择了：我来接');
    expect(alert).toBeVisible();
    act(() => {
      browser.connection.frame(2, 3, { gone: { relief: ['a-1'] } } as never);
      browser.paint();
    });
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('the load of teams', () => {
  test('is told exactly or roughly, as the server does, and by name of nobody', async () => {
    const bands = { calm: '3+', watch: '<3', elevated: 0, high: 0 };
    server.use(http.get('*/api/v1/strain/teams', () => HttpResponse.json({ teams: [{ teamId: 't-1', bands, shared: [] }] })));
    page({});
    const row = await within(await screen.findByRole('region', { name: '班组负荷' })).findByRole('row', { name: /投诉组/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['投诉组', '≥3', '<3', '0', '0']);
  });
  test('that could not be read does not look as if there were none', async () => {
    server.use(http.get('*/api/v1/strain/teams', () => problem(503, 'unavailable')));
    page({});
    expect(await screen.findByText('没能读到班组负荷')).toBeVisible();
    expect(screen.queryByText(/满 5 人/)).toBeNull();
  });
});

describe('totals', () => {
  test('say that they are hidden below five, and never whose', async () => {
    page({});
    expect(await screen.findByText('不到 5 人的月份和班组不显示。')).toBeVisible();
    expect(screen.getByText('满 5 个申请才显示。')).toBeVisible();
    expect(screen.getByText('没有等你答复的申请。')).toBeVisible();
  });
});
