import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Shift } from '../../shared/domain/roster/shift.js';
import { addDays } from '../../shared/kernel/zone.js';
import { type Sheet, sheetSchema } from '../../shared/protocol/roster-http.js';
import { browserAvailable } from '../support/browser.js';
import { BufferPlay } from '../support/buffer-play.js';
import { axeFindings, problemsOf } from '../support/page.js';

const DESK = { width: 360, height: 780, language: 'en', theme: 'light' } as const;
const PLANNER = { width: 1920, height: 1080, language: 'en', theme: 'dark' } as const;

/** A day of each on which the other is off: after the exchange both work as many hours as before. */
interface Exchange {
  readonly given: Shift;
  readonly taken: Shift;
}

describe.runIf(browserAvailable)('two agents and a roster that was told', { timeout: 240_000 }, () => {
  let play: BufferPlay;
  beforeEach(async () => {
    play = await BufferPlay.start();
  }, 120_000);
  afterEach(() => play?.stop());

  test('one acknowledges it, and swaps a shift with the other', async () => {
    const colleagueId = await play.colleague('colleague');
    const desk = await play.page('agent', '/me?part=shifts', DESK);
    const problems = problemsOf(desk);
    await desk.getByText('A new roster is out.', { exact: false }).waitFor();
    await desk.getByRole('button', { name: 'I know' }).click();
    await desk.getByText('A new roster is out.', { exact: false }).waitFor({ state: 'detached' });
    const told = dutyIn(await sheet(), play.agentId);
    expect(told.acknowledgedVersion).toBe(told.publishedVersion);

    const { given, taken } = await ask(desk, colleagueId);
    const colleague = await play.page('colleague', '/me?part=shifts', DESK);
    const asked = colleague.getByRole('status', { name: 'A colleague asks you' });
    await asked.waitFor();
    expect(await axeFindings(colleague)).toEqual([]);
    await asked.getByRole('button', { name: 'Yes' }).click();
    await asked.waitFor({ state: 'detached' });

    // Where a check is red a planner decides, and names what is set aside.
    if (!(await isExchanged(colleagueId, { given, taken }))) await approve(given.businessDate);
    await expect.poll(() => isExchanged(colleagueId, { given, taken }), { timeout: 20_000 }).toBe(true);
    await desk.getByRole('region', { name: 'My requests to change' }).getByText('done').waitFor();
    expect(problems).toEqual([]);
  });

  async function sheet(): Promise<Sheet> {
    const today = play.today();
    return sheetSchema.parse((await play.http('zhoumin', 'GET', `/roster/sheet?from=${today}&to=${addDays(today, 6)}`)).json);
  }
  const dutyIn = ({ duties }: Sheet, agentId: string) => {
    const duty = duties.find((one) => one.agentId === agentId);
    if (duty === undefined) throw new Error('nothing is planned for them');
    return duty;
  };
  const toldTo = (all: Sheet, agentId: string): Shift[] =>
    dutyIn(all, agentId)
      .entries.flatMap(({ published }) => published ?? [])
      .sort((a, b) => a.startAt - b.startAt);

  async function isExchanged(colleagueId: string, { given, taken }: Exchange): Promise<boolean> {
    const all = await sheet();
    const dates = (agentId: string) => toldTo(all, agentId).map(({ businessDate }) => businessDate);
    return dates(colleagueId).includes(given.businessDate) && dates(play.agentId).includes(taken.businessDate);
  }

  /** Tries one exchange after the other at the desk until the rules of labour allow one, as a person would. */
  async function ask(desk: Page, colleagueId: string): Promise<Exchange> {
    const all = await sheet();
    const [own, theirs] = [toldTo(all, play.agentId), toldTo(all, colleagueId)];
    const coming = own.filter(({ startAt }) => startAt > play.siteNow());
    const isOff = (shifts: Shift[], date: string) => shifts.every(({ businessDate }) => businessDate !== date);
    for (const given of coming.filter(({ businessDate }) => isOff(theirs, businessDate))) {
      for (const taken of theirs.filter(({ startAt, businessDate }) => startAt > play.siteNow() && isOff(own, businessDate))) {
        await desk.getByRole('button', { name: 'Change', exact: true }).nth(coming.indexOf(given)).click();
        const dialog = desk.getByRole('dialog');
        await dialog.getByRole('button', { name: 'Swap', exact: true }).click();
        await dialog.getByLabel('With whom').selectOption(colleagueId);
        await dialog.getByLabel('For which of theirs').selectOption(taken.id);
        await dialog.getByRole('button', { name: 'Ask' }).click();
        const refused = dialog.getByRole('alert');
        await refused.or(desk.getByText('waits for the answer')).first().waitFor();
        if (!(await refused.isVisible())) return { given, taken };
        await dialog.getByRole('button', { name: 'Close' }).click();
      }
    }
    throw new Error('no exchange is allowed');
  }

  async function approve(date: string): Promise<void> {
    const planner = await play.page('zhoumin', `/roster?date=${date}`, PLANNER);
    const button = planner.getByRole('button', { name: /^Approve/ });
    await button.click();
    const reason = planner.getByLabel(/^Reason/);
    if (await reason.isVisible()) {
      await reason.fill('Both asked for it');
      await button.click();
    }
  }
});
