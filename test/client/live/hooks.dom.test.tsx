import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { shallowEqual, useCollection, useElapsedMs, useEntity, useQueueIds, useWaitingIds } from '../../../client/live/hooks.js';
import { LiveSession } from '../../../client/live/session.js';
import type { Frame } from '../../../shared/protocol/messages.js';
import type { ViewOf } from '../../../shared/protocol/views.js';
import { FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { show } from '../support/screen.js';

const renders: Record<string, number> = {};
const count = (name: string) => {
  renders[name] = (renders[name] ?? 0) + 1;
};

function QueueLine({ id }: { id: string }) {
  count(id);
  return <li>{useEntity('queue', id)?.waiting}</li>;
}
function QueueList() {
  count('list');
  return (
    <ul>
      {useQueueIds().map((id) => (
        <QueueLine key={id} id={id} />
      ))}
    </ul>
  );
}
const totalWaiting = (all: ReadonlyMap<string, ViewOf<'queue'>>) => [...all.values()].reduce((sum, one) => sum + one.waiting, 0);
function Total() {
  count('total');
  return <output>{useCollection('queue', totalWaiting)}</output>;
}
function Waiting() {
  count('waiting');
  return <p>{useWaitingIds().join(' ')}</p>;
}
function Wait() {
  return <time>{useElapsedMs((SERVER_AHEAD_MS - 9_000) as never)}</time>;
}

const queue = (n: number, waiting: number) => ({ id: `q-${n}`, name: `${n}`, waiting, removed: false, order: n });
function floor() {
  const browser = new FakeBrowser();
  const session = new LiveSession(browser);
  show(
    <>
      <QueueList />
      <Total />
      <Waiting />
      <Wait />
    </>,
    { session },
  );
  const tell = (from: number | null, to: number, changed: object) =>
    act(() => {
      browser.connection.frame(from, to, { changed } as unknown as Frame);
      browser.paint();
    });
  act(() => {
    browser.connection.bringUp(1, { changed: { queue: [queue(2, 1), queue(1, 4)] } } as unknown as Frame);
    browser.paint();
  });
  for (const name of Object.keys(renders)) renders[name] = 0;
  return { browser, tell };
}

test('lists are in the site’s order', () => {
  floor();
  expect(screen.getAllByRole('listitem').map((line) => line.textContent)).toEqual(['4', '1']);
});
test('a queue that changes is drawn again, and nothing else that does not depend on it', () => {
  const { tell } = floor();
  tell(1, 2, { queue: [{ id: 'q-2', waiting: 3 }] });
  expect(renders).toEqual({ 'q-1': 0, 'q-2': 1, list: 0, total: 1, waiting: 0 });
  expect(screen.getByRole('status')).toHaveTextContent('7');
});
test('a sum that stays the same is not drawn again', () => {
  const { tell } = floor();
  tell(1, 2, {
    queue: [
      { id: 'q-2', waiting: 2 },
      { id: 'q-1', waiting: 3 },
    ],
  });
  expect(renders.total).toBe(0);
});
test('a caller who joins is drawn where callers are listed, and nowhere else', () => {
  const { tell } = floor();
  tell(1, 2, { visit: [{ id: 'v-1', queueId: 'q-1', state: 'queued', enteredAt: 5, callEnteredAt: 5 }] });
  expect(renders).toEqual({ 'q-1': 0, 'q-2': 0, list: 0, total: 0, waiting: 1 });
  expect(screen.getByText('v-1')).toBeVisible();
});
test('a timer draws itself, once a second, and no list with it', () => {
  const { browser } = floor();
  act(() => browser.pass(1_010));
  expect(screen.getByText('10000')).toBeVisible();
  expect(renders).toEqual({ 'q-1': 0, 'q-2': 0, list: 0, total: 0, waiting: 0 });
});

test.each([
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [{ a: 1 }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [[], {}, false],
  [null, {}, false],
  [Number.NaN, Number.NaN, true],
])('%j and %j: the same at the first level is %s', (a, b, same) => {
  expect(shallowEqual(a, b)).toBe(same);
});
