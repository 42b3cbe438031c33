import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PostOptions, post } from '../../server/outbox/post.js';
import { broken, SECRET, startReceiver } from './receiver.js';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const send = (more: Partial<PostOptions> = {}) =>
  post({
    receiver: { url: receiver.url, secrets: [SECRET] },
    id: 'main_1-0_0',
    body: '{"type":"alert.raised","data":{}}',
    nowMs: Date.now(),
    signal: new AbortController().signal,
    ...more,
  });

test('what arrives is signed, and its answer comes back', async () => {
  receiver.answers((_, response) => void response.end('{"key":"BUG-1"}'));
  expect(await send()).toEqual({ ok: true, text: '{"key":"BUG-1"}' });
  expect(receiver.heard).toMatchObject([{ id: 'main_1-0_0', verdict: 'good', type: 'alert.raised' }]);
});

test('redirects are not followed', async () => {
  const elsewhere = await startReceiver();
  receiver.answers((_, response) => void response.writeHead(307, { location: elsewhere.url }).end());
  expect(await send()).toEqual({ ok: false, reason: 'status-307', isFinal: false });
  expect(elsewhere.heard).toEqual([]);
  await elsewhere.stop();
});

test.each([
  [500, undefined, { reason: 'status-500', isFinal: false }],
  [401, undefined, { reason: 'status-401', isFinal: false }],
  [422, undefined, { reason: 'status-422', isFinal: true }],
  [429, '120', { reason: 'status-429', isFinal: false, retryAfterMs: 120_000 }],
  [503, 'Wed, 21 Oct 2026 07:28:00 GMT', { reason: 'status-503', isFinal: false }],
])('an answer of %i, to come back after %s, is a failure', async (status, retryAfter, expected) => {
  receiver.answers((_, response) => void response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end());
  expect(await send()).toEqual({ ok: false, ...expected });
});

test('a receiver that does not answer is given up on for now', async () => {
  receiver.answers(() => undefined);
  expect(await send({ timeOutMs: 50 })).toEqual({ ok: false, reason: 'time-out', isFinal: false });
});

test('one that answers and never ends is, too', async () => {
  receiver.answers((_, response) => void response.writeHead(200).write('{'));
  expect(await send({ timeOutMs: 200 })).toEqual({ ok: false, reason: 'time-out', isFinal: false });
});

test('an answer without end is not read to its end', async () => {
  receiver.answers((_, response) => void response.end('x'.repeat(1_000_000)));
  expect(await send()).toEqual({ ok: true, text: '' });
});

test('nobody there is a failure, and so is a stop of ours', async () => {
  receiver.answers(broken);
  const { url } = receiver;
  await receiver.stop();
  expect(await send({ receiver: { url, secrets: [SECRET] } })).toEqual({ ok: false, reason: 'unreachable', isFinal: false });
  expect(await send({ signal: AbortSignal.abort() })).toMatchObject({ ok: false, isFinal: false });
});
