import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BufferRecord } from '../../../shared/domain/buffer/buffer.js';
import { monthsOfSite, monthsOfTeams } from '../../../shared/domain/buffer/told-months.js';
import { emptySite } from '../../../shared/domain/empty-site.js';
import type { AgentId, BufferId, TeamId } from '../../../shared/kernel/ids.js';
import { epochMs } from '../../../shared/kernel/time.js';

const NOON = Date.UTC(2026, 10, 22, 4);
const team = (no: number) => `t-${no}` as TeamId;
/** Each asked once: who, and in which team they were then. */
function siteWith(requests: readonly (readonly [agent: number, team: number | undefined])[]) {
  const site = emptySite();
  site.bufferRecords = requests.map(
    ([agent, of], no): BufferRecord => ({
      bufferId: `b-${no}` as BufferId,
      agentId: `a-${agent}` as AgentId,
      ...(of === undefined ? {} : { teamId: team(of) }),
      requestedAt: epochMs(NOON),
      state: 'returned',
    }),
  );
  return site;
}
const people = (from: number, to: number, of: number) => Array.from({ length: to - from + 1 }, (_, i) => [from + i, of] as const);
const teamsTold = (months: readonly { readonly teamId?: TeamId }[]) => months.map(({ teamId }) => teamId ?? 'site');

test('a team of one can not be told from the whole by taking the others away, even where somebody changed teams', () => {
  const two = [...people(1, 6, 1), ...people(6, 11, 2)];
  expect(teamsTold(monthsOfSite(siteWith(two)))).toEqual(['site', team(1), team(2)]);
  expect(teamsTold(monthsOfSite(siteWith([...two, [12, 3]])))).toEqual([team(1), team(2)]);
});

test('what teams, taken away from the whole, leave is never the requests of fewer than five people', () => {
  const request = fc.tuple(fc.nat({ max: 14 }), fc.option(fc.nat({ max: 4 }), { nil: undefined }));
  fc.assert(
    fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
      const site = siteWith(requests);
      const told = new Set(teamsTold(monthsOfSite(site)));
      const left = new Set(site.bufferRecords.filter(({ teamId }) => teamId === undefined || !told.has(teamId)).map((one) => one.agentId));
      return !told.has('site') || left.size === 0 || left.size >= 5;
    }),
  );
});

test('a lead is told of the lead’s teams, never of the whole', () => {
  expect(teamsTold(monthsOfTeams(siteWith([...people(1, 6, 1), ...people(7, 12, 2)]), [team(2), team(3)]))).toEqual([team(2)]);
});
