import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import { accept, dayOf, duty, page, RosterServer, sent, shift, TOMORROW, told } from './page.js';

const rest = serveRest();

test('a shift whose time moved with the time zone data is marked, listed, and put right as it was meant by one click', async () => {
  const roster = new RosterServer();
  rest.use(...roster.handlers());
  const moved = { ...shift(TOMORROW, 10, 19), startLocal: '09:00', endLocal: '18:00' };
  roster.duties = [duty('a-1', [{ ...told(moved), adrift: true } as never]), duty('a-2', [told(shift(TOMORROW, 9, 18))])];
  const browser = page({ date: TOMORROW });
  expect(await dayOf('马春慧')).toHaveAccessibleName(/10:00–19:00.*时区数据变了，时刻已偏/);
  expect(await dayOf('杨志强')).not.toHaveAccessibleName(/时区数据变了/);
  await userEvent.click(await screen.findByRole('button', { name: '显示申请与发布' }));
  const rail = within(await screen.findByRole('complementary', { name: '申请与发布' }));
  expect(rail.getByText('应为 09:00–18:00（Asia/Shanghai）')).toBeVisible();
  expect(await structureProblems()).toEqual([]);
  await userEvent.click(rail.getByRole('button', { name: '改正 马春慧 11 月 16 日 周四 为 09:00–18:00' }));
  await waitFor(() => expect(sent(browser)).toHaveLength(1));
  expect(sent(browser)[0]).toMatchObject({
    type: 'shift.set-many',
    changes: [
      {
        agentId: 'a-1',
        replaces: moved.id,
        shift: {
          businessDate: TOMORROW,
          startLocal: '09:00',
          endLocal: '18:00',
          zone: 'Asia/Shanghai',
          segments: [{ fromMin: 0 }, { fromMin: 240 }, { fromMin: 300 }],
        },
      },
    ],
  });
  roster.duties = [duty('a-1', [{ draft: shift(TOMORROW, 9, 18), published: moved }], { version: 2 })];
  roster.position = 2;
  await accept(browser);
  await waitFor(async () => expect(await dayOf('马春慧')).toHaveAccessibleName(/09:00–18:00(?!.*时区数据变了)/));
  expect(screen.queryByText(/时刻已偏的班次/)).toBeNull();
});
