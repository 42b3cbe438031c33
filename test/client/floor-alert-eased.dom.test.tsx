import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { pretendLayout, renderFloor } from '../support/floor-page.js';
import { SERVER_AHEAD_MS } from './support/fake-browser.js';

beforeEach(() => pretendLayout());

test('an alert on its way out says so and offers no remedy, by button or by key; beyond its limit again it does', async () => {
  const page = renderFloor({ calm: true });
  const queueId = page.views.queue[0]?.id ?? '';
  const alert = {
    id: 'al-1',
    ruleId: 'r-1',
    subject: { kind: 'queue', id: queueId, queueId },
    metric: 'waiting',
    level: 'critical',
    value: 24,
    limit: 20,
    evidence: { waiting: 24 },
    remedy: 'borrow',
    raisedAt: SERVER_AHEAD_MS,
    levelSince: SERVER_AHEAD_MS,
    actions: 0,
  };
  const borrow = () => screen.queryByRole('button', { name: /^Borrow agents/ });
  page.change({ alert: [alert] });
  expect(borrow()).toBeVisible();

  page.change({ alert: [{ ...alert, easedAt: SERVER_AHEAD_MS }] });
  expect(screen.getByText('back within its limit; clears if it stays so')).toBeVisible();
  expect(borrow()).toBeNull();
  await userEvent.keyboard('1');
  expect(page.address()).not.toContain('borrow');
  expect(screen.getByRole('button', { name: 'Acknowledge' })).toBeVisible();

  page.change({ alert: [{ id: 'al-1', easedAt: null }] });
  expect(borrow()).toBeVisible();
  await userEvent.keyboard('1');
  expect(page.address()).toContain('borrow');
});
