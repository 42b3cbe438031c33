import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_TV_TOKEN } from '../../server/auth/demo-accounts.js';
import { LIMITS } from '../../server/realtime/options.js';
import { POLICY } from '../../shared/domain/policy.js';
import type { AgentId } from '../../shared/kernel/ids.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { TestSupervisor } from '../support/supervisor.js';
import { eventsIn, untouchedCall, watchAs, wish } from './commanding.js';

let redis: TestRedis;
let node: TestServer;
/** Looks on from beginning to end: whatever is forged, this page stays live. */
let witness: TestSupervisor;
const watchers: TestSupervisor[] = [];

beforeAll(async () => {
  redis = await startTestRedis();
  node = await startTestServer({ redisUrl: redis.url, env: { SOURCE: 'simulator', SIM_AGENTS: '40', SIM_SPEED: '1', SIM_SEED: '24' } });
  witness = await watchAs('zhoumin', node);
});
afterAll(async () => {
  for (const watcher of [...watchers, witness]) watcher?.close();
  await node?.kill9();
  await redis?.stop();
});

async function as(login: string): Promise<TestSupervisor> {
  const watcher = await watchAs(login, node);
  watchers.push(watcher);
  return watcher;
}

async function wall(): Promise<TestSupervisor> {
  const answer = await fetch(`${node.origin}/api/v1/tv/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: node.origin },
    body: JSON.stringify({ token: DEMO_TV_TOKEN }),
  });
  expect(answer.ok).toBe(true);
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
  const watcher = new TestSupervisor(node, cookie.join('; '));
  watchers.push(watcher);
  await watcher.until(() => watcher.position !== undefined, 'the wall');
  return watcher;
}

/** What the server answers to anything at all. */
const say = (watcher: TestSupervisor, ...said: unknown[]): Promise<unknown> =>
  (watcher.socket.timeout(5_000) as unknown as { emitWithAck(...args: unknown[]): Promise<unknown> }).emitWithAck('command', ...said);

/** The node is well, the floor goes on for others, and nobody's wish is in the log. */
async function nothingHappened(): Promise<void> {
  const { beats } = witness;
  await witness.until(() => witness.beats > beats && witness.beat?.stale.length === 0, 'the floor going on');
  expect((await fetch(`${node.origin}/readyz`)).status).toBe(200);
  expect((await eventsIn(redis.url)).filter(({ type }) => type.startsWith('action.') || type.startsWith('case.'))).toEqual([]);
}

const COMMANDS = Object.keys(POLICY);
const anAgent = () => witness.all('agent')[0]?.id as AgentId;

test('what has the wrong shape is refused with the field at fault, and whoever goes on with it is shown the door', async () => {
  const { visit } = await untouchedCall(witness);
  const good = wish({ type: 'call.withdraw', visitId: visit.id, reason: '退回总机' });
  const to = { kind: 'queue', queueId: visit.queueId };
  const forged: readonly [said: unknown, field: string | undefined][] = [
    [null, undefined],
    [42, undefined],
    ['call.withdraw', undefined],
    [[good], undefined],
    [{ ...good, id: 'x' }, 'id'],
    [{ ...good, id: '../../{site:demo}:log' }, 'id'],
    [{ ...good, id: { $gt: '' } }, 'id'],
    [{ ...good, issuedAt: 'now' }, 'issuedAt'],
    [{ ...good, issuedAt: Number.NaN }, 'issuedAt'],
    [{ ...good, by: { userId: 'u-admin', role: 'admin' } }, undefined],
    [{ ...good, command: undefined }, 'command'],
    [{ ...good, command: { type: 'site.destroy' } }, 'command.type'],
    [{ ...good, command: { type: '__proto__' } }, 'command.type'],
    [{ ...good, command: { ...good.command, visitId: '__proto__' } }, 'command.visitId'],
    [{ ...good, command: { ...good.command, visitId: ['v-1'] } }, 'command.visitId'],
    [{ ...good, command: { ...good.command, by: 'u-admin' } }, 'command'],
    [{ ...good, command: { ...good.command, reason: '' } }, 'command.reason'],
    [{ ...good, command: { ...good.command, reason: '长'.repeat(10_000) } }, 'command.reason'],
    [{ ...good, command: { type: 'call.reassign', visitId: visit.id, to, note: 'x'.repeat(10_000) } }, 'command.note'],
    [{ ...good, command: { type: 'call.reassign', visitId: visit.id, to: { kind: 'planet', queueId: visit.queueId } } }, 'command.to.kind'],
    [{ ...good, command: { type: 'call.set-priority', visitId: visit.id, priority: 1e9 } }, 'command.priority'],
    [{ ...good, command: { type: 'agent.message', agentId: anAgent(), text: 'x'.repeat(10_000) } }, 'command.text'],
    [{ ...good, command: { type: 'case.open', caseType: 'CONSULT', text: '\u0000'.repeat(10_000), signs: [] } }, 'command.text'],
    [{ ...good, command: { type: 'action.undo', actionId: 'x-<script>' } }, 'command.actionId'],
  ];
  for (let at = 0; at < forged.length; at += LIMITS.badMessages) {
    const liar = await as('zhoumin');
    for (const [said, field] of forged.slice(at, at + LIMITS.badMessages)) {
      const rejection = { code: 'bad-request', ...(field === undefined ? {} : { field }) };
      expect(await say(liar, said), JSON.stringify(said)?.slice(0, 120)).toEqual({ outcome: 'refused', rejection });
    }
    if (at + LIMITS.badMessages > forged.length) break;
    await liar.until(() => liar.socket.disconnected, 'the end of the connection');
    expect(liar.goodbye?.because).toBe('bad-message');
  }
  await nothingHappened();
});

test('a message that is no command at all, without an answer asked for, under an unknown name or far too long, changes nothing', async () => {
  const { visit } = await untouchedCall(witness);
  const good = wish({ type: 'call.withdraw', visitId: visit.id, reason: '退回总机' });
  const [silent, stranger, flooder] = [await as('zhoumin'), await as('zhoumin'), await as('zhoumin')];
  const raw = (watcher: TestSupervisor) => watcher.socket as unknown as { emit(...args: unknown[]): void };
  for (let n = 0; n < LIMITS.badMessages; n++) {
    raw(silent).emit('command', good);
    raw(stranger).emit(['commit', 'append', '__proto__', 'frame', 'constructor'][n] as string, good, () => undefined);
  }
  raw(flooder).emit('command', { ...good, command: { ...good.command, reason: 'x'.repeat(LIMITS.messageBytes * 2) } }, () => undefined);
  for (const watcher of [silent, stranger, flooder]) await watcher.until(() => watcher.socket.disconnected, 'the end of the connection');
  expect([silent.goodbye?.because, stranger.goodbye?.because]).toEqual(['bad-message', 'bad-message']);
  await nothingHappened();
});

test('ids of things that are somebody else’s or of nobody, and wishes that are too old, are refused by name', async () => {
  const actionId = `x-${'0'.repeat(11)}` as never;
  const foreign = [
    { type: 'action.undo', actionId },
    { type: 'offer.accept', actionId },
    { type: 'offer.decline', actionId },
    { type: 'message.read', actionId },
    { type: 'call.withdraw', visitId: 'v-nobody' as never, reason: '走了' },
    { type: 'call.monitor', visitId: 'v-nobody' as never, mode: 'listen' },
    { type: 'agent.sign-out', agentId: 'a-nobody' as never, when: 'now', reason: '下班' },
    { type: 'alert.take', alertId: 'al-nobody' as never },
    { type: 'case.accept', caseId: 'e-nobody' as never },
    { type: 'case.comment', caseId: 'e-nobody' as never, text: '看一下', mentions: [] },
  ] as const;
  const supervisor = await as('zhoumin');
  for (const command of foreign) {
    const answer = await supervisor.command(wish(command as never));
    expect(answer, command.type).toMatchObject({
      outcome: 'refused',
      rejection: { code: expect.stringMatching(/^(not-found|not-permitted)$/) },
    });
  }
  const { visit } = await untouchedCall(witness);
  const old = { ...wish({ type: 'call.withdraw', visitId: visit.id, reason: '退回总机' }), issuedAt: (Date.now() - 3_600_000) as never };
  expect(await supervisor.command(old)).toEqual({ outcome: 'refused', rejection: { code: 'expired' } });
  await nothingHappened();
});

test('an agent’s page that words a supervisor’s wishes is refused, whatever it calls itself', async () => {
  const agent = await as('agent');
  const own = agent.welcome?.agentId as AgentId;
  expect(own).toMatch(/^a-/);
  const { visit, queueId } = await untouchedCall(witness);
  const other = witness.all('agent').find(({ id }) => id !== own)?.id as AgentId;
  const wishes = [
    { type: 'call.reassign', visitId: visit.id, to: { kind: 'queue', queueId } },
    { type: 'call.set-priority', visitId: visit.id, priority: 90 },
    { type: 'call.withdraw', visitId: visit.id, reason: '退回' },
    { type: 'call.pick-up', visitId: visit.id },
    { type: 'call.disconnect', visitId: visit.id, reason: '不想听' },
    { type: 'call.monitor', visitId: visit.id, mode: 'barge' },
    { type: 'call.take-over', visitId: visit.id },
    { type: 'agent.set-state', agentId: other, to: { state: 'not-ready', reasonCode: 'BREAK' }, when: 'now', reason: '休息' },
    { type: 'agent.sign-out', agentId: other, when: 'now', reason: '下班' },
    { type: 'agent.message', agentId: other, text: '主管让你下班' },
    { type: 'agent.borrow', agentId: own, queueId, forMs: 1_800_000 },
    { type: 'help.acknowledge', agentId: other },
    { type: 'rule.remove', ruleId: 'r-any' },
    { type: 'source.resync', source: 'simulator' },
    { type: 'site.configure', config: { name: '我的站点', timeZone: 'UTC' } },
  ] as const;
  for (const command of wishes) {
    const answer = await say(agent, wish(command as never));
    expect(answer, command.type).toMatchObject({
      outcome: 'refused',
      rejection: { code: expect.stringMatching(/^(not-permitted|not-found|bad-request)$/) },
    });
  }
  await nothingHappened();
});

test('a wall screen may look, and nothing else: every command there is is refused', async () => {
  const screen = await wall();
  expect(screen.welcome?.role).toBe('wall');
  const { visit } = await untouchedCall(witness);
  const codes = new Set<string>();
  const wellFormed = [
    { type: 'call.withdraw', visitId: visit.id, reason: '退回' },
    { type: 'agent.sign-out', agentId: anAgent(), when: 'now', reason: '下班' },
    { type: 'help.raise' },
    { type: 'break.answer', accept: true },
    { type: 'case.open', caseType: 'CONSULT', text: '想问一下', signs: [] },
  ];
  for (const command of wellFormed) {
    expect(await say(screen, wish(command as never)), command.type).toEqual({ outcome: 'refused', rejection: { code: 'not-permitted' } });
  }
  for (let at = 0; at < COMMANDS.length; at += LIMITS.badMessages) {
    const liar = at === 0 ? screen : await wall();
    for (const type of COMMANDS.slice(at, at + LIMITS.badMessages)) {
      const answer = (await say(liar, { id: `u/forged/${randomUUID()}`, issuedAt: Date.now(), command: { type } })) as {
        outcome: string;
        rejection?: { code: string };
      };
      expect(answer.outcome, type).toBe('refused');
      codes.add(answer.rejection?.code ?? '');
    }
  }
  // Those without fields are well-formed as they are.
  expect([...codes].sort()).toEqual(['bad-request', 'not-permitted']);
  await nothingHappened();
});
