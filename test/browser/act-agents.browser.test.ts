import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ActionView } from '../../shared/protocol/views.js';
import { ActPlay, lastDigits, order, type TalkingCall } from '../support/act-play.js';
import { browserAvailable } from '../support/browser.js';
import { axeFindings } from '../support/page.js';

/** A supervisor and an agent on one call, on the real server: what one does, the other sees, and the log holds once. */
describe.runIf(browserAvailable)('standing by an agent', () => {
  let play: ActPlay;

  beforeAll(async () => {
    play = await ActPlay.start();
  });
  afterEach(() => play.clear());
  afterAll(() => play?.stop());

  const englishName = () => play.agent().nameEn ?? play.agent().name;
  const drawerOf = (floor: Page, what: 'Call' | 'Agent') => floor.getByRole('complementary', { name: what });

  /** An agent who talks, with a supervisor who sent them the call. */
  async function onACall(): Promise<{ desk: Page; floor: Page; call: TalkingCall }> {
    const desk = await play.desk();
    const floor = await play.floor('zhoumin');
    const call = await play.freshTalk();
    await order(floor, ['reassign', 'Reassign'], [lastDigits(call.callerMasked), call.callerMasked], [englishName(), englishName()]);
    await desk
      .getByRole('alert', { name: 'A call for you' })
      .getByRole('button', { name: /^Accept/ })
      .click();
    await play.until(() => play.agent().state === 'talking', 'the agent to talk');
    return { desk, floor, call };
  }

  async function openAgent(floor: Page): Promise<void> {
    await order(floor, [englishName(), englishName()]);
    await drawerOf(floor, 'Agent').getByRole('heading', { name: englishName() }).waitFor();
  }

  /** The log has this command once, with one end. */
  async function recordedOnce(action: ActionView | undefined, result: string): Promise<void> {
    if (action === undefined) throw new Error('no such action');
    expect(await play.recordOf(action.id)).toEqual({ taken: 1, results: [result] });
  }

  test('a supervisor listens, whispers, barges in, takes over and ends the call; the agent sees who is there', async () => {
    const { desk, floor } = await onACall();
    const { visitId } = play.agent();
    if (visitId == null) throw new Error('the agent has no call');
    await openAgent(floor);
    await drawerOf(floor, 'Agent')
      .getByRole('button', { name: /\d{3}\*/ })
      .first()
      .click();
    const drawer = drawerOf(floor, 'Call');
    const mine = desk.getByRole('region', { name: 'Current call' });
    for (const [key, button, told] of [
      ['l', /^Listening/, '周敏 is listening'],
      ['w', /^Whispering/, '周敏 is whispering; the caller can not hear it'],
      ['b', /^Barged in/, '周敏 has joined the call'],
    ] as const) {
      await floor.keyboard.press(key);
      await drawer.getByRole('button', { name: button, pressed: true }).waitFor();
      await mine.getByRole('status').getByText(told).waitFor();
    }
    expect(await axeFindings(floor)).toEqual([]);

    await drawer.getByRole('button', { name: 'Take over', exact: true }).click();
    const step = drawer.getByRole('form', { name: 'Take over' });
    await step.getByText(`${englishName()} goes to wrap-up, without any mark against them.`).waitFor();
    await step.getByRole('button', { name: 'Take over', exact: true }).click();
    await mine.waitFor({ state: 'detached' });
    await drawer.getByRole('button', { name: /周敏$/ }).first().waitFor();
    await play.until(() => play.action('call.take-over', { visitId })?.state === 'confirmed', 'the take-over to be confirmed');

    await drawer.getByRole('button', { name: 'Force disconnect' }).click();
    const end = drawer.getByRole('form', { name: 'Force disconnect' });
    const yes = end.getByRole('button', { name: 'Yes, cut the customer off' });
    expect(await yes.isDisabled()).toBe(true);
    await end.getByLabel('Reason (required, kept on record)').fill('Threats against the agent');
    await yes.click();
    await play.until(() => play.visit(visitId) === undefined, 'the call to end');
    await play.until(() => play.action('call.disconnect', { visitId })?.state === 'confirmed', 'the end to be confirmed');
    const story = await play.storyOf(visitId);
    expect(story.actions.filter((line) => !line.startsWith('call.reassign') && !line.startsWith('offer.'))).toEqual([
      'call.monitor 周敏 confirmed',
      'call.monitor 周敏 confirmed',
      'call.monitor 周敏 confirmed',
      'call.take-over 周敏 confirmed',
      'call.disconnect 周敏 confirmed',
    ]);
    expect(story.moves).toBe(1);
  });

  test('a state for after the call waits where both see it, is cancelled, is asked for again, and then comes true with who and why', async () => {
    const { desk, floor } = await onACall();
    const agentId = play.agentId;
    const newest = () => play.action('agent.set-state', { agentId });
    await openAgent(floor);
    const drawer = drawerOf(floor, 'Agent');
    const askForMeeting = async () => {
      await drawer.getByRole('button', { name: 'Set not ready' }).click();
      const step = drawer.getByRole('form', { name: 'Set not ready' });
      await step.getByLabel('Not ready because of').selectOption({ label: 'Meeting' });
      await step.getByLabel('Reason (required, kept on record)').fill('Word with the planner');
      await step.getByRole('button', { name: 'Set not ready after this call' }).click();
      await drawer.getByText('After this call: Meeting').waitFor();
      await desk.getByText('After this call: Meeting set by 周敏').waitFor();
    };

    await askForMeeting();
    await floor.locator(`.floor-seat[data-item="${agentId}"]`).getByText('A change by 周敏 waits for the end of the call').waitFor();
    expect(await behindReceipts(floor)).toEqual({ areShown: true, behind: [] });
    const first = newest();
    await drawer.getByRole('button', { name: /^Cancel/ }).click();
    await drawer.getByText('After this call: Meeting').waitFor({ state: 'detached' });
    await desk.getByText(/^After this call: Meeting/).waitFor({ state: 'detached' });
    await recordedOnce(first, 'withdrawn');

    await askForMeeting();
    const second = newest();
    expect(second?.id).not.toBe(first?.id);
    await order(
      floor,
      ['disconnect', 'Force disconnect'],
      [englishName(), englishName()],
      ['Scene over', null],
      ['', 'Yes: Force disconnect'],
    );
    await desk.getByText('周敏 changed your state: Word with the planner').waitFor();
    await desk.getByText('It does not count against your adherence.').waitFor();
    await drawer.getByText('Set by 周敏').waitFor();
    await play.until(() => newest()?.state === 'confirmed', 'the change to be confirmed');
    await recordedOnce(second, 'confirmed');
  });

  test('a raised hand is seen on the floor, and the agent is told who comes', async () => {
    const { desk, floor } = await onACall();
    await desk.keyboard.press('h');
    const mine = desk.getByRole('region', { name: 'Current call' });
    await mine.getByRole('status').getByText('Hand raised; waiting for an answer').waitFor();
    await floor.locator(`.floor-seat[data-item="${play.agentId}"]`).getByText('Hand up').first().waitFor();
    await openAgent(floor);
    const hand = drawerOf(floor, 'Agent').getByRole('region', { name: 'Hand raised' });
    await hand.getByRole('button', { name: "I'm coming" }).click();
    await hand.getByText('周敏 is coming').waitFor();
    await mine.getByRole('status').getByText('周敏 is coming').waitFor();
    const { agentId } = play;
    await recordedOnce(play.action('help.raise', { agentId }), 'confirmed');
    await recordedOnce(play.action('help.acknowledge', { agentId }), 'confirmed');
    expect(play.action('help.acknowledge', { agentId })?.by.name).toBe('周敏');
  });
});

/** A receipt has its own place at the foot of the right-hand column: nothing that can be seen or pressed is under it. */
function behindReceipts(page: Page): Promise<{ areShown: boolean; behind: string[] }> {
  return page.evaluate(() => {
    const receipts = [...document.querySelectorAll('.receipts > li')].map((item) => item.getBoundingClientRect());
    const isUnder = (box: DOMRect) =>
      receipts.some(({ left, right, top, bottom }) => box.left < right && box.right > left && box.top < bottom && box.bottom > top);
    const shown = [...document.querySelectorAll('.floor-seat, .floor-panel-body, .floor-keys')];
    return {
      areShown: receipts.length > 0,
      behind: shown.filter((item) => isUnder(item.getBoundingClientRect())).map((item) => item.textContent ?? ''),
    };
  });
}
