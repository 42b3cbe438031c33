import { fireEvent, screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { floorViews } from '../../support/floor-fixture.js';
import { pretendLayout } from '../../support/floor-page.js';
import { serveRest } from '../support/rest.js';
import { aCase, PEOPLE } from './cases.js';
import { NOW, renderCases } from './page.js';
import { FIGURES, POLICY } from './rest.js';

const rest = serveRest();
const call = floorViews({ siteNow: NOW }).visit.find(({ state }) => state === 'talking');
if (call === undefined) throw new Error('nobody talks on this floor');
const one = aCase(NOW, { no: 2041, ageMin: 1, visitId: call.id });
const page = { cases: [one], address: { open: one.id }, calls: true } as const;
const link = () => screen.queryByRole('button', { name: 'Show on the floor' });

beforeAll(() => pretendLayout());
beforeEach(() => {
  rest.use(
    http.get('*/api/v1/escalations/figures', () => HttpResponse.json(FIGURES)),
    http.get('*/api/v1/escalations/policy', () => HttpResponse.json(POLICY)),
    http.get('*/api/v1/people', () => HttpResponse.json({ people: Object.values(PEOPLE) })),
    http.get('*/api/v1/cases/:caseId', () => HttpResponse.json({ case: one, entries: [] })),
  );
});

test('while the customer is on the line, the call is one press away on the floor; when it is over, it is not offered', () => {
  const shown: string[] = [];
  const { hangUp } = renderCases({ ...page, showOnFloor: (visitId) => void shown.push(visitId) });
  fireEvent.click(link() as HTMLElement);
  expect(shown).toEqual([call.id]);
  hangUp(call.id);
  expect(link()).toBeNull();
});

test('who may not see the floor is not sent there', () => {
  renderCases(page);
  expect(screen.getByRole('complementary', { name: 'Case E-2041' })).toBeTruthy();
  expect(link()).toBeNull();
});
