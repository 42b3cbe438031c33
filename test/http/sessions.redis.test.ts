import { createClient } from 'redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal, Revocation } from '../../server/auth/principal.js';
import { epochMs, HOUR_MS, MINUTE_MS } from '../../shared/kernel/time.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { addPerson, cookieOf, GOOD_PASSWORD, type HttpRig, startHttpRig } from './rig.js';

let redis: TestRedis;
let rig: HttpRig;
/** A second server of the same site on the same Redis. */
let other: HttpRig;
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis);
  other = await startHttpRig(redis);
});
afterAll(async () => {
  await other?.close();
  await rig?.close();
  await redis?.stop();
});

/** What a socket on the other node is told; resolves at the first end of this session. */
const endSeenElsewhere = (principal: Principal): Promise<Revocation> =>
  new Promise((resolve) => {
    const undo = other.auth.watch.onRevoked((revocation) => {
      if (revocation.sessionHash !== principal.sessionHash) return;
      undo();
      resolve(revocation);
    });
  });

const socketOf = async (cookie: string): Promise<Principal> => {
  const principal = await other.auth.watch.authenticate(`theme=dark; ${cookie}; x=1`);
  if (!principal) throw new Error('the socket was not let in');
  return principal;
};

test('a socket on any node knows who is behind a cookie', async () => {
  const { cookie, userId } = await rig.signIn('lead', { teams: ['早班一组'] });
  const principal = await socketOf(cookie);
  expect(principal).toMatchObject({ userId, role: 'lead', teams: ['早班一组'], language: 'zh' });
  expect(principal.teamIds).toHaveLength(1);
  expect(other.auth.watch.stillValid(principal, epochMs(rig.clock.nowMs))).toBe(true);
  expect(other.auth.watch.stillValid(principal, principal.expiresAt)).toBe(false);
});

test.each([
  undefined,
  '',
  'breakwater=',
  'breakwater=s%3A',
  'breakwater=s%3Aabc.def',
  'breakwater=%E0%A4%A',
  `breakwater=${'x'.repeat(20_000)}`,
])('a made-up cookie is nobody: %.40s', async (cookie) => {
  expect(await other.auth.watch.authenticate(cookie)).toBeNull();
});

test('a session id that somebody signed with another key is nobody', async () => {
  const { cookie } = await rig.signIn('supervisor');
  const broken = `${cookie.slice(0, -3)}AAA`;
  expect(await other.auth.watch.authenticate(broken)).toBeNull();
  expect((await rig.call('GET', '/api/v1/me', broken)).status).toBe(401);
});

const ends: readonly [
  what: string,
  reason: Revocation['reason'],
  end: (cookie: string, userId: string, principal: Principal) => Promise<unknown>,
][] = [
  ['signing out', 'signed-out', (cookie) => rig.call('DELETE', '/api/v1/session', cookie)],
  [
    'ending it from another browser',
    'ended-elsewhere',
    async (cookie, _userId, { sessionHash }) => rig.call('DELETE', `/api/v1/sessions/${sessionHash}`, cookie),
  ],
  [
    'an admin who disables the account',
    'user-disabled',
    async (_cookie, userId) => rig.call('PATCH', `/api/v1/users/${userId}`, (await rig.signIn('admin')).cookie, { disabled: true }),
  ],
  [
    'an admin who gives another role',
    'role-changed',
    async (_cookie, userId) => rig.call('PATCH', `/api/v1/users/${userId}`, (await rig.signIn('admin')).cookie, { role: 'agent' }),
  ],
  [
    'an admin who gives other teams',
    'role-changed',
    async (_cookie, userId) => rig.call('PATCH', `/api/v1/users/${userId}`, (await rig.signIn('admin')).cookie, { teams: ['夜班'] }),
  ],
  [
    'a changed password',
    'password-changed',
    (cookie) => rig.call('PUT', '/api/v1/me/password', cookie, { current: GOOD_PASSWORD, next: 'another-harbour-8' }),
  ],
];

test.each(ends)('%s closes the open socket on another node, and the cookie is worth nothing', async (_what, reason, end) => {
  const { cookie, userId } = await rig.signIn('supervisor');
  const principal = await socketOf(cookie);
  const seen = endSeenElsewhere(principal);
  const answer = (await end(cookie, userId, principal)) as { status: number };
  expect([200, 204]).toContain(answer.status);
  expect(await seen).toEqual({ sessionHash: principal.sessionHash, userId, reason });
  expect(other.auth.watch.stillValid(principal, epochMs(rig.clock.nowMs))).toBe(false);
  expect(await other.auth.watch.authenticate(cookie)).toBeNull();
  expect((await other.call('GET', '/api/v1/me', cookie)).status).toBe(401);
});

test('revoking a view-only link turns off every screen that it opened', async () => {
  const chief = await rig.signIn('supervisor');
  const made = await rig.call('POST', '/api/v1/tv-links', chief.cookie, { name: '大堂电视' });
  expect(made.status).toBe(201);
  const screens = await Promise.all([1, 2].map(() => rig.call('POST', '/api/v1/tv/session', null, { token: made.json.token })));
  const sockets = await Promise.all(screens.map((screen) => socketOf(cookieOf(screen))));
  expect(sockets.map((socket) => [socket.role, socket.displayName])).toEqual([
    ['wall', '大堂电视'],
    ['wall', '大堂电视'],
  ]);
  const list = await rig.call('GET', '/api/v1/tv-links', chief.cookie);
  expect(list.json.links).toContainEqual({ ...made.json.link, devices: 2 });
  const seen = Promise.all(sockets.map(endSeenElsewhere));
  expect((await rig.call('DELETE', `/api/v1/tv-links/${made.json.link.linkId}`, chief.cookie)).status).toBe(204);
  expect((await seen).map(({ reason }) => reason)).toEqual(['link-revoked', 'link-revoked']);
  const again = await rig.call('POST', '/api/v1/tv/session', null, { token: made.json.token });
  expect([again.status, again.json.code]).toEqual([401, 'wrong-credentials']);
});

test('a session id that was planted before signing in is dead afterwards', async () => {
  const planted = await rig.signIn('agent');
  await addPerson(rig.auth, 'victim', 'supervisor');
  const answer = await rig.call('POST', '/api/v1/session', planted.cookie, { login: 'victim', password: GOOD_PASSWORD });
  expect(answer.status).toBe(201);
  expect(cookieOf(answer)).not.toBe(planted.cookie);
  expect((await rig.call('GET', '/api/v1/me', planted.cookie)).status).toBe(401);
  expect((await rig.call('GET', '/api/v1/me', cookieOf(answer))).json.role).toBe('supervisor');
});

test('Redis never holds a session id, a link token or a password that could be used', async () => {
  const { cookie } = await rig.signIn('supervisor');
  const made = await rig.call('POST', '/api/v1/tv-links', cookie, { name: '墙' });
  const wall = cookieOf(await rig.call('POST', '/api/v1/tv/session', null, { token: made.json.token }));
  const witness = await createClient({ socket: { path: redis.socketPath, tls: false } }).connect();
  const everything: string[] = [];
  for await (const keys of witness.scanIterator({ COUNT: 500 })) {
    for (const key of keys) {
      everything.push(key);
      const kind = await witness.type(key);
      if (kind === 'string') everything.push((await witness.get(key)) ?? '');
      else if (kind === 'zset') everything.push(...(await witness.zRange(key, 0, -1)));
      else if (kind === 'set') everything.push(...(await witness.sMembers(key)));
      else everything.push(JSON.stringify(await witness.xRange(key, '-', '+')));
    }
  }
  witness.destroy();
  const dump = everything.join('\n');
  for (const each of [cookie, wall]) {
    const id =
      decodeURIComponent(each)
        .replace(/^\w+=s:/, '')
        .split('.')[0] ?? '';
    expect(id).toHaveLength(43);
    expect(dump).not.toContain(id);
  }
  expect(dump).not.toContain(made.json.token);
  expect(dump).not.toContain(GOOD_PASSWORD);
  expect(dump).toContain('$argon2id$');
});

test('a person sees where they are signed in, and nobody else’s', async () => {
  const mine = await rig.signIn('lead');
  const second = await rig.call(
    'POST',
    '/api/v1/session',
    null,
    { login: mine.login, password: GOOD_PASSWORD },
    { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 <script>' },
  );
  const { json } = await rig.call('GET', '/api/v1/sessions', mine.cookie);
  expect(json.sessions.map((each: { current: boolean; device: string }) => [each.current, each.device]).sort()).toEqual([
    [false, 'Chrome · Windows'],
    [true, '? · ?'],
  ]);
  const stranger = await rig.signIn('supervisor');
  const target = await socketOf(cookieOf(second));
  expect((await rig.call('DELETE', `/api/v1/sessions/${target.sessionHash}`, stranger.cookie)).status).toBe(404);
  expect((await rig.call('GET', '/api/v1/me', cookieOf(second))).status).toBe(200);
});

test('signing out tells the browser to forget what it holds', async () => {
  const { cookie } = await rig.signIn('supervisor');
  const answer = await rig.call('DELETE', '/api/v1/session', cookie);
  expect(answer.status).toBe(204);
  expect(answer.headers.get('clear-site-data')).toBe('"cache", "cookies", "storage"');
  expect(answer.headers.getSetCookie()[0]).toMatch(/^breakwater=; Path=\/; Expires=Thu, 01 Jan 1970/);
});

test('a session ends after twelve hours, however busy', async () => {
  const { cookie } = await rig.signIn('supervisor');
  const principal = await socketOf(cookie);
  const startedAt = rig.clock.nowMs;
  try {
    rig.clock.nowMs = startedAt + 12 * HOUR_MS - 1_000;
    expect((await rig.call('GET', '/api/v1/me', cookie)).status).toBe(200);
    rig.clock.nowMs = startedAt + 12 * HOUR_MS;
    other.clock.nowMs = rig.clock.nowMs;
    expect((await rig.call('GET', '/api/v1/me', cookie)).status).toBe(401);
    const seen = endSeenElsewhere(principal);
    await other.auth.watch.sweep();
    expect((await seen).reason).toBe('expired');
  } finally {
    rig.clock.nowMs = startedAt;
    other.clock.nowMs = startedAt;
  }
});

test('a session that nobody used for half an hour is gone; one in use by a socket stays', async () => {
  const idle = await rig.signIn('supervisor');
  const used = await rig.signIn('supervisor');
  const [idleOne, usedOne] = [await socketOf(idle.cookie), await socketOf(used.cookie)];
  const witness = await createClient({ socket: { path: redis.socketPath, tls: false } }).connect();
  const keyOf = ({ sessionHash }: Principal) => `auth:session:id:${sessionHash}`;
  const ttlMs = await witness.pTTL(keyOf(idleOne));
  expect(ttlMs).toBeGreaterThan(29 * MINUTE_MS);
  expect(ttlMs).toBeLessThanOrEqual(30 * MINUTE_MS);
  // Half an hour passes for both; only one was touched shortly before.
  await witness.pExpire(keyOf(usedOne), 60_000);
  other.auth.watch.touch(usedOne);
  await expect.poll(() => witness.pTTL(keyOf(usedOne))).toBeGreaterThan(29 * MINUTE_MS);
  await witness.del(keyOf(idleOne));
  const seen = endSeenElsewhere(idleOne);
  // Nobody tells of it: the node finds out when it looks through its sessions, twice a minute.
  other.clock.nowMs += 60_000;
  expect((await seen).reason).toBe('expired');
  other.clock.nowMs -= 60_000;
  expect(other.auth.watch.stillValid(usedOne, epochMs(rig.clock.nowMs))).toBe(true);
  expect(await other.auth.watch.authenticate(used.cookie)).not.toBeNull();
  witness.destroy();
});

test('what was revoked while a node had lost Redis is caught up when it is back', async () => {
  const { cookie } = await rig.signIn('supervisor');
  const principal = await socketOf(cookie);
  const seen = endSeenElsewhere(principal);
  const witness = await createClient({ socket: { path: redis.socketPath, tls: false } }).connect();
  // As after a fail-over to a replica that never got the news: the session is gone, and nobody was told.
  await witness.del(`auth:session:id:${principal.sessionHash}`);
  await witness.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
  expect((await seen).reason).toBe('expired');
  witness.destroy();
});

test('people of one site can’t enter another site in the same Redis', async () => {
  const elsewhere = await startHttpRig(redis, { siteId: 'north' });
  try {
    const { cookie, login } = await rig.signIn('admin');
    const answer = await elsewhere.call('POST', '/api/v1/session', null, { login, password: GOOD_PASSWORD });
    expect([answer.status, answer.json.code]).toEqual([401, 'wrong-credentials']);
    expect((await elsewhere.call('GET', '/api/v1/me', cookie)).status).toBe(401);
    expect(await elsewhere.auth.watch.authenticate(cookie)).toBeNull();
    const admin = await elsewhere.signIn('admin');
    const { userId } = await rig.signIn('agent');
    expect((await elsewhere.call('PATCH', `/api/v1/users/${userId}`, admin.cookie, { disabled: true })).status).toBe(404);
    const listed = (await elsewhere.call('GET', '/api/v1/users', admin.cookie)).json.users;
    expect(listed.map((user: { login: string }) => user.login)).toEqual([admin.login]);
  } finally {
    await elsewhere.close();
  }
});
