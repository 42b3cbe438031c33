import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pretendLayout } from '../../support/floor-page.js';
import { problem, serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import { aCase, afternoonCases, lateHandOff, PEOPLE } from './cases.js';
import { NOW, renderCases } from './page.js';
import { FIGURES, POLICY, timelineOf } from './rest.js';

const rest = serveRest();
const asked: string[] = [];
beforeAll(() => {
  pretendLayout();
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 104 });
});
beforeEach(() => {
  asked.length = 0;
  rest.use(
    http.get('*/api/v1/escalations/figures', () => HttpResponse.json(FIGURES)),
    http.get('*/api/v1/escalations/policy', () => HttpResponse.json(POLICY)),
    http.get('*/api/v1/people', () => HttpResponse.json({ people: Object.values(PEOPLE) })),
    http.get('*/api/v1/cases/:caseId', ({ params }) => {
      asked.push(String(params.caseId));
      const one = afternoonCases(NOW).find(({ id }) => id === params.caseId);
      return one === undefined ? problem(404, 'not-found') : HttpResponse.json({ case: one, entries: timelineOf(NOW) });
    }),
  );
});

const column = (name: string) => screen.getByRole('region', { name });
const numbersIn = (name: string) =>
  within(column(name))
    .queryAllByRole('button')
    .map((card) => card.getAttribute('data-item')?.replace('e-c', 'E-'));
const card = (no: number) => screen.getByRole('button', { name: new RegExp(`E-${no}`) });
const detail = (no: number) => screen.getByRole('complementary', { name: `Case E-${no}` });

describe('the board', () => {
  test('what is late comes first in its column, then what is due next', () => {
    renderCases({ cases: afternoonCases(NOW) });
    expect(numbersIn('Grade')).toEqual(['E-2045', 'E-2046', 'E-2047']);
    expect(numbersIn('Cause')).toEqual(['E-2044', 'E-2043', 'E-2042', 'E-2040']);
    expect(numbersIn('Solve')).toEqual(['E-2041', 'E-2039', 'E-2036', 'E-2033']);
    expect(numbersIn('Feedback')).toEqual(['E-2038', 'E-2035', 'E-2030', 'E-2029']);
  });
  test('one case is loud: the worst of those that are late', () => {
    renderCases({ cases: afternoonCases(NOW) });
    expect(document.querySelectorAll('.case-card.is-late')).toHaveLength(2);
    expect([...document.querySelectorAll('.is-loud')].map((loud) => loud.getAttribute('data-item'))).toEqual(['e-c2041']);
  });
  test('a case moves to the next column when its state does', () => {
    const page = renderCases({ cases: afternoonCases(NOW) });
    page.change({ id: 'e-c2043' as never, state: 'attributing' });
    expect(numbersIn('Cause')).toContain('E-2043');
    page.change({ id: 'e-c2043' as never, state: 'solving' });
    expect(numbersIn('Cause')).not.toContain('E-2043');
    expect(numbersIn('Solve')).toContain('E-2043');
  });
  test('a card says how late it is, whose it is, which department is silent and what the customer was told', () => {
    renderCases({ cases: afternoonCases(NOW) });
    for (const word of [
      'P1',
      'over by 02:12',
      '周岚',
      'first responder 袁思源',
      'warehouse, no receipt',
      'Gold',
      '今天 20:00 前给答复',
      'WMS-318 created',
    ]) {
      expect(card(2041)).toHaveTextContent(word);
    }
    expect(card(2046)).toHaveTextContent('nobody owns it');
    expect(card(2047)).toHaveTextContent('周敏, not accepted');
  });
  test('a proposed grade is told apart from one that somebody has given', () => {
    renderCases({ cases: afternoonCases(NOW) });
    expect(card(2045)).toHaveTextContent('Proposed P1 urgent, to be confirmed');
    expect(card(2041)).not.toHaveTextContent('to be confirmed');
  });
  test('a grade that went up by itself says from which and why, on its card and in its case', async () => {
    const raised = { at: NOW as never, from: 'P3', because: 'late', code: 'T3' } as const;
    const one = { ...lateHandOff(NOW), grade: 'P2', raised } as const;
    rest.use(
      http.get('*/api/v1/cases/:caseId', () =>
        HttpResponse.json({
          case: one,
          entries: [{ at: NOW, byId: 'system', byName: 'system', kind: 'grade-raised', what: 'P3 P2 T3' }],
        }),
      ),
    );
    renderCases({ cases: [one], address: { open: one.id } });
    const why = 'Went up from P3 by itself: Substantive response ran out';
    expect(card(2041)).toHaveTextContent(why);
    expect(detail(2041)).toHaveTextContent(why);
    expect(await screen.findByText('grade went up by itself · P3 → P2 · Substantive response ran out')).toBeInTheDocument();
  });
  test('time runs on the cards: amber in the last quarter, over once it has passed', () => {
    const page = renderCases({ cases: [aCase(NOW, { no: 1, ageMin: 1, dueMin: 1, timer: 'T2', ofMin: 3 })] });
    const due = () => card(1).querySelector('.case-due');
    expect(due()).toHaveTextContent('01:00');
    expect(due()).not.toHaveClass('c-watch');
    page.pass(20);
    expect(due()).toHaveClass('c-watch');
    page.pass(50);
    expect(due()).toHaveTextContent(/over by 00:/);
  });
  test('of two hundred cases only those near sight are drawn, and all are counted', () => {
    const cases = Array.from({ length: 240 }, (_, n) => aCase(NOW, { no: n + 1, ageMin: 5, dueMin: 10 + n }));
    renderCases({ cases });
    expect(column('Grade')).toHaveTextContent('Grade 240');
    expect(numbersIn('Grade').length).toBeLessThan(30);
  });
  test('before the first view the board has its shape, and is not taken for an empty one', () => {
    renderCases({ cases: null });
    expect(screen.getByRole('status')).toHaveTextContent('Loading cases');
    expect(document.querySelectorAll('.case-column')).toHaveLength(4);
    expect(screen.queryByText(/No open cases/)).toBeNull();
  });
  test('a board without cases says what calm looks like', () => {
    renderCases({ cases: [] });
    expect(column('Grade')).toHaveTextContent('No open cases. A new one appears here first');
  });
  test('the structure can be read aloud', async () => {
    renderCases({ cases: afternoonCases(NOW), address: { open: 'e-c2041' } });
    await screen.findByText(/handed to · Warehouse/);
    expect(await structureProblems()).toEqual([]);
  });
});

describe('narrowing it down', () => {
  test('by what is mine, what is late, a grade and a type', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: afternoonCases(NOW) });
    await user.click(screen.getByRole('button', { name: 'Mine' }));
    expect(numbersIn('Solve')).toEqual(['E-2036']);
    // Offered to me is mine to answer.
    expect(numbersIn('Grade')).toEqual(['E-2047']);
    await user.click(screen.getByRole('button', { name: 'Overdue' }));
    expect([...numbersIn('Grade'), ...numbersIn('Solve')]).toEqual(['E-2045', 'E-2041']);
    await user.click(screen.getByRole('button', { name: 'All' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Grade' }), 'P1');
    expect([...numbersIn('Grade'), ...numbersIn('Cause'), ...numbersIn('Solve')]).toEqual(['E-2045', 'E-2041']);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Type' }), 'LOGISTICS');
    expect(page.address()).toBe('grade=P1&type=LOGISTICS');
    expect(numbersIn('Grade')).toEqual([]);
  });
  test('by text; when nothing fits, one press shows everything again', async () => {
    const user = userEvent.setup();
    renderCases({ cases: afternoonCases(NOW) });
    await user.keyboard('/');
    await user.keyboard('WMS');
    expect(numbersIn('Solve')).toEqual(['E-2041']);
    await user.keyboard('xyz');
    expect(screen.getByText('No case fits these filters')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show all' }));
    expect(numbersIn('Solve')).toHaveLength(4);
  });
  test('a lead finds the cases of the lead’s own agents; who leads no team is not asked', async () => {
    const user = userEvent.setup();
    const own = aCase(NOW, { no: 7, ageMin: 1, dueMin: 5, agentIds: ['a-3' as never] });
    const other = aCase(NOW, { no: 8, ageMin: 1, dueMin: 5, agentIds: ['a-60' as never] });
    const page = renderCases({ cases: [own, other], who: { role: 'lead', teamIds: ['t-0' as never] } });
    await user.click(screen.getByRole('button', { name: 'My team' }));
    expect(numbersIn('Grade')).toEqual(['E-7']);
    page.unmount();
    renderCases({ cases: [own, other] });
    expect(screen.queryByRole('button', { name: 'My team' })).toBeNull();
  });
  test('by how it sounds: a name’s pinyin and initials, and how a case begins; among the closed ones too', async () => {
    const user = userEvent.setup();
    renderCases({ cases: afternoonCases(NOW) });
    const search = screen.getByRole('searchbox');
    for (const typed of ['zhoulan', 'zl', 'shengxian']) {
      await user.clear(search);
      await user.type(search, typed);
      await waitFor(() => expect(numbersIn('Solve')).toContain('E-2041'));
      expect(numbersIn('Solve')).not.toContain('E-2033');
    }
    const all = afternoonCases(NOW);
    const asAtServer = (q: string | null) => all.filter((one) => q === null || one.text.includes(q));
    rest.use(
      http.get('*/api/v1/cases', ({ request }) => {
        const cases = asAtServer(new URL(request.url).searchParams.get('q'));
        return HttpResponse.json({ cases, total: cases.length, next: null });
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Closed' }));
    await waitFor(() =>
      expect([...document.querySelectorAll('.case-closed [data-item]')].map((one) => one.getAttribute('data-item'))).toEqual(['e-c2041']),
    );
  });
  test('closed ones are read from the server, and one opens beside them', async () => {
    const closed = aCase(NOW, {
      no: 1990,
      ageMin: 900,
      state: 'closed',
      grade: 'P3',
      text: 'Invoice',
      closedAt: NOW as never,
      resolution: 'sent again',
    });
    rest.use(
      http.get('*/api/v1/cases', () => HttpResponse.json({ cases: [closed], total: 1, next: null })),
      http.get('*/api/v1/cases/:caseId', () => HttpResponse.json({ case: closed, entries: timelineOf(NOW) })),
    );
    const user = userEvent.setup();
    const page = renderCases({ cases: [] });
    await user.click(screen.getByRole('button', { name: 'Closed' }));
    await user.click(await screen.findByRole('button', { name: /E-1990/ }));
    expect(await screen.findByText('sent again')).toBeInTheDocument();
    expect(page.address()).toBe('view=closed&case=e-c1990');
    expect(within(detail(1990)).getByRole('button', { name: /^Reopen/ })).toBeInTheDocument();
  });
});

describe('a case', () => {
  test('its address opens it, with its story, newest first', async () => {
    renderCases({ cases: afternoonCases(NOW), address: { open: 'e-c2041' } });
    await screen.findByText(/handed to · Warehouse/);
    const lines = within(screen.getByRole('region', { name: 'Timeline' })).getAllByRole('listitem');
    expect(lines[0]).toHaveTextContent('overdue · Preliminary judgement');
    expect(lines.at(-1)).toHaveTextContent('袁思源 · opened · Delivery');
    expect(lines[1]).toHaveTextContent('@周敏');
  });
  test('its story is read again when it has grown, and stays in sight meanwhile', async () => {
    const page = renderCases({ cases: afternoonCases(NOW), address: { open: 'e-c2041' } });
    await screen.findByText(/handed to · Warehouse/);
    expect(asked).toEqual(['e-c2041']);
    page.change({ id: 'e-c2041' as never, comments: 3 });
    expect(asked).toHaveLength(1);
    page.change({ id: 'e-c2041' as never, entries: 9 });
    expect(screen.getByText(/handed to · Warehouse/)).toBeInTheDocument();
    await waitFor(() => expect(asked).toHaveLength(2));
  });
  test('a story that can’t be read leaves the rest of the case, and can be asked for again', async () => {
    rest.use(http.get('*/api/v1/cases/:caseId', () => HttpResponse.error(), { once: true }));
    renderCases({ cases: afternoonCases(NOW), address: { open: 'e-c2041' } });
    const failed = await screen.findByRole('alert');
    expect(failed).toHaveTextContent('The timeline could not be loaded');
    expect(detail(2041)).toHaveTextContent('生鲜礼盒批量延误');
    await userEvent.click(within(failed).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/handed to · Warehouse/)).toBeInTheDocument();
  });
  test('one that is archived, or another’s, says so', async () => {
    renderCases({ cases: [], address: { open: 'e-gone' } });
    expect(await screen.findByText('This case is not here')).toBeInTheDocument();
  });
  test('missing answers of the seven questions stand out', () => {
    renderCases({ cases: afternoonCases(NOW), address: { open: 'e-c2041' } });
    const questions = screen.getByRole('region', { name: '5W2H' });
    expect(within(questions).getByText('1 to confirm')).toBeInTheDocument();
    expect(within(questions).getByText('to be confirmed')).toHaveClass('is-missing');
  });
  test('a department that has not answered is called, and that it was is written down', async () => {
    const user = userEvent.setup();
    const page = renderCases({ cases: afternoonCases(NOW), address: { open: 'e-c2041' } });
    expect(within(detail(2041)).getByText('On duty: 郭涛 6021')).toBeInTheDocument();
    await user.click(within(detail(2041)).getByRole('button', { name: 'Call them' }));
    await user.type(screen.getByRole('textbox', { name: 'Comment' }), 'on the way');
    await user.selectOptions(screen.getByRole('combobox', { name: /Mention/ }), 'u-7');
    await user.click(screen.getByRole('button', { name: /^Comment/ }));
    expect(page.sent()).toEqual([{ type: 'case.comment', caseId: 'e-c2041', text: 'Called 郭涛 6021: on the way', mentions: ['u-7'] }]);
  });
  test('while the view is stale nothing can be done to it', () => {
    const page = renderCases({ cases: afternoonCases(NOW), address: { open: 'e-c2043' } });
    expect(within(detail(2043)).getByRole('button', { name: /State the cause/ })).toBeEnabled();
    page.pass(40, { silent: true });
    expect(within(detail(2043)).getByRole('button', { name: /State the cause/ })).toBeDisabled();
    expect(detail(2043)).toHaveTextContent('actions are locked');
    fireEvent.keyDown(document.body, { key: 'Enter' });
    expect(screen.queryByRole('form')).toBeNull();
  });
});
