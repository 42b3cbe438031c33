import { expect, test } from 'vitest';
import { demoWishes } from '../../server/demo/wishes.js';
import { agentId, at, bufferFloor } from '../domain/buffer/buffer-floor.js';

/** Lives a demonstration's hours, a half-minute at a time: its agents' wishes are decided, its phones obey. */
function lived(minutes: number) {
  const floor = bufferFloor({ agents: 60, calls: 20, buffer: { maxPerTeamRatio: 0.05 } });
  const kinds = new Map<string, number>();
  const given = new Set<string>();
  for (let minute = 1; minute < minutes; minute += 0.5) {
    floor.until(minute);
    for (const { agentId: id, command, id: name } of demoWishes(floor.site, at(minute))) {
      if (given.has(name)) continue;
      given.add(name);
      const by = { userId: `sim-${id}`, name: id, role: 'agent', teamIds: [], agentId: id } as const;
      const { ok } = floor.ask(minute, by, { ...command }, { id: name });
      if (ok) kinds.set(command.type, (kinds.get(command.type) ?? 0) + 1);
    }
    for (const action of [...floor.site.openActions].flatMap((id) => floor.site.actions.get(id) ?? [])) {
      const no = Array.from({ length: 60 }, (_, i) => i + 1).find((one) => agentId(one) === action.on.agentId);
      if (no !== undefined && action.effect?.op === 'set-not-ready') floor.obey(minute, no, action.effect.reasonCode);
    }
  }
  return { floor, kinds };
}

test('in the course of some hours the demonstration’s agents ask, go, say how they are, and return', () => {
  const { floor, kinds } = lived(240);
  for (const kind of ['buffer.request', 'buffer.confirm', 'buffer.check-in', 'cover.opt-in', 'micro-pause.take'])
    expect([kind, (kinds.get(kind) ?? 0) > 0]).toEqual([kind, true]);
  const states = [...floor.site.buffers.values()].map(({ state }) => state);
  expect(states).toContain('returned');
  // Not a whole team at once.
  expect(states.filter((state) => state === 'in-buffer').length).toBeLessThanOrEqual(3);
}, 60_000);

test('whoever has a page open decides for themselves', () => {
  const floor = bufferFloor({ agents: 8 });
  floor.foldAll(
    Array.from({ length: 8 }, (_, i) => ({ type: 'desk.changed', occurredAt: at(0), agentId: agentId(i + 1), isOpen: true }) as const),
  );
  for (let minute = 1; minute < 300; minute += 3) expect(demoWishes(floor.site, at(minute))).toEqual([]);
});
