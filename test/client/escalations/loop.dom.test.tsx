import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OpenCaseForm } from '../../../client/escalations/open-case-form.js';
import { LiveSession } from '../../../client/live/session.js';
import { floorViews } from '../../support/floor-fixture.js';
import { pretendLayout } from '../../support/floor-page.js';
import { FakeBrowser } from '../support/fake-browser.js';
import { serveRest } from '../support/rest.js';
import { show, structureProblems } from '../support/screen.js';
import { aCase, lateHandOff, PEOPLE } from './cases.js';
import { NOW, renderCases } from './page.js';
import { FIGURES, POLICY, timelineOf } from './rest.js';

const rest = serveRest();
beforeAll(pretendLayout);
beforeEach(() =>
  rest.use(
    http.get('*/api/v1/escalations/figures', () => HttpResponse.json(FIGURES)),
    http.get('*/api/v1/escalations/policy', () => HttpResponse.json(POLICY)),
    http.get('*/api/v1/people', () => HttpResponse.json({ people: Object.values(PEOPLE) })),
    http.get('*/api/v1/cases/:caseId', () => HttpResponse.json({ case: fresh(), entries: timelineOf(NOW) })),
  ),
);

const T1 = { code: 'T1', startedAt: NOW - 12_000, dueAt: NOW + 18_000, state: 'running', level: 'none' } as const;
const fresh = () =>
  aCase(NOW, {
    no: 5,
    ageMin: 0.2,
    text: '重复扣款',
    caseType: 'COMPLAINT_BILLING',
    proposedGrade: 'P2',
    owner: PEOPLE.zhoumin,
    timers: [T1 as never],
  });
const id = fresh().id;
const form = (name: string) => screen.getByRole('form', { name });
const inForm = (name: string) => within(form(name));

describe('by keyboard alone, in Chinese', () => {
  test('a case goes from its first response through grade, cause and authority to its plan, the customer and the follow-up', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: [fresh()], language: 'zh-CN' });
    await screen.findByText('没有待归因的单子');

    await user.keyboard('j');
    expect(document.activeElement).toHaveTextContent('E-5');
    await user.keyboard('{Enter}');
    expect(page.address()).toBe('case=e-c5');
    // On the card that is open, Enter does the next step: three sentences, thirty seconds.
    await user.keyboard('{Enter}');
    expect(form('首次响应')).toHaveTextContent('00:12 / 00:30');
    expect(form('首次响应')).toHaveTextContent('我来负责跟到底');
    expect(document.activeElement).toBe(inForm('首次响应').getByRole('checkbox', { name: '已致歉安抚' }));
    await user.keyboard(' {Tab}当天原路退回{Tab}');
    await user.tab();
    expect(document.activeElement).toHaveTextContent('30 分钟后');
    await user.keyboard('{Enter}');
    await user.click(inForm('首次响应').getByRole('textbox', { name: '届时告知什么' }));
    await user.keyboard('退款进度{Enter}');
    expect(page.sent().at(-1)).toEqual({
      type: 'case.first-response',
      caseId: id,
      apologised: true,
      direction: '当天原路退回',
      node: { dueAt: NOW - (NOW % 60_000) + 30 * 60_000, text: '退款进度' },
      channel: 'phone',
    });
    await page.answer('accepted');
    expect(screen.queryByRole('form')).toBeNull();
    page.change({ id, timers: [{ ...T1, state: 'met', endedAt: NOW } as never] });

    await user.keyboard('{Enter}');
    expect(inForm('分级').getByRole('combobox', { name: '等级' })).toHaveValue('P2');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(page.sent().at(-1)).toEqual({ type: 'case.grade', caseId: id, grade: 'P2', caseType: 'COMPLAINT_BILLING' });
    await page.answer('accepted');
    page.change({ id, state: 'graded', grade: 'P2' });

    await user.keyboard('{Enter}');
    await user.selectOptions(inForm('归因').getByRole('combobox', { name: '原因类别' }), 'third-party');
    await user.type(inForm('归因').getByRole('textbox', { name: /什么/ }), '支付渠道重复回调');
    await user.keyboard('{Enter}');
    expect(page.sent().at(-1)).toEqual({
      type: 'case.attribute',
      caseId: id,
      causeClass: 'third-party',
      fiveW2H: { what: '支付渠道重复回调' },
    });
    await page.answer('accepted');
    page.change({ id, state: 'attributing', causeClass: 'third-party', fiveW2H: { what: '支付渠道重复回调' } });

    await user.keyboard('{Enter}');
    await user.selectOptions(inForm('授权内解决').getByRole('combobox', { name: '授权项目' }), 'small-refund');
    await user.type(inForm('授权内解决').getByRole('spinbutton', { name: '金额或数量' }), '88{Enter}');
    expect(page.sent().at(-1)).toEqual({ type: 'case.take-in-authority', caseId: id, entry: 'small-refund', amount: 88 });
    await page.answer('accepted');
    page.change({ id, state: 'solving', route: 'authority' });

    await user.keyboard('{Enter}');
    await user.keyboard('原路退回 88 元');
    await user.click(inForm('提交方案').getByRole('button', { name: '1 小时后' }));
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(page.sent().at(-1)).toMatchObject({ type: 'case.plan', text: '原路退回 88 元' });
    await page.answer('accepted');
    page.change({ id, state: 'proposed' });

    await user.keyboard('{Enter}');
    await user.keyboard('已退款');
    await user.selectOptions(inForm('告知客户').getByRole('combobox', { name: '渠道' }), 'phone');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(page.sent().at(-1)).toEqual({ type: 'case.tell-customer', caseId: id, text: '已退款', channel: 'phone' });
    await page.answer('accepted');
    page.change({ id, state: 'resolved' });

    // Nothing to ask: the press is the answer. A complaint can't be closed without its follow-up.
    expect(screen.queryByRole('button', { name: /^关闭 / })).toBeNull();
    await user.keyboard('{Enter}');
    expect(page.sent().at(-1)).toEqual({ type: 'case.start-follow-up', caseId: id });
    await page.answer('accepted');
    page.change({ id, state: 'follow-up' });

    await user.keyboard('{Enter}');
    await user.selectOptions(inForm('回访结果').getByRole('combobox', { name: '回访结果' }), 'satisfied');
    await user.type(inForm('回访结果').getByRole('textbox', { name: /复盘/ }), '渠道回调去重');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(page.sent().at(-1)).toEqual({ type: 'case.follow-up-result', caseId: id, result: 'satisfied', review: '渠道回调去重' });
    await page.answer('accepted');
    await user.keyboard('{Escape}');
    expect(page.address()).toBe('');
    expect(document.activeElement).toHaveTextContent('E-5');
  }, 30_000);

  test('Enter on another card opens that one, and on a button it presses the button', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: [fresh(), aCase(NOW, { no: 6, ageMin: 1, dueMin: 30 })], address: { open: id }, language: 'zh-CN' });
    screen.getByRole('button', { name: /E-6/ }).focus();
    await user.keyboard('{Enter}');
    expect(page.address()).toBe('case=e-c6');
    screen.getByRole('button', { name: '关闭' }).focus();
    await user.keyboard('{Enter}');
    expect(page.address()).toBe('');
  });
  test('Esc in a form goes back to the case, and not further', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: [fresh()], address: { open: id }, language: 'zh-CN' });
    await user.keyboard('n');
    expect(form('补充记录')).toBeInTheDocument();
    await user.keyboard('一半{Escape}');
    expect(screen.queryByRole('form')).toBeNull();
    expect(page.address()).toBe('case=e-c5');
    expect(page.sent()).toEqual([]);
  });
});

describe('a form', () => {
  const attributing = () =>
    aCase(NOW, { no: 5, ageMin: 9, dueMin: 30, state: 'attributing', grade: 'P2', causeClass: 'product', owner: PEOPLE.zhoumin });

  test('asks for what is missing, goes there, and sends nothing', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: [fresh()], address: { open: id } });
    await user.click(screen.getByRole('button', { name: /^First response/ }));
    await user.type(inForm('First response').getByRole('textbox', { name: 'Direction told' }), 'refund today{Enter}');
    expect(page.sent()).toEqual([]);
    expect(within(form('First response')).getAllByRole('alert')).toHaveLength(3);
    expect(document.activeElement).toBe(inForm('First response').getByRole('checkbox', { name: 'Apologised' }));
    expect(inForm('First response').getByRole('textbox', { name: 'Direction told' })).toHaveValue('refund today');
  });
  test('a refusal stands where its cause is, and what was typed stays', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: [attributing()], address: { open: id } });
    await user.click(screen.getByRole('button', { name: /^Settle within authority/ }));
    await screen.findByRole('option', { name: /Small refund/ });
    await user.selectOptions(inForm('Settle within authority').getByRole('combobox'), 'extension');
    await user.type(inForm('Settle within authority').getByRole('spinbutton'), '3{Enter}');
    await page.answer({ code: 'incomplete', field: 'evidence' });
    const evidence = inForm('Settle within authority').getByRole('textbox', { name: /Evidence/ });
    expect(evidence).toHaveAccessibleDescription('Something is still missing');
    expect(evidence).toHaveAttribute('aria-invalid', 'true');
    expect(inForm('Settle within authority').getByRole('spinbutton')).toHaveValue(3);
    await user.type(evidence, 'contract{Enter}');
    expect(page.sent()).toHaveLength(2);
    await page.answer('accepted');
    expect(screen.queryByRole('form')).toBeNull();
  });
  test('what is missing elsewhere in the case is named', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: [attributing()], address: { open: id } });
    await user.click(screen.getByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name: /Hand to a department/ }));
    await user.selectOptions(inForm('Hand to a department').getByRole('combobox'), 'warehouse');
    await user.type(inForm('Hand to a department').getByRole('textbox', { name: 'What they need to know' }), 'see order');
    await user.type(inForm('Hand to a department').getByRole('textbox', { name: 'Evidence' }), 'order 12');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await page.answer({ code: 'incomplete', field: 'why' });
    expect(await screen.findByRole('alert')).toHaveTextContent('Something is still missing: why');
  });
  test('beyond one’s own limit it says so, and the request for approval takes over what was typed', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: [{ ...attributing(), given: [{ entry: 'small-refund', amount: 200 }] }], address: { open: id } });
    await user.click(await screen.findByRole('button', { name: 'Small refund ≤ 500' }));
    const settle = form('Settle within authority');
    expect(settle).toHaveTextContent('up to 500 a case, 200 used');
    await user.type(within(settle).getByRole('spinbutton'), '250');
    expect(within(settle).queryByRole('button', { name: /approval instead/ })).toBeNull();
    await user.type(within(settle).getByRole('spinbutton'), '0');
    await user.click(within(settle).getByRole('button', { name: /approval instead/ }));
    await user.type(inForm('Ask for approval').getByRole('textbox', { name: 'Reason' }), 'on the line{Enter}');
    expect(page.sent()).toEqual([{ type: 'case.ask-approval', caseId: id, entry: 'small-refund', amount: 2_500, reason: 'on the line' }]);
  });
  test('an answer to a request appears without asking for it, and a chief answers where it stands', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: [lateHandOff(NOW)], address: { open: 'e-c2041' } });
    const approvals = screen.getByRole('region', { name: 'Authority and approvals' });
    await user.click(within(approvals).getByRole('button', { name: 'Answer the request' }));
    await user.selectOptions(inForm('Answer the request').getByRole('combobox', { name: 'Answer' }), 'yes');
    await user.type(inForm('Answer the request').getByRole('textbox', { name: 'Reason' }), 'fair{Enter}');
    expect(page.sent()).toEqual([{ type: 'case.answer-approval', caseId: 'e-c2041', approvalId: 'x-a1', granted: true, reason: 'fair' }]);
    await page.answer('accepted');
    page.change({
      id: 'e-c2041' as never,
      approvals: lateHandOff(NOW).approvals.map((one) => ({ ...one, state: 'granted', byName: '周敏' })),
    });
    expect(approvals).toHaveTextContent('granted 周敏');
    expect(within(approvals).queryByRole('button')).toBeNull();
  });
  test('a time is picked on the site’s clock, whatever the browser’s zone', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: [attributing()], address: { open: id } });
    await user.keyboard('p');
    await user.click(inForm('Make a promise').getByRole('button', { name: 'tomorrow 10:00' }));
    await user.type(inForm('Make a promise').getByRole('textbox', { name: 'What is promised' }), 'a call');
    await user.selectOptions(inForm('Make a promise').getByRole('combobox', { name: 'Channel' }), 'phone');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const sent = page.sent().at(-1) as { dueAt: number };
    expect(new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' }).format(sent.dueAt)).toBe(
      '10:00',
    );
    expect(sent.dueAt).toBeGreaterThan(NOW);
  });
});

describe('who may do what', () => {
  const solving = (more: object = {}) =>
    aCase(NOW, { no: 5, ageMin: 9, dueMin: 30, state: 'solving', grade: 'P2', owner: PEOPLE.yuan, ...more });
  const offered = async () => {
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    return (await screen.findAllByRole('menuitem')).map((item) => item.textContent);
  };
  test('a supervisor may take, merge and cancel; an agent is not offered it', async () => {
    const page = renderCases({ cases: [solving()], address: { open: id } });
    const chief = await offered();
    for (const step of ['Take it', 'Merge', 'Cancel the case']) expect(chief).toContain(step);
    page.unmount();
    renderCases({ cases: [solving()], address: { open: id }, who: { role: 'agent', userId: PEOPLE.yuan.userId } });
    const agent = await offered();
    for (const step of ['Take it', 'Merge', 'Cancel the case']) expect(agent).not.toContain(step);
    expect(agent).toContain('Give to somebody');
  });
  test('who is asked to take a case answers that first', async () => {
    const page = renderCases({ cases: [solving({ offeredTo: { person: PEOPLE.zhoumin, since: NOW } })], address: { open: id } });
    await userEvent.keyboard('y');
    expect(page.sent()).toEqual([{ type: 'case.accept', caseId: id }]);
    await page.answer({ code: 'too-late' });
    expect(await screen.findByRole('alert')).toBeInTheDocument();
  });
  test('only who decides for the site is asked to arbitrate', () => {
    const stuck = solving({ state: 'attributing', departmentState: 'arbitrate', department: 'tech', arbitrateDueAt: NOW + 600_000 });
    const page = renderCases({ cases: [stuck], address: { open: id } });
    expect(screen.getByRole('button', { name: /^Decide the department/ })).toHaveClass('pri');
    page.unmount();
    renderCases({ cases: [stuck], address: { open: id }, who: { role: 'lead' } });
    expect(screen.queryByRole('button', { name: /^Decide the department/ })).toBeNull();
  });
});

describe('opening one from a live call', () => {
  test('what it is about, then at once the three sentences, with the clock running', async () => {
    const user = userEvent.setup();
    const browser = new FakeBrowser();
    const done: (string | null)[] = [];
    const { agent, visit } = floorViews({ siteNow: NOW });
    const call = visit.find(({ agentId }) => agentId != null);
    show(<OpenCaseForm visitId={call?.id} onDone={(caseId) => done.push(caseId)} />, {
      language: 'en',
      session: new LiveSession(browser),
    });
    browser.connection.open();
    browser.connection.welcome({ userId: PEOPLE.yuan.userId, role: 'agent' });
    browser.connection.frame(null, 1, { changed: { agent, visit } as never });
    browser.connection.beat();
    browser.paint();

    const text = await screen.findByRole('textbox', { name: 'What the customer says' });
    await waitFor(() => expect(text).toHaveFocus());
    await user.click(screen.getByRole('button', { name: /^Open the case/ }));
    expect(screen.getByRole('alert')).toHaveTextContent('Please fill this in');
    await user.type(text, 'shouted at me');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Type' }), 'COMPLAINT_SERVICE');
    await user.click(screen.getByRole('checkbox', { name: 'Asks for a supervisor' }));
    const onCall = agent.find((one) => one.id === call?.agentId);
    await user.click(screen.getByRole('button', { name: onCall?.nameEn ?? '' }));
    expect(await structureProblems()).toEqual([]);
    // Pressed twice in a hurry it is still one case.
    await user.keyboard('{Control>}{Enter}{Enter}{/Control}');
    expect(browser.connection.commands.at(-1)?.request.command).toEqual({
      type: 'case.open',
      visitId: call?.id,
      caseType: 'COMPLAINT_SERVICE',
      text: 'shouted at me',
      signs: ['asks-supervisor'],
      aboutAgentId: call?.agentId,
    });
    expect(browser.connection.commands).toHaveLength(1);
    browser.connection.commands[0]?.answer({
      outcome: 'accepted',
      epoch: '01JBREAKWATERA' as never,
      position: '2-0' as never,
      actionId: 'x-1' as never,
    });
    browser.connection.frame(1, 2, { changed: { case: [{ ...fresh(), firstResponder: PEOPLE.yuan }] } as never });
    browser.paint();
    expect(await screen.findByText('E-5 is open; you are the first responder')).toBeInTheDocument();
    expect(form('First response')).toHaveTextContent('/ 00:30');
    await user.keyboard('{Escape}');
    expect(done).toEqual([id]);
  });
});
