import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absorb } from '../../shared/domain/absorb.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import { entitiesOf } from '../../shared/domain/entities.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { evolve } from '../../shared/domain/evolve.js';
import { brokenInvariants } from '../../shared/domain/invariants.js';
import { type EntityKey, type SiteState, STATE_VERSION } from '../../shared/domain/site.js';
import { decodeSnapshot, encodeSnapshot } from '../../shared/domain/snapshot.js';
import type { Position } from '../../shared/kernel/position.js';
import { anyFacts, noTouch, SOURCE, testFloor } from '../support/floor.js';

const RUNS = { numRuns: 300 };

const fold = (events: readonly DomainEvent[], site: SiteState = emptySite(), from = 0) => {
  events.forEach((event, i) => {
    evolve(site, structuredClone(event), { position: `${from + i + 1}-0` as Position, at: event.occurredAt }, noTouch);
  });
  return site;
};

test('whatever a source tells, every caller is in one place and every queue adds up, after each fact', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const floor = testFloor();
      for (const fact of facts) {
        floor.tell(fact);
        expect(brokenInvariants(floor.site)).toEqual([]);
      }
    }),
    RUNS,
  );
});

test('a fact delivered twice changes nothing', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const floor = testFloor();
      for (const fact of facts) {
        floor.tell(fact);
        const again = absorb(floor.site, fact, SOURCE).filter((event) => event.type !== 'anomaly.noted');
        expect(again).toEqual([]);
      }
    }),
    RUNS,
  );
});

test('a snapshot taken anywhere, plus the tail, is the same site as the whole log', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(), (facts, n) => {
      const events = testFloor().tell(...facts);
      const cut = n % (events.length + 1);
      const half = decodeSnapshot(encodeSnapshot(fold(events.slice(0, cut))), STATE_VERSION);
      expect(fold(events.slice(cut), half, cut)).toEqual(fold(events));
    }),
    RUNS,
  );
});

test('folding the same log twice gives the same site, also through a snapshot at its end', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const floor = testFloor();
      floor.tell(...facts);
      const again = fold(floor.events);
      expect(again).toEqual(floor.site);
      expect(decodeSnapshot(encodeSnapshot(again), STATE_VERSION)).toEqual(again);
    }),
    RUNS,
  );
});

test('an event touches what it names, and beyond that only head-counts and figures', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const floor = testFloor();
      for (const fact of facts) {
        for (const event of absorb(floor.site, fact, SOURCE)) {
          floor.touched.clear();
          floor.fold(event);
          const named = new Set<EntityKey>(entitiesOf(event));
          const beyond = [...floor.touched].filter((key) => !named.has(key) && !key.startsWith('queue:') && key !== 'site:site');
          // A visit that closed an hour ago leaves with whatever closes next.
          expect(beyond.filter((key) => floor.site.visits.has(key.slice('visit:'.length) as never) || !key.startsWith('visit:'))).toEqual(
            [],
          );
        }
      }
    }),
    RUNS,
  );
});
