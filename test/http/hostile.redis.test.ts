import { createConnection } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemSchema } from '../../shared/protocol/http.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { addPerson, GOOD_PASSWORD, type HttpRig, startHttpRig } from './rig.js';

let redis: TestRedis;
let rig: HttpRig;
let admin: string;
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis);
  admin = (await rig.signIn('admin')).cookie;
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

const person = { login: 'newcomer', password: 'quiet-harbour-7', displayName: '新人', role: 'agent' };

const bodies: readonly (readonly [what: string, body: unknown, status: number, field: string | null])[] = [
  ['nothing at all', '', 400, 'login'],
  ['half a body', '{"login":', 400, 'body'],
  ['a bare number', '7', 400, 'body'],
  ['a bare null', 'null', 400, 'body'],
  ['a list', '[]', 400, 'body'],
  ['an own key __proto__', `{"__proto__":{"role":"admin"},${JSON.stringify(person).slice(1)}`, 400, 'body'],
  ['an own key __proto__ further in', `{"teams":{"__proto__":[]},${JSON.stringify(person).slice(1)}`, 400, 'body'],
  ['an own key constructor', { ...person, constructor: { prototype: {} } }, 400, 'constructor'],
  ['a field that nobody knows', { ...person, disabled: false, passwordHash: 'x' }, 400, 'disabled'],
  ['a list where text is due', { ...person, login: ['a', 'b'] }, 400, 'login'],
  ['an object where text is due', { ...person, displayName: { toString: 'x' } }, 400, 'displayName'],
  ['a role that is none', { ...person, role: 'wall' }, 400, 'role'],
  ['a name that ends the line', { ...person, displayName: 'a\r\n{"level":60}' }, 400, 'displayName'],
  ['a name that turns the writing round', { ...person, displayName: 'a\u202Egnp.exe' }, 400, 'displayName'],
  ['a short password', { ...person, password: 'short' }, 400, 'password'],
  ['a password of the list', { ...person, password: 'password123' }, 400, 'password'],
  ['a password that is a run', { ...person, password: '0123456789' }, 400, 'password'],
  ['a password that holds the login name', { ...person, password: 'xx-newcomer-xx' }, 400, 'password'],
  ['a thousand teams', { ...person, teams: Array(1_000).fill('组') }, 400, 'teams'],
  ['30,000 brackets', '['.repeat(30_000), 400, 'body'],
  ['more than 64 KB', { ...person, displayName: 'x'.repeat(70_000) }, 413, null],
];

test.each(bodies)('%s is refused, and the answer names what is wrong', async (_what, body, status, field) => {
  const answer = await rig.call('POST', '/api/v1/users', admin, body);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = problemSchema.parse(answer.json);
  expect([answer.status, problem.status]).toEqual([status, status]);
  if (field !== null) expect(problem.errors?.map((error) => error.field)).toContain(field);
  // A password must not come back in an answer or go into a log.
  expect(answer.text + rig.logs.join()).not.toContain('quiet-harbour-7');
});

test('a form is told in words that a person can act on', async () => {
  const { json } = await rig.call('POST', '/api/v1/users', admin, { login: 'x y', password: 'short', role: 'boss', extra: 1 });
  expect(json.errors).toEqual([
    { field: 'login', reason: 'must be letters, digits and . _ @ - only' },
    { field: 'password', reason: 'must have at least 10 characters' },
    { field: 'displayName', reason: 'is missing' },
    { field: 'role', reason: 'must be one of agent, lead, supervisor, admin' },
    { field: 'extra', reason: 'is not known' },
  ]);
});

test('no hostile body left a trace in any object', () => {
  expect(({} as Record<string, unknown>).role).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('a form, a compressed body and another alphabet are not JSON', async () => {
  for (const headers of [
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    { 'content-type': 'application/json; charset=utf-7' },
  ]) {
    const answer = await rig.call('POST', '/api/v1/session', null, '{"login":"a","password":"b"}', headers);
    expect([headers, answer.status]).toEqual([headers, 415]);
  }
});

test.each([
  '/api/v1/visits?queueId=__proto__',
  '/api/v1/visits?queueId=q-1&queueId=q-2',
  '/api/v1/visits?queueId[]=q-1',
  '/api/v1/visits?__proto__=1',
  '/api/v1/visits?limit=0',
  '/api/v1/visits?limit=201',
  '/api/v1/visits?from=-1',
  '/api/v1/visits?from=1e3',
  '/api/v1/visits?measure=constructor',
  '/api/v1/visits?cursor=1_2_3',
  '/api/v1/series?queueId=toString',
  '/api/v1/users/__proto__/sessions',
  '/api/v1/users/%E0%A4%A/sessions',
])('%s is refused', async (path) => {
  const answer = await rig.call('GET', path, admin);
  expect([answer.status, answer.json.code]).toEqual([400, 'bad-request']);
});

test('a path full of dots leads nowhere', async () => {
  const raw = await new Promise<string>((resolve, reject) => {
    const socket = createConnection(Number(new URL(rig.url).port), '127.0.0.1', () => {
      socket.write('GET /assets/../../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    });
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString()));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  expect(raw).toMatch(/^HTTP\/1\.1 404/);
});

test('every answer carries the headers that keep a page honest', async () => {
  for (const path of ['/api/v1/site', '/healthz', '/nowhere.txt']) {
    const { headers } = await rig.call('GET', path);
    const csp = headers.get('content-security-policy') ?? '';
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("script-src 'self';");
    expect(csp).toContain("style-src-attr 'unsafe-inline'");
    expect(csp).toContain("frame-ancestors 'none'");
    expect(csp.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    // Plain HTTP: promising TLS would lock people out.
    expect(headers.get('strict-transport-security')).toBeNull();
  }
});

test('an account’s password is in no answer to an admin', async () => {
  const { json } = await rig.call('POST', '/api/v1/users', admin, { ...person, login: 'added' });
  expect(Object.keys(json).sort()).toEqual([
    'agentKey',
    'createdAt',
    'disabled',
    'displayName',
    'language',
    'login',
    'role',
    'teams',
    'userId',
  ]);
  const list = await rig.call('GET', '/api/v1/users', admin);
  expect(list.text).not.toContain('argon2');
  const twice = await rig.call('POST', '/api/v1/users', admin, { ...person, login: 'ADDED' });
  expect([twice.status, twice.json.errors]).toEqual([409, [{ field: 'login', reason: 'is taken' }]]);
});

test('the last admin can’t be disabled or made something else', async () => {
  const lonely = await startHttpRig(redis, { siteId: 'lonely' });
  try {
    const { cookie, userId } = await lonely.signIn('admin');
    for (const change of [{ disabled: true }, { role: 'supervisor' }]) {
      expect((await lonely.call('PATCH', `/api/v1/users/${userId}`, cookie, change)).status).toBe(409);
    }
    await addPerson(lonely.auth, 'second', 'admin');
    expect((await lonely.call('PATCH', `/api/v1/users/${userId}`, cookie, { disabled: true })).status).toBe(200);
  } finally {
    await lonely.close();
  }
});

test('with Redis away, requests are refused as unavailable and come back with it', async () => {
  const own = await startTestRedis();
  const alone = await startHttpRig(own);
  try {
    const { cookie } = await alone.signIn('supervisor');
    await own.kill9();
    await expect.poll(async () => (await alone.call('GET', '/api/v1/me', cookie)).status).toBe(503);
    const away = await alone.call('POST', '/api/v1/session', null, { login: 'x', password: GOOD_PASSWORD });
    expect([away.json.code, away.headers.get('retry-after')]).toEqual(['unavailable', '1']);
    expect((await alone.call('GET', '/healthz')).status).toBe(200);
    await own.restart();
    await expect.poll(async () => (await alone.call('GET', '/api/v1/me', cookie)).status, { timeout: 10_000 }).toBe(200);
  } finally {
    await alone.close();
    await own.stop();
  }
});
