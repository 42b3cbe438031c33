import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ActionId, actionIdOf, type QueueId, type VisitId } from '../../shared/kernel/ids.js';
import type { CommandRequest } from '../../shared/protocol/messages.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { startTestServer, type TestServer } from '../support/server.js';
import type { TestSupervisor } from '../support/supervisor.js';
import { expectEverythingOnce } from './agreement.js';
import { actionSeen, eventsIn, storyOf, toQueue, untouchedCalls, watchAs, wish } from './commanding.js';

const ROUNDS = 50;
/** Enough talks at any moment that each round has a call of its own. */
const env = { SOURCE: 'simulator', SIM_AGENTS: '120', SIM_SPEED: '1', SIM_SEED: '23' };

let redis: TestRedis;
const nodes: TestServer[] = [];
beforeAll(async () => {
  redis = await startTestRedis();
  for (const _ of ['holder', 'other']) nodes.push(await startTestServer({ redisUrl: redis.url, env }));
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.kill9()));
  await redis?.stop();
});

interface Rival {
  readonly watcher: TestSupervisor;
  readonly name: string;
}

const raced = new Set<VisitId>();

/** Both say where the same caller shall go, in the same moment, on a node each. Who was granted it, and what the other one was told. */
async function race(rivals: readonly [Rival, Rival]) {
  const [{ watcher }] = rivals;
  // What was granted a moment ago may not be on this screen yet.
  const next = () => untouchedCalls(watcher).find(({ visit }) => !raced.has(visit.id));
  await watcher.until(() => next() !== undefined, 'a call that nobody has touched');
  const call = next();
  if (call === undefined) throw new Error('no call');
  raced.add(call.visit.id);
  const requests = rivals.map((_, at) => wish(toQueue(call.visit.id, call.queueIds[at] as QueueId))) as [CommandRequest, CommandRequest];
  const answers = await Promise.all(rivals.map((rival, at) => rival.watcher.command(requests[at] as CommandRequest)));
  const won = answers.findIndex(({ outcome }) => outcome === 'accepted');
  return { requests, answers, won };
}

test(`two supervisors on two nodes send the same caller elsewhere at the same moment, ${ROUNDS} times: one wins, the other is told who`, async () => {
  const [first, second] = nodes as [TestServer, TestServer];
  const rivals: [Rival, Rival] = [
    { watcher: await watchAs('zhoumin', first), name: '周敏' },
    { watcher: await watchAs('admin', second), name: '管理员' },
  ];
  const wins = [0, 0];
  const rounds: { request: CommandRequest; lost: CommandRequest }[] = [];
  // A talk may end just then: nobody wins it, and the round is played again.
  for (let tries = 0; rounds.length < ROUNDS; tries++) {
    expect(tries).toBeLessThan(ROUNDS * 2);
    const { requests, answers, won } = await race(tries % 2 === 0 ? rivals : (rivals.toReversed() as [Rival, Rival]));
    if (won === -1) {
      for (const answer of answers) expect(answer).toMatchObject({ outcome: 'refused', rejection: { code: 'call-ended' } });
      continue;
    }
    const winner = (tries % 2 === 0 ? won : 1 - won) as 0 | 1;
    expect(answers[1 - won], `round ${rounds.length}`).toEqual({
      outcome: 'refused',
      rejection: { code: 'conflict', byName: rivals[winner].name, actionId: actionIdOf(requests[won]?.id as string) },
    });
    wins[winner] = (wins[winner] ?? 0) + 1;
    rounds.push({ request: requests[won] as CommandRequest, lost: requests[1 - won] as CommandRequest });
  }

  const ids = rounds.map(({ request }) => actionIdOf(request.id) as ActionId);
  for (const { watcher } of rivals) {
    const isOver = (id: ActionId) => actionSeen(watcher, id)?.settledAt !== undefined;
    await watcher.until(() => ids.every(isOver), 'the end of each');
  }
  const events = await eventsIn(redis.url);
  for (const { request, lost } of rounds) {
    const story = storyOf(events, request);
    // A caller who hung up in between was not moved, and the winner is told so.
    const isMoved = story.results[0] === 'confirmed';
    expect(story).toEqual({
      taken: 1,
      started: isMoved ? 1 : story.started,
      results: [isMoved ? 'confirmed' : 'failed'],
      moves: isMoved ? 1 : 0,
    });
    expect(story.started).toBeLessThanOrEqual(1);
    expect(storyOf(events, lost)).toMatchObject({ taken: 0, started: 0, results: [] });
  }
  const confirmed = rounds.filter(({ request }) => storyOf(events, request).results[0] === 'confirmed').length;
  expect(confirmed).toBeGreaterThan(ROUNDS * 0.8);
  // Neither node is always first.
  expect(Math.min(...wins)).toBeGreaterThan(0);
  await expectEverythingOnce(redis.url);
  for (const { watcher } of rivals) watcher.close();
});
