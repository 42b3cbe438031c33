import { expect, test } from 'vitest';
import { simulatedSiteConfig } from '../../server/connectors/simulator/centre.js';
import { demoRoster } from '../../server/connectors/simulator/demo-roster.js';
import { tellFirstRoster } from '../../server/site/first-roster.js';
import type { Proposal, Site } from '../../server/site/site.js';
import { emptySite } from '../../shared/domain/empty-site.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import { evolve } from '../../shared/domain/evolve.js';
import { ORIGIN } from '../../shared/kernel/position.js';
import { epochMs } from '../../shared/kernel/time.js';

const size = { agents: 30, seed: 1 };
const NOW = epochMs(Date.UTC(2026, 10, 23, 2));

/** One log that two nodes write to: a commit's id lands once. */
function log() {
  const state = emptySite();
  const landed = new Set<string>();
  const node = (): Pick<Site, 'state' | 'propose'> => ({
    state: () => state,
    async propose({ id, decide }: Proposal) {
      const { events } = decide(state);
      if (landed.has(id)) return { outcome: 'accepted', position: ORIGIN };
      landed.add(id);
      for (const event of events) evolve(state, event, { position: ORIGIN, at: NOW }, { touch() {}, gone() {} });
      return { outcome: 'accepted', position: ORIGIN };
    },
  });
  return { state, landed, node };
}
const portions = () => demoRoster({ ...size, config: simulatedSiteConfig(size), now: NOW });

test('two nodes that start at once tell one roster, and a later start tells none', async () => {
  const { state, landed, node } = log();
  await Promise.all([tellFirstRoster(node() as Site, portions), tellFirstRoster(node() as Site, portions)]);
  expect(state.duties.size).toBe(30);
  expect(state.publications).toHaveLength(1);
  expect([...state.duties.values()].every(({ entries }) => entries.length === 5)).toBe(true);
  const before = landed.size;
  await tellFirstRoster(node() as Site, portions);
  expect(landed.size).toBe(before);
});

test('a site that somebody planned keeps what they planned', async () => {
  const { state, landed, node } = log();
  const shift = portions()
    .flat()
    .find((event): event is Extract<DomainEvent, { type: 'shift.set' }> => event.type === 'shift.set');
  if (shift === undefined) throw new Error('no shift');
  evolve(state, shift, { position: ORIGIN, at: NOW }, { touch() {}, gone() {} });
  await tellFirstRoster(node() as Site, portions);
  expect(landed.size).toBe(0);
});
