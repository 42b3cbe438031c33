import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import { accept, duty, page, person, planned, RosterServer, refuse, sent, shift } from './page.js';

const rest = serveRest();
const PEOPLE = 150;
const DAYS_BEFORE = ['2023-11-14', '2023-11-15', '2023-11-16'];

test('a week copied for more people than one command holds: where it stops, what is planned and what is not is said by name', async () => {
  const roster = new RosterServer();
  rest.use(...roster.handlers());
  const ids = Array.from({ length: PEOPLE }, (_, i) => `a-${String(i).padStart(3, '0')}`);
  roster.people = ids.map((id) => person(id, `坐席${id}`));
  roster.duties = ids.map((id) =>
    duty(
      id,
      DAYS_BEFORE.map((date) => planned(shift(date, 9, 18))),
    ),
  );
  const browser = page({ view: 'week', date: '2023-11-20' });
  await userEvent.click(await screen.findByRole('button', { name: '复制上一周' }));
  await waitFor(() => expect(sent(browser)).toHaveLength(1));
  await accept(browser);
  await waitFor(() => expect(sent(browser)).toHaveLength(2));
  await refuse(browser, { code: 'version-conflict', byName: '李婉清' });
  const dialog = within(await screen.findByRole('dialog', { name: '没有全部排入' }));
  expect(dialog.getByText('已排（未发布）402 处')).toBeVisible();
  expect(dialog.getByText('没有排 48 处')).toBeVisible();
  await userEvent.click(dialog.getByText('没有排 48 处'));
  const left = within(dialog.getByRole('list', { name: '没有排 48 处' }));
  expect(left.getAllByRole('listitem')).toHaveLength(16);
  expect(left.getByText('坐席a-149')).toBeVisible();
  expect(left.queryByText('坐席a-001')).toBeNull();
  expect(left.getAllByText('11-21 11-22 11-23')).toHaveLength(16);
  expect(await structureProblems()).toEqual([]);
});
