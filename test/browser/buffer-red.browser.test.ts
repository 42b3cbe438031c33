import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { browserAvailable } from '../support/browser.js';
import { BufferPlay } from '../support/buffer-play.js';
import { axeFindings, problemsOf } from '../support/page.js';

const DESK = { width: 360, height: 780, language: 'en', theme: 'dark' } as const;
const BOARD = { width: 1440, height: 900, language: 'en', theme: 'light' } as const;
/** An hour of the site's in three minutes: it is waited for, and its ten minutes leave time to look at what they show. */
const SPEED = 20;
const AN_HOUR = { timeout: 300_000 };

describe.runIf(browserAvailable)('when too few people are there', { timeout: 480_000 }, () => {
  let play: BufferPlay;
  beforeEach(async () => {
    play = await BufferPlay.start({ speed: SPEED });
  }, 120_000);
  afterEach(() => play?.stop());

  test('a start is committed when nobody finds a better one, and it comes', async () => {
    await play.forecastFor('red');
    const board = await play.page('zhoumin', '/buffer', BOARD);
    const desk = await play.page('agent', '/me', DESK);
    const problems = [problemsOf(desk), problemsOf(board)];
    const mine = desk.getByRole('region', { name: 'My buffer shift' });

    await desk.getByRole('button', { name: 'Step into the back office' }).click();
    const sheet = desk.getByRole('dialog');
    await sheet.getByText(/somebody looks at once, and you start within the hour/).waitFor();
    await sheet.getByRole('radio', { name: /^Now/ }).check();
    await sheet.getByRole('button', { name: 'Ask for now' }).click();

    // Never a bare no: by when there is an answer, and by when it begins in any case.
    await mine.getByText(/You hear by \d\d:\d\d, and start at \d\d:\d\d at the latest/).waitFor();
    const latest = /start at (\d\d:\d\d) at the latest/.exec((await mine.textContent()) ?? '')?.[1];
    const card = board.locator('.buf-card').first();
    await card.getByText(new RegExp(`Settled for ${latest} at \\d\\d:\\d\\d, unless somebody finds a better start`)).waitFor();
    await card.getByText('too few people').first().waitFor();
    expect(await axeFindings(board)).toEqual([]);

    // Ten minutes pass without anybody.
    await mine.getByRole('heading', { name: `Settled: from ${latest}` }).waitFor(AN_HOUR);
    await mine.getByText('It will not be put off again.', { exact: false }).waitFor();
    await board.getByRole('heading', { name: 'Settled, not begun 1' }).waitFor();

    // By then more people are there than was feared.
    await play.forecastFor('green');
    await mine.getByRole('heading', { name: 'You can go' }).waitFor(AN_HOUR);
    await mine.getByRole('button', { name: /^Start/ }).click();
    await play.endCall();
    await mine.getByRole('heading', { name: /Off the phones until \d\d:\d\d/ }).waitFor();
    await board.getByRole('heading', { name: 'In buffer 1' }).waitFor();
    expect(problems).toEqual([[], []]);
  });
});
