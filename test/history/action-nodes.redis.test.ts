import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AgentId } from '../../shared/kernel/ids.js';
import type { ActionPage } from '../../shared/protocol/http.js';
import { actionSeen, toQueue, untouchedCall, watchAs, wish } from '../fault/commanding.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { signIn, startTestServer, type TestServer } from '../support/server.js';
import type { TestSupervisor } from '../support/supervisor.js';

const PASSWORD = 'harbour-demo-2026';
const ENV = { SOURCE: 'simulator', SIM_AGENTS: '40', SIM_SPEED: '1', SIM_SEED: '7' };

let redis: TestRedis;
const nodes: TestServer[] = [];
const watchers: TestSupervisor[] = [];
beforeAll(async () => {
  redis = await startTestRedis();
  for (let n = 0; n < 2; n++) nodes.push(await startTestServer({ redisUrl: redis.url, env: ENV }));
}, 60_000);
afterAll(async () => {
  for (const watcher of watchers) watcher.close();
  for (const node of nodes) await node.kill9();
  await redis?.stop();
});

async function read(node: TestServer, login: string, path: string) {
  const cookie = await signIn(node, login, PASSWORD);
  const answer = await fetch(`${node.origin}/api/v1/${path}`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return answer.json();
}
const watch = async (login: string, node: TestServer) => {
  const watcher = await watchAs(login, node);
  watchers.push(watcher);
  return watcher;
};

test('what a supervisor did on one node is read on the other, once, with its end, though the first one died', async () => {
  const [first, second] = nodes as [TestServer, TestServer];
  const zhou = await watch('zhoumin', first);
  const { visit, queueId } = await untouchedCall(zhou);
  const move = wish(toQueue(visit.id, queueId));
  const answer = await zhou.command(move);
  expect(answer).toMatchObject({ outcome: 'accepted' });
  const id = answer.outcome === 'accepted' ? answer.actionId : '';
  await zhou.until(() => actionSeen(zhou, id)?.settledAt != null, 'the end of the move', 45_000);
  await first.kill9();
  const again = async () => ((await read(second, 'zhoumin', `actions?visitId=${visit.id}`)) as ActionPage).actions;
  await expect.poll(again, { timeout: 10_000 }).toMatchObject([{ id, kind: 'call.reassign', by: { name: '周敏' }, state: 'confirmed' }]);
}, 90_000);

test('what was beyond somebody is in the admin’s list once, and nowhere among what was done', async () => {
  const node = nodes[1] as TestServer;
  const agent = await watch('agent', node);
  const signOut = wish({ type: 'agent.sign-out', agentId: 'a-somebody' as AgentId, when: 'now', reason: 'x' });
  const resync = wish({ type: 'source.resync', source: 'simulator' });
  for (const request of [resync, resync, signOut]) expect(await agent.command(request)).toMatchObject({ outcome: 'refused' });
  const refused = async () => (await read(node, 'admin', 'refusals')).refusals;
  await expect.poll(refused, { timeout: 5_000 }).toMatchObject([
    { kind: 'agent.sign-out', targetId: 'a-somebody', role: 'agent' },
    { kind: 'source.resync', targetId: 'simulator', role: 'agent' },
  ]);
  expect((await read(node, 'admin', 'actions?kind=source.resync')).actions).toEqual([]);
}, 60_000);
