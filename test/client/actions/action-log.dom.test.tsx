import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ActionLog } from '../../../client/actions/action-log.js';
import type { Language } from '../../../client/i18n/language.js';
import { LiveSession } from '../../../client/live/session.js';
import type { Welcome } from '../../../shared/protocol/messages.js';
import { floorViews } from '../../support/floor-fixture.js';
import { pretendLayout } from '../../support/floor-page.js';
import { FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { show, structureProblems } from '../support/screen.js';

const NOW = SERVER_AHEAD_MS;
const HOUR_MS = 3_600_000;
const action = (id: string, agoMs: number, more: object = {}) => ({
  id,
  kind: 'call.disconnect',
  by: { userId: 'u-1', name: '周敏', role: 'supervisor' },
  askedAt: NOW - agoMs,
  state: 'confirmed',
  settledAt: NOW - agoMs,
  on: {},
  detail: { reason: id },
  ...more,
});

const asked: URL[] = [];
let pages: (object | 'fails')[] = [];
const server = setupServer(
  http.get('*/api/v1/actions', ({ request }) => {
    asked.push(new URL(request.url));
    const page = pages.shift();
    return page === undefined || page === 'fails' ? new HttpResponse(null, { status: 503 }) : HttpResponse.json(page);
  }),
);
beforeAll(() => {
  pretendLayout();
  server.listen({ onUnhandledRequest: 'error' });
});
beforeEach(() => {
  asked.length = 0;
  pages = [];
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function open(live: readonly object[], { language = 'en', who }: { language?: Language; who?: Partial<Welcome> } = {}) {
  const browser = new FakeBrowser();
  const session = new LiveSession(browser);
  await act(async () => {
    show(<ActionLog onClose={() => {}} />, { language, session });
  });
  act(() => {
    browser.connection.open();
    browser.connection.welcome(who);
    browser.connection.frame(null, 1, { changed: { ...floorViews({ agents: 120, siteNow: NOW }), action: live } as never });
    browser.connection.beat();
    browser.paint();
  });
  const change = (to: number, changed: object, gone: object = {}) =>
    act(() => {
      browser.connection.frame(to - 1, to, { changed: changed as never, gone: gone as never });
      browser.paint();
    });
  return { browser, change };
}

/** By their reasons, as they stand in the list. */
const rows = () => screen.queryAllByRole('listitem').map((row) => /[a-z]+-\w+$/.exec(row.querySelector('p')?.textContent ?? '')?.[0]);
const earlier = () => screen.getByRole('button', { name: /Earlier|更早的记录/ });

test('below the last hour are the ones before, page by page, each once, down to the end', async () => {
  pages = [
    { actions: [action('x-live', 3_590_000), action('x-older', 2 * HOUR_MS)], next: '1_x-older' },
    { actions: [action('x-oldest', 30 * HOUR_MS)], next: null },
  ];
  await open([action('x-new', 60_000), action('x-live', 3_590_000)]);
  expect(rows()).toEqual(['x-new', 'x-live']);
  expect(asked).toEqual([]);
  await userEvent.click(earlier());
  await waitFor(() => expect(rows()).toEqual(['x-new', 'x-live', 'x-older']));
  // From where the frames end, and a little over.
  expect(Number(asked[0]?.searchParams.get('to'))).toBeGreaterThan(NOW - HOUR_MS);
  expect(Number(asked[0]?.searchParams.get('to'))).toBeLessThan(NOW - HOUR_MS + 120_000);
  await userEvent.click(earlier());
  await waitFor(() => expect(rows()).toEqual(['x-new', 'x-live', 'x-older', 'x-oldest']));
  expect(asked[1]?.searchParams.get('cursor')).toBe('1_x-older');
  expect(asked[1]?.searchParams.get('to')).toBe(asked[0]?.searchParams.get('to'));
  expect(screen.getByRole('status')).toHaveTextContent('Nothing earlier: 35 days are kept');
  expect(screen.queryByRole('button', { name: 'Earlier' })).toBeNull();
  // Another day is named.
  const oldest = screen.getAllByRole('listitem').at(-1) as HTMLElement;
  expect(oldest).toHaveTextContent(/周敏 · \d\d-\d\d \d\d:\d\d:\d\d · Confirmed/);
  expect(screen.getAllByRole('listitem')[0]).not.toHaveTextContent(/\d\d-\d\d /);
  expect(await structureProblems()).toEqual([]);
});

test('an action that leaves the frames while somebody reads stays in its place, and can no longer be undone', async () => {
  const { change } = await open([action('x-live', 3_590_000, { undo: 'inverse' }), action('x-new', 60_000)]);
  expect(screen.getByRole('button', { name: 'Put back' })).toBeVisible();
  change(2, {}, { action: ['x-live'] });
  expect(rows()).toEqual(['x-new', 'x-live']);
  expect(screen.queryByRole('button', { name: 'Put back' })).toBeNull();
  change(3, { action: [action('x-newest', 0)] });
  expect(rows()).toEqual(['x-newest', 'x-new', 'x-live']);
});

test('pages in which nothing is shown are gone past; one that fails says so and is tried again', async () => {
  pages = [
    { actions: [], next: '9_x-a' },
    { actions: [], next: '8_x-b' },
    'fails',
    { actions: [action('x-older', 2 * HOUR_MS)], next: null },
  ];
  await open([]);
  expect(screen.getByText('No actions within the last hour')).toBeVisible();
  await userEvent.click(earlier());
  expect(await screen.findByText('The earlier ones could not be read')).toBeVisible();
  expect(asked).toHaveLength(3);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(rows()).toEqual(['x-older']));
  expect(asked.map((url) => url.searchParams.get('cursor'))).toEqual([null, '9_x-a', '8_x-b', '8_x-b']);
});

test('of a long history only what is in sight is drawn', async () => {
  const many = Array.from({ length: 100 }, (_, n) => action(`x-n${n}`, 2 * HOUR_MS + n));
  pages = [{ actions: many, next: 'more' }];
  await open([]);
  await userEvent.click(earlier());
  await waitFor(() => expect(rows().length).toBeGreaterThan(5));
  expect(rows().length).toBeLessThan(40);
});

test.each([
  ['en', 'lost in a fail-over; its outcome is not known'],
  ['zh-CN', '故障切换时丢失，结果不明'],
] as const)('a command that a fail-over lost says so (%s)', async (language, words) => {
  pages = [{ actions: [action('x-lost', 2 * HOUR_MS, { state: 'requested', settledAt: undefined, isLost: true })], next: null }];
  await open([], { language });
  await userEvent.click(earlier());
  expect(await screen.findByText(new RegExp(words))).toBeVisible();
  expect(await structureProblems()).toEqual([]);
});

test('an agent has their own of the last hour, and is not led where they may not go', async () => {
  await open([action('x-mine', 60_000)], { who: { role: 'agent' } });
  expect(rows()).toEqual(['x-mine']);
  expect(screen.queryByRole('button', { name: 'Earlier' })).toBeNull();
});
