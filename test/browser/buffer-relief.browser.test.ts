import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { browserAvailable } from '../support/browser.js';
import { BufferPlay } from '../support/buffer-play.js';
import { axeFindings } from '../support/page.js';

const DESK = { width: 360, height: 780, language: 'en', theme: 'light' } as const;
const BOARD = { width: 1920, height: 1080, language: 'en', theme: 'dark' } as const;

/** A floor of its own: the agent is on the phones. */
describe.runIf(browserAvailable)('urgent help', { timeout: 240_000 }, () => {
  let play: BufferPlay;
  beforeEach(async () => {
    play = await BufferPlay.start();
  }, 120_000);
  afterEach(() => play?.stop());

  test('who needs urgent help has the numbers at once; others learn only that relief is needed', async () => {
    const desk = await play.page('agent', '/me', DESK);
    const board = await play.page('linfeng', '/buffer', BOARD);
    const floor = await play.page('zhoumin', '/floor', { ...BOARD, theme: 'light' });
    await desk.getByRole('button', { name: 'I need help urgently' }).click();
    await desk.getByRole('link', { name: '12356' }).waitFor();
    await desk.getByText('The wellbeing contact knows.', { exact: false }).waitFor();
    await floor
      .getByRole('alert')
      .getByText(/relief needed now/)
      .waitFor();
    // The contact alone is told who asked, wherever they are.
    await floor.getByRole('link', { name: 'See who' }).click();
    await floor
      .getByRole('region', { name: 'Please call' })
      .getByText(/asked for urgent help/)
      .waitFor();
    expect(await axeFindings(floor)).toEqual([]);
    await board
      .getByRole('alert')
      .getByText(/needs relief now/)
      .waitFor();
    expect(await board.getByRole('link', { name: /^Care/ }).count()).toBe(0);

    // The one who decides is told no more; there is nothing to close it with.
    const relief = board.getByRole('alert', { name: 'Relief needed now' });
    await relief.getByRole('button', { name: 'I take the calls' }).click();
    await relief.getByText(/Over when they are off the phones/).waitFor();
    expect(await relief.textContent()).not.toMatch(/help|crisis|urgent/i);
    expect(await axeFindings(board)).toEqual([]);
  });
});
