import { describe, expect, test } from 'vitest';
import { commandSchema } from '../../../shared/domain/commands.js';
import { decide } from '../../../shared/domain/decide.js';
import { entitiesOf } from '../../../shared/domain/entities.js';
import type { CommitId } from '../../../shared/kernel/ids.js';
import { coversOf } from '../../../shared/metrics/schedule.js';
import { member, other } from '../../support/floor.js';
import {
  AMBER,
  agentId,
  at,
  type BufferFloor,
  bufferFloor,
  COMPLAINTS,
  chen,
  goes,
  key,
  on,
  request,
  SALES,
  self,
  talks,
  wang,
  zhou,
} from './buffer-floor.js';

describe('going', () => {
  test('is the agent’s own confirmation, and begins when the phone system has let them go', () => {
    const floor = bufferFloor();
    floor.grant(0, self(1), request());
    const events = floor.grant(1, self(1), on(floor, 1, 'buffer.confirm', { when: 'now' }));
    expect(events[0]).toMatchObject({ type: 'action.taken', state: 'requested', effect: { op: 'set-not-ready', reasonCode: 'BUFFER' } });
    expect(floor.buffer(1).state).toBe('scheduled');
    floor.obey(2, 1, 'BUFFER');
    expect(floor.buffer(1)).toMatchObject({ state: 'in-buffer', startedAt: at(2), endAt: at(122), checkInAt: at(107) });
    expect(floor.site.agents.get(agentId(1))).toMatchObject({ state: 'not-ready', reasonCode: 'BUFFER' });
  });

  test('in the middle of a call waits for its end, and for the wrap-up', () => {
    const floor = bufferFloor();
    floor.grant(0, self(1), request());
    talks(floor, 1, 1);
    expect(floor.refusal(2, self(1), on(floor, 1, 'buffer.confirm', { when: 'now' }))).toEqual({ code: 'in-contact' });
    floor.grant(2, self(1), on(floor, 1, 'buffer.confirm', { when: 'after-call' }));
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled' });
    expect(floor.buffer(1).confirmedBy).toBeDefined();
    floor.hangUp(4, 1, 30);
    floor.obey(4.1, 1, 'BUFFER');
    expect(floor.buffer(1).state).toBe('scheduled');
    floor.until(5);
    expect(floor.buffer(1)).toMatchObject({ state: 'in-buffer', startedAt: at(4.5) });
  });

  test('that is taken back, or that nothing came of, can be confirmed again; not at all in half an hour, it lapses', () => {
    const floor = bufferFloor();
    floor.grant(0, self(1), request());
    talks(floor, 1, 1);
    const go = on(floor, 1, 'buffer.confirm', { when: 'after-call' });
    floor.grant(2, self(1), go);
    expect(floor.refusal(2, self(1), go)).toEqual({ code: 'unchanged' });
    floor.grant(3, self(1), { type: 'agent.cancel-pending', agentId: agentId(1) });
    expect(floor.buffer(1).confirmedBy).toBeUndefined();
    floor.grant(4, self(1), go);
    floor.hangUp(5, 1, 0);
    // The phone system never does it: the action's time is up.
    floor.until(6);
    expect(floor.buffer(1).confirmedBy).toBeUndefined();
    floor.until(30);
    expect(floor.buffer(1)).toMatchObject({ state: 'expired', closedAt: at(30) });
  });

  test('again, with a phone that never came back from the last one, is a confirmation too: nobody is kept waiting for a pause that is there', () => {
    const floor = bufferFloor({ buffer: { coolDownMin: 0 } });
    goes(floor, 1);
    floor.grant(1, self(1), on(floor, 1, 'buffer.early-return'));
    floor.grant(2, self(1), on(floor, 1, 'buffer.check-in', { answer: { kind: 'ready' } }));
    floor.grant(3, self(1), request());
    expect(floor.buffer(1).state).toBe('scheduled');
    floor.until(10);
    expect(floor.buffer(1).state).toBe('scheduled');
    floor.grant(11, self(1), on(floor, 1, 'buffer.confirm', { when: 'now' }));
    expect(floor.buffer(1)).toMatchObject({ state: 'in-buffer', startedAt: at(11) });
  });

  test('that never comes lapses, even for somebody whose phone is in such a pause still', () => {
    const floor = bufferFloor({ buffer: { coolDownMin: 0 } });
    goes(floor, 1);
    floor.grant(1, self(1), on(floor, 1, 'buffer.early-return'));
    floor.grant(2, self(1), on(floor, 1, 'buffer.check-in', { answer: { kind: 'ready' } }));
    floor.grant(3, self(1), request());
    expect(floor.until(33).at(-1)).toMatchObject({ type: 'buffer.expired' });
    expect(floor.buffer(1)).toMatchObject({ state: 'expired', closedAt: at(33) });
  });

  test('is taken back before it begins, with everything that went with it; afterwards one returns', () => {
    const floor = bufferFloor();
    floor.grant(0, self(1), request());
    talks(floor, 1, 1);
    floor.grant(2, self(1), on(floor, 1, 'buffer.confirm', { when: 'after-call' }));
    floor.grant(3, self(1), on(floor, 1, 'buffer.withdraw'));
    expect(floor.buffer(1)).toMatchObject({ state: 'withdrawn', closedAt: at(3) });
    expect(floor.site.agents.get(agentId(1))?.pending).toBeUndefined();
    floor.hangUp(4, 1, 0);
    floor.until(60);
    expect(floor.state(1)).toBe('ready');
  });
});

describe('in the buffer', () => {
  test('nobody calls anybody back: not to the phones, not to another queue, not off the floor, nor with a word', () => {
    const floor = bufferFloor();
    goes(floor, 1);
    const id = agentId(1);
    const reason = '现场忙';
    for (const raw of [
      { type: 'agent.set-state', agentId: id, to: { state: 'ready' }, when: 'now', reason },
      { type: 'agent.set-state', agentId: id, to: { state: 'not-ready', reasonCode: 'COACHING' }, when: 'now', reason },
      { type: 'agent.borrow', agentId: id, queueId: COMPLAINTS, forMs: 3_600_000 },
      { type: 'agent.sign-out', agentId: id, when: 'now', reason },
      { type: 'agent.message', agentId: id, text: '能回来吗' },
      on(floor, 1, 'buffer.ask-help'),
    ] as const)
      for (const by of [chen, zhou]) expect([raw.type, floor.refusal(5, by, raw)]).toEqual([raw.type, { code: 'agent-protected' }]);
    expect(floor.buffer(1).state).toBe('in-buffer');
  });

  test('who allowed it may be asked to help; not answering leaves no trace', () => {
    const floor = bufferFloor();
    goes(floor, 1);
    floor.grant(5, self(1), on(floor, 1, 'buffer.allow-asking', { on: true }));
    floor.grant(10, zhou, on(floor, 1, 'buffer.ask-help'));
    expect(floor.buffer(1).helpAsked).toMatchObject({ by: { name: '周敏' }, until: at(25) });
    floor.until(25);
    expect(floor.buffer(1)).toMatchObject({ state: 'in-buffer', mayAsk: true });
    expect(floor.buffer(1).helpAsked).toBeUndefined();
  });

  test('pressing ready on the desk is answered by the question how one is; on the phone itself it is a return', () => {
    const floor = bufferFloor();
    goes(floor, 1);
    expect(floor.refusal(5, self(1), { type: 'agent.set-state', agentId: agentId(1), to: { state: 'ready' }, when: 'now' })).toEqual({
      code: 'wrong-state',
      detail: 'in-buffer',
    });
    floor.obey(6, 1, null);
    expect(floor.buffer(1)).toMatchObject({ state: 'returned', closedAt: at(6) });
    goes(floor, 20, 10);
    floor.hear(other(700, { type: 'member.gone', agentKey: key(20), queueKey: 'sales' }));
    expect(floor.buffer(20)).toMatchObject({ state: 'returned' });
  });

  test('a quarter of an hour before the end one is asked; without an answer gently again, then somebody calls, and nobody is pushed', () => {
    const floor = bufferFloor();
    goes(floor, 1);
    floor.until(105);
    expect(floor.buffer(1)).toMatchObject({ state: 'check-in', endAt: at(120) });
    floor.until(120);
    expect(floor.buffer(1)).toMatchObject({ state: 'check-in', unanswered: 'ping' });
    floor.until(135);
    expect(floor.buffer(1).unanswered).toBe('call');
    floor.until(600);
    expect(floor.buffer(1).state).toBe('check-in');
    expect(floor.state(1)).toBe('not-ready');
  });

  test('two extensions of at most the usual length, then a plan with people', () => {
    const floor = bufferFloor();
    goes(floor, 1);
    const more = (minutes: number) => on(floor, 1, 'buffer.check-in', { answer: { kind: 'more', byMs: minutes * 60_000 } });
    expect(floor.refusal(50, self(1), more(30))).toMatchObject({ code: 'wrong-state' });
    floor.until(105);
    floor.grant(110, self(1), more(30));
    expect(floor.buffer(1)).toMatchObject({ state: 'in-buffer', endAt: at(150), checkInAt: at(135), extensions: 1 });
    floor.until(135);
    floor.grant(136, self(1), more(480));
    expect(floor.buffer(1)).toMatchObject({ endAt: at(270), extensions: 2 });
    floor.until(255);
    floor.grant(256, self(1), more(30));
    expect(floor.buffer(1)).toMatchObject({ state: 'check-in', needsPlan: true, endAt: at(270) });
    floor.until(400);
    expect(floor.buffer(1)).not.toHaveProperty('unanswered');
    expect(floor.refusal(401, self(1), on(floor, 1, 'buffer.check-in', { answer: { kind: 'ready' } }))).toBe('granted');
  });
});

/** Ten take complaints as well. */
const complaintsToo = (floor: BufferFloor, penalty: number) => {
  for (let no = 1; no <= 10; no++) floor.hear(member(1, key(no), '投诉', { penalty }));
};

describe('returning', () => {
  test('is early if the agent likes, gradual, and for the first half-hour without complaints', () => {
    const floor = bufferFloor();
    complaintsToo(floor, 3);
    goes(floor, 1);
    floor.grant(30, self(1), on(floor, 1, 'buffer.early-return'));
    const events = floor.grant(31, self(1), on(floor, 1, 'buffer.check-in', { answer: { kind: 'ready' } }));
    expect(events[0]).toMatchObject({ type: 'action.taken', effect: { op: 'set-not-ready', reasonCode: 'WARMUP' } });
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'landing.begin', effect: expect.objectContaining({ queueKey: '投诉' }) }),
    );
    expect(floor.buffer(1)).toMatchObject({
      state: 'returned',
      landing: { until: at(61), keptFrom: [{ queueId: COMPLAINTS, penalty: 3 }] },
    });
    floor.obey(31, 1, 'WARMUP');
    floor.hear(other(1_870, { type: 'member.gone', agentKey: key(1), queueKey: '投诉' }));
    floor.obey(32, 1, null);
    expect(floor.state(1)).toBe('ready');
    const after = floor.until(61);
    expect(after).toContainEqual(
      expect.objectContaining({ kind: 'landing.end', effect: expect.objectContaining({ op: 'join-queue', queueKey: '投诉', penalty: 3 }) }),
    );
    expect(floor.buffer(1).landing).toBeUndefined();
  });

  test('to the complaint queue waits until the agent is on the phones: who is off them is not rung by it', () => {
    const floor = bufferFloor();
    complaintsToo(floor, 0);
    goes(floor, 1);
    floor.grant(30, self(1), on(floor, 1, 'buffer.early-return'));
    floor.grant(31, self(1), on(floor, 1, 'buffer.check-in', { answer: { kind: 'ready' } }));
    floor.hear(other(1_870, { type: 'member.gone', agentKey: key(1), queueKey: '投诉' }));
    floor.obey(32, 1, 'MEAL');
    const waiting = floor.until(80);
    expect(waiting.filter(({ type }) => type === 'action.taken')).toEqual([]);
    const back = floor.obey(85, 1, null);
    expect(back).toContainEqual(expect.objectContaining({ kind: 'landing.end' }));
    expect(floor.buffer(1).landing).toBeUndefined();
  });

  test('leaves who serves nothing but complaints where they are', () => {
    const floor = bufferFloor({ buffer: { complaintQueues: ['sales'] } });
    goes(floor, 1);
    floor.grant(30, self(1), on(floor, 1, 'buffer.early-return'));
    floor.grant(31, self(1), on(floor, 1, 'buffer.check-in', { answer: { kind: 'ready' } }));
    expect(floor.buffer(1).landing?.keptFrom).toEqual([]);
    expect(floor.site.agents.get(agentId(1))?.memberships.has(SALES)).toBe(true);
  });
});

describe('posts', () => {
  const posts = [{ code: 'DATA', name: '数据分析', capacity: 1 }];

  test('hold no more than they have room for; without one, ten minutes later there is the rest room', () => {
    const floor = bufferFloor({ posts, buffer: { maxPerTeamRatio: 1 } });
    floor.grant(0, self(1), request());
    floor.grant(0, self(2), request({ post: 'DATA' }));
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', post: 'DATA' });
    expect(floor.buffer(2)).toMatchObject({ state: 'arranging' });
    expect(floor.refusal(1, zhou, on(floor, 2, 'buffer.assign-post', { post: 'DATA' }))).toMatchObject({ code: 'post-full' });
    expect(floor.refusal(1, zhou, on(floor, 2, 'buffer.assign-post', { post: 'NONE' }))).toMatchObject({ code: 'unknown-post' });
    floor.until(10);
    expect(floor.buffer(2)).toMatchObject({ state: 'scheduled', post: 'REST_ROOM', startAt: at(10) });
  });

  test('a place that comes free is given by hand at once; an extension that runs into a full one moves on', () => {
    const floor = bufferFloor({ posts, buffer: { maxPerTeamRatio: 1 } });
    goes(floor, 1);
    floor.grant(1, self(2), request());
    floor.grant(2, self(3), request({ startAt: at(125) }));
    expect(floor.buffer(3)).toMatchObject({ state: 'scheduled', post: 'DATA' });
    floor.until(105);
    floor.grant(106, self(1), on(floor, 1, 'buffer.check-in', { answer: { kind: 'more', byMs: 1_800_000 } }));
    expect(floor.buffer(1)).toMatchObject({ endAt: at(150), post: 'REST_ROOM' });
    floor.grant(107, self(3), on(floor, 3, 'buffer.withdraw'));
    expect(floor.refusal(108, zhou, on(floor, 1, 'buffer.assign-post', { post: 'DATA' }))).toBe('granted');
  });
});

test('two who ask for the last place in the same moment: the second is decided again on what the first made so', () => {
  const floor = bufferFloor({ posts: [{ code: 'DATA', name: '数据分析', capacity: 1 }], buffer: { maxPerTeamRatio: 1 } });
  const [first, second] = [1, 2].map((no) => {
    const context = { now: at(1), commitId: `at-once-${no}` as CommitId, by: self(no), person: () => undefined };
    const decided = decide(floor.site, commandSchema.parse(request()), context);
    if (!decided.ok) throw new Error(decided.error.code);
    return decided.value;
  });
  const touched = new Set(first?.events.flatMap(entitiesOf));
  expect(second?.reads.some((read) => touched.has(read))).toBe(true);
});

describe('taking over', () => {
  const covered = () => {
    const floor = bufferFloor({ calls: AMBER });
    // Three who are off the phones anyway, and want to be asked; a fourth does not.
    for (const no of [5, 6, 7, 8]) floor.obey(0, no, 'BACKOFFICE');
    for (const no of [5, 6, 7]) floor.grant(0, self(no), { type: 'cover.opt-in', on: true });
    floor.grant(1, self(1), request());
    floor.grant(2, zhou, on(floor, 1, 'buffer.decide', { decision: { kind: 'approve' } }));
    return floor;
  };

  test('is asked of the best three who want to be asked; the first yes counts, and the move is fixed with it', () => {
    const floor = covered();
    expect(floor.covers().map(({ agentId: id, state, until }) => [id, state, until])).toEqual(
      [5, 6, 7].map((no) => [agentId(no), 'open', at(12)]),
    );
    expect(floor.buffer(1)).toMatchObject({ state: 'arranging', post: 'DATA' });
    const offer = (no: number) => floor.covers().find((one) => one.agentId === agentId(no))?.id;
    expect(floor.refusal(3, self(6), { type: 'cover.answer', coverId: offer(5), accept: true })).toEqual({ code: 'not-found' });
    floor.grant(3, self(6), { type: 'cover.answer', coverId: offer(6), accept: false });
    floor.grant(4, self(7), { type: 'cover.answer', coverId: offer(7), accept: true });
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', partnerId: agentId(7), startAt: at(4) });
    expect(floor.refusal(5, self(5), { type: 'cover.answer', coverId: offer(5), accept: true })).toEqual({ code: 'too-late' });
  });

  test('who took over is on the plan for as long as it lasted, also when the colleague is back early', () => {
    const floor = covered();
    const taken = floor.covers().find(({ agentId: id }) => id === agentId(7));
    floor.grant(4, self(7), { type: 'cover.answer', coverId: taken?.id, accept: true });
    floor.grant(5, self(1), on(floor, 1, 'buffer.confirm', { when: 'now' }));
    floor.obey(5, 1, 'BUFFER');
    expect(coversOf(floor.site, agentId(7))).toEqual([{ activity: 'phone', startAt: taken?.startAt, endAt: taken?.endAt }]);
    floor.grant(30, self(1), on(floor, 1, 'buffer.early-return'));
    floor.grant(31, self(1), on(floor, 1, 'buffer.check-in', { answer: { kind: 'ready' } }));
    expect(floor.covers().find(({ agentId: id }) => id === agentId(7))?.state).toBe('ended');
    const [span] = coversOf(floor.site, agentId(7));
    expect(span?.startAt).toBe(taken?.startAt);
    expect(span?.endAt).toBeGreaterThanOrEqual(at(30));
    expect(span?.endAt).toBeLessThan(taken?.endAt as number);
    // Those who were asked and not needed never had it on their plan.
    expect(coversOf(floor.site, agentId(5))).toEqual([]);
  });

  test('ten minutes without anybody: it begins all the same', () => {
    const floor = covered();
    floor.until(12);
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', startAt: at(12) });
    expect(floor.covers().map(({ state }) => state)).toEqual(['ended', 'ended', 'ended']);
  });

  test('what is offered says nothing of why, and a request that is taken back lets everybody go', () => {
    const floor = covered();
    expect(Object.keys(floor.covers()[0] ?? {}).sort()).toEqual(
      ['agentId', 'bufferId', 'endAt', 'id', 'offeredAt', 'queueIds', 'rev', 'startAt', 'state', 'until'].sort(),
    );
    floor.grant(3, self(1), on(floor, 1, 'buffer.withdraw'));
    expect(floor.covers().every(({ state }) => state === 'ended')).toBe(true);
  });

  test('more may be asked by hand, of those whom it suits; of the others nobody is told why not', () => {
    const floor = covered();
    expect(floor.refusal(3, zhou, on(floor, 1, 'buffer.ask-cover', { agentIds: [agentId(8)] }))).toMatchObject({ code: 'not-covered' });
    floor.grant(3, self(8), { type: 'cover.opt-in', on: true });
    floor.grant(4, zhou, on(floor, 1, 'buffer.ask-cover', { agentIds: [agentId(8)] }));
    expect(floor.covers()).toHaveLength(4);
  });
});

describe('an emergency on the site', () => {
  test('calls off what has not begun, and offers it again within a day; what has begun goes on', () => {
    const floor = bufferFloor({ buffer: { maxPerTeamRatio: 1 } });
    goes(floor, 1);
    floor.grant(1, self(2), request());
    const off = (no: number) => on(floor, no, 'buffer.cancel', { reason: '全线故障' });
    expect(floor.refusal(2, chen, off(2))).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(2, wang, off(1))).toMatchObject({ code: 'wrong-state' });
    floor.grant(2, wang, off(2));
    expect(floor.buffer(2)).toMatchObject({ state: 'cancelled', reofferAt: at(24 * 60 + 2) });
    floor.until(24 * 60 + 2);
    expect(floor.buffer(2)).toMatchObject({ isReoffered: true });
  });
});

describe('a micro-pause', () => {
  const take = { type: 'micro-pause.take', when: 'now' } as const;
  const end = { type: 'micro-pause.end' } as const;

  test('needs nobody’s yes, twice in a shift, whichever way it is asked for', () => {
    const floor = bufferFloor();
    for (const from of [10, 30]) {
      floor.grant(from, self(1), take);
      floor.obey(from, 1, 'MICRO_PAUSE');
      floor.grant(from + 5, self(1), end);
      floor.obey(from + 5, 1, null);
    }
    expect(floor.refusal(50, self(1), take)).toEqual({ code: 'limit-reached', detail: 'MICRO_PAUSE' });
    const byState = {
      type: 'agent.set-state',
      agentId: agentId(1),
      to: { state: 'not-ready', reasonCode: 'MICRO_PAUSE' },
      when: 'now',
    } as const;
    expect(floor.refusal(50, self(1), byState)).toEqual({ code: 'limit-reached', detail: 'MICRO_PAUSE' });
  });

  test('in the middle of a call waits for its end; others can’t end it', () => {
    const floor = bufferFloor();
    talks(floor, 1, 1);
    expect(floor.refusal(2, self(1), take)).toEqual({ code: 'in-contact' });
    floor.grant(2, self(1), { ...take, when: 'after-call' });
    floor.hangUp(3, 1, 0);
    floor.obey(3, 1, 'MICRO_PAUSE');
    expect(
      floor.refusal(4, zhou, { type: 'agent.set-state', agentId: agentId(1), to: { state: 'ready' }, when: 'now', reason: 'x' }),
    ).toEqual({
      code: 'agent-protected',
    });
    expect(floor.refusal(4, self(2), end)).toEqual({ code: 'unchanged' });
  });
});

describe('a call for relief', () => {
  test('is ended by nobody but the agent’s being off the phones', () => {
    const floor = bufferFloor();
    talks(floor, 1, 1);
    floor.grant(2, self(1), { type: 'relief.ask' });
    expect(floor.relief(1)).toEqual({ agentId: agentId(1), since: at(2), rev: floor.relief(1)?.rev });
    expect(floor.refusal(2, self(1), { type: 'relief.ask' })).toEqual({ code: 'unchanged' });
    floor.grant(3, chen, { type: 'relief.give', agentId: agentId(1), how: 'own-pick-up' });
    expect(floor.refusal(3, zhou, { type: 'relief.give', agentId: agentId(1), how: 'overflow' })).toMatchObject({ code: 'conflict' });
    expect(floor.relief(1)?.taken).toMatchObject({ how: 'own-pick-up' });
    expect(floor.site.agents.get(agentId(1))?.pending).toMatchObject({ to: 'not-ready' });
    // The agent would rather finish something: nobody's hands are tied by who came first.
    floor.grant(3, self(1), { type: 'agent.cancel-pending', agentId: agentId(1) });
    floor.grant(3, zhou, { type: 'relief.give', agentId: agentId(1), how: 'overflow' });
    expect(floor.relief(1)?.taken).toMatchObject({ how: 'overflow' });
    floor.hangUp(4, 1, 0);
    expect(floor.relief(1)).toBeDefined();
    floor.obey(4, 1, 'BACKOFFICE');
    expect(floor.relief(1)).toBeUndefined();
  });
});
