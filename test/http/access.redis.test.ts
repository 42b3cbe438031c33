import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS, ROUTE_KEYS, type RouteKey } from '../../server/auth/access.js';
import { specOf } from '../../server/http/routes.js';
import { type Role, roleSchema } from '../../shared/protocol/messages.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

let redis: TestRedis;
let rig: HttpRig;
beforeAll(async () => {
  redis = await startTestRedis();
  rig = await startHttpRig(redis);
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
});

/** A path with ids of the right form that name nothing, and a body that is refused: who gets past the door is told so by the code. */
const askAt = (route: RouteKey, cookie: string | null) => {
  const [method = '', path = ''] = route.split(' ');
  const filled = path.replace(':sessionHash', 'f'.repeat(64)).replace(':linkId', 'tv-none').replace(':userId', 'u-none');
  return rig.call(method, filled, cookie, specOf(route).body ? {} : undefined);
};

const ROLES: readonly (Role | null)[] = [null, ...roleSchema.options];

/** A site has fewer links for its walls than routes: one screen asks for all of them, but for the one that ends it. */
let screen: string | undefined;
async function cookieFor(route: RouteKey, role: Role | null): Promise<string | null> {
  if (role === null) return null;
  if (role !== 'wall' || route === 'DELETE /api/v1/session') return (await rig.signIn(role)).cookie;
  screen ??= (await rig.signIn('wall')).cookie;
  return screen;
}

describe.each(ROUTE_KEYS)('%s', (route) => {
  test.each(ROLES)('as %s', async (role) => {
    const cookie = await cookieFor(route, role);
    const { status, json } = await askAt(route, cookie);
    const allowed: readonly Role[] | 'anyone' = ACCESS[route];
    if (allowed === 'anyone' || (role !== null && allowed.includes(role))) {
      expect([200, 204, 400, 404]).toContain(status);
    } else if (role === null) expect([status, json.code]).toEqual([401, 'not-signed-in']);
    else expect([status, json.code]).toEqual([403, 'not-permitted']);
  });
});

test('a route that is not in the table does not exist, for an admin either', async () => {
  const { cookie } = await rig.signIn('admin');
  for (const path of ['/api/v1/', '/api/v1/secret', '/api/v1/users/u-none', '/api/v1/ME', '/api/v2/me', '/api/', '/api/v1/me/']) {
    const answer = await rig.call('GET', path, cookie);
    expect([path, answer.status, answer.json?.code]).toEqual([path, 404, 'not-found']);
  }
});

test('the wall reaches nothing but itself', () => {
  const open = ROUTE_KEYS.filter(
    (route) => (ACCESS[route] as readonly Role[] | 'anyone') !== 'anyone' && (ACCESS[route] as readonly Role[]).includes('wall'),
  );
  expect(open).toEqual(['DELETE /api/v1/session', 'GET /api/v1/me']);
});
