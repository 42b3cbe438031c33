import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import type { CommitId } from '../../shared/kernel/ids.js';
import { actionIdOf, agentIdOf, teamIdOf } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import type { CommandAnswer, CommandRequest } from '../../shared/protocol/messages.js';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.js';
import { abandoned, joined, member, offered, queueSeen, SOURCE } from '../support/floor.js';
import { type Browser, type LiveNode, startNode } from './live-node.js';

const LI = 'PJSIP/1001';
let node: LiveNode;
const others: LiveNode[] = [];

beforeEach(async () => {
  node = await startNode();
  node.source.tell(queueSeen(0, 'sales'), member(1, LI, 'sales'), joined(2, 'call1', 'sales'));
  for (const [name, role] of [
    ['wang', 'supervisor'],
    ['chen', 'supervisor'],
    ['admin', 'admin'],
    ['tv', 'wall'],
  ] as const) {
    node.sessions.add(name, role);
  }
});
afterEach(async () => {
  await node.stop();
  for (const other of others.splice(0)) await other.stop();
  expect(node.errors).toEqual([]);
});

/** Signed in, greeted, and shown the floor. */
async function signedIn(name: string, at: LiveNode = node): Promise<Browser> {
  const browser = at.browser(name);
  browser.socket.on('connect', () => browser.hello());
  await vi.waitFor(() => expect(browser.frames.length).toBeGreaterThan(0));
  return browser;
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });

describe('a browser', () => {
  test('is welcomed, shown the whole floor, then every change, and hears a heartbeat each second', async () => {
    const wang = await signedIn('wang');
    expect(wang.welcomes).toEqual([
      {
        protocol: PROTOCOL_VERSION,
        userId: 'u-wang',
        displayName: 'wang',
        role: 'supervisor',
        agentId: null,
        teamIds: [],
        hasPhone: false,
        resumed: false,
        node: expect.any(String),
      },
    ]);
    expect(wang.frames[0]?.from).toBeNull();
    node.source.tell(offered(3, 'call1', LI));
    await until(() => expect(wang.frames.at(-1)?.changed.visit?.[0]).toMatchObject({ state: 'ringing' }));
    node.timers.advance(2_000);
    await until(() => expect(wang.beats).toHaveLength(2));
    expect([wang.misfits, node.realtime.clients()]).toEqual([0, 1]);
  });

  test('that comes back gets what changed while it was away', async () => {
    const wang = await signedIn('wang');
    wang.socket.disconnect();
    await until(() => expect(node.realtime.clients()).toBe(0));
    node.source.tell(abandoned(9, 'call1'));
    const again = node.browser('wang');
    Object.assign(again, { held: wang.held });
    again.socket.on('connect', () => again.hello());
    await until(() => expect(again.frames).toHaveLength(1));
    expect([again.welcomes[0]?.resumed, again.frames[0]?.from === null, again.misfits]).toEqual([true, false, 0]);
    expect(again.frames[0]?.gone.visit).toHaveLength(1);
  });

  test('that finds a frame missing says hello again on the same socket and is in step once more', async () => {
    const wang = await signedIn('wang');
    const before = wang.held.at;
    node.source.tell(offered(3, 'call1', LI));
    await until(() => expect(wang.frames).toHaveLength(2));
    wang.held.at = before;
    wang.hello();
    await until(() => expect(wang.welcomes).toHaveLength(2));
    node.source.tell(abandoned(9, 'call1'));
    await until(() => expect(wang.frames.at(-1)?.gone.visit).toHaveLength(1));
    expect([wang.misfits, wang.frames.length, node.realtime.clients()]).toEqual([0, 4, 1]);
  });

  test('of another version of the protocol is told so', async () => {
    const wang = node.browser('wang');
    wang.socket.on('connect', () => wang.hello({ protocol: PROTOCOL_VERSION + 1 }));
    await until(() => expect(wang.goodbyes).toEqual([{ because: 'protocol' }]));
    await until(() => expect(wang.isClosed).toBe(true));
  });

  test('that says nothing after connecting is let go', async () => {
    const wang = node.browser('wang');
    await until(() => expect(wang.socket.connected).toBe(true));
    await until(() => {
      node.timers.advance(1_000);
      expect(wang.isClosed).toBe(true);
    });
    expect(wang.frames).toEqual([]);
  });
});

describe('who may connect', () => {
  test('without a session nobody gets in, and is told to sign in', async () => {
    for (const cookie of [undefined, 'nobody', '__proto__']) {
      const stranger = node.browser(cookie);
      await until(() => expect(stranger.refusals).toHaveLength(1));
      expect(stranger.refusals[0]?.data).toEqual({ because: 'signed-out' });
      expect([stranger.frames, stranger.beats, stranger.welcomes]).toEqual([[], [], []]);
    }
  });

  test("only our own page's origin opens a socket, whatever the cookie", async () => {
    const port = new URL(node.url).port;
    const foreign = [
      undefined,
      'null',
      'http://evil.example',
      `http://127.0.0.1.evil.example:${port}`,
      `http://evil.example:${port}`,
      `http://127.0.0.1`,
      `http://127.0.0.1:${Number(port) + 1}`,
      `http://127.0.0.1:${port}/`,
      `http://127.0.0.1:${port}.evil.example`,
      `HTTP://127.0.0.1:${port}`,
      `http://localhost:${port}`,
      `file://127.0.0.1:${port}`,
    ];
    const opened: unknown[] = [];
    for (const origin of foreign) {
      const raw = new WebSocket(`${node.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
        headers: { cookie: 'sid=wang', ...(origin === undefined ? {} : { origin }) },
      });
      const outcome = await new Promise<string>((resolve) => {
        raw.on('open', () => resolve('open'));
        raw.on('error', () => resolve('refused'));
      });
      if (outcome === 'open') opened.push(origin);
      raw.terminate();
    }
    expect(opened).toEqual([]);
    expect((await signedIn('wang')).frames).toHaveLength(1);
  });

  test('there is no way in by polling', async () => {
    const response = await fetch(`${node.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin: node.url, cookie: 'sid=wang' } });
    expect(response.status).toBe(400);
    expect(await (await fetch(node.url)).text()).toBe('page');
  });

  test('a lead and an agent get their own part of the floor', async () => {
    node.source.configure(
      siteConfigSchema.parse({ name: 'x', timeZone: 'UTC', teams: [{ name: '早班' }], people: [{ key: LI, team: '早班' }] }),
    );
    node.sessions.add('lead', 'lead', { teamIds: [teamIdOf('早班')], teams: ['早班'] });
    node.sessions.add('li', 'agent', { agentKey: LI });
    const [lead, li] = [await signedIn('lead'), await signedIn('li')];
    expect(lead.welcomes[0]).toMatchObject({ role: 'lead', teamIds: [teamIdOf('早班')] });
    expect(li.welcomes[0]).toMatchObject({ role: 'agent', agentId: agentIdOf(SOURCE, LI) });
    expect([
      lead.held.records.has(`agent:${agentIdOf(SOURCE, LI)}`),
      [...li.held.records.keys()].some((key) => key.startsWith('visit:')),
    ]).toEqual([true, false]);
  });

  test('an agent whom the source does not know yet is sent for the right view as soon as it does', async () => {
    node.sessions.add('new', 'agent', { agentKey: 'PJSIP/2000' });
    const browser = await signedIn('new');
    expect([...browser.held.records.keys()]).toEqual(['site:site']);
    node.source.tell(member(5, 'PJSIP/2000', 'sales'));
    node.timers.advance(1_000);
    await until(() => expect(browser.goodbyes).toEqual([{ because: 'moving', retryAfterMs: 0 }]));
  });
});

describe('when a session ends', () => {
  test('its sockets on every node are told and closed at once, get nothing more, and nobody else notices', async () => {
    const second = await startNode({}, node);
    others.push(second);
    const wangs = [await signedIn('wang'), await signedIn('wang', second)];
    const chen = await signedIn('chen');
    node.sessions.revoke('wang', 'user-disabled');
    node.source.tell(offered(3, 'call1', LI));
    node.timers.advance(1_000);
    for (const wang of wangs) {
      await until(() => expect(wang.isClosed).toBe(true));
      expect([wang.goodbyes, wang.frames.length, wang.beats.length]).toEqual([[{ because: 'signed-out' }], 1, 0]);
    }
    await until(() => expect(chen.frames.length).toBeGreaterThan(1));
    const back = node.browser('wang');
    await until(() => expect(back.refusals[0]?.data).toEqual({ because: 'signed-out' }));
  });

  test('a changed role closes the socket, and the next hello has the new view', async () => {
    const wang = await signedIn('wang');
    node.sessions.add('wang', 'wall');
    node.sessions.revoke('wang', 'role-changed');
    node.source.tell(offered(3, 'call1', LI));
    await until(() => expect(wang.goodbyes).toEqual([{ because: 'moving', retryAfterMs: 0 }]));
    await until(() => expect(wang.isClosed).toBe(true));
    expect(wang.frames).toHaveLength(1);
    const again = await signedIn('wang');
    expect(again.welcomes[0]?.role).toBe('wall');
    expect([...again.held.records.keys()].some((key) => key.startsWith('agent:'))).toBe(false);
  });

  test('one that runs out is noticed within a second, without anybody telling', async () => {
    node.sessions.add('short', 'supervisor', { expiresAt: epochMs(node.source.now().serverAt + 5_000) });
    const browser = await signedIn('short');
    node.timers.advance(4_000);
    expect(browser.goodbyes).toEqual([]);
    node.timers.advance(2_000);
    await until(() => expect(browser.goodbyes).toEqual([{ because: 'signed-out' }]));
  });

  test('one revoked while the browser was saying hello gets no view', async () => {
    const wang = node.browser('wang');
    await until(() => expect(wang.socket.connected).toBe(true));
    let release: ((holds: boolean) => void) | null = null;
    node.source.holds = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    wang.hello({ resume: { epoch: node.source.epoch, position: '1-7' as never, asOf: epochMs(0) } });
    await until(() => expect(release).not.toBeNull());
    node.sessions.ended.add('hash-wang');
    (release as unknown as (holds: boolean) => void)(false);
    await until(() => expect(wang.isClosed).toBe(true));
    expect([wang.goodbyes, wang.frames]).toEqual([[{ because: 'signed-out' }], []]);
  });
});

describe('what makes no sense', () => {
  test('is counted, and a browser that goes on is closed; others are not disturbed', async () => {
    const [wang, chen] = [await signedIn('wang'), await signedIn('chen')];
    wang.say('constructor', {});
    wang.say('hello', { protocol: PROTOCOL_VERSION, more: true });
    wang.say('hello');
    wang.say('seen', { $gt: '' });
    wang.say('command', { type: 'site.configure' });
    await until(() => expect(wang.goodbyes).toEqual([{ because: 'bad-message' }]));
    expect(node.dropped).toEqual(['unknown-event', 'bad-hello', 'bad-hello', 'bad-seen', 'bad-command']);
    node.source.tell(offered(3, 'call1', LI));
    await until(() => expect(chen.frames).toHaveLength(2));
  });

  test('raw rubbish closes the connection it came by and nothing else', async () => {
    const chen = await signedIn('chen');
    const rubbish: (string | Buffer)[] = [
      '9',
      '4',
      '42',
      '42[',
      '42["hello"',
      '42["hello",{"__proto__":{"role":"admin"}}]',
      '451-["hello",{"_placeholder":true,"num":0}]',
      '459999999999-["x"]',
      '42[1]',
      '42{}',
      '40/other,',
      `42["seen","${'9'.repeat(1_000)}"]`,
      `42["hello",${'['.repeat(10_000)}${']'.repeat(10_000)}]`,
      Buffer.from([0, 255, 1]),
      '41',
    ];
    for (const message of rubbish) {
      const raw = node.raw({ cookie: 'sid=wang' });
      await new Promise<void>((inside) => {
        raw.on('message', (data) => {
          if (String(data).startsWith('40')) inside();
          else if (String(data).startsWith('0')) raw.send('40');
        });
      });
      raw.send(message);
      raw.send('42["hello",{"protocol":1}]');
    }
    node.source.tell(offered(3, 'call1', LI));
    await until(() => expect(chen.frames).toHaveLength(2));
    expect(chen.misfits).toBe(0);
  });

  test('a message larger than 512 KB closes its connection: five hundred shifts are less', async () => {
    const raw = node.raw({ cookie: 'sid=wang' });
    await new Promise((resolve) => raw.once('open', resolve));
    const code = new Promise((resolve) => raw.once('close', resolve));
    raw.send(`42["hello",{"x":"${'y'.repeat(600_000)}"}]`);
    expect(await code).toBe(1009);
  });

  test('a flood of messages is cut off and told when to come back', async () => {
    const wang = await signedIn('wang');
    for (let n = 0; n < 80; n++) wang.say('seen', node.source.position);
    await until(() => expect(wang.goodbyes).toMatchObject([{ because: 'too-many', retryAfterMs: expect.any(Number) }]));
  });

  test('a flood of hellos, each of which would cost a whole view, is cut off too', async () => {
    const wang = await signedIn('wang');
    for (let n = 0; n < 10; n++) wang.hello({ resume: undefined as never });
    await until(() => expect(wang.goodbyes[0]).toMatchObject({ because: 'too-many' }));
    expect(wang.frames.length).toBeLessThan(8);
  });
});

describe('too many', () => {
  test('sockets of one user: the next is sent away and the others stay', async () => {
    const small = await startNode({ limits: { socketsPerUser: 2 } });
    others.push(small);
    small.sessions.add('wang', 'supervisor');
    small.sessions.add('chen', 'supervisor');
    const kept = [await signedIn('wang', small), await signedIn('wang', small)];
    const third = small.browser('wang');
    await until(() => expect(third.goodbyes).toMatchObject([{ because: 'too-many', retryAfterMs: expect.any(Number) }]));
    await signedIn('chen', small);
    kept[0]?.socket.disconnect();
    await until(() => expect(small.realtime.clients()).toBe(2));
    await signedIn('wang', small);
  });

  test('connections of one address are refused at the door, signed in or not', async () => {
    const small = await startNode({ limits: { socketsPerAddress: 2 }, addressOf: (request) => String(request.headers['x-test-address']) });
    others.push(small);
    const open = async (address: string) => {
      const raw = small.raw({ 'x-test-address': address });
      return new Promise<string>((resolve) => {
        raw.once('open', () => resolve('open'));
        raw.once('error', () => resolve('refused'));
      });
    };
    expect([await open('a'), await open('a'), await open('a'), await open('b')]).toEqual(['open', 'open', 'refused', 'open']);
  });

  test('handshakes of a whole node: who comes too fast is told when to try again', async () => {
    const small = await startNode({ limits: { handshakes: { points: 3, duration: 60 } } });
    others.push(small);
    small.sessions.add('wang', 'supervisor');
    for (let n = 0; n < 3; n++) await signedIn('wang', small);
    const late = small.browser('wang');
    await until(() => expect(late.goodbyes).toMatchObject([{ because: 'too-many' }]));
    expect(late.goodbyes[0]?.retryAfterMs).toBeGreaterThan(1_000);
  });
});

describe('commands', () => {
  const request = (id = 'commit-0001'): CommandRequest => ({
    id: id as CommitId,
    issuedAt: epochMs(1_000),
    command: { type: 'site.configure', config: siteConfigSchema.parse({ name: '新名', timeZone: 'UTC' }) },
  });
  const ask = (browser: Browser, body: unknown = request()) =>
    new Promise<CommandAnswer>((resolve) => browser.say('command', body, resolve));

  test('an administrator’s is handed on with who asked, and answered', async () => {
    const admin = await signedIn('admin');
    expect(await ask(admin)).toEqual({
      outcome: 'accepted',
      epoch: node.source.epoch,
      position: node.source.position,
      actionId: actionIdOf('commit-0001'),
    });
    expect(node.source.submitted).toMatchObject([{ request: { id: 'commit-0001' }, actor: { userId: 'u-admin', role: 'admin' } }]);
    expect(node.sessions.touched).toEqual(['u-admin']);
  });

  test('a site in a zone that no clock knows is refused by its field: what can not be folded never reaches the log', async () => {
    const admin = await signedIn('admin');
    const nowhere = { ...request(), command: { type: 'site.configure', config: { name: '新名', timeZone: 'Mars/Base' } } };
    expect(await ask(admin, nowhere)).toEqual({ outcome: 'refused', rejection: { code: 'bad-request', field: 'command.config.timeZone' } });
    expect(node.source.submitted).toEqual([]);
  });

  test('nobody else may configure the site', async () => {
    node.sessions.add('lead', 'lead');
    node.sessions.add('li', 'agent', { agentKey: LI });
    for (const name of ['wang', 'tv', 'lead', 'li']) {
      const browser = await signedIn(name);
      expect(await ask(browser)).toEqual({ outcome: 'refused', rejection: { code: 'not-permitted' } });
    }
    expect(node.source.submitted).toEqual([]);
    expect(node.refused.map(({ by }) => by.userId)).toEqual(['u-wang', 'u-tv', 'u-lead', 'u-li']);
  });

  test('what the rules refuse as beyond somebody is noted once; what they refuse for another reason is not', async () => {
    const admin = await signedIn('admin');
    const refuse = (code: 'not-permitted' | 'unchanged') => {
      node.source.answer = () => Promise.resolve({ outcome: 'refused', rejection: { code } });
    };
    refuse('unchanged');
    expect(await ask(admin)).toMatchObject({ outcome: 'refused' });
    expect(node.refused).toEqual([]);
    refuse('not-permitted');
    expect(await ask(admin)).toMatchObject({ outcome: 'refused' });
    expect(node.refused).toMatchObject([{ request: { command: { type: 'site.configure' } }, by: { userId: 'u-admin', role: 'admin' } }]);
  });

  test('one that is not well formed is refused with the field at fault', async () => {
    const admin = await signedIn('admin');
    const wrong = { ...request(), command: { ...request().command, config: { name: '', timeZone: 'UTC' } } };
    expect(await ask(admin, wrong)).toEqual({ outcome: 'refused', rejection: { code: 'bad-request', field: 'command.config.name' } });
    expect(await ask(admin, null)).toEqual({ outcome: 'refused', rejection: { code: 'bad-request' } });
  });

  test('one that gets no answer in time, or breaks off, is not confirmed and keeps its id', async () => {
    const admin = await signedIn('admin');
    node.source.answer = () => new Promise(() => undefined);
    const silent = ask(admin);
    await until(() => expect(node.source.submitted).toHaveLength(1));
    node.timers.advance(6_000);
    expect(await silent).toEqual({ outcome: 'not-confirmed', commitId: 'commit-0001' });
    node.source.answer = () => Promise.reject(new Error('the log is away'));
    expect(await ask(admin, request('commit-0002'))).toEqual({ outcome: 'not-confirmed', commitId: 'commit-0002' });
    expect(node.errors.splice(0)).toHaveLength(1);
  });

  test('more than ten at once are refused', async () => {
    const admin = await signedIn('admin');
    node.source.answer = () => new Promise(() => undefined);
    for (let n = 0; n < 10; n++) void ask(admin, request(`commit-10${n}`));
    expect(await ask(admin, request('commit-2000'))).toEqual({ outcome: 'refused', rejection: { code: 'too-many' } });
  });

  test('one from a session that has just ended is not handed on', async () => {
    const admin = await signedIn('admin');
    node.sessions.ended.add('hash-admin');
    admin.say('command', request(), () => undefined);
    await until(() => expect(admin.goodbyes).toEqual([{ because: 'signed-out' }]));
    expect(node.source.submitted).toEqual([]);
  });
});

describe('when the node stops', () => {
  test('everybody is sent elsewhere, spread over some seconds; the server itself stays up', async () => {
    const crowd = await Promise.all(['wang', 'chen', 'tv'].map((name) => signedIn(name)));
    await node.realtime.stop();
    for (const browser of crowd) {
      await until(() => expect(browser.isClosed).toBe(true));
      expect(browser.goodbyes).toMatchObject([{ because: 'moving' }]);
      expect(browser.goodbyes[0]?.retryAfterMs).toBeLessThanOrEqual(3_000);
    }
    expect(await (await fetch(node.url)).text()).toBe('page');
    const late = node.browser('wang');
    await until(() => expect(late.refusals).toHaveLength(1));
  });
});
