import { pinyin } from 'pinyin-pro';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { VisitId } from '../../shared/kernel/ids.js';
import { ActPlay, bringPalette, lastDigits, order } from '../support/act-play.js';
import { browserAvailable } from '../support/browser.js';
import { startFaultProxy } from '../support/fault-proxy.js';
import { axeFindings, problemsOf } from '../support/page.js';

/** Two supervisors and one agent, in three browsers, on the real server: each scene's end is on the screens and in the log. */
describe.runIf(browserAvailable)('reassigning a call', () => {
  let play: ActPlay;

  beforeAll(async () => {
    play = await ActPlay.start();
  });
  afterEach(() => play.clear());
  afterAll(() => play?.stop());

  const offerOf = (visitId: VisitId) => play.action('call.reassign', { visitId });
  const offered = (visitId: VisitId, by = '周敏') =>
    play.until(() => offerOf(visitId)?.state === 'offered' && offerOf(visitId)?.by.name === by, 'the call offered at the desk');
  const settled = async (visitId: VisitId, state: string) => {
    await play.until(() => offerOf(visitId)?.state === state, `the reassignment ${state}`);
    return offerOf(visitId) as NonNullable<ReturnType<typeof offerOf>>;
  };
  const receipt = (page: Page, text: string | RegExp) =>
    page.getByRole('list', { name: 'Receipts' }).getByRole('listitem').filter({ hasText: text });
  const englishName = () => play.agent().nameEn ?? play.agent().name;
  /** In English, by the palette: the call to the agent whose desk is open. */
  const sendToAgent = (page: Page, masked: string) =>
    order(page, ['reassign', 'Reassign'], [lastDigits(masked), masked], [englishName(), englishName()]);

  test('只用键盘：改派给坐席，坐席按 Enter 接听；再改派一通，坐席按 X 谢绝，主管都知道', async () => {
    const desk = await play.desk({ language: 'zh-CN' });
    const floor = await play.floor('zhoumin', { language: 'zh-CN' });
    const problems = [problemsOf(desk), problemsOf(floor)];
    const { name } = play.agent();
    const spoken = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true }).join('');
    const receipts = floor.getByRole('list', { name: '操作回执' });
    const offer = desk.getByRole('alert', { name: '改派给你的来电' });

    const { id, callerMasked } = await play.freshTalk();
    await order(floor, ['gaipai', '改派'], [lastDigits(callerMasked), callerMasked], [spoken, name]);
    await offer.getByText('周敏 改派给你').waitFor();
    await offer.getByRole('progressbar', { name: /^剩余 \d+ 秒$/ }).waitFor();
    await offer.getByText(callerMasked).waitFor();
    await receipts.getByText(new RegExp(`^等 ${name} 接受，\\d+ s$`)).waitFor();
    expect(play.visit(id)?.agentId).not.toBe(play.agentId);

    await desk.keyboard.press('Enter');
    await offer.waitFor({ state: 'detached' });
    await receipts.getByRole('listitem').filter({ hasText: callerMasked }).getByText('已确认').waitFor();
    await desk.getByRole('region', { name: '当前来电' }).getByText(callerMasked).waitFor();
    await order(floor, [spoken, name]);
    await floor.getByRole('complementary', { name: '坐席' }).getByRole('button', { name: callerMasked }).waitFor();
    const story = await play.storyOf(id);
    expect(story.actions).toEqual(['call.reassign 周敏 confirmed', `offer.accept ${name} confirmed`]);
    expect(story.moves).toBe(1);
    expect(story.holder).toBe(play.agentId);

    // 结束这一通，再来一通：两步，并写明原因。
    await order(floor, ['guaduan', '强制挂断'], [lastDigits(callerMasked), callerMasked], ['演练结束', null], ['', '确认强制挂断']);
    await desk.getByRole('region', { name: '当前来电' }).waitFor({ state: 'detached' });

    const next = await play.freshTalk();
    await order(floor, ['改派', '改派'], [lastDigits(next.callerMasked), next.callerMasked], [spoken, name]);
    await offer.getByText(next.callerMasked).waitFor();
    await desk.keyboard.press('x');
    await offer.waitFor({ state: 'detached' });
    await receipts.getByText(`${name} 不便接，来电位置不变`).waitFor();
    await settled(next.id, 'declined');
    expect(play.visit(next.id)?.agentId).toBe(next.agentId);
    expect(await play.storyOf(next.id)).toEqual({
      actions: ['call.reassign 周敏 declined', `offer.decline ${name} confirmed`],
      moves: 0,
      holder: next.agentId,
    });
    expect(problems).toEqual([[], []]);
  });

  test('a caller who waits keeps the place while the desk is asked, and is with the agent once that has accepted', async () => {
    const caller = await play.waitingCaller();
    const desk = await play.desk();
    const floor = await play.floor('zhoumin');
    await sendToAgent(floor, caller.callerMasked);
    const offer = desk.getByRole('alert', { name: 'A call for you' });
    await offer.getByText('周敏 sends you a call').waitFor();
    await offer.getByText(/^Waiting for /).waitFor();
    expect(play.visit(caller.id)).toMatchObject({ state: 'queued', enteredAt: caller.enteredAt, queueId: caller.queueId });
    expect(await axeFindings(desk)).toEqual([]);
    await offer.getByRole('button', { name: /^Accept/ }).click();
    await receipt(floor, caller.callerMasked).getByText('Confirmed').waitFor();
    await desk.getByRole('region', { name: 'Current call' }).getByText(caller.callerMasked).waitFor();
    await play.until(() => play.visit(caller.id)?.agentId === play.agentId, 'the agent to answer');
    const story = await play.storyOf(caller.id);
    expect(story.actions.slice(-2)).toEqual(['call.reassign 周敏 confirmed', `offer.accept ${play.agent().name} confirmed`]);
    expect(story.holder).toBe(play.agentId);
  });

  test('from the drawer, a free agent without an open desk is rung at once', async () => {
    const { id, callerMasked } = await play.freshTalk();
    const floor = await play.floor('zhoumin', { open: `call.${id}` });
    const drawer = floor.getByRole('complementary', { name: 'Call' });
    await drawer.getByRole('button', { name: 'Reassign this call…' }).click();
    const best = drawer.getByRole('listbox', { name: 'Suggested agents' }).getByRole('option', { selected: true });
    // Chosen, it stays, whoever becomes free meanwhile.
    await best.click();
    const go = drawer.getByRole('button', { name: /^Reassign to / });
    const name = (await go.innerText()).replace(/^Reassign to /, '').split('\n')[0] as string;
    expect(await axeFindings(floor)).toEqual([]);
    await go.click();
    await play.until(() => offerOf(id)?.state === 'confirmed', 'the phone system to confirm');
    await receipt(floor, callerMasked).getByText('Confirmed').waitFor();
    await drawer
      .getByRole('button', { name: new RegExp(`${name}$`) })
      .first()
      .waitFor();
    const story = await play.storyOf(id);
    expect(story.actions).toEqual(['call.reassign 周敏 confirmed']);
    expect(story.moves).toBe(1);
    expect(play.agent(story.holder).nameEn).toBe(name);
  });

  test('whoever does not answer in time lets the caller keep the place, and the supervisor is told', async () => {
    const desk = await play.desk();
    const floor = await play.floor('zhoumin');
    const { id, agentId, callerMasked } = await play.freshTalk();
    await sendToAgent(floor, callerMasked);
    const offer = desk.getByRole('alert', { name: 'A call for you' });
    await offer.waitFor();
    await receipt(floor, `${englishName()} did not accept in time; the caller keeps the place`).waitFor();
    await offer.waitFor({ state: 'detached' });
    await settled(id, 'timed-out');
    expect(await play.storyOf(id)).toEqual({ actions: ['call.reassign 周敏 timed-out'], moves: 0, holder: agentId });
  });

  test('of two supervisors on one call, the second sees the first by name, can not tread on them, and is free once it is settled', async () => {
    const desk = await play.desk();
    const first = await play.floor('zhoumin');
    const { id, agentId, callerMasked } = await play.freshTalk();
    const second = await play.floor('admin', { open: `call.${id}` });
    const drawer = second.getByRole('complementary', { name: 'Call' });
    await drawer.getByRole('button', { name: 'Reassign this call…' }).click();
    const go = drawer.getByRole('button', { name: /^Reassign to / });
    await expect.poll(() => go.isEnabled()).toBe(true);

    await sendToAgent(first, callerMasked);
    await drawer.getByRole('status').getByText(`周敏 is at it: Reassign ${callerMasked} → ${englishName()}`).waitFor();
    expect(await go.isDisabled()).toBe(true);
    // By the palette it can be asked for all the same: the server decides.
    const other = (play.eye.all('agent') as unknown as ReturnType<typeof play.agent>[]).find(
      ({ state, id }) => state === 'ready' && id !== agentId,
    );
    const otherName = other?.nameEn ?? other?.name ?? '';
    await order(second, ['reassign', 'Reassign'], [lastDigits(callerMasked), callerMasked], [otherName, otherName]);
    await receipt(second, 'Reassign · Not done').getByText('周敏 is already acting on this').waitFor();

    await desk.keyboard.press('x');
    await drawer.getByRole('status').getByText('is at it').waitFor({ state: 'detached' });
    await expect.poll(() => go.isEnabled()).toBe(true);
    await settled(id, 'declined');
    const story = await play.storyOf(id);
    expect(story.actions).toEqual(['call.reassign 周敏 declined', `offer.decline ${play.agent().name} confirmed`]);
    expect(story.moves).toBe(0);
  });

  test('what the desk has not accepted yet is taken back with Z, and is gone from the desk', async () => {
    const desk = await play.desk();
    const floor = await play.floor('zhoumin');
    const { id, agentId, callerMasked } = await play.freshTalk();
    await sendToAgent(floor, callerMasked);
    const offer = desk.getByRole('alert', { name: 'A call for you' });
    await offer.waitFor();
    await floor.keyboard.press('z');
    await offer.waitFor({ state: 'detached' });
    await receipt(floor, `Reassign ${callerMasked}`).getByText('Undone').waitFor();
    await settled(id, 'withdrawn');
    expect(await play.storyOf(id)).toEqual({
      actions: ['call.reassign 周敏 withdrawn', 'action.undo 周敏 confirmed'],
      moves: 0,
      holder: agentId,
    });
  });

  test('a command whose answer was lost on the way is asked for again under its number, and was carried out once', async () => {
    const desk = await play.desk();
    const proxy = await startFaultProxy({ port: play.server.port });
    try {
      const floor = await play.floor('zhoumin', { origin: `http://localhost:${proxy.port}` });
      await bringPalette(floor);
      const { id, callerMasked } = await play.freshTalk();
      proxy.faults.dropDown = true;
      await sendToAgent(floor, callerMasked);
      await offered(id);
      proxy.resetOpen();
      await receipt(floor, 'Not confirmed yet; asking again under the same number').waitFor();
      proxy.faults.dropDown = false;
      proxy.resetOpen();
      await receipt(floor, `Waiting for ${englishName()} to accept`).waitFor();
      await desk.keyboard.press('x');
      await receipt(floor, `${englishName()} declined; the caller keeps the place`).waitFor();
      const { id: actionId } = await settled(id, 'declined');
      expect(await play.recordOf(actionId)).toEqual({ taken: 1, results: ['declined'] });
      expect((await play.storyOf(id)).actions).toEqual(['call.reassign 周敏 declined', `offer.decline ${play.agent().name} confirmed`]);
    } finally {
      await proxy.close();
    }
  });

  test('a command that never arrived is decided on what is so when it does: a colleague was first, and it is said that nothing was done', async () => {
    await play.desk();
    const proxy = await startFaultProxy({ port: play.server.port });
    try {
      const floor = await play.floor('zhoumin', { origin: `http://localhost:${proxy.port}` });
      await bringPalette(floor);
      const { id, callerMasked } = await play.freshTalk();
      proxy.faults.dropUp = true;
      await sendToAgent(floor, callerMasked);
      proxy.resetOpen();
      await receipt(floor, 'Not confirmed yet; asking again under the same number').waitFor();
      expect(offerOf(id)).toBeUndefined();
      await play.tell({ type: 'call.reassign', visitId: id, to: { kind: 'agent', agentId: play.agentId } });
      await offered(id, '管理员');
      proxy.faults.dropUp = false;
      proxy.resetOpen();
      await receipt(floor, 'Reassign · Not done').getByText('管理员 is already acting on this').waitFor();
      const story = await play.storyOf(id);
      expect(story.actions).toHaveLength(1);
      expect(story.moves).toBe(0);
    } finally {
      await proxy.close();
    }
  });
});
