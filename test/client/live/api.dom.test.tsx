import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { nothing, request } from '../../../client/live/api.js';
import { problem, serveRest } from '../support/rest.js';

const server = serveRest();
const answer = z.strictObject({ n: z.number() });
const ask = () => request('/thing', { answer });
const UNREACHABLE = { ok: false, error: { code: 'unreachable', fields: [], retryAfterMs: null } };

test('an answer is read by its schema', async () => {
  server.use(http.get('*/api/v1/thing', () => HttpResponse.json({ n: 7 })));
  expect(await ask()).toEqual({ ok: true, value: { n: 7 } });
});
test('a refusal is a value, with the fields at fault and when to try again', async () => {
  server.use(
    http.get('*/api/v1/thing', () => problem(429, 'too-many-requests', { retryAfterMs: 500, errors: [{ field: 'n', reason: 'is odd' }] })),
  );
  expect(await ask()).toEqual({
    ok: false,
    error: { code: 'too-many-requests', fields: [{ field: 'n', reason: 'is odd' }], retryAfterMs: 500 },
  });
});
test.each([
  ['no answer at all', () => HttpResponse.error()],
  ['another shape than was agreed', () => HttpResponse.json({ n: 'seven' })],
  ['a page of something in between', () => new HttpResponse('<html>', { status: 502 })],
  ['a page with status 200', () => new HttpResponse('<html>')],
])('%s is taken for a server that can’t be reached', async (_, respond) => {
  server.use(http.get('*/api/v1/thing', respond));
  expect(await ask()).toEqual(UNREACHABLE);
});
test('an answer without content is one', async () => {
  server.use(http.delete('*/api/v1/thing', () => new HttpResponse(null, { status: 204 })));
  expect(await request('/thing', { method: 'DELETE', answer: nothing })).toEqual({ ok: true, value: undefined });
});
test('what is not given is not asked for', async () => {
  let asked = '';
  server.use(
    http.get('*/api/v1/thing', ({ request: { url } }) => {
      asked = new URL(url).search;
      return HttpResponse.json({ n: 1 });
    }),
  );
  await request('/thing', { answer, query: { from: 5, cursor: undefined, measure: 'asa' } });
  expect(asked).toBe('?from=5&measure=asa');
});
test('a request that nobody waits for any more is not an answer', async () => {
  server.use(http.get('*/api/v1/thing', () => HttpResponse.json({ n: 1 })));
  const stop = new AbortController();
  stop.abort();
  await expect(request('/thing', { answer, signal: stop.signal })).rejects.toThrow('no longer wanted');
});
