import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import type { VisitRow } from '../../../shared/protocol/http.js';
import { SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { problem, serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import { deskRest, page, sent } from './page.js';

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

beforeEach(() => server.use(...deskRest()));

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
            monitors: [],
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

const talking = { state: 'talking', visitId: 'v-9', queueId: 'q-1', source: 'simulator' };
const visit = (more: object = {}) => ({
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
  monitors: [],
  ...more,
});
const offer = (more: object = {}) => ({
  id: 'x-1',
  kind: 'call.reassign',
  by: { userId: 'u-1', name: '周敏', role: 'supervisor' },
  askedAt: SERVER_AHEAD_MS,
  state: 'offered',
  on: { visitId: 'v-1', queueId: 'q-1', toAgentId: 'a-1' },
  detail: { caller: { masked: '138****2764', tier: 'gold' }, waitingSince: SERVER_AHEAD_MS - 194_000, text: '物流延误，第 3 次来电' },
  offer: { agentId: 'a-1', until: SERVER_AHEAD_MS + 15_000 },
  ...more,
});
const source = [
  { id: 'simulator', status: 'connected', since: SERVER_AHEAD_MS, can: ['set-ready', 'set-not-ready', 'sign-out', 'end-wrap-up'] },
];

describe('a call that somebody wants me to take', () => {
  test('says who it is, who sends it and how long is left, and is taken with Enter, once', async () => {
    calls([]);
    const browser = page({}, { action: [offer()] });
    const card = screen.getByRole('alert', { name: '改派给你的来电' });
    expect(card).toHaveTextContent('周敏 改派给你');
    expect(card).toHaveTextContent('投诉受理 · 138****2764');
    expect(card).toHaveTextContent('已等待 03:14');
    expect(card).toHaveTextContent('物流延误，第 3 次来电');
    expect(card).toHaveTextContent('15 s');
    await userEvent.keyboard('{Enter}{Enter}');
    expect(sent(browser)).toEqual([{ type: 'offer.accept', actionId: 'x-1' }]);
  });
  test('is declined with X, and leaves when it is over', async () => {
    calls([]);
    const browser = page({}, { action: [offer()] });
    await userEvent.keyboard('x');
    expect(sent(browser)).toEqual([{ type: 'offer.decline', actionId: 'x-1' }]);
    act(() => {
      browser.connection.frame(1, 2, { changed: { action: [{ id: 'x-1', state: 'declined', offer: null }] } } as never);
      browser.paint();
    });
    expect(screen.queryByRole('alert')).toBeNull();
  });
  test('is not accepted by Enter on “decline”', async () => {
    calls([]);
    const browser = page({}, { action: [offer()] });
    act(() => screen.getByRole('button', { name: /不便接/ }).focus());
    await userEvent.keyboard('{Enter}');
    expect(sent(browser)).toEqual([{ type: 'offer.decline', actionId: 'x-1' }]);
  });
  test('keeps its Enter when a button of mine had the focus before it came', async () => {
    calls([]);
    const browser = page();
    act(() => screen.getByRole('button', { name: '小休' }).focus());
    act(() => {
      browser.connection.frame(1, 2, { changed: { action: [offer()] } } as never);
      browser.paint();
    });
    await userEvent.keyboard('{Enter}');
    expect(sent(browser)).toEqual([{ type: 'offer.accept', actionId: 'x-1' }]);
  });
  test('can be answered again when the answer was refused', async () => {
    calls([]);
    const browser = page({}, { action: [offer()] });
    await userEvent.keyboard('{Enter}');
    await act(async () => browser.connection.commands[0]?.answer({ outcome: 'refused', rejection: { code: 'agent-busy' } }));
    await userEvent.keyboard('x');
    expect(sent(browser).at(-1)).toEqual({ type: 'offer.decline', actionId: 'x-1' });
  });
  test('is named by its queue, also by one that I do not serve', () => {
    calls([]);
    const queueName = { name: '英文服务', nameEn: 'English' };
    page({}, { action: [offer({ on: { visitId: 'v-1', queueId: 'q-9', toAgentId: 'a-1' }, detail: { ...offer().detail, queueName } })] });
    expect(screen.getByRole('alert')).toHaveTextContent('英文服务 · 138****2764 金卡');
  });
  test('never has more seconds left than it was given', () => {
    calls([]);
    page({}, { action: [offer({ askedAt: SERVER_AHEAD_MS + 900, offer: { agentId: 'a-1', until: SERVER_AHEAD_MS + 15_900 } })] });
    expect(screen.getByRole('alert')).toHaveTextContent('15 s');
  });
  test('can not be answered on a view that is stale', async () => {
    calls([]);
    const browser = page({}, { action: [offer()] });
    act(() => browser.connection.stale({ because: 'fold-stalled', since: SERVER_AHEAD_MS as never }));
    await userEvent.keyboard('{Enter}');
    expect(sent(browser)).toEqual([]);
    expect(screen.getByRole('button', { name: /接听/ })).toBeDisabled();
  });
});

describe('what concerns me', () => {
  test('a state that somebody else set says who and why, and that it does not count against me', () => {
    calls([]);
    page({ state: 'not-ready', reasonCode: 'TRAINING', forced: { byName: '周敏', reason: '新品培训', at: SERVER_AHEAD_MS } });
    expect(screen.getByText('周敏 更改了你的状态，原因：新品培训。 不影响你的遵时率。')).toBeVisible();
  });
  test('a change that waits for the end of the call is shown, and can be cancelled', async () => {
    calls([]);
    const pending = { actionId: 'x-2', to: 'not-ready', reasonCode: 'BREAK', byName: '周敏', forced: true, expiresAt: SERVER_AHEAD_MS };
    const browser = page({ ...talking, pending }, { visit: [visit()], source });
    expect(screen.getByText('本通结束后：小休 由 周敏 设置')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '取消' }));
    expect(sent(browser)).toEqual([{ type: 'agent.cancel-pending', agentId: 'a-1' }]);
  });
  test('during a call I choose what comes after it', async () => {
    calls([]);
    const browser = page(talking, { visit: [visit()], source });
    await userEvent.click(screen.getByRole('button', { name: '小休' }));
    expect(sent(browser)).toEqual([
      { type: 'agent.set-state', agentId: 'a-1', to: { state: 'not-ready', reasonCode: 'BREAK' }, when: 'after-call' },
    ]);
  });
  test('signed out, I sign in again, and see to which queues', async () => {
    calls([]);
    const able = [{ ...source[0], can: ['sign-in'] }];
    const browser = page({ state: 'logged-out', queueIds: [], signInTo: ['q-1', 'q-2'], source: 'simulator' }, { source: able });
    expect(screen.getByText('签入到 投诉受理和售后服务，先准备，再点“就绪”。')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '签入' }));
    expect(sent(browser)).toEqual([{ type: 'agent.sign-in' }]);
    act(() => {
      const by = { userId: 'u-1', name: '马春慧', role: 'agent', agentId: 'a-1' };
      const asked = {
        id: 'x-1',
        kind: 'agent.sign-in',
        by,
        askedAt: SERVER_AHEAD_MS,
        state: 'started',
        on: { agentId: 'a-1' },
        detail: {},
      };
      browser.connection.frame(1, 2, { changed: { action: [asked] } } as never);
      browser.paint();
    });
    expect(screen.getByRole('button', { name: '签入' })).toBeDisabled();
  });
  test('where it is not known to which queues, I am told to use my phone', () => {
    calls([]);
    page({ state: 'logged-out', queueIds: [], source: 'simulator' }, { source: [{ ...source[0], can: ['sign-in'] }] });
    expect(screen.getByText(/请在话机上签入/)).toBeVisible();
    expect(screen.queryByRole('button', { name: '签入' })).toBeNull();
  });
  test('what the phone system refused is said, also when it refused at once', () => {
    calls([]);
    const browser = page({ source: 'simulator' }, { source });
    act(() => {
      const by = { userId: 'u-1', name: '马春慧', role: 'agent', agentId: 'a-1' };
      const failed = {
        id: 'x-1',
        kind: 'agent.sign-out',
        by,
        askedAt: SERVER_AHEAD_MS,
        state: 'failed',
        failure: { code: 'refused', detail: 'static member of sales' },
        on: { agentId: 'a-1' },
        detail: {},
      };
      browser.connection.frame(1, 2, { changed: { action: [failed] } } as never);
      browser.paint();
    });
    expect(screen.getByRole('alert')).toHaveTextContent('签出 马春慧 · 未成功 · 电话系统拒绝 · static member of sales');
  });
  test('I see who listens and who whispers', () => {
    calls([]);
    const monitors = [{ userId: 'u-1', name: '周敏', mode: 'whisper', since: SERVER_AHEAD_MS, silent: false }];
    page(talking, { visit: [visit({ monitors, handover: { byName: '林峰', text: '退款已批', at: SERVER_AHEAD_MS } })] });
    expect(screen.getByText('周敏 正在耳语，客户听不到')).toBeVisible();
    expect(screen.getByText('退款已批')).toBeVisible();
  });
  test('I raise my hand with H and see that somebody is coming', async () => {
    calls([]);
    const browser = page(talking, { visit: [visit()] });
    await userEvent.keyboard('h');
    expect(sent(browser)).toEqual([{ type: 'help.raise' }]);
    act(() => {
      const help = { raisedAt: SERVER_AHEAD_MS, visitId: 'v-9', spreadTo: 'lead', ackByName: '林峰' };
      browser.connection.frame(1, 2, { changed: { agent: [{ id: 'a-1', help }] } } as never);
      browser.paint();
    });
    expect(screen.getByText('林峰 来了')).toBeVisible();
    act(() => {
      const help = {
        raisedAt: SERVER_AHEAD_MS,
        visitId: 'v-9',
        spreadTo: 'lead',
        ackByName: '林峰',
        joined: { byName: '周敏', how: 'whisper' },
      };
      browser.connection.frame(2, 3, { changed: { agent: [{ id: 'a-1', help }] } } as never);
      browser.paint();
    });
    expect(screen.getByText('周敏 正在帮你')).toBeVisible();
  });
  test('messages stay until I have read them', async () => {
    calls([]);
    const message = offer({
      id: 'x-3',
      kind: 'agent.message',
      state: 'pending',
      on: { agentId: 'a-1' },
      detail: { text: '可以直接退全款' },
    });
    const browser = page({}, { action: [message] });
    expect(screen.getByText('可以直接退全款')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '知道了' }));
    expect(sent(browser)).toEqual([{ type: 'message.read', actionId: 'x-3' }]);
  });
  test('after an abusive call a pause is offered, and declined with one key', async () => {
    calls([]);
    const browser = page({ state: 'acw', breakOfferUntil: SERVER_AHEAD_MS + 60_000 });
    expect(screen.getByText('这通电话不容易。缓一缓再接？')).toBeVisible();
    await userEvent.keyboard('x');
    expect(sent(browser)).toEqual([{ type: 'break.answer', accept: false }]);
  });
  test('a refusal is said in words', async () => {
    calls([]);
    const browser = page(talking, { visit: [visit()] });
    await userEvent.click(screen.getByRole('button', { name: '遇到辱骂' }));
    await act(async () => browser.connection.commands[0]?.answer({ outcome: 'refused', rejection: { code: 'call-ended' } }));
    expect(await screen.findByText('没有执行：通话已经结束')).toBeVisible();
  });
  test('my day has no target and nobody to compare with', async () => {
    calls([]);
    page();
    const part = await screen.findByRole('region', { name: '我的今天' });
    await waitFor(() => expect(part).toHaveTextContent('23'));
    expect(part).toHaveTextContent('04:12');
  });
});
