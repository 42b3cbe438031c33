import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOut, simulatedCentre, simulatedSiteConfig } from '../../../server/connectors/simulator/centre.js';

const sizes = fc.oneof(fc.integer({ min: 5, max: 300 }), fc.integer({ min: 300, max: 10_000 }));

describe('the simulated centre', () => {
  test('has as many people as asked for, each with a key, a team and queues that exist', () => {
    fc.assert(
      fc.property(sizes, fc.nat(1_000), (agents, seed) => {
        const centre = simulatedCentre({ agents, seed });
        expect(centre.people.length).toBe(agents);
        expect(new Set(centre.people.map(({ key }) => key)).size).toBe(agents);
        const queueKeys = new Set(centre.queues.map(({ key }) => key));
        const teams = new Set(centre.teams.map(({ name }) => name));
        // One look at thousands of people: an expectation of each would take most of the time.
        const isWell = ({ team, queueKeys: served }: (typeof centre.people)[number]) =>
          teams.has(team) && served.length > 0 && new Set(served).size === served.length && served.every((key) => queueKeys.has(key));
        expect(centre.people.filter((person) => !isWell(person))).toEqual([]);
        for (const queue of centre.queues) expect(centre.people.some(({ queueKeys: [own] }) => own === queue.key)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('is a site that the site file checks accept, in both languages, and shown as a demonstration', () => {
    const config = simulatedSiteConfig({ agents: 120, seed: 1, timeZone: 'Europe/Berlin' });
    expect(config).toMatchObject({ demo: true, timeZone: 'Europe/Berlin', name: '东湾客服中心', nameEn: 'Dongwan Centre' });
    expect(config.queues.length).toBe(12);
    expect(config.teams.length).toBe(6);
    for (const { name, nameEn, code } of config.queues) {
      expect(nameEn).toMatch(/^[\w -]+$/);
      expect(name).not.toBe(nameEn);
      expect(code).toMatch(/^[A-Z]{3}$/);
    }
  });

  test('at its usual size has six teams of about twenty', () => {
    const { people, teams } = simulatedCentre({ agents: 120, seed: 1 });
    for (const { name } of teams) {
      const size = people.filter(({ team }) => team === name).length;
      expect(size, name).toBeGreaterThanOrEqual(14);
      expect(size, name).toBeLessThanOrEqual(30);
    }
  });

  test('people have names of their own, Chinese ones with a transliteration, family name first', () => {
    const { people } = simulatedCentre({ agents: 1_000, seed: 7 });
    expect(new Set(people.map(({ name }) => name)).size).toBe(1_000);
    const chinese = people.filter(({ name }) => /^[\u4e00-\u9fff]{2,3}$/.test(name));
    expect(chinese.length).toBeGreaterThan(900);
    for (const { nameEn } of chinese) expect(nameEn).toMatch(/^[A-ZÜ][a-zü]+ [A-Z][a-z]+$/);
    const english = people.filter(({ name }) => /^[A-Z][a-z]+ [A-Z][a-z]+$/.test(name));
    expect(english.length).toBeGreaterThan(10);
    expect(english.every(({ queueKeys: [own] }) => own === 'english')).toBe(true);
  });

  test('shares out whole people, in proportion and to the last one', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }), (total, weights) => {
        const shares = shareOut(total, weights);
        const sum = weights.reduce((all, weight) => all + weight, 0);
        expect(shares.reduce((all, share) => all + share, 0)).toBe(total);
        shares.forEach((share, i) => {
          expect(Math.abs(share - (total * (weights[i] ?? 0)) / sum)).toBeLessThan(1);
        });
      }),
    );
  });
});
