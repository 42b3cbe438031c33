import { describe, expect, test } from 'vitest';
import { projectBuffer } from '../../../shared/protocol/project-buffer.js';
import { AMBER, abused, at, bufferFloor, chen, goes, he, on, RED, request, SHORT, self, wang, zhou } from './buffer-floor.js';

describe('a request', () => {
  test('that nobody would notice is granted, given work and a start, in the commit that asks for it', () => {
    const floor = bufferFloor();
    const events = floor.grant(0, self(1), request({ post: 'REPORTS' }));
    expect(events.map(({ type }) => type)).toEqual([
      'action.taken',
      'buffer.requested',
      'buffer.checked',
      'buffer.approved',
      'buffer.post-assigned',
      'buffer.scheduled',
    ]);
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', post: 'REPORTS', startAt: at(0), endAt: at(120), confirmBy: at(30) });
    expect(floor.buffer(1).decision).toEqual({ outcome: 'approved', at: at(0) });
  });

  test('is one at a time, by an agent of this floor, for a start that has a shift to it', () => {
    const floor = bufferFloor();
    expect(floor.refusal(0, zhou, request())).toEqual({ code: 'not-found' });
    expect(floor.refusal(0, self(1), request({ startAt: at(-30) }))).toMatchObject({ code: 'in-the-past' });
    expect(floor.refusal(0, self(1), request({ startAt: at(3_000) }))).toMatchObject({ code: 'out-of-range' });
    expect(floor.refusal(0, self(1), request({ post: 'LISTENING' }))).toMatchObject({ code: 'unknown-post' });
    floor.grant(0, self(1), request());
    expect(floor.refusal(1, self(1), request())).toEqual({ code: 'already-asked' });
    floor.grant(2, self(1), on(floor, 1, 'buffer.withdraw'));
    expect(floor.refusal(3, self(1), request())).toBe('granted');
  });

  test('is read and decided by the leads of the team and supervisors, never by the agent, a colleague or another team’s lead', () => {
    const floor = bufferFloor({ calls: AMBER });
    floor.grant(0, self(1), request());
    const yes = on(floor, 1, 'buffer.decide', { decision: { kind: 'approve' } });
    for (const by of [self(1), self(2), he]) expect(floor.refusal(1, by, yes)).toEqual({ code: 'not-permitted' });
    expect(floor.refusal(1, chen, yes)).toBe('granted');
    expect(floor.refusal(2, zhou, yes)).toMatchObject({ code: 'too-late' });
  });
});

describe('AMBER', () => {
  test('waits ten minutes for a person, and silence is a yes', () => {
    const floor = bufferFloor({ calls: AMBER });
    floor.grant(0, self(1), request());
    expect(floor.buffer(1)).toMatchObject({ state: 'checking', decideBy: at(10), check: { verdict: 'amber', isStaffOk: true } });
    expect(floor.until(9.9)).toEqual([]);
    floor.until(10);
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', startAt: at(10), endAt: at(130) });
    expect(floor.buffer(1).decision).toEqual({ outcome: 'approved', at: at(10) });
  });

  test('is declined only with a code that is so, and a second person looks at it', () => {
    const floor = bufferFloor({ calls: AMBER });
    floor.grant(0, self(1), request());
    const no = (code: string) => on(floor, 1, 'buffer.decide', { decision: { kind: 'decline', code } });
    expect(floor.refusal(1, zhou, no('ALREADY_MAX_CONCURRENT'))).toMatchObject({ code: 'wrong-state' });
    floor.grant(1, zhou, no('MIN_STAFF'));
    expect(floor.buffer(1)).toMatchObject({ state: 'declined', closedAt: at(1), decision: { code: 'MIN_STAFF', by: { name: '周敏' } } });
    const waitsForAnotherThan = () => projectBuffer(floor.site, floor.buffer(1)).declinedById;
    expect(waitsForAnotherThan()).toBe(zhou.userId);
    expect(floor.refusal(2, zhou, on(floor, 1, 'buffer.review', { outcome: 'upheld' }))).toEqual({ code: 'with-oneself' });
    floor.grant(3, wang, on(floor, 1, 'buffer.review', { outcome: 'overturned' }));
    expect(waitsForAnotherThan()).toBeUndefined();
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', review: { outcome: 'overturned' } });
    expect(floor.buffer(1).closedAt).toBeUndefined();
    expect(floor.site.bufferRecords.at(-1)).toMatchObject({ isOverturned: true, decision: { outcome: 'declined' } });
  });

  test('two who decide at once: the second is told that it is decided', () => {
    const floor = bufferFloor({ calls: AMBER });
    floor.grant(0, self(1), request());
    floor.grant(1, zhou, on(floor, 1, 'buffer.decide', { decision: { kind: 'approve' } }));
    expect(floor.refusal(1, wang, on(floor, 1, 'buffer.decide', { decision: { kind: 'decline', code: 'MIN_STAFF' } }))).toMatchObject({
      code: 'too-late',
    });
  });
});

const HALF_AN_HOUR = { lengthMs: 1_800_000 };

describe('RED', () => {
  test('gets the first start within the hour that is not red, ten minutes after nobody said anything better', () => {
    const floor = bufferFloor({ calls: RED });
    floor.grant(0, self(1), request(HALF_AN_HOUR));
    expect(floor.buffer(1)).toMatchObject({ state: 'checking', decideBy: at(10), proposedStartAt: at(15), check: { bestStartAt: at(15) } });
    floor.until(10);
    expect(floor.buffer(1)).toMatchObject({ state: 'deferred', startAt: at(15), endAt: at(45), decision: { outcome: 'deferred' } });
    floor.until(15);
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', startAt: at(15) });
    expect(floor.buffer(1).decision).toMatchObject({ outcome: 'approved' });
  });

  test('a supervisor finds a better start, and may only make what is committed better still', () => {
    const floor = bufferFloor({ calls: RED });
    floor.grant(0, self(1), request(HALF_AN_HOUR));
    const other = (minutes: number) => on(floor, 1, 'buffer.decide', { decision: { kind: 'other-start', startAt: at(minutes) } });
    expect(floor.refusal(1, zhou, other(61))).toMatchObject({ code: 'out-of-range' });
    floor.grant(1, zhou, other(25));
    expect(floor.buffer(1)).toMatchObject({ state: 'deferred', startAt: at(25), decision: { by: { name: '周敏' } } });
    expect(floor.refusal(2, zhou, other(40))).toMatchObject({ code: 'out-of-range' });
    floor.grant(2, wang, other(15));
    expect(floor.buffer(1).startAt).toBe(at(15));
    // No is no answer any more: a start is committed.
    expect(floor.refusal(3, zhou, on(floor, 1, 'buffer.decide', { decision: { kind: 'decline', code: 'MIN_STAFF' } }))).toMatchObject({
      code: 'wrong-state',
    });
    floor.until(15);
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', startAt: at(15) });
  });

  test('with nothing but red ahead starts within the hour all the same, once enough people stay', () => {
    const floor = bufferFloor({ calls: 120 });
    floor.grant(0, self(1), request());
    expect(floor.buffer(1)).toMatchObject({ proposedStartAt: at(60), check: { verdict: 'red', isStaffOk: true } });
    floor.until(60);
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', startAt: at(60) });
  });

  test('too few people for the minimum: the task of a supervisor, and no approving it away', () => {
    const floor = bufferFloor({ calls: SHORT });
    floor.grant(0, self(1), request());
    expect(floor.relief(1)).toBeUndefined();
    expect(floor.refusal(1, zhou, on(floor, 1, 'buffer.decide', { decision: { kind: 'approve' } }))).toMatchObject({ code: 'not-covered' });
    floor.until(60);
    expect(floor.buffer(1)).toMatchObject({ state: 'deferred', againAt: at(65) });
    expect(floor.relief(1)).toMatchObject({ since: at(60), bufferId: floor.buffer(1).id });
    // It is looked at again, and is still one task.
    floor.until(75);
    expect(floor.buffer(1)).toMatchObject({ state: 'deferred', againAt: at(80) });
    expect(floor.relief(1)?.since).toBe(at(60));
    floor.grant(76, zhou, { type: 'relief.give', agentId: floor.buffer(1).agentId, how: 'overflow' });
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled' });
    expect(floor.relief(1)?.taken).toMatchObject({ how: 'overflow' });
    // Only the agent off the phones ends it.
    floor.obey(77, 1, 'BACKOFFICE');
    expect(floor.relief(1)).toBeUndefined();
  });
});

describe('a protected request', () => {
  test('after a flagged call may not be declined, nor put off for more than a quarter of an hour', () => {
    const floor = bufferFloor({ calls: 120 });
    abused(floor, 1);
    floor.grant(10, self(1), request());
    expect(floor.buffer(1)).toMatchObject({ isProtected: true, proposedStartAt: at(25) });
    expect(floor.refusal(11, zhou, on(floor, 1, 'buffer.decide', { decision: { kind: 'decline', code: 'MIN_STAFF' } }))).toEqual({
      code: 'protected-request',
    });
    floor.until(25);
    expect(floor.buffer(1)).toMatchObject({ state: 'scheduled', startAt: at(25) });
  });

  test('half an hour after the call it is a request like any other', () => {
    const floor = bufferFloor({ calls: 120 });
    abused(floor, 1);
    floor.grant(36, self(1), request());
    expect(floor.buffer(1).isProtected).toBe(false);
  });

  test('after saying that one can hardly go on, too: and where too few would stay, somebody must take over at once', () => {
    const floor = bufferFloor({ calls: SHORT });
    const events = floor.grant(0, self(1), request(), { hasSaidFive: true });
    expect(floor.buffer(1)).toMatchObject({ isProtected: true, state: 'checking', proposedStartAt: at(15) });
    expect(floor.relief(1)).toMatchObject({ bufferId: floor.buffer(1).id });
    // What was said is nowhere, not even that it was said.
    expect(JSON.stringify(events)).not.toMatch(/five|check-?in|"value"/i);
  });
});

describe('how often, and how many at once', () => {
  test('a team’s place is taken: a person decides, and may say so', () => {
    const floor = bufferFloor();
    floor.grant(0, self(1), request());
    floor.grant(1, self(2), request());
    expect(floor.buffer(2)).toMatchObject({ state: 'checking', check: { verdict: 'green', away: 1, mostAway: 1 } });
    const no = (code: string) => on(floor, 2, 'buffer.decide', { decision: { kind: 'decline', code } });
    expect(floor.refusal(2, zhou, no('MIN_STAFF'))).toMatchObject({ code: 'wrong-state' });
    expect(floor.refusal(2, zhou, no('ALREADY_MAX_CONCURRENT'))).toBe('granted');
    // Another team has a place of its own.
    floor.grant(3, self(20), request());
    expect(floor.buffer(20).state).toBe('scheduled');
  });

  test('within four hours of the last one a person decides; the third in seven days is a talk, not a no', () => {
    const floor = bufferFloor({ buffer: { coolDownMin: 60 } });
    const whole = (from: number) => {
      goes(floor, 1, from);
      floor.grant(from + 20, self(1), on(floor, 1, 'buffer.early-return'));
      floor.grant(from + 21, self(1), on(floor, 1, 'buffer.check-in', { answer: { kind: 'ready' } }));
      floor.obey(from + 21, 1, 'WARMUP');
      floor.obey(from + 22, 1, null);
    };
    whole(0);
    floor.grant(60, self(1), request());
    expect(floor.buffer(1)).toMatchObject({ state: 'checking', isThird: false });
    floor.grant(61, self(1), on(floor, 1, 'buffer.withdraw'));
    whole(90);
    floor.grant(180, self(1), request());
    expect(floor.buffer(1)).toMatchObject({ state: 'checking', isThird: true, check: { verdict: 'green' } });
    expect(floor.refusal(181, zhou, on(floor, 1, 'buffer.decide', { decision: { kind: 'decline', code: 'MIN_STAFF' } }))).toMatchObject({
      code: 'wrong-state',
    });
    floor.until(190);
    expect(floor.buffer(1).state).toBe('scheduled');
  });
});
