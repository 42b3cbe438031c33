import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApiOf } from '../../server/http/openapi.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { type HttpRig, startHttpRig } from './rig.js';

let redis: TestRedis;
let rig: HttpRig;
let clientDir: string;
beforeAll(async () => {
  clientDir = mkdtempSync(join(tmpdir(), 'breakwater-client-'));
  mkdirSync(join(clientDir, 'assets'));
  mkdirSync(join(clientDir, '.vite'));
  writeFileSync(join(clientDir, 'index.html'), '<!doctype html><title>Breakwater</title>');
  writeFileSync(join(clientDir, 'assets', 'app-1a2b3c.js'), 'export {};');
  writeFileSync(join(clientDir, '.vite', 'manifest.json'), '{}');
  redis = await startTestRedis();
  rig = await startHttpRig(redis, { clientDir, metricsToken: 'prometheus-token-1234', demo: true, siteId: 'demo' });
});
afterAll(async () => {
  await rig?.close();
  await redis?.stop();
  rmSync(clientDir, { recursive: true, force: true });
});

test('a node whose log is not read any more gets no visitors, but is not killed', async () => {
  let reason: string | null = null;
  rig.health.register('log', () => reason);
  expect((await rig.call('GET', '/readyz')).json).toEqual({ ready: true, checks: [{ check: 'log', ok: true }] });
  reason = 'the log was not read for 3 s';
  const answer = await rig.call('GET', '/readyz');
  expect([answer.status, answer.json.checks[0].reason]).toEqual([503, reason]);
  expect((await rig.call('GET', '/healthz')).status).toBe(200);
});

test('measures are for whoever has the token', async () => {
  expect((await rig.call('GET', '/metrics')).status).toBe(401);
  expect((await rig.call('GET', '/metrics', null, undefined, { authorization: 'Bearer prometheus-token-1235' })).status).toBe(401);
  const good = await rig.call('GET', '/metrics', null, undefined, { authorization: 'Bearer prometheus-token-1234' });
  expect(good.status).toBe(200);
  expect(good.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(good.text).toContain('breakwater_sockets');
});

test('the page is asked for each time, its hashed files never again', async () => {
  for (const path of ['/', '/floor', '/tv', '/floor/queues']) {
    const page = await rig.call('GET', path);
    expect([path, page.status, page.headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
    expect(page.text).toContain('<title>Breakwater</title>');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  }
  const asset = await rig.call('GET', '/assets/app-1a2b3c.js');
  expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
});

test.each(['/assets/app-0.js', '/favicon.png', '/.vite/manifest.json', '/.env', '/index.php'])(
  '%s is not there, and is not the page',
  async (path) => {
    const answer = await rig.call('GET', path);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('Breakwater</title>');
  },
);

test('only a demonstration floor tells its accounts', async () => {
  const demo = await rig.call('GET', '/api/v1/site');
  expect(demo.json.demoAccounts.map((each: { login: string }) => each.login)).toContain('zhoumin');
  const real = await startHttpRig(redis);
  try {
    expect((await real.call('GET', '/api/v1/site')).json).toMatchObject({ demo: false, demoAccounts: [] });
  } finally {
    await real.close();
  }
});

test('OpenAPI is served, and its copy in docs/ is the same', async () => {
  const served = await rig.call('GET', '/api/openapi.json');
  expect(served.json.paths['/api/v1/tv-links/{linkId}'].delete.description).toBe('For supervisor, admin.');
  const { version } = JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'));
  // Out of date? `npx vitest run test/http/operate -u`
  await expect(`${JSON.stringify(openApiOf(version), null, 2)}\n`).toMatchFileSnapshot('../../docs/openapi.json');
});
