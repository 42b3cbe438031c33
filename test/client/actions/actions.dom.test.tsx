import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Palette } from '../../../client/actions/palette/palette.js';
import { Receipts } from '../../../client/actions/receipts.js';
import type { Language } from '../../../client/i18n/language.js';
import { LiveSession } from '../../../client/live/session.js';
import { EFFECT_OPS } from '../../../shared/domain/action/effects.js';
import { floorViews } from '../../support/floor-fixture.js';
import { pretendLayout } from '../../support/floor-page.js';
import { at, EPOCH, FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { show, structureProblems } from '../support/screen.js';

beforeEach(() => {
  pretendLayout();
  window.scrollTo = () => {};
});

/** Palette and receipts over a live floor whose server is in the test's hand. */
async function open(children: React.ReactNode, language: Language = 'zh-CN', before: readonly object[] = []) {
  const browser = new FakeBrowser();
  const session = new LiveSession(browser);
  const router = createRouter({
    routeTree: createRootRoute({ component: () => children }),
    history: createMemoryHistory({ initialEntries: ['/floor'] }),
  });
  await act(async () => {
    show(<RouterProvider router={router as never} />, { language, session });
  });
  const views = floorViews({ agents: 120, siteNow: SERVER_AHEAD_MS });
  act(() => {
    const source = [{ id: 'simulator', status: 'connected', since: SERVER_AHEAD_MS, can: EFFECT_OPS }];
    browser.connection.bringUp(1, { changed: { ...views, source, action: before } as never });
    browser.paint();
  });
  const sent = () => browser.connection.commands.map(({ request }) => request.command);
  const change = (records: object[], to: number) =>
    act(() => {
      browser.connection.frame(to - 1, to, { changed: { action: records } as never });
      browser.paint();
    });
  return { browser, views, sent, change, router };
}

describe('the palette', () => {
  test('reassigns the longest wait to an agent found by initials, without a mouse', async () => {
    const { sent, views } = await open(<Palette onClose={() => {}} />);
    const user = userEvent.setup();
    const ready = (views.agent as { id: string; name: string; state: string }[]).find(({ state }) => state === 'ready');
    await user.keyboard('改派{Enter}{Enter}');
    await user.keyboard(`${ready?.name}{Enter}`);
    const waiting = (views.visit as { id: string; state: string; enteredAt: number }[]).filter(({ state }) => state === 'queued');
    const longest = waiting.toSorted((a, b) => a.enteredAt - b.enteredAt)[0];
    expect(sent()).toEqual([{ type: 'call.reassign', visitId: longest?.id, to: { kind: 'agent', agentId: ready?.id } }]);
  });

  test('keeps each choice in its place while the floor goes on: a caller who left can not be chosen, nor the next one by mistake', async () => {
    const { sent, views, browser } = await open(<Palette onClose={() => {}} />);
    const user = userEvent.setup();
    await user.keyboard('改派{Enter}');
    const waiting = (views.visit as { id: string; state: string; enteredAt: number }[]).filter(({ state }) => state === 'queued');
    const [first, second] = waiting.toSorted((a, b) => a.enteredAt - b.enteredAt);
    const titles = () =>
      screen.getAllByRole('option').map((option) => option.querySelector('b')?.textContent?.split(' ').slice(1).join(' '));
    const before = titles();
    act(() => {
      browser.connection.frame(1, 2, { gone: { visit: [first?.id] } } as never);
      browser.paint();
    });
    expect(titles().slice(0, before.length)).toEqual(before);
    expect(within(screen.getAllByRole('option')[0] as HTMLElement).getByText('已不在')).toBeVisible();
    await user.keyboard('{Enter}');
    expect(screen.getByText('已不在')).toBeVisible();
    await user.keyboard('{ArrowDown}{Enter}');
    const ready = (views.agent as { id: string; name: string; state: string }[]).find(({ state }) => state === 'ready');
    await user.keyboard(`${ready?.name}{Enter}`);
    expect(sent()).toMatchObject([{ type: 'call.reassign', visitId: second?.id }]);
  });

  test('asks for a reason before it forces a state, and goes back a step with backspace', async () => {
    const { sent } = await open(<Palette onClose={() => {}} />, 'en');
    const user = userEvent.setup();
    await user.keyboard('not ready{Enter}{Enter}');
    await user.keyboard('{Backspace}{Enter}');
    await user.keyboard('coaching{Enter}');
    await user.keyboard('after{Enter}');
    await user.keyboard('{Enter}');
    expect(sent()).toEqual([]);
    await user.keyboard('Feedback on the last call{Enter}');
    expect(sent()).toMatchObject([
      {
        type: 'agent.set-state',
        to: { state: 'not-ready', reasonCode: 'COACHING' },
        when: 'after-call',
        reason: 'Feedback on the last call',
      },
    ]);
  });

  test('hanging up takes a reason and a second yes', async () => {
    const { sent } = await open(<Palette onClose={() => {}} />, 'en');
    const user = userEvent.setup();
    await user.keyboard('force disc{Enter}{Enter}threats{Enter}');
    expect(sent()).toEqual([]);
    await user.keyboard('{Enter}');
    expect(sent()).toMatchObject([{ type: 'call.disconnect', reason: 'threats' }]);
  });

  test('shows who can not take a call, says why, and does not take the choice', async () => {
    const { sent, views } = await open(<Palette onClose={() => {}} />, 'en');
    const user = userEvent.setup();
    const busy = (views.agent as { name: string; state: string }[]).find(({ state }) => state === 'talking');
    await user.keyboard(`reassign{Enter}{Enter}${busy?.name}`);
    const option = screen.getAllByRole('option')[0] as HTMLElement;
    expect(within(option).getByText('busy, can not take it')).toBeVisible();
    await user.keyboard('{Enter}');
    expect(sent()).toEqual([]);
  });

  test('is sound for those who hear it', async () => {
    await open(<Palette onClose={() => {}} />);
    expect(await structureProblems()).toEqual([]);
  });
});

const action = (more: object) => ({
  id: 'x-1',
  kind: 'call.reassign',
  by: { userId: 'u-1', name: '周敏', role: 'supervisor' },
  askedAt: SERVER_AHEAD_MS,
  state: 'offered',
  on: { toAgentId: 'a-1' },
  detail: {},
  undo: 'withdraw',
  offer: { agentId: 'a-1', until: SERVER_AHEAD_MS + 15_000 },
  ...more,
});

describe('a receipt', () => {
  test('counts down while the desk is asked, is undone with Z, and tells what came of it', async () => {
    const { sent, change } = await open(<Receipts />);
    change([action({})], 2);
    expect(screen.getByText(/接受，1[45] s/)).toBeVisible();
    await userEvent.keyboard('z');
    expect(sent()).toEqual([{ type: 'action.undo', actionId: 'x-1' }]);
    change([action({ state: 'withdrawn', undo: null, offer: null })], 3);
    expect(screen.getByText('已撤销')).toBeVisible();
    expect(screen.queryByRole('button', { name: /撤销/ })).toBeNull();
  });

  test('a failure names the phone system’s reason', async () => {
    const { change } = await open(<Receipts />, 'en');
    change([action({ state: 'started', undo: null })], 2);
    change([action({ state: 'failed', undo: null, failure: { code: 'refused', detail: 'No such channel' } })], 3);
    expect(screen.getByText('Failed · the phone system refused · No such channel')).toBeVisible();
  });

  test('an undo that failed can be tried again, on its receipt and with Z, though the first receipt is gone', async () => {
    const done = action({ kind: 'call.set-priority', state: 'confirmed', undo: 'inverse', offer: null });
    const { sent, change } = await open(<Receipts />, 'en', [done]);
    const undo = { id: 'x-2', kind: 'action.undo', undoOf: 'x-1', undo: null, offer: null };
    change([{ ...done, undoneBy: 'x-2', undo: null }, action({ ...undo, state: 'started' })], 2);
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    change([{ ...done, undoneBy: null }, action({ ...undo, state: 'failed', failure: { code: 'unreachable' } })], 3);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await userEvent.keyboard('z');
    expect(sent()).toEqual([1, 2].map(() => ({ type: 'action.undo', actionId: 'x-1' })));
  });

  test('a call that nobody took can be tried with the next agent, as long as the caller is there', async () => {
    const { change, views, router } = await open(<Receipts />, 'en');
    const waiting = (views.visit as { id: string; state: string }[]).find(({ state }) => state === 'queued');
    const on = { toAgentId: 'a-1', visitId: waiting?.id };
    change([action({ on })], 2);
    change([action({ on, state: 'declined', undo: null, offer: null })], 3);
    await userEvent.click(screen.getByRole('button', { name: 'Try next' }));
    expect(router.state.location.search).toEqual({ open: `call.${waiting?.id}` });
    change([action({ id: 'x-8', on: { toAgentId: 'a-1', visitId: 'v-gone' } })], 4);
    change(
      [action({ id: 'x-8', on: { toAgentId: 'a-1', visitId: 'v-gone' }, state: 'failed', undo: null, failure: { code: 'caller-gone' } })],
      5,
    );
    expect(screen.getAllByRole('button', { name: 'Try next' })).toHaveLength(1);
  });

  test('what waits for the end of a call leaves the column to what is new, and comes back with what came of it', async () => {
    const { change } = await open(<Receipts />, 'en');
    vi.useFakeTimers();
    try {
      change([action({ kind: 'agent.set-state', state: 'pending' })], 2);
      expect(screen.getByText('Waiting for the call to end')).toBeVisible();
      act(() => void vi.advanceTimersByTime(12_000));
      expect(screen.queryAllByRole('listitem')).toEqual([]);
      change([action({ kind: 'agent.set-state', state: 'confirmed', undo: null })], 3);
      expect(screen.getByText('Confirmed')).toBeVisible();
      change([action({ id: 'x-7', kind: 'agent.set-state', state: 'pending' })], 4);
      expect(screen.getByText('Waiting for the call to end')).toBeVisible();
    } finally {
      vi.useRealTimers();
    }
  });

  test('what waited already when this page was opened is told of by its seat, until it has come true', async () => {
    const waiting = action({ kind: 'agent.set-state', state: 'pending' });
    const { change } = await open(<Receipts />, 'en', [waiting]);
    expect(screen.queryAllByRole('listitem')).toEqual([]);
    change([{ ...waiting, state: 'confirmed', undo: null }], 2);
    expect(screen.getByText('Confirmed')).toBeVisible();
  });

  test('what was over before this page was opened, or was somebody else’s, has none', async () => {
    const { change } = await open(<Receipts />);
    change(
      [action({ id: 'x-2', state: 'confirmed', undo: null }), action({ id: 'x-3', by: { userId: 'u-2', name: '林峰', role: 'lead' } })],
      2,
    );
    expect(screen.queryAllByRole('listitem')).toEqual([]);
  });

  test('what an agent’s own pause kept from happening is not put down to the phone system', async () => {
    const { change } = await open(<Receipts />);
    change([action({ kind: 'agent.set-state', state: 'pending', on: { agentId: 'a-1' }, undo: null })], 2);
    change([action({ state: 'failed', failure: { code: 'refused', detail: 'agent-protected' } })], 3);
    const receipt = screen.getByRole('listitem');
    expect(receipt).toHaveTextContent('坐席在受保护的休整中，不能被召回');
    expect(receipt).not.toHaveTextContent('电话系统拒绝');
  });

  test('a refusal names who was first', async () => {
    const { browser } = await open(
      <>
        <Palette onClose={() => {}} />
        <Receipts />
      </>,
      'en',
    );
    await userEvent.keyboard('reassign{Enter}{Enter}{Enter}');
    await act(async () => browser.connection.commands[0]?.answer({ outcome: 'refused', rejection: { code: 'conflict', byName: '林峰' } }));
    expect(screen.getByText('林峰 is already acting on this')).toBeInTheDocument();
    await act(async () =>
      browser.connection.commands[0]?.answer({ outcome: 'accepted', epoch: EPOCH, position: at(3), actionId: 'x-1' as never }),
    );
  });
});
