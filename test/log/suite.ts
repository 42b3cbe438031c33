import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LogGap, NewerVersion } from '../../server/log/log.js';
import { COMMIT_VERSION } from '../../shared/domain/commit.js';
import { epochSchema } from '../../shared/kernel/ids.js';
import { comparePositions, ORIGIN, type Position } from '../../shared/kernel/position.js';
import { appendChain, commitId, commitOf, type LogRig, type MakeRig, readAll, until, watch } from './rigs.js';

const stored = (id: string, prev: string, at = Date.now()) => ({
  v: String(COMMIT_VERSION),
  commit: JSON.stringify(commitOf(id)),
  prev,
  at: String(at),
});

/** What every log must do, wherever it keeps its entries. */
export function describeLog(name: string, makeRig: MakeRig): void {
  describe(name, () => {
    let rig: LogRig;
    beforeEach(async () => {
      rig = await makeRig();
    });
    afterEach(() => rig.close());

    describe('append', () => {
      test('a commit that nothing stands against is in the log, with its place and time', async () => {
        const { epoch, first, last } = await rig.log.open();
        expect({ first, last }).toEqual({ first: null, last: ORIGIN });
        const answer = await rig.log.append({ epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: ['site'], touches: ['site'] });
        const [entry] = await readAll(rig.log);
        expect(answer).toEqual({ outcome: 'appended', position: entry?.position });
        expect(entry).toMatchObject({ prev: ORIGIN, commit: { ...commitOf('commit-1'), at: expect.any(Number) } });
      });

      test('a command sent again after its answer was lost is told the first answer and adds nothing', async () => {
        const { epoch } = await rig.log.open();
        const request = { epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: ['site'], touches: ['site'] };
        const first = await rig.log.append(request);
        await appendChain(rig.log, ['commit-2']);
        expect(await rig.log.append(request)).toEqual({ ...first, outcome: 'duplicate' });
        expect(await readAll(rig.log)).toHaveLength(2);
      });

      test('of two decisions made on the same state of one thing, only the first counts', async () => {
        const { epoch } = await rig.log.open();
        const base = { epoch, readAt: ORIGIN, reads: ['agent:a', 'queue:q'] };
        await rig.log.append({ ...base, commit: commitOf('commit-1'), touches: ['queue:q'] });
        expect(await rig.log.append({ ...base, commit: commitOf('commit-2'), touches: ['agent:a'] })).toEqual({
          outcome: 'stale',
          entity: 'queue:q',
        });
        expect(await rig.log.append({ ...base, commit: commitOf('commit-3'), reads: ['agent:a'], touches: ['agent:a'] })).toMatchObject({
          outcome: 'appended',
        });
      });

      test('a refused commit changes nothing: its id is free, and what it would have touched is untouched', async () => {
        const [position] = await appendChain(rig.log, ['commit-1']);
        const { epoch } = await rig.log.open();
        const refused = { epoch, commit: commitOf('commit-2'), readAt: ORIGIN, reads: ['site'], touches: ['agent:b'] };
        expect(await rig.log.append(refused)).toMatchObject({ outcome: 'stale' });
        expect(await rig.log.find(commitId('commit-2'))).toBeNull();
        expect(await rig.log.append({ ...refused, readAt: position as Position, reads: ['agent:b'] })).toMatchObject({
          outcome: 'appended',
        });
      });

      test('a decision that read thousands of things is refused for any one of them', async () => {
        const { epoch } = await rig.log.open();
        const many = Array.from({ length: 4_500 }, (_, i) => `agent:${i}`);
        await rig.log.append({ epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: [], touches: many });
        for (const entity of ['agent:0', 'agent:999', 'agent:1000', 'agent:4499']) {
          const reads = [...Array.from({ length: 2_500 }, (_, i) => `queue:${i}`), entity];
          const answer = await rig.log.append({ epoch, commit: commitOf('commit-2'), readAt: ORIGIN, reads, touches: [] });
          expect(answer).toEqual({ outcome: 'stale', entity });
        }
      });

      test('a node of another epoch can add nothing', async () => {
        await rig.log.open();
        const epoch = epochSchema.parse('01ZZZZZZZZZZZZZZZZZZZZZZZZ');
        const answer = await rig.log.append({ epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: [], touches: [] });
        expect(answer).toEqual({ outcome: 'forked' });
        expect(await readAll(rig.log)).toEqual([]);
      });

      test('a decision made on a commit that a fail-over lost is refused as forked', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3']);
        const { epoch } = await rig.log.open();
        await rig.loseTail(1);
        const base = { epoch, reads: [], touches: [] };
        expect(await rig.log.append({ ...base, commit: commitOf('commit-4'), readAt: positions[2] as Position })).toEqual({
          outcome: 'forked',
        });
        expect(await rig.log.append({ ...base, commit: commitOf('commit-5'), readAt: positions[0] as Position })).toMatchObject({
          outcome: 'appended',
        });
      });

      test('a position from before the wipe is forked, not trimmed, when the log began again', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2']);
        const { epoch } = await rig.log.open();
        await rig.loseLog();
        await appendChain(rig.log, ['commit-3']);
        const answer = await rig.log.append({
          epoch,
          commit: commitOf('commit-4'),
          readAt: positions[1] as Position,
          reads: [],
          touches: [],
        });
        expect(answer).toEqual({ outcome: 'forked' });
      });

      test('a decision older than what the log still keeps is refused as trimmed', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3']);
        await rig.log.saveSnapshot({ position: positions[2] as Position, stateVersion: 1, body: '{}' });
        expect(await rig.log.trim({ retentionMs: -10_000, checkpoints: [] })).toBe(2);
        const { epoch } = await rig.log.open();
        const base = { epoch, reads: [], touches: [] };
        for (const readAt of [ORIGIN, ...positions.slice(0, 2)]) {
          expect(await rig.log.append({ ...base, commit: commitOf('commit-4'), readAt })).toEqual({ outcome: 'trimmed' });
        }
        expect(await rig.log.append({ ...base, commit: commitOf('commit-5'), readAt: positions[2] as Position })).toMatchObject({
          outcome: 'appended',
        });
      });

      test('a retry is recognised even when its entry was trimmed meanwhile', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2']);
        await rig.log.saveSnapshot({ position: positions[1] as Position, stateVersion: 1, body: '{}' });
        await rig.log.trim({ retentionMs: -10_000, checkpoints: [] });
        const { epoch } = await rig.log.open();
        const again = { epoch, commit: commitOf('commit-1'), readAt: positions[1] as Position, reads: [], touches: [] };
        expect(await rig.log.append(again)).toEqual({ outcome: 'duplicate', position: positions[0] });
      });

      test('a command whose commit a fail-over lost is not called done: sent again, it is written', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2']);
        const { epoch } = await rig.log.open();
        await rig.loseTail(1);
        expect(await rig.log.find(commitId('commit-2'))).toBeNull();
        const again = { epoch, commit: commitOf('commit-2'), readAt: positions[0] as Position, reads: [], touches: [] };
        expect(await rig.log.append(again)).toMatchObject({ outcome: 'appended' });
      });

      test('nothing is appended while the last entry lies more than 2 s in the future', async () => {
        const { epoch } = await rig.log.open();
        const future = (Date.now() + 3_600_000).toString();
        await rig.inject(stored('commit-1', ORIGIN, Number(future)), `${future}-0`);
        const answer = await rig.log.append({ epoch, commit: commitOf('commit-2'), readAt: ORIGIN, reads: [], touches: [] });
        expect(answer).toMatchObject({ outcome: 'ahead' });
        expect(answer.outcome === 'ahead' && answer.byMs).toBeGreaterThan(3_500_000);
        expect(await rig.log.find(commitId('commit-2'))).toBeNull();
      });

      test('nor after such an entry was deleted, since the log still counts from it', async () => {
        const { epoch } = await rig.log.open();
        const future = (Date.now() + 3_600_000).toString();
        await rig.inject(stored('commit-1', ORIGIN, Number(future)), `${future}-0`);
        await rig.loseTail(1);
        const answer = await rig.log.append({ epoch, commit: commitOf('commit-2'), readAt: ORIGIN, reads: [], touches: ['site'] });
        expect(answer).toMatchObject({ outcome: 'ahead' });
        expect(await readAll(rig.log)).toEqual([]);
      });

      test('the time of a commit is never earlier than that of the one before', async () => {
        const { epoch } = await rig.log.open();
        const ahead = Date.now() + 1_500; // within what is tolerated
        const prev = await rig.inject(stored('commit-1', ORIGIN, ahead), `${ahead}-0`);
        await rig.log.append({ epoch, commit: commitOf('commit-2'), readAt: prev, reads: [], touches: [] });
        const times = (await readAll(rig.log)).map((entry) => ('commit' in entry ? entry.commit.at : null));
        expect(times[0]).toBe(ahead);
        expect(times[1]).toBeGreaterThanOrEqual(ahead);
      });

      test('fifty supervisors who act on one call at once: one wins, and each of the others is told', async () => {
        const { epoch } = await rig.log.open();
        const [other, log] = [rig.anotherNode(), rig.log];
        await other.open();
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, i) =>
            (i % 2 ? other : log).append({
              epoch,
              commit: commitOf(`commit-${i}`, i),
              readAt: ORIGIN,
              reads: ['call:c'],
              touches: ['call:c'],
            }),
          ),
        );
        const outcomes = answers.map((answer) => answer.outcome);
        expect(outcomes.filter((outcome) => outcome === 'appended')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome === 'stale')).toHaveLength(49);
        expect(await readAll(log)).toHaveLength(1);
      });

      test('one command sent fifty times at once is in the log once, and every sender is told where', async () => {
        const { epoch } = await rig.log.open();
        const request = { epoch, commit: commitOf('commit-1'), readAt: ORIGIN, reads: ['call:c'], touches: ['call:c'] };
        const answers = await Promise.all(Array.from({ length: 50 }, () => rig.log.append(request)));
        const [entry] = await readAll(rig.log);
        expect(answers.filter((answer) => answer.outcome === 'appended')).toHaveLength(1);
        expect(answers.filter((answer) => answer.outcome === 'duplicate')).toHaveLength(49);
        expect(new Set(answers.map((answer) => 'position' in answer && answer.position))).toEqual(new Set([entry?.position]));
      });

      test('a caller may go on changing what it handed in: the log holds it as it was', async () => {
        const { epoch } = await rig.log.open();
        const commit = structuredClone(commitOf('commit-1', 7)) as { cause: string } & ReturnType<typeof commitOf>;
        await rig.log.append({ epoch, commit, readAt: ORIGIN, reads: [], touches: [] });
        commit.cause = 'changed';
        expect(await readAll(rig.log)).toMatchObject([{ commit: { cause: 'test' } }]);
      });
    });

    describe('read', () => {
      test('a reader gets every commit once, in order, each naming the one before, across pages', async () => {
        const ids = Array.from({ length: 2_345 }, (_, i) => `commit-${i}`);
        const { epoch } = await rig.log.open();
        for (let from = 0; from < ids.length; from += 200) {
          const batch = ids.slice(from, from + 200);
          await Promise.all(
            batch.map((id, i) => rig.log.append({ epoch, commit: commitOf(id, from + i), readAt: ORIGIN, reads: [], touches: [] })),
          );
        }
        const entries = await readAll(rig.log);
        expect(entries.map((entry) => 'commit' in entry && entry.commit.id)).toEqual(ids);
        expect(entries.map((entry) => entry.prev)).toEqual([ORIGIN, ...entries.slice(0, -1).map((entry) => entry.position)]);
        expect(
          entries.every(
            (entry) => 'commit' in entry && entry.bytes === Buffer.byteLength(JSON.stringify({ ...entry.commit, at: undefined })),
          ),
        ).toBe(true);
        const middle = entries[1_500]?.position as Position;
        expect(await readAll(rig.log, middle)).toEqual(entries.slice(1_501));
      });

      test('a reader whose place was lost is told so, and whether to a trim or a fork', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3']);
        await rig.log.saveSnapshot({ position: positions[1] as Position, stateVersion: 1, body: '{}' });
        await rig.log.trim({ retentionMs: -10_000, checkpoints: [] });
        await expect(readAll(rig.log, ORIGIN)).rejects.toMatchObject({ name: 'LogGap', reason: 'trimmed' });
        await expect(readAll(rig.log, positions[0])).rejects.toMatchObject({ reason: 'trimmed' });
        await rig.loseTail(1);
        await expect(readAll(rig.log, positions[2])).rejects.toMatchObject({ reason: 'forked' });
        await expect(readAll(rig.log, '9999999999999-0' as Position)).rejects.toBeInstanceOf(LogGap);
      });

      test('an entry cut out of the middle is noticed: no reader goes on as if it had never been', async () => {
        const [first] = await appendChain(rig.log, ['commit-1']);
        await rig.inject(stored('commit-3', '1-0'));
        await expect(readAll(rig.log)).rejects.toMatchObject({ reason: 'forked' });
        await expect(readAll(rig.log, first)).rejects.toMatchObject({ reason: 'forked' });
      });

      test('poison is reported where it lies, and the commits around it are read', async () => {
        const [first] = await appendChain(rig.log, ['commit-1']);
        const poison = [await rig.inject({ hello: 'world' })];
        for (const broken of [
          { commit: '{"v":1,' },
          { commit: 'null' },
          { commit: JSON.stringify({ ...commitOf('commit-x'), surprise: true }) },
          { commit: JSON.stringify({ ...commitOf('commit-x'), events: [{ type: 'agent.vanished', occurredAt: 1 }] }) },
          { at: 'noon' },
          { v: 'one' },
        ]) {
          poison.push(await rig.inject({ ...stored('commit-x', poison.at(-1) as string), ...broken }));
        }
        const [last] = await appendChain(rig.log, ['commit-2']);
        const entries = await readAll(rig.log);
        expect(entries.map((entry) => entry.position)).toEqual([first, ...poison, last]);
        expect(entries.map((entry) => 'problem' in entry)).toEqual([false, ...poison.map(() => true), false]);
        expect(entries.map((entry) => ('problem' in entry ? entry.problem : ''))).toMatchInlineSnapshot(`
          [
            "",
            "no prev: not written by append",
            "not JSON",
            "not a commit",
            "commit: unrecognized_keys",
            "events.0.type: invalid_union",
            "at: invalid_type",
            "no schema version",
            "",
          ]
        `);
      });

      test('an entry of a later build is not guessed at: the reading stops there', async () => {
        const [first] = await appendChain(rig.log, ['commit-1']);
        await rig.inject({ ...stored('commit-2', first as string), v: String(COMMIT_VERSION + 1) });
        await expect(readAll(rig.log)).rejects.toBeInstanceOf(NewerVersion);
      });
    });

    describe('tail', () => {
      test('every node sees the same commits in the same order, from wherever it starts', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2']);
        const other = rig.anotherNode();
        await other.open();
        const [whole, half] = [watch(rig.log), watch(other, positions[0])];
        await until(() => half.entries.length === 1, 'the second node catches up');
        await appendChain(rig.log, ['commit-3', 'commit-4']);
        await until(() => whole.entries.length === 4 && half.entries.length === 3, 'both see what is new');
        expect(whole.ids()).toEqual(['commit-1', 'commit-2', 'commit-3', 'commit-4']);
        expect(half.ids()).toEqual(['commit-2', 'commit-3', 'commit-4']);
        expect(whole.entries.slice(1)).toEqual(half.entries);
        expect([...whole.lost, ...half.lost]).toEqual([]);
        await whole.stop();
      });

      test('nothing is told after a stop', async () => {
        const tail = watch(rig.log);
        await rig.log.open();
        await tail.stop();
        await appendChain(rig.log, ['commit-1']);
        const later = watch(rig.log);
        await until(() => later.entries.length === 1, 'another tail sees it');
        expect(tail.entries).toEqual([]);
      });

      test('an idle floor still gives proof of life', async () => {
        await rig.log.open();
        const tail = watch(rig.log);
        await until(() => tail.aliveCount() >= 2, 'two signs of life without an entry');
        expect(tail.entries).toEqual([]);
      });

      test('a node whose newest commits were lost is told to rebuild, whether or not others follow', async () => {
        await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3']);
        const tail = watch(rig.log);
        await until(() => tail.entries.length === 3, 'it has seen all');
        await rig.loseTail(2);
        await until(() => tail.lost.length > 0, 'it is told');
        expect(tail.lost).toEqual(['forked']);
      });

      test('a node is told even when new commits cover the gap at once', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3']);
        const tail = watch(rig.log);
        await until(() => tail.entries.length === 3, 'it has seen all');
        await rig.loseTail(1);
        const { epoch } = await rig.log.open();
        await rig.log.append({ epoch, commit: commitOf('commit-4'), readAt: positions[1] as Position, reads: [], touches: [] });
        await until(() => tail.lost.length > 0, 'it is told');
        expect(tail.lost).toEqual(['forked']);
        expect(tail.ids()).not.toContain('commit-4');
      });

      test('a node is told when Redis came back empty', async () => {
        await appendChain(rig.log, ['commit-1']);
        const tail = watch(rig.log);
        await until(() => tail.entries.length === 1, 'it has seen all');
        await rig.loseAll();
        await until(() => tail.lost.length > 0, 'it is told');
        expect(tail.lost).toEqual(['forked']);
      });

      test('a node is told when another one has begun a new epoch', async () => {
        await appendChain(rig.log, ['commit-1']);
        const tail = watch(rig.log);
        await until(() => tail.entries.length === 1, 'it has seen all');
        await rig.setEpoch('01ZZZZZZZZZZZZZZZZZZZZZZZZ');
        await until(() => tail.lost.length > 0, 'it is told');
        expect(tail.lost).toEqual(['forked']);
      });

      test('a node that starts from a trimmed place is told so', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3']);
        await rig.log.saveSnapshot({ position: positions[2] as Position, stateVersion: 1, body: '{}' });
        await rig.log.trim({ retentionMs: -10_000, checkpoints: [] });
        const tail = watch(rig.log, positions[0]);
        await until(() => tail.lost.length > 0, 'it is told');
        expect(tail.lost).toEqual(['trimmed']);
      });

      test('a node that meets an entry of a later build stops', async () => {
        const [first] = await appendChain(rig.log, ['commit-1']);
        const tail = watch(rig.log);
        await rig.inject({ ...stored('commit-2', first as string), v: String(COMMIT_VERSION + 1) });
        await until(() => tail.lost.length > 0, 'it is told');
        expect(tail.lost).toEqual(['newer-version']);
        expect(tail.ids()).not.toContain('commit-2');
      });

      test('poison does not stop a live floor', async () => {
        const tail = watch(rig.log);
        await appendChain(rig.log, ['commit-1']);
        await rig.inject({ hello: 'world' });
        await appendChain(rig.log, ['commit-2']);
        await until(() => tail.entries.length === 3, 'all three arrive');
        expect(tail.ids()).toEqual(['commit-1', 'unreadable: no prev: not written by append', 'commit-2']);
        expect(tail.lost).toEqual([]);
      });

      test('a fold that throws ends the tail with its cause: what it made of the entries is unknown', async () => {
        await appendChain(rig.log, ['commit-1']);
        const bug = new Error('a rule that breaks');
        const heard = await new Promise((resolve) => {
          rig.log.tail(ORIGIN, {
            onEntries: () => {
              throw bug;
            },
            onAlive: () => {},
            onLost: (reason, cause) => resolve({ reason, cause }),
          });
        });
        expect(heard).toEqual({ reason: 'forked', cause: bug });
      });
    });

    describe('entries set aside', () => {
      test('one is set aside for all nodes, once, with the first reason', async () => {
        const [position] = await appendChain(rig.log, ['commit-1']);
        await rig.log.markDead(position as Position, 'not JSON');
        const other = rig.anotherNode();
        await other.markDead(position as Position, 'something else');
        expect(await other.dead()).toEqual(new Map([[position, 'not JSON']]));
      });

      test('a node that did not set it aside itself is told to rebuild without it', async () => {
        const [position] = await appendChain(rig.log, ['commit-1']);
        const other = rig.anotherNode();
        await Promise.all([rig.log.open(), other.open(), rig.log.dead(), other.dead()]);
        const [own, others] = [watch(rig.log), watch(other)];
        await until(() => own.aliveCount() > 0 && others.aliveCount() > 0, 'both follow');
        await rig.log.markDead(position as Position, 'evolve threw');
        await until(() => others.lost.length > 0, 'the other is told');
        expect(others.lost).toEqual(['dead-changed']);
        expect(own.lost).toEqual([]);
      });

      test('when an operator takes it back, every node folds anew', async () => {
        const [position] = await appendChain(rig.log, ['commit-1']);
        await rig.log.open();
        await rig.log.markDead(position as Position, 'evolve threw');
        await rig.log.dead();
        const tail = watch(rig.log);
        await until(() => tail.aliveCount() > 0, 'it follows');
        await rig.log.revive(position as Position);
        await until(() => tail.lost.length > 0, 'it is told');
        expect(tail.lost).toEqual(['dead-changed']);
        expect(await rig.log.dead()).toEqual(new Map());
      });
    });

    describe('snapshots and trim', () => {
      const body = JSON.stringify({ 队列: '售后', note: 'x'.repeat(5_000) });

      test('the newest snapshot comes back as it was saved', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2']);
        expect(await rig.log.loadSnapshot()).toBeNull();
        for (const position of positions) await rig.log.saveSnapshot({ position, stateVersion: 3, body });
        expect(await rig.log.loadSnapshot()).toEqual({ position: positions[1], stateVersion: 3, body });
      });

      test('the newest three are kept', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3', 'commit-4', 'commit-5']);
        for (const position of positions) await rig.log.saveSnapshot({ position, stateVersion: 1, body });
        const offered: number[] = [];
        const none = await rig.log.loadSnapshot((version) => offered.push(version) < 0);
        expect(none).toBeNull();
        expect(offered).toHaveLength(3);
      });

      test('a node that cannot read the newest state version starts from an older one', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2']);
        await rig.log.saveSnapshot({ position: positions[0] as Position, stateVersion: 1, body });
        await rig.log.saveSnapshot({ position: positions[1] as Position, stateVersion: 2, body });
        expect(await rig.log.loadSnapshot((version) => version <= 1)).toMatchObject({ position: positions[0] });
      });

      test('a snapshot of commits that were lost is never loaded: it would bring back what did not happen', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2']);
        for (const position of positions) await rig.log.saveSnapshot({ position, stateVersion: 1, body });
        await rig.loseTail(1);
        expect(await rig.log.loadSnapshot()).toMatchObject({ position: positions[0] });
        expect(rig.damaged).toEqual(['its position is not in the log']);
      });

      test('a decision from before the floor is stale; one from after it is judged by what was touched', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3', 'commit-4']);
        await rig.log.saveSnapshot({ position: positions[1] as Position, stateVersion: 1, body });
        await rig.log.saveSnapshot({ position: positions[2] as Position, stateVersion: 1, body });
        const { epoch } = await rig.log.open();
        const base = { epoch, commit: commitOf('commit-9'), touches: [] };
        expect(await rig.log.append({ ...base, readAt: positions[0] as Position, reads: ['nobody'] })).toEqual({
          outcome: 'stale',
          entity: '*',
        });
        expect(await rig.log.append({ ...base, readAt: positions[1] as Position, reads: ['site'] })).toEqual({
          outcome: 'stale',
          entity: 'site',
        });
        expect(await rig.log.append({ ...base, readAt: positions[1] as Position, reads: ['nobody'] })).toMatchObject({
          outcome: 'appended',
        });
      });

      test('without a snapshot nothing is trimmed: the log is the only copy', async () => {
        await appendChain(rig.log, ['commit-1', 'commit-2']);
        expect(await rig.log.trim({ retentionMs: -10_000, checkpoints: [] })).toBe(0);
      });

      test('the log is never trimmed past a kept snapshot, a projector, or the age that is promised', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3', 'commit-4', 'commit-5']);
        const at = (index: number) => positions[index] as Position;
        for (const index of [3, 4]) await rig.log.saveSnapshot({ position: at(index), stateVersion: 1, body });
        expect(await rig.log.trim({ retentionMs: 3_600_000, checkpoints: [] })).toBe(0);
        expect(await rig.log.trim({ retentionMs: -10_000, checkpoints: [at(4), at(2)] })).toBe(2);
        expect((await rig.log.open()).first).toBe(at(2));
        expect(await rig.log.trim({ retentionMs: -10_000, checkpoints: [at(4)] })).toBe(1);
        expect((await rig.log.open()).first).toBe(at(3));
        expect((await readAll(rig.log, at(3))).map((entry) => entry.position)).toEqual([at(4)]);
      });

      test('a snapshot of a lost branch does not count: what it would let go is still needed', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3']);
        await rig.log.saveSnapshot({ position: positions[2] as Position, stateVersion: 1, body });
        await rig.loseTail(1);
        expect(await rig.log.trim({ retentionMs: -10_000, checkpoints: [] })).toBe(0);
        expect(await readAll(rig.log)).toHaveLength(2);
      });
    });

    describe('epochs', () => {
      test('a site keeps its epoch for as long as its log is whole', async () => {
        const { epoch } = await rig.log.open();
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2']);
        expect(epochSchema.parse(epoch)).toBe(epoch);
        expect((await rig.anotherNode().open()).epoch).toBe(epoch);
        expect(await rig.log.renewEpoch(epoch, positions[1] as Position)).toBe(epoch);
        expect(await rig.log.renewEpoch(epoch, ORIGIN)).toBe(epoch);
      });

      test('after a fork all nodes that noticed agree on one new epoch', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2']);
        const { epoch } = await rig.log.open();
        await rig.loseTail(1);
        const nodes = [rig.log, rig.anotherNode(), rig.anotherNode()];
        const now = await Promise.all(nodes.map((node) => node.renewEpoch(epoch, positions[1] as Position)));
        expect(new Set(now).size).toBe(1);
        expect(now[0]).not.toBe(epoch);
        expect((await rig.log.open()).epoch).toBe(now[0]);
      });

      test('a trim is no fork', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3']);
        await rig.log.saveSnapshot({ position: positions[2] as Position, stateVersion: 1, body: '{}' });
        await rig.log.trim({ retentionMs: -10_000, checkpoints: [] });
        const { epoch } = await rig.log.open();
        expect(await rig.log.renewEpoch(epoch, positions[0] as Position)).toBe(epoch);
      });

      test('touches of the lost branch bind nobody, and nobody decides on a state from before the fork', async () => {
        const positions = await appendChain(rig.log, ['commit-1', 'commit-2', 'commit-3']);
        const { epoch } = await rig.log.open();
        await rig.loseTail(1);
        const renewed = await rig.log.renewEpoch(epoch, positions[2] as Position);
        const base = { epoch: renewed, reads: ['site'], touches: ['site'] };
        expect(await rig.log.append({ ...base, commit: commitOf('commit-4'), readAt: positions[0] as Position })).toMatchObject({
          outcome: 'stale',
        });
        expect(await rig.log.append({ ...base, commit: commitOf('commit-5'), readAt: positions[1] as Position })).toMatchObject({
          outcome: 'appended',
        });
      });

      test('a site that came back empty gets an epoch from whoever asks first', async () => {
        const [position] = await appendChain(rig.log, ['commit-1']);
        const { epoch } = await rig.log.open();
        await rig.loseAll();
        const renewed = await rig.log.renewEpoch(epoch, position as Position);
        expect(renewed).not.toBe(epoch);
        expect(await rig.log.open()).toEqual({ epoch: renewed, first: null, last: ORIGIN });
      });

      test('a position is held only in its own epoch', async () => {
        const [position] = await appendChain(rig.log, ['commit-1']);
        const { epoch } = await rig.log.open();
        expect(await rig.log.holds(epoch, position as Position)).toBe(true);
        expect(await rig.log.holds(epoch, ORIGIN)).toBe(true);
        expect(await rig.log.holds(epoch, '5-0' as Position)).toBe(false);
        expect(await rig.log.holds(epochSchema.parse('01ZZZZZZZZZZZZZZZZZZZZZZZZ'), position as Position)).toBe(false);
      });
    });

    test('what became of a command can be asked for', async () => {
      const [position] = await appendChain(rig.log, ['commit-1']);
      expect(await rig.log.find(commitId('commit-1'))).toBe(position);
      expect(await rig.log.find(commitId('commit-2'))).toBeNull();
      expect(await rig.log.time()).toBeGreaterThanOrEqual(Number(position?.split('-')[0]));
    });

    test('positions only grow', async () => {
      const positions = await appendChain(
        rig.log,
        Array.from({ length: 30 }, (_, i) => `commit-${i}`),
      );
      expect(positions).toEqual([...positions].sort(comparePositions));
      expect(new Set(positions).size).toBe(30);
    });
  });
}
