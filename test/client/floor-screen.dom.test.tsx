import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { panels } from '../../client/floor/side.js';
import { pretendLayout, renderFloor } from '../support/floor-page.js';
import { SERVER_AHEAD_MS } from './support/fake-browser.js';

const NOW = SERVER_AHEAD_MS;
const call = (n: number, change: object = {}) => ({
  visitId: `v-p${n}`,
  callId: `c-p${n}`,
  queueId: 'q-CMP',
  enteredAt: NOW - n * 60_000,
  outcome: 'answered',
  waitMs: 9_000,
  answeredAt: NOW - n * 60_000 + 9_000,
  closedAt: NOW - n * 60_000 + 200_000,
  callerMasked: `139****${1000 + n}`,
  ringNoAnswers: 0,
  legs: [],
  ...change,
});
const asked: URL[] = [];
const server = setupServer(
  http.get('*/api/v1/series', () =>
    HttpResponse.json({
      queueId: null,
      from: NOW - 3_600_000,
      to: NOW,
      intervalMs: 1_800_000,
      goalRatio: null,
      mixedThresholds: true,
      points: [],
    }),
  ),
  http.get('*/api/v1/agents/:agentId/day', ({ params }) =>
    HttpResponse.json({
      agentId: params.agentId,
      from: 0,
      answered: 31,
      handled: 30,
      ahtMs: 272_000,
      talkMs: 230_000,
      holdMs: 2_000,
      acwMs: 40_000,
      transferred: 1,
      ringNoAnswer: 2,
      ringNoAnswerRatio: 0.06,
      rejectRatio: 0,
      occupancyRatio: 0.815,
      utilisationRatio: 0.7,
      adherenceRatio: 0.97,
      conformanceRatio: 0.98,
      callsPerPaidHour: 9.5,
      signedInMs: 14_400_000,
    }),
  ),
  http.get('*/api/v1/strain/teams', () => HttpResponse.json({ teams: [] })),
  http.get('*/api/v1/visits/:visitId/suggestions', ({ params }) => HttpResponse.json({ visitId: params.visitId, suggestions: [] })),
  http.get('*/api/v1/visits', ({ request }) => {
    const url = new URL(request.url);
    asked.push(url);
    const first = url.searchParams.get('cursor') === null;
    return HttpResponse.json({
      visits: first ? [call(1), call(2, { outcome: 'abandoned', waitMs: 31_000 })] : [call(3)],
      total: 3,
      next: first ? '1_v-p2' : null,
    });
  }),
);

beforeAll(async () => {
  pretendLayout();
  // As a page that has been open for a moment.
  await panels.load();
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(() => {
  server.resetHandlers();
  asked.length = 0;
  vi.restoreAllMocks();
});
afterAll(() => server.close());

const queues = () => screen.getByRole('grid', { name: 'Queues' });
const queueRow = (name: string) => {
  const row = within(queues()).getByRole('button', { name }).closest<HTMLElement>('[role="row"]');
  if (!row) throw new Error(`no row ${name}`);
  return row;
};
const rail = () => screen.getByRole('complementary', { name: 'What is past its limit' });
const panel = (name: string) => screen.getByRole('complementary', { name });
const seat = (id: string) => document.querySelector<HTMLElement>(`.floor-seat[data-item="${id}"]`);

describe('before the first view', () => {
  test('the floor has its shape, and is not taken for an empty one', () => {
    const page = renderFloor({ views: null });
    expect(screen.getByRole('region', { name: 'Floor' })).toHaveAttribute('aria-busy', 'true');
    expect(screen.queryByText('No one is waiting')).toBeNull();
    page.change({});
  });
});

describe('a queue', () => {
  test('shows a mark per caller, and says in words who waits and how long', () => {
    renderFloor();
    const lane = within(queueRow('Complaints')).getByRole('img', { name: '7 waiting, longest 03:12' });
    expect(lane.querySelectorAll('.mk')).toHaveLength(7);
    expect(lane.querySelectorAll('.mk.is-breach')).toHaveLength(6);
    expect(within(queueRow('Billing')).getByRole('img', { name: 'No one waiting' })).toBeInTheDocument();
  });

  test('turns to a breach when a caller has waited twice what was promised, though nothing arrived', () => {
    const page = renderFloor();
    expect(queueRow('After-sales')).toHaveClass('is-watch');
    page.pass(3);
    expect(queueRow('After-sales')).toHaveClass('is-watch');
    page.pass(2);
    expect(queueRow('After-sales')).toHaveClass('is-breach');
    expect(within(queueRow('After-sales')).getByRole('img', { name: 'Past limit' })).toBeInTheDocument();
  });

  test('is a breach in the very frame that says so, in its row and in the rail', () => {
    const page = renderFloor({ calm: true });
    expect(within(rail()).getByText('All within limits')).toBeInTheDocument();
    const enteredAt = NOW - 40_000;
    page.change({
      visit: [
        {
          id: 'v-new',
          queueId: 'q-BIL',
          state: 'queued',
          enteredAt,
          callEnteredAt: enteredAt,
          priority: 0,
          ringingAgentIds: [],
          ringNoAnswers: 0,
        },
      ],
      queue: [{ id: 'q-BIL', waiting: 1, oldestEnteredAt: enteredAt }],
    });
    expect(queueRow('Billing')).toHaveClass('is-breach');
    expect(within(rail()).getByText('Billing: 1 late of 1')).toBeInTheDocument();
  });

  test('below its goal is watched though nobody waits', () => {
    const page = renderFloor({ calm: true });
    page.change({ figures: [{ id: 'q-OUT|today', serviceLevelRatio: 0.5 }] });
    expect(queueRow('Outage line')).toHaveClass('is-watch');
  });

  test('does not move away under the pointer; the order is looked at again only after 10 s', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const page = renderFloor();
    const names = () => [...queues().querySelectorAll('.qn button.el')].map((button) => button.textContent);
    expect(names().slice(0, 2)).toEqual(['Complaints', 'After-sales']);
    page.change({ queue: [{ id: 'q-OUT', waiting: 1, oldestEnteredAt: NOW - 600_000 }] });
    expect(names().at(-1)).toBe('Outage line');
    const hover = vi.spyOn(queues(), 'matches').mockReturnValue(true);
    act(() => vi.advanceTimersByTime(20_000));
    expect(names().at(-1)).toBe('Outage line');
    hover.mockReturnValue(false);
    act(() => vi.advanceTimersByTime(10_000));
    expect(names()[0]).toBe('Outage line');
    vi.useRealTimers();
  });

  test('sorts by any column at once when asked, back by pressure on the third press, and the address says so', async () => {
    const page = renderFloor();
    const name = within(queues()).getByRole('button', { name: 'Queue' });
    await userEvent.click(name);
    expect(page.address()).toBe('sort=name');
    expect(queues().querySelector('.qn button.el')).toHaveTextContent('After-sales');
    expect(within(queues()).getByRole('columnheader', { name: 'Queue' })).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(name);
    expect(page.address()).toBe('sort=-name');
    await userEvent.click(name);
    expect(page.address()).toBe('');
  });

  test('is reached by keyboard as one stop, and its numbers by arrows', async () => {
    renderFloor();
    act(() => within(queueRow('Complaints')).getByRole('button', { name: 'Complaints' }).focus());
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    expect(document.activeElement).toHaveTextContent('Service level 76.4');
    expect(queues().querySelectorAll('[data-cell][tabindex="0"]')).toHaveLength(1);
  });
});

describe('a number', () => {
  test('opens what it means and the calls behind it, page by page', async () => {
    const page = renderFloor();
    await userEvent.click(within(queueRow('Complaints')).getByRole('button', { name: 'Service level 58.2' }));
    expect(page.address()).toBe('open=metric.serviceLevel.q-CMP');
    const open = panel('Service level');
    expect(within(open).getByText(/within 15 s, inclusive/)).toBeInTheDocument();
    expect(within(open).getAllByText('answered in time ÷ (answered + abandoned − short abandons)')).toHaveLength(2);
    expect(within(open).getByText('at midnight, Asia/Shanghai')).toBeInTheDocument();
    await within(open).findByText('139****1003');
    expect(within(open).getByText(/3 calls/)).toBeInTheDocument();
    expect(asked[0]?.searchParams.get('measure')).toBe('serviceLevel');
    expect(asked[0]?.searchParams.get('queueId')).toBe('q-CMP');
    expect(asked[0]?.searchParams.get('from')).toBe(String(NOW - 52_327_000));
  });

  test('of this moment has the callers who wait behind it', async () => {
    renderFloor({ address: { open: { kind: 'metric', metric: 'waiting', scope: 'q-CMP' } } });
    expect(within(panel('Waiting now')).getAllByText(/138\*\*\*\*/)).toHaveLength(7);
    expect(asked).toEqual([]);
  });

  test('whose calls cannot be read says so in its panel alone, and can be tried again', async () => {
    let fails = true;
    server.use(
      http.get('*/api/v1/visits', () =>
        fails ? new HttpResponse(null, { status: 500 }) : HttpResponse.json({ visits: [call(7)], total: 1, next: null }),
      ),
    );
    renderFloor({ address: { open: { kind: 'metric', metric: 'answered', scope: 'site' } } });
    expect(await screen.findByText('The calls could not be read')).toBeInTheDocument();
    expect(queueRow('Complaints')).toBeInTheDocument();
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('139****1007')).toBeInTheDocument();
  });

  test('made of agents’ time has no calls, and says why', () => {
    renderFloor({ address: { open: { kind: 'metric', metric: 'occupancy', scope: 'site' } } });
    expect(within(panel('Occupancy')).getByText("This number is made of agents' time, not of calls.")).toBeInTheDocument();
  });

  test('that is not known is a dash with its reason, not a zero', () => {
    renderFloor({ address: { open: { kind: 'metric', metric: 'serviceLevel', scope: 'q-OUT' } } });
    expect(within(queueRow('Outage line')).getByRole('button', { name: 'Service level –' })).toBeInTheDocument();
    expect(within(panel('Service level')).getByText('Nothing was counted yet, so there is no value.')).toBeInTheDocument();
  });
});

describe('the side panel', () => {
  test('opens a caller with their wait against the promise, and goes back to the list on Escape', async () => {
    const page = renderFloor();
    await userEvent.click(within(screen.getByRole('table', { name: 'Waiting callers' })).getAllByRole('row')[2] as HTMLElement);
    const open = panel('Call');
    expect(within(open).getByText('02:27')).toBeInTheDocument();
    expect(within(open).getByText(/in another queue from/)).toBeInTheDocument();
    expect(page.address()).toMatch(/^open=call\.v-CMP1$/);
    await userEvent.keyboard('{Escape}');
    expect(rail()).toBeInTheDocument();
    expect(page.address()).toBe('');
  });

  test('says that a caller is gone instead of showing the last second for ever', () => {
    const page = renderFloor({ address: { open: { kind: 'call', id: 'v-CMP1' } } });
    page.change({ queue: [{ id: 'q-CMP', waiting: 6 }] }, { visit: ['v-CMP1'] });
    expect(within(panel('Call')).getByText('No longer on the floor')).toBeInTheDocument();
  });

  test('opens an agent with the call in hand and the calls of the day', async () => {
    renderFloor({ address: { open: { kind: 'agent', id: 'a-2' } } });
    const open = panel('Agent');
    expect(within(open).getByRole('heading', { level: 2 })).toBeInTheDocument();
    expect(await within(open).findByText('139****1001')).toBeInTheDocument();
    expect(asked[0]?.searchParams.get('agentId')).toBe('a-2');
    expect(await within(open).findByText('04:32')).toBeInTheDocument();
    expect(within(open).getByText('means over 30 handled calls')).toBeInTheDocument();
  });

  test('shows how loaded an agent is while they share it, to who leads them', async () => {
    const until = NOW + 3_600_000;
    server.use(
      http.get('*/api/v1/strain/teams', () =>
        HttpResponse.json({ teams: [{ teamId: 't-1', bands: null, shared: [{ agentId: 'a-2', band: 'high', score: 74, until }] }] }),
      ),
    );
    renderFloor({ address: { open: { kind: 'agent', id: 'a-2' } }, who: { role: 'lead' } });
    expect(await within(panel('Agent')).findByText('Strain, as they share it')).toBeInTheDocument();
    expect(within(panel('Agent')).getByText('high')).toBeInTheDocument();
  });

  test('says nothing of an agent who shares nothing, and asks nothing for an administrator', async () => {
    let times = 0;
    server.use(
      http.get('*/api/v1/strain/teams', () => {
        times += 1;
        return HttpResponse.json({ teams: [] });
      }),
    );
    renderFloor({ address: { open: { kind: 'agent', id: 'a-2' } }, who: { role: 'admin' } });
    expect(await within(panel('Agent')).findByText('04:32')).toBeInTheDocument();
    expect([times, within(panel('Agent')).queryByText(/Strain/)]).toEqual([0, null]);
  });

  test('has no button that does nothing', () => {
    renderFloor({ address: { open: { kind: 'call', id: 'v-CMP0' } } });
    const words = within(panel('Call'))
      .getAllByRole('button')
      .map((button) => button.textContent);
    expect(words.join(' ')).not.toMatch(/escalate/i);
  });
});

describe('agents', () => {
  test('keep their seats while they change what they do', () => {
    const page = renderFloor();
    const places = () => [...document.querySelectorAll<HTMLElement>('.floor-seat')].map((one) => one.dataset.item);
    const before = places();
    expect(before).toHaveLength(120);
    page.change({ agent: [{ id: 'a-4', state: 'ready', since: NOW, visitId: null, queueId: null }] });
    expect(places()).toEqual(before);
    expect(seat('a-4')).toHaveClass('is-ready');
  });

  test('past a limit are marked in their seat, in the exceptions and in the rail', async () => {
    renderFloor();
    expect(seat('a-42')).toHaveClass('is-watch');
    expect(seat('a-42')).toHaveTextContent('22:10');
    await userEvent.click(screen.getByRole('button', { name: /^Exceptions/ }));
    const shown = [...document.querySelectorAll<HTMLElement>('.floor-seat')].map((one) => one.dataset.item);
    expect(shown).toContain('a-42');
    expect(shown).toHaveLength(Number(/\d+/.exec(screen.getByRole('button', { name: /^Exceptions/ }).textContent ?? '')?.[0]));
  });

  test('are reached by arrows inside one tab stop', async () => {
    renderFloor();
    act(() => seat('a-0')?.focus());
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    await waitFor(() => expect(document.activeElement).toBe(seat('a-11')));
    expect(document.querySelectorAll('.floor-seat[tabindex="0"]')).toHaveLength(1);
  });

  test('by the thousand are not all in the page', () => {
    renderFloor({ agents: 10_000 });
    expect(screen.getByRole('heading', { name: 'Agents 10000' })).toBeInTheDocument();
    expect(document.querySelectorAll('.floor-seat').length).toBeLessThan(300);
  });
});

describe('looking for somebody', () => {
  test('filters agents by name in either language, and the address holds it', async () => {
    const page = renderFloor();
    await userEvent.type(screen.getByRole('textbox', { name: 'Find agent, queue, caller' }), '曹浩然');
    await waitFor(() => expect(page.address()).toBe(`q=${encodeURIComponent('曹浩然')}`));
    page.pass(1);
    const seats = [...document.querySelectorAll('.floor-seat')];
    expect(seats.length).toBeGreaterThan(0);
    expect(seats.every((one) => one.textContent?.includes('Cao Haoran'))).toBe(true);
  });

  test('finds a queue, its callers and those who serve it', () => {
    renderFloor({ address: { text: 'vip' } });
    expect(queues().querySelectorAll('.floor-q-row')).toHaveLength(1);
    expect(within(screen.getByRole('table', { name: 'Waiting callers' })).getAllByRole('row')).toHaveLength(2);
  });

  test('that finds nothing says so and offers the way back', async () => {
    const page = renderFloor({ address: { text: 'nobody at all' } });
    expect(screen.getByText('No queues match the filters')).toBeInTheDocument();
    await userEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] as HTMLElement);
    expect(page.address()).toBe('');
  });
});

describe('time on screen', () => {
  test('goes on by itself between frames', () => {
    const page = renderFloor();
    page.pass(3);
    expect(seat('a-42')).toHaveTextContent('22:13');
  });

  test('stands still when nothing was heard for 15 s', () => {
    const page = renderFloor();
    page.pass(40, { silent: true });
    expect(document.querySelector('.floor')).toHaveClass('is-stale');
    const stands = seat('a-42')?.textContent;
    page.pass(20, { silent: true });
    expect(seat('a-42')?.textContent).toBe(stands);
  });

  test('stands still while paused, and what happened meanwhile shows on going live', async () => {
    const page = renderFloor();
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    page.change({ agent: [{ id: 'a-42', name: '周新', nameEn: 'Zhou Xin' }] });
    page.pass(30);
    expect(seat('a-42')).toHaveTextContent('22:10');
    expect(seat('a-42')).not.toHaveTextContent('Zhou Xin');
    await userEvent.click(screen.getByRole('button', { name: /^Go live/ }));
    act(() => page.browser.paint());
    expect(seat('a-42')).toHaveTextContent('Zhou Xin');
    page.pass(1);
    expect(seat('a-42')).toHaveTextContent('22:41');
  });
});

describe('for those who listen to the screen', () => {
  test('a new breach is said once, five seconds after it began', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    const page = renderFloor({ calm: true });
    const said = () => [...document.querySelectorAll('[aria-live="polite"]')].map((one) => one.textContent).join('');
    page.change({ queue: [{ id: 'q-BIL', waiting: 1, oldestEnteredAt: NOW - 90_000 }] });
    page.pass(1);
    expect(said()).toBe('');
    now.mockReturnValue(5_100);
    page.pass(1);
    expect(said()).toMatch(/^New breach: Billing/);
  });

  test.each(['en', 'zh-CN'] as const)('axe finds nothing, in %s, with a panel open', async (language) => {
    const page = renderFloor({ language, agents: 20, address: { open: { kind: 'queue', id: 'q-CMP' } } });
    const { violations } = await axe.run(page.container, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});

describe('in Chinese', () => {
  test('nothing is left in English but what the sources call so', () => {
    const { container } = renderFloor({ language: 'zh-CN', address: { open: { kind: 'metric', metric: 'serviceLevel', scope: 'q-CMP' } } });
    const words = container.textContent?.match(/[A-Za-z]{3,}/g) ?? [];
    const allowed = new Set([
      'SLA',
      'VIP',
      'CMP',
      'AFT',
      'LOG',
      'RET',
      'TEC',
      'ENG',
      'PRE',
      'BIL',
      'COR',
      'REN',
      'OUT',
      'Esc',
      'Grace',
      'Liu',
      'Asia',
      'Shanghai',
    ]);
    expect(words.filter((word) => !allowed.has(word))).toEqual([]);
  });
});

test('a floor without queues or agents says what will bring them', () => {
  const { views } = renderFloor({ views: null });
  renderFloor({ views: { site: views.site, source: views.source } });
  expect(screen.getByText('No queues yet. They appear once the source is connected.')).toBeInTheDocument();
  expect(screen.getByText('No agents yet. They appear once the source is connected.')).toBeInTheDocument();
});

test('a lost source stands first in the rail', () => {
  const page = renderFloor();
  page.change({ source: [{ id: 'simulator', status: 'lost', since: NOW, detail: 'connection refused' }] });
  page.pass(1);
  const first = rail().querySelector('.floor-al') as HTMLElement;
  expect(first).toHaveTextContent('Source simulator is lost');
  fireEvent.click(first);
  expect(rail()).toBeInTheDocument();
});
