import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import { accept, deskRest, HOUR, MINUTE, NOW, page, roster, sent } from './page.js';

const server = serveRest();
beforeEach(() => {
  localStorage.clear();
  server.use(...deskRest());
});

/** From two hours ago, a meal in an hour. */
const shift = (id: string, daysAhead = 0, more: object = {}) => {
  const startAt = NOW - 2 * HOUR + daysAhead * 24 * HOUR;
  const at = (hours: number) => startAt + hours * HOUR;
  return {
    id,
    businessDate: new Date(startAt + 8 * HOUR).toISOString().slice(0, 10),
    zone: 'Asia/Shanghai',
    startLocal: '04:13',
    endLocal: '12:13',
    startAt,
    endAt: at(8),
    segments: [
      { activity: 'phone', startAt, endAt: at(3) },
      { activity: 'meal', startAt: at(3), endAt: at(3.5) },
      { activity: 'phone', startAt: at(3.5), endAt: at(8) },
    ],
    ...more,
  };
};
const mine = (more: object = {}) =>
  roster({ shifts: [shift('s-1'), shift('s-2', 1)], publishedVersion: 4, acknowledgedVersion: 4, ...more });

describe('today on the desk', () => {
  test('the shift with its parts, where we are in it, and when the next rest is', async () => {
    server.use(...deskRest({ roster: mine() }));
    page();
    const today = await screen.findByRole('region', { name: '今天的班' });
    expect(today).toHaveTextContent('今天 04:13–12:13');
    expect(today).toHaveTextContent('用餐 07:13，还有 1 小时');
    expect(within(today).getByRole('img')).toHaveAccessibleName('用餐 07:13–07:43');
  });
  test('a buffer shift lies over what was planned', async () => {
    const overlays = [{ activity: 'buffer', startAt: NOW, endAt: NOW + 2 * HOUR }];
    server.use(...deskRest({ roster: mine({ overlays }) }));
    page();
    const today = await screen.findByRole('region', { name: '今天的班' });
    expect(within(today).getByRole('img')).toHaveAccessibleName('缓冲班 06:13–08:13');
  });
});

describe('my shifts', () => {
  test('a changed roster is acknowledged for the version on screen, with what is new marked', async () => {
    localStorage.setItem('breakwater.shifts.a-1', JSON.stringify(['s-1']));
    server.use(...deskRest({ roster: mine({ publishedVersion: 5 }) }));
    const browser = page();
    await userEvent.click(await screen.findByRole('button', { name: /班表.*1 项待答复/ }));
    expect(screen.getByText('你的班表有变化，请看过后确认。')).toBeVisible();
    expect(screen.getAllByText('有变化')).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: '我知道了' }));
    expect(sent(browser)).toEqual([{ type: 'roster.acknowledge', version: 5 }]);
    await accept(browser);
    await waitFor(() => expect(screen.queryByText('你的班表有变化，请看过后确认。')).toBeNull());
  });
  test('how far I kept to the plan, in calm words, with what does not count', async () => {
    server.use(...deskRest({ roster: mine() }));
    server.use(
      http.get('*/api/v1/me/adherence', () =>
        HttpResponse.json({
          date: '2023-11-15',
          at: NOW,
          row: {
            agentId: 'a-1',
            ratio: 0.942,
            scheduledMs: 2 * HOUR,
            adherentMs: 1.9 * HOUR,
            excusedMs: 10 * MINUTE,
            plan: null,
            actual: 'phone',
            actualSince: NOW,
            offPlanSince: null,
            offPlan: [{ startAt: NOW - HOUR, endAt: NOW - HOUR + 7 * MINUTE, plan: 'phone', actual: 'break' }],
            excused: [{ startAt: NOW - 30 * MINUTE, endAt: NOW - 20 * MINUTE, type: 'micro-pause' }],
            trail: [],
          },
        }),
      ),
    );
    page({}, {}, { part: 'shifts' });
    const part = await screen.findByRole('region', { name: '今天与班表的一致程度' });
    await waitFor(() => expect(part).toHaveTextContent('94.2'));
    expect(part).toHaveTextContent('班组长看到的是同一个数');
    expect(part).toHaveTextContent('计划是接话，实际是休息');
    expect(part).toHaveTextContent('情绪小休');
    expect(document.querySelector('.c-breach, .c-watch')).toBeNull();
    expect(await structureProblems()).toEqual([]);
  });
  test('without a published shift it says so', async () => {
    page({}, {}, { part: 'shifts' });
    expect(await screen.findByText('还没有已发布的班。')).toBeVisible();
  });
});

/** A shift as a request names it. */
const named = (id: string, daysAhead: number) => {
  const { id: shiftId, segments, ...rest } = shift(id, daysAhead);
  return { shiftId, ...rest };
};

describe('changing shifts', () => {
  const swap = (more: object = {}) => ({
    id: 'sw-1',
    kind: 'swap',
    state: 'offered',
    agentId: 'a-2',
    agentName: '林峰',
    toAgentId: 'a-1',
    toAgentName: '马春慧',
    gives: named('s-7', 2),
    takes: named('s-2', 1),
    checks: [],
    askedAt: NOW,
    expiresAt: NOW + 4 * HOUR,
    ...more,
  });
  const board = (offers: unknown[] = []) =>
    server.use(
      http.get('*/api/v1/roster/swaps', () =>
        HttpResponse.json({
          position: '1-0',
          offers,
          ledger: [
            {
              agentId: 'a-1',
              name: '马春慧',
              nameEn: null,
              teamId: null,
              gave: { shifts: 1, paidMs: 8 * HOUR, nights: 0, weekends: 0 },
              took: { shifts: 0, paidMs: 0, nights: 0, weekends: 0 },
            },
          ],
        }),
      ),
    );
  test('a colleague who asks is answered with one tap, without a reason', async () => {
    server.use(...deskRest({ roster: mine() }));
    const browser = page({}, { swap: [swap()] });
    await userEvent.click(await screen.findByRole('button', { name: /班表.*1 项待答复/ }));
    const card = await screen.findByRole('status', { name: '同事想和你换班' });
    expect(card).toHaveTextContent('林峰 想用');
    await userEvent.click(within(card).getByRole('button', { name: '这次不方便' }));
    expect(sent(browser)).toEqual([{ type: 'swap.answer', swapId: 'sw-1', accepted: false }]);
  });
  test('a shift to come is given away or exchanged, and a refusal names what stands against it', async () => {
    const colleagues = [{ agentId: 'a-2', name: '林峰', nameEn: null, shifts: [shift('s-7', 2)] }];
    server.use(...deskRest({ roster: mine({ colleagues }) }));
    const browser = page({}, {}, { part: 'shifts' });
    await userEvent.click(await screen.findByRole('button', { name: '换班' }));
    const sheet = await screen.findByRole('dialog', { name: '换班' });
    await userEvent.click(within(sheet).getByRole('button', { name: '互换' }));
    expect(within(sheet).getByRole('button', { name: '发出' })).toBeDisabled();
    await userEvent.selectOptions(within(sheet).getByLabelText('和谁'), 'a-2');
    await userEvent.selectOptions(within(sheet).getByLabelText('换对方的哪个班'), 's-7');
    await userEvent.click(within(sheet).getByRole('button', { name: '发出' }));
    expect(sent(browser)).toEqual([{ type: 'swap.open', wish: { kind: 'swap', shiftId: 's-2', toAgentId: 'a-2', toShiftId: 's-7' } }]);
    await act(async () => browser.connection.commands[0]?.answer({ outcome: 'refused', rejection: { code: 'notice-too-short' } }));
    expect(await within(sheet).findByRole('alert')).toHaveTextContent('离开始太近');
    expect(await structureProblems()).toEqual([]);
  });
  test('an open shift and a colleague’s are taken from one list, and the team’s balance is there for all', async () => {
    const openShifts = [
      { id: 'os-1', kind: 'shift', shift: shift('s-8', 3), skills: [], teamIds: null, places: 1, free: 1, takenBy: [] },
      { id: 'os-2', kind: 'ot', shift: shift('s-9', 3), skills: [], teamIds: null, places: 1, free: 0, takenBy: ['a-2'] },
    ];
    server.use(...deskRest({ roster: mine({ openShifts }) }));
    board([
      {
        id: 'sw-3',
        kind: 'give',
        agentId: 'a-2',
        agentName: '林峰',
        gives: named('s-7', 2),
        span: null,
        expiresAt: NOW + HOUR,
      },
    ]);
    const browser = page({}, {}, { part: 'shifts' });
    const list = await screen.findByRole('region', { name: '可以接的班' });
    await waitFor(() => expect(within(list).getAllByRole('button', { name: '我来' })).toHaveLength(2));
    for (const button of within(list).getAllByRole('button', { name: '我来' })) await userEvent.click(button);
    expect(sent(browser)).toEqual([
      { type: 'swap.open', wish: { kind: 'pickup', openShiftId: 'os-1' } },
      { type: 'swap.volunteer', swapId: 'sw-3' },
    ]);
    expect(await screen.findByRole('region', { name: '四周换班一览' })).toHaveTextContent('我8');
  });
  test('what I asked for says how it stands, and can be taken back', async () => {
    server.use(...deskRest({ roster: mine() }));
    const browser = page(
      {},
      { swap: [swap({ agentId: 'a-1', agentName: '马春慧', toAgentId: 'a-2', toAgentName: '林峰', state: 'checking' })] },
      { part: 'shifts' },
    );
    const own = await screen.findByRole('region', { name: '我的换班' });
    expect(own).toHaveTextContent('等班组长决定');
    await userEvent.click(within(own).getByRole('button', { name: '撤回' }));
    expect(sent(browser)).toEqual([{ type: 'swap.withdraw', swapId: 'sw-1' }]);
  });
});
