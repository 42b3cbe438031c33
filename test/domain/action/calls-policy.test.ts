import { expect, test } from 'vitest';
import type { Actor } from '../../../shared/domain/policy.js';
import { answered, at, joined, other } from '../../support/floor.js';
import { ADMIN, actingFloor, LEAD, LI, LI_SELF, MEI, moveTo, onCall, type RawCommand, reassign, TOM, TOM_SELF } from './acting-floor.js';

const WALL: Actor = { userId: 'wall', name: '大屏', role: 'wall' as never, teamIds: [] };
const ROLES: readonly (readonly [string, Actor])[] = [
  ['agent', LI_SELF],
  ['lead', LEAD],
  ['supervisor', MEI],
  ['admin', { ...ADMIN, phoneKey: 'PJSIP/9009' }],
  ['wall', WALL],
];

/** One call talks with Li, one waits; whoever asks listens to the first already. */
function floorFor(by: Actor) {
  const floor = actingFloor();
  floor.tell(joined(10, 'a', 'sales'), answered(20, 'a', LI), joined(11, 'b', 'sales'));
  const id = 'x-listening' as never;
  const { userId, name } = by;
  floor.foldAll([
    {
      type: 'action.taken',
      occurredAt: at(21),
      actionId: id,
      kind: 'call.monitor',
      by: { userId, name, role: 'supervisor' },
      on: { visitId: floor.visit('a')?.id as never },
      detail: {},
      state: 'confirmed',
    },
  ]);
  floor.tell(other(22, { type: 'monitor.started', monitorKey: id, visitKey: 'a', agentKey: LI, mode: 'listen' }));
  return floor;
}

const YES = 'granted';
const NO = 'not-permitted';
/** Command, then what each role is told: agent (Li), lead (of Li’s team), supervisor, administrator, wall. */
const TABLE: readonly (readonly [string, RawCommand, ...string[]])[] = [
  ['reassign to an agent', reassign('b', TOM), NO, YES, YES, YES, NO],
  ['reassign one’s own talk', reassign('a', TOM), NO, YES, YES, YES, NO],
  ['reassign to a queue', moveTo('b', 'vip'), NO, YES, YES, YES, NO],
  ['set a priority', onCall('call.set-priority', 'b', { priority: 3 }), NO, YES, YES, YES, NO],
  ['withdraw', onCall('call.withdraw', 'b', { reason: '关闭' }), NO, YES, YES, YES, NO],
  ['pick up', onCall('call.pick-up', 'b'), NO, YES, YES, YES, NO],
  ['disconnect', onCall('call.disconnect', 'a', { reason: '骚扰' }), NO, NO, YES, YES, NO],
  ['listen, whisper, barge', onCall('call.monitor', 'a', { mode: 'barge' }), NO, YES, YES, YES, NO],
  ['stop listening', onCall('call.stop-monitor', 'a'), NO, YES, YES, YES, NO],
  ['take over', onCall('call.take-over', 'a'), NO, YES, YES, YES, NO],
  ['flag abuse', onCall('call.flag-abuse', 'a'), YES, YES, YES, YES, NO],
];

test.each(TABLE.flatMap(([what, command, ...answers]) => ROLES.map(([role, by], i) => [what, role, by, command, answers[i]] as const)))(
  '%s by role %s',
  (_what, _role, by, command, answer) => {
    const refusal = floorFor(by).refusal(40, by, command);
    expect(refusal === 'granted' ? refusal : refusal.code).toBe(answer);
  },
);

test.each(ROLES.slice(0, 4))('an offer is answered by the one it was made to, and by nobody else: %s', (_role, by) => {
  const floor = actingFloor();
  floor.tell(joined(10, 'a', 'sales'));
  floor.desk(5, TOM);
  const actionId = floor.grant(30, MEI, reassign('a', TOM));
  for (const type of ['offer.accept', 'offer.decline'] as const)
    expect(floor.refusal(31, by, { type, actionId })).toMatchObject({ code: 'not-permitted' });
  expect(floor.refusal(31, WALL, { type: 'offer.accept', actionId })).toMatchObject({ code: 'not-permitted' });
  expect(floor.ask(31, TOM_SELF, { type: 'offer.accept', actionId }).ok).toBe(true);
});
