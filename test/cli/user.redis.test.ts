import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../server/cli/user.js';
import { addPerson, GOOD_PASSWORD, startHttpRig } from '../http/rig.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(async () => {
  await redis?.stop();
});

async function user(args: string[], stdin = '', env: Record<string, string> = {}) {
  const out: string[] = [];
  const errors: string[] = [];
  const into = (list: string[]) =>
    new Writable({
      write(chunk, _encoding, done) {
        list.push(String(chunk));
        done();
      },
    });
  const site = { SOURCE: 'none', DATA_DIR: redis.dir, REDIS_URL: redis.url, ...env };
  const code = await run(args, { stdin: Readable.from([stdin]), stdout: into(out), stderr: into(errors), env: site });
  return { code, out: out.join(''), errors: errors.join('') };
}

test('the first admin of a real site is made on its machine, signs in, and can be shut out again', async () => {
  const added = await user(['add', 'Chief', '--role', 'admin', '--name', '站长'], `${GOOD_PASSWORD}\n`);
  expect(added).toEqual({ code: 0, out: 'added chief as admin of the site main\n', errors: '' });
  const rig = await startHttpRig(redis);
  try {
    const signedIn = await rig.call('POST', '/api/v1/session', null, { login: 'chief', password: GOOD_PASSWORD });
    expect([signedIn.status, signedIn.json.displayName, signedIn.json.role]).toEqual([201, '站长', 'admin']);
    expect((await user(['revoke', 'chief'])).errors).toBe('chief is the last admin: add another first\n');
    await addPerson(rig.auth, 'deputy', 'admin');
    const ended = new Promise<string>((resolve) => {
      const undo = rig.auth.watch.onRevoked(({ userId, reason }) => {
        if (userId !== signedIn.json.userId) return;
        undo();
        resolve(reason);
      });
    });
    expect((await user(['revoke', 'chief'])).code).toBe(0);
    expect(await ended).toBe('user-disabled');
    expect((await user(['list'])).out).toBe('chief\tadmin\t站长\t\tdisabled\ndeputy\tadmin\tdeputy 某\n');
  } finally {
    await rig.close();
  }
});

test('without a password on standard input one is made, told once, and works', async () => {
  const added = await user(['add', 'made'], '');
  const password = /^password: (\S{29})$/m.exec(added.out)?.[1] ?? '';
  const rig = await startHttpRig(redis);
  try {
    expect((await rig.call('POST', '/api/v1/session', null, { login: 'made', password })).json.role).toBe('agent');
    const changed = await user(['password', 'made'], 'quieter-harbour-8\n');
    expect(changed.code).toBe(0);
    expect((await rig.call('POST', '/api/v1/session', null, { login: 'made', password })).status).toBe(401);
    expect((await rig.call('POST', '/api/v1/session', null, { login: 'made', password: 'quieter-harbour-8' })).status).toBe(201);
  } finally {
    await rig.close();
  }
});

test.each([
  [['add', 'x y', '--role', 'admin'], GOOD_PASSWORD, 2, 'login must be letters, digits and . _ @ - only\n'],
  [['add', 'short'], 'tiny', 2, 'password must have at least 10 characters\n'],
  [['add', 'wall', '--role', 'wall'], GOOD_PASSWORD, 2, 'role must be one of agent, lead, supervisor, admin\n'],
  [['add', 'common'], 'password123', 1, 'password is one of the passwords that are tried first\n'],
  [['revoke', 'nobody'], '', 1, 'There is no "nobody" at the site main.\n'],
])('%j is refused with its reason', async (args, stdin, code, errors) => {
  expect(await user(args, stdin)).toEqual({ code, out: '', errors });
});

test.each([[[]], [['add']], [['remove', 'x']], [['list', 'x']], [['add', 'x', '--colour', 'red']]])(
  '%j is answered by the usage',
  async (args) => {
    const answer = await user(args);
    expect([answer.code, answer.out]).toEqual([2, '']);
    expect(answer.errors).toMatch(/^Usage: breakwater user add/);
  },
);
