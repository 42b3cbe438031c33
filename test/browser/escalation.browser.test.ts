import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Fold } from '../../server/site/fold.js';
import type { CaseId } from '../../shared/kernel/ids.js';
import { ActPlay } from '../support/act-play.js';
import { browserAvailable } from '../support/browser.js';
import { axeFindings, problemsOf } from '../support/page.js';
import { foldWholeLog } from '../support/whole-log.js';
import { CaseHands, type Language } from './case-hands.js';

/** The agent who has the customer on the line, and the supervisor: each sees at once what the other one does. */
describe.runIf(browserAvailable)('a case from a live call to its closure', { timeout: 240_000 }, () => {
  let play: ActPlay;

  beforeAll(async () => {
    play = await ActPlay.start();
  });
  afterEach(() => play.clear());
  afterAll(() => play?.stop());

  const SIZE = { width: 1920, height: 1080 };

  async function atDesk(language: Language, by: 'keyboard' | 'mouse') {
    const page = await play.desk({ language, ...SIZE });
    return { hands: new CaseHands(page, language, by), problems: problemsOf(page) };
  }

  async function atBoard(language: Language, by: 'keyboard' | 'mouse') {
    const page = await play.floor('zhoumin', { language, ...SIZE });
    const problems = problemsOf(page);
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.locator('.case-board').waitFor();
    return { hands: new CaseHands(page, language, by), problems };
  }

  /** At their desk the agent takes a caller whom a colleague sends, and opens a case on the call. */
  async function openFromCall(
    agent: CaseHands,
    words: string,
    type: Parameters<CaseHands['say']>[0],
    sign: Parameters<CaseHands['say']>[0],
  ): Promise<Locator> {
    const { page } = agent;
    const escalate = page.locator('.mine-call').getByRole('button', { name: /^(升级|Escalate)$/ });
    const appears = (what: Locator) =>
      what.waitFor({ timeout: 15_000 }).then(
        () => true,
        () => false,
      );
    // A caller may hang up on the way.
    for (let tries = 0, isThere = false; tries < 3 && !isThere; tries++) {
      const { id: visitId } = await play.freshTalk();
      await play.tell({ type: 'call.reassign', visitId, to: { kind: 'agent', agentId: play.agentId } });
      const accept = page.getByRole('button', { name: /^(接听|Accept)( |$)/ });
      if (!(await appears(accept))) continue;
      await agent.press(accept);
      isThere = await appears(escalate);
    }
    await agent.press(escalate);
    const dialog = page.getByRole('dialog');
    await agent.put(dialog.getByLabel(agent.say('case.f.text')), words);
    await agent.put(dialog.getByLabel(agent.say('case.f.type')), { pick: agent.say(type) });
    await agent.put(dialog.getByLabel(agent.say(sign)), true);
    await agent.submit(dialog.locator('form'));
    await dialog.locator('form[data-step=first-response]').waitFor();
    return dialog;
  }

  /** Colours fade from one to the next: what is in between is nobody's to read. */
  const isDrawn = (page: Page) =>
    page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const fades = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
      await Promise.all(fades.map(({ finished }) => finished.catch(() => undefined)));
    });

  /** In both themes: nothing that axe finds. */
  async function expectReadable(page: Page): Promise<void> {
    for (const _ of ['one theme', 'the other']) {
      await isDrawn(page);
      expect(await axeFindings(page)).toEqual([]);
      const before = await page.locator('html').getAttribute('data-theme');
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press('t');
      await expect.poll(() => page.locator('html').getAttribute('data-theme')).not.toBe(before);
    }
  }

  /** What the log holds of the case with these words: who did what, where it stood, and whose it was at every moment. */
  async function storyOf(words: string) {
    const { entries, state } = await foldWholeLog(play.redis.url);
    const found = [...state.cases.values()].find(({ text }) => text === words);
    if (found === undefined) throw new Error(`no case in the log: ${words}`);
    const fold = new Fold();
    const states: string[] = [];
    const owners: string[] = [];
    const kinds: string[] = [];
    for (const entry of entries) {
      fold.apply([entry]);
      for (const event of entry.commit.events) if (event.type === 'action.taken' && event.on.caseId === found.id) kinds.push(event.kind);
      const one = fold.state.cases.get(found.id as CaseId);
      if (one === undefined) continue;
      expect(one.owner.userId).toBeTruthy();
      if (states.at(-1) !== one.state) states.push(one.state);
      if (owners.at(-1) !== one.owner.name) owners.push(one.owner.name);
    }
    return { kinds, states, owners, one: found };
  }

  test('by keyboard, in English: graded, its cause stated, more asked for than the agent may give, granted, and closed', async () => {
    const words = 'Charged twice for one order, and nobody has paid it back for a week';
    const [agentSeat, chiefSeat] = [await atDesk('en', 'keyboard'), await atBoard('en', 'keyboard')];
    const [agent, chief] = [agentSeat.hands, chiefSeat.hands];
    const both = async (state: string) => void (await Promise.all([agent.sees(state), chief.sees(state)]));

    const dialog = await openFromCall(agent, words, 'case.type.COMPLAINT_BILLING', 'case.sign.money-loss');
    // The supervisor has it before the agent has said the three sentences.
    await chief.open(words);
    await chief.sees('new');
    await agent.answer(dialog.locator('form'), {
      apologised: true,
      direction: 'We look at both payments at once',
      dueAt: { press: 'in 1 h' },
      nodeText: 'Which payment goes back, and when',
    });
    await agent.submit(dialog.locator('form'));
    await dialog.waitFor({ state: 'detached' });
    await chief.detail.getByText('Which payment goes back, and when').first().waitFor();
    await agent.page.keyboard.press('g');
    await agent.page.keyboard.press('e');
    await agent.open(words);
    await both('new');

    await chief.take('grade', { grade: { pick: 'P2' } });
    await both('graded');
    await chief.take('attribute', {
      causeClass: { pick: 'Service' },
      what: 'Charged twice',
      who: 'The customer',
      when: 'On Monday',
      where: 'In the app',
      why: 'A retry after a time-out',
      how: 'Two identical payments',
      howMuch: '86 yuan',
    });
    await both('attributing');
    await agent.detail.getByText('A retry after a time-out').waitFor();

    // Beyond what an agent may give: refused in place, with the limit, and nothing typed is lost.
    await agent.begin('authority');
    await agent.answer(agent.form('authority'), { entry: { pick: 'Coupon' }, amount: '300' });
    await agent.submit(agent.form('authority'));
    await agent.form('authority').getByRole('alert').first().waitFor();
    expect(await agent.form('authority').locator('[data-field=amount] input').inputValue()).toBe('300');
    await agent.page.keyboard.press('Escape');
    await agent.take('ask-approval', {
      entry: { pick: 'Coupon' },
      amount: '300',
      reason: 'A week of waiting',
      evidence: 'Two entries on the statement',
    });

    const ask = chief.detail.getByRole('button', { name: chief.say('case.do.answer-approval') }).first();
    await ask.waitFor();
    await expectReadable(chief.page);
    await chief.press(ask);
    await chief.answer(chief.form('answer-approval'), { granted: { pick: 'Grant' }, reason: 'Fair after a week' });
    await chief.submit(chief.form('answer-approval'));
    await both('solving');
    await agent.detail.getByText(agent.say('case.approval.granted')).first().waitFor();

    await agent.take('fixed-now', { text: 'One payment returned, the coupon is in the account' });
    await both('resolved');
    await chief.take('start-follow-up');
    await both('follow-up');
    await chief.take('follow-up-result', { result: { pick: 'Satisfied' }, review: 'Retries must not charge twice' });
    await both('closed');

    const story = await storyOf(words);
    expect(story.kinds).toEqual([
      'case.open',
      'case.first-response',
      'case.grade',
      'case.attribute',
      'case.ask-approval',
      'case.answer-approval',
      'case.fixed-now',
      'case.start-follow-up',
      'case.follow-up-result',
    ]);
    expect(story.states).toEqual(['new', 'graded', 'attributing', 'solving', 'resolved', 'follow-up', 'closed']);
    expect(story.owners).toEqual([story.one.firstResponder.name]);
    expect([...agentSeat.problems, ...chiefSeat.problems]).toEqual([]);
  });

  test('by mouse, in Chinese: late, given on, handed to a department, promised and kept, closed, and opened again', async () => {
    const words = '净水器第三次漏水，前两次上门都没修好，客户要求今天给说法';
    const [agentSeat, chiefSeat] = [await atDesk('zh-CN', 'mouse'), await atBoard('zh-CN', 'mouse')];
    const [agent, chief] = [agentSeat.hands, chiefSeat.hands];
    const both = async (state: string) => void (await Promise.all([agent.sees(state), chief.sees(state)]));
    const told = (hands: CaseHands) => hands.page.getByRole('region', { name: hands.say('case.notices') });
    const lateBadge = (hands: CaseHands) => hands.page.locator('.nav').getByText('1 单超时');

    const dialog = await openFromCall(agent, words, 'case.type.COMPLAINT_PRODUCT', 'case.sign.second-complaint');
    await chief.open(words);
    // The call itself is one press away, and so is the way back.
    await chief.press(chief.detail.getByRole('button', { name: chief.say('case.onFloor') }));
    await chief.page.locator('.floor-side.is-panel').waitFor();
    expect(new URL(chief.page.url()).searchParams.get('open')).toMatch(/^call\.v-/);
    await chief.page.goBack();
    await chief.sees('new');
    // Nobody says the three sentences within half a minute: late on both screens, on every page.
    await agent.press(dialog.getByRole('button', { name: agent.say('case.cancelForm') }));
    await Promise.all([agent, chief].map((hands) => lateBadge(hands).waitFor()));
    // Its owner is told at the desk, wherever the case is.
    await told(agent).getByText('「首次响应」已超时').waitFor();
    await expectReadable(agent.page);
    await agent.page.getByRole('link', { name: /^升级/ }).click();
    await agent.open(words);
    await chief.take('first-response', {
      apologised: true,
      direction: '今天派高级工程师，同时查前两次的工单',
      dueAt: { press: '30 分钟后' },
      nodeText: '告知上门时间',
    });
    await Promise.all([agent, chief].map((hands) => lateBadge(hands).waitFor({ state: 'detached' })));
    await told(agent).waitFor({ state: 'detached' });
    await chief.take('grade', { grade: { pick: 'P2' } });
    await both('graded');

    // It stays the agent's until the supervisor has accepted it.
    await agent.take('give', { toUserId: { pick: '周敏' }, note: '客户要主管答复' });
    await chief.detail.locator('.case-head').getByText('等 周敏 接收').waitFor();
    await told(chief).getByText('请你接手').waitFor();
    await chief.take('accept');
    for (const hands of [agent, chief]) await hands.detail.locator('.case-head').getByText('责任人 周敏').waitFor();

    await chief.take('attribute', {
      causeClass: { pick: '产品' },
      what: '接口漏水',
      who: '老客户',
      when: '三天内三次',
      where: '厨房',
      why: '密封圈批次待查',
      how: '每小时约半升',
      howMuch: '换新约 800 元',
    });
    await both('attributing');
    await chief.take('hand-off', { department: { pick: '技术部' }, text: '同一接口第三次漏水，请查批次', evidence: '三次上门的照片' });
    await both('solving');
    const department = agent.detail.getByRole('region', { name: agent.say('case.handOff') });
    await department.getByText('技术部').waitFor();
    await department.getByText('未回执').waitFor();
    await chief.take('receive');
    await department.getByText('已回执').waitFor();
    await chief.take('preliminary', { text: '五月批次的密封圈偏硬，换新款即可' });
    await department.getByText('五月批次的密封圈偏硬，换新款即可').waitFor();

    await chief.take('comment', { text: '以后同型号先查批次', mentions: { pick: await nameOf(agent) } });
    await agent.detail.getByText('以后同型号先查批次').waitFor();
    await chief.take('promise', { dueAt: { press: '4 小时后' }, text: '晚上再打一次电话', channel: { pick: '电话' } });
    const promise = agent.detail.locator('li', { hasText: '晚上再打一次电话' }).first();
    await promise.getByText('待兑现').waitFor();
    await chief.press(
      chief.detail
        .locator('.case-clocks li', { hasText: '晚上再打一次电话' })
        .getByRole('button', { name: chief.say('case.do.keep-promise') }),
    );
    await chief.submit(chief.form('keep-promise'));
    await promise.getByText('已兑现').waitFor();

    await chief.take('plan', { text: '今晚换新款密封圈，并补发滤芯一套', etaAt: { press: '4 小时后' } });
    await both('proposed');
    await expectReadable(agent.page);
    await chief.take('tell-customer', { text: '今晚八点前上门更换', channel: { pick: '电话' } });
    await both('customer-confirm');
    await chief.take('customer-answer', { answer: { pick: '接受' } });
    await both('resolved');
    await told(agent).getByText('你首问的问题已解决').waitFor();
    await agent.press(told(agent).getByRole('button', { name: /^知道了/ }));
    await told(agent).waitFor({ state: 'detached' });
    await chief.take('start-follow-up');
    await both('follow-up');
    // A complaint is not closed without what was learnt from it.
    await chief.begin('follow-up-result');
    const form = chief.form('follow-up-result');
    await chief.answer(form, { result: { pick: '满意' } });
    await chief.submit(form);
    await form.getByRole('alert').first().waitFor();
    await chief.answer(form, { review: '派单前先核对批次' });
    await chief.submit(form);
    await both('closed');

    // Within seven days it comes back, with its own number and its story.
    await chief.page
      .getByRole('radio', { name: '已关闭' })
      .or(chief.page.getByRole('button', { name: '已关闭' }))
      .first()
      .click();
    await chief.page.locator('.case-closed').getByText(words).first().waitFor();
    await chief.take('reopen', { reason: '当晚又漏' });
    await both('attributing');

    const story = await storyOf(words);
    expect(story.kinds).toEqual([
      'case.open',
      'case.first-response',
      'case.grade',
      'case.give',
      'case.accept',
      'case.attribute',
      'case.hand-off',
      'case.receive',
      'case.preliminary',
      'case.comment',
      'case.promise',
      'case.keep-promise',
      'case.plan',
      'case.tell-customer',
      'case.customer-answer',
      'case.note',
      'case.start-follow-up',
      'case.follow-up-result',
      'case.reopen',
    ]);
    expect(story.states).toEqual([
      'new',
      'graded',
      'attributing',
      'solving',
      'proposed',
      'customer-confirm',
      'resolved',
      'follow-up',
      'closed',
      'attributing',
    ]);
    expect(story.owners).toEqual([story.one.firstResponder.name, '周敏']);
    expect(story.one.mentions.map(({ name }) => name)).toEqual([story.one.firstResponder.name]);
    expect([...agentSeat.problems, ...chiefSeat.problems]).toEqual([]);
  });

  async function nameOf(hands: CaseHands): Promise<string> {
    const answer = await hands.page.context().request.get(`${play.server.origin}/api/v1/me`);
    return ((await answer.json()) as { displayName: string }).displayName;
  }
});
