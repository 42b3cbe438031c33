import { fireEvent, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { pretendLayout } from '../../support/floor-page.js';
import { serveRest } from '../support/rest.js';
import { structureProblems } from '../support/screen.js';
import { afternoonCases, PEOPLE } from './cases.js';
import { NOW, renderCases } from './page.js';
import { FIGURES, POLICY, T4_BEHIND, timelineOf } from './rest.js';

const rest = serveRest();
const asked: string[] = [];
beforeAll(() => pretendLayout());
beforeEach(() => {
  asked.length = 0;
  rest.use(
    http.get('*/api/v1/escalations/policy', () => HttpResponse.json(POLICY)),
    http.get('*/api/v1/escalations/figures', () => HttpResponse.json(FIGURES)),
    http.get('*/api/v1/escalations/figures/:figure', ({ params, request }) => {
      const window = new URL(request.url).searchParams.get('window') as 'today' | '7d';
      asked.push(`${params.figure} ${window}`);
      return HttpResponse.json({ ...T4_BEHIND, figure: params.figure, window });
    }),
    http.get('*/api/v1/people', () => HttpResponse.json({ people: Object.values(PEOPLE) })),
    http.get('*/api/v1/cases/:caseId', ({ params }) => {
      const one = afternoonCases(NOW).find(({ id }) => id === params.caseId);
      return HttpResponse.json({ case: one, entries: timelineOf(NOW) });
    }),
  );
});

const number = (name: RegExp) => screen.getByRole('button', { name });
const panel = () => screen.getByRole('complementary', { name: 'Department’s first judgement' });

test('the bar says how today goes; what nobody has counted yet is a dash, not a nought', async () => {
  renderCases({ cases: afternoonCases(NOW) });
  expect(await screen.findByRole('button', { name: /On time today 93\.0\s%/ })).toBeInTheDocument();
  expect(number(/Median dept. judgement 22 min/)).toBeInTheDocument();
  expect(number(/Average to resolve –/)).toBeInTheDocument();
  expect(number(/Promises broken 2 \/ 5/)).toBeInTheDocument();
});

test('a number leads to what it means, by grade and department, and to the very cases, the late ones first', async () => {
  const page = renderCases({ cases: afternoonCases(NOW) });
  await userEvent.click(await screen.findByRole('button', { name: /Median dept/ }));
  expect(page.address()).toContain('T4');
  const table = await within(panel()).findByRole('table');
  expect(
    within(table)
      .getAllByRole('row')
      .map((row) => row.textContent.replaceAll(/\s/g, ' ')),
  ).toEqual([
    'By grade and departmentMetMissedMedianP90',
    'All50.0 %1 / 222 min22 min',
    'P1 urgent50.0 %1 / 222 min22 min',
    'Warehouse50.0 %1 / 222 min22 min',
  ]);
  const rows = within(within(panel()).getByRole('region', { name: 'Cases behind it' })).getAllByRole('listitem');
  expect(rows.map((row) => row.textContent.replaceAll(/\s/g, ' '))).toEqual([
    expect.stringContaining('E-2041'),
    expect.stringContaining('E-2036'),
  ]);
  expect(rows[0]).toHaveTextContent('not done yet');
  expect(await structureProblems()).toEqual([]);
});

test('a case opened from there comes back to the number when it is closed', async () => {
  renderCases({ cases: afternoonCases(NOW), address: { figure: 'T4' } });
  await userEvent.click(await within(panel()).findByRole('button', { name: /E-2041/ }));
  const detail = screen.getByRole('complementary', { name: 'Case E-2041' });
  fireEvent.click(within(detail).getByRole('button', { name: 'Close' }));
  expect(panel()).toBeInTheDocument();
});

test('of all clocks one is picked, of another span, and Escape goes back to the board', async () => {
  renderCases({ cases: afternoonCases(NOW), address: { figure: 'on-time' } });
  await userEvent.click(await screen.findByRole('button', { name: 'Preliminary judgement' }));
  expect(panel()).toBeInTheDocument();
  await userEvent.click(within(panel()).getByRole('button', { name: '7 days' }));
  await within(panel()).findByRole('table');
  expect(asked).toEqual(['on-time today', 'T4 today', 'T4 7d']);
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('complementary')).toBeNull();
});

test('a figure that can’t be read says so, and is asked for again', async () => {
  rest.use(http.get('*/api/v1/escalations/figures/:figure', () => HttpResponse.error(), { once: true }));
  renderCases({ cases: afternoonCases(NOW), address: { figure: 'T4' } });
  fireEvent.click(within(await screen.findByRole('alert')).getByRole('button'));
  expect(await within(panel()).findByRole('table')).toBeInTheDocument();
});
