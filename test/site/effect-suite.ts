import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SiteLog } from '../../server/log/log.js';
import { Attempted } from '../../server/site/effect-runner.js';
import type { CommitId } from '../../shared/kernel/ids.js';
import { agentLi, callA, type EffectNode, failureOf, Pbx, request, startEffectNode, stateOf } from './effect-rig.js';
import { eventually } from './rig.js';

/** What both logs must give: an action is asked of its source at most once, whoever holds the lease when. */
export function effectSuite(openSite: () => Promise<{ node(): SiteLog; close(): Promise<void> }>): void {
  let logs: Awaited<ReturnType<typeof openSite>>;
  const nodes: EffectNode[] = [];
  const node = async () => {
    const started = await startEffectNode(logs.node());
    nodes.push(started);
    return started;
  };
  beforeEach(async () => {
    logs = await openSite();
  });
  afterEach(async () => {
    for (const started of nodes.splice(0)) await started.stop();
    await logs.close();
  });

  test('a wish goes into the log as started before the phone system is asked, under the lease’s token', async () => {
    const one = await node();
    const pbx = new Pbx();
    const seen: (string | undefined)[] = [];
    const started: number[] = [];
    one.site.onEntries((entries) => {
      for (const event of entries.flatMap(({ commit }) => commit.events)) if (event.type === 'action.started') started.push(event.fence);
    });
    one.run(
      {
        source: pbx.source,
        perform(effect, asked) {
          seen.push(stateOf(one, asked.actionId));
          return pbx.perform(effect, asked);
        },
      },
      7,
    );
    const action = await request(one.site, 'pause');
    await eventually(() => pbx.asked.length === 1, 'asked');
    expect({ seen, started, name: pbx.asked[0]?.request.actionId }).toEqual({ seen: ['started'], started: [7], name: action });
    // That it happened is for the phone system's own facts to tell.
    expect(stateOf(one, action)).toBe('started');
  });

  test('what was asked for while nobody had the source is carried out by whoever takes it', async () => {
    const one = await node();
    const pbx = new Pbx();
    await request(one.site, 'early');
    one.run(pbx, 1);
    await eventually(() => pbx.asked.length === 1, 'asked');
  });

  test('two nodes that both believe to hold the source ask it once', async () => {
    const [one, two] = [await node(), await node()];
    const pbx = new Pbx();
    const runners = [one.run(pbx, 1), two.run(pbx, 2)];
    const actions = await Promise.all(Array.from({ length: 20 }, (_, i) => request(one.site, `n${i}`)));
    await eventually(() => actions.every((action) => stateOf(one, action) === 'started'), 'all started');
    await Promise.all(runners.map((runner) => runner.stop()));
    expect(new Set(pbx.asked.map(({ request: asked }) => asked.actionId))).toEqual(new Set(actions));
    expect(pbx.asked.length).toBe(actions.length);
  });

  test('two that notice a wish in the same moment ask for it once: only whose word came first does', async () => {
    const one = await node();
    const [first, second] = [new Pbx(), new Pbx()];
    // As in two processes: neither knows what the other asked for.
    const runners = [one.run(first, 1, { attempted: new Attempted() }), one.run(second, 2, { attempted: new Attempted() })];
    const action = await request(one.site, 'both');
    await eventually(() => stateOf(one, action) === 'started', 'started');
    await Promise.all(runners.map((runner) => runner.stop()));
    expect([...first.asked, ...second.asked].length).toBe(1);
  });

  test('a node that does not have the source any more leaves the wish as it is, for the next one', async () => {
    const [one, two] = [await node(), await node()];
    const [before, after] = [new Pbx(), new Pbx()];
    one.lease.isHeld = false;
    const runner = one.run(before, 1);
    const action = await request(one.site, 'left');
    await runner.stop();
    expect({ state: stateOf(one, action), asked: before.asked.length }).toEqual({ state: 'requested', asked: 0 });
    two.run(after, 2);
    await eventually(() => after.asked.length === 1, 'asked by the next one');
  });

  test('a node that lost the source between its word and its deed sends nothing, and the next one does not either', async () => {
    const [one, two] = [await node(), await node()];
    const pbx = new Pbx();
    const first = one.run(pbx, 1);
    one.site.onEntries((entries) => {
      if (entries.some(({ commit }) => commit.events.some(({ type }) => type === 'action.started'))) one.lease.isHeld = false;
    });
    const action = await request(one.site, 'lost');
    await eventually(() => stateOf(two, action) === 'started', 'started on the other node');
    await first.stop();
    two.run(pbx, 2);
    const next = await request(two.site, 'next');
    await eventually(() => pbx.asked.length > 0, 'the next one');
    expect(pbx.asked.map(({ request: asked }) => asked.actionId)).toEqual([next]);
    expect(stateOf(two, action)).toBe('started');
  });

  test('a node that hung and wakes up as holder of an old token asks Redis first, and sends nothing', async () => {
    const one = await node();
    one.lease.isCurrent = false;
    const pbx = new Pbx();
    const runner = one.run(pbx, 1);
    const action = await request(one.site, 'hung');
    await eventually(() => stateOf(one, action) === 'started', 'started');
    await runner.stop();
    expect(pbx.asked).toEqual([]);
  });

  test('what an earlier holder began is not begun again', async () => {
    const [one, two] = [await node(), await node()];
    const [before, after] = [new Pbx(), new Pbx()];
    const runner = one.run(before, 1);
    await request(one.site, 'begun');
    await eventually(() => before.asked.length === 1, 'begun');
    await runner.stop();
    two.run(after, 2);
    const next = await request(two.site, 'next');
    await eventually(() => after.asked.length > 0, 'the next one');
    expect(after.asked.map(({ request: asked }) => asked.actionId)).toEqual([next]);
  });

  test('what has waited beyond its time is not asked for any more', async () => {
    const one = await node();
    const pbx = new Pbx();
    const old = await request(one.site, 'old', {}, { timeOutInMs: -1 });
    const runner = one.run(pbx, 1);
    const fresh = await request(one.site, 'fresh');
    await eventually(() => pbx.asked.length > 0, 'asked');
    await runner.stop();
    expect(pbx.asked.map(({ request: asked }) => asked.actionId)).toEqual([fresh]);
    expect(stateOf(one, old)).toBe('requested');
  });

  test('a refusal of the phone system is the action’s end, with its reason', async () => {
    const one = await node();
    const pbx = new Pbx();
    pbx.answersAtOnce = { ok: false, failure: { code: 'caller-gone', detail: 'hung up' } };
    one.run(pbx, 1);
    const action = await request(one.site, 'refused');
    await eventually(() => stateOf(one, action) === 'failed', 'failed');
    expect(one.site.state().actions.get(action)?.failure).toEqual({ code: 'caller-gone', detail: 'hung up' });
  });

  test('a refusal that comes after the source’s own facts have told of success changes nothing', async () => {
    const one = await node();
    const pbx = new Pbx();
    pbx.answersAtOnce = undefined;
    const runner = one.run(pbx, 1);
    const action = await request(one.site, 'both');
    await eventually(() => pbx.asked.length === 1, 'asked');
    await one.site.propose({
      id: 'facts/both/1' as CommitId,
      by: { kind: 'connector', source: pbx.source },
      cause: 'facts',
      decide: () => ({
        events: [{ type: 'action.settled', occurredAt: one.site.siteNow(), actionId: action, result: 'confirmed' }],
        reads: [],
      }),
    });
    pbx.asked[0]?.answer({ ok: false, failure: { code: 'refused' } });
    await runner.stop();
    expect(stateOf(one, action)).toBe('confirmed');
  });

  test('a connector that breaks ends the action as interrupted: nobody knows what became of it', async () => {
    const one = await node();
    const pbx = new Pbx();
    pbx.answersAtOnce = undefined;
    one.run(pbx, 1);
    const action = await request(one.site, 'broken');
    await eventually(() => pbx.asked.length === 1, 'asked');
    pbx.asked[0]?.break();
    await eventually(() => failureOf(one, action) === 'interrupted', 'interrupted');
  });

  test('no answer leaves it started: its own time-out tells, and a late answer is not heard', async () => {
    const one = await node();
    const pbx = new Pbx();
    pbx.answersAtOnce = undefined;
    const runner = one.run(pbx, 1, { withinMs: 1 });
    const action = await request(one.site, 'silent');
    await eventually(() => pbx.asked.length === 1, 'asked');
    await runner.stop();
    pbx.asked[0]?.answer({ ok: false, failure: { code: 'refused' } });
    const next = await request(one.site, 'after');
    await eventually(() => stateOf(one, next) !== undefined, 'the log goes on');
    expect(stateOf(one, action)).toBe('started');
  });

  test('a source that can be asked for nothing says so', async () => {
    const one = await node();
    one.run({ source: new Pbx().source }, 1);
    const action = await request(one.site, 'deaf');
    await eventually(() => failureOf(one, action) === 'not-supported', 'not supported');
  });

  test('another source’s actions are left to whoever holds that one', async () => {
    const one = await node();
    const pbx = new Pbx();
    const runner = one.run(pbx, 1);
    const theirs = await request(one.site, 'theirs', {}, { source: 'elsewhere' });
    const ours = await request(one.site, 'ours');
    await eventually(() => pbx.asked.length > 0, 'asked');
    await runner.stop();
    expect({ theirs: stateOf(one, theirs), ours: stateOf(one, ours), asked: pbx.asked.length }).toEqual({
      theirs: 'requested',
      ours: 'started',
      asked: 1,
    });
  });

  test('what concerns one call or one agent is done in turn, all else at the same time', async () => {
    const one = await node();
    const pbx = new Pbx();
    pbx.answersAtOnce = undefined;
    one.run(pbx, 1);
    const first = await request(one.site, 'first', { visitId: callA });
    const second = await request(one.site, 'second', { visitId: callA, agentId: agentLi });
    const third = await request(one.site, 'third', { toAgentId: agentLi });
    const apart = await request(one.site, 'apart');
    const asked = () => pbx.asked.map(({ request: of }) => of.actionId);
    await eventually(() => pbx.asked.length === 2, 'the first and the one apart');
    expect(asked()).toEqual([first, apart]);
    expect(stateOf(one, second)).toBe('requested');
    pbx.asked[0]?.answer({ ok: true });
    await eventually(() => pbx.asked.length === 3, 'the second');
    pbx.asked[2]?.answer({ ok: false, failure: { code: 'busy' } });
    await eventually(() => pbx.asked.length === 4, 'the third');
    expect(asked()).toEqual([first, apart, second, third]);
    for (const { answer } of pbx.asked) answer({ ok: true });
  });

  test('a runner that is stopped begins nothing more, and has waited for what it began', async () => {
    const one = await node();
    const pbx = new Pbx();
    pbx.answersAtOnce = undefined;
    const runner = one.run(pbx, 1);
    const begun = await request(one.site, 'begun', { visitId: callA });
    const queued = await request(one.site, 'queued', { visitId: callA });
    await eventually(() => pbx.asked.length === 1, 'asked');
    const stopping = runner.stop();
    pbx.asked[0]?.answer({ ok: false, failure: { code: 'busy' } });
    await stopping;
    expect({ begun: stateOf(one, begun), queued: stateOf(one, queued), asked: pbx.asked.length }).toEqual({
      begun: 'failed',
      queued: 'requested',
      asked: 1,
    });
  });
}
