import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Agent, STATE_VERSION } from '../../../shared/domain/site.js';
import { decodeSnapshot, encodeSnapshot } from '../../../shared/domain/snapshot.js';
import { agentIdOf, type ShiftId } from '../../../shared/kernel/ids.js';
import { ORIGIN } from '../../../shared/kernel/position.js';
import { HOUR_MS } from '../../../shared/kernel/time.js';
import { answered, anyFact, at, ended, joined, member, offered, other, queueSeen, SOURCE, testFloor } from '../../support/floor.js';

const li = 'PJSIP/1001';
const agentOf = (floor: ReturnType<typeof testFloor>, key = li): Agent => {
  const agent = floor.site.agents.get(agentIdOf(SOURCE, key));
  if (agent === undefined) throw new Error('no such agent');
  return agent;
};
const trailOf = (floor: ReturnType<typeof testFloor>) => agentOf(floor).trail.map((step) => [(step.at - at(0)) / 1_000, step.as]);

function withShift(...boundaries: readonly number[]) {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales'), member(0, li, 'sales'));
  const { id } = agentOf(floor);
  const [from = 0] = boundaries;
  const last = boundaries.at(-1) ?? from;
  const published = {
    id: 's-1' as ShiftId,
    businessDate: '2026-11-21',
    zone: 'Asia/Shanghai',
    startLocal: '09:00',
    endLocal: '17:00',
    startAt: at(from),
    endAt: at(last),
    segments: boundaries.slice(0, -1).map((start, i) => ({
      activity: i % 2 === 0 ? ('phone' as const) : ('break' as const),
      startAt: at(start),
      endAt: at(boundaries[i + 1] ?? last),
    })),
  };
  const entries = [{ draft: published, published }];
  floor.site.duties.set(id, { agentId: id, entries, exceptions: [], version: 1, publishedVersion: 1, rev: ORIGIN });
  return floor;
}

test('calls and the time between them are one stretch of taking contacts; only what a plan tells apart is kept', () => {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales'), member(0, li, 'sales'));
  floor.tell(joined(5, 'a', 'sales'), offered(6, 'a', li), answered(8, 'a', li), ended(60, 'a', li));
  floor.tell(member(100, li, 'sales', { paused: true, reason: 'MEAL' }), member(160, li, 'sales', { paused: true, reason: '用餐' }));
  floor.tell(member(200, li, 'sales'), other(300, { type: 'member.gone', queueKey: 'sales', agentKey: li }));
  expect(trailOf(floor)).toEqual([
    [0, 'phone'],
    [100, 'meal'],
    [200, 'phone'],
    [300, 'offline'],
  ]);
});

test('a reason that nobody knows is a pause that no plan asks for', () => {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales'), member(0, li, 'sales'), member(9, li, 'sales', { paused: true, reason: '__proto__' }));
  expect(trailOf(floor).at(-1)).toEqual([9, 'not-ready']);
});

test('a contact that goes on past the beginning of a break is kept, from its ring to the end of its wrap-up', () => {
  const floor = withShift(0, 100, 200, 400);
  floor.tell(joined(80, 'a', 'sales'), offered(90, 'a', li), answered(95, 'a', li), ended(130, 'a', li));
  expect(agentOf(floor).carry).toEqual([{ startedAt: at(90), endedAt: at(130) }]);
  expect(agentOf(floor).inContactSince).toBeUndefined();
});

test('one that begins and ends within the same stretch is not', () => {
  const floor = withShift(0, 100, 200, 400);
  floor.tell(joined(10, 'a', 'sales'), offered(12, 'a', li), answered(15, 'a', li), ended(90, 'a', li));
  floor.tell(joined(210, 'b', 'sales'), offered(212, 'b', li));
  expect(agentOf(floor)).toMatchObject({ carry: [], inContactSince: at(212) });
});

test('a ring during the wrap-up is the next contact: it began after the boundary, and is not excused', () => {
  const floor = withShift(0, 100, 200, 400);
  floor.tell(queueSeen(0, 'sales', { wrapUpMs: 60_000 }), joined(80, 'a', 'sales'), offered(90, 'a', li), answered(95, 'a', li));
  floor.tell(ended(120, 'a', li), joined(125, 'b', 'sales'), offered(130, 'b', li), answered(135, 'b', li), ended(190, 'b', li));
  expect(agentOf(floor).carry).toEqual([{ startedAt: at(90), endedAt: at(130) }]);
});

test('a day and two hours are kept, with what was going on at their beginning, through a snapshot too', () => {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales'), member(0, li, 'sales'));
  for (let hour = 1; hour <= 60; hour++) floor.tell(member(hour * 3_600, li, 'sales', { paused: hour % 2 === 1, reason: 'BREAK' }));
  const { trail } = agentOf(floor);
  expect(trail[0]?.at).toBeLessThanOrEqual(at(34 * 3_600));
  expect(trail[1]?.at).toBeGreaterThanOrEqual(at(60 * 3_600) - 26 * HOUR_MS);
  const again = decodeSnapshot(encodeSnapshot(floor.site), STATE_VERSION);
  expect(again.agents.get(agentOf(floor).id)).toMatchObject({ trail });
});

test.each([
  [
    'in the middle of a talk',
    [joined(10, 'a', 'sales'), offered(12, 'a', li), answered(15, 'a', li), other(20, { type: 'visit.held', visitKey: 'a', agentKey: li })],
    [15, 'phone'],
    15,
  ],
  ['in its wrap-up', [joined(10, 'a', 'sales'), offered(12, 'a', li), answered(15, 'a', li), ended(90, 'a', li)], [15, 'phone'], 15],
  ['while the phone rings', [joined(10, 'a', 'sales'), offered(12, 'a', li)], [12, 'phone'], 12],
  ['at a break', [member(30, li, 'sales', { paused: true, reason: 'BREAK' })], [30, 'break'], undefined],
] as const)('a snapshot from before trails were kept, taken %s, tells what goes on since then', (_, facts, step, contactAt) => {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales', { wrapUpMs: 60_000 }), member(0, li, 'sales'), ...facts);
  const body = JSON.parse(encodeSnapshot(floor.site));
  for (const agent of body.agents) for (const field of ['trail', 'carry', 'inContactSince']) delete agent[field];
  const again = decodeSnapshot(JSON.stringify(body), 2).agents.get(agentOf(floor).id);
  expect(again?.trail.map((known) => [(known.at - at(0)) / 1_000, known.as])).toEqual([step]);
  expect(again?.inContactSince).toBe(contactAt === undefined ? undefined : at(contactAt));
});

test('whatever a source tells, steps are in order, none repeats the one before it, and the last is the present', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 80 }), (facts) => {
      const floor = testFloor();
      floor.tell(...facts);
      for (const { trail, carry, state, inContactSince } of floor.site.agents.values()) {
        for (const [i, step] of trail.entries()) {
          const before = trail[i - 1];
          if (before === undefined) continue;
          expect(step.at).toBeGreaterThan(before.at);
          expect(step.as).not.toBe(before.as);
        }
        for (const { startedAt, endedAt } of carry) expect(endedAt).toBeGreaterThanOrEqual(startedAt);
        const isInContact = ['ringing', 'dialing', 'talking', 'holding', 'acw'].includes(state);
        expect(inContactSince !== undefined).toBe(isInContact);
        if (isInContact || state === 'ready') expect(trail.at(-1)?.as ?? 'phone').toBe('phone');
        if (state === 'logged-out') expect(trail.at(-1)?.as ?? 'offline').toBe('offline');
      }
    }),
  );
});
