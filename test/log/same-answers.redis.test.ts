import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMIT_VERSION } from '../../shared/domain/commit.js';
import { epochSchema } from '../../shared/kernel/ids.js';
import { ORIGIN, type Position } from '../../shared/kernel/position.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';
import { commitId, commitOf, type LogRig, memoryRig, readAll, redisRig } from './rigs.js';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(() => server.stop());

/** A place is named by the order in which the log gave it out: 0 is the origin, and what was never given out is lost. */
const place = fc.nat({ max: 12 });
const entities = fc.uniqueArray(fc.constantFrom('agent:a', 'agent:b', 'queue:q', 'call:c'), { maxLength: 3 });
const step = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      id: fc.nat({ max: 25 }),
      readAt: place,
      isRecent: fc.boolean(),
      reads: entities,
      touches: entities,
      isOldEpoch: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('snapshot' as const), back: fc.nat({ max: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('trim' as const), checkpoint: fc.option(place, { freq: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose-tail' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose-log' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('poison' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('renew' as const), position: place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask' as const), id: fc.nat({ max: 25 }), position: place }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Plays a script and tells every answer, with positions by their order and epochs by their number. */
async function play(rig: LogRig, script: readonly Step[]): Promise<unknown[]> {
  const { log } = rig;
  const places: Position[] = [ORIGIN];
  let { epoch } = await log.open();
  const epochs = [epoch];
  const nameOf = (position: Position | null) => (position === null ? null : places.indexOf(position));
  const at = (index: number) => places[index] ?? ('7-7' as Position);
  const answers: unknown[] = [];
  for (const now of script) {
    switch (now.do) {
      case 'append': {
        const answer = await log.append({
          epoch: now.isOldEpoch ? epochSchema.parse('00OLD00OLD') : epoch,
          commit: commitOf(`commit-${now.id}`),
          readAt: now.isRecent ? at(places.length - 1) : at(now.readAt),
          reads: now.reads.filter((entity) => entity !== 'call:c' || now.readAt % 2 === 0),
          touches: now.touches,
        });
        if (answer.outcome === 'appended') places.push(answer.position);
        answers.push('position' in answer ? { ...answer, position: nameOf(answer.position) } : answer);
        break;
      }
      case 'snapshot':
        await log.saveSnapshot({ position: at(places.length - 1 - now.back), stateVersion: 1, body: `${places.length} - ${now.back}` });
        answers.push((await log.loadSnapshot())?.body ?? null);
        break;
      case 'trim':
        answers.push(await log.trim({ retentionMs: -60_000, checkpoints: now.checkpoint === null ? [] : [at(now.checkpoint)] }));
        break;
      case 'lose-tail':
        if ((await log.open()).first !== null) await rig.loseTail(now.count);
        break;
      case 'lose-log':
        await rig.loseLog();
        break;
      case 'poison':
        places.push(await rig.inject({ v: String(COMMIT_VERSION), prev: (await log.open()).last, commit: 'poison' }));
        break;
      case 'renew':
        epoch = await log.renewEpoch(epoch, at(now.position));
        if (!epochs.includes(epoch)) epochs.push(epoch);
        answers.push(`epoch ${epochs.indexOf(epoch)}`);
        break;
      case 'ask':
        answers.push(nameOf(await log.find(commitId(`commit-${now.id}`))), await log.holds(epoch, at(now.position)));
    }
  }
  const { first, last } = await log.open();
  answers.push({ first: nameOf(first), last: nameOf(last) });
  const read = first === null ? [] : await readAll(log, ORIGIN).catch((error: Error) => error.message.length > 0);
  answers.push(
    Array.isArray(read) ? read.map((entry) => [nameOf(entry.position), nameOf(entry.prev), 'commit' in entry && entry.commit.id]) : 'gap',
  );
  return answers;
}

test('whatever is asked of them, the log in memory and the log in Redis give the same answers', async () => {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (script) => {
      const rigs = await Promise.all([memoryRig(), redisRig(server.url)]);
      try {
        const [inMemory, inRedis] = await Promise.all(rigs.map((rig) => play(rig, script)));
        for (const answer of inRedis ?? []) {
          const word = typeof answer === 'object' && answer !== null && 'outcome' in answer ? String(answer.outcome) : 'other';
          outcomes.set(word, (outcomes.get(word) ?? 0) + 1);
        }
        expect(inMemory).toEqual(inRedis);
      } finally {
        await Promise.all(rigs.map((rig) => rig.close()));
      }
    }),
    { numRuns: 500 },
  );
  // The scripts must have met every answer, or the agreement says little.
  expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['appended', 'duplicate', 'stale', 'forked', 'trimmed']));
});
