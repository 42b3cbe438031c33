import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../server/cli/doctor.js';
import type { Check } from '../../server/ops/check.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

let dir: string;
let durable: TestRedis;
let careless: TestRedis;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'breakwater-doctor-'));
  [durable, careless] = await Promise.all([
    startTestRedis(['--maxmemory', '256mb']),
    startTestRedis(['--appendfsync', 'everysec', '--maxmemory-policy', 'allkeys-lru']),
  ]);
});
afterAll(async () => {
  await durable?.stop();
  await careless?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function doctor(env: Record<string, string>, args = ['--json']): Promise<{ code: number; checks: Check[]; text: string }> {
  let text = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const code = await run(args, {
    stdin: Readable.from([]),
    stdout,
    stderr: stdout,
    env: { DATA_DIR: join(dir, 'data'), PORT: '0', ...env },
  });
  return { code, text, checks: args.includes('--json') && code !== 2 ? JSON.parse(text) : [] };
}
const found = (checks: Check[], name: string) => checks.find(({ check }) => check === name);
const badOnes = (checks: Check[]) => checks.filter(({ ok }) => !ok).map(({ check }) => check);

test('a good installation has nothing wrong, and looking at it changed nothing', async () => {
  const { code, checks } = await doctor({ REDIS_URL: durable.url });
  // A full disk on the machine that runs the tests is not this test's matter.
  expect(badOnes(checks).filter((check) => check !== 'disk')).toEqual([]);
  expect(code).toBe(badOnes(checks).length === 0 ? 0 : 1);
  for (const check of checks) expect(Object.keys(check)).toEqual(['check', 'ok', 'detail', 'fix']);
  for (const name of ['redis-version', 'appendonly', 'appendfsync', 'maxmemory-policy', 'clock', 'data-dir', 'port', 'site-file']) {
    expect(found(checks, name)?.ok, name).toBe(true);
  }
  expect(existsSync(join(dir, 'data'))).toBe(false);
});

test('a Redis that would lose or throw away the log is told with what to set', async () => {
  const { code, checks } = await doctor({ REDIS_URL: careless.url });
  expect(code).toBe(1);
  expect(found(checks, 'appendfsync')).toMatchObject({
    ok: false,
    detail: 'everysec',
    fix: expect.stringContaining('set appendfsync to always'),
  });
  expect(found(checks, 'maxmemory-policy')).toMatchObject({ ok: false, detail: 'allkeys-lru', fix: expect.stringContaining('noeviction') });
  expect(found(checks, 'maxmemory')).toMatchObject({ ok: false, detail: 'no limit' });
});

test('a Redis that is not there is told, and no password with it', async () => {
  const { code, checks, text } = await doctor({ REDIS_URL: 'redis://floor:CANARY@127.0.0.1:1' });
  expect(code).toBe(1);
  expect(found(checks, 'redis')?.detail).toMatch(/^not reachable/);
  expect(text).not.toContain('CANARY');
});

test('bad configuration and a bad site file are told by name and line', async () => {
  expect((await doctor({ SIM_SPEED: '1000', PORT: 'x' })).checks.map(({ detail }) => detail)).toEqual([
    'PORT must be a whole number from 0 to 65535',
    'SIM_SPEED must be a number from 1 to 100',
  ]);
  const path = join(dir, 'site.yaml');
  writeFileSync(path, 'name: A\nqueues:\n  - key: a\n    treshold: 3\n');
  const { checks } = await doctor({ REDIS_URL: durable.url, SITE_FILE: path });
  expect(found(checks, 'site-file')).toMatchObject({ ok: false, detail: 'site.yaml:4 queues[0].treshold: is not known' });
});

test('a real site without an admin, and with passwords in the open, is told so', async () => {
  const { checks } = await doctor({ REDIS_URL: durable.url, SOURCE: 'none' });
  expect(badOnes(checks)).toEqual(expect.arrayContaining(['tls', 'admin']));
});

test('a port that another program has is told; people read it as lines', async () => {
  const squatter = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('no HTTP\r\n', () => socket.destroy());
  });
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const { port } = squatter.address() as AddressInfo;
  try {
    const { text } = await doctor({ REDIS_URL: durable.url, HOST: '127.0.0.1', PORT: String(port) }, []);
    expect(text).toMatch(new RegExp(`^BAD {2}port +${port} is in use by another program\\n +→ stop it, or set PORT$`, 'm'));
    expect(text).toMatch(/^ok {3}redis-version +(Redis|Valkey) \d/m);
  } finally {
    await new Promise((resolve) => squatter.close(resolve));
  }
});

/** Enough of a manager interface to be asked for its rights. */
async function pbx(
  answer: (action: string) => string,
): Promise<{ env: Record<string, string>; seen: string[]; close: () => Promise<void> }> {
  const seen: string[] = [];
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const block = text.slice(0, end);
        text = text.slice(end + 4);
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]?.trim() ?? '';
        seen.push(block);
        socket.write(`${answer(field('Action'))}\r\nActionID: ${field('ActionID')}\r\n\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { REDIS_URL: durable.url, AMI_HOST: '127.0.0.1', AMI_PORT: String(port), AMI_USER: 'floor', AMI_SECRET: 'CANARY-secret' },
    seen,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('a PBX user that may do all that is needed is good; what is only useful is named', async () => {
  const server = await pbx((action) => {
    if (action === 'GetConfig') return 'Response: Error\r\nMessage: Permission denied';
    return action === 'QueueStatus' ? 'Response: Error\r\nMessage: No such queue' : 'Response: Success';
  });
  try {
    const { checks, text } = await doctor(server.env);
    const pbxChecks = checks.filter(({ check }) => check.startsWith('pbx'));
    expect(pbxChecks.map(({ check, ok }) => [check, ok])).toEqual([
      ['pbx', true],
      ['pbx-login', true],
      ['pbx-queues', true],
      ['pbx-channels', true],
      ['pbx-devices', true],
      ['pbx-filter', true],
      ['pbx-wrap-up', true],
      ['pbx-move', true],
      ['pbx-listen', true],
      ['pbx-agents', true],
      ['pbx-priority', true],
      ['pbx-chanspy', true],
      ['pbx-agent-context', true],
      ['pbx-queue-context', true],
    ]);
    expect(found(checks, 'pbx')?.detail).toMatch(/answers \(AMI 11\.0\.0\)$/);
    expect(found(checks, 'pbx-wrap-up')?.detail).toContain('wrap-up times come from the site file');
    expect(text).not.toContain('CANARY');
    // Asked, not done: nothing that an installation could feel.
    expect(server.seen.map((block) => /^Action: (\w+)/m.exec(block)?.[1])).toEqual([
      'Login',
      'QueueStatus',
      'CoreShowChannels',
      'ExtensionStateList',
      'Filter',
      'GetConfig',
      'ListCommands',
      'ModuleCheck',
      'Logoff',
    ]);
  } finally {
    await server.close();
  }
});

test('a PBX that refuses the login, or a question, is told with what to change there', async () => {
  const closed = await pbx(() => 'Response: Error\r\nMessage: Authentication failed');
  const narrow = await pbx((action) =>
    action === 'CoreShowChannels' ? 'Response: Error\r\nMessage: Permission denied' : 'Response: Success',
  );
  try {
    const refused = (await doctor(closed.env)).checks;
    expect(found(refused, 'pbx-login')).toMatchObject({ ok: false, detail: 'Authentication failed' });
    expect(found(refused, 'pbx-queues')).toBeUndefined();
    const denied = (await doctor(narrow.env)).checks;
    expect(found(denied, 'pbx-channels')).toMatchObject({ ok: false, fix: 'give the user in manager.conf write = system or reporting' });
  } finally {
    await closed.close();
    await narrow.close();
  }
});

test('a PBX that can’t be reached is told', async () => {
  const { code, checks } = await doctor({ REDIS_URL: durable.url, AMI_HOST: '127.0.0.1', AMI_PORT: '1', AMI_USER: 'x', AMI_SECRET: 'y' });
  expect(code).toBe(1);
  expect(found(checks, 'pbx')).toMatchObject({ ok: false, detail: '127.0.0.1:1: ECONNREFUSED' });
});

test('an option that is none is answered by the usage', async () => {
  expect(await doctor({}, ['--yaml'])).toEqual({ code: 2, text: 'Usage: breakwater doctor [--json]\n', checks: [] });
});
