import { expect, test } from 'vitest';
import { sign, verify } from '../../server/outbox/signature.js';

const NOW = Date.UTC(2026, 10, 21, 6, 32, 7);
const SECRET = 'a-secret-of-the-tracker-1';
const body = Buffer.from('{"type":"ticket.resolved","data":{"externalKey":"e-1","resolution":"fixed"}}');
const signed = (secrets = [SECRET], nowMs = NOW) => sign(secrets, 'msg_1', nowMs, body);

test('a signature is the one that Standard Webhooks gives as its example', () => {
  const headers = sign(
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1_614_265_330_000,
    '{"test": 2432232314}',
  );
  expect(headers).toEqual({
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('what was signed is good, by either secret while one is being changed', () => {
  expect(verify([SECRET], signed(), body, NOW)).toBe('good');
  const both = signed(['the-new-secret-of-the-tracker', SECRET]);
  expect(verify([SECRET], both, body, NOW)).toBe('good');
  expect(verify(['the-new-secret-of-the-tracker'], both, body, NOW)).toBe('good');
  expect(verify([SECRET, 'the-new-secret-of-the-tracker'], signed(), body, NOW)).toBe('good');
});

test.each([
  [-300, 'good'],
  [-301, 'too-old'],
  [300, 'good'],
  [301, 'too-old'],
])('a timestamp that is %i s away is %s', (seconds, verdict) => {
  const at = Math.floor(NOW / 1_000) * 1_000;
  expect(verify([SECRET], signed([SECRET], at), body, at + seconds * 1_000)).toBe(verdict);
});

test('one changed bit, anywhere, is a forgery', () => {
  const headers = signed();
  for (let i = 0; i < body.length; i++) {
    const changed = Buffer.from(body);
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(verify([SECRET], headers, changed, NOW)).toBe('forged');
  }
  expect(verify([SECRET], { ...headers, id: 'msg_2' }, body, NOW)).toBe('forged');
  expect(verify([SECRET], { ...headers, timestamp: String(Number(headers.timestamp) + 1) }, body, NOW)).toBe('forged');
  expect(verify([SECRET], { ...headers, signature: headers.signature.replace('v1,', 'v2,') }, body, NOW)).toBe('forged');
  expect(verify(['the-secret-of-another-endpoint'], headers, body, NOW)).toBe('forged');
  const again = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
  expect(verify([SECRET], headers, again, NOW)).toBe('forged');
});

test('without an id, a time or a signature there is nothing to look at', () => {
  const headers = signed();
  for (const name of ['id', 'timestamp', 'signature'] as const)
    expect(verify([SECRET], { ...headers, [name]: '' }, body, NOW)).toBe('incomplete');
  expect(verify([SECRET], { ...headers, id: 'a b' }, body, NOW)).toBe('incomplete');
  expect(verify([SECRET], { ...headers, timestamp: '1e9' }, body, NOW)).toBe('incomplete');
});
