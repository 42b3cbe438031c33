import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { epochMs } from '../../../shared/kernel/time.js';
import { problem, serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import {
  accept,
  dayOf,
  duty,
  HALF_MORE,
  HOUR,
  page,
  person,
  planned,
  RosterServer,
  refuse,
  sent,
  shift,
  TODAY,
  TOMORROW,
  told,
} from './page.js';

const rest = serveRest();
let roster: RosterServer;
beforeEach(() => {
  roster = new RosterServer();
  rest.use(...roster.handlers());
});

const press = async (keys: string) => userEvent.keyboard(keys);
const onRow = async (name: string) => {
  const cell = await dayOf(name);
  cell.focus();
  return cell;
};

describe('a day of shifts', () => {
  test('a shift is moved by the arrows, sent as people would say it, and shown as pending until the roster has it', async () => {
    const before = shift(TOMORROW, 9, 18);
    roster.duties = [duty('a-1', [told(before)])];
    const browser = page({ date: TOMORROW });
    const row = await onRow('马春慧');
    expect(row).toHaveAccessibleName(/09:00–18:00.*用餐 13:00–14:00/);
    await press('{ArrowRight}{ArrowRight}{Shift>}{ArrowRight}{/Shift}{Enter}');
    await waitFor(() => expect(sent(browser)).toHaveLength(1));
    expect(sent(browser)[0]).toMatchObject({
      type: 'shift.set',
      agentId: 'a-1',
      replaces: before.id,
      expectVersion: 1,
      shift: { businessDate: TOMORROW, startLocal: '09:30', endLocal: '18:45', zone: 'Asia/Shanghai' },
    });
    expect(row).toHaveAccessibleName(/09:00–18:00.*正在保存/);
    roster.duties = [duty('a-1', [{ draft: shift(TOMORROW, 9.5, 18.75), published: before }], { version: 2 })];
    roster.position = 2;
    await accept(browser);
    await waitFor(() => expect(row).toHaveAccessibleName(/^马春慧: 09:30–18:45(?!.*正在保存)/));
    expect(screen.getByText('1 处改动未发布')).toBeVisible();
  });

  test('a break is chosen with the space bar and moved by itself', async () => {
    roster.duties = [duty('a-1', [told(shift(TOMORROW, 9, 18))])];
    const browser = page({ date: TOMORROW });
    await onRow('马春慧');
    await press(' {ArrowRight}{ArrowRight}{Enter}');
    await waitFor(() => expect(sent(browser)).toHaveLength(1));
    expect(sent(browser)[0]).toMatchObject({
      shift: {
        startLocal: '09:00',
        endLocal: '18:00',
        segments: [
          { fromMin: 0, activity: 'phone' },
          { fromMin: 270, activity: 'meal' },
          { fromMin: 330, activity: 'phone' },
        ],
      },
    });
  });

  test('too short a rest is named while it is in the hand, and a hard rule lets nothing through', async () => {
    roster.duties = [duty('a-1', [told(shift(TODAY, 13, 22)), told(shift(TOMORROW, 9, 18))])];
    const browser = page({ date: TOMORROW });
    await onRow('马春慧');
    await press('{ArrowLeft}');
    expect(await screen.findByText('两班间休息 10.8 小时，至少 11 小时')).toBeVisible();
    await press('{Enter}');
    expect(await screen.findByText('马春慧 的班次没有改')).toBeVisible();
    expect(sent(browser)).toEqual([]);
  });

  test('a soft rule asks for a reason, and goes with it', async () => {
    roster.duties = [duty('a-2', [told(shift(TODAY, 13, 22)), told(shift(TOMORROW, 9, 18))])];
    const browser = page({ date: TOMORROW });
    await onRow('杨志强');
    await press('{ArrowLeft}{Enter}');
    const asked = await screen.findByRole('dialog', { name: '杨志强：规则提醒' });
    expect(within(asked).getByRole('button', { name: '仍然这样排' })).toBeDisabled();
    await userEvent.type(within(asked).getByLabelText('原因'), '本人同意');
    await userEvent.click(within(asked).getByRole('button', { name: '仍然这样排' }));
    await waitFor(() => expect(sent(browser)[0]).toMatchObject({ override: { rules: ['REST_DAILY'], reason: '本人同意' } }));
  });

  test('somebody was faster: who is named, and the view corrects itself', async () => {
    roster.duties = [duty('a-1', [told(shift(TOMORROW, 9, 18))])];
    const browser = page({ date: TOMORROW });
    const row = await onRow('马春慧');
    await press('{ArrowRight}{Enter}');
    await waitFor(() => expect(sent(browser)).toHaveLength(1));
    roster.duties = [duty('a-1', [planned(shift(TOMORROW, 12, 20))], { version: 2 })];
    await refuse(browser, { code: 'version-conflict', byName: '李' });
    expect(await screen.findByText('李 刚改过，请看过再改')).toBeVisible();
    await waitFor(() => expect(row).toHaveAccessibleName(/12:00–20:00/));
  });

  test('what was deleted comes back with Z, in the place of what is still told', async () => {
    const before = shift(TOMORROW, 9, 18);
    roster.duties = [duty('a-1', [told(before)])];
    const browser = page({ date: TOMORROW });
    const row = await onRow('马春慧');
    await press('{Delete}');
    await waitFor(() => expect(sent(browser)[0]).toMatchObject({ type: 'shift.remove', shiftId: before.id }));
    roster.duties = [duty('a-1', [{ draft: null, published: before }], { version: 2 })];
    roster.position = 2;
    await accept(browser);
    await waitFor(() => expect(row).toHaveAccessibleName(/^马春慧: 休(?!.*正在保存)/));
    await press('z');
    await waitFor(() =>
      expect(sent(browser)[1]).toMatchObject({ type: 'shift.set', replaces: before.id, expectVersion: 2, shift: { startLocal: '09:00' } }),
    );
  });

  test('an empty day is filled by template, with meal and breaks where the rules want them', async () => {
    const browser = page({ date: TOMORROW });
    await onRow('马春慧');
    await userEvent.click(await screen.findByRole('button', { name: '马春慧 的操作' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '排 早班 08:00' }));
    await waitFor(() => expect(sent(browser)).toHaveLength(1));
    const [command] = sent(browser);
    expect(command).toMatchObject({ type: 'shift.set', shift: { startLocal: '08:00', endLocal: '17:00', template: 'EARLY' } });
    expect(JSON.stringify(command)).toMatch(/"meal".*"break"|"break".*"meal"/);
  });

  test('nothing can be taken hold of while the view is stale', async () => {
    roster.duties = [duty('a-1', [told(shift(TOMORROW, 9, 18))])];
    const browser = page({ date: TOMORROW });
    await onRow('马春慧');
    act(() => browser.connection.stale({ because: 'source-silent', since: epochMs(browser.serverNow() - 20_000) }));
    await press('{ArrowRight}{Enter}{Delete}');
    expect(sent(browser)).toEqual([]);
    expect(screen.getByRole('button', { name: /^发布/ })).toBeDisabled();
  });

  test('the curve says how many are missing, and when', async () => {
    roster.duties = [duty('a-1', [told(shift(TOMORROW, 9, 18))])];
    page({ date: TOMORROW });
    await dayOf('马春慧');
    expect(await screen.findByRole('img', { name: /09:00–18:00 最多缺 2 人/ })).toBeInTheDocument();
  });

  test('the rest of a busy day is missing whom it is heading for, not whom the forecast asked for', async () => {
    roster.heading = { fromIndex: 20, needed: 4 };
    roster.duties = [duty('a-1', [told(shift(TODAY, 9, 18))]), duty('a-2', [told(shift(TODAY, 9, 18))])];
    page({ date: TODAY });
    await dayOf('马春慧');
    // From nine to ten two are there, as forecast; over lunch all four are missing.
    expect(await screen.findByRole('img', { name: /10:00–18:00 最多缺 4 人/ })).toBeInTheDocument();
    await userEvent.click(await screen.findByRole('button', { name: '显示申请与发布' }));
    const rail = within(await screen.findByRole('complementary', { name: '申请与发布' }));
    expect(await rail.findByText('按今天走势需 4–5')).toBeVisible();
  });

  test('what is in the hand says when its effect is that of the day as it is going', async () => {
    roster.heading = { fromIndex: 20, needed: 4 };
    roster.duties = [duty('a-1', [told(shift(TODAY, 9, 18))])];
    page({ date: TODAY });
    await onRow('马春慧');
    await press('{ArrowRight}');
    expect(await screen.findByText(/缺口 −\d → −\d/)).toHaveTextContent('按今天走势需 4–5');
  });

  test('what it costs that somebody is elsewhere is said for today as it is going, with how sure that is', async () => {
    const off = { queueId: 'q-1', agentsOff: 1, plannedAgents: 4, serviceLevelRatio: 0.61, serviceLevelAsPlannedRatio: 0.8 };
    roster.offPlan = [{ ...off, heading: HALF_MORE }];
    roster.duties = [duty('a-1', [told(shift(TODAY, 9, 18))])];
    page({ date: TODAY });
    await dayOf('马春慧');
    await userEvent.click(await screen.findByRole('button', { name: '显示申请与发布' }));
    expect(await screen.findByText('按今天走势算：来电约为预测的 150 %（130 %–170 %）')).toBeVisible();
  });

  test('a roster that can not be read says so, and is asked for again', async () => {
    rest.use(http.get('*/api/v1/roster/sheet', () => problem(503, 'unavailable')));
    page({ date: TOMORROW });
    expect(await screen.findByText('班表没有读到')).toBeVisible();
    rest.resetHandlers();
    rest.use(
      http.get('*/api/v1/site', () => HttpResponse.json({})),
      ...roster.handlers(),
    );
    await userEvent.click(screen.getByRole('button', { name: '重试' }));
    expect(await dayOf('马春慧')).toBeVisible();
  });

  test('its parts can be found by who can not see them', async () => {
    roster.duties = [duty('a-1', [told(shift(TOMORROW, 9, 18))])];
    page({ date: TOMORROW });
    await onRow('马春慧');
    expect(await structureProblems()).toEqual([]);
    await press('{Enter}');
    await screen.findByRole('dialog');
    expect(await structureProblems()).toEqual([]);
  });
});

describe('publishing', () => {
  test('says what will be told to whom before it is told', async () => {
    roster.duties = [
      duty('a-1', [{ draft: shift(TOMORROW, 10, 19), published: shift(TOMORROW, 9, 18) }]),
      duty('a-2', [planned(shift(TOMORROW, 12, 20))]),
    ];
    const browser = page({ date: TOMORROW });
    await dayOf('马春慧');
    await press('{Control>}{Enter}{/Control}');
    const asked = await screen.findByRole('dialog', { name: '发布班表' });
    expect(within(asked).getByText('2 人会收到通知，共 2 处改动：')).toBeVisible();
    expect(within(asked).getByText('09:00–18:00 → 10:00–19:00')).toBeVisible();
    expect(within(asked).getByText('新排 12:00–20:00')).toBeVisible();
    await userEvent.click(within(asked).getByRole('button', { name: '发布' }));
    await waitFor(() => expect(sent(browser)).toEqual([{ type: 'roster.publish', from: TOMORROW, to: TOMORROW }]));
    await accept(browser);
    expect(await screen.findByText('已发布，通知 2 人')).toBeVisible();
  });

  test('what is not out yet can be thrown away, and that is asked twice', async () => {
    roster.duties = [duty('a-2', [planned(shift(TOMORROW, 12, 20))])];
    const browser = page({ date: TOMORROW });
    await dayOf('马春慧');
    await userEvent.click(screen.getByRole('button', { name: /^发布/ }));
    await userEvent.click(await screen.findByRole('button', { name: '放弃这些改动' }));
    expect(sent(browser)).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: '确定放弃 1 处改动' }));
    await waitFor(() => expect(sent(browser)).toEqual([{ type: 'roster.discard-draft', from: TOMORROW, to: TOMORROW }]));
  });

  test('who has not said that they know is listed', async () => {
    roster.duties = [
      duty('a-1', [told(shift(TOMORROW, 9, 18))], { acknowledgedVersion: null }),
      duty('a-2', [told(shift(TOMORROW, 9, 18))]),
    ];
    page({ date: TOMORROW });
    await userEvent.click(await screen.findByRole('button', { name: '显示申请与发布' }));
    expect(screen.getByText('1 / 2 人已确认')).toBeVisible();
    await userEvent.click(screen.getByText('1 人还没确认'));
    expect(screen.getByText('马春慧', { selector: 'details p' })).toBeVisible();
  });
});

describe('a week', () => {
  const NEXT_MONDAY = '2023-11-20';
  const cell = (row: number, day: number) => document.querySelector<HTMLElement>(`[data-row="${row}"][data-day="${day}"]`) as HTMLElement;
  const shown = () => waitFor(() => expect(cell(0, 0)).toBeTruthy());

  test('the week before is copied onto days that are free, in one step', async () => {
    roster.duties = [
      duty('a-1', [told(shift(TODAY, 9, 18)), told(shift(TOMORROW, 9, 18))]),
      duty('a-2', [told(shift(TOMORROW, 12, 20)), planned(shift('2023-11-23', 8, 16))]),
    ];
    const browser = page({ view: 'week', date: NEXT_MONDAY });
    await shown();
    await userEvent.click(screen.getByRole('button', { name: '复制上一周' }));
    await waitFor(() => expect(sent(browser)).toHaveLength(1));
    const [command] = sent(browser);
    expect(command).toMatchObject({ type: 'shift.set-many' });
    const { changes } = command as unknown as { changes: { agentId: string; shift: { businessDate: string; startLocal: string } }[] };
    expect(changes.map(({ agentId, shift: { businessDate, startLocal } }) => `${agentId} ${businessDate} ${startLocal}`)).toEqual([
      'a-1 2023-11-22 09:00',
      'a-1 2023-11-23 09:00',
    ]);
  });

  test('keys pressed faster than the page draws lead on from each other, far beyond what is in sight', async () => {
    roster.people = Array.from({ length: 200 }, (_, i) => person(`a-${i + 1}`, `坐席${i + 1}`));
    page({ view: 'week', date: NEXT_MONDAY });
    await shown();
    cell(0, 0).focus();
    act(() => {
      for (const key of ['End', 'ArrowLeft', 'ArrowLeft'] as const)
        fireEvent.keyDown(document.activeElement ?? document.body, { key, shiftKey: true, ctrlKey: key === 'End' });
    });
    expect(screen.getByText('已选 1000 格')).toBeVisible();
    expect(cell(199, 4)).toHaveFocus();
  });

  test('days are chosen by keyboard and planned by template; what is not possible is named, and the rest goes on request', async () => {
    const browser = page({ view: 'week', date: NEXT_MONDAY });
    await shown();
    cell(0, 0).focus();
    await press('{Shift>}{ArrowRight}{ArrowDown}{/Shift}');
    expect(screen.getByText('已选 4 格')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '按模板排' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '排 早班 08:00' }));
    await waitFor(() => expect(sent(browser)).toHaveLength(1));
    expect((sent(browser)[0] as unknown as { changes: unknown[] }).changes).toHaveLength(4);
    await refuse(browser, { code: 'partly-refused', items: [{ index: 1, code: 'labour-rule', detail: 'WEEK_HOURS' }] });
    const report = await screen.findByRole('dialog', { name: '有些不能这样排' });
    expect(within(report).getByText('周工时超限', { exact: false })).toBeVisible();
    await userEvent.click(within(report).getByRole('button', { name: '只排其余 3 处' }));
    await waitFor(() => expect(sent(browser)).toHaveLength(2));
    expect((sent(browser)[1] as unknown as { changes: unknown[] }).changes).toHaveLength(3);
    await accept(browser);
    expect(await screen.findByText('已排 3 处，未发布')).toBeVisible();
  });

  test('hours beyond the contract are marked', async () => {
    roster.duties = [
      duty(
        'a-1',
        [20, 21, 22, 23, 24, 25].map((day) => planned(shift(`2023-11-${day}`, 9, 18))),
      ),
    ];
    page({ view: 'week', date: NEXT_MONDAY });
    await shown();
    expect(await screen.findByRole('gridcell', { name: /超过每周 40 小时.*48 小时/ })).toBeVisible();
    expect(await structureProblems()).toEqual([]);
  });
});

describe('a request to swap', () => {
  test('on a busy day the service level beside it is that of the calls the day is heading for', async () => {
    const levelOn = async (heading: RosterServer['heading']) => {
      roster.heading = heading;
      const a = shift(TODAY, 13, 22);
      roster.duties = [duty('a-1', [told(a)])];
      const browser = page({ date: TODAY });
      await dayOf('马春慧');
      const { id: shiftId, businessDate, zone, startLocal, endLocal, startAt, endAt } = a;
      const gives = { shiftId, businessDate, zone, startLocal, endLocal, startAt, endAt };
      const gap = { queueId: 'q-1', at: a.startAt, required: 2, before: 3, after: 2 };
      const checks = [{ code: 'coverage', ok: false, gap }];
      const names = { agentId: 'a-1', agentName: '马春慧', toAgentId: 'a-2', toAgentName: '杨志强' };
      const swap = { id: 'w-1', kind: 'give', state: 'checking', ...names, gives, checks, askedAt: a.startAt, expiresAt: a.startAt };
      act(() => {
        browser.connection.frame(1, 2, { changed: { swap: [swap] } } as never);
        browser.paint();
      });
      await userEvent.click(await screen.findByRole('button', { name: '显示申请与发布' }));
      return ((await screen.findByText(/^预计服务水平/)).nextElementSibling as HTMLElement).textContent ?? '';
    };
    const asForecast = await levelOn(null);
    expect(screen.queryByText(/按今天走势算/)).toBeNull();
    cleanup();
    expect(await levelOn({ fromIndex: 20, needed: 4 })).not.toBe(asForecast);
    expect(screen.getByText(/按今天走势算：来电约为预测的 150 %/)).toBeVisible();
  });

  test('shows what it does and needs a reason where a guard is red', async () => {
    roster.people = [person('a-1', '马春慧'), person('a-2', '杨志强')];
    const [a, b] = [shift(TOMORROW, 9, 18), shift(TOMORROW, 13, 21)];
    roster.duties = [duty('a-1', [told(a)]), duty('a-2', [told(b)])];
    const browser = page({ date: TOMORROW });
    await dayOf('马春慧');
    const named = ({ id, businessDate, zone, startLocal, endLocal, startAt, endAt }: typeof a) => ({
      shiftId: id,
      businessDate,
      zone,
      startLocal,
      endLocal,
      startAt,
      endAt,
    });
    const swap = {
      id: 'w-1',
      kind: 'swap',
      state: 'checking',
      agentId: 'a-1',
      agentName: '马春慧',
      toAgentId: 'a-2',
      toAgentName: '杨志强',
      gives: named(a),
      takes: named(b),
      checks: [
        { code: 'labour', ok: true, agentId: 'a-1' },
        { code: 'coverage', ok: false, gap: { queueId: 'q-1', at: a.startAt + HOUR, required: 2, before: 1, after: 0.5 } },
      ],
      askedAt: a.startAt - 20 * HOUR,
      expiresAt: a.startAt - 4 * HOUR,
    };
    act(() => {
      browser.connection.frame(1, 2, { changed: { swap: [swap] } } as never);
      browser.paint();
    });
    await userEvent.click(await screen.findByRole('button', { name: '显示申请与发布' }));
    expect(await screen.findByText('马春慧 ⇄ 杨志强')).toBeVisible();
    expect(screen.getByText('会缺人')).toBeVisible();
    expect(await screen.findByText('技能人手 · 投诉受理')).toBeVisible();
    await press('y');
    await userEvent.type(await screen.findByLabelText('原因'), '已安排借调');
    await userEvent.click(screen.getByRole('button', { name: /^批准/ }));
    await waitFor(() =>
      expect(sent(browser)).toEqual([
        { type: 'swap.decide', swapId: 'w-1', approved: true, override: { rules: ['coverage'], reason: '已安排借调' } },
      ]),
    );
  });
});

describe('a file', () => {
  test('is checked first, line by line; the good part is taken only if asked', async () => {
    const modes: (string | null)[] = [];
    rest.use(
      http.post('*/api/v1/roster/import', ({ request }) => {
        const mode = new URL(request.url).searchParams.get('mode');
        modes.push(mode);
        return HttpResponse.json({
          mode,
          lines: 3,
          good: 2,
          bad: 1,
          unchanged: 0,
          applied: mode === 'good' ? 2 : 0,
          counts: [{ code: 'unknown-agent', count: 1 }],
          faults: [{ line: 3, code: 'unknown-agent', column: 'agent', detail: '9999' }],
          position: null,
        });
      }),
    );
    page({ date: TOMORROW });
    await dayOf('马春慧');
    await userEvent.click(screen.getByRole('button', { name: '导入与导出' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '从 CSV 文件导入…' }));
    await userEvent.upload(
      await screen.findByLabelText('CSV 文件'),
      new File(['agent,date,start,end\n'], 'roster.csv', { type: 'text/csv' }),
    );
    expect(await screen.findByText('2 行没问题（其中 0 行和现在一样），1 行有问题。')).toBeVisible();
    expect(screen.getByText('第 3 行')).toBeVisible();
    expect(modes).toEqual(['check']);
    await userEvent.click(screen.getByRole('button', { name: '只导入没问题的 2 行' }));
    expect(await screen.findByText('已排 2 处，未发布')).toBeVisible();
    expect(modes).toEqual(['check', 'good']);
  });
});
