import { expect, test } from 'vitest';
import type { Audience } from '../../../shared/domain/redact.js';
import { projectEntity } from '../../../shared/protocol/project-views.js';
import { redactView } from '../../../shared/protocol/redact-views.js';
import type { SwapView } from '../../../shared/protocol/views.js';
import { swapViewSchema } from '../../../shared/protocol/views.js';
import { EVENING, idOf, LI, li, MONDAY, MORNING, type RosterFloor, rosterFloor, setShift, TOM, ZOE, zhou } from './roster-floor.js';

/** Li asks Zoe, of another team, for an exchange that would break one of Zoe's softer rules. */
function asked() {
  const floor = rosterFloor();
  const shift = (startLocal: string, endLocal: string, mealAt = 240) => ({
    businessDate: MONDAY,
    startLocal,
    endLocal,
    segments: [
      { fromMin: 0, activity: 'phone' },
      { fromMin: mealAt, activity: 'meal' },
      { fromMin: mealAt + 30, activity: 'phone' },
    ],
  });
  const override = { override: { rules: ['NIGHT_HOURS'], reason: '专项保障' } };
  floor.do(zhou, setShift(LI, shift('22:00', '08:00'), override));
  floor.do(zhou, setShift(ZOE, shift('08:00', '16:00')));
  floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: MONDAY });
  floor.do(li, { type: 'swap.open', wish: { kind: 'swap', shiftId: idOf(floor, LI), toAgentId: ZOE, toShiftId: idOf(floor, ZOE) } });
  return floor;
}
const shownTo = (floor: RosterFloor, audience: Audience, ...agentIds: string[]): SwapView | undefined => {
  const [swap] = floor.site.swaps.values();
  const projected = projectEntity(floor.site, 'swap', swap?.id ?? '', 0);
  if (projected === undefined) throw new Error('is not shown');
  const sees = { agent: (id: string) => agentIds.includes(id), queue: () => true, agentCounts: () => null };
  return redactView(audience, sees, 'swap', projected.view) as SwapView | undefined;
};

test('a request is told to both, to the leads of either, and to supervisors; to nobody else', () => {
  const floor = asked();
  const told: readonly [Audience, string[], boolean][] = [
    [{ kind: 'site' }, [], true],
    [{ kind: 'agent', agentId: LI }, [LI], true],
    [{ kind: 'agent', agentId: ZOE }, [ZOE], true],
    [{ kind: 'agent', agentId: TOM }, [TOM], false],
    [{ kind: 'lead', teamIds: [MORNING] }, [LI, TOM], true],
    [{ kind: 'lead', teamIds: [EVENING] }, [ZOE], true],
    [{ kind: 'lead', teamIds: [] }, [], false],
    [{ kind: 'wall' }, [], false],
  ];
  for (const [audience, agentIds, isTold] of told) {
    const view = shownTo(floor, audience, ...agentIds);
    expect({ audience, isTold: view !== undefined }).toEqual({ audience, isTold });
    if (view !== undefined) swapViewSchema.parse(JSON.parse(JSON.stringify(view)));
  }
});

test('which rule of a colleague stands in the way is told to who decides and to the colleague, not to who asks', () => {
  const floor = asked();
  const rules = (view: SwapView | undefined) => view?.checks.flatMap((check) => check.rules ?? []);
  expect(rules(shownTo(floor, { kind: 'site' }))).toEqual(['NIGHT_HOURS']);
  expect(rules(shownTo(floor, { kind: 'agent', agentId: ZOE }, ZOE))).toEqual(['NIGHT_HOURS']);
  const asker = shownTo(floor, { kind: 'agent', agentId: LI }, LI);
  expect(rules(asker)).toEqual([]);
  expect(asker?.checks.filter(({ ok }) => !ok).map(({ code }) => code)).toEqual(['labour', 'coverage']);
});
