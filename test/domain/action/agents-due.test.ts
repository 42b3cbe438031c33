import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deadlineOf, decideDeadline } from '../../../shared/domain/deadlines.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import { entityKey } from '../../../shared/domain/site.js';
import { answered, at, joined, member } from '../../support/floor.js';
import { actingFloor, agent, LI, MEI, queue } from './acting-floor.js';
import { hangUp } from './agent-words.js';

const KEY = entityKey('agent', agent(LI));
const by = { userId: 'u-mei', name: '王梅', role: 'supervisor' } as const;
const seconds = fc.integer({ min: 30, max: 300 });

/** Everything that an agent can have due, in any mixture and often at the very same instant. */
const anyOverlays = fc.record({
  wrapUpMs: fc.constantFrom(0, 10_000, 60_000),
  pendingUntil: fc.option(seconds),
  lentUntil: fc.option(seconds),
  breakUntil: fc.option(seconds),
  handAt: fc.option(fc.integer({ min: 25, max: 29 })),
  isLost: fc.boolean(),
});

test('each deadline of an agent that was dealt with is gone or lies later: no node ever spins', () => {
  fc.assert(
    fc.property(anyOverlays, ({ wrapUpMs, pendingUntil, lentUntil, breakUntil, handAt, isLost }) => {
      const floor = actingFloor();
      const agentId = agent(LI);
      floor.tell(member(1, LI, 'vip'), joined(10, 'a', 'sales'), answered(20, 'a', LI));
      const events: DomainEvent[] = [];
      if (handAt !== null)
        events.push({ type: 'help.raised', occurredAt: at(handAt), agentId, visitId: floor.agent(LI)?.visitId as never });
      if (lentUntil !== null) {
        const loan = { actionId: 'x-loan' as never, queueId: queue('vip'), until: at(lentUntil), by };
        events.push({ type: 'agent.borrowed', occurredAt: at(29), agentId, ...loan });
      }
      if (breakUntil !== null) events.push({ type: 'break.offered', occurredAt: at(29), agentId, until: at(breakUntil) });
      floor.foldAll(events);
      if (pendingUntil !== null) {
        const id = floor.grant(29, MEI, {
          type: 'agent.sign-out',
          agentId,
          when: 'after-call',
          reason: '高峰',
        });
        const pending = { actionId: id, to: 'logged-out', by, expiresAt: at(pendingUntil) } as const;
        floor.foldAll([{ type: 'agent.pending-set', occurredAt: at(29), agentId, ...pending }]);
      }
      if (wrapUpMs > 0) floor.tell(hangUp(29.5, { wrapUp: wrapUpMs }));
      if (isLost) floor.foldAll([{ type: 'source.status-changed', occurredAt: at(29), source: 'test', status: 'lost' }]);

      for (let i = 0; i < 12; i++) {
        const due = deadlineOf(floor.site, KEY);
        if (due === undefined) return;
        const { events: happened, reads } = decideDeadline(floor.site, due);
        expect(happened).not.toEqual([]);
        expect(reads).toContain(KEY);
        floor.foldAll(happened);
        // A second node's try finds nothing left.
        expect(decideDeadline(floor.site, due).events).toEqual([]);
        expect(deadlineOf(floor.site, KEY)?.dueAt ?? Number.POSITIVE_INFINITY).toBeGreaterThan(due.dueAt);
      }
      // Only a loan that nothing ends is asked about again and again.
      expect(lentUntil).not.toBeNull();
    }),
    { numRuns: 400 },
  );
});

test('an agent for whom nothing runs has no deadline', () => {
  expect(deadlineOf(actingFloor().site, KEY)).toBeUndefined();
});
