import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import { accept, duty, page, planned, RosterServer, sent, shift, TOMORROW, told } from './page.js';

const rest = serveRest();
let roster: RosterServer;
beforeEach(() => {
  roster = new RosterServer();
  rest.use(...roster.handlers());
});

/** Two are needed from nine to six; both go to lunch at one, and the second goes home at five. */
const shortHanded = () => {
  const early = shift(TOMORROW, 9, 17);
  roster.duties = [duty('a-1', [told(shift(TOMORROW, 9, 18))]), duty('a-2', [told(early)])];
  return early;
};
const railOf = async () => {
  await userEvent.click(await screen.findByRole('button', { name: '显示申请与发布' }));
  return within(await screen.findByRole('complementary', { name: '申请与发布' }));
};

describe('what to do about a gap', () => {
  test('a longer shift is planned by one key, with its effect beside it, and taken back by another', async () => {
    const early = shortHanded();
    const browser = page({ date: TOMORROW });
    const rail = await railOf();
    await userEvent.selectOptions(await rail.findByRole('combobox', { name: '哪个缺口' }), '17:00–18:00 −1');
    expect(rail.getByText('1 人延长班次')).toBeVisible();
    expect(rail.getByText('杨志强')).toBeVisible();
    expect(rail.getByRole('button', { name: '采用 1：1 人延长班次，缺口 −1 → 够' })).toBeEnabled();
    expect(await structureProblems()).toEqual([]);
    await userEvent.tab();
    await userEvent.keyboard('1');
    await waitFor(() => expect(sent(browser)).toHaveLength(1));
    expect(sent(browser)[0]).toMatchObject({
      type: 'shift.set-many',
      changes: [{ agentId: 'a-2', replaces: early.id, expectVersion: 1, shift: { startLocal: '09:00', endLocal: '18:00' } }],
    });
    roster.duties = [
      duty('a-1', [told(shift(TOMORROW, 9, 18))]),
      duty('a-2', [{ draft: shift(TOMORROW, 9, 18), published: early }], { version: 2 }),
    ];
    roster.position = 2;
    await accept(browser);
    expect(await screen.findByText('已排 1 处，未发布')).toBeVisible();
    await waitFor(() => expect(rail.queryByText('1 人延长班次')).toBeNull());
    await waitFor(() => expect(screen.getByRole('button', { name: /撤销/ })).toBeEnabled());
  });

  test('who has worked enough that week is not asked; overtime is offered to whoever wants it', async () => {
    const days = ['13', '14', '15', '17', '18'].map((day) => planned(shift(`2023-11-${day}`, 9, 18)));
    roster.duties = [duty('a-1', [told(shift(TOMORROW, 9, 18))]), duty('a-2', [...days, told(shift(TOMORROW, 9, 17))])];
    const browser = page({ date: TOMORROW });
    const rail = await railOf();
    await userEvent.selectOptions(await rail.findByRole('combobox', { name: '哪个缺口' }), '17:00–18:00 −1');
    expect(rail.queryByText('1 人延长班次')).toBeNull();
    await userEvent.click(rail.getByRole('button', { name: '放出… 1：放出加班 1 个名额，缺口 −1 → 够' }));
    const form = within(await screen.findByRole('dialog', { name: '放出空班' }));
    expect(form.getByLabelText('开始')).toHaveValue('17:00');
    await userEvent.click(form.getByRole('button', { name: '放出' }));
    await waitFor(() => expect(sent(browser)).toHaveLength(1));
    expect(sent(browser)[0]).toMatchObject({
      type: 'open-shift.add',
      kind: 'ot',
      places: 1,
      shift: { businessDate: TOMORROW, startLocal: '17:00', endLocal: '18:00', segments: [{ activity: 'ot' }] },
    });
  });

  test('an offer that is being written stays open when somebody else closes the gap', async () => {
    const late = told(shift(TOMORROW, 9, 18));
    const days = ['13', '14', '15', '17', '18'].map((day) => planned(shift(`2023-11-${day}`, 9, 18)));
    roster.duties = [duty('a-1', [late]), duty('a-2', [...days, told(shift(TOMORROW, 9, 17))])];
    const browser = page({ date: TOMORROW });
    const rail = await railOf();
    await userEvent.selectOptions(await rail.findByRole('combobox', { name: '哪个缺口' }), '17:00–18:00 −1');
    await userEvent.click(rail.getByRole('button', { name: '放出… 1：放出加班 1 个名额，缺口 −1 → 够' }));
    const form = within(await screen.findByRole('dialog', { name: '放出空班' }));
    const places = form.getByLabelText('名额');
    await userEvent.clear(places);
    await userEvent.type(places, '4');
    // Through lunch as well: nobody is missed any more.
    const through = (one: ReturnType<typeof shift>) => ({
      ...one,
      segments: [{ activity: 'phone', startAt: one.startAt, endAt: one.endAt }],
    });
    roster.duties = ['a-1', 'a-2'].map((id) => duty(id, [told(through(shift(TOMORROW, 9, 18)))], { version: 2 }));
    roster.position = 2;
    const sheets = roster.sheets;
    act(() => {
      browser.connection.frame(1, 2, { changed: { roster: [{ id: TOMORROW, version: 2 }] } } as never);
      browser.connection.beat();
      browser.paint();
    });
    await waitFor(() => expect(roster.sheets).toBeGreaterThan(sheets));
    await waitFor(() => expect(rail.queryByRole('combobox', { name: '哪个缺口', hidden: true })).toBeNull());
    expect(screen.getByRole('dialog', { name: '放出空班' })).toBeVisible();
    expect(places).toHaveValue(4);
  });
});
