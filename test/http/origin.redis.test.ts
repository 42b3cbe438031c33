import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTE_KEYS } from '../../server/auth/access.js';
import { specOf } from '../../server/http/routes.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

const OURS = 'https://floor.example.com';
const THEIRS: readonly (readonly [name: string, origin: string])[] = [
  ['null, as a sandboxed frame sends', 'null'],
  ['another site', 'https://evil.example'],
  ['a sub-domain of ours', 'https://x.floor.example.com'],
  ['the domain above ours', 'https://example.com'],
  ['ours as the beginning of theirs', 'https://floor.example.com.evil.example'],
  ['ours as the end of theirs', 'https://evilfloor.example.com'],
  ['another port', 'https://floor.example.com:8443'],
  ['plain HTTP', 'http://floor.example.com'],
  ['in capitals', 'HTTPS://FLOOR.EXAMPLE.COM'],
  ['with a slash', 'https://floor.example.com/'],
  ['with a user', 'https://floor.example.com@evil.example'],
  ['two at once', 'https://floor.example.com, https://evil.example'],
];

let redis: TestRedis;
let rig: HttpRig;
let cookie: string;
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis, { publicOrigin: OURS, trustProxy: 1 });
  const link = await rig.auth.tvLinks.create({ name: '墙', createdBy: '周敏' });
  const answer = await rig.call('POST', '/api/v1/tv/session', null, { token: link?.token });
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-breakwater=.*; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

const writes = ROUTE_KEYS.filter((route) => !route.startsWith('GET '));
const ask = (route: string, headers: Record<string, string>, as: string | null = cookie) => {
  const [method = '', path = ''] = route.split(' ');
  const filled = path.replace(/:\w+/, 'none');
  return rig.call(method, filled, as, specOf(route as never).body ? {} : undefined, headers);
};

describe.each(THEIRS)('from %s', (_name, origin) => {
  test.each(ROUTE_KEYS)('%s is refused', async (route) => {
    const answer = await ask(route, { origin });
    expect([answer.status, answer.json.code]).toEqual([403, 'wrong-origin']);
  });
});

test.each(writes)('%s without an Origin is refused: it does not come from a page of ours', async (route) => {
  const [method = '', path = ''] = route.split(' ');
  const answer = await fetch(rig.url + path.replace(/:\w+/, 'none'), { method, headers: { cookie } });
  expect([answer.status, (await answer.json()).code]).toEqual([403, 'wrong-origin']);
});

test.each(writes)('%s from our own page gets past that door', async (route) => {
  const answer = await ask(route, { origin: OURS, 'sec-fetch-site': 'same-origin' }, null);
  expect(['bad-request', 'not-signed-in']).toContain(answer.json.code);
});

test('a read that the browser says another site began is refused, though it carries no Origin', async () => {
  for (const site of ['cross-site', 'same-site', 'nonsense']) {
    const answer = await fetch(`${rig.url}/api/v1/me`, { headers: { cookie, 'x-forwarded-proto': 'https', 'sec-fetch-site': site } });
    expect(answer.status).toBe(403);
  }
  const typed = await fetch(`${rig.url}/api/v1/me`, { headers: { cookie, 'x-forwarded-proto': 'https', 'sec-fetch-site': 'none' } });
  expect(typed.status).toBe(200);
});

test('no answer lets another site read it', async () => {
  const answer = await ask('GET /api/v1/me', { origin: 'https://evil.example' });
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('where the proxy does not say that it ended TLS, sign-in says so instead of losing the cookie', async () => {
  const answer = await fetch(`${rig.url}/api/v1/session`, {
    method: 'POST',
    headers: { origin: OURS, 'content-type': 'application/json' },
    body: '{"login":"a","password":"b"}',
  });
  expect([answer.status, (await answer.json()).title]).toEqual([503, expect.stringContaining('X-Forwarded-Proto')]);
});
