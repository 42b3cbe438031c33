import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokenInvariants } from '../../shared/domain/invariants.js';
import { isOpen } from '../../shared/domain/visit/leg.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { freePort, signIn, startTestServer } from '../support/server.js';
import { TestSupervisor } from '../support/supervisor.js';
import { foldWholeLog } from '../support/whole-log.js';

/** Ten here; a long run sets more. */
const KILLS = Number(process.env.KILLS ?? 8);
const supervisor = { login: 'zhoumin', password: 'harbour-demo-2026' };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

test('a server killed at any time comes back to the same floor: nothing lost, nothing twice', { timeout: 240_000 }, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 100_000);
  process.stderr.write(`kill test seed ${seed}\n`);
  let dice = seed;
  const random = () => {
    dice = (Math.imul(dice, 1_664_525) + 1_013_904_223) >>> 0;
    return dice / 2 ** 32;
  };
  const port = await freePort();
  const env = { SOURCE: 'simulator', SIM_AGENTS: '40', SIM_SPEED: '60', SIM_SEED: String(seed) };
  for (let kill = 0; kill < KILLS; kill++) {
    const server = await startTestServer({ redisUrl: redis.url, port, env });
    const before = await foldWholeLog(redis.url);
    const watcher = new TestSupervisor(server, await signIn(server, supervisor.login, supervisor.password));
    await watcher.until(() => watcher.position !== undefined, 'a first frame');
    // Work goes on for a while, and is cut off wherever it happens to be.
    await new Promise((resolve) => setTimeout(resolve, 300 + random() * 1_200));
    await server.kill9();
    watcher.close();
    const after = await foldWholeLog(redis.url);
    // What was in the log before the kill is there after it, in the same places.
    const kept = after.entries.slice(0, before.entries.length).map((entry) => entry.position);
    expect(kept).toEqual(before.entries.map((entry) => entry.position));
    expect(brokenInvariants(after.state)).toEqual([]);
  }

  const server = await startTestServer({ redisUrl: redis.url, port, env });
  const watcher = new TestSupervisor(server, await signIn(server, supervisor.login, supervisor.password));
  await watcher.until(() => watcher.all('queue').length > 0 && watcher.position !== undefined, 'the floor');
  await server.stop();
  const { state, entries } = await foldWholeLog(redis.url);

  const ids = entries.map((entry) => entry.commit.id);
  expect(new Set(ids).size).toBe(ids.length);
  const entered = entries.flatMap((entry) => entry.commit.events).filter((event) => event.type === 'visit.entered');
  expect(entered.length).toBeGreaterThan(20);
  expect(new Set(entered.map((event) => event.visitId)).size).toBe(entered.length);
  expect(brokenInvariants(state)).toEqual([]);

  // The last thing shown is the fold of the log at that very position, caller by caller and state by state.
  const shown = await foldWholeLog(redis.url, { upTo: watcher.position ?? '' });
  expect(shown.position).toBe(watcher.position);
  const open = [...shown.state.visits.values()].filter(isOpen);
  expect(sorted(watcher.all('visit').map((visit) => `${visit.id} ${visit.state}`))).toEqual(
    sorted(open.map((visit) => `${visit.id} ${visit.state}`)),
  );
  const agents = [...shown.state.agents.values()];
  expect(sorted(watcher.all('agent').map((agent) => `${agent.id} ${agent.state}`))).toEqual(
    sorted(agents.map((agent) => `${agent.id} ${agent.state}`)),
  );
  watcher.close();
});

const sorted = (texts: string[]) => texts.sort();
