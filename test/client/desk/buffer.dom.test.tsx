import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import type { FakeBrowser } from '../support/fake-browser.js';
import { problem, serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import { accept, deskRest, HOUR, MINUTE, NOW, page, sent, strain } from './page.js';

const server = serveRest();
beforeEach(() => server.use(...deskRest()));

const preview = (more: object = {}) => ({
  startAt: NOW,
  lengthMs: 2 * HOUR,
  mostMs: 4 * HOUR,
  verdict: 'amber',
  answer: 'person',
  starts: [
    { startAt: NOW, verdict: 'amber' },
    { startAt: NOW + 15 * MINUTE, verdict: 'amber' },
    { startAt: NOW + 30 * MINUTE, verdict: 'green' },
    { startAt: NOW + 45 * MINUTE, verdict: 'green' },
  ],
  posts: [
    { code: 'data', name: '数据分析', nameEn: 'Data', free: 2 },
    { code: 'kb', name: '知识库维护', nameEn: 'Knowledge', free: 0 },
  ],
  ...more,
});
const previews = (answer = preview()) => server.use(http.post('*/api/v1/buffers/preview', () => HttpResponse.json(answer)));

/** As an agent's own frames have it: nothing of what is for those who decide. */
const buffer = (state: string, more: object = {}) => ({
  id: 'b-1',
  agentId: 'a-1',
  state,
  requestedAt: NOW - MINUTE,
  wantedAt: NOW,
  lengthMs: 2 * HOUR,
  startAt: NOW,
  endAt: NOW + 2 * HOUR,
  isThird: false,
  cover: 'not-needed',
  isLeaving: false,
  extensions: 0,
  mayExtend: true,
  needsPlan: false,
  mayAsk: false,
  keptFrom: [],
  hasReason: false,
  isReasonShared: false,
  openedBy: [],
  isReoffered: false,
  ...more,
});
const change = (browser: FakeBrowser, changed: object) =>
  act(() => {
    browser.connection.frame(1, 2, { changed } as never);
    browser.paint();
  });

describe('asking for a buffer shift', () => {
  test('opens with the best start chosen, says what customers would notice, and one press sends it', async () => {
    previews();
    const browser = page();
    await userEvent.click(screen.getByRole('button', { name: '转到后台缓一缓' }));
    const sheet = await screen.findByRole('dialog', { name: '转到后台缓一缓' });
    expect(await within(sheet).findByText(/客户会稍等一会儿：主管 10 分钟内答复，没有答复就算批准/)).toBeVisible();
    expect(sheet).not.toHaveTextContent(/拒绝|不批准/);
    const best = within(sheet).getByRole('radio', { name: /推荐/ });
    expect(best).toBeChecked();
    await userEvent.click(within(sheet).getByRole('button', { name: '申请 06:43 起' }));
    await waitFor(() =>
      expect(sent(browser)).toEqual([{ type: 'buffer.request', startAt: NOW + 30 * MINUTE, lengthMs: 2 * HOUR, shareReason: false }]),
    );
    await accept(browser);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
  test('a reason is handed over apart, and the request only names it', async () => {
    previews(preview({ verdict: 'green', answer: 'at-once' }));
    const kept: unknown[] = [];
    server.use(
      http.post('*/api/v1/private', async ({ request }) => {
        kept.push(await request.json());
        return HttpResponse.json({ ref: 'pt-AAAAAAAAAAAAAAAAAAAAAA' }, { status: 201 });
      }),
    );
    const browser = page();
    await userEvent.click(screen.getByRole('button', { name: '转到后台缓一缓' }));
    await userEvent.type(await screen.findByLabelText('原因（可不填）'), '今天有点撑不住');
    expect(screen.getByText(/只有你能看到/)).toBeVisible();
    await userEvent.click(screen.getByRole('checkbox', { name: '让决定的人也看到' }));
    expect(screen.getByText(/谁打开过，这里会告诉你/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '数据分析' }));
    expect(screen.getByRole('button', { name: /知识库维护/ })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: '申请现在开始' }));
    await waitFor(() =>
      expect(sent(browser)).toEqual([
        {
          type: 'buffer.request',
          startAt: 'now',
          lengthMs: 2 * HOUR,
          post: 'data',
          reasonRef: 'pt-AAAAAAAAAAAAAAAAAAAAAA',
          shareReason: true,
        },
      ]),
    );
    expect(kept).toEqual([{ text: '今天有点撑不住' }]);
  });
  test('a reason that could not be kept keeps the request back, and says so', async () => {
    previews();
    server.use(http.post('*/api/v1/private', () => problem(503, 'unavailable')));
    const browser = page();
    await userEvent.click(screen.getByRole('button', { name: '转到后台缓一缓' }));
    await userEvent.type(await screen.findByLabelText('原因（可不填）'), '累');
    await userEvent.click(screen.getByRole('button', { name: /^申请/ }));
    expect(await screen.findByText(/原因没有存好，申请还没有发出/)).toBeVisible();
    expect(sent(browser)).toEqual([]);
  });
  test('the sheet can be read aloud', async () => {
    previews();
    page();
    await userEvent.click(screen.getByRole('button', { name: '转到后台缓一缓' }));
    await screen.findByRole('radio', { name: /推荐/ });
    expect(await structureProblems()).toEqual([]);
  });
});

describe('my buffer shift, step by step', () => {
  test('while a person decides, says until when, and that silence means yes', () => {
    page({}, { buffer: [buffer('checking', { decideBy: NOW + 9 * MINUTE })] });
    const card = screen.getByRole('region', { name: '我的缓冲班' });
    expect(card).toHaveTextContent('06:22 前有人答复；没有答复就算批准');
    expect(screen.queryByRole('button', { name: '转到后台缓一缓' })).toBeNull();
  });
  test('where too few people are there, says by when it begins at the latest', () => {
    page({}, { buffer: [buffer('checking', { decideBy: NOW + 9 * MINUTE, proposedStartAt: NOW + HOUR })] });
    expect(screen.getByRole('region', { name: '我的缓冲班' })).toHaveTextContent('最晚 07:13 开始');
  });
  test('while it is arranged, says what is still missing, and can be taken back', async () => {
    const browser = page({}, { buffer: [buffer('arranging', { post: 'data', cover: 'sought', arrangeBy: NOW + 9 * MINUTE })] });
    const card = screen.getByRole('region', { name: '我的缓冲班' });
    await waitFor(() => expect(card).toHaveTextContent('后台：数据分析'));
    expect(card).toHaveTextContent('正在请同事换岗');
    await userEvent.click(screen.getByRole('button', { name: '不用了，撤回' }));
    expect(sent(browser)).toEqual([{ type: 'buffer.withdraw', bufferId: 'b-1' }]);
  });
  test('ready to go during a call, I go after it', async () => {
    const browser = page({ state: 'talking' }, { buffer: [buffer('scheduled', { post: 'data', confirmBy: NOW + 30 * MINUTE })] });
    await userEvent.click(screen.getByRole('button', { name: '本通结束后就去' }));
    expect(sent(browser)).toEqual([{ type: 'buffer.confirm', bufferId: 'b-1', when: 'after-call' }]);
    change(browser, { buffer: [{ id: 'b-1', isLeaving: true }] });
    expect(screen.getByRole('heading', { name: '本通结束后就去' })).toBeVisible();
    expect(screen.queryByRole('button', { name: '本通结束后就去' })).toBeNull();
  });
  test('away, I see the end, may be asked only if I say so, and return when I like', async () => {
    const away = buffer('in-buffer', { startedAt: NOW - 30 * MINUTE, post: 'data' });
    const browser = page({ state: 'not-ready', reasonCode: 'BUFFER' }, { buffer: [away] });
    expect(screen.getByRole('heading', { name: '缓冲中，到 08:13' })).toBeVisible();
    await userEvent.click(screen.getByRole('checkbox', { name: /忙的时候可以问我/ }));
    await userEvent.click(screen.getByRole('button', { name: '我想早点回岗' }));
    expect(sent(browser)).toEqual([
      { type: 'buffer.allow-asking', bufferId: 'b-1', on: true },
      { type: 'buffer.early-return', bufferId: 'b-1' },
    ]);
    expect(document.querySelector('.c-breach, .c-watch, .breach, .watch')).toBeNull();
  });
  test('asked how I am, I can be ready, need longer, or have somebody to talk to, of which nothing is sent', async () => {
    const asked = buffer('check-in', { startedAt: NOW - HOUR });
    const browser = page({ state: 'not-ready', reasonCode: 'BUFFER' }, { buffer: [asked] });
    await userEvent.click(screen.getByRole('button', { name: '想找人聊聊' }));
    expect(await screen.findByText('心晴热线')).toBeVisible();
    expect(sent(browser)).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: '还需要一会儿' }));
    await userEvent.click(screen.getByRole('button', { name: '可以回岗了' }));
    expect(sent(browser)).toEqual([
      { type: 'buffer.check-in', bufferId: 'b-1', answer: { kind: 'more', byMs: 30 * MINUTE } },
      { type: 'buffer.check-in', bufferId: 'b-1', answer: { kind: 'ready' } },
    ]);
  });
  test('back, I see which queues leave me in peace for a while', () => {
    const back = buffer('returned', { startedAt: NOW - HOUR, closedAt: NOW, landingUntil: NOW + 30 * MINUTE, keptFrom: ['q-1'] });
    page({}, { buffer: [back] });
    expect(screen.getByText('06:43 前不会接到：投诉受理。')).toBeVisible();
  });
  test('a no gives its reason in terms of the team, and says that somebody looks again', () => {
    page({}, { buffer: [buffer('declined', { decision: { outcome: 'declined', at: NOW, byName: '周敏', code: 'MIN_STAFF' } })] });
    const card = screen.getByRole('region', { name: '我的缓冲班' });
    expect(card).toHaveTextContent('不是你的原因');
    expect(card).toHaveTextContent('会有另一个人再看一遍这个决定');
    expect(screen.getByRole('button', { name: '再看看时间' })).toBeVisible();
  });
  test('I see who opened my reason', () => {
    page({}, { buffer: [buffer('arranging', { hasReason: true, isReasonShared: true, openedBy: [{ name: '何建平', at: NOW }] })] });
    expect(screen.getByText(/打开过：何建平 06:13/)).toBeVisible();
  });
});

describe('a pause of some minutes', () => {
  test('is one tap, after the call if there is one', async () => {
    const browser = page({ state: 'talking' });
    expect(await screen.findByText(/这个班次还有 2 次/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '本通结束后小休' }));
    expect(sent(browser)).toEqual([{ type: 'micro-pause.take', when: 'after-call' }]);
  });
  test('has a ring of what is left, and a breathing guide only for who wants it', async () => {
    const browser = page({ state: 'not-ready', reasonCode: 'MICRO_PAUSE', since: NOW - 4 * MINUTE });
    const card = screen.getByRole('region', { name: '情绪小休' });
    expect(within(card).getByText('06:00')).toBeVisible();
    expect(within(card).queryByText('吸气')).toBeNull();
    await userEvent.click(within(card).getByRole('button', { name: '跟着呼吸' }));
    expect(within(card).getByText('吸气')).toBeVisible();
    await userEvent.click(within(card).getByRole('button', { name: '回来接话' }));
    expect(sent(browser)).toEqual([{ type: 'micro-pause.end' }]);
  });
});

describe('help', () => {
  test('the numbers are there at once, before anybody is told; then it says who was', async () => {
    let finish: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      finish = resolve;
    });
    server.use(
      http.post('*/api/v1/me/crisis', async () => {
        await asked;
        return HttpResponse.json({ crisis: [{ name: '心理援助热线', phone: '12356' }], isContactTold: true });
      }),
    );
    page();
    await screen.findByText(/这个班次还有 2 次/);
    await userEvent.click(screen.getByRole('button', { name: '我需要紧急帮助' }));
    expect(screen.getByRole('link', { name: '12356' })).toHaveAttribute('href', 'tel:12356');
    expect(screen.getByText('正在通知关怀联系人…')).toBeVisible();
    finish();
    expect(await screen.findByText(/主管只知道需要有人接替你/)).toBeVisible();
  });
  test('a colleague who is asked to cover learns when and where, never why, and may say no', async () => {
    const cover = {
      id: 'cv-1',
      agentId: 'a-1',
      startAt: NOW,
      endAt: NOW + 2 * HOUR,
      queueIds: ['q-1'],
      offeredAt: NOW,
      until: NOW + 10 * MINUTE,
      state: 'open',
    };
    const browser = page({}, { cover: [cover] });
    const card = screen.getByRole('status', { name: '支援换岗' });
    expect(card).toHaveTextContent('06:13 – 08:13，投诉受理');
    await userEvent.click(within(card).getByRole('button', { name: '这次不方便' }));
    expect(sent(browser)).toEqual([{ type: 'cover.answer', coverId: 'cv-1', accept: false }]);
  });
});

describe('my load', () => {
  const scored = strain({
    strain: {
      score: 62,
      band: 'elevated',
      isIncomplete: false,
      parts: [{ part: 'sinceBreak', weight: 15, points: 12, facts: { minutes: 140 } }],
      topReasons: ['sinceBreak'],
      computedAt: NOW as never,
    },
    suggestion: 'buffer',
  });
  test('is mine alone: with its parts, what it does not know, and a switch to tell my lead', async () => {
    server.use(...deskRest({ strain: scored }));
    const changes: unknown[] = [];
    server.use(
      http.put('*/api/v1/me/strain', async ({ request }) => {
        changes.push(await request.json());
        return HttpResponse.json(scored);
      }),
    );
    page({}, {}, { part: 'me' });
    const part = await screen.findByRole('region', { name: '今天的负荷' });
    expect(await within(part).findByText('偏高')).toBeVisible();
    expect(part).toHaveTextContent('只有你能看到');
    await userEvent.click(within(part).getByRole('button', { name: '怎么算出来的' }));
    expect(part).toHaveTextContent('已连续 140 分钟');
    expect(part).toHaveTextContent('你自己的感受最重要');
    await userEvent.click(within(part).getByRole('checkbox', { name: /告诉我的班组长/ }));
    await waitFor(() => expect(changes).toEqual([{ isShared: true }]));
    expect(await structureProblems()).toEqual([]);
  });
  test('a suggestion is put away with one tap, and never acts by itself', async () => {
    server.use(...deskRest({ strain: scored }));
    const browser = page();
    const card = await screen.findByRole('status', { name: '给你的建议' });
    await userEvent.click(within(card).getByRole('button', { name: '现在不用' }));
    expect(screen.queryByRole('status', { name: '给你的建议' })).toBeNull();
    expect(sent(browser)).toEqual([]);
  });
});
