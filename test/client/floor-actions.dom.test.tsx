import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { panels } from '../../client/floor/side.js';
import type { CommandAnswer } from '../../shared/protocol/messages.js';
import { type FloorPage, type FloorPageOptions, pretendLayout, renderFloor } from '../support/floor-page.js';
import { EPOCH, SERVER_AHEAD_MS } from './support/fake-browser.js';
import { structureProblems } from './support/screen.js';

const NOW = SERVER_AHEAD_MS;
const suggestion = (agentId: string, ...why: object[]) => ({ agentId, why: [{ code: 'ready', since: NOW - 41_000 }, ...why] });
/** In the fixture these four are ready. */
const READY = ['a-10', 'a-40', 'a-37', 'a-7'] as const;
const SUGGESTIONS = [
  suggestion('a-10', { code: 'serves', penalty: 0 }, { code: 'gives', queueId: 'q-PRE', readyBefore: 4, readyAfter: 3, waiting: 0 }),
  suggestion('a-40', { code: 'does-not-serve' }, { code: 'lent', count: 2 }),
  suggestion('a-37', { code: 'serves', penalty: 0 }, { code: 'declined', count: 1 }),
];
const effect = (queueId: string, role: 'receives' | 'gives', more: object = {}) => ({
  queueId,
  role,
  readyBefore: 4,
  readyAfter: role === 'gives' ? 3 : 5,
  readyFloor: role === 'gives' ? 1 : 0,
  goalRatio: 0.8,
  measuredRatio: 0.58,
  without: { serviceLevelRatio: { low: 0.55, high: 0.61 }, asaMs: { low: 40_000, high: 52_000 }, occupancyRatio: { low: 0.9, high: 0.94 } },
  with: { serviceLevelRatio: { low: 0.7, high: 0.78 }, asaMs: { low: 12_000, high: 19_000 }, occupancyRatio: { low: 0.84, high: 0.86 } },
  verdict: 'fine',
  basis: { calls: 30, ahtMs: 300_000, patienceMs: 180_000 },
  ...more,
});
const asked: URL[] = [];
let suggestions: object[] = SUGGESTIONS;
const server = setupServer(
  http.get('*/api/v1/visits/:visitId/suggestions', ({ params }) => HttpResponse.json({ visitId: params.visitId, suggestions })),
  http.get('*/api/v1/queues/:queueId/borrow', ({ request, params }) => {
    const url = new URL(request.url);
    asked.push(url);
    const picked = url.searchParams.get('agentIds')?.split(',').filter(Boolean) ?? [READY[0]];
    return HttpResponse.json({
      queueId: params.queueId,
      until: NOW + 1_800_000,
      candidates: READY.slice(0, 3).map((agentId, n) => ({
        agentId,
        readySince: NOW - 60_000,
        loans: n,
        gives: { queueId: 'q-PRE', readyBefore: 4, readyAfter: 3 },
        leavesTooFew: n === 2,
      })),
      chosen: picked,
      effects: [
        effect(String(params.queueId), 'receives'),
        effect('q-PRE', 'gives', { without: null, with: null, verdict: picked.length > 2 ? 'too-much' : 'fine' }),
      ],
      most: 2,
    });
  }),
  http.get('*/api/v1/visits', () => HttpResponse.json({ visits: [], total: 0, next: null })),
  http.get('*/api/v1/series', () => new HttpResponse(null, { status: 503 })),
  http.get('*/api/v1/strain/teams', () => HttpResponse.json({ teams: [] })),
  http.get('*/api/v1/agents/:agentId/day', () => new HttpResponse(null, { status: 503 })),
);

beforeAll(async () => {
  pretendLayout();
  await panels.load();
  server.listen({ onUnhandledRequest: 'error' });
});
beforeEach(() => {
  suggestions = SUGGESTIONS;
  asked.length = 0;
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

let actions = 0;
/** An action as a frame brings it. */
const action = (kind: string, on: object, more: object = {}) => ({
  id: `x-${++actions}`,
  kind,
  by: { userId: 'u-1', name: '周敏', role: 'supervisor' },
  askedAt: NOW,
  state: 'requested',
  on,
  detail: {},
  ...more,
});
const open = (kind: 'call' | 'agent' | 'queue' | 'borrow', id: string, more: FloorPageOptions = {}): FloorPage =>
  renderFloor({ ...more, address: { open: { kind, id } } });
const commands = (page: FloorPage) => page.browser.connection.commands;
const lastCommand = (page: FloorPage) => commands(page).at(-1)?.request.command;
async function answer(page: FloorPage, given: CommandAnswer, at = -1): Promise<void> {
  await act(async () => commands(page).at(at)?.answer(given));
}
const accepted = (actionId: string): CommandAnswer => ({
  outcome: 'accepted',
  epoch: EPOCH,
  position: '9-0' as never,
  actionId: actionId as never,
});
const panel = (name: string) => screen.getByRole('complementary', { name });
const seat = (id: string) => document.querySelector<HTMLElement>(`.floor-seat[data-item="${id}"]`);
const row = (id: string) => document.querySelector<HTMLElement>(`.floor-callers [data-item="${id}"]`);
/** What the panel says loudly. */
const said = () =>
  within(panel('Call'))
    .getAllByRole('alert')
    .map((alert) => alert.textContent)
    .filter(Boolean);
const user = userEvent.setup();

describe('a waiting call', () => {
  test('is reassigned with two clicks: its row, and the best agent, who is chosen already', async () => {
    const page = renderFloor();
    await user.click(row('v-CMP1') as HTMLElement);
    await user.click(await within(panel('Call')).findByRole('button', { name: /Reassign to/ }));
    expect(lastCommand(page)).toEqual({ type: 'call.reassign', visitId: 'v-CMP1', to: { kind: 'agent', agentId: 'a-10' } });
  });

  test('is reassigned with three keys: Enter on the caller, a digit, Enter', async () => {
    const page = renderFloor();
    act(() => row('v-CMP0')?.focus());
    await user.keyboard('{Enter}');
    await within(panel('Call')).findByRole('button', { name: /Reassign to/ });
    await user.keyboard('2{Enter}');
    expect(commands(page)).toHaveLength(1);
    expect(lastCommand(page)).toMatchObject({ visitId: 'v-CMP0', to: { agentId: 'a-40' } });
  });

  test('says of each suggested agent why, and shows on the floor whose seat is meant', async () => {
    open('call', 'v-CMP0');
    const options = within(await screen.findByRole('listbox', { name: 'Suggested agents' })).getAllByRole('option');
    expect(options.map((option) => option.textContent?.replace(/\d\d:\d\d/g, ''))).toEqual([
      expect.stringContaining('serves this queue · PRE ready 4→3'),
      expect.stringContaining('not in this queue · lent 2× this hour'),
      expect.stringContaining('declined this call 1× · serves this queue'),
    ]);
    expect(options[0]).toHaveAttribute('aria-selected', 'true');
    expect(seat('a-10')).toHaveClass('is-candidate');
    await user.click(options[1] as HTMLElement);
    expect(seat('a-10')).not.toHaveClass('is-candidate');
    expect(seat('a-40')).toHaveClass('is-candidate');
  });

  test('is meant for the best who is still free: whoever got a call of their own since the ranking is not chosen by itself', async () => {
    const page = open('call', 'v-CMP0');
    const go = await screen.findByRole('button', { name: /Reassign to/ });
    const before = go.textContent;
    page.change({ agent: [{ id: 'a-10', state: 'ringing' }] });
    expect(go.textContent).not.toBe(before);
    await user.keyboard('{Enter}');
    expect(lastCommand(page)).toMatchObject({ visitId: 'v-CMP0', to: { agentId: 'a-40' } });
  });

  test('stays where it is until the phone system says otherwise: dashed, with its rank, and the seat outlined', async () => {
    const page = open('call', 'v-CMP1');
    await user.click(await screen.findByRole('button', { name: /Reassign to/ }));
    const before = row('v-CMP1')?.getAttribute('aria-rowindex');
    expect(row('v-CMP1')).not.toHaveClass('is-moving');
    await answer(page, accepted('x-a'));
    page.change({
      action: [
        action(
          'call.reassign',
          { visitId: 'v-CMP1', toAgentId: 'a-10' },
          { state: 'offered', offer: { agentId: 'a-10', until: NOW + 15_000 }, undo: 'withdraw' },
        ),
      ],
    });
    expect(row('v-CMP1')).toHaveClass('is-moving');
    expect(row('v-CMP1')?.getAttribute('aria-rowindex')).toBe(before);
    expect(seat('a-10')).toHaveClass('is-asked');
    expect(screen.getByRole('button', { name: /Reassign to/ })).toBeDisabled();
    expect(within(panel('Call')).getAllByText(/Waiting for .* to accept, 15 s/).length).toBeGreaterThan(0);
  });

  test('that a colleague is at shows their name, and is left alone until that settles', async () => {
    const page = open('call', 'v-CMP1');
    const go = await screen.findByRole('button', { name: /Reassign to/ });
    const theirs = action(
      'call.reassign',
      { visitId: 'v-CMP1', toAgentId: 'a-40' },
      { by: { userId: 'u-2', name: '何建平', role: 'supervisor' } },
    );
    page.change({ action: [theirs] });
    expect(within(panel('Call')).getByText(/何建平 is at it: Reassign/)).toBeInTheDocument();
    expect(go).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Withdraw' })).toBeDisabled();
    await user.keyboard('{Enter}');
    expect(commands(page)).toEqual([]);
    page.change({ action: [{ id: theirs.id, state: 'declined', settledAt: NOW }] });
    expect(go).toBeEnabled();
  });

  test('whose reassignment is refused says why where it was asked for, and may be tried again', async () => {
    const page = open('call', 'v-CMP0');
    const go = await screen.findByRole('button', { name: /Reassign to/ });
    await user.click(go);
    expect(go).toBeDisabled();
    await answer(page, { outcome: 'refused', rejection: { code: 'conflict', byName: '何建平' } });
    expect(said()).toEqual(['何建平 is already acting on this']);
    await user.click(go);
    expect(commands(page)).toHaveLength(2);
    expect(commands(page)[1]?.request.id).not.toBe(commands(page)[0]?.request.id);
  });

  test('refused after its panel was closed, says so all the same', async () => {
    const page = open('call', 'v-CMP0');
    await user.click(await screen.findByRole('button', { name: /Reassign to/ }));
    await user.keyboard('{Escape}');
    await answer(page, { outcome: 'refused', rejection: { code: 'call-ended' } });
    expect(within(screen.getByRole('list', { name: 'Notices' })).getByText('The call has ended')).toBeInTheDocument();
  });

  test('goes to another queue by Q and a digit, with a note; and to another priority by P', async () => {
    const page = open('call', 'v-CMP0');
    await screen.findByRole('button', { name: /Reassign to/ });
    await user.keyboard('q');
    await user.type(screen.getByRole('textbox', { name: 'Find a queue' }), 'vip');
    await user.type(screen.getByRole('textbox', { name: 'Handover note' }), 'Wants a refund');
    await user.click(screen.getByRole('button', { name: /Move to VIP line/ }));
    expect(lastCommand(page)).toEqual({
      type: 'call.reassign',
      visitId: 'v-CMP0',
      to: { kind: 'queue', queueId: 'q-VIP' },
      note: 'Wants a refund',
    });
    await answer(page, { outcome: 'refused', rejection: { code: 'queue-gone' } });
    await user.click(screen.getByRole('button', { name: /^Priority/ }));
    act(() => (document.activeElement as HTMLElement).blur());
    await user.keyboard('4{Enter}');
    expect(lastCommand(page)).toEqual({ type: 'call.set-priority', visitId: 'v-CMP0', priority: 5 });
  });

  test('shows the note that came with it', () => {
    const page = open('call', 'v-CMP0');
    page.change({ visit: [{ id: 'v-CMP0', handover: { byName: '李婉清', text: '第三次来电，已承诺退款', at: NOW - 60_000 } }] });
    expect(within(panel('Call')).getByText('第三次来电，已承诺退款')).toBeInTheDocument();
  });

  test('is withdrawn with a reason only, and disconnected in two steps that can’t be mistaken', async () => {
    const page = open('call', 'v-CMP0');
    await user.click(screen.getByRole('button', { name: 'Withdraw' }));
    const confirm = screen.getByRole('button', { name: 'Withdraw from queue' });
    expect(confirm).toBeDisabled();
    await user.keyboard('Asked for a call back{Enter}');
    expect(lastCommand(page)).toEqual({ type: 'call.withdraw', visitId: 'v-CMP0', reason: 'Asked for a call back' });
    await answer(page, { outcome: 'refused', rejection: { code: 'not-supported' } });
    expect(said()).toEqual(['Not possible with this phone system']);
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'Force disconnect' }));
    expect(commands(page)).toHaveLength(1);
    await user.keyboard('Threats{Enter}');
    expect(lastCommand(page)).toEqual({ type: 'call.disconnect', visitId: 'v-CMP0', reason: 'Threats' });
  });

  test('without anybody free says so, and other ways stay open', async () => {
    suggestions = [];
    open('call', 'v-CMP0');
    expect(await screen.findByText(/Nobody is free, or about to be/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /Choose first/ })).toBeDisabled();
    expect(screen.getByRole('button', { name: /Other queue/ })).toBeEnabled();
  });

  test('can be escalated where the frame brings the form, with E', async () => {
    const opened: unknown[] = [];
    open('call', 'v-CMP0', { openCase: (visitId) => opened.push(visitId) });
    await user.keyboard('e');
    await user.click(screen.getByRole('button', { name: /Escalate/ }));
    expect(opened).toEqual(['v-CMP0', 'v-CMP0']);
  });
});

describe('a call that goes on', () => {
  const TALKING = 'v-call3';
  const me = { userId: 'u-1', name: '周敏', mode: 'listen', since: NOW - 18_000, silent: false };

  test('is listened to by L, changed to a whisper by W, left by Escape', async () => {
    const page = open('call', TALKING);
    await user.keyboard('l');
    expect(lastCommand(page)).toEqual({ type: 'call.monitor', visitId: TALKING, mode: 'listen' });
    await answer(page, accepted('x-l'));
    page.change({ visit: [{ id: TALKING, monitors: [me] }] });
    const listening = screen.getByRole('button', { name: /Listening 00:18/ });
    expect(listening).toHaveAttribute('aria-pressed', 'true');
    expect(within(panel('Call')).getByText('nobody hears you')).toBeInTheDocument();
    await user.keyboard('w');
    expect(lastCommand(page)).toEqual({ type: 'call.monitor', visitId: TALKING, mode: 'whisper' });
    await answer(page, accepted('x-w'));
    await user.keyboard('{Escape}');
    expect(lastCommand(page)).toEqual({ type: 'call.stop-monitor', visitId: TALKING });
    expect(page.address()).toContain(TALKING);
  });

  test('is taken over only while one listens, and asked once', async () => {
    const page = open('call', TALKING);
    expect(screen.getByRole('button', { name: 'Take over' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Take over' })).toHaveAttribute('title', 'Listen first, then take over');
    page.change({ visit: [{ id: TALKING, monitors: [me] }] });
    await user.click(screen.getByRole('button', { name: 'Take over' }));
    expect(commands(page)).toEqual([]);
    const step = screen.getByRole('form', { name: 'Take over' });
    expect(step).toHaveTextContent('The customer stays on the line');
    await user.click(within(step).getByRole('button', { name: 'Take over' }));
    expect(lastCommand(page)).toEqual({ type: 'call.take-over', visitId: TALKING });
  });

  test('can’t be joined without a phone of one’s own, or where the phone system can’t: it is locked, and said why', () => {
    const page = open('call', TALKING, { who: { hasPhone: false } });
    expect(screen.getByRole('button', { name: 'Listen' })).toBeDisabled();
    expect(within(panel('Call')).getByText('Your own phone is not known; ask an administrator')).toBeInTheDocument();
    page.change({ source: [{ id: 'simulator', can: ['move-waiting'] }] });
    expect(within(panel('Call')).getByText('Not possible with this phone system')).toBeInTheDocument();
  });

  test('says who else listens', () => {
    const page = open('call', TALKING);
    page.change({ visit: [{ id: TALKING, monitors: [{ ...me, userId: 'u-2', name: '何建平', mode: 'whisper' }] }] });
    expect(within(panel('Call')).getByText(/何建平 · Whispering/)).toBeInTheDocument();
    expect(within(panel('Call')).getByText('shown to the agent')).toBeInTheDocument();
  });

  test('takes one line for the agent, which the customer does not see', async () => {
    const page = open('call', TALKING);
    await user.click(screen.getByRole('button', { name: 'Give a time first' }));
    await user.type(screen.getByRole('textbox', { name: /One line to the agent/ }), '!{Enter}');
    expect(lastCommand(page)).toEqual({ type: 'agent.message', agentId: 'a-3', text: 'Give a time first!', visitId: TALKING });
    await answer(page, accepted('x-m'));
    expect(screen.getByRole('textbox', { name: /One line to the agent/ })).toHaveValue('');
  });

  test('is flagged as abusive once', async () => {
    const page = open('call', TALKING);
    await user.click(screen.getByRole('button', { name: 'Flag abuse' }));
    expect(lastCommand(page)).toEqual({ type: 'call.flag-abuse', visitId: TALKING });
    page.change({ visit: [{ id: TALKING, abuseFlaggedAt: NOW }] });
    expect(screen.queryByRole('button', { name: 'Flag abuse' })).toBeNull();
    expect(within(panel('Call')).getByText(/Flagged as abusive/)).toBeInTheDocument();
  });
});

describe('who may do what', () => {
  test('a lead finds no button to cut a customer off: it is absent, not dimmed', () => {
    open('call', 'v-CMP0', { who: { role: 'lead' } });
    expect(screen.queryByRole('button', { name: 'Force disconnect' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Withdraw' })).toBeEnabled();
  });

  test('on a stale view everything is locked; news that are merely late lock nothing', async () => {
    const page = open('call', 'v-CMP0');
    const go = await screen.findByRole('button', { name: /Reassign to/ });
    page.pass(5, { silent: true });
    expect(go).toBeEnabled();
    page.pass(15, { silent: true });
    expect(go).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Withdraw' })).toBeDisabled();
    await user.keyboard('{Enter}');
    expect(commands(page)).toEqual([]);
  });
});

describe('an agent', () => {
  const state = (page: FloorPage, id: string, more: object) => page.change({ agent: [{ id, ...more }] });

  test('is set not ready with a reason code and a reason', async () => {
    const page = open('agent', 'a-10');
    await user.click(screen.getByRole('button', { name: 'Set not ready' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Not ready because of' }), 'TRAINING');
    expect(screen.queryByRole('option', { name: /micro/i })).toBeNull();
    await user.type(screen.getByRole('textbox', { name: /Reason/ }), 'Course at ten{Enter}');
    expect(lastCommand(page)).toEqual({
      type: 'agent.set-state',
      agentId: 'a-10',
      to: { state: 'not-ready', reasonCode: 'TRAINING' },
      when: 'now',
      reason: 'Course at ten',
    });
  });

  test('on a call is changed only after it, and the change can be cancelled while it waits', async () => {
    const page = open('agent', 'a-3');
    await user.click(screen.getByRole('button', { name: 'Sign out' }));
    expect(screen.getByRole('button', { name: 'Now' })).toBeDisabled();
    await user.type(screen.getByRole('textbox', { name: /Reason/ }), 'Shift is over{Enter}');
    expect(lastCommand(page)).toMatchObject({ type: 'agent.sign-out', when: 'after-call' });
    await answer(page, accepted('x-p'));
    state(page, 'a-3', { pending: { actionId: 'x-p', to: 'logged-out', byName: '周敏', forced: true, expiresAt: NOW + 600_000 } });
    expect(within(panel('Agent')).getByText(/After this call: Signed out|After this call: /)).toBeInTheDocument();
    expect(seat('a-3')).toHaveClass('has-badge');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(lastCommand(page)).toEqual({ type: 'agent.cancel-pending', agentId: 'a-3' });
  });

  test('on a break is not called back: there is no button for it, and words instead', () => {
    const page = open('agent', 'a-10');
    state(page, 'a-10', { state: 'not-ready', reasonCode: 'BREAK' });
    expect(screen.queryByRole('button', { name: 'Set ready' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Set not ready' })).toBeNull();
    expect(within(panel('Agent')).getByText(/ended by the agent/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Sign out' })).toBeEnabled();
  });

  test('who let it ring out is set ready again', async () => {
    const page = open('agent', 'a-10');
    state(page, 'a-10', { state: 'not-ready', reasonCode: 'RONA' });
    await user.click(screen.getByRole('button', { name: 'Set ready' }));
    await user.type(screen.getByRole('textbox', { name: /Reason/ }), 'Back at the desk{Enter}');
    expect(lastCommand(page)).toEqual({
      type: 'agent.set-state',
      agentId: 'a-10',
      to: { state: 'ready' },
      when: 'now',
      reason: 'Back at the desk',
    });
  });

  test('whose state was forced shows by whom and why, in the panel and at the seat', () => {
    const page = open('agent', 'a-10');
    state(page, 'a-10', { state: 'not-ready', reasonCode: 'ADMIN', forced: { byName: '何建平', reason: '核对工单', at: NOW } });
    expect(within(panel('Agent')).getByText('Set by 何建平')).toBeInTheDocument();
    expect(within(panel('Agent')).getByText(/核对工单/)).toBeInTheDocument();
    expect(seat('a-10')).toHaveTextContent('Set by 何建平: 核对工单');
  });

  test('who raises a hand is loud on the floor until somebody comes', async () => {
    const page = open('agent', 'a-3');
    state(page, 'a-3', { help: { raisedAt: NOW - 12_000, visitId: 'v-call3', text: '要退全款', spreadTo: 'lead' } });
    expect(seat('a-3')).toHaveClass('is-help');
    expect(within(panel('Agent')).getByText('要退全款')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: "I'm coming" }));
    expect(lastCommand(page)).toEqual({ type: 'help.acknowledge', agentId: 'a-3' });
    await answer(page, accepted('x-h'));
    state(page, 'a-3', { help: { raisedAt: NOW - 12_000, visitId: 'v-call3', text: '要退全款', spreadTo: 'lead', ackByName: '周敏' } });
    expect(seat('a-3')).not.toHaveClass('is-help');
    expect(within(panel('Agent')).getByText('周敏 is coming')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(lastCommand(page)).toEqual({ type: 'help.close', agentId: 'a-3' });
  });

  test('on loan says to where and until when, and can be returned', async () => {
    const page = open('agent', 'a-10');
    state(page, 'a-10', { borrowed: { queueId: 'q-CMP', until: NOW + 1_800_000, byName: '何建平' } });
    expect(within(panel('Agent')).getByText('On loan to Complaints')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Return now' }));
    expect(lastCommand(page)).toEqual({ type: 'agent.return', agentId: 'a-10' });
  });

  test('in wrap-up can be called out of it; a message goes to the desk', async () => {
    const page = open('agent', 'a-10');
    state(page, 'a-10', { state: 'acw' });
    await user.click(screen.getByRole('button', { name: 'End wrap-up' }));
    await user.type(screen.getByRole('textbox', { name: /Reason/ }), 'No end told{Enter}');
    expect(lastCommand(page)).toEqual({ type: 'agent.end-wrap-up', agentId: 'a-10', reason: 'No end told' });
    await answer(page, accepted('x-w'));
    await user.click(screen.getByRole('button', { name: 'Message' }));
    await user.type(screen.getByRole('textbox', { name: 'One line to the agent' }), 'Well done{Enter}');
    expect(lastCommand(page)).toEqual({ type: 'agent.message', agentId: 'a-10', text: 'Well done' });
  });
});

describe('several callers', () => {
  test('are chosen by Space and Shift, moved with one command each, five at a time, and each outcome is listed', async () => {
    const page = renderFloor();
    act(() => row('v-CMP0')?.focus());
    await user.keyboard(' ');
    expect(await screen.findByText('1 caller chosen')).toBeInTheDocument();
    await user.keyboard('{Shift>}');
    await user.click(row('v-CMP6') as HTMLElement);
    await user.keyboard('{/Shift}');
    const chosen = document.querySelectorAll('.floor-callers .is-chosen').length;
    expect(chosen).toBeGreaterThan(6);
    expect(within(panel('Several callers')).getByRole('button', { name: /Choose first/ })).toBeDisabled();
    await user.click(within(panel('Several callers')).getByRole('option', { name: /VIP line/ }));
    await user.click(screen.getByRole('button', { name: new RegExp(`Move ${chosen} calls to VIP line`) }));
    expect(commands(page)).toHaveLength(5);
    expect(screen.getByRole('heading', { name: new RegExp(`0 of ${chosen}`) })).toBeInTheDocument();
    await answer(page, accepted('x-1'), 0);
    await waitFor(() => expect(commands(page)).toHaveLength(6));
    await answer(page, { outcome: 'refused', rejection: { code: 'call-ended' } }, 1);
    await waitFor(() => expect(screen.getByRole('heading', { name: new RegExp(`2 of ${chosen}`) })).toBeInTheDocument());
    expect(within(panel('Several callers')).getByText('The call has ended')).toBeInTheDocument();
    expect(new Set(commands(page).map(({ request }) => (request.command as { visitId?: string }).visitId)).size).toBe(
      commands(page).length,
    );
  });

  test('go to several agents in the order of their wait, one each; more callers than agents stay', async () => {
    const page = renderFloor();
    for (const id of ['v-CMP2', 'v-CMP0', 'v-CMP1']) {
      act(() => row(id)?.focus());
      await user.keyboard(' ');
    }
    await user.keyboard('a');
    const boxes = await within(panel('Several callers')).findAllByRole('checkbox');
    await user.click(boxes[1] as HTMLElement);
    await user.click(boxes[0] as HTMLElement);
    expect(screen.getByText(/2 who wait longest get one each; 1 stay/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /Send 2 calls, one agent each/ }));
    expect(commands(page).map(({ request }) => request.command)).toEqual([
      { type: 'call.reassign', visitId: 'v-CMP0', to: { kind: 'agent', agentId: 'a-40' } },
      { type: 'call.reassign', visitId: 'v-CMP1', to: { kind: 'agent', agentId: 'a-10' } },
    ]);
  });

  test('get another priority by keys alone: Space on each, P, a digit, Enter', async () => {
    const page = renderFloor();
    for (const id of ['v-CMP0', 'v-CMP1']) {
      act(() => row(id)?.focus());
      await user.keyboard(' ');
    }
    await user.keyboard('p4{Enter}');
    expect(commands(page).map(({ request }) => request.command)).toEqual([
      { type: 'call.set-priority', visitId: 'v-CMP0', priority: 5 },
      { type: 'call.set-priority', visitId: 'v-CMP1', priority: 5 },
    ]);
  });

  test('are let go by Escape, and who hung up meanwhile is no longer among them', async () => {
    const page = renderFloor();
    act(() => row('v-CMP0')?.focus());
    await user.keyboard(' ');
    act(() => row('v-CMP1')?.focus());
    await user.keyboard(' ');
    page.change({}, { visit: ['v-CMP1'] });
    expect(screen.getByText('1 no longer waiting')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(screen.queryByText('Several callers')).toBeNull();
    expect(document.querySelectorAll('.is-chosen')).toHaveLength(0);
  });
});

describe('a loan', () => {
  test('is shown with what it does to both queues before anything is sent; more can be ticked', async () => {
    const page = open('queue', 'q-CMP');
    await user.click(screen.getByRole('button', { name: 'Borrow agents…' }));
    expect(page.address()).toBe('open=borrow.q-CMP');
    const preview = panel('Borrow preview');
    expect(await within(preview).findByText(/55–61\s%/)).toBeInTheDocument();
    expect(within(preview).getByText(/70–78\s%/)).toBeInTheDocument();
    expect(within(preview).getByText(/now 58\s% · goal 80\s%/)).toBeInTheDocument();
    expect(within(preview).getByText('Too few calls in the last 30 min to tell.')).toBeInTheDocument();
    expect(within(preview).getByText('fine')).toBeInTheDocument();
    expect(commands(page)).toEqual([]);
    for (const box of within(preview).getAllByRole('checkbox')) if (!(box as HTMLInputElement).checked) await user.click(box);
    expect(await within(preview).findByText('too much')).toBeInTheDocument();
    expect(asked.at(-1)?.searchParams.get('agentIds')).toBe('a-10,a-40,a-37');
  });

  test('is one command for each agent, each with its outcome and its way back', async () => {
    const page = open('borrow', 'q-CMP');
    await screen.findByText(/55–61\s%/);
    await user.keyboard('2');
    await waitFor(() => expect(screen.getByRole('button', { name: /Borrow 2/ })).toBeEnabled());
    await user.click(screen.getByRole('button', { name: '1 h' }));
    await waitFor(() => expect(asked.at(-1)?.searchParams.get('forMs')).toBe('3600000'));
    await waitFor(() => expect(screen.getByRole('button', { name: /Borrow 2/ })).toBeEnabled());
    await user.keyboard('{Enter}');
    await user.click(screen.getByRole('button', { name: /Borrow 2/ }));
    expect(commands(page).map(({ request }) => request.command)).toEqual([
      { type: 'agent.borrow', agentId: 'a-10', queueId: 'q-CMP', forMs: 3_600_000 },
      { type: 'agent.borrow', agentId: 'a-40', queueId: 'q-CMP', forMs: 3_600_000 },
    ]);
    await answer(page, accepted('x-b1'), 0);
    await answer(page, { outcome: 'refused', rejection: { code: 'agent-gone' } }, 1);
    page.change({ action: [{ ...action('agent.borrow', { agentId: 'a-10', toQueueId: 'q-CMP' }), id: 'x-b1', undo: 'withdraw' }] });
    expect(await screen.findByText('The agent has signed out')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(lastCommand(page)).toEqual({ type: 'action.undo', actionId: 'x-b1' });
  });
});

test.each(['call', 'agent', 'borrow'] as const)('axe finds nothing in the panel of a %s', async (kind) => {
  const page = open(kind, { call: 'v-CMP0', agent: 'a-3', borrow: 'q-CMP' }[kind]);
  page.change({ agent: [{ id: 'a-3', help: { raisedAt: NOW, visitId: 'v-call3', spreadTo: 'all' } }] });
  if (kind === 'call') await screen.findByRole('listbox', { name: 'Suggested agents' });
  if (kind === 'borrow') await screen.findByText(/55–61\s%/);
  expect(await structureProblems(screen.getByRole('complementary'))).toEqual([]);
});
