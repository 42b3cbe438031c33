import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adherenceSchema, myAdherenceSchema } from '../../shared/protocol/roster-http.js';
import { browserAvailable } from '../support/browser.js';
import { BufferPlay } from '../support/buffer-play.js';
import { axeFindings, cutOff, problemsOf } from '../support/page.js';
import { foldWholeLog } from '../support/whole-log.js';

const REASON = 'three hard ones in a row, I need air';
const DESK = { width: 360, height: 780, language: 'en', theme: 'light' } as const;
const BOARD = { width: 1920, height: 1080, language: 'en', theme: 'dark' } as const;

/** The agent who asks, the colleague who takes over, and the supervisor who decides: each at a browser of their own. */
describe.runIf(browserAvailable)('a buffer shift from the request to the return', { timeout: 300_000 }, () => {
  let play: BufferPlay;
  beforeEach(async () => {
    play = await BufferPlay.start();
  }, 120_000);
  afterEach(() => play?.stop());

  const mine = (page: Page) => page.getByRole('region', { name: 'My buffer shift' });

  test('asked for, weighed, approved, covered, gone to after the call, and back with a soft landing', async () => {
    const colleagueId = await play.colleague('colleague');
    await play.forecastFor('amber');

    const colleague = await play.page('colleague', '/me?part=me', DESK);
    await colleague.getByRole('checkbox', { name: /I may be asked to cover/ }).click();
    await colleague.getByRole('checkbox', { name: /I may be asked to cover/, checked: true }).waitFor();

    const desk = await play.page('agent', '/me', DESK);
    const problems = problemsOf(desk);
    const board = await play.page('zhoumin', '/buffer', BOARD);
    const boardProblems = problemsOf(board);
    await board.getByText('No request waits for you.').waitFor();

    // The agent asks, for now, with a reason for whoever decides.
    await desk.getByRole('button', { name: 'Step into the back office' }).click();
    const sheet = desk.getByRole('dialog');
    await sheet.getByText(/a supervisor answers within 10 minutes, and no answer means yes/).waitFor();
    await sheet.getByRole('radio', { name: /^Now/ }).check();
    await sheet.getByLabel('Reason (optional)').fill(REASON);
    await sheet.getByRole('checkbox', { name: 'Whoever decides may read it too' }).check();
    expect(await axeFindings(desk)).toEqual([]);
    expect(await cutOff(desk)).toEqual([]);
    await sheet.getByRole('button', { name: 'Ask for now' }).click();
    await mine(desk)
      .getByText(/Somebody answers by \d\d:\d\d; no answer means yes/)
      .waitFor();

    // Whoever decides sees what it does to the customers, and may read the reason; the agent sees that they did.
    const card = board.locator('.buf-card').first();
    await card.getByText(/service level .+ until \d\d:\d\d/).waitFor();
    await card.getByText(/those who stay: occupancy/).waitFor();
    await board.getByRole('link', { name: /Buffer.*1 request to arrange/s }).waitFor();
    await card.getByRole('button', { name: 'Open' }).click();
    await card.getByText(REASON).waitFor();
    await mine(desk)
      .getByText(/Opened by 周敏/)
      .waitFor();
    expect(await axeFindings(board)).toEqual([]);
    await card
      .getByRole('listitem')
      .filter({ hasText: 'Now' })
      .getByRole('button', { name: /Approve/ })
      .click();
    await mine(desk).getByText('Approved by 周敏.').waitFor();

    // A colleague is asked in plain words, and takes over.
    const offer = colleague.getByRole('status', { name: 'Cover for a while' });
    await offer.waitFor();
    expect(await offer.textContent()).not.toContain('buffer');
    await board.getByText(/^Asked:/).waitFor();
    await offer.getByRole('button', { name: 'I will' }).click();
    await colleague.getByText(/You take over/).waitFor();
    await board.getByText('Covered by').waitFor();
    await mine(desk).getByRole('heading', { name: 'You can go' }).waitFor();
    await expectRosterShows(colleagueId, 'phone');

    // In the middle of a call: off the phones after it, not before.
    await play.inCall(desk);
    await mine(desk).getByRole('button', { name: 'Start after this call' }).click();
    await mine(desk).getByRole('heading', { name: 'After this call' }).waitFor();
    expect(play.agent().state).not.toBe('not-ready');
    await play.endCallAndWrapUp(desk);
    await mine(desk)
      .getByRole('heading', { name: /Off the phones until \d\d:\d\d/ })
      .waitFor();
    await board.getByRole('heading', { name: 'In buffer 1' }).waitFor();
    // To everybody else it is back-office work, on the floor and in the roster.
    await play.until(() => play.agent().reasonCode === 'BACKOFFICE', 'back office on the floor');
    await expectRosterShows(play.agentId, 'backoffice');

    // How it went is the agent's; that they return is everybody's.
    await mine(desk).getByRole('button', { name: 'I would like to return early' }).click();
    await mine(desk).getByRole('heading', { name: 'How are you now?' }).waitFor();
    await mine(desk).getByRole('button', { name: 'I would like to talk to somebody' }).click();
    await mine(desk).getByText('8899').waitFor();
    expect(await axeFindings(desk)).toEqual([]);
    await mine(desk).getByRole('button', { name: 'Ready to return' }).click();
    await mine(desk).getByRole('heading', { name: 'Welcome back' }).waitFor();
    await mine(desk)
      .getByText(/Until \d\d:\d\d nothing comes to you from Complaints/)
      .waitFor();
    await board.getByRole('heading', { name: 'Returned today 1' }).waitFor();
    await board.getByText(/easing in until \d\d:\d\d/).waitFor();

    // The same number for both, and the time away counts neither way.
    const own = myAdherenceSchema.parse((await play.http('agent', 'GET', '/me/adherence')).json);
    const all = adherenceSchema.parse((await play.http('zhoumin', 'GET', '/roster/adherence')).json);
    const seen = all.rows.find(({ agentId }) => agentId === play.agentId);
    expect(own.row?.excused.map(({ type }) => type)).toContain('buffer');
    expect(seen?.excused.map(({ type }) => type)).not.toContain('buffer');
    expect(seen?.offPlan.length).toBe(own.row?.offPlan.length);

    // The words were never in the log.
    const { entries } = await foldWholeLog(play.redis.url);
    expect(JSON.stringify(entries)).not.toContain(REASON);
    expect(problems).toEqual([]);
    expect(boardProblems).toEqual([]);
  });

  /** What the sheet of everybody's shifts lays over that person's day. */
  async function expectRosterShows(agentId: string, activity: string): Promise<void> {
    const { duties } = await play.sheet();
    expect(duties.find((duty) => duty.agentId === agentId)?.overlays.map((one) => one.activity)).toContain(activity);
  }
});
